## labels

## Sessions
label-session-meeting = Meeting
label-session-training = Training
label-session-awareness = Awareness session
label-session-workshop = Workshop
label-session-forum = Forum
label-session-conference = Conference
label-session-stand = Stand
label-session-screening = Screening
label-session-drop_in = Drop-in
label-session-other = Other
label-mode-on_site = On site
label-mode-online = Online
label-mode-hybrid = On site and online
label-mode-telephone = By telephone
label-session-planned = Planned
label-session-held = Held
label-session-cancelled = Cancelled
label-session-moved = Moved
label-session-missed = Missed
label-session-upcoming = To come
label-session-pending = No news

## Quality of persons
label-quality-inhabitant = Inhabitant
label-quality-relay_inhabitant = Relay inhabitant
label-quality-user = User
label-quality-carer = Carer
label-quality-professional = Professional
label-quality-elected = Elected
label-quality-volunteer = Volunteer
label-quality-unknown = n/k

## Age bands
label-marginal-sex = Sex
label-marginal-age = Age
label-marginal-quality = Quality
label-marginal-age_standard = Age, fine bands
label-marginal-qpv = Priority neighbourhood
label-qpv-inside = In a priority neighbourhood
label-qpv-outside = Outside priority neighbourhoods
label-qpv-unknown = n/k
label-sex-f = Women
label-sex-m = Men
label-sex-unknown = n/k
label-fiche-titled = Fiche { $number } – { $title }
label-fiche-number = fiche { $number }
label-age-under_18 = Under 18
label-age-0_5 = Under 6
label-age-6_11 = 6 to 11
label-age-12_17 = 12 to 17
label-age-26_39 = 26 to 39
label-age-40_59 = 40 to 59
label-age-60_74 = 60 to 74
label-age-75_plus = 75 and over
label-age-18_25 = 18 to 25
label-age-26_59 = 26 to 59
label-age-60_plus = 60 and over
label-age-unknown = n/k

## Units
label-unit-persons = persons
label-unit-persons_informed = persons informed
label-unit-persons_accompanied = persons accompanied
label-unit-passages = passages
label-unit-partners = partners
label-unit-fiches = fiches
label-unit-sessions = sessions
label-unit-other = other

label-collection-count = count
label-collection-register = register
label-collection-survey = survey
label-collection-estimate = estimate
label-collection-other = other

label-gift-premises = premises
label-gift-equipment = equipment
label-gift-staff = staff time
label-gift-other = other

label-funding-declined = declined
label-funding-flag-paid-without-notification = paid without a notification
label-funding-flag-paid-above-notified = paid above what is notified
label-funding-flag-refunded-above-paid = refunded above what was paid
label-funding-flag-spent-above-notified = spent above what is notified
label-funding-flag-allocated-above-notified = allocated above what is notified
label-funding-flag-no-funder = funder not told

## Discrepancies
label-discrepancy-number_gap = Missing number
label-discrepancy-declared_differs = Declared ≠ found
label-discrepancy-declared_agrees = Declared = found
label-discrepancy-carried_over = Words carried over from an earlier year
label-discrepancy-lost_in_source = Lost in the source
label-discrepancy-slip = Probable slip of the source
label-discrepancy-flagged = Flagged
label-discrepancy-derived = Derived
label-discrepancy-open = Open
label-discrepancy-agrees = No longer differs
label-discrepancy-explained = Explained

## Corrections
label-correction-corrected = Correction
label-correction-cancelled = Cancellation
label-amendment-reason-typing = Typed or read wrongly
label-amendment-reason-late_news = Learned since
label-amendment-reason-duplicate = Recorded twice
label-amendment-reason-wrong_object = Another object was meant
label-amendment-reason-source = Mistake of the source
label-amendment-reason-other = Other
## Fiches, contracts, bodies, organisations

label-fiche-status-to_confirm = to be confirmed
label-fiche-status-planned = planned
label-fiche-status-in_progress = in progress
label-fiche-status-paused = paused
label-fiche-status-blocked = blocked
label-fiche-status-done = done
label-fiche-status-not_deployed = not deployed
label-fiche-status-abandoned = abandoned
label-fiche-status-postponed = postponed
label-a-person = a person

label-pole-referent = referent
label-pole-deputy = deputy

label-contact-telephone = telephone
label-contact-email = e-mail
label-contact-visit = visit
label-contact-reached = reached
label-contact-message_left = message left
label-contact-no_answer = no answer

label-contract-kind-cls = local health contract
label-contract-kind-clsm = local mental health council
label-contract-kind-other = other programme
label-contract-level-commune = commune
label-contract-level-epci = group of communes
label-contract-level-petr = rural territorial pole
label-contract-level-department = department
label-contract-level-region = region
label-contract-level-qpv = priority neighbourhood
label-contract-level-other = other
label-contract-capacity-signatory = signatory
label-contract-capacity-associate = associate
label-contract-party-local_authority = local authority
label-contract-party-regional_agency = regional health agency
label-contract-party-state = State
label-contract-party-insurance = health insurance
label-contract-party-other = other

label-axis-nature-strategic = strategic orientation
label-axis-nature-transversal = transversal axis
label-axis-nature-clsm = mental health (CLSM)
label-axis-nature-impact_assessment = health impact assessment

label-role-pilot = pilot
label-role-carrier = carrier
label-role-leader = leader
label-role-elected = elected representative
label-role-listed = listed as a partner
label-role-participation = takes part
label-role-projects = builds projects
label-role-funding = funds
label-role-associate = associated partner
label-role-referral = refers people
label-role-member = member

label-organisation-local_authority = local authority
label-organisation-regional_agency = regional health agency
label-organisation-state_service = State service
label-organisation-hospital = hospital
label-organisation-care = care outside hospital
label-organisation-insurance = social protection
label-organisation-association = association
label-organisation-health_network = health network
label-organisation-education = education
label-organisation-social_centre = social centre
label-organisation-housing = housing
label-organisation-practice = practice
label-organisation-other = other

label-body-kind-steering = steering committee
label-body-kind-technical = technical committee
label-body-kind-working_group = working group
label-body-kind-plenary = plenary
label-body-kind-pole_meeting = pole meeting
label-body-kind-event_group = event organising group
label-body-kind-network = network of partners
label-body-kind-external = body of somebody else
label-body-college-elected = elected representatives
label-body-college-psychiatry = public psychiatry
label-body-college-users = users of care
label-body-college-carers = carers and families
label-body-college-professionals = professionals
label-body-college-institutions = State and agency
label-body-college-inhabitants = inhabitants

label-mission-elaboration = drawing up
label-mission-implementation = implementation
label-mission-follow_up = follow-up

label-category-A1 = Health promotion offers
label-category-A2 = Advocacy and co-operation between organisations
label-category-A3 = Social mobilisation
label-category-A4 = Personal skills
label-category-B1 = Available health promotion offers
label-category-B2 = Strategies in policy and institutions
label-category-B3 = Social potential and commitment
label-category-B4 = Individual skills
label-category-C1 = Physical environment
label-category-C2 = Social environment
label-category-C3 = Personal resources and behaviour
label-category-D = Health of the population
label-renewal-none = no renewal
label-renewal-tacit = tacit renewal
label-renewal-express = express renewal
