"""The notation inside `{…}`, the same in every syntax.

{path|f|g}     two-way          {in path} {out path} {copy path}   directional
{a/b}          any of a set     {=x}   of no business meaning      {*}   ignored
{~} {~name}    kept verbatim in `extensions`, under the place's own name or this one; {~|default(0)} where it is absent
{path:4}       fixed width      {path!}   null where there is no value
"""

import re
from dataclasses import dataclass

from edi_engine.mapping.notation_errors import NotationError


@dataclass(frozen=True, slots=True)
class Conversion:
    """A named pair of functions with its arguments: `datetime(102)` is name `datetime`, arguments `("102",)`."""

    name: str
    arguments: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Placeholder:
    """One `{…}`.

    Attributes:
        kind: `path`, `set` (values), `any` (values[0] is written), `ignore`, `keep` (values[0]: its name).
        direction: `` (two-way), `in`, `out`, `copy`.
        expression: path or function call (`count(goods_items)`).
        width: fixed width in characters; None for the rest of the text.
        column: in the template line, from 1.
    """

    kind: str
    direction: str = ""
    expression: str = ""
    values: tuple[str, ...] = ()
    conversions: tuple[Conversion, ...] = ()
    width: int | None = None
    null: bool = False
    column: int = 1


@dataclass(frozen=True, slots=True)
class Literal:
    """Text that selects on reading and is written as it stands."""

    text: str
    column: int = 1


Piece = Placeholder | Literal

MAX_WIDTH = 9999

_DIRECTION = re.compile(r"(in|out|copy)\s+(.+)", re.S)
_WIDTH = re.compile(r"(.*[^:]):(\d+)", re.S)
_CONVERSION = re.compile(r"([a-z_]+)(?:\((.*)\))?", re.S)


def need_reason(placeholder: Placeholder, reason: str) -> None:
    """What is ignored says why, in the comment of its line: whoever reads the findings is told.

    Raises:
        NotationError: `{*}` without a comment.
    """
    if placeholder.kind == "ignore" and not reason.strip():
        raise NotationError("{*} needs its reason: a comment on this line", placeholder.column)


def parse_placeholder(text: str, column: int) -> Placeholder:
    """Read what stands between the braces.

    Raises:
        NotationError: with the column of the placeholder.
    """
    if text == "*":
        return Placeholder(kind="ignore", column=column)
    if text.startswith("="):
        return Placeholder(kind="any", values=(text[1:],), column=column)
    head, *names = _split_outside(text, "|")
    conversions = tuple(_conversion(name.strip(), column) for name in names)
    head = head.strip()
    if head.startswith("~"):
        if any(c.name != "default" or len(c.arguments) != 1 for c in conversions[:1]) or len(conversions) > 1:
            raise NotationError("what is kept verbatim is not converted: it may have a default(x)", column)
        if conversions and conversions[0].arguments[0].startswith("/"):
            raise NotationError("the default of what is kept is a text; a path has its place in {out x}", column)
        return Placeholder(kind="keep", values=tuple(head[1:].split()), conversions=conversions, column=column)
    if _is_set(head):
        return Placeholder(kind="set", values=tuple(head.split("/")), column=column)
    direction, head = _direction(head)
    null = head.endswith("!")
    width: int | None = None
    if match := _WIDTH.fullmatch(head.rstrip("!")):
        head, width = match[1], int(match[2])
        if not 0 < width <= MAX_WIDTH:
            raise NotationError(f"a width is a number from 1 to {MAX_WIDTH}", column)
    if not head:
        raise NotationError("an empty placeholder", column)
    return Placeholder(
        kind="path",
        direction=direction,
        expression=head.rstrip("!"),
        conversions=conversions,
        width=width,
        null=null,
        column=column,
    )


def parse_pieces(text: str, column: int = 1) -> tuple[Piece, ...]:
    """Split a value into literals and placeholders; `{{` and `}}` stand for braces.

    Raises:
        NotationError: an unclosed or stray brace.
    """
    pieces: list[Piece] = []
    literal: list[str] = []
    start = at = 0
    while at < len(text):
        if text.startswith(("{{", "}}"), at):
            literal.append(text[at])
            at += 2
        elif text[at] == "{":
            end = text.find("}", at)
            if end < 0:
                raise NotationError("a brace is not closed", column + at)
            if literal:
                pieces.append(Literal("".join(literal), column + start))
                literal.clear()
            pieces.append(parse_placeholder(text[at + 1 : end], column + at))
            start = at = end + 1
        elif text[at] == "}":
            raise NotationError("a closing brace without an opening one", column + at)
        else:
            literal.append(text[at])
            at += 1
    if literal:
        pieces.append(Literal("".join(literal), column + start))
    return tuple(pieces)


def inside_braces(text: str) -> list[bool]:
    """For each character whether it belongs to a placeholder or to a doubled brace: no separator, no comment there."""
    mask = [False] * len(text)
    at = 0
    while at < len(text):
        end = at + 1
        if text.startswith(("{{", "}}"), at):
            end = at + 2
        elif text[at] == "{":
            closed = text.find("}", at)
            end = closed + 1 if closed >= 0 else len(text)
        if end > at + 1 or text[at] == "{":
            mask[at:end] = [True] * (end - at)
        at = end
    return mask


def _is_set(text: str) -> bool:
    return "/" in text[1:] and not text.startswith("/") and re.fullmatch(r"[\w.-]+(/[\w.-]+)+", text) is not None


def _direction(text: str) -> tuple[str, str]:
    match = _DIRECTION.fullmatch(text)
    return (match[1], match[2].strip()) if match else ("", text)


def _conversion(text: str, column: int) -> Conversion:
    match = _CONVERSION.fullmatch(text)
    if match is None:
        raise NotationError(f"{text!r} is not a conversion", column)
    if match[1] == "join":
        return Conversion("join", (match[2],) if match[2] else ())
    arguments = tuple(part.strip() for part in _split_outside(match[2], ",")) if match[2] else ()
    return Conversion(match[1], arguments)


def _split_outside(text: str, separator: str) -> list[str]:
    """Split at a separator that stands outside brackets and parentheses."""
    parts, depth, start = [], 0, 0
    for at, char in enumerate(text):
        if char in "([":
            depth += 1
        elif char in ")]":
            depth -= 1
        elif char == separator and depth == 0:
            parts.append(text[start:at])
            start = at + 1
    return [*parts, text[start:]]
