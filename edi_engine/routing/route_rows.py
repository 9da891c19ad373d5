"""Reads `routes.yaml`: every fault found in one go, each at its line and column."""

import datetime
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any

import msgspec

from edi_engine.configuration import Rows, Table, Text, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.routing.condition import Condition, compile_condition, root_shape, tree_of
from edi_engine.routing.expression import Problem, Shape, near, read_expression
from edi_engine.routing.route_table import Route, RouteTable

MAX_ROUTES = 10_000
MAX_TIMEOUT = 3600.0
TRAFFIC = ("production", "test", "any")

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
        text: the file's content: `routes:` with a list of rows, see `Route` for the keys.
        name: the file's name, for findings.
        documents: kinds of canonical documents; the first is the default of a row.
        mappings, transports: names a row may use.

    Raises:
        ConfigurationError: with every fault of the file, each with line and column: `RTE-001` structure, `RTE-002`
            condition, `RTE-003` a name that is not known, `RTE-004` a value that is not allowed.
    """
    reader = _Reader(name, text.splitlines(), documents, mappings, transports)
    routes = reader.table(read_yaml(text, name))
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    trees = {kind: tree_of(_conditions(routes, kind)) for kind in documents}
    return RouteTable(tuple(routes), trees, name)


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

    def table(self, tree: Any) -> list[Route]:
        rows = tree.get("routes") if isinstance(tree, Table) else None
        if not isinstance(rows, Rows):
            self.add("RTE-001", "there is no list under 'routes:'", tree, "write routes: and a list of rows")
            return []
        for key in tree:
            if key != "routes":
                self.add("RTE-001", f"unknown key {key}", key, "only 'routes:' stands at the top")
        if len(rows) > MAX_ROUTES:
            self.add("RTE-004", f"more than {MAX_ROUTES} routes", rows, "split the installation")
            return []
        routes = [route for row in rows if (route := self.row(row, rows))]
        self.check_names(routes)
        return routes

    def check_names(self, routes: list[Route]) -> None:
        first: dict[str, Route] = {}
        for route in routes:
            if first.setdefault(route.name, route) is not route:
                what = f"the name {route.name} was used in line {first[route.name].line} already"
                self.add("RTE-004", what, route, "give each route its own name")

    def row(self, row: Any, rows: Rows) -> Route | None:
        """One route, `None` if it has a fault."""
        if not isinstance(row, Table):
            self.add("RTE-001", "a route is a table of keys", row if row is not None else rows, "write name: …")
            return None
        before = len(self.findings)
        self.check_keys(row)
        values: dict[str, Any] = {"line": row.line, "document": next(iter(self.documents))}
        for key in (key for key in _KEYS if row.get(key) is not None):  # table order: `document` comes before `when`
            if (value := _KEYS[key](self, key, row[key], values)) is not None:
                values[key] = value
        return Route(**values) if len(self.findings) == before else None

    def check_keys(self, row: Table) -> None:
        for key in row:
            if key not in _KEYS:
                self.add("RTE-001", f"unknown key {key}", key, near(key, _KEYS))
        for key in ("name", "agency", "mapping"):
            if row.get(key) is None:
                self.add("RTE-001", f"the route has no {key}", row, f"add {key}: …")

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
            self.add("RTE-002", f"when: {problem.what}", self.within(value, problem), problem.fix)
        return None

    def within(self, value: Text, problem: Problem) -> Position:
        """The place of a character of a value; of the value itself where YAML folded lines or escaped characters."""
        line = self.lines[value.line - 1]
        start = value.column - 1
        start += line[start : start + 1] in ("'", '"')
        before = value[: problem.offset]
        if line[start:].startswith(value):
            return Position(path=self.name, line=value.line, column=start + 1 + len(before))
        below = self.lines[value.line + before.count("\n") :][:1]  # a block: its text starts on the next line
        written = str(value).splitlines()[before.count("\n") :][:1]
        if below and written and below[0].strip() == written[0].strip():
            indent = len(below[0]) - len(below[0].lstrip()) - (len(written[0]) - len(written[0].lstrip()))
            number = value.line + before.count("\n") + 1
            return Position(path=self.name, line=number, column=indent + 1 + len(before.rpartition("\n")[2]))
        return Position(path=self.name, line=value.line, column=value.column)

    def add(self, code: str, what: str, where: Any, fix: str) -> None:
        if not isinstance(where, Position):
            line, column = getattr(where, "line", 1), getattr(where, "column", 1)
            where = Position(path=self.name, line=line, column=column)
        why = "the route table is checked when it loads"
        self.findings.append(Finding(code=code, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix))


# Every key of a row with the check that reads its value; `document` first, for `when` is checked against it.
_KEYS: dict[str, Callable[[_Reader, str, Any, dict[str, Any]], Any]] = {
    "document": lambda reader, key, value, _: reader.known(key, value, reader.documents),
    "name": _Reader.safe,
    "agency": _Reader.safe,
    "mapping": lambda reader, key, value, _: reader.known(key, value, reader.mappings),
    "when": _Reader.condition,
    "traffic": lambda reader, key, value, _: reader.known(key, value, TRAFFIC),
    "transport": lambda reader, key, value, _: reader.known(key, value, reader.transports),
    "folder": _Reader.folder,
    "sender": _Reader.plain,
    "recipient": _Reader.plain,
    "valid_from": _Reader.day,
    "valid_to": _Reader.day,
    "timeout": _Reader.seconds,
    "withhold": _Reader.paths,
}
