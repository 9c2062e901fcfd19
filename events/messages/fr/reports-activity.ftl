## Chiffres
figure-unknown = n.r.
figure-about = environ { $value }
figure-range = entre { $min } et { $max }
figure-unknown-as-said = n.r. (« { $words } »)
figure-unknown-at-least = n.r. (au moins { $min })
figure-bounds = { $min } à { $max }
figure-at-least = au moins { $min }

## En-tête
report-clocks = Espace { $space } · période du { $from } au { $to } · connu au { $known } · position { $position }
report-incomplete = INCOMPLET : un fait n’a pas pu être lu, les chiffres s’arrêtent avant lui

## Intitulés de colonnes
column-figure = Chiffre
column-value = Valeur
column-pole = Pôle
column-year = Année
column-kind = Type
column-quality = Qualité
column-fiche = Fiche
column-date = Date
column-session = Séance
column-state = État
column-sessions = Séances inscrites
column-sessions-held = Séances tenues
column-sessions-cancelled = Séances annulées
column-sessions-moved = Séances déplacées
column-sessions-pending = Séances ni tenues ni annulées
column-sessions-without-record = Séances tenues sans relevé
column-signups-requested = Inscriptions demandées
column-signups-confirmed = Inscriptions confirmées
column-signups-waiting = En attente
column-signups-cancelled = Inscriptions annulées
column-places-left = Places restantes
column-present = Présences nominatives
column-anonymous = Présences anonymes
column-passages = Passages
column-visits = Visites de stand
column-connections = Connexions
column-persons-known = Personnes connues distinctes
column-persons-bounds = Personnes distinctes
column-new-persons = Nouvelles personnes
column-presence-rate = Taux de présence

## Fréquentation
title-attendance = Fréquentation
caption-attendance-total = Ensemble
caption-attendance-by-pole = Par pôle
caption-attendance-by-year = Par année
caption-attendance-by-pole-and-year = Par pôle et par année
caption-attendance-by-kind = Par type de séance
caption-attendance-by-quality = Par qualité des personnes nommées, le jour de la séance
caption-attendance-by-fiche = Par fiche : une séance partagée figure sur chaque fiche, les lignes ne s’additionnent pas
caption-attendance-by-session = Par séance
definition-attendance-sessions-held = Séances déclarées tenues ; une séance inscrite au programme n’est pas tenue tant que personne ne l’a dit. La date de la séance décide de la période. Une séance créditée à plusieurs fiches compte une seule fois.
definition-attendance-signups = Demandées : toutes les demandes ; confirmées et en attente : leur état aujourd’hui ; annulées : places ou demandes rendues.
definition-attendance-present = Présences nominatives : une par personne et par séance, même constatée plusieurs fois. Être inscrit ou en attente ne vaut pas présence.
definition-attendance-anonymous = Personnes comptées sans nom, en plus des présences nominatives ; une feuille remplacée ne compte plus. Un compte estimé, encadré ou inconnu le reste.
definition-attendance-passages = Présences nominatives + présences anonymes, sur les séances qui ont un relevé. La même personne venue deux fois fait deux passages. Visites de stand et connexions n’y entrent pas.
definition-attendance-visits = Visites de stand et connexions à distance : des passages relevés à part, jamais des personnes.
definition-attendance-persons-known = K : personnes nommées distinctes, les doublons reconnus étant réunis.
definition-attendance-persons-bounds = Entre max(K, plus grand nombre de présents d’une même séance) et K + somme des présences anonymes, diminuée des « déjà venus » quand la question portait sur ce périmètre exact (un pôle ou une fiche, sur une année). Aucun chiffre unique n’est inventé entre les deux ; sans borne haute connue, seule la borne basse est donnée.
definition-attendance-new-persons = Personnes connues dont la première présence datée, dans l’espace (ou dans le pôle pour une ligne de pôle), tombe dans la période de la ligne. Non calculé, donc n.r., par type, par fiche et par séance.
definition-attendance-presence-rate = Présences nominatives ÷ (inscriptions confirmées − annulées avant le jour de la séance), sur les séances tenues qui avaient des inscrits. Dépasse 100 % quand viennent des personnes non inscrites.
definition-attendance-places-left = Capacité moins inscriptions confirmées, sur les séances à venir dont la capacité est limitée ; n.r. quand aucune ne l’est.
definition-attendance-sessions-without-record = Séances tenues dont aucun relevé ne dit qui ou combien est venu : inconnu, pas zéro.
definition-attendance-sessions-not-placed = Séances dont la date est trop imprécise pour dire si elles tombent dans la période : elles n’y sont pas comptées.
definition-attendance-by-fiche = Une séance créditée à plusieurs fiches figure sur chacune et une seule fois dans l’ensemble : les lignes par fiche ne s’additionnent pas.

