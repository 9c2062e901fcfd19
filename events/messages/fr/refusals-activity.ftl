## Séances, inscriptions, présences, mesures, corrections

refusal-no-motive = Un motif est nécessaire : dites pourquoi en quelques mots, sans nommer personne.
refusal-blank-text = Le champ « { $field } » est vide : donnez-lui au moins un mot.
refusal-listed-twice = Dans « { $field } », « { $value } » est indiqué deux fois : gardez-le une fois.
refusal-range-upside-down = La fourchette va de { $min } à { $max } : le minimum dépasse le maximum. Inversez les deux bornes.
refusal-number-too-large = Le nombre { $number } est trop grand pour être enregistré ; le plus grand admis est 9007199254740991.
refusal-year-out-of-range = L’année { $year } n’est pas plausible : indiquez une année entre 1900 et 2999.
refusal-place-nowhere = Ce lieu ne dit rien : donnez son nom, la structure qui accueille, sa commune ou son quartier prioritaire, ou laissez le lieu vide.
refusal-qpv-of-another-generation = Le code « { $code } » est celui d’un quartier prioritaire de { $own }, pas de { $generation } : indiquez la génération du code.
refusal-ends-before-start = La fin ({ $ends }) précède le début ({ $starts }) : corrigez l’une des deux dates.

refusal-not-planned = Cette séance n’est pas planifiée : planifiez-la d’abord, avec son titre et sa date.
refusal-already-planned = Cette séance est déjà planifiée autrement (« { $title } », { $when } ; ce qui diffère : { $members }). { $differs ->
    [move] Pour changer sa date, son heure, sa durée, sa salle ou la façon de se réunir, enregistrez un déplacement.
    [title] Pour changer son titre, renommez-la.
    [capacity] Pour changer le nombre de places, changez sa capacité.
   *[other] Corrigez le fait qui l’a planifiée.
}
refusal-session-moved = Cette séance a été déplacée depuis ({ $when } ; ce qui diffère : { $members }) : rien n’est enregistré. Pour la ramener à cette date ou dans cette salle, enregistrez un déplacement.
refusal-session-changed = Cette séance a changé depuis ({ $when } ; ce qui diffère : { $members }) : rien n’est enregistré. Relisez-la, puis enregistrez ce qui change : un titre, une capacité.
refusal-session-later-today = Cette séance commence à { $time } et il est { $now } : on n’y constate rien avant. Si elle a été avancée, déplacez-la d’abord.
refusal-duration-too-long = Une durée de { $minutes } minutes n’est pas plausible : { $most } au plus (une semaine). Vérifiez l’unité, ou donnez le dernier jour.
refusal-slot-without-pole = Une échéance est celle du rythme d’un pôle : indiquez le pôle, ou laissez l’échéance vide.
refusal-slot-far-from-session = L’échéance du { $slot } est à plus d’un an de la séance ({ $when }) : une échéance se désigne par son jour. Corrigez l’une des deux dates.
refusal-slot-off-rhythm = Le rythme du pôle « { $pole } » ne donne pas d’échéance le { $slot } ; les plus proches sont le { $before } et le { $after }. Désignez l’une d’elles, laissez l’échéance vide, ou enregistrez d’abord le rythme qui la donne.
refusal-slot-held = L’échéance du { $due } du pôle « { $pole } » a déjà été tenue : séance « { $session } », le { $on }. Une échéance se tient une fois : si l’une des deux séances remplit une autre échéance, ou aucune, corrigez son plan ; si l’une n’a pas eu lieu, annulez le fait qui la dit tenue.
refusal-family-not-recorded-yet = { $family ->
    [series] Les séries de séances
   *[campaign] Les campagnes
} ne s’enregistrent pas encore : « { $id } » ne désigne rien. Laissez ce champ vide.
refusal-list-too-long = La liste « { $member } » dépasse { $most } éléments : partagez-la.
refusal-stands-for-none = Une séance en représente au moins une : 0 n’est pas possible. Pour un nombre inconnu, dites « inconnu ».
refusal-part-twice = La partie « { $part } » figure deux fois, ou sa demi-journée est déjà celle d’une autre partie : donnez à chaque demi-journée une partie.
refusal-part-outside-session = La partie « { $part } » est datée du { $on }, hors des jours de la séance : corrigez sa date, ou le premier ou le dernier jour de la séance.
refusal-not-credited = Cette séance n’est pas créditée à la fiche « { $fiche } » à cette date : il n’y a rien à retirer. Vérifiez la fiche et la date.
refusal-session-without-parts = Cette séance n’a pas de demi-journées : la partie « { $part } » n’en désigne aucune. Laissez la partie vide, ou corrigez d’abord le plan de la séance.
refusal-part-unknown = Cette séance n’a pas de partie « { $part } » (ses parties : { $parts }). Choisissez l’une d’elles, laissez la partie vide pour toute la séance, ou corrigez d’abord le plan.
refusal-not-leading = La structure « { $organisation } » n’anime pas cette séance dans cette fonction à cette date : il n’y a rien à terminer. Vérifiez la structure, la fonction et la date.
refusal-session-cancelled = Cette séance est annulée ({ $on }) : « { $motive } ». Si l’annulation est une erreur, annulez ce fait ; sinon, planifiez une autre séance.
refusal-already-held = Cette séance a déjà été tenue ({ $on }). Pour changer la date ou la durée, corrigez ce fait.
refusal-held-in-future = Une séance ne peut pas avoir été tenue le { $on } : nous sommes le { $today }. Attendez ce jour, ou corrigez la date.
refusal-session-was-attended = Des présences sont déjà enregistrées pour cette séance : elle a eu lieu. Pour l’annuler, retirez ou annulez d’abord ces présences.
refusal-session-over = Cette séance est passée ({ $on }) : on ne peut plus s’y inscrire. Enregistrez plutôt les présences.
refusal-session-not-begun = La présence est datée de « { $on } » et la séance de « { $when } » : une présence ne se constate qu’à partir du jour de la séance. Si la séance a été avancée, déplacez-la d’abord.
refusal-bad-time = « { $time } » n’est pas une heure : écrivez HH:MM, par exemple 14:00.
refusal-no-duration = Une durée de 0 minute n’est pas possible : laissez la durée vide si elle n’est pas connue.

