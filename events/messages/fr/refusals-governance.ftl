## Contrats, instances, fiches, actions, pôles, structures, financements, personnes

refusal-this = { $family ->
    [space] Cet espace
    [contract] Ce contrat
    [mandate] Ce mandat
    [body] Cette instance
    [fiche] Cette fiche
    [action] Cette action
    [pole] Ce pôle
    [session] Cette séance
    [organisation] Cette structure
    [category] Cette catégorie de structures
    [partnership] Ce partenariat
    [agreement] Cette convention
    [funding] Ce financement
    [measure] Cette mesure
    [person] Cette personne
    [discrepancy] Cet écart
    [import] Cet import
   *[other] Cet objet
}
refusal-date-unknown = date inconnue
refusal-not-recorded-yet = { refusal-this } n’existe pas encore : enregistrez d’abord son premier fait.
refusal-recorded-otherwise = { refusal-this } existe déjà, avec un contenu différent. Pour rectifier, corrigez le fait déjà enregistré ; sinon, choisissez un autre identifiant.
refusal-already-over = { refusal-this } a pris fin ({ $on }) : rien ne peut y être ajouté. Si cette fin est une erreur, annulez ce fait.
refusal-names-itself = Ce fait désigne son propre objet ({ $stream }) : indiquez un autre objet.
refusal-rank-zero = Les rangs se comptent à partir de 1 : le rang 0 n’existe pas.
refusal-rank-taken = Le rang { $rank } est déjà pris par « { $text } » : prenez le rang suivant, ou corrigez le fait.

refusal-reference-unknown = Dans cet espace, { $stream } n’existe pas : enregistrez d’abord cet objet, ou vérifiez son identifiant.
refusal-kind-not-of-family = Un fait « { $kind } » ne se dit pas { $family ->
    [space] d’un espace
    [contract] d’un contrat
    [mandate] d’un mandat
    [body] d’une instance
    [fiche] d’une fiche
    [action] d’une action
    [pole] d’un pôle
    [session] d’une séance
    [organisation] d’une structure
    [category] d’une catégorie de structures
    [partnership] d’un partenariat
    [agreement] d’une convention
    [funding] d’un financement
    [measure] d’un total déclaré
    [person] d’une personne
    [discrepancy] d’un écart
    [import] d’un import
   *[other] de cet objet
} : vérifiez l’objet visé.
refusal-target-unknown = Le fait « { $target } » n’existe pas dans cet historique : vérifiez son identifiant.
refusal-already-amended = Le fait « { $target } » est déjà corrigé ou annulé par « { $amendment } » : c’est ce dernier qu’il faut corriger ou annuler.
refusal-names-a-person = Le texte semble contenir { $mark ->
    [email] une adresse électronique
    [telephone] un numéro de téléphone
    [socialsecuritynumber] un numéro de sécurité sociale
    [bankaccount] un numéro de compte bancaire
   *[titledname] le nom d’une personne
}. Les faits se gardent pour toujours et ne nomment personne : retirez cette mention.
refusal-character-unprintable = Le texte contient un caractère qui ne se voit pas ({ $character }) : supprimez-le ou retapez le texte.
refusal-person-without-reference = Une personne se désigne par une référence opaque (un UUID en minuscules), jamais par un mot qui la nommerait.
refusal-not-this-space = Dans cet espace, le seul objet de cette sorte est l’espace lui-même : « { $space } ».
refusal-evidence-without-document = La pièce justificative se désigne par l’empreinte SHA-256 du document : 64 chiffres hexadécimaux en minuscules.
refusal-evidence-lines-upside-down = Les lignes de la pièce justificative se comptent à partir de 1 et vont de la première à la dernière : { $from } à { $to } ne convient pas.
refusal-evidence-pages-upside-down = Les pages de la pièce justificative se comptent à partir de 1 et vont de la première à la dernière : { $from } à { $to } ne convient pas.
refusal-evidence-cell-zero = Feuilles, lignes et colonnes se comptent à partir de 1 : feuille { $sheet }, ligne { $row }, colonne { $column } ne convient pas.
refusal-too-much-evidence = Un fait a { $most } pièces justificatives au plus, pas { $count } : gardez les plus probantes.
refusal-fact-too-large = Le fait pèserait { $bytes } octets, pour { $most } au plus : répartissez-le sur plusieurs faits.
refusal-too-many-items = Une liste compte { $length } éléments, pour { $most } au plus : répartissez-la sur plusieurs faits.
refusal-text-too-long = Le texte fait { $length } octets, pour { $most } au plus : raccourcissez-le ou répartissez-le sur plusieurs faits.
refusal-bad-correction = La correction n’a pas la forme d’un fait « { $kind } ». { $why } Donnez le contenu entier, tel qu’il aurait dû être.
refusal-cancellation-cannot-be-corrected = « { $target } » est une annulation : elle ne se corrige pas. Si c’est une erreur, annulez-la.
broken-fact = « { $kind } » (position { $position }, { $stream }) : { $why }
refusal-amendment-breaks = { $count ->
    [one] Corriger ou annuler ce fait mettrait en défaut un fait déjà enregistré.
   *[other] Corriger ou annuler ce fait mettrait en défaut { $count } faits déjà enregistrés.
} Corrigez-les ou annulez-les dans la même demande, ou renoncez. { $broken }
refusal-amendment-repeats = Il dirait exactement ce qu’un autre fait dit déjà : annulez l’un des deux.
refusal-not-cancellable = Un fait « { $kind_words } » ne s’annule pas ; il peut être corrigé.
refusal-places-exceeded = { $confirmed } places seraient tenues pour une capacité de { $capacity } : augmentez d’abord la capacité, ou annulez une inscription.
refusal-unreadable-payload = Le contenu de ce fait n’a pas pu être lu : vérifiez sa forme.
refusal-after-today = Ce fait est daté de « { $on } », et nous sommes le { $today } : ce qui est dit fait ne peut pas l’être après aujourd’hui. Corrigez la date, ou attendez ce jour ; ce qui est seulement prévu se dit par un début, une fin ou une séance prévue.

