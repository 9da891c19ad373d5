"""Finds exchanges again: by id, by reference, by any text; and shows one whole."""

from collections.abc import Iterator
from typing import Any

from edi_engine.audit.erased import erasures_of
from edi_engine.audit.period import ALWAYS, WHERE, Period
from edi_engine.audit.store import Store
from edi_engine.audit.store_errors import store_error
from edi_engine.findings import UNROUTED

MAX_ROWS = 200
NUMBERS = ("declaration.id", "declaration.ucr.id")  # in an answer: those an agency gives
AT_A_TIME = 500  # exchanges

_FOUND = """
    SELECT e.id AS exchange, e.received_at, e.source, e.state, m.id AS message_id, m.type, m.reference,
           k.kind, k.value
    FROM business_keys AS k
    JOIN messages AS m ON m.id = k.message_id
    JOIN interchanges AS i ON i.id = m.interchange_id
    JOIN exchange_states AS e ON e.id = i.exchange_id
"""
_NEWEST_FIRST = "ORDER BY e.id DESC, k.id LIMIT ?2"
_BY_EXCHANGE = """
    SELECT id AS exchange, received_at, source, state, NULL AS message_id, '' AS type, '' AS reference,
           'exchange' AS kind, id AS value
    FROM exchange_states
    WHERE id IN (
        SELECT id FROM exchanges
        WHERE length(?1) >= 4 AND substr(id, 1, length(?1)) = upper(?1)
          AND id >= upper(?1) AND id <= upper(?1) || 'ZZZZZZZZ'
        UNION ALL SELECT id FROM (SELECT id FROM exchanges WHERE source = ?1 ORDER BY id DESC LIMIT ?2) AS came
        UNION ALL SELECT id FROM exchanges WHERE payload_sha256 = ?1
    )
    ORDER BY id DESC LIMIT ?2
"""

Row = dict[str, Any]


def search(store: Store, text: str, limit: int = MAX_ROWS) -> list[Row]:
    """Exchanges in which a text occurs, newest first.

    Args:
        text: a reference or identifier as a whole (case does not count); else words that all occur in one value, the
            last of them possibly cut short; an exchange id, a source name or a payload's SHA-256 too.

    Returns:
        One row a hit: exchange, received_at, source, state, message_id, type, reference, kind and value of the hit.
    """
    database = store.connection
    with database.errors():
        rows = _rows(store, _BY_EXCHANGE, text, limit) if text.strip() else []
        rows += _rows(store, f"{_FOUND} WHERE {database.same_key} {_NEWEST_FIRST}", text.strip(), limit)
        if not rows and (query := database.words(text)):
            rows = _rows(store, f"{_FOUND} WHERE {database.has_words} {_NEWEST_FIRST}", query, limit)
    return rows[:limit]


# The second and third condition go by the index.
_EXCHANGE_IDS = "SELECT id FROM exchanges WHERE substr(id, 1, ?1) = ?2 AND id >= ?2 AND id <= ?2 || 'ZZZZZZZZ'"
_ERASED_IDS = "SELECT exchange_id AS id FROM erasures WHERE substr(exchange_id, 1, ?1) = ?2"


def resolve(store: Store, prefix: str, *, erased: bool = False) -> str:
    """The exchange whose id begins with a text; case does not count, and O, I, L may stand for 0, 1, 1.

    Args:
        store, prefix: where, and what it begins with.
        erased: one of which only the erasure is on record counts too.

    Raises:
        StoreError: `AUD-008`, none or several do; `AUD-019`, the one that does was erased.
    """
    wanted = prefix.strip().upper().translate(str.maketrans("OIL", "011"))
    with store.connection.errors():
        query = f"{_EXCHANGE_IDS} {f'UNION {_ERASED_IDS}' if erased else ''} ORDER BY id LIMIT 4"
        found = [row[0] for row in store.connection.execute(query, (len(wanted), wanted))]
    if len(found) == 1:
        return str(found[0])
    why = "an id may be shortened as long as one exchange has it"
    if not found and wanted:
        _refuse_erased(store, wanted)
    if not found or not wanted:
        raise store_error("AUD-008", f"no exchange begins with {prefix[:40]!r}", store.place, "see audit search", why)
    several = ", ".join(found[:3]) + (" …" if len(found) > 3 else "")
    what = f"several exchanges begin with {prefix[:40]!r}: {several}"
    raise store_error("AUD-008", what, store.place, "type more of it", why)


