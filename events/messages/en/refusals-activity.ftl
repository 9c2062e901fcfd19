## Sessions, signups, attendance, measures, corrections

refusal-no-motive = A reason is needed: say why in a few words, without naming anybody.
refusal-blank-text = The field “{ $field }” is empty: give it at least one word.
refusal-listed-twice = In “{ $field }”, “{ $value }” stands twice: keep it once.
refusal-range-upside-down = The range goes from { $min } to { $max }: its least is above its most. Swap the two bounds.
refusal-number-too-large = The number { $number } is too large to be recorded; the largest admitted is 9007199254740991.
refusal-year-out-of-range = The year { $year } is not plausible: give a year between 1900 and 2999.
refusal-place-nowhere = This place says nothing: give its name, the organisation where it is, its commune or its priority neighbourhood, or leave the place out.
refusal-qpv-of-another-generation = The code “{ $code }” is that of a priority neighbourhood of { $own }, not of { $generation }: give the generation of the code.
refusal-ends-before-start = The end ({ $ends }) comes before the start ({ $starts }): correct one of the two dates.

refusal-not-planned = This session is not planned: plan it first, with its title and date.
refusal-already-planned = This session is already planned otherwise (“{ $title }”, { $when }; what differs: { $members }). { $differs ->
    [move] To change its date, hour, length, room or the way people meet, record a move.
    [title] To change its title, rename it.
    [capacity] To change the number of places, change its capacity.
   *[other] Correct the fact that planned it.
}
refusal-session-moved = This session was moved since ({ $when }; what differs: { $members }): nothing is recorded. To bring it back to that date or that room, record a move.
refusal-session-changed = This session changed since ({ $when }; what differs: { $members }): nothing is recorded. Read it again, then record what changes: a title, a capacity.
refusal-session-later-today = This session begins at { $time } and it is { $now }: nothing can be observed there before. If it was brought forward, move it first.
refusal-duration-too-long = A duration of { $minutes } minutes is not plausible: { $most } at most (a week). Check the unit, or give the last day.
refusal-slot-without-pole = A slot is one of a pole’s rhythm: name the pole, or leave the slot out.
refusal-slot-far-from-session = The slot of { $slot } is more than a year from the session ({ $when }): a slot is named by its day. Correct one of the two dates.
refusal-slot-off-rhythm = The rhythm of the pole “{ $pole }” gives no slot on { $slot }; the nearest are { $before } and { $after }. Name one of them, leave the slot out, or record the rhythm that gives it first.
refusal-slot-held = The slot of { $due } of the pole “{ $pole }” was already held: session “{ $session }”, on { $on }. A slot is held once: if one of the two sessions fills another slot, or none, correct its plan; if one did not take place, cancel the fact that says it was held.
refusal-family-not-recorded-yet = { $family ->
    [series] Series of sessions
   *[campaign] Campaigns
} are not recorded yet: “{ $id }” names nothing. Leave this field out.
refusal-list-too-long = The list “{ $member }” has more than { $most } items: split it.
refusal-stands-for-none = A session stands for at least one: 0 is not possible. For a number that is not known, say “unknown”.
refusal-part-twice = The part “{ $part }” is there twice, or its half-day is another part’s already: give each half-day one part.
refusal-part-outside-session = The part “{ $part }” is dated { $on }, outside the days of the session: correct its date, or the first or last day of the session.
refusal-not-credited = This session is not credited to the fiche “{ $fiche }” on that date: there is nothing to take back. Check the fiche and the date.
refusal-session-without-parts = This session has no half-days: the part “{ $part }” names none. Leave the part out, or correct the plan of the session first.
refusal-part-unknown = This session has no part “{ $part }” (its parts: { $parts }). Choose one of them, leave the part out for the whole session, or correct the plan first.
refusal-not-leading = The organisation “{ $organisation }” does not lead this session in that function on that date: there is nothing to end. Check the organisation, the function and the date.
refusal-session-cancelled = This session is cancelled ({ $on }): “{ $motive }”. If that was a mistake, cancel that fact; otherwise plan another session.
refusal-already-held = This session was already held ({ $on }). To change its date or duration, correct that fact.
refusal-held-in-future = A session cannot have been held on { $on }: today is { $today }. Wait for that day, or correct the date.
refusal-session-was-attended = Attendance is already recorded for this session: it took place. To cancel it, withdraw or cancel that attendance first.
refusal-session-over = This session is over ({ $on }): nobody can sign up any more. Record the attendance instead.
refusal-session-not-begun = The attendance is dated “{ $on }” and the session “{ $when }”: attendance can only be observed from the day of the session on. If the session was brought forward, move it first.
refusal-bad-time = “{ $time }” is not a time: write HH:MM, such as 14:00.
refusal-no-duration = A duration of 0 minutes is not possible: leave the duration out if it is not known.

