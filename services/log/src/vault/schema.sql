-- stale: bytes of somebody erased may still lie in free pages or in the write-ahead log; they are overwritten when the vault is next opened.
-- id: which vault this is; store: the log that it belongs to; changes: how often cards or erased references have changed.
CREATE TABLE root (
    only    INTEGER PRIMARY KEY CHECK (only = 1),
    proof   BLOB NOT NULL,
    stale   INTEGER NOT NULL DEFAULT 0,
    id      BLOB NOT NULL CHECK (length(id) = 16),
    store   BLOB CHECK (length(store) = 16),
    changes INTEGER NOT NULL DEFAULT 0
) STRICT;

-- The last fact of a space when a card of it changed: a log that ends before is not the one that this vault belongs to.
CREATE TABLE log_marks (
    space       TEXT PRIMARY KEY,
    position    INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    fact        BLOB NOT NULL CHECK (length(fact) = 16)
) STRICT, WITHOUT ROWID;

CREATE TABLE persons (
    space   TEXT NOT NULL,
    person  BLOB NOT NULL CHECK (length(person) = 16),
    key     BLOB NOT NULL, -- the person's own in this space, wrapped under the root key
    card    BLOB NOT NULL, -- sealed under the person's key
    blind   BLOB NOT NULL, -- HMAC of the space and of the folded name
    version INTEGER NOT NULL,
    PRIMARY KEY (space, person)
) STRICT, WITHOUT ROWID;
CREATE INDEX persons_by_name ON persons (space, blind);

-- Cards whose registration is on its way to the log, under its command.
CREATE TABLE pending (
    space   TEXT NOT NULL,
    person  BLOB NOT NULL CHECK (length(person) = 16),
    command BLOB NOT NULL CHECK (length(command) = 16),
    since   INTEGER NOT NULL, -- in microseconds, by the clock of the log
    key     BLOB NOT NULL,
    card    BLOB NOT NULL,
    blind   BLOB NOT NULL,
    PRIMARY KEY (space, command, person)
) STRICT, WITHOUT ROWID;

-- References that stay empty: a file imported again must not bring an erased person back.
CREATE TABLE erased (
    space  TEXT NOT NULL,
    person BLOB NOT NULL CHECK (length(person) = 16),
    PRIMARY KEY (space, person)
) STRICT, WITHOUT ROWID;

-- Erasures that were carried out here and whose facts the log may not hold yet: the command that records them.
CREATE TABLE owed (
    space   TEXT NOT NULL,
    command BLOB NOT NULL CHECK (length(command) = 16),
    erasure TEXT NOT NULL,
    PRIMARY KEY (space, command)
) STRICT, WITHOUT ROWID;
