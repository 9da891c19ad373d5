"""An amendment without pointers: the fields it holds take the place of those of the declaration.

Elements of lists are the same where their number, role or identification is; what has none of these has its list
replaced whole, which is told. Nothing can be taken out this way.
"""

from copy import deepcopy
from typing import Any

import msgspec

from edi_engine.canonical.document_paths import DocumentPath, Step, show
from edi_engine.canonical.matching import same_key
from edi_engine.canonical.values import DateTime
from edi_engine.findings import Finding, Position, Report, Severity


def merge(owner: Any, change: Any, report: Report, path: DocumentPath = ()) -> None:
    """Take the fields of one struct over into another; lists replaced whole are notes, `AMD-009`."""
    for name in change.__struct_fields__:
        new, old, at = getattr(change, name), getattr(owner, name), (*path, Step(name))
        if new is None or new == []:
            continue
        if isinstance(new, list):
            setattr(owner, name, _list(old, new, report, at))
        elif isinstance(new, dict) and isinstance(old, dict):
            setattr(owner, name, {**old, **deepcopy(new)})
        elif isinstance(new, msgspec.Struct) and not isinstance(new, DateTime) and old is not None:
            merge(old, new, report, at)
        else:
            setattr(owner, name, deepcopy(new))


def _list(old: list[Any], new: list[Any], report: Report, path: DocumentPath) -> list[Any]:
    """The elements of a list; those in one role are a list of their own."""
    roles = list(dict.fromkeys(_role(one) for one in new))
    if roles == [None]:
        return _elements(old, new, report, path)
    for role in roles:
        ours, theirs = ([one for one in some if _role(one) == role] for some in (old, new))
        alone = len(ours) == len(theirs) == 1
        if alone:
            merge(ours[0], theirs[0], report, path)
            continue
        found = _elements(ours, theirs, report, path)
        at = next((index for index, one in enumerate(old) if _role(one) == role), len(old))
        rest = [one for one in old if _role(one) != role]
        before = len([one for one in old[:at] if _role(one) != role])
        old = [*rest[:before], *found, *rest[before:]]
    return old


def _role(one: Any) -> Any:
    role = getattr(one, "role", None)
    return role and (role, getattr(one, "level", None))


def _elements(old: list[Any], new: list[Any], report: Report, path: DocumentPath) -> list[Any]:
    keys = [same_key(one) for one in new]
    if None in keys or len(set(keys)) < len(keys):
        if old and old != new:
            _whole(path, report)
        return deepcopy(new)
    known = {same_key(one): one for one in reversed(old)}
    found = list(old)
    for key, one in zip(keys, new, strict=True):
        if key in known:
            merge(known[key], one, report, path)
        else:
            found.append(deepcopy(one))
    return found


def _whole(path: DocumentPath, report: Report) -> None:
    report.add(
        Finding(
            code="AMD-009",
            severity=Severity.NOTE,
            what=f"{show(path)} is replaced as a whole",
            where=Position(path=show(path)),
            why="its elements have no number, role or identification by which they could be told apart",
            fix="point at what changes, if only some of it does",
        )
    )
