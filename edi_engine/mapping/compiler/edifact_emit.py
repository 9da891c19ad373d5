"""The text of a line: what stands in its elements and components when it is written."""

from edi_engine.mapping.compiler.edifact_cells import Cell, PlannedLine, is_list
from edi_engine.mapping.compiler.edifact_values import is_pair, pair_texts, spelled, spot_of
from edi_engine.mapping.compiler.emit import Getter, Source, spot
from edi_engine.mapping.compiler.scope import Value, root_scope
from edi_engine.mapping.paths import Path, ResolvedPath
from edi_engine.mapping.placeholders import Literal, Placeholder


def emit_line(
    line: PlannedLine, names: dict[int, str], source: Source, out: str = "out", *, caused: str = "True"
) -> None:
    """Emit what appends the segments of a line to the list `out`; `names` holds the locals of its values.

    Where `caused` no longer holds, as what caused the line cannot be written, its literals are not written either; what
    is emitted behind then stands in the same block.
    """
    if line.continuation:
        _emit_continued(line, names, source, out)
        return
    if is_list(line):
        _emit_list(line, names, source, out)
        return
    last = _last(line)
    elements = [_element(line, number, names, source, last=number == last) for number in range(1, last + 1)]
    if caused != "True" and any(can_fail(value) for value in line.values() if id(value) in names):
        source.add(1, f"if {caused}:")
        source.depth += 1
    source.add(1, f"{out}.append({_stripped(line.tag + ''.join('+' + e for e in elements), '+:')})")
    _warn_of_rivals(line, source, 1, out)


def _stripped(inside: str, separators: str) -> str:
    """An expression for the text of an f-string without separators at its end; there are none behind a literal."""
    bare = inside.rstrip(separators)
    return f'f"{bare}"' if not bare.endswith("}") and bare else f'f"{inside}".rstrip("{separators}")'


def can_fail(value: Value) -> bool:
    """Whether a value that is there may turn out to have no text in this format, and a finding says so."""
    leaf = value.path.leaf if value.path else None
    alone = (
        leaf is not None and leaf.struct is not None and (value.conversion("measure") or value.conversion("datetime"))
    )
    return value.closed or bool(alone or value.conversion("pad"))


def _warn_of_rivals(line: PlannedLine, source: Source, indent: int, out: str) -> None:
    """A value may make of a segment what another line, of higher precedence, is for."""
    at = next((spot_of(value) for value in line.values()), spot(line.tag, None, ""))
    for rival in line.rivals:
        source.add(indent, f"if means_{rival.number}({out}[-1]):")
        source.add(indent + 1, f"st.mistaken({out}[-1], {rival.line.source!r}, {at})")


def _last(line: PlannedLine) -> int:
    return max((cell.element for cell in line.cells), default=0)


def _element(line: PlannedLine, number: int, names: dict[int, str], source: Source, *, last: bool = False) -> str:
    """The inside of an f-string for one element; of the last one the line takes off the separators at the end."""
    cells = {cell.component: cell for cell in line.cells if cell.element == number}
    if not cells:
        return ""
    if any(cell.role == "repeat" for cell in cells.values()):
        return _repeat_element(line, cells[1], names, source)
    parts, component = [], 1
    while component <= max(cells):
        cell = cells.get(component)
        parts.append(_cell_text(line, cell, names, source) if cell else "")
        component += cell.span if cell else 1
    inside = ":".join(parts)
    placeholders = [names[id(v)] for c in cells.values() for v in c.values if id(v) in names]
    has_text = any(cell.role in ("literal", "any", "set") for cell in cells.values())
    selects = any(cell.selects for cell in cells.values())
    comes_and_goes = placeholders and has_text and not selects
    if (last or len(parts) == 1) and not comes_and_goes:
        return inside
    name = source.name("c")
    source.add(1, f"{name} = {_stripped(inside, ':')}")
    if comes_and_goes:
        source.add(1, f"if {' and '.join(f'{p} is None' for p in placeholders)}:", f'    {name} = ""')
    return f"{{{name}}}"


