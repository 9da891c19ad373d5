-- An exchange may go on with what another left undecided when it was cut off.
CREATE TABLE continuations (
    exchange_id TEXT PRIMARY KEY REFERENCES exchanges (id),
    continues   TEXT NOT NULL UNIQUE REFERENCES exchanges (id)
) STRICT;
