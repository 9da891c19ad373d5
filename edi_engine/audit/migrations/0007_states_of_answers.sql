-- What any answer says of a delivery of ours, in the states of states.yaml; until now a CONTRL only.

CREATE TABLE acknowledgements_new (
    id          INTEGER PRIMARY KEY,
    message_id  INTEGER NOT NULL REFERENCES messages (id),
    delivery_id INTEGER REFERENCES deliveries (id),       -- NULL: we sent nothing that it answers
    reference   TEXT NOT NULL,                            -- UCI 0020, or that of the document answered
    state       TEXT NOT NULL,                            -- what it says, a name of states.yaml
    answer      TEXT,                                     -- the mapping that read it; NULL: a CONTRL of an older record
    code        TEXT                                      -- that leads to the state; NULL where none is known
) STRICT;
INSERT INTO acknowledgements_new
SELECT id, message_id, delivery_id, reference, state, NULL, NULL FROM acknowledgements;
DROP TABLE acknowledgements;
ALTER TABLE acknowledgements_new RENAME TO acknowledgements;
CREATE INDEX acknowledgements_message ON acknowledgements (message_id);
CREATE INDEX acknowledgements_delivery ON acknowledgements (delivery_id);
