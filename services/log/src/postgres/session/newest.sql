select
    (select max(head.recorded_at) from maillage.spaces
        cross join lateral (
            select recorded_at from maillage.facts where space = spaces.number order by position desc limit 1
        ) head),
    (select max(at) from maillage.alive)
