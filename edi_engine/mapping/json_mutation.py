"""What partners do to the JSON documents they send, and what of them went missing."""

import json
from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

import msgspec

from edi_engine.findings import Report
from edi_engine.mapping.field_reading import pointer
from edi_engine.mapping.runtime import plain, raw_numbers


def leaves(value: Any, at: str = "") -> Iterator[tuple[str, str]]:
    """Every value of a decoded document that says something, with its pointer."""
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from leaves(inner, f"{at}/{pointer(key)}")
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            yield from leaves(inner, f"{at}/{number}")
    elif value is not None and value != "":
        yield at, plain(value) if isinstance(value, int | Decimal) and not isinstance(value, bool) else str(value)


def vanished(received: bytes, written: bytes, report: Report) -> Counter[str]:
    """Values received that are neither written back nor covered by a finding on them or on what holds them.

    Values are compared as a multiset, for the writer has its own order.
    """
    covered = {finding.where.path or "" for finding in report}
    kept: Counter[str] = Counter()
    for at, text in leaves(_decoded(received)):
        parts = at.split("/")
        if not any("/".join(parts[:n]) in covered for n in range(1, len(parts) + 1)):
            kept[text] += 1
    return kept - Counter(text for _, text in leaves(_decoded(written)))


def _decoded(body: bytes) -> Any:
    return json.loads(body, parse_float=Decimal)


def _holders(value: Any, kind: type) -> list[Any]:
    """Every object (or array) of a document with something in it."""
    found = [value] if isinstance(value, kind) and value else []
    inside = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    for inner in inside:
        found += _holders(inner, kind)
    return found


def edited(
    change: Callable[[Any, Random], None], kind: type = dict, *, whole: bool = False
) -> Callable[[bytes, Random], bytes]:
    """A change of one object or array of a document, or of the document itself."""

    def mutate(body: bytes, rng: Random) -> bytes:
        value = _decoded(body)
        holders = [value] if whole else _holders(value, kind)
        if holders:
            change(rng.choice(holders), rng)
        return msgspec.json.encode(raw_numbers(value))

    return mutate


def _shuffle(held: dict[str, Any], rng: Random) -> None:
    items = list(held.items())
    rng.shuffle(items)
    held.clear()
    held.update(items)


def _drop(held: dict[str, Any], rng: Random) -> None:
    del held[rng.choice(list(held))]


def _add(held: dict[str, Any], rng: Random) -> None:
    held[f"unknown/~{rng.randrange(100)}"] = rng.choice([f"Q{rng.randrange(10**6)}", [1, {"x": "deep"}], 7, True])


def _other(held: dict[str, Any], rng: Random) -> None:
    held[rng.choice(list(held))] = rng.choice([f"W{rng.randrange(10**6)}", 12, Decimal("0.50"), True, ["W"], {"W": 1}])


def _spelling(held: dict[str, Any], rng: Random) -> None:
    """Numbers as texts, texts of digits as numbers, leading zeros."""
    key = rng.choice(list(held))
    value = held[key]
    if isinstance(value, int | Decimal) and not isinstance(value, bool):
        held[key] = f"0{plain(value)}"
    elif isinstance(value, str) and value.isascii() and value.isdigit():
        held[key] = int(value)


def _double(held: list[Any], rng: Random) -> None:
    held.append(rng.choice(held))


def _foreign(held: list[Any], rng: Random) -> None:
    held.insert(rng.randrange(len(held) + 1), rng.choice([f"Q{rng.randrange(10**6)}", {"kind": "ZZ9"}, 5, ["Q"]]))


MUTATIONS: dict[str, Callable[[bytes, Random], bytes]] = {
    "members shuffled": edited(_shuffle),
    "member dropped": edited(_drop),
    "unknown member": edited(_add),
    "other value": edited(_other),
    "number spelling": edited(_spelling),
    "element doubled": edited(_double, list),
    "foreign element": edited(_foreign, list),
}
