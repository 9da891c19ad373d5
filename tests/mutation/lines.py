"""What can be wrong with templates whose lines are nested by indentation: segments and records of fixed width."""

import re
from collections.abc import Callable, Iterator, Sequence

from edi_engine.mapping.placeholders import inside_braces
from edi_engine.mapping.template import strip_comment
from tests.mutation.mutant import Change, Edit, dropped, edited, joined, other
from tests.mutation.placeholders import filters, line_edits

_BLOCK = re.compile(r"( *)(each|with|when) (.+):\s*$")
_OPERATION = re.compile(r"(drop|replace|add) ")
Codes = Callable[[int, int, int], Sequence[str]]  # line, element, component: other codes that could stand there


def no_codes(line: int, element: int, component: int) -> Sequence[str]:
    """No code list at hand."""
    return ()


def line_changes(text: str, tables: Sequence[str], codes: Codes = no_codes) -> Iterator[Change]:
    """Every change of a template of lines."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        content = strip_comment(line)[0].rstrip()
        if not content.strip():
            continue
        end = _end(lines, at)
        if _operation(lines, at):
            yield dropped(lines, at, end, "difference dropped")
            continue
        if not _alone(lines, at, end):
            yield dropped(lines, at, end)
        if _BLOCK.match(content):
            yield from _block(lines, at, content)
            continue
        yield from edited(lines, at, line_edits(line, tables))
        yield from edited(lines, at, _literals(line, at + 1, codes))
        yield from edited(lines, at, _moved(line))
        if content.endswith("..."):
            yield from edited(lines, at, iter([("continuation dropped", line.replace("...", "", 1))]))
        if line.startswith("    ") and end > at + 1:
            lifted = [inner[4:] for inner in lines[at:end]]
            yield at + 1, "level lifted", joined([*lines[:at], *lifted, *lines[end:]])


def _operation(lines: list[str], at: int) -> bool:
    return _OPERATION.match(lines[at]) is not None


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip(" "))


def _end(lines: list[str], at: int) -> int:
    """One past the last line that stands under a line."""
    end = at + 1
    while end < len(lines) and (not lines[end].strip() or _indent(lines[end]) > _indent(lines[at])):
        end += 1
    return end


def _alone(lines: list[str], at: int, end: int) -> bool:
    """Whether the line above would have nothing under it: then that one is dropped instead."""
    above = at > 0 and _indent(lines[at - 1]) < _indent(lines[at]) and lines[at - 1].rstrip().endswith(":")
    return above and (end == len(lines) or _indent(lines[end]) < _indent(lines[at]))


def _block(lines: list[str], at: int, content: str) -> Iterator[Change]:
    match = _BLOCK.match(content)
    if match is None:
        return
    indent, kind, path = match.groups()
    edits = [(operator, f"{indent}{kind} {other_path}:") for operator, other_path in filters(path)]
    for beside in (_BLOCK.match(line) for line in lines[at + 1 :]):
        if beside and len(beside[1]) <= len(indent) and beside[3] != path:
            edits.append(("level changed", f"{indent}{kind} {beside[3]}:"))
            break
    if kind == "each":
        edits.append(("list became one", f"{indent}with {path}[0]:" if "[" not in path else f"{indent}with {path}:"))
    yield from edited(lines, at, iter(edits))


def _literals(line: str, number: int, codes: Codes) -> Iterator[Edit]:
    """Qualifiers changed: into another code of their list where there is one."""
    content = strip_comment(line)[0].rstrip()
    for start, end, element, component in _tokens(content):
        text = content[start:end].removesuffix("...")
        if text and "{" not in text:
            instead = next(iter(codes(number, element, component)), other(text))
            yield "qualifier changed", content[:start] + instead + content[start + len(text) :] + line[len(content) :]


def _tokens(content: str) -> Iterator[tuple[int, int, int, int]]:
    """Start, end, element and component of what stands between separators; of a record its literal beginning."""
    body = content.lstrip(" ")
    offset = len(content) - len(body)
    if not re.match(r"[A-Z]{3}(\+|$)", body):
        yield offset, offset + len(body.partition("{")[0]), 0, 0
        return
    mask, start, element, component = inside_braces(content), offset + 4, 1, 1
    for at in range(offset + 4, len(content) + 1):
        char = "" if at == len(content) else content[at]
        if not char or (char in "+:" and not mask[at]):
            yield start, at, element, component
            element, component = (element + 1, 1) if char == "+" else (element, component + 1)
            start = at + 1


def _moved(line: str) -> Iterator[Edit]:
    """The last element or component stands one further on."""
    content = strip_comment(line)[0].rstrip()
    mask = inside_braces(content)
    if "+" in content:
        at = max(n for n, char in enumerate(content) if char in "+:" and not mask[n])
        yield "place moved", content[:at] + content[at] + content[at:] + line[len(content) :]
