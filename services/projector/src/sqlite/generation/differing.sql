SELECT coalesce(old.name, new.name) AS named, coalesce(old.key, new.key) AS keyed, old.row, new.row
FROM (SELECT name, key, row FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation =
         (SELECT generation FROM checkpoints WHERE projection = ?1 AND space = ?2)) old
FULL JOIN (SELECT name, key, row FROM projected_rows WHERE projection = ?1 AND space = ?2 AND generation = ?3) new
ON old.name = new.name AND old.key = new.key
WHERE old.row IS NOT new.row AND coalesce(old.name, new.name) <> 'checksum' ORDER BY named, keyed LIMIT ?4