def _refuse_erased(store: Store, wanted: str) -> None:
    with store.connection.errors():
        gone = erasures_of(store.connection, wanted)
    if len({each.exchange for each in gone}) == 1:
        why = "of an erased exchange only the erasure is on record"
        raise store_error("AUD-019", str(gone[0]), store.place, "edi-engine audit prove proves the erasure", why)


def received(store: Store, period: Period = ALWAYS) -> Iterator[list[str]]:
    """The ids of the exchanges that were received in a period, some at a time, in their order."""
    query = f"SELECT id FROM exchanges AS e WHERE {WHERE} AND id > ?3 ORDER BY id LIMIT {AT_A_TIME}"  # noqa: S608
    last = ""
    with store.connection.errors():
        while ids := [str(row[0]) for row in store.connection.execute(query, (*period, last))]:
            yield ids
            last = ids[-1]


def show(store: Store, prefix: str) -> Row:
    """The whole record of an exchange: its rows, nested as they belong together.

    Returns:
        The exchange with `events`, `findings` and `interchanges`; these with `messages` and `answers` (each with its
        `events` and the ids of the `findings` it was made from); messages with `decisions`, `deliveries` (each with its
        `events` and the `acknowledgements` received), `keys`, what they acknowledge themselves, and whether they are
        `unrouted`: no route took their document. Documents and
        payloads are left in the store, see `Store`.
    """
    return record_of(store, resolve(store, prefix))


def record_of(store: Store, exchange: str) -> Row:
    """What `show` gives, of an exchange that is there."""
    with store.connection.errors():
        record = _rows(store, "SELECT * FROM exchange_states WHERE id = ?", exchange)[0]
        record["events"] = _rows(store, "SELECT * FROM events WHERE exchange_id = ? ORDER BY id", exchange)
        record["findings"] = _rows(store, "SELECT * FROM findings WHERE exchange_id = ? ORDER BY id", exchange)
        unrouted = {finding["message_id"] for finding in record["findings"] if finding["code"] == UNROUTED}
        record["interchanges"] = _rows(
            store, "SELECT * FROM interchanges WHERE exchange_id = ? ORDER BY number", exchange
        )
        for interchange in record["interchanges"]:
            interchange["messages"] = _messages(store, interchange["id"])
            for message in interchange["messages"]:
                message["unrouted"] = message["id"] in unrouted
            interchange["answers"] = _answers(store, interchange["id"])
    return record


