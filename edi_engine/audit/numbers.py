"""Numbers that never repeat, and how they are written.

A number is the later of *the one after the last* and *the clock* (ticks of 0.1 ms since 2020). So it sorts by time, it
never repeats while the store lives, and it does not repeat either when an older copy of the store is restored: by then
the clock has passed every number given out since, for no store commits 10,000 of them a second for long. What that
needs is a clock that is not set back.
"""

import datetime

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
    (value,) = connection.execute(
        "INSERT INTO counters VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE"
        " SET value = CASE WHEN counters.value < ?2 THEN ?2 ELSE counters.value + 1 END RETURNING value",
        (counter, ticks),
    ).fetchone()
    return written(value)


def keep_greatest_id(connection: Connection, table: str) -> None:
    """Before rows of a table are erased: note the greatest id it gave out, so that none is given out again."""
    if TABLES[table].columns[0] == "id" and not TABLES[table].text:
        connection.execute(
            f"INSERT INTO counters SELECT '{table}', coalesce(max(id), 0) FROM {table} WHERE true"  # noqa: S608
            " ON CONFLICT (name) DO UPDATE SET value = excluded.value WHERE counters.value < excluded.value"
        )


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
