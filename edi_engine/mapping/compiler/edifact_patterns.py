"""A template line as regular expressions, exact and clean, and as cells for relaxed matching."""

import re
from collections.abc import Iterator

from edi_engine.formats.edifact.segments import unescape
from edi_engine.mapping.compiler.edifact_cells import Cell, PlannedLine
from edi_engine.mapping.compiler.edifact_values import implied_format, is_pair, pair_order, taken_later
from edi_engine.mapping.placeholders import Literal, Piece, Placeholder


def optional(piece: str) -> str:
    """A piece or nothing; what was taken is given back in vain, for what follows never begins as the piece does.

    As a choice, not as a repeat: Python's matcher takes a choice in two thirds of the time, and in less where it is not
    atomic.
    """
    return f"(?:{piece}|)"


# No piece holds the separator it ends at, so nothing is ever given back: possessive repeats say so and save a third.
# Repeated groups are not: possessive ones, `(?:…)?+`, are matched wrongly before 3.11.5, and atomic ones take longer.
NUMBER = r"-?+[0-9]++" + optional("[.,][0-9]*+")
ANY = "[^+*:?']*+"  # no value has one of the five; with three ranges or more a set is looked up, not searched
# Numbers as they are written back.
PLAIN_NUMBER = r"-?+(?:0|[1-9][0-9]*+)" + optional(r"\.[0-9]++")
PLAIN_INTEGER = r"(?:0|-?+[1-9][0-9]{0,17}+)"


def exact_pattern(line: PlannedLine, *, clean: bool = False) -> str:
    """One regular expression for the whole segment; its groups are the captures of the cells in order.

    A clean segment is one that is read without a word: its numbers are plain, of a set it has the first, and nothing
    stands where the template ignores what stands there. What has a choice no more is not captured.
    """
    elements = by_element(line.cells)
    last = max(elements, default=0)
    needed = max((n for n, cells in elements.items() if any(cell.selects for cell in cells)), default=0)
    pattern = ""
    for number in range(last, 0, -1):
        inner = r"\+" + element_pattern(elements.get(number, []), clean=clean) + pattern
        pattern = inner if number <= needed else optional(inner)
    return line.tag + pattern


def by_element(cells: list[Cell]) -> dict[int, list[Cell]]:
    found: dict[int, list[Cell]] = {}
    for cell in cells:
        found.setdefault(cell.element, []).append(cell)
    return found


def element_pattern(cells: list[Cell], *, clean: bool = False) -> str:
    if any(cell.role == "repeat" for cell in cells):  # this one may give back: it takes further elements too
        return rf"([^+*]*(?:[+*][^+*]*){{0,{cells[0].repeats - 1}}})"
    by_component = {cell.component: cell for cell in cells}
    fixed = [c.component for c in cells if c.role in ("literal", "set", "any")]
    needed, selects = max(fixed, default=1), any(cell.selects for cell in cells)
    ends = {c.component + c.span - 1 for c in cells}
    last, component, parts = max(ends, default=0), 1, []
    while component <= last:
        cell = by_component.get(component)
        parts.append((component, (_clean_pattern if clean else _cell_pattern)(cell) if cell else ""))
        component += cell.span if cell else 1
    pattern = ""
    for component, part in reversed(parts):
        inner = (":" if component > 1 else "") + part + pattern
        pattern = inner if component <= needed else optional(inner)
    return optional(pattern) if fixed and not selects else pattern


def _clean_pattern(cell: Cell) -> str:
    if cell.role == "set":
        return re.escape(cell.choices[0])
    if cell.role == "ignore":
        return ""
    kinds = reads(cell)
    number = PLAIN_INTEGER if "integer" in kinds else PLAIN_NUMBER if "number" in kinds else NUMBER
    return _cell_pattern(cell, number)


def _cell_pattern(cell: Cell, number: str = NUMBER) -> str:
    if cell.role in ("literal", "any"):
        return re.escape(cell.text)
    if cell.role == "set":
        longest_first = sorted(cell.choices, key=len, reverse=True)
        return f"({'|'.join(map(re.escape, longest_first))})"
    if cell.role == "value" and is_pair(cell):
        first, second = (optional(f"({number})") if kind == "value" else f"({ANY})" for kind in pair_order(cell))
        if cell.values[0].conversion("datetime"):
            first = second = f"({ANY})"
        return first + optional(f":{second}")
    if cell.role == "value" and cell.span > 1:
        return f"({ANY}(?::{ANY}){{0,{cell.span - 1}}})"
    return optional(f"({number})") if is_number(cell) or number != NUMBER else f"({ANY})"