refusal-generation-zero = Les générations de contrat se comptent à partir de 1 : la génération 0 n’existe pas.
refusal-no-predecessor = Un contrat de génération { $generation } succède à un autre : indiquez le contrat précédent.
refusal-time-zone-stays = Le fuseau horaire de cet espace, « { $zone } », a décidé de tous ses jours : il ne se change plus. Ouvrez un autre espace s’il est faux.
refusal-no-territory = Un contrat porte sur un territoire au moins : indiquez-le.
refusal-bad-territory-code = « { $code } » n’est pas le code { $level ->
    [commune] d’une commune : cinq caractères du code officiel géographique (17300, 2A004, 97105), pas le code postal
    [epci] d’un groupement de communes : son SIREN, 9 chiffres, clé de contrôle comprise
    [petr] d’un pôle d’équilibre : son SIREN, 9 chiffres, clé de contrôle comprise
    [department] d’un département : 01 à 95, 2A, 2B, ou 971 à 989 outre-mer
    [region] d’une région : deux chiffres du code officiel géographique
    [qpv] d’un quartier prioritaire : QP ou QN et six caractères
   *[other] d’un territoire : vingt lettres, chiffres ou tirets au plus
}. Vérifiez-le, ou laissez le code vide.
refusal-code-year-without-code = L’année { $year } est celle d’une liste de codes, et aucun code n’est donné : indiquez le code, ou retirez l’année.
refusal-not-a-party = À cette date, la structure « { $organisation } » ne participe pas ainsi au contrat : son départ ne peut pas être enregistré. Vérifiez la date et sa qualité.
refusal-axis-unknown = Ce contrat n’a pas d’axe « { $code } » : vérifiez le code.
refusal-axis-closed-already = L’axe « { $label } » est déjà clos ({ $on }) : corrigez ce fait si la date est fausse.
refusal-party-of-another-kind = La structure « { $organisation } » n’est pas { $sort ->
    [local_authority] une collectivité
    [regional_agency] une agence régionale de santé
    [state] un service de l’État
    [insurance] un organisme d’assurance maladie
   *[other] ce qui est dit
} d’après l’annuaire : elle ne peut pas être engagée ainsi dans le contrat « { $contract } ». Choisissez la bonne sorte, ou corrigez d’abord la nature de la structure.
refusal-predecessor-circle = Le contrat « { $contract } » se succéderait à lui-même, par d’autres contrats : vérifiez lequel précède l’autre.
refusal-within-circle = Le contrat « { $contract } » serait inclus dans lui-même, par d’autres contrats : vérifiez lequel contient l’autre.
refusal-axis-defined-otherwise = Le code d’axe « { $code } » désigne déjà « { $label } » : prenez un autre code, ou corrigez le fait.
refusal-party-sorted-otherwise = La structure « { $organisation } » est déjà partie au contrat, dans une autre catégorie : { $sort ->
    [local_authority] collectivité
    [regional_agency] agence régionale de santé
    [state] service de l’État
    [insurance] assurance maladie
   *[other] autre partie
}. Corrigez ce fait s’il est faux.
refusal-already-signed = Ce contrat est déjà signé ({ $on }). Pour le modifier, enregistrez un avenant ; si la date est fausse, corrigez ce fait.
refusal-no-local-authority = Aucune collectivité n’est signataire : engagez d’abord au moins une commune ou un groupement de communes comme signataire.
refusal-no-regional-agency = L’agence régionale de santé n’est pas signataire : engagez-la d’abord comme signataire.
refusal-not-signed = Ce contrat n’est pas signé : un avenant ne peut le modifier qu’après sa signature.
refusal-contract-overlaps = Sur ce territoire, le contrat « { $contract } », de même type, est signé pour la même période. Enregistrez d’abord la fin de l’un des deux, ou un avenant qui en change la date de fin.

