select head.position, head.recorded_at, found.count, found.digests
from (
    select position, recorded_at from maillage.facts where space = $1 order by position desc limit 1
) head
cross join (
    select count(*), coalesce(string_agg(sha256(fact), ''::bytea order by position), ''::bytea) digests
    from maillage.facts where space = $1 and position > $2 and position <= $3
) found
