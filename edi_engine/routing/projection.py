"""What an agency may not see is taken out of its copy of a document before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, TypeVar

import msgspec

from edi_engine.canonical.meaning import SPELLING
from edi_engine.canonical.metadata import fields
from edi_engine.canonical.values import DateTime
from edi_engine.routing.masking import Masking
from edi_engine.routing.parts import narrowed
from edi_engine.routing.projection_paths import Steps, steps_of

Document = TypeVar("Document", bound=msgspec.Struct)


class Projection(Protocol):
    """What a route says of its agency's view."""

    @property
    def only(self) -> tuple[str, ...]:
        """Paths of what it sees, all else is withheld; none: everything."""

    @property
    def withhold(self) -> tuple[str, ...]:
        """Paths of what it does not see, of the rest."""

    @property
    def mask(self) -> tuple[Masking, ...]:
        """What it sees in part, of the rest."""

    @property
    def for_each(self) -> str:
        """The path of what is sent one by one."""

    @property
    def part(self) -> str:
        """Which of them it sees; empty: all."""


@dataclass(frozen=True, slots=True)
class Seen:
    """A document as an agency sees it, and the paths at which something was withheld or masked (never the values).

    `left_out` are those that `only` does not name, the outermost of them.
    """

    document: msgspec.Struct
    left_out: tuple[str, ...] = ()
    withheld: tuple[str, ...] = ()
    masked: tuple[str, ...] = ()


def project(document: msgspec.Struct, view: Projection) -> Seen:
    """A document as an agency may see it.

    The document itself stays as it is, for other routes read it at the same time; parts that do not change are shared.
    """
    if view.for_each and view.part:
        document = narrowed(document, view.for_each, view.part)
    seen = only(document, view.only) if view.only else document
    left_out = tuple(_left_out(document, seen)) if view.only else ()
    seen, withheld = withhold(seen, view.withhold)
    masked = []
    for masking in view.mask:
        hidden = _changed(seen, steps_of(masking.path), partial(_masked, masking))
        if hidden is not seen:
            seen = hidden
            masked.append(masking.path)
    return Seen(seen, left_out, tuple(withheld), tuple(masked))


def shortens_lists(view: Projection) -> bool:
    """Whether elements may be missing among others, so that those behind stand at another place."""
    return bool(view.only or view.part) or any(step.tests for path in view.withhold for step in steps_of(path))


def withhold(document: Document, paths: Iterable[str]) -> tuple[Document, list[str]]:
    """A document without the values at some canonical paths (`goods_items[*].ucr`).

    Returns:
        The document, and those of the paths at which something was withheld.
    """
    named = []
    for path in paths:
        projected: Document = _changed(document, steps_of(path), lambda _: None)
        if projected is not document:
            document = projected
            named.append(path)
    return document, named


def _masked(masking: Masking, value: Any) -> Any:
    return masking.masked(value) if isinstance(value, str) else value


def _changed(struct: Any, steps: Steps, change: Callable[[Any], Any]) -> Any:
    """A struct with what stands at a path changed, `None` takes it out; the same object if nothing stands there."""
    step, rest = steps[0], steps[1:]
    inner = getattr(struct, step.name, None)
    if not isinstance(struct, msgspec.Struct) or inner is None or inner == []:
        return struct

    def new(value: Any) -> Any:
        return _changed(value, rest, change) if rest else change(value)

    if isinstance(inner, list):
        items = [new(item) if step.takes(item) else item for item in inner]
        kept: Any = [item for item in items if item is not None]
        same = len(kept) == len(inner) and all(a is b for a, b in zip(kept, inner, strict=True))
    else:
        kept = new(inner)
        same = kept is inner
    return struct if same else _unspelt(msgspec.structs.replace(struct, **{step.name: kept}), step.name)


# -- what is seen and nothing else -------------------------------------------------------------------------------------


def only(document: msgspec.Struct, paths: Iterable[str]) -> msgspec.Struct:
    """A document of nothing but what stands at and below some paths.

    What tells the elements of a list apart goes with them: the role, where the path says `[role=crew]`. What has no
    field (`extensions`) goes only with an object that is seen whole.
    """
    kept = _only(document, [steps_of(path) for path in paths])
    return type(document)() if kept is None else kept


def _only(value: Any, paths: list[Steps]) -> Any:
    """The parts of a struct at some paths, `None` if nothing stands there; an empty path means all of it."""
    if not isinstance(value, msgspec.Struct) or () in paths:
        return value
    kept = {}
    for name in dict.fromkeys(path[0].name for path in paths):
        held = getattr(value, name, None)
        inner = _parts(held, [path for path in paths if path[0].name == name])
        if inner is not None and inner != []:
            kept[name] = inner
    return _spelt(value, kept) if kept else None


def _parts(held: Any, paths: list[Steps]) -> Any:
    if not isinstance(held, list):
        return None if held is None else _only(held, [path[1:] for path in paths])
    found = []
    for item in held:
        meant = [path for path in paths if path[0].takes(item)]
        told = [steps_of(test.field) for path in meant for test in path[0].tests if test.equal and path[1:]]
        if meant and (part := _only(item, [path[1:] for path in meant] + told)) is not None:
            found.append(part)
    return found


def _left_out(whole: msgspec.Struct, seen: msgspec.Struct) -> Iterator[str]:
    """The outermost paths at which there is less than before."""
    had, has = Counter(_places(whole, "")), Counter(_places(seen, ""))
    less = {path for path, times in had.items() if has[path] < times}
    yield from (path for path in dict.fromkeys(had) if path in less and path.rpartition(".")[0] not in less)


def _places(value: Any, path: str) -> Iterator[str]:
    if isinstance(value, list):
        for item in value:
            yield from _places(item, path)
    elif value is not None:
        if path:
            yield path
        if isinstance(value, msgspec.Struct) and not isinstance(value, DateTime):
            for name in value.__struct_fields__:
                yield from _places(getattr(value, name), f"{path}.{name}" if path else name)


# -- spellings ---------------------------------------------------------------------------------------------------------


def _unspelt(struct: msgspec.Struct, name: str) -> msgspec.Struct:
    """A struct that does not tell how the number it lost was written either."""
    extensions = getattr(struct, "extensions", None)
    spelling = extensions.get(SPELLING) if isinstance(extensions, dict) else None
    if not isinstance(extensions, dict) or not isinstance(spelling, dict):
        return struct
    key = fields(type(struct).__name__)[name].json_name
    left = {at: text for at, text in spelling.items() if at.partition("/")[0] != key}
    return msgspec.structs.replace(struct, extensions=_with_spelling(extensions, left))


def _spelt(whole: msgspec.Struct, kept: dict[str, Any]) -> msgspec.Struct:
    """A struct of some fields of another, and of how those were written."""
    extensions = getattr(whole, "extensions", None)
    spelling = extensions.get(SPELLING) if isinstance(extensions, dict) else None
    if isinstance(spelling, dict) and "extensions" not in kept:
        known = fields(type(whole).__name__)
        keys = {known[name].json_name for name in kept}
        left = {at: text for at, text in spelling.items() if at.partition("/")[0] in keys}
        kept = {**kept, "extensions": _with_spelling({}, left)}
    return type(whole)(**kept)


def _with_spelling(extensions: dict[str, Any], spelling: dict[str, Any]) -> dict[str, Any] | None:
    others = {key: value for key, value in extensions.items() if key != SPELLING}
    return ({**others, SPELLING: spelling} if spelling else others) or None
