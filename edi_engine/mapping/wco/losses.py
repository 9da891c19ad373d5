"""What a WCO document cannot carry, counted by path, and its findings: both writers count alike."""

from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache
from typing import Any

from edi_engine.canonical.meaning import SPELLING
from edi_engine.findings import Finding, Position, Report, Severity

NO_HOME, UNWRITABLE, MISFIT, TOO_MANY = "MAP-201", "MAP-202", "MAP-203", "MAP-204"
LESS_PRECISE, ON_ONE_LINE = "MAP-207", "MAP-211"
ONE_FITS = "one fits"
KEPT = frozenset(("wco", SPELLING))  # what the careful writer gives back
MAX_KNOWN = 200
_FIXES = {
    NO_HOME: "send it another way, or withhold it by the route",
    MISFIT: "give the date in full",
    LESS_PRECISE: "give the date in full",
    ON_ONE_LINE: "nothing, if the partner agrees",
}
_WRITTEN = {LESS_PRECISE: "written less precisely", ON_ONE_LINE: "written on one line"}
# Paths without a home, most of what is lost, are counted by themselves; other losses by code, path and reason.
Losses = defaultdict[str | tuple[str, str, str], int]


def lose(losses: Losses, code: str, path: str, reason: str, *, count: int = 1) -> None:
    """Count what is not written at a path that has a home."""
    losses[code, path, reason] += count


def lose_fields(losses: Losses, value: Any, names: Iterable[str], path: str) -> None:
    """Count those of a struct's fields that hold something."""
    for name in names:
        if getattr(value, name) not in (None, "", []):
            losses[path + name] += 1


def lose_extensions(losses: Losses, extensions: Iterable[str], path: str) -> None:
    """Count the extensions under other names than the codec's own."""
    for key in extensions:
        if key not in KEPT:
            losses[f"{path}extensions.{key}"] += 1


def lose_parties(losses: Losses, parties: dict[str, list[Any]], path: str) -> None:
    """Count the parties that no element took; their keys end with the role (`goods_shipment/buyer`)."""
    for key, left in parties.items():
        losses[f"{path}parties[role={key.rpartition('/')[2]}]"] += len(left)


def above(path: str) -> str:
    """The path of the struct around the one at a path; both end with a dot, a document's is empty."""
    return path[: path.rfind(".", 0, -1) + 1]


def lose_party(losses: Losses, party: Any, path: str) -> None:
    """Count a party of which no element says anything, its role least of all: an empty element is none."""
    known = (getattr(party, name) for name in party.__struct_fields__ if name not in ("role", "level"))
    bare = all(value in (None, "", []) for value in known)
    lose(losses, UNWRITABLE, path, "nothing but its role is known" if bare else "nothing of it has an element")


def report_losses(losses: Losses, mapping: str, report: Report) -> None:
    """Add a finding for each path, in the order the document was walked."""
    for lost, count in losses.items():
        code, path, reason = (NO_HOME, lost, "") if isinstance(lost, str) else lost
        # The documents of a stream lack the same homes: their findings are made once, those with odd names each time.
        make = _known if len(path) <= MAX_KNOWN else _finding
        report.add(make(code, path, reason, count, mapping))


def _finding(code: str, path: str, reason: str, count: int, mapping: str) -> Finding:
    times = f" ({count} times)" if count > 1 else ""
    done = _WRITTEN.get(code, "not written")
    return Finding(
        code=code,
        severity=Severity.NOTE if code == ON_ONE_LINE else Severity.WARNING,
        what=f"{done}: {path}{times}{f', {reason}' if reason else ''}",
        where=Position(path=path),
        why=f"mapping {mapping} has no place for it" if code == NO_HOME else f"mapping {mapping}",
        fix=_FIXES.get(code, "correct the value"),
    )


_known = lru_cache(maxsize=1024)(_finding)
