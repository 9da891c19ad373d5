"""Reads `routes.yaml`: every fault found in one go, each at its line and column."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import msgspec

from edi_engine.conditions.expression import Problem, Shape
from edi_engine.configuration import Rows, Table, Text, read_yaml, within
from edi_engine.errors import ConfigurationError
from edi_engine.routing.condition import Condition, compile_condition, root_shape, tree_of
from edi_engine.routing.masking import SHAPE as MASKING_SHAPE
from edi_engine.routing.masking import Masking, read_masking
from edi_engine.routing.partners import NOBODY, Partner, Partners
from edi_engine.routing.projection_paths import SHAPE, Held, held_at, listed_at
from edi_engine.routing.route_table import AnswerRow, Route, RouteTable
from edi_engine.routing.rows import SENDING, TRAFFIC, SendingReader
from edi_engine.rows import Codes, Kind, among

SEND = ("requested", "faults", "always", "never")


def read_routes(
    text: str,
    name: str,
    *,
    documents: Mapping[str, type[msgspec.Struct]],
    mappings: Collection[str],
    transports: Collection[str],
    partners: Partners = NOBODY,
) -> RouteTable:
    """Read and check `routes.yaml`.

    Args:
        text: the file's content: `routes:` with a list of rows, see `Route` for the keys; `answers:` with another, see
            `AnswerRow` (without it, one row of defaults).
        name: the file's name, for findings.
        documents: kinds of canonical documents; the first is the default of a row.
        mappings, transports: names a row may use.
        partners: whom a row may name; it need not say then what the agreement says.

    Raises:
        ConfigurationError: with every fault of the file, each with line and column: `RTE-001` structure, `RTE-002`
            condition, `RTE-003` a name that is not known, `RTE-004` a value that is not allowed.
    """
    given: dict[str, Any] = {"documents": documents, "mappings": mappings, "transports": transports, "book": partners}
    reader, tree = _Reader(name=name, lines=text.splitlines(), **given), read_yaml(text, name)
    routes: list[Route] = reader.table(tree, "routes", _ROUTES, ["answers"])
    answered = isinstance(tree, Table) and "answers" in tree
    answers: list[AnswerRow] = reader.table(tree, "answers", _ANSWERS) if answered else [AnswerRow()]
    reader.check_names([*routes, *(row for row in answers if row.line)])
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    trees = {kind: tree_of(_conditions(routes, kind)) for kind in documents}
    return RouteTable(tuple(routes), trees, name, tuple(answers))


def _conditions(routes: Sequence[Route], kind: str) -> list[Condition]:
    return [route.when for route in routes if route.when and route.document == kind]


@dataclass(slots=True, kw_only=True)
class _Reader(SendingReader):
    """Turns the YAML tree into routes."""

    codes = Codes("RTE-001", "RTE-003", "RTE-004")
    why = "the route table is checked when it loads"
    lines: list[str]
    documents: Mapping[str, type[msgspec.Struct]]
    book: Partners
    shapes: dict[str, Shape] = field(default_factory=dict)

    def given(self, row: Table) -> dict[str, Any]:
        named = row.get("partner")
        partner = self.book.named(named)
        served = partner.served if partner else dict.fromkeys(("agency", "mapping") if named is not None else ())
        return {"line": row.line, "document": next(iter(self.documents)), **served}

    def partner(self, key: str, value: Any, _: dict[str, Any]) -> Partner | None:
        self.known(key, value, [row.name for row in self.book.rows])
        return self.book.named(value)

    def paths(self, key: str, value: Any, values: dict[str, Any]) -> tuple[str, ...]:
        if not isinstance(value, Rows):
            self.add("RTE-001", f"{key} is a list of paths", value, f"write {key}: [goods_items[*].ucr]")
            return ()
        for path in value:
            self.held(key, path, values)
        return tuple(map(str, value))

    def held(self, key: str, path: Any, values: dict[str, Any]) -> Held | None:
        """What stands at a path of the document of the route."""
        held = held_at(str(path), self.documents[values["document"]])
        if isinstance(held, Held) and isinstance(path, Text):
            return held
        problem = held if isinstance(held, Problem) else Problem(0, f"{str(path)[:100]!r} is no path", SHAPE)
        code = "RTE-004" if problem.fix == SHAPE else "RTE-002"
        self.add(code, f"{key}: {problem.what}", path, problem.fix)
        return None

    def for_each(self, key: str, value: Any, values: dict[str, Any]) -> str | None:
        """The path of a list of what has a number."""
        if self.held(key, value, values) is None:
            return None
        listed = listed_at(str(value), self.documents[values["document"]])
        if listed is None or "id" not in listed.__struct_fields__:
            self.add("RTE-002", f"{key}: {value} is no list of what has a number (id)", value, "see docs/fields.html")
            return None
        return str(value)

    def maskings(self, key: str, value: Any, values: dict[str, Any]) -> tuple[Masking, ...]:
        if not isinstance(value, Table):
            self.add("RTE-001", f"{key} is a table of paths", value, MASKING_SHAPE)
            return ()
        found = []
        for path, how in value.items():
            if held := self.held(key, path, values):
                read = read_masking(path, how, held)
                if isinstance(read, Masking):
                    found.append(read)
                else:
                    self.add(read.code, f"{key}: {read.what}", read.where, read.fix)
        return tuple(found)

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


# Every key of a row with the check that reads its value; `document` first, for `when` is checked against it.
_ROUTE: dict[str, Any] = {
    "document": among(lambda reader: reader.documents),
    "partner": _Reader.partner,
    "name": _Reader.safe,
    "agency": _Reader.safe,
    "mapping": among(lambda reader: reader.mappings),
    "when": _Reader.condition,
    "for_each": _Reader.for_each,
    "traffic": among(lambda _: TRAFFIC),
    "sender": _Reader.plain,
    "recipient": _Reader.plain,
    "valid_from": _Reader.day,
    "valid_to": _Reader.last_day,
    "only": _Reader.paths,
    "withhold": _Reader.paths,
    "mask": _Reader.maskings,
    "acknowledgements": _Reader.deadlines,
    **SENDING,
}
_ANSWER: dict[str, Any] = {
    "name": _Reader.safe,
    "senders": _Reader.parties,
    "send": among(lambda _: SEND),
    "responses": _Reader.responses,
    "agency": _Reader.safe,
    **SENDING,
}
_ROUTES = Kind(("a", "route"), Route, _ROUTE, ("name", "agency", "mapping"))
_ANSWERS = Kind(("an", "answer"), AnswerRow, _ANSWER, ("name",))
