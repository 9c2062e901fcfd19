-- One file, any number of spaces. Rows are only ever inserted: the triggers at the end refuse the rest.

CREATE TABLE spaces (
    number INTEGER PRIMARY KEY,
    space  TEXT NOT NULL UNIQUE
) STRICT;

-- Streams are numbered so that the index on versions stays small, and so that streams that live at the same time lie side by side in it.
CREATE TABLE streams (
    number INTEGER PRIMARY KEY,
    space  INTEGER NOT NULL,
    stream TEXT NOT NULL,
    UNIQUE (space, stream)
) STRICT;

-- `place` is the primary key (space, position) folded into the rowid: a scan walks the leaves of one tree and looks nothing up.
CREATE TABLE facts (
    place         INTEGER PRIMARY KEY,
    space         INTEGER NOT NULL,
    position      INTEGER NOT NULL CHECK (position > 0 AND place = (space << 40) + position),
    recorded_at   INTEGER NOT NULL,
    stream_number INTEGER NOT NULL,
    version       INTEGER NOT NULL CHECK (version > 0),
    id            BLOB NOT NULL CHECK (length(id) = 16),
    kind          TEXT NOT NULL,
    occurred      TEXT NOT NULL,
    stream        TEXT NOT NULL,
    checksum      INTEGER NOT NULL,
    fact          BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX facts_by_version ON facts (stream_number, version);
CREATE UNIQUE INDEX facts_by_id ON facts (space, id);
-- Every fold asks for the amendments first; there are few, so the index costs other appends nothing.
CREATE INDEX facts_that_amend ON facts (place) WHERE kind IN ('amendment.corrected', 'amendment.cancelled');

-- The rows lie in the order of arrival, and so does their index, chunk by chunk: ids are chance, and spread over one large index each receipt
-- would cost a page of its own. Who looks a command up asks chunk after chunk, or a filter first; the one writer under SQLite's lock does both
-- before it inserts, so that a command has one receipt.
CREATE TABLE receipts (
    number      INTEGER PRIMARY KEY,
    space       INTEGER NOT NULL,
    command     BLOB NOT NULL CHECK (length(command) = 16),
    request     BLOB NOT NULL CHECK (length(request) = 32),
    first       INTEGER NOT NULL,
    last        INTEGER NOT NULL,
    count       INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    outcome     BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX receipts_by_arrival ON receipts (number >> 11, space, command);

CREATE TRIGGER facts_are_never_changed BEFORE UPDATE ON facts BEGIN SELECT RAISE(ABORT, 'a fact is never changed'); END;
CREATE TRIGGER facts_are_never_removed BEFORE DELETE ON facts BEGIN SELECT RAISE(ABORT, 'a fact is never removed'); END;
CREATE TRIGGER receipts_are_never_changed BEFORE UPDATE ON receipts BEGIN SELECT RAISE(ABORT, 'a receipt is never changed'); END;
CREATE TRIGGER receipts_are_never_removed BEFORE DELETE ON receipts BEGIN SELECT RAISE(ABORT, 'a receipt is never removed'); END;
CREATE TRIGGER streams_are_never_changed BEFORE UPDATE ON streams BEGIN SELECT RAISE(ABORT, 'a stream is never renamed'); END;
CREATE TRIGGER streams_are_never_removed BEFORE DELETE ON streams BEGIN SELECT RAISE(ABORT, 'a stream is never removed'); END;
CREATE TRIGGER spaces_are_never_changed BEFORE UPDATE ON spaces BEGIN SELECT RAISE(ABORT, 'a space is never renamed'); END;
CREATE TRIGGER spaces_are_never_removed BEFORE DELETE ON spaces BEGIN SELECT RAISE(ABORT, 'a space is never removed'); END;
