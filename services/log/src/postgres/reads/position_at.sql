with recursive half (below, beyond) as (
    select 0::bigint, 1 + coalesce(
        (select position from maillage.facts where space = $1 order by position desc limit 1), 0)
    union all
    select
        case when f.recorded_at <= $2 then f.position else below end,
        case when f.recorded_at <= $2 then beyond else f.position end
    from half cross join lateral (
        select position, recorded_at from maillage.facts
        where space = $1 and position = below + (beyond - below) / 2 limit 1
    ) f
    where below + 1 < beyond
)
select below, beyond from half order by beyond - below limit 1
