select a.at, s.number, f.version
from unnest($1, $2) with ordinality a (space, stream, at)
cross join lateral (
    select number from maillage.streams s where s.space = a.space and s.stream = a.stream limit 1
) s
cross join lateral (
    select version from maillage.facts f
    where f.space = a.space and f.stream_number = s.number order by version desc limit 1
) f
