-- The record as evidence: every logical record is an entry, the entries are the leaves of a Merkle tree (RFC 6962), and
-- checkpoints sign its root.

-- A record under its number in the log. The commitment is SHA-256 over salt, number (8 bytes, big-endian) and the record
-- as text (see entries.py). Of an erased record the salt is gone, so that a short value cannot be guessed from it.
CREATE TABLE entries (
    number     INTEGER PRIMARY KEY,       -- from 0, without gaps
    record     TEXT NOT NULL,             -- table
    key        TEXT NOT NULL,             -- of the record in its table
    salt       BLOB,
    commitment BLOB NOT NULL
) STRICT;
CREATE INDEX entries_record ON entries (record, key);

-- Signed roots of the tree (C2SP tlog-checkpoint); `edge` holds the hashes with which the tree goes on.
CREATE TABLE checkpoints (
    size INTEGER PRIMARY KEY,             -- entries covered
    note TEXT NOT NULL,
    edge BLOB NOT NULL
) STRICT;

-- What was erased, when and why; each is an entry itself.
CREATE TABLE erasures (
    id          INTEGER PRIMARY KEY,
    exchange_id TEXT NOT NULL,
    at          TEXT NOT NULL,
    reason      TEXT NOT NULL,
    entries     TEXT NOT NULL             -- numbers of the entries whose records are gone: 3-17,40
) STRICT;
