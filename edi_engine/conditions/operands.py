"""What can stand beside what in a condition: the evaluator turns no text into a number, and fails on every document."""

from collections.abc import Sequence

from edi_engine.conditions.expression import Problem, Shape
from edi_engine.conditions.tree import Call, Literal, Operation

_ORDER = frozenset({"<", "<=", ">", ">="})
_EQUAL = frozenset({"==", "!="})
_RECKONING = frozenset({"+", "-", "*", "/", "%"})
_NAMES = {"struct": "what has fields of its own", "list": "a list", "truth": "true or false"}
_SCALARS = {"text": "a text", "whole": "a number", "decimal": "a number"}
_FIXES = {
    "a list": "ask size(…), or exists(x, …) of its elements",
    "what has fields of its own": "compare one of its fields, as .value",
}
_OTHERWISE = 'write texts with quotes and numbers without: "5" is a text, 5 a number'


def problem_of_operation(node: Operation, shapes: Sequence[Shape]) -> Problem | None:
    """Why an operation would fail on every document, or never hold; None where it may be well."""
    kinds = [_kind(shape) for shape in shapes]
    if node.sign == "in":
        return _in(node, shapes[1], kinds)
    if node.sign in _EQUAL | _ORDER:
        return _comparison(node, kinds)
    if node.sign in _RECKONING:
        return _reckoning(node, shapes, kinds)
    return None


def problem_of_texts(node: Call, shapes: Sequence[Shape]) -> Problem | None:
    """What is wrong with `startsWith` and its like: they are about texts, and `matches` takes a regular expression."""
    for kind in map(_kind, shapes):
        if kind not in ("", "a text"):
            return Problem(node.offset, f"{node.name} is asked of {kind}, it is about texts", _fix(kind))
    pattern = node.arguments[-1]
    if node.name == "matches" and isinstance(pattern, Literal) and isinstance(pattern.value, str):
        return _pattern(pattern, pattern.value)
    return None


def _pattern(node: Literal, pattern: str) -> Problem | None:
    import cel

    try:
        cel.compile("''.matches(p)").execute(cel.Context({"p": pattern}))
    except Exception:  # whatever the evaluator raises now, it would raise for each document
        return Problem(node.offset, "this is no regular expression", "close each bracket, or put \\\\ before it")
    return None


def _in(node: Operation, among: Shape, kinds: list[str]) -> Problem | None:
    if kinds[1] not in ("", "a list"):
        return Problem(node.offset, f"in looks into a list, {kinds[1]} stands here", 'write in ["…", "…"]')
    inner = _kind(among.item) if among.item else ""
    if kinds[0] and inner and kinds[0] != inner:
        return Problem(node.offset, f"{kinds[0]} is looked for in a list of {inner}", _fix(kinds[0]))
    return None


def _comparison(node: Operation, kinds: list[str]) -> Problem | None:
    if "" not in kinds and kinds[0] != kinds[1]:
        what = f"{kinds[0]} is compared with {kinds[1]}"
        return Problem(node.offset, what, next((_FIXES[kind] for kind in kinds if kind in _FIXES), _OTHERWISE))
    if node.sign in _ORDER and (one := next((kind for kind in kinds if kind in _FIXES), "")):
        return Problem(node.offset, f"{one} is neither less nor more", _FIXES[one])
    return None


def _reckoning(node: Operation, shapes: Sequence[Shape], kinds: list[str]) -> Problem | None:
    last = node.operands[-1]
    if node.sign in "/%" and isinstance(last, Literal) and last.value == 0 and not isinstance(last.value, bool):
        return Problem(last.offset, "this divides by zero", "write another number")
    fit = ("", "a number", "a text", "a list") if node.sign == "+" else ("", "a number")
    if bad := next((kind for kind in kinds if kind not in fit), ""):
        return Problem(node.offset, f"{node.sign} is not for {bad}", _fix(bad))
    if "" not in kinds and len(set(kinds)) > 1:
        return Problem(node.offset, f"{kinds[0]} {node.sign} {kinds[1]} gives nothing", _OTHERWISE)
    if {shape.scalar for shape in shapes} == {"whole", "decimal"}:
        what = f"a whole number {node.sign} one with decimals gives nothing"
        return Problem(node.offset, what, "write 2.0 beside decimals, or double(…)")
    return None


def _kind(shape: Shape) -> str:
    """What a part is, in words; empty where it is not known."""
    return _NAMES.get(shape.kind) or _SCALARS.get(shape.scalar, "")


def _fix(kind: str) -> str:
    return _FIXES.get(kind, _OTHERWISE)
