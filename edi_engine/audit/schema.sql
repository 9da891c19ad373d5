-- The whole schema as it stands, for reading; the store itself is built by the migrations (a test compares the two).

-- Which migrations were applied.
CREATE TABLE migrations (
    number     INTEGER PRIMARY KEY,
    name       TEXT NOT NULL,
    applied_at TEXT NOT NULL
) STRICT;

-- The audit store: what was received, what was made of it, what was sent, and why.
--
-- Rows are only added. What changes over time (the stage of an exchange, the state of a delivery) is a row of an event
-- table, and a view shows the latest. Times are UTC, ISO 8601 with milliseconds. Hashes are SHA-256 in hexadecimal.

-- Numbers that never repeat: `exchange` and `reference` (see numbers.py for how they follow the clock); and under the
-- name of a table the greatest id that was given out there when rows were erased.
CREATE TABLE counters (
    name  TEXT PRIMARY KEY,
    value INTEGER NOT NULL
) STRICT;

-- Bytes received and bytes sent, each once however often they occur.
CREATE TABLE payloads (
    sha256     TEXT PRIMARY KEY,
    size       INTEGER NOT NULL,          -- bytes before compression
    created_at TEXT NOT NULL
) STRICT;

-- A payload in order, cut into chunks and each compressed by itself (zlib): SQLite values are bounded, payloads are not.
CREATE TABLE payload_chunks (
    sha256  TEXT NOT NULL REFERENCES payloads (sha256) ON DELETE CASCADE,
    ordinal INTEGER NOT NULL,             -- from 1
    data    BLOB NOT NULL,
    PRIMARY KEY (sha256, ordinal)
) STRICT;

-- What decisions depended on, so that they can be made again: mappings, routes, rules, code lists, directories.
-- Their bytes are payloads. `list` names all that an engine had read: a line each, SHA-256, kind and name.
CREATE TABLE sources (
    id     INTEGER PRIMARY KEY,
    sha256 TEXT NOT NULL REFERENCES payloads (sha256),
    kind   TEXT NOT NULL,                 -- list, mapping, routes, checks, codes, overlay, directory, schema
    name   TEXT NOT NULL,                 -- path, or name of a mapping
    UNIQUE (sha256, kind, name)
) STRICT;
CREATE INDEX sources_name ON sources (kind, name);

-- One payload received and all that followed.
CREATE TABLE exchanges (
    id             TEXT PRIMARY KEY,      -- sorts by time
    received_at    TEXT NOT NULL,
    source         TEXT NOT NULL,         -- file name, or where else it came from
    payload_sha256 TEXT NOT NULL REFERENCES payloads (sha256),
    size           INTEGER NOT NULL,
    engine_version TEXT NOT NULL
) STRICT;
CREATE INDEX exchanges_source ON exchanges (source, id);
CREATE INDEX exchanges_payload ON exchanges (payload_sha256);

-- An envelope in that payload (UNB … UNZ, an XML document, …).
CREATE TABLE interchanges (
    id                  INTEGER PRIMARY KEY,
    exchange_id         TEXT NOT NULL REFERENCES exchanges (id),
    number              INTEGER NOT NULL, -- from 1
    syntax              TEXT NOT NULL,
    sender              TEXT NOT NULL,
    sender_qualifier    TEXT NOT NULL,
    recipient           TEXT NOT NULL,
    recipient_qualifier TEXT NOT NULL,
    reference           TEXT NOT NULL,    -- UNB 0020
    prepared            TEXT NOT NULL,    -- as written
    test                INTEGER NOT NULL, -- UNB 0035
    UNIQUE (exchange_id, number)
) STRICT;
CREATE INDEX interchanges_key ON interchanges (reference, sender, recipient);

-- A message and the canonical document read from it (JSON; NULL if none could be read).
CREATE TABLE messages (
    id              INTEGER PRIMARY KEY,
    interchange_id  INTEGER NOT NULL REFERENCES interchanges (id),
    number          INTEGER NOT NULL,     -- from 1
    type            TEXT NOT NULL,
    directory       TEXT NOT NULL,
    association     TEXT NOT NULL,
    reference       TEXT NOT NULL,        -- UNH 0062
    accepted        INTEGER NOT NULL,     -- 0 if an error was found in the message itself
    mapping         TEXT,
    mapping_version TEXT,
    document_kind   TEXT,
    document        TEXT,
    UNIQUE (interchange_id, number)
) STRICT;

