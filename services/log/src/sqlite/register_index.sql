-- The rules over several streams ask for the facts of these kinds, and where the last of them stands. They are rare, so the index costs other
-- appends nothing, as long as it is no list: SQLite makes a table of a list of three or more, for each row that it looks at.
CREATE INDEX facts_of_register ON facts (place) WHERE
    kind = 'amendment.corrected' OR kind = 'amendment.cancelled' OR kind = 'contract.prepared'
    OR kind = 'contract.axis_defined' OR kind = 'contract.axis_closed'
    OR kind = 'contract.territory_changed'
    OR kind = 'contract.party_engaged' OR kind = 'contract.signed'
    OR kind = 'contract.amended' OR kind = 'contract.completed' OR kind = 'fiche.recorded'
    OR kind = 'fiche.renumbered' OR kind = 'fiche.attached' OR kind = 'fiche.year_opened'
    OR kind = 'organisation.recorded' OR kind = 'organisation.succeeded' OR kind = 'partnership.formed' OR kind = 'partnership.role_changed' OR kind = 'partnership.ended'
    OR kind = 'person.merged' OR kind = 'person.unmerged' OR kind = 'person.erased' OR kind = 'person.objected'
    OR kind = 'person.objection_withdrawn' OR kind = 'person.minority_declared' OR kind = 'person.responsible_named'
    OR kind = 'person.responsible_ended' OR kind = 'pole.cadence_set' OR kind = 'session.planned'
    OR kind = 'funding.allocated';
