"""Tests of a route table, `routes.test.yaml` beside it: documents, and the routes that are to take each of them."""

import datetime
import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from edi_engine.canonical.written_out import KIND, document_of
from edi_engine.conditions.expression import near
from edi_engine.configuration import Rows, Table, Text, fault_at, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.condition import ENVELOPE_FIELDS, MESSAGE_FIELDS
from edi_engine.routing.route_table import Decision, RouteTable

MAX_TESTS = 10_000
KEYS = ("name", "file", "number", "document", "message", "envelope", "day", "takes", "leaves")
WHY = "the tests of the route table are checked when they are read"
SHAPE = "write name:, a file: below samples/ or a document:, and takes: with a list of routes"


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
    tree, reader = read_yaml(text, name), _Reader(name, routes, documents)
    rows = tree.get("tests") if isinstance(tree, Table) else None
    if not isinstance(rows, Rows) or len(rows) > MAX_TESTS or any(key != "tests" for key in tree):
        reader.add(f"there is no list of at most {MAX_TESTS} tests under 'tests:' alone", tree, SHAPE)
        rows = Rows()
    tests = [test for row in rows if (test := reader.test(row, rows))]
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    return tests


@dataclass(slots=True)
class _Reader:
    """Turns the YAML tree into tests, collecting findings instead of stopping at the first."""

    name: str
    routes: Collection[str]
    documents: Mapping[str, type[msgspec.Struct]]
    findings: list[Finding] = field(default_factory=list)

    def test(self, row: Any, rows: Rows) -> TableTest | None:
        before = len(self.findings)
        if not isinstance(row, Table):
            self.add("a test is a table of keys", row if row is not None else rows, SHAPE)
            return None
        for key in row:
            if key not in KEYS:
                self.add(f"unknown key {key}", key, near(key, KEYS))
        if not isinstance(row.get("name"), Text) or ("file" in row) == ("document" in row):
            self.add("a test has a name, and a file or a document", row, SHAPE)
        document = self.document(row["document"]) if "document" in row else None
        made = TableTest(
            name=str(row.get("name")),
            takes=self.named(row, "takes") or (),
            leaves=self.named(row, "leaves") if "leaves" in row else None,
            file=self.file(row),
            number=self.number(row),
            document=document,
            message=self.message(row, document) if document is not None else None,
            day=self.day(row),
            where=Position(path=self.name, line=row.line, column=row.column),
        )
        return made if len(self.findings) == before else None

    def file(self, row: Table) -> str:
        value = row.get("file", "")
        if not isinstance(value, str):
            self.add("file is a single text", row, "write file: FOLDER/NAME, below samples/")
            return ""
        return str(value)

    def number(self, row: Table) -> int:
        value = row.get("number", "0")
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) < 10:
            return int(value)
        self.add("number is no number of a message", value or row, "write 1 for the first message of the file")
        return 0

    def named(self, row: Table, key: str) -> tuple[str, ...]:
        value = row.get(key)
        if not isinstance(value, Rows):
            self.add(f"{key} is a list of routes, empty if none is meant", value or row, f"write {key}: [ROUTE, …]")
            return ()
        for each in value:
            if each not in self.routes:
                self.add(f"there is no route {str(each)[:100]}", each, near(str(each), self.routes))
        return tuple(map(str, value))

    def day(self, row: Table) -> datetime.date | None:
        if "day" not in row:
            return None
        try:
            return datetime.date.fromisoformat(row["day"])
        except (TypeError, ValueError):
            self.add("day is no day", row["day"] or row, "write YYYY-MM-DD")
            return None

    def document(self, value: Any) -> msgspec.Struct | None:
        if not isinstance(value, Table):
            self.add("a document is a table of fields", value, "write document: {type_code: IM}")
            return None
        tree = dict(value)
        kind = str(tree.pop(KIND, next(iter(self.documents))))
        if kind not in self.documents:
            self.add(f"there is no kind of document {kind[:100]}", value[KIND], near(kind, self.documents))
            return None
        try:
            return document_of(kind, tree)
        except msgspec.ValidationError as error:
            wrong = re.sub("`[^`]*`", lambda found: _as_written(found[0]), str(error))
            unknown = re.search(r"unknown field `(\w+)`$", wrong)
            known = self.documents[kind].__struct_fields__ if unknown else ()
            fix = near(unknown[1], known, "see docs/fields.html") if unknown else "see docs/fields.html"
            self.add(f"the document is none of the model: {wrong}", value, fix)
            return None

    def message(self, row: Table, document: msgspec.Struct) -> Message:
        kind = type(document).__name__
        facts: dict[str, Any] = {"syntax": "json", "type": kind, **self.facts(row, "message", MESSAGE_FIELDS)}
        around: dict[str, Any] = self.facts(row, "envelope", ENVELOPE_FIELDS)
        if around.get("test", "true") not in ("true", "false"):
            self.add("envelope.test is true or false", row["envelope"]["test"], "write test: true")
        around["test"] = around.get("test") == "true"
        return Message(**facts, body=None, envelope=Envelope(**around))

    def facts(self, row: Table, key: str, known: Sequence[str]) -> dict[str, str]:
        value = row.get(key, Table())
        if not isinstance(value, Table):
            self.add(f"{key} is a table of texts", value, f"write {key}: {{{known[0]}: …}}")
            return {}
        for name, fact in value.items():
            if name not in known:
                self.add(f"{key} has no {name}", name, near(name, known))
            elif not isinstance(fact, Text):
                self.add(f"{key}.{name} is a single text", name, f"write {name}: …")
        return {str(name): str(fact) for name, fact in value.items() if name in known}

    def add(self, what: str, where: Any, fix: str) -> None:
        self.findings.append(fault_at("RTE-005", what, where, self.name, why=WHY, fix=fix))


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
