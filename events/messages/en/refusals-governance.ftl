## Contracts, bodies, fiches, actions, poles, organisations, funding, persons

refusal-this = { $family ->
    [space] This space
    [contract] This contract
    [mandate] This mandate
    [body] This body
    [fiche] This fiche
    [action] This action
    [pole] This pole
    [session] This session
    [organisation] This organisation
    [category] This category of organisations
    [partnership] This partnership
    [agreement] This agreement
    [funding] This funding
    [measure] This measure
    [person] This person
    [discrepancy] This discrepancy
    [import] This import
   *[other] This object
}
refusal-date-unknown = date unknown
refusal-not-recorded-yet = { refusal-this } does not exist yet: record its first fact first.
refusal-recorded-otherwise = { refusal-this } already exists with other contents. To put it right, correct the fact that is recorded; otherwise choose another identifier.
refusal-already-over = { refusal-this } came to its end ({ $on }): nothing can be added to it. If that end is a mistake, cancel that fact.
refusal-names-itself = This fact names its own object ({ $stream }): give another object.
refusal-rank-zero = Ranks are counted from 1: there is no rank 0.
refusal-rank-taken = Rank { $rank } is already taken by “{ $text }”: take the next one, or correct the fact.

refusal-reference-unknown = In this space there is no such object: { $stream }. Record it first, or check its identifier.
refusal-kind-not-of-family = A fact “{ $kind }” is not told of { $family ->
    [space] a space
    [contract] a contract
    [mandate] a mandate
    [body] a body
    [fiche] a fiche
    [action] an action
    [pole] a pole
    [session] a session
    [organisation] an organisation
    [category] a category of organisations
    [partnership] a partnership
    [agreement] an agreement
    [funding] a funding
    [measure] a declared total
    [person] a person
    [discrepancy] a discrepancy
    [import] an import
   *[other] this object
}: check which object is meant.
refusal-target-unknown = The fact “{ $target }” does not exist in this history: check its identifier.
refusal-already-amended = The fact “{ $target }” is already corrected or cancelled by “{ $amendment }”: correct or cancel that one.
refusal-names-a-person = The text seems to hold { $mark ->
    [email] an e-mail address
    [telephone] a telephone number
    [socialsecuritynumber] a social security number
    [bankaccount] a bank account number
   *[titledname] the name of a person
}. Facts are kept for ever and name nobody: take it out.
refusal-character-unprintable = The text holds a character that nobody sees ({ $character }): delete it or type the text again.
refusal-person-without-reference = A person is designated by an opaque reference (a UUID in lower case), never by a word that would name them.
refusal-not-this-space = In this space the only object of this sort is the space itself: “{ $space }”.
refusal-evidence-without-document = Evidence is designated by the SHA-256 of the document: 64 hexadecimal digits in lower case.
refusal-evidence-lines-upside-down = Lines of evidence are counted from 1, from the first to the last: { $from } to { $to } cannot be.
refusal-evidence-pages-upside-down = The pages of the evidence are counted from 1 and go from the first to the last: { $from } to { $to } does not do.
refusal-evidence-cell-zero = Sheets, rows and columns are counted from 1: sheet { $sheet }, row { $row }, column { $column } does not do.
refusal-too-much-evidence = A fact has { $most } pieces of evidence at most, not { $count }: keep those that prove most.
refusal-fact-too-large = The fact would take { $bytes } bytes, of { $most } at most: spread it over several facts.
refusal-too-many-items = A list holds { $length } items, of { $most } at most: spread it over several facts.
refusal-text-too-long = The text has { $length } bytes, for at most { $most }: shorten it or spread it over several facts.
refusal-bad-correction = The correction does not have the shape of a fact “{ $kind }”. { $why } Give the whole contents as they should have been.
refusal-cancellation-cannot-be-corrected = “{ $target }” is a cancellation: it cannot be corrected. If it is a mistake, cancel it.
broken-fact = “{ $kind }” (position { $position }, { $stream }): { $why }
refusal-amendment-breaks = { $count ->
    [one] This amendment would break a fact that is already recorded.
   *[other] This amendment would break { $count } facts that are already recorded.
} Correct or cancel them in the same request, or leave it. { $broken }
refusal-amendment-repeats = It would say exactly what another fact says already: cancel one of the two.
refusal-not-cancellable = A fact “{ $kind_words }” is not cancelled; it may be corrected.
refusal-places-exceeded = { $confirmed } places would be held where there are { $capacity }: raise the capacity first, or cancel a signup.
refusal-unreadable-payload = The contents of this fact could not be read: check their shape.
refusal-after-today = This fact is dated “{ $on }” and today is { $today }: what is told as done cannot be done after today. Correct the date, or wait for that day; what is only planned is told by a beginning, an end or a planned session.

