INSERT INTO checkpoints (projection, space, version, position, generation, building) VALUES (?1, ?2, 0, 0, 0, 1)
ON CONFLICT DO UPDATE SET building = 1 + max(generation, coalesce(building, 0),
    coalesce((SELECT generation FROM replaced WHERE projection = ?1 AND space = ?2), 0))
RETURNING building
