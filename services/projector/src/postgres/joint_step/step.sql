with pass as materialized (select pg_advisory_xact_lock_shared(hashtextextended($1, 7021905311420411))),
moved as (
    update maillage_projections.spaces as known
    set moves = known.moves + 1, position = $4, recorded_at = $5, fact = $6 from pass
    where known.space = $1 and known.epoch = $2 and known.position = $3 and $7 =
        (select count(*) from maillage_projections.checkpoints as own where own.space = $1 and own.position is null)
    returning known.space
),
put as (
    insert into maillage_projections.rows (generation, name, key, row, moved)
    select step.*, $4 from unnest($8::bigint[], $9::text[], $10::text[], $11::bytea[]) as step
    where exists (select from moved)
    on conflict (generation, name, key) do update set row = excluded.row, moved = excluded.moved
)
select count(*) from moved