refusal-mandate-to-itself = La structure « { $organisation } » ne peut pas se donner mandat à elle-même : indiquez un autre mandant ou un autre opérateur.
refusal-no-seat = « { $holder } » n’a pas, ce jour-là, de siège à quitter dans ce collège de l’instance : vérifiez le collège et la date.
refusal-holder-one = Indiquez une structure ou une personne, l’une des deux et non les deux.
refusal-no-role = « { $holder } » n’a pas, ce jour-là, le rôle { $role ->
    [pilot] de pilote
    [carrier] de porteur
    [leader] d’animateur
   *[elected] d’élu référent
} de cette fiche : il n’y a pas de fin à enregistrer. Vérifiez la date et le rôle.

refusal-fiche-number-zero = Une fiche porte un numéro à partir de 1.
refusal-fiche-number-taken = Le numéro { $number } est, aux mêmes dates, celui de la fiche « { $fiche } » dans ce contrat : prenez un autre numéro, corrigez ou renumérotez l’autre fiche, ou datez le moment où ce numéro change de fiche.
refusal-not-attached = Cette fiche n’est pas, ce jour-là, rattachée à l’axe « { $axis } » : vérifiez l’axe et la date.
refusal-axis-closed = L’axe « { $axis } » du contrat « { $contract } » a été clos ({ $on }) : la fiche « { $fiche } » ne peut pas y être rattachée après ce jour. Rattachez-la à un autre axe, ou corrigez la date du rattachement ou de la clôture.
refusal-axis-undefined = L’axe « { $axis } » de la fiche « { $fiche } » n’est pas un axe du contrat « { $contract } » (ses axes : { $known }) : définissez-le d’abord dans le contrat, ou vérifiez son code.
refusal-category-not-retained = La catégorie { $code } n’est pas retenue par cette fiche ce jour-là : il n’y a rien à retirer.
refusal-milestone-known-otherwise = L’étape « { $id } » est déjà enregistrée autrement ({ $on }). Pour une autre étape, prenez un autre identifiant ; si c’était une erreur de saisie, corrigez ce fait.
refusal-year-not-opened = L’exercice { $year } de cette fiche n’est pas ouvert : ouvrez-le d’abord.
refusal-year-outside-contract = L’exercice { $year } de la fiche « { $fiche } » est hors de la période du contrat « { $contract } » (début : { $starts } ; fin : { $ends }). Vérifiez l’année, ou enregistrez d’abord l’avenant qui prolonge le contrat.
refusal-year-opened-otherwise = L’exercice { $year } est déjà ouvert, avec un autre chaînage : corrigez ce fait.
refusal-chained-to-later = L’année { $year } ne peut pas faire suite à { $before } : le chaînage remonte à une année antérieure.
refusal-chained-otherwise = Cette action fait déjà suite à « { $title } » ({ $year }) : corrigez ce fait s’il est faux.
refusal-status-needs-motive = Le statut « { $status ->
    [not_deployed] non déployée
    [abandoned] abandonnée
   *[postponed] reportée
} » demande un motif : dites pourquoi en quelques mots.
refusal-postponed-to-when = La fiche est reportée depuis { $year } : indiquez l’exercice de report.
refusal-postponed-to-earlier = Une fiche de { $year } ne peut pas être reportée à { $to } : choisissez une année ultérieure.
refusal-results-unanswered = L’exercice { $year } ne peut pas être déclaré réalisé : des résultats attendus sont sans réponse ({ $results }). Enregistrez ce qui a été constaté, ou donnez un motif.
refusal-categories-known-otherwise = Les catégories de résultats de cette action sont déjà enregistrées autrement : corrigez ce fait.
refusal-not-the-carrier = La structure « { $holder } » ne porte pas cette action ce jour-là : vérifiez la structure et la date.
refusal-not-classified = Cette action n’est pas classée ce jour-là sous « { $value } » : vérifiez l’intitulé et la date.
refusal-no-objective = Aucun objectif ne tient le rang { $rank } ce jour-là : vérifiez le rang et la date.
refusal-ticked-not-printed = La catégorie { $code } est cochée alors que la fiche ne l’imprime pas : ajoutez-la aux catégories imprimées, ou décochez-la.

