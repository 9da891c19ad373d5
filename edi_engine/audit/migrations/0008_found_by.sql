-- An exchange is found by where it came from, and by the hash of what was received, without a look at all of them.

CREATE INDEX exchanges_source ON exchanges (source, id);
CREATE INDEX exchanges_payload ON exchanges (payload_sha256);
