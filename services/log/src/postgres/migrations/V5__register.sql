-- The rules over several streams ask for the facts of these kinds, and where the last of them stands. They are rare, so the index costs
-- other appends nothing.
create index facts_of_register on maillage.facts (space, position) where kind in (
    'amendment.corrected', 'amendment.cancelled', 'contract.prepared', 'contract.axis_defined', 'contract.axis_closed',
    'contract.territory_changed',
    'contract.party_engaged', 'contract.signed',
    'contract.amended', 'contract.completed', 'fiche.recorded', 'fiche.renumbered', 'fiche.attached', 'fiche.year_opened',
    'organisation.recorded', 'organisation.succeeded', 'partnership.formed', 'partnership.role_changed', 'partnership.ended',
    'person.merged', 'person.unmerged', 'person.erased', 'person.objected', 'person.objection_withdrawn',
    'person.minority_declared', 'person.responsible_named', 'person.responsible_ended',
    'pole.cadence_set', 'session.planned', 'funding.allocated'
);
