select coalesce(old.name, new.name) as named, coalesce(old.key, new.key) as keyed, old.row, new.row
from (select name, key, row from maillage_projections.rows where row is not null and generation =
         (select generation from maillage_projections.checkpoints where space = $1 and projection = $2)) as old
full join (select name, key, row from maillage_projections.rows where row is not null and generation = $3) as new
on old.name = new.name and old.key = new.key
where old.row is distinct from new.row and coalesce(old.name, new.name) <> 'checksum' order by named, keyed limit $4