def is_number(cell: Cell) -> bool:
    if len(cell.pieces) != 1 or not cell.values:
        return False
    value = cell.values[0]
    leaf = value.path.leaf if value.path else None
    return leaf is not None and leaf.kind in ("number", "integer") and value.table is None


def relaxed_cells(cells: list[Cell]) -> str:
    """The same line as a literal tuple for relaxed matching."""
    return "(" + "".join(f"{_relaxed_cell(cell)!r}, " for cell in cells) + ")"


def _relaxed_cell(cell: Cell) -> tuple[int, int, str, object]:
    at = (cell.element, cell.component)
    if cell.role == "repeat":
        return (*at, "repeat", cell.repeats)
    if cell.role in ("literal", "any"):
        beside = "qualifier" if cell.role == "literal" else "companion"
        return (*at, "select", (cell.text,)) if cell.selects else (*at, beside, cell.text)
    if cell.role == "set":
        return (*at, "set", cell.choices)
    if cell.role == "value" and is_pair(cell):
        return (*at, "pair", None)
    if cell.role == "value" and cell.span > 1:
        return (*at, "span", cell.span)
    return (*at, "value", None)


def reads(cell: Cell) -> tuple[str, ...]:
    """How each capture of a cell is read.

    Either `set` or `ignore`, where nothing but a finding comes of it, or `number` and `integer`, which the line takes
    in plain digits, or `text` as it stands there; nothing for what is taken in another way.
    """
    if cell.role != "value":
        return ("",) if cell.role == "repeat" else (cell.role,)
    value, pair = cell.values[0], is_pair(cell)
    leaf = value.path.leaf if value.path else None
    converted = {conversion.name for conversion in value.placeholder.conversions} & {"code", "cut", "lines", "pad"}
    implied = (pair and bool(implied_format(value))) or (value.path is not None and bool(value.path.moment))
    if leaf is None or converted or implied or taken_later(value) or has_pieces(cell):
        return ("", "") if pair else ("",)
    if value.conversion("datetime"):
        return ("text", "") if pair else ("text",)
    if pair:
        return tuple("number" if kind == "value" else "text" for kind in pair_order(cell))
    return ("number",) if leaf.struct else (leaf.kind,)


def has_pieces(cell: Cell) -> bool:
    """Whether several values share the text of a value cell, or one has its width."""
    return len(cell.pieces) > 1 or cell.values[0].placeholder.width is not None


def captures(cells: list[Cell], *, clean: bool = False) -> Iterator[tuple[Cell, list[str]]]:
    """Each capturing cell with the names of its captures, in the order of the expression's groups."""
    number, silent = 0, ("literal", "any", "set", "ignore") if clean else ("literal", "any")
    for cell in cells:
        if cell.role in silent:
            continue
        count = 2 if cell.role == "value" and is_pair(cell) else 1
        yield cell, [f"a{number + k + 1}" for k in range(count)]
        number += count


def pieces_pattern(cell: Cell) -> str:
    """Several placeholders in one component, by their widths and the literals between; matches unescaped text."""
    last = max(n for n, piece in enumerate(cell.pieces) if not isinstance(piece, Literal))
    first = min(n for n, piece in enumerate(cell.pieces) if not isinstance(piece, Literal))
    pattern = ""
    for at in range(len(cell.pieces) - 1, -1, -1):
        piece = cell.pieces[at]
        if isinstance(piece, Literal):
            separated = re.escape(unescape(piece.text)) + pattern
            pattern = f"(?:{separated})?" if first < at < last else separated
        else:
            pattern = _part_pattern(piece, cell.pieces[at + 1 : at + 2]) + pattern
    return pattern


def _part_pattern(piece: Placeholder, following: tuple[Piece, ...]) -> str:
    most = "*" if piece.width is None else f"{{0,{piece.width}}}"
    if following and isinstance(following[0], Literal):
        return f"((?:(?!{re.escape(unescape(following[0].text))}).){most})"
    return f"(.{most})"
