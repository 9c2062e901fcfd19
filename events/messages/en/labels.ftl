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
label-session-online = Online
label-session-other = Other
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
label-age-under_18 = Under 18
label-age-18_25 = 18 to 25
label-age-26_59 = 26 to 59
label-age-60_plus = 60 and over
label-age-unknown = n/k

## Units
label-unit-persons = persons
label-unit-passages = passages
label-unit-partners = partners
label-unit-fiches = fiches
label-unit-sessions = sessions
label-unit-other = other

## Discrepancies
label-discrepancy-number_gap = Missing number
label-discrepancy-declared_differs = Declared ≠ found
label-discrepancy-carried_over = Words carried over from an earlier year
label-discrepancy-lost_in_source = Lost in the source
label-discrepancy-slip = Probable slip of the source
label-discrepancy-flagged = Flagged
label-discrepancy-derived = Derived
label-discrepancy-open = Open
label-discrepancy-explained = Explained

## Corrections
label-correction-corrected = Correction
label-correction-cancelled = Cancellation
