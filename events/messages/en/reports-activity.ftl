## Figures
figure-unknown = n/k
figure-about = about { $value }
figure-range = between { $min } and { $max }
figure-unknown-as-said = n/k (“{ $words }”)
figure-unknown-at-least = n/k (at least { $min })
figure-bounds = { $min } to { $max }
figure-at-least = at least { $min }

## Heading
report-clocks = Space { $space } · period { $from } to { $to } · known at { $known } · position { $position }
report-incomplete = INCOMPLETE: a fact could not be read, the figures stop before it

## Headings of columns
column-figure = Figure
column-value = Value
column-pole = Pole
column-year = Year
column-kind = Kind
column-quality = Quality
column-fiche = Fiche
column-date = Date
column-session = Session
column-state = State
column-sessions = Sessions entered
column-sessions-held = Sessions held
column-sessions-cancelled = Sessions cancelled
column-sessions-moved = Sessions moved
column-sessions-pending = Sessions neither held nor cancelled
column-sessions-without-record = Sessions held without a record
column-signups-requested = Signups requested
column-signups-confirmed = Signups confirmed
column-signups-waiting = Waiting
column-signups-cancelled = Signups cancelled
column-places-left = Places left
column-present = Named presences
column-anonymous = Anonymous heads
column-passages = Passages
column-visits = Visits to stands
column-connections = Connections
column-persons-known = Distinct known persons
column-persons-bounds = Distinct persons
column-new-persons = New persons
column-presence-rate = Presence rate

## Attendance
title-attendance = Attendance
caption-attendance-total = Altogether
caption-attendance-by-pole = By pole
caption-attendance-by-year = By year
caption-attendance-by-pole-and-year = By pole and year
caption-attendance-by-kind = By kind of session
caption-attendance-by-quality = By quality of named persons on the day
caption-attendance-by-fiche = By fiche: a shared session stands in each fiche, the lines do not add up
caption-attendance-by-session = By session
definition-attendance-sessions-held = Sessions said to have been held; a session on the programme is not held until somebody says so. The session's date decides its period. A session credited to several fiches counts once.
definition-attendance-signups = Requested: every request; confirmed and waiting: how they stand now; cancelled: places or requests given back.
definition-attendance-present = Named presences: one a person and session, even when observed several times. Being signed up or waiting is not being present.
definition-attendance-anonymous = People counted without a name, on top of named presences; a replaced sheet no longer counts. An estimate, a range or an unknown stays one.
definition-attendance-passages = Named presences + anonymous heads, over the sessions that have a record. The same person coming twice makes two passages. Visits to stands and connections are left out.
definition-attendance-visits = Visits to stands and remote connections: passages counted apart, never persons.
definition-attendance-persons-known = K: distinct named persons, recognised duplicates being joined.
definition-attendance-persons-bounds = Between max(K, the most present at one session) and K + the sum of anonymous heads, less those who "already came" where that was asked about this very scope (one pole or one fiche, in one year). No single figure is invented between the two; without a known upper bound only the lower one is given.
definition-attendance-new-persons = Known persons whose first dated presence in the space (or in the pole, for a line of a pole) lies in the line's period. Not computed, hence not known, by kind, by fiche and by session.
definition-attendance-presence-rate = Named presences ÷ (signups confirmed − cancelled before the day of the session), over held sessions that had signups. Above 100% when people come without signing up.
definition-attendance-places-left = Capacity less confirmed signups, over sessions to come whose capacity is limited; not known when none is.
definition-attendance-sessions-without-record = Sessions held of which no record says who or how many came: unknown, not zero.
definition-attendance-sessions-not-placed = Sessions whose date is too imprecise to say whether they lie in the period: they are not counted there.
definition-attendance-by-fiche = A session credited to several fiches stands in each and once in the total: lines by fiche do not add up.

## Funding
title-funding = Funding
caption-funding-fundings = Funding by object, year and funder
caption-funding-budgets = Budgets stated by a source
column-object = Object
column-funder = Funder
column-requested = Requested
column-notified = Notified
column-share = Share
column-paid = Paid
column-allocated = Allocated to fiches
column-spent = Spent
column-amount = Amount
column-origins = Origin
column-cost-per-person = Cost per person
column-total = Total
definition-funding-notified = What the funder granted, as last notified. The year of the funding decides its period; without a known year it stands in an unbounded report only.
definition-funding-share = Each funder's part of the notified total, by the largest remainder: parts sum to exactly 100.00%.
definition-funding-paid = Sum of the payments on record; not known while there is none.
definition-funding-allocated = Sum of what was allocated to fiches.
definition-funding-spent = Sum of the spendings on record.
definition-funding-budgets = Amounts stated by a source without its funders: they are not added to the fundings.
definition-funding-cost-per-person = Never computed from a stated budget: the source says neither for which period nor for whom.

