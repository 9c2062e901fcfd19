select a.space, f.position, f.recorded_at, s.number, r.position
from unnest($1) a (space)
left join lateral (
    select position, recorded_at from maillage.facts f where f.space = a.space order by position desc limit 1
) f on true
left join lateral (
    select number from maillage.streams s where s.space = a.space order by number desc limit 1
) s on true
left join lateral (
    select position from maillage.facts f
    where f.space = a.space and f.kind in (KINDS) order by position desc limit 1
) r on true
