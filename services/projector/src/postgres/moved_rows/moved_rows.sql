with known as materialized (
    select asked.ask, asked.space, moved.moves, moved.position, moved.recorded_at, moved.fact
    from unnest($1::integer[], $2::text[]) as asked (ask, space)
    left join maillage_projections.spaces as moved on moved.space = asked.space
),
asked as (
    select * from unnest($3::integer[], $4::integer[], $5::text[], $6::integer[], $7::bigint[], $8::bigint[])
        as asked (ask, at, projection, version, generation, position)
),
found as materialized (
    select asked.ask, asked.at, own.version, own.generation, own.stopped, own.declined,
        own.position is null as together, own.position, own.recorded_at, own.fact,
        known.position as shared, known.recorded_at as shared_at, known.fact as shared_fact,
        case when own.version <> asked.version then null
             when own.generation = asked.generation
                then case when coalesce(own.position, known.position) > asked.position then asked.position end
             when asked.generation is null or coalesce(own.position, known.position) >= asked.position then -1
        end as after
    from known join asked on asked.ask = known.ask
    join maillage_projections.checkpoints as own
        on own.space = known.space and own.projection = asked.projection and own.version > 0
)
select found.ask, found.at, found.version, coalesce(found.position, found.shared),
    case when together then shared_at else recorded_at end, case when together then shared_fact else fact end,
    found.generation, found.stopped, found.declined, moved.name, moved.key, moved.row
from found left join lateral (
    select name, key, row from maillage_projections.rows as rows
    where rows.generation = found.generation and rows.moved > found.after
) as moved on true
union all
select ask, -1, 0, coalesce(moves, 0), null, null, 0, null, null, null, null, null from known