-- How far an exchange, or one interchange of it, has come.
CREATE TABLE events (
    id             INTEGER PRIMARY KEY,
    exchange_id    TEXT NOT NULL REFERENCES exchanges (id),
    interchange_id INTEGER REFERENCES interchanges (id),
    at             TEXT NOT NULL,
    stage          TEXT NOT NULL CHECK (stage IN ('received', 'decided', 'closed')),
    state          TEXT NOT NULL,         -- of an interchange: accepted, partly, rejected
    note           TEXT NOT NULL DEFAULT ''
, sources_sha256 TEXT REFERENCES payloads (sha256)) STRICT;  -- the list of what it followed
CREATE INDEX events_exchange ON events (exchange_id);
CREATE INDEX events_interchange ON events (interchange_id) WHERE interchange_id IS NOT NULL;

-- For each message and each route: whether the route took it, and why or why not.
CREATE TABLE decisions (
    id         INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    route      TEXT NOT NULL,
    matched    INTEGER NOT NULL,
    reason     TEXT NOT NULL
) STRICT;
CREATE INDEX decisions_message ON decisions (message_id);

-- A delivery that is to be made; written before anything is sent.
CREATE TABLE "deliveries" (
    id              INTEGER PRIMARY KEY,
    interchange_id  INTEGER NOT NULL REFERENCES interchanges (id),
    message_id      INTEGER REFERENCES messages (id),     -- NULL: it answers the interchange
    route           TEXT NOT NULL,                        -- or the row of `answers:`
    agency          TEXT NOT NULL,                        -- names the outbox
    mapping         TEXT NOT NULL,
    mapping_version TEXT NOT NULL,
    transport       TEXT NOT NULL,
    reference       TEXT NOT NULL,                        -- control reference sent, never used again
    intended_at     TEXT NOT NULL,
    planned_sha256  TEXT REFERENCES payloads (sha256),    -- an answer's bytes
    repeats         INTEGER REFERENCES "deliveries" (id) -- an answer that is sent again has the same reference
, part TEXT, awaits TEXT) STRICT;  -- what of the document it is (type and number of a licence); business: an answer
CREATE UNIQUE INDEX deliveries_reference ON deliveries (reference) WHERE repeats IS NULL;
CREATE INDEX deliveries_interchange ON deliveries (interchange_id);
CREATE INDEX deliveries_message ON deliveries (message_id);

-- What became of a delivery: done, failed, timed out, unknown (the time was up while sending); waiting (not tried, for
-- its destination is out of order); begun (a later attempt, of which nothing more is known); dead (given up).
CREATE TABLE "delivery_events" (
    id             INTEGER PRIMARY KEY,
    delivery_id    INTEGER NOT NULL REFERENCES deliveries (id),
    at             TEXT NOT NULL,
    state          TEXT NOT NULL CHECK (
        state IN ('done', 'failed', 'timed out', 'unknown', 'waiting', 'begun', 'dead')
    ),
    payload_sha256 TEXT REFERENCES payloads (sha256),
    place          TEXT NOT NULL DEFAULT '',
    error          TEXT NOT NULL DEFAULT '',
    due_at         TEXT                   -- when it is tried again; NULL: it is not, unless somebody asks for it
) STRICT;
CREATE INDEX delivery_events_delivery ON delivery_events (delivery_id);
CREATE INDEX delivery_events_due ON delivery_events (due_at) WHERE due_at IS NOT NULL;

