CREATE TABLE root (only INTEGER PRIMARY KEY CHECK (only = 1), proof BLOB NOT NULL) STRICT;

CREATE TABLE persons (
    person BLOB PRIMARY KEY CHECK (length(person) = 16),
    key    BLOB NOT NULL, -- the person's own, wrapped under the root key
    card   BLOB NOT NULL, -- sealed under the person's key
    blind  BLOB NOT NULL  -- HMAC of the folded name
) STRICT, WITHOUT ROWID;
CREATE INDEX persons_by_name ON persons (blind);

-- References that stay empty: a file imported again must not bring an erased person back.
CREATE TABLE erased (person BLOB PRIMARY KEY CHECK (length(person) = 16)) STRICT, WITHOUT ROWID;