refusal-referent-nobody = Le référent n’est ni une personne ni une structure : indiquez au moins l’une des deux.
refusal-no-referent = Personne n’est en place : il n’y a pas de départ à enregistrer.
refusal-contact-known-otherwise = Le contact « { $id } » est déjà enregistré autrement ({ $on }). Pour un autre essai, prenez un autre identifiant ; si c’était une erreur de saisie, corrigez ce fait.
refusal-cadence-zero = Un rythme compte au moins 1 jour entre deux réunions.

refusal-bad-identifier = « { $value } » n’est pas un numéro { $scheme ->
    [siret] SIRET valable : 14 chiffres, clé de contrôle comprise
    [siren] SIREN valable : 9 chiffres, clé de contrôle comprise
    [rna] RNA valable : la lettre W puis 9 caractères (en Corse et outre-mer, le deuxième ou le troisième peut être une lettre)
   *[finess] FINESS valable : 9 caractères qui commencent par le département
}. Vérifiez la saisie, sans espaces.
refusal-identifier-unknown = Cette structure ne portait pas, à cette date, le numéro { $scheme ->
    [siret] SIRET
    [siren] SIREN
    [rna] RNA
   *[finess] FINESS
} « { $value } » : sa fin ne peut pas être enregistrée. Vérifiez le numéro et la date.
refusal-already-succeeded = La structure « { $successor } » a déjà succédé à celle-ci : corrigez ce fait s’il est faux.
refusal-parent-circle = La structure « { $parent } » fait elle-même partie, directement ou non, de cette structure : vérifiez laquelle fait partie de l’autre.
refusal-succession-circle = La structure « { $successor } » a elle-même pour successeur, directement ou non, cette structure : les successions tourneraient en rond. Vérifiez laquelle succède à l’autre, et corrigez le fait qui est faux.
refusal-party-of-wrong-family = Seule une structure ou une catégorie de structures peut être partenaire, et { $party } n’en est pas une : indiquez-en une autre.
refusal-scope-of-wrong-family = On est partenaire d’un contrat, d’une fiche, d’une action, d’un pôle, d’une instance ou d’une structure, et { $scope } n’en est pas : indiquez un autre objet.
refusal-partner-of-itself = Un partenaire ne l’est pas de lui-même ({ $party }) : indiquez un autre objet.
refusal-partnership-twice = Ce partenariat existe déjà sous l’identifiant « { $partnership } », dans le même rôle et pour la même période. Partenaire : { $party } ; objet : { $scope }. Utilisez celui-ci, ou enregistrez d’abord sa fin.