-- What an answer that was received says of a delivery of ours.
CREATE TABLE "acknowledgements" (
    id          INTEGER PRIMARY KEY,
    message_id  INTEGER NOT NULL REFERENCES messages (id),
    delivery_id INTEGER REFERENCES deliveries (id),       -- NULL: we sent nothing that it answers
    reference   TEXT NOT NULL,                            -- UCI 0020, or that of the document answered
    state       TEXT NOT NULL,                            -- what it says, a name of states.yaml
    answer      TEXT,                                     -- the mapping that read it; NULL: a CONTRL of an older record
    code        TEXT                                      -- that leads to the state; NULL where none is known
) STRICT;
CREATE INDEX acknowledgements_message ON acknowledgements (message_id);
CREATE INDEX acknowledgements_delivery ON acknowledgements (delivery_id);

-- An exchange may go on with what another left undecided when it was cut off.
CREATE TABLE continuations (
    exchange_id TEXT PRIMARY KEY REFERENCES exchanges (id),
    continues   TEXT NOT NULL UNIQUE REFERENCES exchanges (id)
) STRICT;

-- Everything found wrong, in the words the user saw.
CREATE TABLE findings (
    id             INTEGER PRIMARY KEY,
    exchange_id    TEXT NOT NULL REFERENCES exchanges (id),
    interchange_id INTEGER REFERENCES interchanges (id),
    message_id     INTEGER REFERENCES messages (id),
    delivery_id    INTEGER REFERENCES deliveries (id),
    code           TEXT NOT NULL,
    severity       TEXT NOT NULL,
    what           TEXT NOT NULL,
    position       TEXT NOT NULL,
    why            TEXT NOT NULL,
    fix            TEXT NOT NULL,
    error          TEXT                   -- UN/EDIFACT 0085
) STRICT;
CREATE INDEX findings_exchange ON findings (exchange_id);

-- What one searches by: references, document and container numbers, identifiers and names of parties, …
CREATE TABLE business_keys (
    id         INTEGER PRIMARY KEY,
    message_id INTEGER NOT NULL REFERENCES messages (id),
    kind       TEXT NOT NULL,             -- canonical path, or message.reference, envelope.reference
    value      TEXT NOT NULL COLLATE NOCASE
) STRICT;
CREATE INDEX business_keys_value ON business_keys (value);
CREATE INDEX business_keys_message ON business_keys (message_id);

CREATE VIRTUAL TABLE business_keys_fts USING fts5 (value, content="business_keys", content_rowid="id");
CREATE TRIGGER business_keys_added AFTER INSERT ON business_keys BEGIN
    INSERT INTO business_keys_fts (rowid, value) VALUES (new.id, new.value);
END;
CREATE TRIGGER business_keys_erased AFTER DELETE ON business_keys BEGIN
    INSERT INTO business_keys_fts (business_keys_fts, rowid, value) VALUES ('delete', old.id, old.value);
END;

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

-- An exchange with its latest event.
CREATE VIEW exchange_states AS
SELECT exchanges.*, events.stage, events.state, events.at AS since
FROM exchanges
JOIN events ON events.id = (
    SELECT max(id) FROM events WHERE exchange_id = exchanges.id AND interchange_id IS NULL
);

-- A delivery with its latest event; `intended` if nothing is known after the intention. The bytes are the last ones sent.
CREATE VIEW delivery_states AS
SELECT deliveries.*, interchanges.exchange_id, coalesce(last.state, 'intended') AS state, last.at, last.due_at,
       sent.payload_sha256, coalesce(last.place, '') AS place, coalesce(last.error, '') AS error
FROM deliveries
JOIN interchanges ON interchanges.id = deliveries.interchange_id
LEFT JOIN delivery_events AS last ON last.id = (
    SELECT max(id) FROM delivery_events WHERE delivery_id = deliveries.id
)
LEFT JOIN delivery_events AS sent ON sent.id = (
    SELECT max(id) FROM delivery_events WHERE delivery_id = deliveries.id AND payload_sha256 IS NOT NULL
);

-- Routes whose last deliveries to an agency failed, and until when they are left alone; made from the events above.
CREATE TABLE destinations (
    route        TEXT NOT NULL,
    agency       TEXT NOT NULL,
    failures     INTEGER NOT NULL,        -- in a row
    closed_until TEXT NOT NULL,           -- empty: it is not left alone
    PRIMARY KEY (route, agency)
) STRICT;