refusal-use-signup = Un fait « { $kind } » ne s’enregistre pas directement : demandez une inscription ou son annulation, la place est attribuée selon la capacité.
refusal-signup-for-nobody = L’inscription « { $signup } » ne dit ni quelle personne ni quelle structure : indiquez l’une des deux.
refusal-signup-known-otherwise = L’inscription « { $signup } » existe déjà pour une autre demande : choisissez un autre identifiant.
refusal-signup-unknown = L’inscription « { $signup } » n’existe pas pour cette séance : vérifiez son identifiant.
refusal-already-signed-up = Cette personne est déjà inscrite à cette séance (inscription « { $signup } »). Annulez d’abord celle-ci pour en demander une autre.
refusal-heads-above-capacity = Ce groupe compte { $heads } personnes et la séance { $capacity } places : il n’y tiendra jamais. Changez la capacité, ou inscrivez-le en plusieurs fois.
refusal-no-heads = Un nombre de 0 personne ne dit rien : indiquez au moins 1, ou laissez vide si le nombre n’est pas connu.

refusal-reveals-health = Être présent à cette séance peut révéler un état de santé : aucun nom n’y est admis. Relevez un comptage anonyme et les structures présentes.
refusal-minors-unnamed = Cette séance s’adresse à des mineurs : n’y est nommé qu’un mineur enregistré comme tel, avec son adulte responsable, ou un adulte qui y intervient (professionnel, élu, bénévole, aidant). Relevez les autres dans un comptage anonyme.
refusal-already-present = Cette personne est déjà notée présente, en qualité de « { $quality ->
    [inhabitant] habitant
    [relay_inhabitant] habitant relais
    [user] usager
    [carer] aidant
    [professional] professionnel
    [elected] élu
    [volunteer] bénévole
   *[unknown] non précisé
} ». Pour changer ce qui est noté, corrigez la présence ; si elle n’était pas là, retirez-la.
refusal-already-absent = Cette personne est déjà notée absente, autrement. Pour changer si elle est excusée, corrigez l’absence.
refusal-absence-without-signup = Cette personne n’a pas d’inscription à cette séance : seule une personne attendue peut être notée absente.
refusal-not-present = Cette personne n’est pas notée présente à cette séance : il n’y a rien à retirer.

refusal-marginal-above-total = Dans le comptage, la répartition par { $marginal ->
    [sex] sexe
    [age] âge
    [qpv] quartier prioritaire
   *[quality] qualité
} fait { $sum } pour un total de { $total } au plus. Corrigez l’un des deux.
refusal-already-seen-above-total = { $seen } personnes déjà venues pour un total de { $total } au plus : corrigez l’un des deux nombres.
refusal-already-seen-of-what = { $seen } personnes disent être déjà venues, mais la question posée manque : précisez le périmètre (ce pôle, une fiche ou cette série, et de quelle année ; ou depuis toujours).
refusal-scope-without-already-seen = Le périmètre « { $scope ->
    [pole] ce pôle
    [fiche] une fiche
    [series] cette série
   *[ever] depuis toujours
} » est donné sans le nombre de personnes déjà venues : ajoutez le nombre, ou retirez le périmètre.
refusal-sheet-known-otherwise = La feuille « { $sheet } » est déjà enregistrée avec d’autres chiffres. Corrigez ce fait, ou donnez un autre identifiant à la nouvelle feuille.
refusal-sheet-unknown = La feuille « { $sheet } », à remplacer, n’existe pas pour cette séance : vérifiez son identifiant.
refusal-sheet-already-replaced = La feuille « { $sheet } » est déjà remplacée par « { $by } » : remplacez plutôt cette dernière.
refusal-sheet-replaces-or-adds = { $sheets ->
    [one] Une feuille compte déjà la même chose
   *[other] { $sheets } feuilles comptent déjà la même chose
} pour cette séance : dites si « { $sheet } » en remplace une ou s’y ajoute.
refusal-organisation-present-otherwise = La structure « { $organisation } » est déjà notée présente, avec un autre nombre de personnes : pour le changer, corrigez ce fait.
refusal-referral-known-otherwise = L’orientation « { $referral } » est déjà enregistrée autrement ({ $on }). Pour une autre orientation, prenez un autre identifiant ; si c’était une erreur de saisie, corrigez ce fait.
refusal-referral-to-or-from = L’orientation « { $referral } » va dans un seul sens : dites vers qui les personnes sont orientées, ou par qui elles l’ont été.
refusal-sheet-replaces-itself = La feuille « { $sheet } » ne peut pas se remplacer elle-même : donnez-lui un autre identifiant, ou corrigez le fait.