# Of an answer: what it says of which delivery; of a delivery: the answers to it.
_ACKNOWLEDGES = """
    SELECT a.reference, a.state, a.answer, a.code, d.exchange_id AS exchange, d.route
    FROM acknowledgements AS a LEFT JOIN delivery_states AS d ON d.id = a.delivery_id WHERE a.message_id = ?
    ORDER BY a.id
"""
_ACKNOWLEDGED = """
    SELECT a.state, a.answer, a.code, i.exchange_id AS exchange, e.received_at
    FROM acknowledgements AS a JOIN messages AS m ON m.id = a.message_id
    JOIN interchanges AS i ON i.id = m.interchange_id JOIN exchanges AS e ON e.id = i.exchange_id
    WHERE a.delivery_id = ? ORDER BY a.id
"""
# What an answer was made from: the errors of its interchange and messages.
_ANSWERED = (
    "SELECT id FROM findings WHERE interchange_id = ? AND delivery_id IS NULL AND severity = 'error' ORDER BY id"
)
# What was said of a delivery before, and whether it was the same document that said it.
_GIVEN = """
    SELECT a.state, i.exchange_id AS exchange,
           CASE WHEN m.document = (SELECT document FROM messages WHERE id = ?2) THEN 1 ELSE 0 END AS again
    FROM acknowledgements AS a JOIN messages AS m ON m.id = a.message_id
    JOIN interchanges AS i ON i.id = m.interchange_id
    WHERE a.delivery_id = ?1 ORDER BY a.id
"""
# Deliveries of documents, not of what answers them, newest first: all, or those an answer of a state was given to.
_DELIVERED = """
    SELECT d.id, d.route, d.state AS sent, e.id AS exchange, e.received_at, e.source, e.state, m.id AS message_id,
           m.type, m.reference
    FROM delivery_states AS d JOIN messages AS m ON m.id = d.message_id
    JOIN exchange_states AS e ON e.id = d.exchange_id
    WHERE d.planned_sha256 IS NULL AND {which} ORDER BY d.id DESC
"""
_ANSWERED_SO = "EXISTS (SELECT 1 FROM acknowledgements AS a WHERE a.delivery_id = d.id AND a.state = ?)"
_NAMING = """
    SELECT k.kind, a.message_id AS message, a.delivery_id AS delivery, d.exchange_id AS exchange,
           i.exchange_id AS answer, m.document
    FROM business_keys AS k JOIN acknowledgements AS a ON a.message_id = k.message_id
    JOIN messages AS m ON m.id = a.message_id JOIN interchanges AS i ON i.id = m.interchange_id
    LEFT JOIN delivery_states AS d ON d.id = a.delivery_id
    WHERE {same} ORDER BY a.id DESC
"""
_UNROUTED = """
    SELECT e.id AS exchange, e.received_at, e.source, e.state, m.id AS message_id, m.type, m.reference, f.why AS value
    FROM findings AS f JOIN messages AS m ON m.id = f.message_id JOIN exchange_states AS e ON e.id = f.exchange_id
    WHERE f.code = ? ORDER BY f.id DESC
"""
_ENDED = """
    SELECT e.id AS exchange, e.received_at, e.source, e.state, NULL AS message_id, '' AS type, '' AS reference,
           e.since AS value
    FROM exchange_states AS e WHERE e.state = ? ORDER BY e.id DESC
"""
_DEAD = """
    SELECT e.id AS exchange, e.received_at, e.source, e.state, m.id AS message_id, coalesce(m.type, '') AS type,
           d.reference, d.route, d.error AS value
    FROM delivery_states AS d JOIN exchange_states AS e ON e.id = d.exchange_id
    LEFT JOIN messages AS m ON m.id = d.message_id WHERE d.state = 'dead' ORDER BY d.id DESC
"""
_REPEATED = "SELECT exchange_id FROM delivery_states WHERE id = ?"


def _messages(store: Store, interchange: int) -> list[Row]:
    columns = "id, number, type, directory, association, reference, accepted, mapping, mapping_version, document_kind"
    query = f"SELECT {columns} FROM messages WHERE interchange_id = ? ORDER BY number"  # noqa: S608 - our own words
    messages = _rows(store, query, interchange)
    for message in messages:
        number = message["id"]
        message["acknowledges"] = _rows(store, _ACKNOWLEDGES, number)
        message["decisions"] = _rows(
            store, "SELECT route, matched, reason FROM decisions WHERE message_id = ? ORDER BY id", number
        )
        message["deliveries"] = _rows(store, "SELECT * FROM delivery_states WHERE message_id = ? ORDER BY id", number)
        message["keys"] = _rows(store, "SELECT kind, value FROM business_keys WHERE message_id = ? ORDER BY id", number)
        for delivery in message["deliveries"]:
            _add_events(store, delivery)
            delivery["acknowledgements"] = _rows(store, _ACKNOWLEDGED, delivery["id"])
    return messages


def _answers(store: Store, interchange: int) -> list[Row]:
    query = "SELECT * FROM delivery_states WHERE interchange_id = ? AND message_id IS NULL ORDER BY id"
    answers = _rows(store, query, interchange)
    for answer in answers:
        _add_events(store, answer)
        answer["findings"] = [row["id"] for row in _rows(store, _ANSWERED, interchange)]
        answer["repeats_exchange"] = next(iter(_rows(store, _REPEATED, answer["repeats"])), {}).get("exchange_id")
    return answers


