-- Rows of projections, by generation: a rebuild writes beside the living rows.
CREATE TABLE projected_rows (
    projection TEXT NOT NULL,
    space TEXT NOT NULL,
    generation INTEGER NOT NULL,
    name TEXT NOT NULL,
    key TEXT NOT NULL,
    row BLOB NOT NULL,
    PRIMARY KEY (projection, space, generation, name, key)
) STRICT, WITHOUT ROWID;

-- Where each projection of a space stands. `recorded_at` and `fact` are those of the fact at `position`: another log
-- is recognised by them. `generation` names the living rows, `building` those that a rebuild is writing; `version` 0
-- means that nothing lives yet.
CREATE TABLE checkpoints (
    projection TEXT NOT NULL,
    space TEXT NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    recorded_at INTEGER,
    fact BLOB,
    generation INTEGER NOT NULL,
    building INTEGER,
    stopped TEXT,
    declined INTEGER,
    PRIMARY KEY (projection, space)
) STRICT, WITHOUT ROWID;

-- The generation that was replaced, where it stood then: it can be switched back.
CREATE TABLE replaced (
    projection TEXT NOT NULL,
    space TEXT NOT NULL,
    version INTEGER NOT NULL,
    position INTEGER NOT NULL,
    recorded_at INTEGER,
    fact BLOB,
    generation INTEGER NOT NULL,
    stopped TEXT,
    PRIMARY KEY (projection, space)
) STRICT, WITHOUT ROWID;
