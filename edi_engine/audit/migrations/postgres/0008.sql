-- The name of a source may be longer than a value that a sorted index takes.

DROP INDEX exchanges_source;
CREATE INDEX exchanges_source ON exchanges USING hash (source);