def _add_events(store: Store, delivery: Row) -> None:
    query = "SELECT * FROM delivery_events WHERE delivery_id = ? ORDER BY id"
    delivery["events"] = _rows(store, query, delivery["id"])


# A delivery with what it takes to make it: its latest event, the attempts that failed (the last of a dead letter too),
# those in a row that a crash cut off, and the bytes that were sent.
ORDERED = """
    SELECT d.*, i.exchange_id, i.number AS interchange_number, i.sender, i.recipient, i.recipient_qualifier, i.test,
           m.number AS message_number, m.document_kind, coalesce(v.state, 'intended') AS state, v.due_at, v.error,
           (SELECT count(*) FROM delivery_events AS e WHERE e.delivery_id = d.id
            AND (e.state IN ('failed', 'timed out', 'unknown')
                 OR (e.state = 'dead' AND e.error LIKE '%DEL-008 given up after%'))) AS attempts,
           (SELECT count(*) FROM delivery_events AS e WHERE e.delivery_id = d.id AND e.id > coalesce(
            (SELECT max(id) FROM delivery_events WHERE delivery_id = d.id AND state <> 'begun'), 0)) AS cut_off,
           (SELECT payload_sha256 FROM delivery_events WHERE id = (SELECT max(id) FROM delivery_events
            WHERE delivery_id = d.id AND payload_sha256 IS NOT NULL)) AS sent_sha256
    FROM deliveries AS d
    JOIN interchanges AS i ON i.id = d.interchange_id
    LEFT JOIN messages AS m ON m.id = d.message_id
    LEFT JOIN delivery_events AS v ON v.id = (SELECT max(id) FROM delivery_events WHERE delivery_id = d.id)
"""
_PENDING = f"""{ORDERED}
    WHERE (v.id IS NULL OR v.state = 'begun') AND (?1 = '' OR i.exchange_id = ?1) ORDER BY i.exchange_id, d.id
"""
_UNFINISHED = """
    SELECT e.* FROM exchange_states AS e WHERE e.stage <> 'closed' AND (?1 = '' OR e.id = ?1) ORDER BY e.id
"""
_DECIDED = """
    WITH RECURSIVE chain (id) AS (
        SELECT id FROM exchanges WHERE id = ?1
        UNION SELECT c.continues FROM continuations AS c JOIN chain ON c.exchange_id = chain.id
    )
    SELECT i.number FROM chain JOIN interchanges AS i ON i.exchange_id = chain.id
    JOIN events AS v ON v.interchange_id = i.id AND v.stage = 'decided'
"""


_ATTEMPTS = """
    WITH RECURSIVE chain (id) AS (
        SELECT id FROM exchanges WHERE id = ?1
        UNION SELECT c.continues FROM continuations AS c JOIN chain ON c.exchange_id = chain.id
        WHERE NOT EXISTS (SELECT 1 FROM events AS v WHERE v.exchange_id = c.continues AND v.stage = 'decided')
    )
    SELECT count(*) AS made FROM chain
"""


def attempts(store: Store, exchange: str) -> int:
    """How often in a row its payload was taken up, this time too, without anything of it being decided."""
    with store.connection.errors():
        return int(_rows(store, _ATTEMPTS, exchange)[0]["made"])


def sent(store: Store, reference: str) -> Row | None:
    """The delivery of a document that has a control reference, with its state."""
    query = "SELECT * FROM delivery_states WHERE reference = ? AND repeats IS NULL AND message_id IS NOT NULL"
    with store.connection.errors():
        return next(iter(_rows(store, query, reference)), None)


def given(store: Store, delivery: int, message: int) -> list[Row]:
    """What answers said of a delivery: state, exchange, and `again` if a message says the same."""
    with store.connection.errors():
        own = _rows(store, _GIVEN, delivery, message)
        if store.past is store:
            return own
        before = _rows(store.past, _GIVEN, delivery, store.row_then(message))
    return [row for row in before if store.was_there(row["exchange"])] + own


