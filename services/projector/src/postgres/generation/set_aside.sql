insert into maillage_projections.replaced as kept
    (space, projection, version, position, recorded_at, fact, generation, stopped)
select space, projection, version, position, recorded_at, fact, generation, stopped
from maillage_projections.standing where space = $1 and projection = $2
on conflict (space, projection) do update set
    version = excluded.version, position = excluded.position, recorded_at = excluded.recorded_at,
    fact = excluded.fact, generation = excluded.generation, stopped = excluded.stopped
