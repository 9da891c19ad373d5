"""What values say, whatever way they are written: 1.0 and 1.00, `20260131` in 102 and `2026-01-31`, blanks in texts."""

import datetime
from collections import Counter
from decimal import Decimal
from typing import Any

import msgspec

from edi_engine.canonical.values import DateTime

ORDINAL = "sequence_numeric"  # says where an element stands, not what it is
# Under this key `extensions` hold how numbers were written that we write otherwise (`01`), by their keys in canonical
# JSON; in lists `key/0`. A spelling is not what a document says, and counts only as long as it spells the number.
SPELLING = "spelling"


def meaning(value: Any) -> Any:
    """A value that is equal for all spellings of one value; hashable. None for what says nothing.

    Args:
        value: a leaf of a document, a struct, or a list of them.
    """
    if isinstance(value, str):
        return " ".join(value.split())
    if isinstance(value, Decimal):
        return value.normalize() if value else Decimal(0)
    if isinstance(value, DateTime):
        return _moment(value)
    if isinstance(value, list):
        return tuple(meaning(item) for item in value) or None
    if isinstance(value, msgspec.Struct):
        return _of_struct(value)
    return _plain(_told(value)) if isinstance(value, dict) else value


def content(struct: msgspec.Struct) -> Any:
    """The meaning of an element of a list without the ordinal it carries."""
    found = _of_struct(struct)
    return tuple(part for part in found if part[0] != ORDINAL) if found else found


def identical(old: Any, new: Any) -> bool:
    """Whether two values are written alike, too, but for spellings: for Python 1.0 equals 1.00."""
    if old is new:
        return True
    if isinstance(old, dict) or isinstance(new, dict):
        return bool(_told(old) == _told(new))
    if isinstance(old, list) and isinstance(new, list):
        return len(old) == len(new) and all(map(identical, old, new))
    if type(old) is not type(new):
        return False
    if isinstance(old, Decimal):
        return bool(old.as_tuple() == new.as_tuple())
    if isinstance(old, msgspec.Struct):
        return all(identical(getattr(old, name), getattr(new, name)) for name in old.__struct_fields__)
    return bool(old == new)


def leaves(struct: msgspec.Struct) -> Counter[Any]:
    """Every value in and below a struct with the fields that lead to it, ordinals left out: to see what is alike."""
    found: Counter[Any] = Counter()
    _gather(struct, (), found)
    return found


def _gather(value: Any, path: tuple[str, ...], found: Counter[Any]) -> None:
    if isinstance(value, list):
        for item in value:
            _gather(item, path, found)
    elif isinstance(value, msgspec.Struct) and not isinstance(value, DateTime):
        for name in value.__struct_fields__:
            held = getattr(value, name)
            if held is not None and held != [] and name != ORDINAL:
                _gather(held, (*path, name), found)
    elif value is not None:
        found[path, meaning(value)] += 1


def _of_struct(struct: msgspec.Struct) -> Any:
    found = []
    for name in struct.__struct_fields__:
        held = getattr(struct, name)
        if held is not None and held != [] and (said := meaning(held)) is not None:  # most fields hold nothing
            found.append((name, said))
    return tuple(found) or None


def _moment(value: DateTime) -> Any:
    """The moment or the day a text names, with what it leaves open; the text itself where it names none."""
    moment, day = value.as_datetime(datetime.UTC), value.as_date()
    if moment is None and day is None:
        return (meaning(value.value), meaning(value.format)) if value.value or value.format else None
    return (moment or day, value.missing, value.zone if value.missing == "zone" else "")


def _told(extensions: Any) -> Any:
    """Extensions without spellings, which say nothing; none of them is an empty table."""
    if not isinstance(extensions, dict):
        return {} if extensions is None else extensions
    return {key: item for key, item in extensions.items() if key != SPELLING}


def _plain(value: Any) -> Any:
    """An extension: any JSON."""
    if isinstance(value, dict):
        return tuple(sorted((key, _plain(item)) for key, item in value.items())) or None
    return tuple(_plain(item) for item in value) if isinstance(value, list) else repr(value)
