"""Tests of a route table, `routes.test.yaml` beside it: documents, and the routes that are to take each of them."""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

import msgspec

from edi_engine.canonical.written_out import KIND, document_of
from edi_engine.conditions.expression import near
from edi_engine.configuration import Rows, Table, Text, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.condition import ENVELOPE_FIELDS, MESSAGE_FIELDS
from edi_engine.routing.route_table import Decision, RouteTable
from edi_engine.rows import Codes, Kind, RowReader


@dataclass(frozen=True, slots=True, kw_only=True)
class TableTest:
    """A document, and the routes that take it.

    Attributes:
        name: what the test shows.
        takes: names of the routes that take it.
        leaves: names of those that do not; None: all others.
        file: a file below `samples/`; of a file with several messages `number` is the one meant, 0 all of them.
        document: written out in the test, in place of a file, with what it is said to have come in.
        message: that of `document`.
        day: the day (UTC) on which it comes; None: today.
        where: where the test stands.
    """

    name: str
    takes: tuple[str, ...]
    leaves: tuple[str, ...] | None = None
    file: str = ""
    number: int = 0
    document: msgspec.Struct | None = None
    message: Message | None = None
    day: datetime.date | None = None
    where: Position = field(default_factory=Position)


def read_table_tests(
    text: str, name: str, routes: Collection[str], documents: Mapping[str, type[msgspec.Struct]]
) -> list[TableTest]:
    """Read the tests of a route table.

    Args:
        text: the file's content: `tests:` with a list of tables, see `TableTest` for the keys.
        name: the file's name, for findings.
        routes: names of the routes there are.
        documents: kinds of canonical documents.

    Raises:
        ConfigurationError: `RTE-005`, with line and column, for every fault of the file.
    """
    reader = _Reader(name=name, routes=routes, documents=documents)
    tests: list[TableTest] = reader.table(read_yaml(text, name), "tests", _TESTS, [])
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    return tests


