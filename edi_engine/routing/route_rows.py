"""Reads `routes.yaml`: every fault found in one go, each at its line and column."""

import datetime
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any, NamedTuple

import msgspec

from edi_engine.conditions.expression import Shape, near, read_expression
from edi_engine.configuration import Rows, Table, Text, fault_at, read_yaml, within
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding
from edi_engine.routing.condition import Condition, compile_condition, root_shape, tree_of
from edi_engine.routing.retry import Retry, read_retry
from edi_engine.routing.route_table import AnswerRow, Route, RouteTable

MAX_ROUTES = 10_000
MAX_TIMEOUT = 3600.0
TRAFFIC = ("production", "test", "any")
SEND = ("requested", "faults", "always", "never")

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,99}(?<!\.)")
_PATH = re.compile(r"[a-z_]\w*(\[\*\])?(\.[a-z_]\w*(\[\*\])?)*")


def read_routes(
    text: str,
    name: str,
    *,
    documents: Mapping[str, type[msgspec.Struct]],
    mappings: Collection[str],
    transports: Collection[str],
) -> RouteTable:
    """Read and check `routes.yaml`.

    Args:
        text: the file's content: `routes:` with a list of rows, see `Route` for the keys; `answers:` with another, see
            `AnswerRow` (without it, one row of defaults).
        name: the file's name, for findings.
        documents: kinds of canonical documents; the first is the default of a row.
        mappings, transports: names a row may use.

    Raises:
        ConfigurationError: with every fault of the file, each with line and column: `RTE-001` structure, `RTE-002`
            condition, `RTE-003` a name that is not known, `RTE-004` a value that is not allowed.
    """
    reader, tree = _Reader(name, text.splitlines(), documents, mappings, transports), read_yaml(text, name)
    routes: list[Route] = reader.table(tree, "routes")
    answered = isinstance(tree, Table) and "answers" in tree
    answers: list[AnswerRow] = reader.table(tree, "answers") if answered else [AnswerRow()]
    reader.check_names([*routes, *(row for row in answers if row.line)])
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    trees = {kind: tree_of(_conditions(routes, kind)) for kind in documents}
    return RouteTable(tuple(routes), trees, name, tuple(answers))


def _conditions(routes: Sequence[Route], kind: str) -> list[Condition]:
    return [route.when for route in routes if route.when and route.document == kind]


