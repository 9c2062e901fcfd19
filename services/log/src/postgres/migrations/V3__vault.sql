-- Names and contacts, sealed, in a schema of its own: other grants, other backups, other eyes.

-- (`if not exists` would ask for the right to make it even where it is.)
do $$ begin if to_regnamespace('maillage_vault') is null then create schema maillage_vault; end if; end $$;

create table maillage_vault.root (
    one   boolean constraint root_is_one primary key default true check (one),
    proof bytea not null -- made with the root key: tells a wrong key from altered rows
);

create table maillage_vault.persons (
    space   text not null,
    person  uuid not null,
    key     bytea not null, -- the person's own in this space, wrapped under the root key
    card    bytea not null, -- sealed under the person's key
    blind   bytea not null, -- HMAC of the space and of the folded name
    version bigint not null,
    constraint persons_by_reference primary key (space, person)
);
create index persons_by_name on maillage_vault.persons (space, blind);

-- Cards whose registration is on its way to the log, under its command.
create table maillage_vault.pending (
    space   text not null,
    person  uuid not null,
    command uuid not null,
    since   bigint not null, -- in microseconds, by the clock of the log
    key     bytea not null,
    card    bytea not null,
    blind   bytea not null,
    constraint pending_by_command primary key (space, command, person)
);

-- A row that was erased or replaced leaves its page at the next round of autovacuum, not after a fifth of the table has changed.
alter table maillage_vault.persons set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);
alter table maillage_vault.pending set (autovacuum_vacuum_threshold = 0, autovacuum_vacuum_scale_factor = 0);

-- References that stay empty: a file imported again must not bring an erased person back.
create table maillage_vault.erased (
    space  text not null,
    person uuid not null,
    constraint erased_by_reference primary key (space, person)
);

-- Erasures that were carried out here and whose facts the log may not hold yet: the command that records them.
create table maillage_vault.owed (
    space   text not null,
    command uuid not null,
    erasure text not null,
    constraint owed_by_command primary key (space, command)
);
