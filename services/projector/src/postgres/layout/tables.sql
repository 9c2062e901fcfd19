-- One row a space. It is locked first by whatever moves rows of that space, so moves of one space come one after the
-- other; `moves` counts them, so that a reader of many spaces sees in one small query which have anything new.
-- `position`, with the fact there, is where those projections stand that move together: a step of all of them
-- rewrites this row and no checkpoint. `epoch` is another one after whatever else was done to the checkpoints: who
-- finds it as he left it knows them all.
create table maillage_projections.spaces (
    space text collate "C" primary key,
    moves bigint not null,
    position bigint not null default 0,
    recorded_at bigint,
    fact uuid,
    epoch uuid not null default gen_random_uuid()
) with (fillfactor = 50);

-- Where each projection of a space stands. `recorded_at` and `fact` are those of the fact at `position`: another log
-- is recognised by them. Without a position it stands where its space stands. To be read through `standing`.
-- `generation` names the living rows, `building` those that a rebuild is writing; `version` 0 means that nothing
-- lives yet.
create table maillage_projections.checkpoints (
    space text collate "C" not null,
    projection text collate "C" not null,
    version integer not null,
    position bigint,
    recorded_at bigint,
    fact uuid,
    generation bigint not null,
    building bigint,
    stopped text,
    declined integer,
    primary key (space, projection)
) with (fillfactor = 50);

create view maillage_projections.standing as
    select own.space, own.projection, own.version, coalesce(own.position, shared.position) as position,
        case when own.position is null then shared.recorded_at else own.recorded_at end as recorded_at,
        case when own.position is null then shared.fact else own.fact end as fact,
        own.generation, own.stopped, own.declined
    from maillage_projections.checkpoints as own left join maillage_projections.spaces as shared using (space)
    where own.version > 0;

-- The generation that was replaced, where it stood then: it can be switched back.
create table maillage_projections.replaced (
    space text collate "C" not null,
    projection text collate "C" not null,
    version integer not null,
    position bigint not null,
    recorded_at bigint,
    fact uuid,
    generation bigint not null,
    stopped text,
    primary key (space, projection)
);

-- Every generation that has rows, and whose it is: what nobody points to any more is found and removed.
create table maillage_projections.generations (
    generation bigint generated always as identity primary key,
    space text collate "C" not null,
    projection text collate "C" not null
);
create index on maillage_projections.generations (space, projection);

-- Rows, by generation: a rebuild writes beside the living rows. `moved` is the position at which the row last
-- changed. A row that was removed stays, empty, until its generation goes: whoever reads what moved after a position
-- must learn that it is gone.
create table maillage_projections.rows (
    generation bigint not null,
    name text collate "C" not null,
    key text collate "C" not null,
    row bytea,
    moved bigint not null,
    primary key (generation, name, key)
);
create index on maillage_projections.rows (generation, moved);

-- Rows are rewritten often and are JSON: what is dead must go early.
alter table maillage_projections.rows set (autovacuum_vacuum_scale_factor = 0.05, autovacuum_vacuum_cost_delay = 0);
