update maillage_projections.checkpoints as kept
set position = case when kept.projection = any($2) then null else known.position end,
    recorded_at = case when kept.projection = any($2) then null else known.recorded_at end,
    fact = case when kept.projection = any($2) then null else known.fact end,
    stopped = case when kept.projection = any($2) then null else kept.stopped end
from maillage_projections.spaces as known
where kept.space = $1 and known.space = $1 and (kept.position is null) is distinct from (kept.projection = any($2))