## Financements
title-funding = Financements
caption-funding-fundings = Financements par objet, année et financeur
caption-funding-budgets = Budgets annoncés par une source
column-object = Objet
column-funder = Financeur
column-requested = Demandé
column-notified = Notifié
column-share = Part
column-paid = Versé
column-allocated = Alloué aux fiches
column-spent = Dépensé
column-amount = Montant
column-origins = Origine
column-cost-per-person = Coût par personne
column-total = Total
definition-funding-notified = Montant accordé par le financeur, tel que notifié en dernier. L’année du financement décide de la période ; sans année connue, il ne figure que dans un rapport sans bornes.
definition-funding-share = Part de chaque financeur dans le total notifié, au plus fort reste : les parts somment à 100,00 % exactement.
definition-funding-paid = Somme des versements constatés ; n.r. tant qu’aucun n’est connu.
definition-funding-allocated = Somme des montants affectés à des fiches.
definition-funding-spent = Somme des dépenses constatées.
definition-funding-budgets = Montants annoncés par une source sans détail des financeurs : ils ne s’ajoutent pas aux financements.
definition-funding-cost-per-person = Jamais calculé à partir d’un budget annoncé : la source ne dit ni pour quelle période ni pour qui.

## Totaux déclarés
title-measures = Totaux déclarés
caption-measures-declared = Totaux déclarés, comparés au dernier connu
column-subject = Sujet
column-indicator = Indicateur
column-period = Période
column-quantity = Quantité
column-unit = Unité
column-as-said = Tel que dit
column-compared-with = Comparé à
column-difference = Écart
column-change = Évolution
definition-measures-quantity = Total déclaré par une source pour une période ; il n’est jamais transformé en séances. Ce qui n’est pas connu reste n.r., jamais zéro.
definition-measures-method = Compté, estimé, encadré ou inconnu, comme la source le dit.
definition-measures-compared-with = Le dernier total compté avant celui-ci, pour le même sujet, le même indicateur, la même unité et une période de même nature ; aucun si deux sources en donnent deux chiffres différents.
definition-measures-difference = Total moins total comparé, quand les deux ont été comptés.
definition-measures-change-percent = Écart rapporté au total comparé, en pourcentage, arrondi à deux décimales (la demie vers le haut).

## Rythme des pôles
title-cadence = Rythme des pôles
caption-cadence-poles = Rythme tenu par pôle
caption-cadence-slots = Échéance par échéance
column-rhythm-days = Rythme (jours)
column-due = Échues
column-slots-held = Tenues
column-slots-missed = Manquées
column-slots-cancelled = Annulées
column-slots-pending = Sans nouvelle
column-slots-moved = Déplacées
column-adherence = Régularité
column-longest-delay = Plus long retard (jours)
column-next-due = Prochaine échéance
column-off-rhythm = Séances hors rythme
column-slot = Échéance
column-due-on = Prévue le
column-delay = Retard (jours)
definition-cadence-judged-on = Jour auquel les échéances sont jugées : la fin de la période, sans dépasser ce que les faits connaissent ; sans fin de période, le dernier jour où quelque chose est connu pour avoir eu lieu.
definition-cadence-due = Échéances du rythme fixé (premier jour, puis tous les n jours) tombées à ce jour. Un nouveau rythme clôt le précédent, la numérotation continue.
definition-cadence-held = Échéances dont la séance est déclarée tenue. Une séance remplit l’échéance qu’elle nomme, même déplacée ; sans numéro, la plus proche encore libre, à un demi-rythme au plus.
definition-cadence-missed = Échéances tombées pour lesquelles aucune séance n’a été inscrite.
definition-cadence-pending = Séances dont le jour est passé sans que personne ait dit ce qu’il en est : ni tenues, ni manquées.
definition-cadence-moved = Échéances dont la séance a été déplacée au moins une fois, quelle qu’en soit la suite.
definition-cadence-delay-days = Jours entre l’échéance et la séance tenue ; négatif quand elle est en avance.
definition-cadence-adherence = Régularité : échéances tenues ÷ échéances tombées.
definition-cadence-next-due = Première échéance à venir du rythme fixé ; elle ne dépend pas de la dernière séance tenue.
definition-cadence-off-rhythm = Séances du pôle, dans la période, qui ne remplissent aucune échéance.

