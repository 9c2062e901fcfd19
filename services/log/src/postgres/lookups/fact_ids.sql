select a.space, a.id
from unnest($1, $2) a (space, id)
cross join lateral (
    select 1 from maillage.facts f where f.space = a.space and f.id = a.id limit 1
) f
