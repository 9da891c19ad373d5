"""What a placeholder of a named field may name: one plain value, a date, a measure, or the values of a list."""

import re

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.mapping.compiler.fields import Slot
from edi_engine.mapping.moments import FORMATS
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import ModelField, ResolvedPath

MOST_DECIMALS = 9
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?").fullmatch


def check_target(slot: Slot) -> None:
    """A placeholder names one plain value, or a date or measure with the conversion that spells it."""
    column, target = slot.placeholder.column, slot.target
    if target is None:
        return
    leaf = target.leaf
    if leaf is None or leaf.kind == "other":
        raise NotationError("name a field with a value", column)
    _check_default(slot, leaf, column)
    _check_text(slot, leaf, column)
    _check_implied(slot, column)
    if slot.value.conversion("join"):
        _check_joined(slot, target, column)
    else:
        _check_single(target, column)
    if target.moment:
        if slot.direction or slot.placeholder.conversions:
            what = "a part of a date goes both ways in its own format: day 102, time 401"
            raise NotationError(what, column, code="TPL-007")
        return
    if leaf.struct is None:
        unfit = next((n for n in ("datetime", "measure") if slot.value.conversion(n)), "")
        if unfit:
            raise NotationError(f"{unfit} is for the object, this is its plain value", column, code="TPL-007")
        return
    _check_struct(slot, leaf.struct, column)


def _check_single(target: ResolvedPath, column: int) -> None:
    """A path to one value; `list[*].value` is one that all elements share."""
    for number, step in enumerate(target.steps):
        last = number == len(target.steps) - 1
        chosen = step.step.filters or step.step.every
        if step.field.many and step.step.index is None and (last or not chosen):
            what = (
                f"{step.step.name!r} is a list: say which element, walk it with each, write the list of its values, "
                f"or join them: {step.step.name}[*]|join(,)"
            )
            raise NotationError(what, column)
        if last and step.field.many:
            raise NotationError("values of a list are written as a list", column, code="TPL-011")


def _check_joined(slot: Slot, target: ResolvedPath, column: int) -> None:
    """`list[*]|join(,)` and `list[*].value|join(,)`: one list, and at most one plain field behind it."""
    every = [number for number, step in enumerate(target.steps) if step.step.every]
    if (
        len(every) != 1
        or len(target.steps) - every[0] > 2
        or (target.leaf and target.leaf.many) != (every[0] == len(target.steps) - 1)
    ):
        raise NotationError("join takes the values of one list: list[*]|join(,) or list[*].field|join(,)", column)
    for step in target.steps[: every[0]]:
        if step.field.many and step.step.index is None and not step.step.filters:
            raise NotationError(f"{step.step.name!r} is a list: say which element", column)
    if slot.placeholder.width is not None or slot.value.conversion("default") or slot.value.conversion("omit"):
        raise NotationError("join stands for the whole text, without width or default", column, code="TPL-007")


def _check_default(slot: Slot, leaf: ModelField, column: int) -> None:
    """What stands for an absent value is one itself."""
    given = slot.value.conversion("default") or slot.value.conversion("omit")
    if given is None:
        return
    if slot.direction:
        raise NotationError(f"{given.name} is for a value that is read and written", column, code="TPL-007")
    if leaf.struct is not None or leaf.many or (slot.path and slot.path.path.part):
        raise NotationError(f"{given.name} is for a text or a number of its own", column, code="TPL-007")
    text = given.arguments[0]
    computed = text.startswith("/") or text.endswith(")")
    if not computed and leaf.kind in ("number", "integer") and not NUMBER(text):
        raise NotationError(f"{text!r} is no number, {leaf.name!r} is one", column, code="TPL-007")
    if given.name == "omit" and computed:
        raise NotationError("omit takes the value that is left out", column, code="TPL-007")


def _check_text(slot: Slot, leaf: ModelField, column: int) -> None:
    """`cut` has a width to cut at, `lines(2)` a line to be; both are for texts."""
    cut, lines = slot.value.conversion("cut"), slot.value.conversion("lines")
    for conversion in (cut, lines):
        if conversion and (leaf.kind != "text" or leaf.many or slot.derived or (slot.path and slot.path.path.part)):
            raise NotationError(f"{conversion.name} is for a text of its own", column, code="TPL-007")
    if cut and slot.placeholder.width is None:
        raise NotationError("cut needs the width it cuts at: {path:35|cut}", column, code="TPL-007")
    if lines and not (len(lines.arguments) == 1 and lines.arguments[0].isdecimal() and int(lines.arguments[0])):
        raise NotationError("say which line of the text stands here, from 1: lines(2)", column, code="TPL-007")


def _check_implied(slot: Slot, column: int) -> None:
    """`implied(2)`: the last two digits are decimals; for numbers, in a text."""
    implied = slot.value.conversion("implied")
    if implied is None:
        return
    if slot.kind not in ("number", "measure") or slot.value.conversion("number"):
        raise NotationError("implied is for a number with decimals, in a text", column, code="TPL-007")
    if not (implied.arguments[0].isdecimal() and 0 < int(implied.arguments[0]) <= MOST_DECIMALS):
        what = f"say how many decimals the last digits are, from 1 to {MOST_DECIMALS}: implied(2)"
        raise NotationError(what, column, code="TPL-007")


def _check_struct(slot: Slot, struct: type[msgspec.Struct], column: int) -> None:
    names = struct.__struct_fields__
    if struct is DateTime:
        if not slot.value.conversion("datetime"):
            raise NotationError("say the format of the date: datetime(102), or datetime for ISO 8601", column)
        if (code := slot.argument("datetime")) not in FORMATS:
            known = ", ".join(sorted(FORMATS - {""}))
            raise NotationError(f"dates cannot be written in format {code!r}: {known}", column, code="TPL-007")
    elif names[:1] == ("value",) and len(names) == 2 and ("unit" in names or "currency" in names):
        if not slot.argument("measure"):
            raise NotationError(f"say .value and .{names[1]}, or measure(…) with the unit all have", column)
    else:
        raise NotationError("name a field with a value", column)