refusal-generation-zero = Generations of a contract are counted from 1: there is no generation 0.
refusal-no-predecessor = A contract of generation { $generation } follows another: name the contract before it.
refusal-time-zone-stays = The time zone of this space, “{ $zone }”, has decided all its days: it no longer changes. Open another space if it is wrong.
refusal-no-territory = A contract holds in one territory at least: give it.
refusal-bad-territory-code = “{ $code }” is not the code { $level ->
    [commune] of a commune: five characters of the official geographic list (17300, 2A004, 97105), not the post code
    [epci] of a group of communes: its SIREN, 9 digits with their check digit
    [petr] of a pôle d’équilibre: its SIREN, 9 digits with their check digit
    [department] of a department: 01 to 95, 2A, 2B, or 971 to 989 overseas
    [region] of a region: two digits of the official geographic list
    [qpv] of a priority neighbourhood: QP or QN and six characters
   *[other] of a territory: twenty letters, digits or hyphens at most
}. Check it, or leave the code out.
refusal-code-year-without-code = The year { $year } is that of a list of codes, and no code is given: give the code, or leave the year out.
refusal-not-a-party = On that date the organisation “{ $organisation }” does not take part in the contract in that capacity: its leaving cannot be recorded. Check the date and the capacity.
refusal-axis-unknown = This contract has no axis “{ $code }”: check the code.
refusal-axis-closed-already = The axis “{ $label }” is closed already ({ $on }): correct that fact if its date is wrong.
refusal-party-of-another-kind = The organisation “{ $organisation }” is not { $sort ->
    [local_authority] a local authority
    [regional_agency] a regional health agency
    [state] a service of the State
    [insurance] a health insurance body
   *[other] what is said
} by its entry in the directory: it cannot be engaged as such in the contract “{ $contract }”. Choose the right sort, or correct the kind of the organisation first.
refusal-predecessor-circle = The contract “{ $contract }” would follow itself, through other contracts: check which comes before the other.
refusal-within-circle = The contract “{ $contract }” would lie in itself, through other contracts: check which holds the other.
refusal-axis-defined-otherwise = The axis code “{ $code }” already stands for “{ $label }”: take another code, or correct the fact.
refusal-party-sorted-otherwise = The organisation “{ $organisation }” is already a party to the contract, as { $sort ->
    [local_authority] a local authority
    [regional_agency] the regional health agency
    [state] a service of the State
    [insurance] health insurance
   *[other] another party
}. Correct that fact if it is wrong.
refusal-already-signed = This contract is already signed ({ $on }). To change it, record an amendment; if the date is wrong, correct that fact.
refusal-no-local-authority = No local authority signs: first engage at least one commune or group of communes as a signatory.
refusal-no-regional-agency = The regional health agency does not sign: first engage it as a signatory.
refusal-not-signed = This contract is not signed: an amendment can only change it once it is.
refusal-contract-overlaps = On this territory, the contract “{ $contract }”, of the same kind, is signed for the same period. Record the end of one of the two first, or an amendment that changes its end.

refusal-mandate-to-itself = The organisation “{ $organisation }” cannot give itself a mandate: name another principal or another operator.
refusal-no-seat = On that day “{ $holder }” has no seat to leave in this college of the body: check the college and the date.
refusal-holder-one = Give an organisation or a person: one of the two, not both.
refusal-no-role = On that day “{ $holder }” is not { $role ->
    [pilot] a pilot
    [carrier] the carrier
    [leader] a leader
   *[elected] the elected representative
} of this fiche: there is no end to record. Check the date and the role.

