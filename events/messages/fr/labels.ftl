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
label-session-other = Autre
label-mode-on_site = Sur place
label-mode-online = En visioconférence
label-mode-hybrid = Sur place et en visioconférence
label-mode-telephone = Par téléphone
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
label-marginal-sex = Sexe
label-marginal-age = Âge
label-marginal-quality = Qualité
label-marginal-age_standard = Âge, tranches fines
label-marginal-qpv = Quartier prioritaire
label-qpv-inside = Dans un quartier prioritaire
label-qpv-outside = Hors quartier prioritaire
label-qpv-unknown = n.r.
label-sex-f = Femmes
label-sex-m = Hommes
label-sex-unknown = n.r.
label-fiche-titled = Fiche { $number } – { $title }
label-fiche-number = fiche { $number }
label-age-under_18 = Moins de 18 ans
label-age-0_5 = Moins de 6 ans
label-age-6_11 = 6 à 11 ans
label-age-12_17 = 12 à 17 ans
label-age-26_39 = 26 à 39 ans
label-age-40_59 = 40 à 59 ans
label-age-60_74 = 60 à 74 ans
label-age-75_plus = 75 ans et plus
label-age-18_25 = 18 à 25 ans
label-age-26_59 = 26 à 59 ans
label-age-60_plus = 60 ans et plus
label-age-unknown = n.r.

## Unités
label-unit-persons = personnes
label-unit-persons_informed = personnes informées
label-unit-persons_accompanied = personnes accompagnées
label-unit-passages = passages
label-unit-partners = partenaires
label-unit-fiches = fiches
label-unit-sessions = séances
label-unit-other = autre

label-collection-count = comptage
label-collection-register = registre
label-collection-survey = enquête
label-collection-estimate = estimation
label-collection-other = autre

label-gift-premises = locaux
label-gift-equipment = matériel
label-gift-staff = temps de personnel
label-gift-other = autre

label-funding-declined = refusé
label-funding-flag-paid-without-notification = versé sans notification
label-funding-flag-paid-above-notified = versé au-delà du notifié
label-funding-flag-refunded-above-paid = remboursé au-delà du versé
label-funding-flag-spent-above-notified = dépensé au-delà du notifié
label-funding-flag-allocated-above-notified = alloué au-delà du notifié
label-funding-flag-no-funder = financeur non renseigné

## Écarts
label-discrepancy-number_gap = Numéro manquant
label-discrepancy-declared_differs = Déclaré ≠ constaté
label-discrepancy-declared_agrees = Déclaré = constaté
label-discrepancy-carried_over = Texte repris d’une année antérieure
label-discrepancy-lost_in_source = Perdu dans la source
label-discrepancy-slip = Coquille probable de la source
label-discrepancy-flagged = Signalé
label-discrepancy-derived = Calculé
label-discrepancy-open = Ouvert
label-discrepancy-agrees = Ne diffère plus
label-discrepancy-explained = Expliqué

## Corrections
label-correction-corrected = Correction
label-correction-cancelled = Annulation
label-amendment-reason-typing = Faute de saisie ou de lecture
label-amendment-reason-late_news = Appris depuis
label-amendment-reason-duplicate = Saisi deux fois
label-amendment-reason-wrong_object = Autre objet visé
label-amendment-reason-source = Erreur de la source
label-amendment-reason-other = Autre
## Fiches, contrats, instances, structures

label-fiche-status-to_confirm = à confirmer
label-fiche-status-planned = prévue
label-fiche-status-in_progress = en cours
label-fiche-status-paused = en pause
label-fiche-status-blocked = bloquée
label-fiche-status-done = réalisée
label-fiche-status-not_deployed = non déployée
label-fiche-status-abandoned = abandonnée
label-fiche-status-postponed = reportée
label-a-person = une personne

label-pole-referent = référent
label-pole-deputy = suppléant

label-contact-telephone = téléphone
label-contact-email = courriel
label-contact-visit = visite
label-contact-reached = joint
label-contact-message_left = message laissé
label-contact-no_answer = sans réponse

label-contract-kind-cls = contrat local de santé
label-contract-kind-clsm = conseil local en santé mentale
label-contract-kind-other = autre programme
label-contract-level-commune = commune
label-contract-level-epci = intercommunalité
label-contract-level-petr = pôle d’équilibre territorial et rural
label-contract-level-department = département
label-contract-level-region = région
label-contract-level-qpv = quartier prioritaire
label-contract-level-other = autre
label-contract-capacity-signatory = signataire
label-contract-capacity-associate = associé
label-contract-party-local_authority = collectivité
label-contract-party-regional_agency = agence régionale de santé
label-contract-party-state = État
label-contract-party-insurance = assurance maladie
label-contract-party-other = autre

label-axis-nature-strategic = orientation stratégique
label-axis-nature-transversal = axe transversal
label-axis-nature-clsm = santé mentale (CLSM)
label-axis-nature-impact_assessment = évaluation d’impact en santé

label-role-pilot = pilote
label-role-carrier = porteur
label-role-leader = animateur
label-role-elected = élu référent
label-role-listed = cité comme partenaire
label-role-participation = participe
label-role-projects = construit des projets
label-role-funding = finance
label-role-associate = partenaire associé
label-role-referral = oriente des personnes
label-role-member = membre

label-organisation-local_authority = collectivité territoriale
label-organisation-regional_agency = agence régionale de santé
label-organisation-state_service = service de l’État
label-organisation-hospital = établissement hospitalier
label-organisation-care = soins hors hôpital
label-organisation-insurance = protection sociale
label-organisation-association = association
label-organisation-health_network = réseau de santé
label-organisation-education = enseignement
label-organisation-social_centre = centre social
label-organisation-housing = logement
label-organisation-practice = cabinet
label-organisation-other = autre

label-body-kind-steering = comité de pilotage
label-body-kind-technical = comité technique
label-body-kind-working_group = groupe de travail
label-body-kind-plenary = plénière
label-body-kind-pole_meeting = réunion de pôle
label-body-kind-event_group = groupe d’organisation d’un évènement
label-body-kind-network = réseau de partenaires
label-body-kind-external = instance extérieure
label-body-college-elected = élus
label-body-college-psychiatry = psychiatrie publique
label-body-college-users = usagers
label-body-college-carers = aidants et familles
label-body-college-professionals = professionnels
label-body-college-institutions = État et agence
label-body-college-inhabitants = habitants

label-mission-elaboration = élaboration
label-mission-implementation = mise en œuvre
label-mission-follow_up = suivi

label-category-A1 = Offres de promotion de la santé
label-category-A2 = Plaidoyer et coopération entre organisations
label-category-A3 = Mobilisation sociale
label-category-A4 = Compétences personnelles
label-category-B1 = Offres de promotion de la santé disponibles
label-category-B2 = Stratégies dans la politique et les institutions
label-category-B3 = Potentiel social et engagement
label-category-B4 = Compétences individuelles
label-category-C1 = Environnement physique
label-category-C2 = Environnement social
label-category-C3 = Ressources personnelles et comportements
label-category-D = Santé de la population
label-renewal-none = sans reconduction
label-renewal-tacit = reconduction tacite
label-renewal-express = reconduction expresse