## Declared totals
title-measures = Declared totals
caption-measures-declared = Declared totals beside the last known one
column-subject = Subject
column-indicator = Indicator
column-period = Period
column-quantity = Quantity
column-unit = Unit
column-as-said = As said
column-compared-with = Compared with
column-difference = Difference
column-change = Change
definition-measures-quantity = A total declared by a source for a period; it is never turned into sessions. What is not known stays not known, never zero.
definition-measures-method = Counted, estimated, range or unknown, as the source says.
definition-measures-compared-with = The last counted total before this one, for the same subject, indicator, unit and kind of period; none where two sources give two figures for it.
definition-measures-difference = Total less the total compared with, where both were counted.
definition-measures-change-percent = Difference in percent of the total compared with, two decimals, half up.

## Rhythm of poles
title-cadence = Rhythm of poles
caption-cadence-poles = Rhythm kept by pole
caption-cadence-slots = Slot by slot
column-rhythm-days = Rhythm (days)
column-due = Due
column-slots-held = Held
column-slots-missed = Missed
column-slots-cancelled = Cancelled
column-slots-pending = No news
column-slots-moved = Moved
column-adherence = Adherence
column-longest-delay = Longest delay (days)
column-next-due = Next due
column-off-rhythm = Sessions off rhythm
column-slot = Slot
column-due-on = Due on
column-delay = Delay (days)
definition-cadence-judged-on = The day on which slots are judged: the end of the period, but never later than the facts know of; without an end, the latest day on which something is known to have happened.
definition-cadence-due = Slots of the rhythm that was set (first day, then every n days) that fell by that day. A new rhythm ends the one before; numbers go on.
definition-cadence-held = Slots whose session is said to have been held. A session fills the slot that it names, even when moved; one that names none fills the nearest free slot, half a rhythm away at most.
definition-cadence-missed = Slots due for which no session was entered.
definition-cadence-pending = Sessions whose day has passed and nobody said what became of them: neither held nor missed.
definition-cadence-moved = Slots whose session was moved at least once, whatever became of it.
definition-cadence-delay-days = Days from due to held; negative when held early.
definition-cadence-adherence = Slots held ÷ slots due.
definition-cadence-next-due = The first slot to come of the rhythm that was set; it does not depend on the last session held.
definition-cadence-off-rhythm = Sessions of the pole, in the period, that fill no slot.

## Agenda
title-agenda = Agenda
caption-agenda-planned = Sessions on the programme
caption-agenda-past = Sessions held or cancelled
column-time = Time
column-place = Place
column-fiches = Fiches
definition-agenda-planned = Sessions entered of which nobody said that they were held or cancelled.
definition-agenda-past = Sessions said to have been held or cancelled.
definition-agenda-date = The day on which the session was held, else the one it is planned for, as precisely as is known; not known when no date is.

## Corrections and late entries
title-corrections = Corrections and late entries
caption-corrections-amendments = Register of corrections and cancellations
caption-corrections-years = Late entries by year of the facts
caption-corrections-late = Late entries
column-position = Position
column-recorded-on = Recorded on
column-amendment = Nature
column-target-position = Fact amended
column-target-kind = Kind of fact
column-field = Field
column-before = Before
column-after = After
column-motive = Motive
column-amended-by = Amended by
column-facts = Facts entered
column-late = Of them late
column-late-rate = Late-entry rate
column-imported-facts = Facts imported
column-imported-late = Of them late at import
column-days = Days
definition-corrections-amendments = Every correction and cancellation recorded up to the known-at, whatever the period: a fact is never changed, another fact corrects it and says why.
definition-corrections-late = Facts recorded more than 14 days after the last day on which they may have happened (civil days of Paris). A fact without a date is never late; corrections are not counted. Beyond 200 a month, late entries are counted and not listed.
definition-corrections-late-rate = Late entries ÷ facts entered, imports and demonstration left out.
definition-corrections-imported-late = Late facts out of an imported file or a demonstration, counted apart: an import of a past year is late by nature.

## Discrepancies
title-discrepancies = Register of discrepancies
caption-discrepancies-register = Discrepancies flagged and found in the facts
caption-discrepancies-declared-fiches = Number of fiches declared and found
discrepancies-gap = No fiche bears the number { $number }
column-about = About
column-nature = Nature
column-declared = Declared
column-derived = Found
column-note = Note
column-origin = Origin
column-explanation = Explanation
column-label = Label
definition-discrepancies-discrepancies = Two sayings that differ stand side by side: neither is "fixed". A flagged discrepancy and the same one found in the facts make one line.
definition-discrepancies-number-gap = Fiche numbers missing between 1 and the highest of a contract; they are reported, never filled.
definition-discrepancies-declared-fiches = The number of fiches that a source declares, beside the number of fiches on record for that contract.
definition-discrepancies-open = Discrepancies of the register that have no explanation.