## Agenda
title-agenda = Agenda
caption-agenda-planned = Séances inscrites au programme
caption-agenda-past = Séances tenues ou annulées
column-time = Heure
column-place = Lieu
column-fiches = Fiches
definition-agenda-planned = Séances inscrites dont personne n’a dit qu’elles ont été tenues ou annulées.
definition-agenda-past = Séances déclarées tenues ou annulées.
definition-agenda-date = Le jour où la séance a été tenue, sinon celui pour lequel elle est prévue, avec la précision connue ; n.r. si aucune date n’est connue.

## Corrections et saisies tardives
title-corrections = Corrections et saisies tardives
caption-corrections-amendments = Registre des corrections et des annulations
caption-corrections-years = Saisies tardives par année des faits
caption-corrections-late = Saisies tardives
column-position = Position
column-recorded-on = Enregistré le
column-amendment = Nature
column-target-position = Fait visé
column-target-kind = Type de fait
column-field = Champ
column-before = Avant
column-after = Après
column-motive = Motif
column-amended-by = Repris par
column-facts = Faits saisis
column-late = Dont tardifs
column-late-rate = Taux de saisies tardives
column-imported-facts = Faits importés
column-imported-late = Dont tardifs à l’import
column-days = Jours
definition-corrections-amendments = Toutes les corrections et annulations enregistrées jusqu’à la date de connaissance, quelle que soit la période : un fait n’est jamais modifié, un autre fait le corrige et dit pourquoi.
definition-corrections-late = Faits enregistrés plus de 14 jours après le dernier jour où ils ont pu avoir lieu (jours civils de Paris). Un fait sans date n’est jamais tardif ; les corrections ne sont pas comptées. Au-delà de 200 par mois, les saisies tardives sont comptées sans être listées.
definition-corrections-late-rate = Saisies tardives ÷ faits saisis, hors imports et démonstration.
definition-corrections-imported-late = Faits tardifs venus d’un fichier importé ou d’une démonstration, comptés à part : un import d’une année passée est tardif par nature.

## Écarts
title-discrepancies = Registre des écarts
caption-discrepancies-register = Écarts signalés et écarts constatés dans les faits
caption-discrepancies-declared-fiches = Nombre de fiches déclaré et nombre constaté
discrepancies-gap = Aucune fiche ne porte le numéro { $number }
column-about = À propos de
column-nature = Nature
column-declared = Déclaré
column-derived = Constaté
column-note = Note
column-origin = Origine
column-explanation = Explication
column-label = Libellé
definition-discrepancies-discrepancies = Deux dires qui diffèrent restent côte à côte : aucun n’est « corrigé ». Un écart signalé et le même écart constaté dans les faits ne font qu’une ligne.
definition-discrepancies-number-gap = Numéros de fiche absents entre 1 et le plus grand numéro d’un contrat ; ils sont signalés, jamais comblés.
definition-discrepancies-declared-fiches = Nombre de fiches qu’une source déclare, à côté du nombre de fiches inscrites dans les faits pour ce contrat.
definition-discrepancies-open = Écarts du registre qui n’ont pas reçu d’explication.
