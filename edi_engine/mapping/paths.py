"""Paths into the canonical document: parsed from text, resolved against the model.

a.b.c            fields          list[k=v,k2!=w].x   first element that fits      list[2].x   by index
list[1:].x       the rest        list[*].x           every element                /a   ^.a   .   root, parent, self
text[0:2]        part of a text  moment.date moment.time   parts of a date
"""

import re
import types
import typing
from dataclasses import dataclass
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.mapping.notation_errors import NotationError, near_names


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition on the elements of a list: `key` equals (or does not equal) one of `values`."""

    key: str
    values: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One field of a path with what is chosen from it: filters, `index`, the elements from `start` on, or `every`."""

    name: str
    filters: tuple[Filter, ...] = ()
    index: int | None = None
    start: int | None = None
    every: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Path:
    """A parsed path; `root` is `` (the scope), `/` (the document) or one `^` for each parent.

    `part` is the slice of a text; a path of `derived.` has that word in `root`.
    """

    steps: tuple[Step, ...]
    root: str = ""
    part: tuple[int, int | None] | None = None


@dataclass(frozen=True, slots=True)
class ModelField:
    """A field of the model: the struct it holds (None for a plain value), whether it is a list, its kind.

    `kind`: `text`, `number`, `integer`, `struct`, `other`.
    """

    name: str
    struct: type[msgspec.Struct] | None
    many: bool
    kind: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedStep:
    """A step with the struct that owns the field and the field's facts."""

    step: Step
    owner: type[msgspec.Struct]
    field: ModelField


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvedPath:
    """A path checked against the model; `leaf` is the last field (None when the path is the scope itself).

    `moment` is the part of a date that is meant, `date` or `time`; empty for the whole.
    """

    path: Path
    steps: tuple[ResolvedStep, ...]
    target: type[msgspec.Struct] | None
    moment: str = ""

    @property
    def leaf(self) -> ModelField | None:
        """The last field, if there is one."""
        return self.steps[-1].field if self.steps else None

    def pattern(self) -> str:
        """The path with its choices, without root and part: what two lines must not share as a two-way home."""
        return ".".join(_show(step.step) for step in self.steps)


MOMENTS = (Step(name="date"), Step(name="time"))  # behind a date: parts of it


class Extensions(msgspec.Struct):
    """Stands in a path for the `extensions` of an object: what follows is a key of them, whose value is a text."""


# Where a document has what envelopes say too: agencies' own formats say it inside, and it must come back from there.
HOMES = {
    "sender": "parties[role=sender].id",
    "recipient": "parties[role=recipient].id",
    "reference": "functional_reference_id",
    "sequence": "version_id",
    "prepared": "issue_date_time",
}
_STEP = re.compile(r"([a-z_][a-z0-9_]*)((?:\[[^\]]*\])*)")
_BRACKET = re.compile(r"\[([^\]]*)\]")
_FILTER = re.compile(r"\s*([a-z_][a-z0-9_.]*)\s*(!?=)\s*([^,]*?)\s*")


def parse_path(text: str, column: int = 1) -> Path:
    """Read a path.

    Raises:
        NotationError: with the column where it stops making sense.
    """
    rest, root = text.strip(), ""
    if rest == ".":
        return Path(steps=())
    if rest.startswith("/"):
        root, rest = "/", rest[1:]
    while root != "/" and rest.startswith("^"):
        root, rest = root + "^", rest[1:].removeprefix(".")
    steps: list[Step] = []
    part: tuple[int, int | None] | None = None
    at = 0
    while at < len(rest):
        match = _STEP.match(rest, at)
        if match is None:
            raise NotationError(f"{text!r} is not a path", column)
        if part is not None:
            steps[-1], part = _rest_of_list(steps[-1], part, column), None
        step, part = _step(match[1], _BRACKET.findall(match[2]), column)
        steps.append(step)
        at = match.end()
        if at < len(rest):
            if rest[at] != ".":
                raise NotationError(f"{text!r} is not a path", column)
            at += 1
            if at == len(rest):
                raise NotationError(f"{text!r} ends in a dot", column)
    if not root and len(steps) > 1 and steps[0].name in ("message", "envelope"):
        raise _of_an_envelope(steps[0].name, steps[1].name, column)
    if not root and len(steps) > 1 and steps[0].name == "derived":
        root, steps = "derived", steps[1:]
    return Path(steps=tuple(steps), root=root, part=part)


def _of_an_envelope(root: str, name: str, column: int) -> NotationError:
    what = f"{root}.{name} is of the envelope, which formats read and write: what a template says is of the document"
    home = HOMES.get(name)
    return NotationError(what, column, near=repr(home) if home else "{~}, which keeps it as it stands")


def _step(name: str, brackets: list[str], column: int) -> tuple[Step, tuple[int, int | None] | None]:
    choice: dict[str, Any] = {}
    part: tuple[int, int | None] | None = None
    for content in brackets:
        if content == "*":
            choice["every"] = True
        elif content.isdigit():
            choice["index"] = int(content)
        elif match := re.fullmatch(r"(\d+):(\d*)", content):
            part = (int(match[1]), int(match[2]) if match[2] else None)
            if part[1] is not None and part[1] <= part[0]:
                raise NotationError(f"[{content}] is empty", column)
        else:
            choice["filters"] = choice.get("filters", ()) + _filters(content, column)
    if len(brackets) > 1 and (set(choice) != {"filters"} or part is not None):
        raise NotationError(f"{name!r} is chosen from in two ways", column)
    return Step(name=name, **choice), part


