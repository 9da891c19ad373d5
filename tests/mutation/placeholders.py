"""What can be wrong between braces, in templates of every syntax."""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from edi_engine.mapping.template import strip_comment
from tests.mutation.mutant import Edit, other

_BRACES = re.compile(r"\{([^{}]*)\}")
_DIRECTION = re.compile(r"(in|out|copy) ")
_SET = re.compile(r"[\w.-]+(?:/[\w.-]+)+")
_FILTER = re.compile(r"\[([^\]]*=[^\]]*)\]")
_SLICE = re.compile(r"\[(\d+)?:(\d+)?\](?=[|}])")
_WIDTH = re.compile(r":(\d+)(?=[|}])")
_CONVERSION = re.compile(r"\|([a-z_]+)(?:\(([^()]*(?:\([^()]*\))?)\))?")
EXCHANGED = {"cut": "lines", "lines": "cut", "datetime": "measure", "measure": "datetime", "number": "lines"}
ARGUMENTS = {"102": "203", "203": "102", "204": "203", "KGM": "TNE"}
OTHER_DIRECTION = {"": "in", "in": "", "copy": "in", "out": "in"}


def line_edits(line: str, tables: Sequence[str] = ()) -> Iterator[Edit]:
    """Changes within the braces of one line; `tables` are the code tables at hand."""
    content = strip_comment(line)[0] if not line.lstrip().startswith("<") else line
    rest = line[len(content) :]
    found = list(_BRACES.finditer(content))
    for match in found:
        for operator, text in _inner(match[1], tables):
            yield operator, content[: match.start()] + text + content[match.end() :] + rest
    for operator, text in (*_paths_swapped(content, found), *_slices(content), *_widths(content)):
        yield operator, text + rest


def _inner(inner: str, tables: Sequence[str]) -> Iterator[Edit]:
    """Changes of one placeholder, braces included."""
    if inner == "*":
        yield "ignored place dropped", ""
    elif inner.startswith("="):
        yield "constant changed", f"{{={other(inner[1:])}}}"
    elif _SET.fullmatch(inner):
        yield from _set(inner.split("/"))
    elif not inner.startswith("~"):
        yield from ((operator, f"{{{text}}}") for operator, text in _path(inner, tables))


def _set(members: list[str]) -> Iterator[Edit]:
    yield "set order swapped", f"{{{'/'.join([members[1], members[0], *members[2:]])}}}"
    for gone in members:
        left = [member for member in members if member != gone]
        yield "set member dropped", left[0] if len(left) == 1 else f"{{{'/'.join(left)}}}"


def _path(inner: str, tables: Sequence[str]) -> Iterator[Edit]:
    match = _DIRECTION.match(inner)
    direction, body = (match[1], inner[match.end() :]) if match else ("", inner)
    instead = OTHER_DIRECTION[direction]
    yield "direction changed", f"{instead} {body}".strip()
    yield from _conversions(inner, tables)
    yield from filters(inner)
    for index, moved in (("[0]", "[1]"), ("[1]", "[0]"), ("[2]", "[3]"), ("[1:]", "[0:]"), ("[*]", "[0]")):
        if index in inner:
            yield "index moved", inner.replace(index, moved)
    if inner.endswith("!"):
        yield "null dropped", inner[:-1]


def _conversions(inner: str, tables: Sequence[str]) -> Iterator[Edit]:
    for match in _CONVERSION.finditer(inner):
        before, behind, (name, argument) = inner[: match.start()], inner[match.end() :], match.groups()
        yield "conversion dropped", before + behind
        if name == "code":
            instead = next((table for table in tables if table != argument), "")
            if instead:
                yield "code table swapped", f"{before}|code({instead}){behind}"
        elif name in EXCHANGED:
            yield "conversion swapped", f"{before}|{EXCHANGED[name]}{behind}"
        if argument and name != "code":
            first, *more = argument.split(",")
            changed = ",".join([ARGUMENTS.get(first) or other(first), *more])
            yield "argument changed", f"{before}|{name}({changed}){behind}"


def filters(text: str) -> Iterator[Edit]:
    """Conditions on elements of lists, loosened and changed."""
    for match in _FILTER.finditer(text):
        before, behind, conditions = text[: match.start()], text[match.end() :], match[1].split(",")
        for at, condition in enumerate(conditions):
            left = ",".join([*conditions[:at], *conditions[at + 1 :]])
            loose = f"[{left}]" if left else "[0]" if behind.startswith(".") else ""
            yield "filter loosened", before + loose + behind
            changed = ",".join([*conditions[:at], other(condition), *conditions[at + 1 :]])
            yield "filter changed", f"{before}[{changed}]{behind}"


def _paths_swapped(content: str, found: list[re.Match[str]]) -> Iterator[Edit]:
    """Neighbours on one line exchanged, without what follows the path."""
    paths = [match for match in found if re.match(r"[a-z/^(]", match[1]) and not _SET.fullmatch(match[1])]
    for one, next_one in pairwise(paths):
        (a, rest_a), (b, rest_b) = _head(one[1]), _head(next_one[1])
        between = content[one.end() : next_one.start()]
        swapped = f"{{{b}{rest_a}}}{between}{{{a}{rest_b}}}"
        yield "paths swapped", content[: one.start()] + swapped + content[next_one.end() :]


def _head(inner: str) -> tuple[str, str]:
    """A path, and the width and conversions behind it."""
    match = re.match(r"[^|!]*?(?=:\d+(?:\||$)|\||!|$)", inner)
    head = match[0] if match else inner
    return head, inner[len(head) :]


def _slices(content: str) -> Iterator[Edit]:
    """All slices of a line begin and end one further on."""
    if _SLICE.search(content):
        yield "slice moved", _SLICE.sub(lambda m: f"[{_more(m[1])}:{_more(m[2])}]", content)


def _more(number: str | None) -> str:
    return str(int(number) + 1) if number and number != "0" else number or ""


def _widths(content: str) -> Iterator[Edit]:
    """One part is wider by a character, the next one narrower."""
    found = list(_WIDTH.finditer(content))
    for at in range(len(found)):
        texts = [m[1] for m in found]
        texts[at] = str(int(texts[at]) + 1)
        if at + 1 < len(texts):
            texts[at + 1] = str(max(1, int(texts[at + 1]) - 1))
        numbers = iter(texts)
        yield "width moved", _WIDTH.sub(lambda m, numbers=numbers: f":{next(numbers)}", content)  # type: ignore[misc]
