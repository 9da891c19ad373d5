-- What PostgreSQL has in place of SQLite's full text, and of indexes whose values may be longer than its own take.

-- Text as words: letters without marks, small, and a space for whatever is neither letter nor digit.
CREATE FUNCTION folded(value text) RETURNS text IMMUTABLE STRICT LANGUAGE sql
RETURN regexp_replace(
    lower(regexp_replace(normalize(value, NFKD), '[\u0300-\u036F]', '', 'g') COLLATE "und-x-icu"),
    '[\u0001-\u002F\u003A-\u0040\u005B-\u0060\u007B-\u00BF\u2000-\u206F\u3000-\u303F]+', ' ', 'g'
);

-- A query for the words of a text: those without a space between them in this order, the last possibly cut short.
CREATE FUNCTION searched(value text) RETURNS tsquery IMMUTABLE STRICT LANGUAGE sql
RETURN (
    SELECT to_tsquery('simple', string_agg(replace(trim(folded(word)), ' ', ' <-> '), ' & ') || ':*')
    FROM regexp_split_to_table(value, '\s+') AS word
    WHERE trim(folded(word)) <> ''
);

ALTER TABLE business_keys ADD COLUMN words tsvector GENERATED ALWAYS AS (to_tsvector('simple', folded(value))) STORED;
CREATE INDEX business_keys_words ON business_keys USING gin (words);

DROP INDEX business_keys_value;
CREATE INDEX business_keys_value ON business_keys USING hash (lower(value));
DROP INDEX interchanges_key;
CREATE INDEX interchanges_key ON interchanges USING hash (reference);
