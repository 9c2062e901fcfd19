update maillage_projections.checkpoints as kept
set position = step.position, recorded_at = step.recorded_at, fact = step.fact, stopped = null
from unnest($2::text[], $3::bigint[], $4::bigint[], $5::uuid[]) as step (projection, position, recorded_at, fact)
where kept.space = $1 and kept.projection = step.projection
