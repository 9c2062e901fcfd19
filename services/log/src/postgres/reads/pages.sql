select f.*, a.at
from unnest($1::int[], $2::bigint[], $3::bigint[]) with ordinality a (space, after, most, at)
cross join lateral (
    select position, recorded_at, id, kind, occurred, stream, version, checksum, fact
    from maillage.facts where space = a.space and position > a.after order by position limit a.most
) f
order by a.at, f.position
