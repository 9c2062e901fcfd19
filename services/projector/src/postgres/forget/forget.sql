with gone as (delete from maillage_projections.generations where space = any($1) returning generation),
standing as (delete from maillage_projections.checkpoints where space = any($1)),
aside as (delete from maillage_projections.replaced where space = any($1)),
known as (delete from maillage_projections.spaces where space = any($1))
delete from maillage_projections.rows where generation in (select generation from gone)
