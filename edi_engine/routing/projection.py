"""What an agency may not see is taken out of its copy of a document before anything is written."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar

import msgspec

from edi_engine.canonical.lists import NOTHING
from edi_engine.canonical.meaning import SPELLING
from edi_engine.canonical.metadata import fields
from edi_engine.canonical.values import DateTime
from edi_engine.routing.masking import Masking
from edi_engine.routing.parts import narrowed
from edi_engine.routing.projection_paths import Step, Steps, steps_of

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
    Which elements a path means is asked of the document itself: what one path hides does not keep another from hiding.
    """
    if view.for_each and view.part:
        document = narrowed(document, view.for_each, view.part)
    left_out = tuple(_left_out(document, only(document, view.only))) if view.only else ()
    masks = [_Cut(steps_of(mask.path), mask.path, mask.masked) for mask in view.mask]
    seen, named = _seen(document, view.only or None, [*_withheld(view.withhold), *masks])
    masked = tuple(mask.path for mask in view.mask if mask.path in named)
    return Seen(seen, left_out, tuple(path for path in view.withhold if path in named), masked)


def names_part(view: Projection) -> bool:
    """Whether the type and number of a part may be told of its agency, in the name of a file: none of it is hidden.

    As the route reads, whatever the document: what is hidden of some elements only counts as hidden.
    """
    paths = [(*steps_of(view.for_each), Step(name)) for name in ("type_code", "id")]
    hiding = [steps_of(path) for path in (*view.withhold, *(mask.path for mask in view.mask))]
    showing = [steps_of(path) for path in view.only]
    return all(
        not any(_names(path[: len(hidden)]) == _names(hidden) for hidden in hiding)
        and (not showing or any(_shows(shown, path) for shown in showing))
        for path in paths
    )


def _shows(shown: Steps, path: Steps) -> bool:
    """Whether all that a path means is seen under another that is shown."""
    along = path[: len(shown)]
    return _names(along) == _names(shown) and all(
        set(s.tests) <= set(p.tests) for s, p in zip(shown, along, strict=True)
    )


def _names(steps: Steps) -> list[str]:
    return [step.name for step in steps]


def shortens_lists(view: Projection) -> bool:
    """Whether elements may be missing among others, so that those behind stand at another place."""
    return bool(view.only or view.part) or any(step.tests for path in view.withhold for step in steps_of(path))


def withhold(document: Document, paths: Iterable[str]) -> tuple[Document, list[str]]:
    """A document without the values at some canonical paths (`goods_items[*].ucr`).

    Returns:
        The document, and those of the paths at which something was withheld.
    """
    seen, named = _seen(document, None, _withheld(paths))
    return seen, [path for path in paths if path in named]


def only(document: Document, paths: Iterable[str]) -> Document:
    """A document of nothing but what stands at and below some paths.

    What tells the elements of a list apart goes with them: the role, where the path says `[role=crew]`. What has no
    field (`extensions`) goes only with an object that is seen whole.
    """
    return _seen(document, tuple(paths), [])[0]


@dataclass(frozen=True, slots=True)
class _Cut:
    """What is changed at a path: `change` gives a text in place of a text; None: it is taken out."""

    steps: Steps
    path: str
    change: Callable[[str], str] | None = None

    def behind(self) -> "_Cut":
        return _Cut(self.steps[1:], self.path, self.change)


def _withheld(paths: Iterable[str]) -> list[_Cut]:
    return [_Cut(steps_of(path), path) for path in paths]


def _seen(document: Document, paths: Sequence[str] | None, cuts: list[_Cut]) -> tuple[Document, set[str]]:
    """A document cut, and the paths at which that was done; without `paths` all the rest of it is seen."""
    walk = _Walk()
    seen = walk.struct(document, None if paths is None else [steps_of(path) for path in paths], cuts)
    return type(document)() if seen is None else seen, walk.named