@dataclass(slots=True)
class _Reader:
    """Turns the YAML tree into routes, collecting findings instead of stopping at the first."""

    name: str
    lines: list[str]
    documents: Mapping[str, type[msgspec.Struct]]
    mappings: Collection[str]
    transports: Collection[str]
    findings: list[Finding] = field(default_factory=list)
    shapes: dict[str, Shape] = field(default_factory=dict)

    def table(self, tree: Any, part: str) -> list[Any]:
        """The rows below one key of the file, those without a fault."""
        rows, kind = tree.get(part) if isinstance(tree, Table) else None, _PARTS[part]
        if not isinstance(rows, Rows):
            self.add("RTE-001", f"there is no list under '{part}:'", tree, f"write {part}: and a list of rows")
            return []
        for key in tree if part == "routes" else ():
            if key not in _PARTS:
                self.add("RTE-001", f"unknown key {key}", key, "only 'routes:' and 'answers:' stand at the top")
        if len(rows) > MAX_ROUTES:
            self.add("RTE-004", f"more than {MAX_ROUTES} {part}", rows, "split the installation")
            return []
        return [read for row in rows if (read := self.row(row, rows, kind))]

    def check_names(self, rows: Sequence[Route | AnswerRow]) -> None:
        first: dict[str, Route | AnswerRow] = {}
        for row in rows:
            if first.setdefault(row.name, row) is not row:
                what = f"the name {row.name} was used in line {first[row.name].line} already"
                self.add("RTE-004", what, row, "give each row its own name")

    def row(self, row: Any, rows: Rows, kind: "_Kind") -> Any:
        """One route or answer, `None` if it has a fault."""
        if not isinstance(row, Table):
            self.add(
                "RTE-001",
                f"{kind.word[0]} {kind.word[1]} is a table of keys",
                row if row is not None else rows,
                "write name: …",
            )
            return None
        before = len(self.findings)
        self.check_keys(row, kind)
        values: dict[str, Any] = {"line": row.line, "document": next(iter(self.documents))}
        for key in (key for key in kind.keys if row.get(key) is not None):  # their order: `document` before `when`
            if (value := kind.keys[key](self, key, row[key], values)) is not None:
                values[key] = value
        made = {key: value for key, value in values.items() if key in kind.keys or key == "line"}
        return kind.make(**made) if len(self.findings) == before else None

    def check_keys(self, row: Table, kind: "_Kind") -> None:
        for key in row:
            if key not in kind.keys:
                self.add("RTE-001", f"unknown key {key}", key, near(key, kind.keys))
        for key in kind.required:
            if row.get(key) is None:
                self.add("RTE-001", f"the {kind.word[1]} has no {key}", row, f"add {key}: …")

    def word(self, key: str, value: Any) -> str:
        if isinstance(value, Text):
            return str(value)
        self.add("RTE-001", f"{key} is a single text", value, f"write {key}: …")
        return ""

    def safe(self, key: str, value: Any, _: dict[str, Any]) -> str:
        text = self.word(key, value)
        if text and not _NAME.fullmatch(text):
            what = f"{key} {text[:100]!r} is no plain name"
            self.add("RTE-004", what, value, "use letters, digits, '.', '_', '+' and '-', not more than 100")
        return text

    def plain(self, key: str, value: Any, _: dict[str, Any]) -> str:
        return self.word(key, value)

    def folder(self, key: str, value: Any, _: dict[str, Any]) -> str:
        text = self.word(key, value)
        if "\0" in text or ".." in PurePosixPath(text).parts:
            self.add("RTE-004", f"folder {text[:100]!r} leads out", value, "name a folder without '..'")
        return text

    def known(self, key: str, value: Any, names: Collection[str]) -> str | None:
        text = self.word(key, value)
        if not text or text in names:
            return text
        self.add("RTE-003", f"there is no {key} {text}", value, near(text, names))
        return None

    def day(self, key: str, value: Any, _: dict[str, Any]) -> datetime.date | None:
        try:
            return datetime.date.fromisoformat(self.word(key, value))
        except ValueError:
            self.add("RTE-004", f"{key} is no day", value, "write YYYY-MM-DD")
        return None

    def seconds(self, key: str, value: Any, _: dict[str, Any]) -> float | None:
        text = self.word(key, value)
        if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text) and 0 < float(text) <= MAX_TIMEOUT:
            return float(text)
        self.add("RTE-004", f"{key} is no number of seconds", value, f"write a number up to {MAX_TIMEOUT:g}")
        return None

    def retry(self, _: str, value: Any, __: dict[str, Any]) -> Retry | None:
        return read_retry(value, self.add)

    def paths(self, key: str, value: Any, values: dict[str, Any]) -> tuple[str, ...]:
        if not isinstance(value, Rows):
            self.add("RTE-001", f"{key} is a list of paths", value, f"write {key}: [goods_items[*].ucr]")
            return ()
        for path in value:
            if not isinstance(path, Text) or not _PATH.fullmatch(path):
                self.add("RTE-004", f"{str(path)[:100]!r} is no path", path, "write names joined by dots, [*] for all")
                continue
            for problem in read_expression(path.replace("[*]", "[0]"), self.shape(values["document"])).problems:
                self.add("RTE-002", f"{key}: {problem.what}", path, problem.fix)
        return tuple(map(str, value))

    def partners(self, key: str, value: Any, _: dict[str, Any]) -> tuple[str, ...]:
        if not isinstance(value, Rows) or not all(isinstance(name, Text) and name for name in value):
            self.add("RTE-001", f"{key} is a list of identifications", value, f"write {key}: [NORTHMERE, TRADER:14]")
            return ()
        return tuple(map(str, value))

    def responses(self, key: str, value: Any, _: dict[str, Any]) -> dict[str, str] | None:
        """Mappings by syntax, each of them there."""
        if not isinstance(value, Table):
            self.add("RTE-001", f"{key} names a mapping for each syntax", value, f"write {key}: {{json: json}}")
            return None
        named = {str(syntax): self.known("mapping", name, self.mappings) for syntax, name in value.items()}
        return {syntax: name for syntax, name in named.items() if name}

    def shape(self, kind: str) -> Shape:
        if kind not in self.shapes:
            self.shapes[kind] = root_shape(self.documents[kind])
        return self.shapes[kind]

    def condition(self, key: str, value: Any, values: dict[str, Any]) -> Condition | None:
        text = self.word(key, value)
        if not text:
            return None
        result = compile_condition(text, self.shape(values["document"]))
        if isinstance(result, Condition):
            return result
        for problem in result:
            self.add(
                "RTE-002", f"when: {problem.what}", within(value, problem.offset, self.lines, self.name), problem.fix
            )
        return None

    def add(self, code: str, what: str, where: Any, fix: str) -> None:
        why = "the route table is checked when it loads"
        self.findings.append(fault_at(code, what, where, self.name, why=why, fix=fix))


_Check = Callable[[_Reader, str, Any, dict[str, Any]], Any]


class _Kind(NamedTuple):
    """What the rows of one list are: its key, the word for one row,"""

    word: tuple[str, str]
    make: Callable[..., Route | AnswerRow]
    keys: Mapping[str, _Check]
    required: tuple[str, ...]


def _among(names: Callable[[_Reader], Collection[str]]) -> _Check:
    return lambda reader, key, value, _: reader.known(key, value, names(reader))


# Every key of a row with the check that reads its value; `document` first, for `when` is checked against it.
_SENDING: dict[str, _Check] = {
    "transport": _among(lambda reader: reader.transports),
    "folder": _Reader.folder,
    "timeout": _Reader.seconds,
    "retry": _Reader.retry,
}
_ROUTE: dict[str, _Check] = {
    "document": _among(lambda reader: reader.documents),
    "name": _Reader.safe,
    "agency": _Reader.safe,
    "mapping": _among(lambda reader: reader.mappings),
    "when": _Reader.condition,
    "traffic": _among(lambda _: TRAFFIC),
    "sender": _Reader.plain,
    "recipient": _Reader.plain,
    "valid_from": _Reader.day,
    "valid_to": _Reader.day,
    "withhold": _Reader.paths,
    **_SENDING,
}
_ANSWER: dict[str, _Check] = {
    "name": _Reader.safe,
    "senders": _Reader.partners,
    "send": _among(lambda _: SEND),
    "responses": _Reader.responses,
    "agency": _Reader.safe,
    **_SENDING,
}
_PARTS = {
    "routes": _Kind(("a", "route"), Route, _ROUTE, ("name", "agency", "mapping")),
    "answers": _Kind(("an", "answer"), AnswerRow, _ANSWER, ("name",)),
}
