-- Who this log is. Rows, vault and mark are held to it.
CREATE TABLE store (
    only INTEGER PRIMARY KEY CHECK (only = 1),
    id   BLOB NOT NULL CHECK (length(id) = 16)
) STRICT;

-- How the vault stood after each of its changes: an older one, an emptied one and another one are recognised.
CREATE TABLE vault_marks (
    number   INTEGER PRIMARY KEY,
    vault    BLOB NOT NULL CHECK (length(vault) = 16),
    changes  INTEGER NOT NULL,
    space    TEXT NOT NULL,
    position INTEGER NOT NULL,
    cards    INTEGER NOT NULL,
    erased   INTEGER NOT NULL
) STRICT;

-- Whether the file is whole by itself: 0 from the first append of a process until that process has ended well. A copy of a file in use lacks what
-- its write-ahead log holds.
CREATE TABLE at_rest (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    at_rest INTEGER NOT NULL
) STRICT;
INSERT INTO at_rest (only, at_rest) VALUES (1, 1);

CREATE TRIGGER store_is_never_changed BEFORE UPDATE ON store BEGIN SELECT RAISE(ABORT, 'a store keeps its identity'); END;
CREATE TRIGGER store_is_never_removed BEFORE DELETE ON store BEGIN SELECT RAISE(ABORT, 'a store keeps its identity'); END;
CREATE TRIGGER vault_marks_are_never_changed BEFORE UPDATE ON vault_marks BEGIN SELECT RAISE(ABORT, 'a mark is never changed'); END;
CREATE TRIGGER vault_marks_are_never_removed BEFORE DELETE ON vault_marks BEGIN SELECT RAISE(ABORT, 'a mark is never removed'); END;
