"""Our YAML, read so that every value knows where it stands and nothing is guessed.

Strings stay strings (`NO` is not false, `1.10` not a number); duplicate keys, tags and aliases are refused; nesting is
bounded.
"""

import re
from typing import Any

import yaml

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity

MAX_DEPTH = 20
_DURATION = re.compile(r"(\d{1,9})([smhd])")
_SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86_400}


class Text(str):
    """A scalar with its place in the file, counted from 1."""

    __slots__ = ("column", "line")
    line: int
    column: int


class Table(dict[str, Any]):
    """A YAML mapping with its place; keys are `Text`."""

    line: int = 1
    column: int = 1


class Rows(list[Any]):
    """A YAML sequence with its place."""

    line: int = 1
    column: int = 1


def fault_at(code: str, what: str, where: Any, name: str, *, why: str, fix: str) -> Finding:
    """An error at a value of a file of ours, or at a position that is known better."""
    if not isinstance(where, Position):
        where = Position(path=name, line=getattr(where, "line", 1), column=getattr(where, "column", 1))
    return Finding(code=code, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix)


def seconds_of(text: str) -> float | None:
    """A duration in seconds: `30s`, `10m`, `24h`, `14d`; None for another text."""
    found = _DURATION.fullmatch(text)
    return float(found[1]) * _SECONDS[found[2]] if found else None


def read_yaml(text: str, name: str) -> Any:
    """Read one YAML document into `Table`, `Rows` and `Text` (None for an empty document or an empty value).

    Args:
        text: the file's content.
        name: the file's name, for findings.

    Raises:
        ConfigurationError: `CFG-001`, with line and column.
    """
    loader = yaml.CSafeLoader(text)
    try:
        for event in yaml.parse(text, Loader=yaml.CSafeLoader):
            if isinstance(event, yaml.AliasEvent) or getattr(event, "tag", None):
                raise _refusal(name, *_mark(event.start_mark), "a tag or an alias is not allowed")
        node = loader.get_single_node()
    except yaml.MarkedYAMLError as error:
        raise _refusal(name, *_mark(error.problem_mark or error.context_mark), error.problem or "not YAML") from error
    except yaml.YAMLError as error:
        raise _refusal(name, 1, 1, str(error)) from error
    finally:
        loader.dispose()
    return None if node is None else _value(node, name, 0)


def within(value: Text, offset: int, lines: list[str], name: str) -> Position:
    """The place of a character of a value; of the value itself where YAML folded lines or escaped characters.

    Args:
        value: a value of the file.
        offset: which of its characters, from 0.
        lines: those of the file.
        name: the file's name.
    """
    line = lines[value.line - 1]
    start = value.column - 1
    start += line[start : start + 1] in ("'", '"')
    before = value[:offset]
    if line[start:].startswith(value):
        return Position(path=name, line=value.line, column=start + 1 + len(before))
    below = lines[value.line + before.count("\n") :][:1]  # a block: its text starts on the next line
    written = str(value).splitlines()[before.count("\n") :][:1]
    if below and written and below[0].strip() == written[0].strip():
        indent = len(below[0]) - len(below[0].lstrip()) - (len(written[0]) - len(written[0].lstrip()))
        number = value.line + before.count("\n") + 1
        return Position(path=name, line=number, column=indent + 1 + len(before.rpartition("\n")[2]))
    return Position(path=name, line=value.line, column=value.column)


def _value(node: yaml.Node, name: str, depth: int) -> Any:
    line, column = _mark(node.start_mark)
    if depth > MAX_DEPTH:
        raise _refusal(name, line, column, f"nested deeper than {MAX_DEPTH} levels")
    if isinstance(node, yaml.MappingNode):
        table = Table()
        table.line, table.column = line, column
        for key_node, value_node in node.value:
            key = _value(key_node, name, depth + 1)
            if not isinstance(key, Text):
                raise _refusal(name, line, column, "a key must be a plain text")
            if key in table:
                raise _refusal(name, key.line, key.column, f"the key {key!r} stands here twice")
            table[key] = _value(value_node, name, depth + 1)
        return table
    if isinstance(node, yaml.SequenceNode):
        rows = Rows(_value(item, name, depth + 1) for item in node.value)
        rows.line, rows.column = line, column
        return rows
    if node.tag == "tag:yaml.org,2002:null" and node.value in ("", "~", "null"):
        return None
    scalar = Text(node.value)
    scalar.line, scalar.column = line, column
    return scalar


def _mark(mark: Any) -> tuple[int, int]:
    """Line and column from 1; PyYAML counts from 0 and knows no place for some errors."""
    return (mark.line + 1, mark.column + 1) if mark else (1, 1)


def _refusal(name: str, line: int, column: int, what: str) -> ConfigurationError:
    return ConfigurationError(
        Finding(
            code="CFG-001",
            severity=Severity.ERROR,
            what=what,
            where=Position(path=name, line=line, column=column),
            why="configuration is plain YAML: no tags, no aliases, no duplicate keys",
            fix="correct the file at this line",
        )
    )
