## labels

## Séances
label-session-meeting = Réunion
label-session-training = Formation
label-session-awareness = Sensibilisation
label-session-workshop = Atelier
label-session-forum = Forum
label-session-conference = Colloque, conférence
label-session-stand = Stand
label-session-screening = Dépistage
label-session-drop_in = Permanence
label-session-online = Visioconférence
label-session-other = Autre
label-session-planned = Planifiée
label-session-held = Tenue
label-session-cancelled = Annulée
label-session-moved = Déplacée
label-session-missed = Manquée
label-session-upcoming = À venir
label-session-pending = Sans nouvelle

## Qualité des personnes
label-quality-inhabitant = Habitant
label-quality-relay_inhabitant = Habitant relais
label-quality-user = Usager
label-quality-carer = Aidant
label-quality-professional = Professionnel
label-quality-elected = Élu
label-quality-volunteer = Bénévole
label-quality-unknown = n.r.

## Tranches d’âge
label-age-under_18 = Moins de 18 ans
label-age-18_25 = 18 à 25 ans
label-age-26_59 = 26 à 59 ans
label-age-60_plus = 60 ans et plus
label-age-unknown = n.r.

## Unités
label-unit-persons = personnes
label-unit-passages = passages
label-unit-partners = partenaires
label-unit-fiches = fiches
label-unit-sessions = séances
label-unit-other = autre

## Écarts
label-discrepancy-number_gap = Numéro manquant
label-discrepancy-declared_differs = Déclaré ≠ constaté
label-discrepancy-carried_over = Texte repris d’une année antérieure
label-discrepancy-lost_in_source = Perdu dans la source
label-discrepancy-slip = Coquille probable de la source
label-discrepancy-flagged = Signalé
label-discrepancy-derived = Calculé
label-discrepancy-open = Ouvert
label-discrepancy-explained = Expliqué

## Corrections
label-correction-corrected = Correction
label-correction-cancelled = Annulation