def _cell_text(line: PlannedLine, cell: Cell, names: dict[int, str], source: Source) -> str:
    """The inside of an f-string for one cell."""
    if cell.role in ("literal", "any"):
        return _braces(cell.text)
    if cell.role == "set":
        return _braces(cell.choices[0])
    if cell.role == "ignore":
        return ""
    if cell.role == "value" and is_pair(cell):
        return _pair(cell, names, source)
    if cell.role == "value" and (cell.values[0].conversion("lines") or cell.values[0].conversion("cut")):
        return _spanned(cell, names, source)
    return "".join(_piece(piece, cell, names, source) for piece in cell.pieces)


def _braces(text: str) -> str:
    return text.replace("\\", "\\\\").replace('"', '\\"').replace("{", "{{").replace("}", "}}")


def _piece(piece: object, cell: Cell, names: dict[int, str], source: Source) -> str:
    if isinstance(piece, Literal):
        separator, neighbour = source.name("t"), _neighbour(piece, cell, names)
        source.add(1, f"{separator} = {piece.text!r} if {neighbour} is not None else ''")
        return f"{{{separator}}}"
    value = next(v for v in cell.values if v.placeholder is piece)
    if id(value) not in names:
        return ""
    name, text = names[id(value)], source.name("t")
    shown = spelled(value, name, source)
    following = cell.pieces[cell.pieces.index(piece) + 1 : cell.pieces.index(piece) + 2]
    if value.placeholder.width is not None and following and isinstance(following[0], Placeholder):
        later = [names[id(v)] for v in cell.values[cell.values.index(value) + 1 :] if id(v) in names]
        last = " and ".join(f"{other} is None" for other in later) or "True"
        shown = f"st.fixed({shown}, {value.placeholder.width}, {spot_of(value)}, last={last})"
    elif value.placeholder.width is not None:
        shown = f"st.fixed({shown}, {value.placeholder.width}, {spot_of(value)}, last=True)"
    if following and isinstance(following[0], Literal):
        shown = f"st.clear({shown}, {following[0].text!r}, {spot_of(value)})"
    source.add(1, f"{text} = '' if {name} is None else {shown}")
    if can_fail(value):
        source.add(1, f"{name} = {name} if {text} else None")
    if value.placeholder.width is not None and following and isinstance(following[0], Placeholder):
        _demand(value, text, cell, names, source)
    return f"{{{text}}}"


def _demand(value: Value, text: str, cell: Cell, names: dict[int, str], source: Source) -> None:
    """What stands behind a fixed width has no place of its own where the value before it is not written."""
    for later in cell.values[cell.values.index(value) + 1 :]:
        if id(later) in names:
            behind = names[id(later)]
            source.add(1, f"if not {text} and {behind} is not None:")
            source.add(2, f"{behind} = st.alone({spot_of(later)}, {value.placeholder.expression!r})")


def _neighbour(literal: Literal, cell: Cell, names: dict[int, str]) -> str:
    """The value a literal comes and goes with: the next one, or the one before where none follows."""
    at = cell.pieces.index(literal)
    beside = [*cell.pieces[at + 1 :], *reversed(cell.pieces[:at])]
    return next(names[id(v)] for piece in beside for v in cell.values if v.placeholder is piece and id(v) in names)


def _pair(cell: Cell, names: dict[int, str], source: Source) -> str:
    value = cell.values[0]
    if id(value) not in names:
        return ":"
    name = names[id(value)]
    shown = [source.name("t"), source.name("t")]
    for one, expression in zip(shown, pair_texts(value, cell, name, source), strict=True):
        source.add(1, f"{one} = '' if {name} is None else {expression}")
    return f"{{{shown[0]}}}:{{{shown[1]}}}"


def _spanned(cell: Cell, names: dict[int, str], source: Source) -> str:
    """A long text over all components of its composite, joined by `:`."""
    value = cell.values[0]
    if id(value) not in names:
        return ""
    name, joined = names[id(value)], source.name("t")
    how = "cut" if value.conversion("cut") else "lines"
    call = f"st.{how}({name}, {cell.widths[0]}, {spot_of(value)}, {cell.span})"
    source.add(1, f"{joined} = '' if {name} is None else ':'.join({call})")
    return f"{{{joined}}}"