def answers_naming(store: Store, number: str) -> list[Row]:
    """Answers that name what they answer by a number the agency gave it.

    Returns:
        A row for each, the newest first: its message, `answer` (its exchange), `document` (as JSON), and the delivery
        with its exchange, None where nothing was found that it answers.
    """
    own = _naming(store, number)
    if store.past is store:
        return own
    return own + [row for row in _naming(store.past, number) if store.was_there(row["answer"])]


def _naming(store: Store, number: str) -> list[Row]:
    query = _NAMING.format(same=store.connection.same_key)
    with store.connection.errors():
        return [row for row in _rows(store, query, number) if row["kind"] in NUMBERS]


def delivered(store: Store, answered: str = "") -> Iterator[Row]:
    """Deliveries of documents, newest first, each with the states its `answers` gave; all, or those with one of them.

    Returns:
        Lazily a row for each: id, route, `sent` (intended, done, …), exchange, received_at, source, state, message_id,
        type, reference, answers.
    """
    query = _DELIVERED.format(which=_ANSWERED_SO if answered else "TRUE")
    states = "SELECT state FROM acknowledgements WHERE delivery_id = ? ORDER BY id"
    with store.connection.errors():
        for row in _rows(store, query, *((answered,) if answered else ())):
            yield {**dict(row), "answers": [said["state"] for said in _rows(store, states, row["id"])]}


def unrouted(store: Store) -> Iterator[Row]:
    """Messages whose document no route took, newest first, as rows of a search: the value is why none did."""
    with store.connection.errors():
        for row in _rows(store, _UNROUTED, UNROUTED):
            yield {**dict(row), "kind": "unrouted"}


def ended(store: Store, state: str) -> Iterator[Row]:
    """Exchanges that came to a state, newest first, as rows of a search: the value is since when."""
    with store.connection.errors():
        for row in _rows(store, _ENDED, state):
            yield {**row, "kind": state}


def dead(store: Store) -> Iterator[Row]:
    """Deliveries that were given up, newest first, as rows of a search: the hit is the route, its value why."""
    with store.connection.errors():
        for row in _rows(store, _DEAD):
            yield {**row, "kind": f"dead {row.pop('route')}"}


def pending(store: Store, exchange: str = "") -> list[Row]:
    """Deliveries that were intended, or begun again, and have no outcome; all, or those of an exchange."""
    with store.connection.errors():
        return _rows(store, _PENDING, exchange)


def received_in(store: Store, exchange: str) -> Row:
    """The row of an exchange: when, from where and which bytes were received."""
    with store.connection.errors():
        return _rows(store, "SELECT * FROM exchanges WHERE id = ?", exchange)[0]


def unfinished(store: Store, exchange: str = "") -> list[Row]:
    """Exchanges that are not closed, or one of them."""
    with store.connection.errors():
        return _rows(store, _UNFINISHED, exchange)


def noted(store: Store, exchange: str) -> str:
    """What was noted of an exchange as it was received: how it is routed, where that is not as usual."""
    query = "SELECT note FROM events WHERE exchange_id = ? AND stage = 'received'"
    with store.connection.errors():
        return next((str(row["note"]) for row in _rows(store, query, exchange)), "")


def decided(store: Store, exchange: str) -> frozenset[int]:
    """The numbers of the interchanges that were accepted or rejected by an exchange, or by those it continues."""
    with store.connection.errors():
        return frozenset(row["number"] for row in _rows(store, _DECIDED, exchange))


def rows_of(store: Store, query: str, *values: object) -> list[Row]:
    """What a query gives, each row by the names of its columns."""
    with store.connection.errors():
        return _rows(store, query, *values)


def _rows(store: Store, query: str, *values: object) -> list[Row]:
    rows = store.connection.execute(query, values)
    columns = [column[0] for column in rows.description]
    return [dict(zip(columns, row, strict=True)) for row in rows]
