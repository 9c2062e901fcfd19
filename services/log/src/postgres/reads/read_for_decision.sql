select f.*, a.at
from unnest($2::text[]) with ordinality a (stream, at)
cross join lateral (
    select s.number from maillage.streams s where s.space = $1 and s.stream = a.stream limit 1
) s
cross join lateral (
    select position, recorded_at, id, kind, occurred, stream, version, checksum, fact
    from maillage.facts where space = $1 and stream_number = s.number order by version
) f
order by a.at, f.version
