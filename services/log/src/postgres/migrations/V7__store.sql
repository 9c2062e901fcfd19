-- Who this store is. The log, the vault and the rows are held to each other: one that was restored apart from the others is recognised.
create table maillage.store (
    one boolean constraint store_is_one primary key default true check (one),
    id  uuid not null
);
insert into maillage.store (id) values (gen_random_uuid());

-- How the vault stood after each of its changes: an older one, an emptied one and another one are recognised.
create table maillage.vault_marks (
    number   bigint generated always as identity constraint vault_marks_by_number primary key,
    vault    uuid not null,
    changes  bigint not null,
    space    text collate "C" not null,
    position bigint not null,
    cards    bigint not null,
    erased   bigint not null
);

create trigger store_stays before update or delete or truncate on maillage.store execute function maillage.refuse();
create trigger vault_marks_stay before update or delete or truncate on maillage.vault_marks execute function maillage.refuse();

-- Which vault this is, the log that it belongs to, and how often its cards or its erased references have changed.
alter table maillage_vault.root
    add column id uuid not null default gen_random_uuid(),
    add column store uuid,
    add column changes bigint not null default 0;

-- The last fact of a space when a card of it changed: a log that ends before is not the one that this vault belongs to.
create table maillage_vault.log_marks (
    space       text collate "C" constraint log_marks_by_space primary key,
    position    bigint not null,
    recorded_at bigint not null,
    fact        uuid not null
);
