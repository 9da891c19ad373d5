"""Numbers that never repeat, and how they are written.

A number is the later of *the one after the last* and *the clock* (10 ms ticks since 2020). So it sorts by time, it
never repeats while the store lives, and it does not repeat either when an older copy of the store is restored: by then
the clock has passed every number given out since, unless more than 100 a second were given out the whole time.
"""

import datetime

from edi_engine.audit.connection import Connection

EPOCH = datetime.datetime(2020, 1, 1, tzinfo=datetime.UTC)
TICK = datetime.timedelta(milliseconds=10)
# Crockford's base 32: no I, L, O, U, so that an id can be read aloud and typed.
DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
WIDTH = 8  # 32**8 ticks: until the year 2368


def next_number(connection: Connection, counter: str, now: datetime.datetime) -> str:
    """The next number of a counter, 8 characters; call it within a transaction."""
    ticks = max(0, (now - EPOCH) // TICK)
    (value,) = connection.execute(
        "INSERT INTO counters VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE"
        " SET value = CASE WHEN counters.value < ?2 THEN ?2 ELSE counters.value + 1 END RETURNING value",
        (counter, ticks),
    ).fetchone()
    return written(value)


def written(value: int) -> str:
    """`0` is `00000000`; order is kept."""
    digits = ""
    while value or len(digits) < WIDTH:
        value, digit = divmod(value, 32)
        digits = DIGITS[digit] + digits
    return digits


def number_of(text: str) -> int | None:
    """The number that is written so; None if it is none of ours."""
    if len(text) != WIDTH or not set(text) <= set(DIGITS):
        return None
    value = 0
    for digit in text:
        value = value * 32 + DIGITS.index(digit)
    return value
