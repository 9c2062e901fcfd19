-- Names and contacts, sealed, in a schema of its own: other grants, other backups, other eyes.

-- (`if not exists` would ask for the right to make it even where it is.)
do $$ begin if to_regnamespace('maillage_vault') is null then create schema maillage_vault; end if; end $$;

create table maillage_vault.root (
    one   boolean constraint root_is_one primary key default true check (one),
    proof bytea not null -- made with the root key: tells a wrong key from altered rows
);

create table maillage_vault.persons (
    person uuid constraint persons_by_reference primary key,
    key    bytea not null, -- the person's own, wrapped under the root key
    card   bytea not null, -- sealed under the person's key
    blind  bytea not null  -- HMAC of the folded name
);
create index persons_by_name on maillage_vault.persons (blind);
-- A row that was erased or replaced leaves its page at the next round of autovacuum, not after a fifth of the table has changed.
alter table maillage_vault.persons set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

-- References that stay empty: a file imported again must not bring an erased person back.
create table maillage_vault.erased (person uuid constraint erased_by_reference primary key);
