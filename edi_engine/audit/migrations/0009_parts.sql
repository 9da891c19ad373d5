-- A delivery may be a part of a document (a licence it names), and may await an answer of the business.

DROP VIEW delivery_states;
ALTER TABLE deliveries ADD COLUMN part TEXT;
ALTER TABLE deliveries ADD COLUMN awaits TEXT;

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
