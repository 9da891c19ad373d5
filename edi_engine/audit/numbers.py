"""Numbers that never repeat, and how they are written.

A number is the later of *the one after the last* and *the clock* (ticks of 0.1 ms since 2020). So it sorts by time, it
never repeats while the store lives, and it does not repeat either when an older copy of the store is restored: by then
the clock has passed every number given out since, for no store commits 10,000 of them a second for long. What that
needs is a clock that is not set back.
"""

import datetime
from collections.abc import Iterator

from edi_engine.audit.connection import Connection
from edi_engine.audit.entries import TABLES

EPOCH = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
TICK = datetime.timedelta(microseconds=100)
# Crockford's base 32: no I, L, O, U, so that an id can be read aloud and typed.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WIDTH = 9  # 32**9 ticks: until the year 2131
MOST = 32**WIDTH - 1
OLD_WIDTH = 8  # of numbers with ticks of 10 ms, which all are smaller


def next_number(connection: Connection, counter: str, now: datetime.datetime) -> str:
    """The next number of a counter, 9 characters; call it within a transaction."""
    ticks = max(0, (now - EPOCH) // TICK)
    return written(connection.next_value(counter, ticks))


_GIVEN_OUT = {
    "exchange": "SELECT max(id) FROM exchanges",
    "reference": "SELECT max(reference) FROM deliveries",
}
NUMBERED = tuple(name for name, table in TABLES.items() if table.columns[0] == "id" and not table.text)
MOST_ROWS = 2**62  # the end of a counter of rows, half of what a database can hold


def keep_greatest_id(connection: Connection, table: str) -> None:
    """Before rows of a table are erased: note the greatest id it gave out, so that none is given out again."""
    if table in NUMBERED:
        connection.execute(
            f"INSERT INTO counters SELECT '{table}', coalesce(max(id), 0) FROM {table} WHERE true"  # noqa: S608
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE counters.value < excluded.value"
        )


def counter_faults(connection: Connection) -> Iterator[tuple[str, str]]:
    """Counters that would give out a number again, or have none left: each with what is wrong.

    What erased rows were numbered is gone with them, but not how many rows were recorded: fewer were not given out.
    """
    counters = dict(connection.execute("SELECT name, value FROM counters"))
    recorded = dict(connection.execute("SELECT record, count(*) FROM entries GROUP BY record"))
    for counter, query in _GIVEN_OUT.items():
        given = number_of(connection.execute(query).fetchone()[0] or "")
        yield from _faults(counter, f"{counter}s", counters.get(counter, -1), -1 if given is None else given, MOST)
    for table in NUMBERED:
        (greatest,) = connection.execute(f"SELECT coalesce(max(id), 0) FROM {table}").fetchone()  # noqa: S608
        next_after = max(greatest, counters.get(table, 0))
        yield from _faults(table, table, next_after, recorded.get(table, 0), MOST_ROWS)


def _faults(counter: str, numbered: str, value: int, given: int, most: int) -> Iterator[tuple[str, str]]:
    if value < given:
        yield counter, f"the counter of {numbered} stands below a number given out"
    if value >= most:
        yield counter, f"the counter of {numbered} has no number left"


def written(value: int) -> str:
    """`0` is `000000000`; order is kept."""
    digits = ""
    while value or len(digits) < WIDTH:
        value, digit = divmod(value, 32)
        digits = DIGITS[digit] + digits
    return digits


def number_of(text: str) -> int | None:
    """The number that is written so; None if it is none of ours."""
    if len(text) not in (OLD_WIDTH, WIDTH) or not set(text) <= set(DIGITS):
        return None
    value = 0
    for digit in text:
        value = value * 32 + DIGITS.index(digit)
    return value