refusal-agreement-of-one = Une convention lie au moins deux structures : indiquez les autres parties.
refusal-renewed-for-no-month = Une reconduction tacite dure au moins un mois : indiquez le nombre de mois.
refusal-agreement-scope-of-wrong-family = Une convention porte sur un contrat, une fiche, une action, un pôle, une instance ou un partenariat, et { $scope } n’en est pas : indiquez un autre objet.

refusal-no-amount = Le montant est nul : indiquez au moins 1 centime, ou n’enregistrez rien si le montant n’est pas connu. Pour un financeur qui n’accorde rien, enregistrez un refus, ou une notification de 0 €.
refusal-funding-of-other = Ce financement existe déjà autrement. Financeur : « { $funder } » ; objet : { $object } ; exercice : { $years }. Enregistrez un autre financement pour un autre financeur, un autre objet ou d’autres années.
refusal-budget-stands-alone = Un budget déclaré ne se mêle pas à un financement (« { $funder } ») : enregistrez-les séparément.
refusal-not-above-zero = La valeur « { $member } » doit dépasser zéro : indiquez-la, ou n’en donnez pas si elle n’est pas connue.
refusal-notification-known-otherwise = La notification « { $id } » est déjà enregistrée autrement ({ $on }). Pour un complément, prenez un autre identifiant ; pour un autre montant, enregistrez une révision ; si c’était une erreur de saisie, corrigez ce fait.
refusal-notification-unknown = Ce financement n’a pas de notification « { $id } ». Notifications connues : { $known }.
refusal-revised-before-notified = La notification « { $id } » date du { $on } : elle ne peut pas être révisée avant. Vérifiez la date.
refusal-movement-known-otherwise = Le mouvement « { $id } » est déjà enregistré autrement ({ $on }). Pour un autre mouvement, prenez un autre identifiant ; si c’était une erreur de saisie, corrigez ce fait.
refusal-allocated-above-notified = Avec cette affectation, { $total_cents } seraient affectés aux fiches pour { $notified_cents } notifiés : libérez d’abord une affectation, ou enregistrez la notification complémentaire.
refusal-released-above-allocated = La fiche « { $fiche } » tient { $allocated_cents } de ce financement : { $released_cents } ne peuvent pas en être libérés.
refusal-funder-without-role = La structure « { $funder } » n’a pas, ce jour-là, le rôle de financement qui permettrait d’affecter cet argent à la fiche « { $fiche } » : enregistrez d’abord son partenariat avec le rôle « financement » pour la fiche, son contrat ou l’objet financé.

