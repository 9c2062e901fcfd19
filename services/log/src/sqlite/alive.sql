-- Moments of the second clock at which the store could be written to: one an hour, and one whenever it could again.
CREATE TABLE IF NOT EXISTS alive (at INTEGER PRIMARY KEY) STRICT;
CREATE TRIGGER IF NOT EXISTS alive_is_never_changed BEFORE UPDATE ON alive BEGIN SELECT RAISE(ABORT, 'a mark is never changed'); END;
CREATE TRIGGER IF NOT EXISTS alive_is_never_removed BEFORE DELETE ON alive BEGIN SELECT RAISE(ABORT, 'a mark is never removed'); END;