refusal-fiche-number-zero = A fiche has a number from 1 on.
refusal-fiche-number-taken = Number { $number } is, on the same dates, that of the fiche “{ $fiche }” in this contract: take another number, correct or renumber the other fiche, or date the moment at which the number passes on.
refusal-not-attached = On that day this fiche is not attached to the axis “{ $axis }”: check the axis and the date.
refusal-axis-closed = The axis “{ $axis }” of the contract “{ $contract }” was closed ({ $on }): the fiche “{ $fiche }” cannot be attached to it after that day. Attach it to another axis, or correct the day of the attachment or of the closing.
refusal-axis-undefined = The axis “{ $axis }” of the fiche “{ $fiche }” is no axis of the contract “{ $contract }” (its axes: { $known }): define it in the contract first, or check its code.
refusal-category-not-retained = On that day this fiche does not retain the category { $code }: there is nothing to drop.
refusal-milestone-known-otherwise = The milestone “{ $id }” is already recorded otherwise ({ $on }). Take another identifier for another milestone; correct that fact if it was a typing mistake.
refusal-year-not-opened = The year { $year } of this fiche is not opened: open it first.
refusal-year-outside-contract = The year { $year } of the fiche “{ $fiche }” is outside the period of the contract “{ $contract }” (start: { $starts }; end: { $ends }). Check the year, or record the amendment that extends the contract first.
refusal-year-opened-otherwise = The year { $year } is already opened, chained otherwise: correct that fact.
refusal-chained-to-later = The year { $year } cannot follow { $before }: a chain goes back to an earlier year.
refusal-chained-otherwise = This action already follows “{ $title }” ({ $year }): correct that fact if it is wrong.
refusal-status-needs-motive = The status “{ $status ->
    [not_deployed] not deployed
    [abandoned] abandoned
   *[postponed] postponed
}” needs a reason: say why in a few words.
refusal-postponed-to-when = The fiche is postponed from { $year }: give the year that it is put off to.
refusal-postponed-to-earlier = A fiche of { $year } cannot be put off to { $to }: choose a later year.
refusal-results-unanswered = The year { $year } cannot be declared done: expected results have no answer ({ $results }). Record what was achieved, or give a reason.
refusal-categories-known-otherwise = The outcome categories of this action are already recorded otherwise: correct that fact.
refusal-not-the-carrier = On that day the organisation “{ $holder }” does not carry this action: check the organisation and the date.
refusal-not-classified = On that day this action is not classified under “{ $value }”: check the heading and the date.
refusal-no-objective = On that day no objective holds rank { $rank }: check the rank and the date.
refusal-ticked-not-printed = The category { $code } is ticked although the record does not print it: add it to the printed ones, or untick it.

refusal-referent-nobody = The referent is neither a person nor an organisation: give at least one of the two.
refusal-no-referent = Nobody is in charge: there is nobody to leave.
refusal-contact-known-otherwise = The contact “{ $id }” is already recorded otherwise ({ $on }). Take another identifier for another try; correct that fact if it was a typing mistake.
refusal-cadence-zero = A cadence has at least 1 day between two meetings.

refusal-bad-identifier = “{ $value }” is not a valid { $scheme ->
    [siret] SIRET: 14 digits, check digit included
    [siren] SIREN: 9 digits, check digit included
    [rna] RNA: the letter W and 9 characters (in Corsica and overseas the second or third may be a letter)
   *[finess] FINESS: 9 characters that begin with the department
}. Check what was typed, without spaces.
refusal-identifier-unknown = On that date this organisation did not bear the { $scheme ->
    [siret] SIRET
    [siren] SIREN
    [rna] RNA
   *[finess] FINESS
} “{ $value }”: its end cannot be recorded. Check the identifier and the date.
refusal-already-succeeded = The organisation “{ $successor }” already succeeded this one: correct that fact if it is wrong.
refusal-parent-circle = The organisation “{ $parent }” is itself, directly or not, a part of this one: check which is a part of the other.
refusal-succession-circle = The organisation “{ $successor }” is itself succeeded, directly or not, by this one: the successions would turn in a circle. Check which succeeds which, and correct the fact that is wrong.
refusal-party-of-wrong-family = Only an organisation or a category of organisations can be a partner, and { $party } is neither: give another.
refusal-scope-of-wrong-family = One is a partner in a contract, a fiche, an action, a pole, a body or an organisation, and { $scope } is none: give another object.
refusal-partner-of-itself = Nobody is a partner of itself ({ $party }): give another object.
refusal-partnership-twice = This partnership stands already as “{ $partnership }”, in the same role and for the same period. Partner: { $party }; object: { $scope }. Use that one, or record its end first.

refusal-agreement-of-one = An agreement binds two organisations at least: give the other parties.
refusal-renewed-for-no-month = A tacit renewal lasts a month at least: give the number of months.
refusal-agreement-scope-of-wrong-family = An agreement is about a contract, a fiche, an action, a pole, a body or a partnership, and { $scope } is none: give another object.