@dataclass(slots=True, kw_only=True)
class _Reader(RowReader):
    """Turns the YAML tree into tests."""

    codes = Codes("RTE-005", "RTE-005", "RTE-005")
    why = "the tests of the route table are checked when they are read"
    routes: Collection[str]
    documents: Mapping[str, type[msgspec.Struct]]

    def row(self, row: Any, rows: Rows, kind: Kind) -> TableTest | None:
        test = RowReader.row(self, row, rows, kind)
        return replace(test, where=Position(path=self.name, line=row.line, column=row.column)) if test else None

    def check_keys(self, row: Table, kind: Kind, given: Collection[str]) -> None:
        RowReader.check_keys(self, row, kind, given)
        if (row.get("file") is None) == (row.get("document") is None):
            fix = "write a file: below samples/, or a document:"
            self.structure("a test has a file or a document", row, fix)

    def number(self, key: str, value: Any, _: dict[str, Any]) -> int | None:
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
            return int(value)
        self.value(f"{key} is no number of a message", value, "write 1 for the first message of the file")
        return None

    def named(self, key: str, value: Any, _: dict[str, Any]) -> tuple[str, ...]:
        if not isinstance(value, Rows):
            fix = f"write {key}: [ROUTE, …]"
            self.structure(f"{key} is a list of routes, empty if none is meant", value, fix)
            return ()
        for each in value:
            self.known("route", each, self.routes)
        return tuple(map(str, value))

    def document(self, _: str, value: Any, __: dict[str, Any]) -> msgspec.Struct | None:
        if not isinstance(value, Table):
            self.structure("a document is a table of fields", value, "write document: {type_code: IM}")
            return None
        tree = dict(value)
        kind = str(tree.pop(KIND, next(iter(self.documents))))
        if kind not in self.documents:
            self.unknown(f"there is no kind of document {kind[:100]}", value[KIND], near(kind, self.documents))
            return None
        try:
            return document_of(kind, tree)
        except msgspec.ValidationError as error:
            wrong = re.sub("`[^`]*`", lambda found: _as_written(found[0]), str(error))
            unknown = re.search(r"unknown field `(\w+)`$", wrong)
            known = self.documents[kind].__struct_fields__ if unknown else ()
            fix = near(unknown[1], known, "see docs/fields.html") if unknown else "see docs/fields.html"
            self.structure(f"the document is none of the model: {wrong}", value, fix)
            return None

    def message(self, key: str, value: Any, _: dict[str, Any]) -> dict[str, str]:
        return self.facts(key, value, MESSAGE_FIELDS)

    def envelope(self, key: str, value: Any, _: dict[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = self.facts(key, value, ENVELOPE_FIELDS)
        if found.get("test", "true") not in ("true", "false"):
            self.value("envelope.test is true or false", value["test"], "write test: true")
        return {**found, "test": found.get("test") == "true"}

    def facts(self, key: str, value: Any, known: Sequence[str]) -> dict[str, str]:
        """A table of texts."""
        if not isinstance(value, Table):
            self.structure(f"{key} is a table of texts", value, f"write {key}: {{{known[0]}: …}}")
            return {}
        for name, fact in value.items():
            if name not in known:
                self.unknown(f"{key} has no {name}", name, near(name, known))
            elif not isinstance(fact, Text):
                self.structure(f"{key}.{name} is a single text", name, f"write {name}: …")
        return {str(name): str(fact) for name, fact in value.items() if name in known}


def _made(
    *,
    line: int,
    document: msgspec.Struct | None = None,
    message: Mapping[str, str] = MappingProxyType({}),
    envelope: Mapping[str, Any] = MappingProxyType({}),
    **facts: Any,
) -> TableTest:
    """A test of its keys; a document has come in a message."""
    if document is None:
        return TableTest(**facts)
    around: dict[str, Any] = {"syntax": "json", "type": type(document).__name__, **message}
    came = Message(**around, body=None, envelope=Envelope(**envelope))
    return TableTest(**facts, document=document, message=came)


KEYS: dict[str, Any] = {
    "name": _Reader.plain,
    "file": _Reader.plain,
    "number": _Reader.number,
    "document": _Reader.document,
    "message": _Reader.message,
    "envelope": _Reader.envelope,
    "day": _Reader.day,
    "takes": _Reader.named,
    "leaves": _Reader.named,
}
_TESTS = Kind(("a", "test"), _made, KEYS, ("name", "takes"))


def _as_written(name: str) -> str:
    """A name of the JSON model as a table of routes has it."""
    return re.sub("[A-Z]", lambda letter: f"_{letter[0].lower()}", name)


def differences(test: TableTest, decisions: Iterable[Decision], source: str) -> Iterator[Finding]:
    """What a table decides of a document otherwise than a test says, `RTE-022`, each with the table's reason.

    Args:
        test: what is expected.
        decisions: those of all routes.
        source: what the document is, in words.
    """
    for decision in decisions:
        name = decision.route.name
        expected = name in test.takes
        if decision.matched == expected and not decision.undecided:
            continue
        if test.leaves is not None and name not in (*test.takes, *test.leaves):
            continue
        what = f"{test.name}: route {name} {_word(decision)} {source}, it should {'take' if expected else 'leave'} it"
        yield Finding(
            code="RTE-022",
            severity=Severity.ERROR,
            what=what,
            where=test.where,
            why=decision.reason,
            fix=f"correct the route in line {decision.route.line} of the table, or the test",
        )


def _word(decision: Decision) -> str:
    return "does not decide on" if decision.undecided else "takes" if decision.matched else "leaves"


def not_read(test: TableTest, what: str, finding: Finding | None = None) -> Finding:
    """A test whose document is not there, `RTE-022`; `finding` says why it could not be read."""
    why = f"{finding.code} {finding.what}" if finding else "a test needs its document"
    fix = "correct the file, or name another one below samples/"
    return Finding(code="RTE-022", severity=Severity.ERROR, what=what, where=test.where, why=why, fix=fix)


def not_reached(table: RouteTable, tests: Sequence[TableTest]) -> Iterator[Finding]:
    """Routes that no test expects to take anything, `RTE-023`."""
    reached = {name for test in tests for name in test.takes}
    for route in table.routes:
        if route.name not in reached:
            yield Finding(
                code="RTE-023",
                severity=Severity.WARNING,
                what=f"no test reaches route {route.name}",
                where=Position(path=table.name, line=route.line),
                why="what nothing tests can change unseen",
                fix="add a document that it takes to routes.test.yaml",
            )