refusal-minor-without-responsible = Cette personne est mineure et aucun adulte responsable n’est enregistré pour ce jour-là : nommez l’adulte responsable, ou comptez-la sans nom.
refusal-minor-uninformed = Aucune information n’est enregistrée pour cette personne mineure : enregistrez d’abord la notice remise, puis l’adulte responsable.
refusal-responsible-of-adult = Cette personne n’est pas enregistrée comme mineure : dites d’abord jusqu’à quelle année elle l’est, puis nommez l’adulte responsable.
refusal-responsible-is-minor = L’adulte responsable est lui-même enregistré comme mineur (jusqu’à fin { $through }) : nommez un autre adulte, ou corrigez cette année.
refusal-not-responsible = Cet adulte n’est pas responsable de cette personne ce jour-là : il n’y a rien à terminer. Vérifiez la date et la personne.
refusal-age-of-minor = L’âge noté est celui d’une personne mineure, et cette personne n’est pas enregistrée comme telle : dites jusqu’à quelle année elle est mineure et qui en est responsable, ou corrigez l’âge.
refusal-age-of-former-minor = L’âge noté est celui d’une personne mineure, et celle-ci ne l’est plus depuis fin { $through } : corrigez l’âge, ou cette année.
refusal-age-of-adult = L’âge noté est celui d’une personne majeure, et celle-ci est mineure jusqu’à fin { $through } : corrigez l’âge, ou cette année.
refusal-person-objected = Cette personne s’oppose à être nommée (depuis : { $since }). Comptez-la sans nom ; si ce que vous notez date d’avant, donnez-en le jour exact ; si elle ne s’oppose plus, enregistrez d’abord le retrait de son opposition.
refusal-person-objected-to-all = Cette personne s’oppose à ce que l’on enregistre quoi que ce soit de plus à son sujet : si elle ne s’oppose plus, enregistrez d’abord le retrait de son opposition.
refusal-no-objection = Cette personne ne s’oppose à rien ce jour-là : il n’y a pas d’opposition à retirer. Vérifiez la date.
refusal-no-quality = Cette personne n’a pas ce jour-là la qualité « { $quality ->
    [inhabitant] habitant
    [relay_inhabitant] habitant relais
    [user] usager
    [carer] aidant
    [professional] professionnel
    [elected] élu
    [volunteer] bénévole
   *[unknown] non précisée
} » : il n’y a rien à terminer. Vérifiez la date et la qualité.
refusal-not-amendable = Un fait « { $kind } » ne se corrige ni ne s’annule : ce qu’il dit a eu son effet. Pour une place, annulez l’inscription ; elle peut être redemandée.
refusal-already-merged = Cette personne est déjà fusionnée avec une autre : annulez d’abord cette fusion.
refusal-not-merged = Cette personne n’est pas fusionnée : il n’y a pas de fusion à annuler.
refusal-merge-circle = Cette fusion tournerait en rond : la personne visée est déjà fusionnée, directement ou non, avec celle-ci. Rien n’est à faire si les deux sont bien la même personne ; pour inverser le sens, annulez d’abord la première fusion.
refusal-merge-into-merged = La personne visée est elle-même fusionnée avec une autre : fusionnez avec la référence qui reste, « { $stays } ».
refusal-merge-into-erased = La personne visée a été effacée ({ $on }) : on ne peut plus fusionner personne avec elle.
refusal-same-person-signed-up = Cette personne est déjà inscrite à cette séance sous une autre référence (inscription « { $signup } ») : les deux ont été fusionnées. Annulez d’abord cette inscription, ou la fusion si elle est une erreur.
refusal-same-person-present = Cette personne est déjà notée présente à cette séance sous une autre référence : les deux ont été fusionnées. Une personne ne compte qu’une présence ; si la fusion est une erreur, annulez-la.
refusal-person-erased = Cette personne a été effacée ({ $on }) : plus rien ne peut être enregistré à son sujet.
refusal-bad-fingerprint = « { $fingerprint } » n’est pas une empreinte SHA-256 : 64 chiffres hexadécimaux en minuscules.
refusal-rejected-above-rows = { $rejected } lignes rejetées pour { $rows } lignes lues : corrigez l’un des deux nombres.
refusal-loss-before-it-stood = Une perte va de la position { $stood } à la position { $witnessed } : la seconde ne peut pas précéder la première.
