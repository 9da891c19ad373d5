-- The id of an erased row is not given out again, for others may refer to it: `counters` keeps, under the name of the
-- table, the greatest one that was. Of what was erased before, the deliveries that an acknowledgement names are known.
INSERT INTO counters SELECT 'deliveries', coalesce(max(delivery_id), 0) FROM acknowledgements;
