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

ALTER TABLE events ADD COLUMN sources_sha256 TEXT REFERENCES payloads (sha256);
