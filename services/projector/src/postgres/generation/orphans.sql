select generation from maillage_projections.generations as known where space = $1 and projection = $2
and not exists (select from maillage_projections.checkpoints as living
    where living.space = $1 and living.projection = $2 and known.generation in (living.generation, living.building))
and not exists (select from maillage_projections.replaced as kept
    where kept.space = $1 and kept.projection = $2 and kept.generation = known.generation)
for update skip locked