def _filters(content: str, column: int) -> tuple[Filter, ...]:
    filters = []
    for text in content.split(","):
        match = _FILTER.fullmatch(text)
        if match is None or "" in match[3].split("/"):
            raise NotationError(f"[{content}] is neither an index nor a condition", column)
        filters.append(Filter(match[1], tuple(match[3].split("/")), match[2] == "!="))
    return tuple(filters)


def resolve(path: Path, scope: type[msgspec.Struct], column: int = 1) -> ResolvedPath:
    """Check a path against the model, from the struct of its scope (or of the document for `/`).

    Raises:
        NotationError: an unknown field (with near names), a choice on what is no list, a step behind a plain value.
    """
    steps: list[ResolvedStep] = []
    owner: type[msgspec.Struct] | None = scope
    part = path.part
    for number, step in enumerate(path.steps):
        if owner is DateTime and step in MOMENTS and number == len(path.steps) - 1:
            whole = Path(steps=tuple(item.step for item in steps), root=path.root)
            return ResolvedPath(path=whole, steps=tuple(steps), target=owner, moment=step.name)
        if owner is None:
            raise NotationError(f"{steps[-1].step.name!r} is a plain value and has no {step.name!r}", column)
        known = fields(owner)
        if step.name not in known:
            near = near_names(step.name, known)
            raise NotationError(f"{owner.__name__} has no field {step.name!r}", column, near=near, code="TPL-002")
        field = known[step.name]
        last = number == len(path.steps) - 1
        if last and part is not None and field.many:
            step, part = _rest_of_list(step, part, column), None
        _check_choice(step, field, column)
        steps.append(ResolvedStep(step=step, owner=owner, field=field))
        owner = field.struct
    if part is not None and (not steps or steps[-1].field.kind != "text" or steps[-1].field.many):
        raise NotationError("only a text has parts [n:m]", column)
    resolved = Path(steps=tuple(item.step for item in steps), root=path.root, part=part)
    return ResolvedPath(path=resolved, steps=tuple(steps), target=owner)


def resolve_kept(steps: tuple[Step, ...], name: str, scope: type[msgspec.Struct], column: int = 1) -> ResolvedPath:
    """The place of what is kept verbatim: a name in the `extensions` of the object that `steps` lead to.

    Raises:
        NotationError: what is wrong with the steps.
    """
    home = resolve(Path(steps=(*steps, Step(name="extensions"))), scope, column)
    *way, last = home.steps
    inside = ResolvedStep(step=last.step, owner=last.owner, field=ModelField("extensions", Extensions, False, "struct"))
    key = ResolvedStep(step=Step(name=name), owner=Extensions, field=ModelField(name, None, False, "text"))
    steps = (*home.path.steps, key.step)
    return ResolvedPath(path=Path(steps=steps), steps=(*way, inside, key), target=None)


def _rest_of_list(step: Step, part: tuple[int, int | None], column: int) -> Step:
    if part[1] is not None:
        raise NotationError("a list has [n], [n:], [*] or conditions, not [n:m]", column)
    return Step(name=step.name, filters=step.filters, start=part[0])


def _check_choice(step: Step, field: ModelField, column: int) -> None:
    chosen = step.filters or step.index is not None or step.start is not None or step.every
    if chosen and not field.many:
        raise NotationError(f"{step.name!r} is no list", column)
    for condition in step.filters:
        if field.struct is None or condition.key not in fields(field.struct):
            near = near_names(condition.key, fields(field.struct)) if field.struct else ""
            raise NotationError(
                f"{step.name!r} has no {condition.key!r} to choose by", column, near=near, code="TPL-002"
            )
        key = fields(field.struct)[condition.key]
        if key.kind != "text" or key.many:
            raise NotationError(f"{condition.key!r} is no text: conditions compare texts", column)


@cache
def fields(struct: type[msgspec.Struct]) -> dict[str, ModelField]:
    """The fields of a struct of the model by name, in the model's order."""
    hints = typing.get_type_hints(struct)
    return {name: _field(name, hints[name]) for name in struct.__struct_fields__}


def _field(name: str, hint: Any) -> ModelField:
    many = False
    while True:
        origin = typing.get_origin(hint)
        arguments = [argument for argument in typing.get_args(hint) if argument is not type(None)]
        if origin in (typing.Union, types.UnionType) and len(arguments) == 1:
            hint = arguments[0]
        elif origin is list:
            hint, many = arguments[0], True
        else:
            break
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return ModelField(name, hint, many, "struct")
    kinds = {str: "text", Decimal: "number", int: "integer"}
    return ModelField(name, None, many, kinds.get(hint, "other"))


def _show(step: Step) -> str:
    if step.index is not None:
        return f"{step.name}[{step.index}]"
    if step.start is not None:
        return f"{step.name}[{step.start}:]"
    if step.every:
        return f"{step.name}[*]"
    if step.filters:
        shown = ",".join(f"{f.key}{'!=' if f.negated else '='}{'/'.join(f.values)}" for f in step.filters)
        return f"{step.name}[{shown}]"
    return step.name
