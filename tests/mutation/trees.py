"""What can be wrong with templates that are trees: XML and JSON, an element or member a line or several on one."""

import re
from collections.abc import Iterator, Sequence

from edi_engine.mapping.template import strip_comment
from tests.mutation.mutant import Change, Edit, dropped, edited, joined, other
from tests.mutation.placeholders import filters, line_edits

_OPEN = re.compile(r"( *)<([\w:.-]+)([^<>]*)>(.*)$")
_TEXT = re.compile(r">([^<>{}]+)<")
_COMMAND = re.compile(r'((?:m:|")?(?:each|with|path|\$each|\$with))("?\s*[=:]\s*")([^"{}]+)"')
_MEMBER = re.compile(r'"([^"$]+)":\s*("[^"]*")(,?)\s*')
_KEY = re.compile(r'"([^"$]+)":')
_CONSTANT = re.compile(r'"([^"$]+)":\s*"([^"{}]+)"')
_DANGLING = re.compile(r", *(?=[}\]])|,(?=\s*(?:#[^\n]*)?\s*[}\]])")


def xml_changes(text: str, tables: Sequence[str]) -> Iterator[Change]:
    """Every change of an XML template."""
    lines, comment = text.splitlines(), False
    for at, line in enumerate(lines):
        comment = comment or "<!--" in line
        match = None if comment else _OPEN.match(line)
        comment = comment and "-->" not in line
        if match is None:
            continue
        indent, tag, _, rest = match.groups()
        end = at + 1 if f"</{tag}>" in rest or match[3].endswith("/") else _closing(lines, at, indent, tag)
        if at and end:
            yield dropped(lines, at, end, "element dropped")
            renamed = [
                one.replace(f"<{tag}", f"<{other(tag)}").replace(f"</{tag}>", f"</{other(tag)}>") for one in lines
            ]
            yield at + 1, "element renamed", joined(_only(lines, renamed, at, end))
        yield from edited(lines, at, line_edits(line, tables))
        yield from edited(lines, at, _commands(line))
        yield from edited(lines, at, (("constant changed", _put(line, m, other(m[1]))) for m in _TEXT.finditer(line)))


def _closing(lines: list[str], at: int, indent: str, tag: str) -> int:
    """One past the line that closes an element, which stands at the same indentation."""
    return next((n + 1 for n in range(at + 1, len(lines)) if lines[n].startswith(f"{indent}</{tag}>")), 0)


def _only(lines: list[str], renamed: list[str], at: int, end: int) -> list[str]:
    """The first and last line of a block renamed, nothing else."""
    return [new if n in (at, end - 1) else old for n, (old, new) in enumerate(zip(lines, renamed, strict=True))]


def _put(line: str, match: re.Match[str], text: str, group: int = 1) -> str:
    return line[: match.start(group)] + text + line[match.end(group) :]


def _commands(line: str) -> Iterator[Edit]:
    """Lists and scopes: conditions loosened, a list that is one."""
    for match in _COMMAND.finditer(line):
        for operator, path in filters(match[3]):
            yield operator, _put(line, match, path, 3)
        if match[1].endswith("each"):
            path = match[3] if "[" in match[3] else f"{match[3]}[0]"
            yield "list became one", _put(_put(line, match, path, 3), match, match[1].replace("each", "with"))


def json_changes(text: str, tables: Sequence[str]) -> Iterator[Change]:
    """Every change of a JSON template."""
    lines = text.splitlines()
    for at, line in enumerate(lines):
        content = strip_comment(line)[0]
        if not content.strip():
            continue
        end = _balanced(lines, at)
        if _KEY.match(content.strip()) and end:
            yield at + 1, "member dropped", _tidy([*lines[:at], *lines[end:]])
        for match in _MEMBER.finditer(content):
            gone = line[: match.start()] + line[match.end() :]
            yield at + 1, "member dropped", _tidy([*lines[:at], gone, *lines[at + 1 :]])
        yield from edited(lines, at, (("member renamed", _put(line, m, other(m[1]))) for m in _KEY.finditer(content)))
        yield from edited(
            lines, at, (("constant changed", _put(line, m, other(m[2]), 2)) for m in _CONSTANT.finditer(content))
        )
        yield from edited(lines, at, line_edits(line, tables))
        yield from edited(lines, at, _commands(line))


def _balanced(lines: list[str], at: int) -> int:
    """One past the line on which what a line begins is closed again."""
    depth = 0
    for number in range(at, len(lines)):
        content = re.sub(r'"[^"]*"', "", strip_comment(lines[number])[0])
        depth += sum(content.count(one) for one in "{[") - sum(content.count(one) for one in "}]")
        if depth <= 0:
            return number + 1 if depth == 0 else 0
    return 0


def _tidy(lines: list[str]) -> str:
    """The text without commas that nothing follows."""
    return _DANGLING.sub("", joined(lines))
