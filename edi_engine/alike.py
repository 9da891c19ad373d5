"""Names like one that is not known, for the fix of a finding."""

import difflib
from collections.abc import Iterable

MOST, LEAST = 3, 0.6
LOOSELY = 0.5  # where names are short, or have parts in common
LOOKED_AT = 100  # characters of a name: what is received can be as long as a payload


def alike(name: str, known: Iterable[str], most: int = MOST, least: float = LEAST) -> list[str]:
    """The known names that are most like one, the best first.

    Args:
        most: of them.
        least: how much of the two must be the same, 1 for all.
    """
    return difflib.get_close_matches(name[:LOOKED_AT], list(known), most, least)