def _emit_continued(line: PlannedLine, names: dict[int, str], source: Source, out: str) -> None:
    """A long text goes on in further segments that repeat everything before it."""
    cell = line.cells[-1]
    value = cell.values[0]
    elements = [_element_before(line, number, names, source, cell) for number in range(1, cell.element)]
    head = f'f"{line.tag}{"".join("+" + e for e in elements)}+{":" * (cell.component - 1)}"'
    how = "cut" if value.conversion("cut") else "lines"
    name, pieces = names[id(value)], source.name("t")
    most = cell.span * (1 if line.children else line.place.most)
    source.add(
        1,
        f"{pieces} = [] if {name} is None else st.{how}({name}, {cell.widths[0]}, {spot_of(value)}, {most})",
    )
    if line.head is not None:
        source.add(1, f"if {out} and {pieces}:")
        source.add(2, f"st.beside({out}[-1], {head}, {cell.span - 1}, {spot_of(value)})")
    source.add(1, f"for at in range(0, len({pieces}) or 1, {cell.span}):")
    source.add(2, f"{out}.append(({head} + ':'.join({pieces}[at : at + {cell.span}])).rstrip('+:'))")
    _warn_of_rivals(line, source, 2, out)
    if line.head is not None:
        source.add(1, f"st.before = {spot_of(value)} if {pieces} else st.before")


def _emit_list(line: PlannedLine, names: dict[int, str], source: Source, out: str) -> None:
    """A segment for each element of a list, or for as many as its composite repeats."""
    cell = line.cells[-1]
    elements = [_element(line, number, names, source) for number in range(1, cell.element)]
    joined, at = _repeated_texts(line, cell, names, source, line.place.most * cell.repeats), source.name("n")
    source.add(1, f"{joined} = [*filter(None, {joined})]", f"for {at} in range(0, len({joined}), {cell.repeats}):")
    some = f"{{{cell.joint!r}.join({joined}[{at}:{at} + {cell.repeats}])}}"
    source.add(2, f'{out}.append(f"{line.tag}{"".join("+" + e for e in elements)}+{some}")')
    _warn_of_rivals(line, source, 2, out)


def _element_before(line: PlannedLine, number: int, names: dict[int, str], source: Source, last: Cell) -> str:
    return "" if number == last.element else _element(line, number, names, source)


def _repeat_element(line: PlannedLine, cell: Cell, names: dict[int, str], source: Source) -> str:
    """A composite once for each element of a list."""
    return f"{{{cell.joint!r}.join({_repeated_texts(line, cell, names, source, cell.repeats)})}}"


def _repeated_texts(line: PlannedLine, cell: Cell, names: dict[int, str], source: Source, most: int) -> str:
    """Bind the composites of a list's elements, at most `most` of them; gives the name of their list."""
    name, joined = names[id(cell)], source.name("t")
    paths = [value.path for c in cell.inner for value in c.values if value.path]
    at = next(n for n, s in enumerate(paths[0].steps) if s.step.start is not None or s.step.every)
    listed = ResolvedPath(path=paths[0].path, steps=paths[0].steps[: at + 1], target=None)
    where = spot(paths[0].pattern(), listed, f"o{root_scope(paths[0].path, line.scope).number}")
    source.add(1, f"{joined} = []", f"for e in st.first({name} or (), {most}, {where}):")
    getter = Getter(source, 2)
    parts: dict[int, str] = {}
    tests: list[str] = []
    for c in cell.inner:
        if c.role in ("literal", "any"):
            parts[c.component] = _braces(c.text)
            continue
        value = c.values[0]
        assert value.path is not None  # noqa: S101 — a repeated cell holds paths
        steps = value.path.steps[at + 1 :]
        raw, shown = source.name("r"), source.name("t")
        rest = ResolvedPath(path=Path(steps=tuple(s.step for s in steps)), steps=steps, target=value.path.target)
        source.add(2, f"{raw} = {getter.value('e', rest)}")
        source.add(2, f"{shown} = '' if {raw} is None else {spelled(value, raw, source, holder='e')}")
        parts[c.component] = f"{{{shown}}}"
        tests.append(shown)
    inside = ":".join(parts.get(n, "") for n in range(1, max(parts) + 1))
    source.add(2, f'{joined}.append(f"{inside}".rstrip(":") if {" or ".join(tests)} else "")')
    return joined