class _Walk:
    """One walk over a document. Where `keep` is None everything is kept, else what stands at its paths."""

    def __init__(self) -> None:
        self.named: set[str] = set()

    def struct(self, struct: Any, keep: list[Steps] | None, cuts: list[_Cut]) -> Any:
        """A struct cut, the same if nothing changes; None if nothing of it is kept."""
        if not isinstance(struct, msgspec.Struct):
            return struct
        names = {cut.steps[0].name for cut in cuts} if keep is None else {path[0].name for path in keep}
        changed = {}
        for name in struct.__struct_fields__:
            held = getattr(struct, name)
            if name in names and held is not None and held != []:
                inside = None if keep is None else [path for path in keep if path[0].name == name]
                changed[name] = self.held(held, inside, [cut for cut in cuts if cut.steps[0].name == name])
        if keep is None:
            return _without(struct, {name: new for name, new in changed.items() if new is not getattr(struct, name)})
        kept = {name: new for name, new in changed.items() if new is not None and new != []}
        return _spelt(struct, kept) if kept else None

    def held(self, held: Any, keep: list[Steps] | None, cuts: list[_Cut]) -> Any:
        if not isinstance(held, list):
            return self.value(held, held, keep, cuts)
        items = [self.value(item, held, keep, cuts) for item in held]
        kept = [item for item in items if item is not None]
        same = len(kept) == len(held) and all(new is old for new, old in zip(kept, held, strict=True))
        return held if same else kept or NOTHING

    def value(self, value: Any, held: Any, keep: list[Steps] | None, cuts: list[_Cut]) -> Any:
        """What is seen of one value at a field, or of one element of the list there."""
        several = held is not value
        meant = [cut for cut in cuts if not several or cut.steps[0].takes(value)]
        if keep is not None:
            keep = _inside([path for path in keep if not several or path[0].takes(value)])
            if keep == []:
                return None
        here = [cut for cut in meant if len(cut.steps) == 1]
        if any(cut.change is None for cut in here):
            self.named.update(cut.path for cut in here)
            return None
        for cut in here:
            if isinstance(value, str) and cut.change:
                self.named.add(cut.path)
                value = cut.change(value)
        return self.struct(value, keep, [cut.behind() for cut in meant if len(cut.steps) > 1])


def _inside(paths: list[Steps]) -> list[Steps] | None:
    """What is kept of a value that some paths lead to, None for all of it: what tells it apart goes with it."""
    rest = [path[1:] for path in paths]
    if () in rest:
        return None
    return rest + [steps_of(test.field) for path in paths for test in path[0].tests if test.equal]


def _left_out(whole: msgspec.Struct, seen: msgspec.Struct) -> Iterator[str]:
    """The outermost paths at which there is less than before."""
    had, has = Counter[str](), Counter[str]()
    _count(whole, "", had)
    _count(seen, "", has)
    less = {path for path, times in had.items() if has[path] < times}
    yield from (path for path in had if path in less and path.rpartition(".")[0] not in less)


def _count(struct: msgspec.Struct, prefix: str, found: Counter[str]) -> None:
    """How often something stands at each path in a struct."""
    for name in struct.__struct_fields__:
        held = getattr(struct, name)
        if held is None or held == []:
            continue
        path = prefix + name
        for item in held if isinstance(held, list) else (held,):
            found[path] += 1
            if isinstance(item, msgspec.Struct) and not isinstance(item, DateTime):
                _count(item, f"{path}.", found)


# -- spellings ---------------------------------------------------------------------------------------------------------


def _without(struct: msgspec.Struct, changed: dict[str, Any]) -> msgspec.Struct:
    """A struct with some fields changed, that does not tell how the numbers it lost were written either."""
    if not changed:
        return struct
    extensions = changed.get("extensions", getattr(struct, "extensions", None))
    spelling = extensions.get(SPELLING) if isinstance(extensions, dict) else None
    if isinstance(extensions, dict) and isinstance(spelling, dict):
        known = fields(type(struct).__name__)
        keys = {known[name].json_name for name in changed if name in known}
        left = {at: text for at, text in spelling.items() if at.partition("/")[0] not in keys}
        changed = {**changed, "extensions": _with_spelling(extensions, left)}
    return msgspec.structs.replace(struct, **changed)


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