refusal-no-amount = The amount is nil: give at least 1 cent, or record nothing if the amount is not known. Where a funder grants nothing, record that it declined, or a notification of €0.
refusal-funding-of-other = This funding stands already otherwise. Funder: “{ $funder }”; object: { $object }; years: { $years }. Record another funding for another funder, another object or other years.
refusal-budget-stands-alone = A declared budget does not mix with a funding (“{ $funder }”): record them apart.
refusal-not-above-zero = The value “{ $member }” must be above zero: give it, or none if it is not known.
refusal-notification-known-otherwise = The notification “{ $id }” is already recorded otherwise ({ $on }). Take another identifier for a further one; record a revision for another amount; correct that fact if it was a typing mistake.
refusal-notification-unknown = This funding has no notification “{ $id }”. Notifications known: { $known }.
refusal-revised-before-notified = The notification “{ $id }” is of { $on }: it cannot be revised before. Check the date.
refusal-movement-known-otherwise = The movement “{ $id }” is already recorded otherwise ({ $on }). Take another identifier for another movement; correct that fact if it was a typing mistake.
refusal-allocated-above-notified = With this allocation, { $total_cents } would be allocated to fiches for { $notified_cents } notified: release an allocation first, or record the further notification.
refusal-released-above-allocated = The fiche “{ $fiche }” holds { $allocated_cents } of this funding: { $released_cents } cannot be released from it.
refusal-funder-without-role = On that day the organisation “{ $funder }” does not have the funding role that would let this money go to the fiche “{ $fiche }”: record its partnership with the role “funding” first, for the fiche, its contract or what is funded.

refusal-minor-without-responsible = This person is a minor and no responsible adult is recorded for that day: name the responsible adult, or count the person without a name.
refusal-minor-uninformed = No notice is recorded for this minor: record the notice that was given first, then the responsible adult.
refusal-responsible-of-adult = This person is not recorded as a minor: say first until which year they are one, then name the responsible adult.
refusal-responsible-is-minor = The responsible adult is recorded as a minor too (through { $through }): name another adult, or correct that year.
refusal-not-responsible = This adult does not answer for this person on that day: there is nothing to end. Check the date and the person.
refusal-age-of-minor = The age noted is that of a minor, and this person is not recorded as one: say until which year they are a minor and who answers for them, or correct the age.
refusal-age-of-former-minor = The age noted is that of a minor, and this person has not been one since the end of { $through }: correct the age, or that year.
refusal-age-of-adult = The age noted is that of an adult, and this person is a minor through { $through }: correct the age, or that year.
refusal-person-objected = This person objects to being named (since: { $since }). Count them without a name; if what you note dates from before, give its exact day; if they no longer object, record first that the objection is withdrawn.
refusal-person-objected-to-all = This person objects to anything more being recorded of them: if they no longer object, record first that the objection is withdrawn.
refusal-no-objection = This person objects to nothing on that day: there is no objection to withdraw. Check the date.
refusal-no-quality = This person does not have the quality “{ $quality ->
    [inhabitant] inhabitant
    [relay_inhabitant] relay inhabitant
    [user] user
    [carer] carer
    [professional] professional
    [elected] elected
    [volunteer] volunteer
   *[unknown] not said
}” on that day: there is nothing to end. Check the date and the quality.
refusal-not-amendable = A fact “{ $kind }” is neither corrected nor cancelled: what it says has had its effect. For a place, cancel the signup; it may be asked for again.
refusal-already-merged = This person is already merged into another: undo that merge first.
refusal-not-merged = This person is not merged: there is no merge to undo.
refusal-merge-circle = This merge would turn in a circle: the person aimed at is already merged, directly or not, into this one. Nothing is to be done if both are the same person; to turn it round, undo the first merge first.
refusal-merge-into-merged = The person aimed at is merged into another: merge into the reference that stays, “{ $stays }”.
refusal-merge-into-erased = The person aimed at was erased ({ $on }): nobody can be merged into them any more.
refusal-same-person-signed-up = This person is already signed up for this session under another reference (signup “{ $signup }”): the two were merged. Cancel that signup first, or the merge if it is a mistake.
refusal-same-person-present = This person is already noted as present at this session under another reference: the two were merged. A person counts one presence; if the merge is a mistake, undo it.
refusal-person-erased = This person was erased ({ $on }): nothing more can be recorded about them.
refusal-bad-fingerprint = “{ $fingerprint }” is not a SHA-256 fingerprint: 64 hexadecimal digits in lower case.
refusal-rejected-above-rows = { $rejected } rows rejected for { $rows } rows read: correct one of the two numbers.
refusal-loss-before-it-stood = A loss goes from position { $stood } to position { $witnessed }: the second cannot come before the first.
