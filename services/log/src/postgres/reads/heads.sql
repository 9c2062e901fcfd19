select s.space, f.position, f.recorded_at
from maillage.spaces s
cross join lateral (
    select position, recorded_at from maillage.facts where space = s.number order by position desc limit 1
) f
order by s.space