refusal-use-signup = A fact “{ $kind }” is not recorded directly: ask for a signup or its cancellation, the place is given according to the capacity.
refusal-signup-for-nobody = The signup “{ $signup }” names neither a person nor an organisation: give one of the two.
refusal-signup-known-otherwise = The signup “{ $signup }” already exists for another request: choose another identifier.
refusal-signup-unknown = The signup “{ $signup }” does not exist for this session: check its identifier.
refusal-already-signed-up = This person is already signed up for this session (signup “{ $signup }”). Cancel that one first to ask for another.
refusal-heads-above-capacity = This group counts { $heads } people and the session { $capacity } places: it will never fit. Change the capacity, or sign it up in several parts.
refusal-no-heads = A number of 0 people says nothing: give at least 1, or leave it out if the number is not known.

refusal-reveals-health = Being at this session may reveal something about health: no name is admitted. Record an anonymous headcount and the organisations present.
refusal-minors-unnamed = This session is for minors: only a minor recorded as one, with a responsible adult, is named there, or an adult who works there (professional, elected, volunteer, carer). Count the others without names.
refusal-already-present = This person is already marked present, as “{ $quality ->
    [inhabitant] inhabitant
    [relay_inhabitant] relay inhabitant
    [user] user
    [carer] carer
    [professional] professional
    [elected] elected representative
    [volunteer] volunteer
   *[unknown] not said
}”. To change what is noted, correct the attendance; if the person was not there, withdraw it.
refusal-already-absent = This person is already marked absent, otherwise. To change whether it is excused, correct the absence.
refusal-absence-without-signup = This person is not signed up for this session: only somebody who was expected can be marked absent.
refusal-not-present = This person is not marked present at this session: there is nothing to withdraw.

refusal-marginal-above-total = In the headcount, the breakdown by { $marginal ->
    [sex] sex
    [age] age
    [qpv] priority neighbourhood
   *[quality] quality
} adds up to { $sum } for a total of at most { $total }. Correct one of the two.
refusal-already-seen-above-total = { $seen } people had already come, for a total of at most { $total }: correct one of the two numbers.
refusal-already-seen-of-what = { $seen } people say that they had already come, but what they were asked is missing: give the scope (this pole this year, this fiche this year, or ever).
refusal-scope-without-already-seen = The scope “{ $scope ->
    [pole] this pole
    [fiche] a fiche
    [series] this series
   *[ever] ever
}” is given without how many had already come: add the number, or leave the scope out.
refusal-sheet-known-otherwise = The sheet “{ $sheet }” is already recorded with other figures. Correct that fact, or give the new sheet another identifier.
refusal-sheet-unknown = The sheet “{ $sheet }”, to be replaced, does not exist for this session: check its identifier.
refusal-sheet-already-replaced = The sheet “{ $sheet }” is already replaced by “{ $by }”: replace that one instead.
refusal-sheet-replaces-or-adds = { $sheets ->
    [one] One sheet counts the same already
   *[other] { $sheets } sheets count the same already
} for this session: say whether “{ $sheet }” replaces one of them or adds to them.
refusal-organisation-present-otherwise = The organisation “{ $organisation }” is already noted as present, with another number of people: to change it, correct that fact.
refusal-referral-known-otherwise = The referral “{ $referral }” is already recorded otherwise ({ $on }). Take another identifier for another referral; correct that fact if it was a typing mistake.
refusal-referral-to-or-from = The referral “{ $referral }” goes one way: say to whom people are referred, or by whom they were.
refusal-sheet-replaces-itself = The sheet “{ $sheet }” cannot replace itself: give it another identifier, or correct the fact.
