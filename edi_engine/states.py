"""The table of states: what the answers to a delivery mean, and where it stands after several, in whatever order.

Reads `states.yaml`: every fault found in one go, each at its line and column.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from edi_engine.conditions.expression import near
from edi_engine.configuration import Rows, Table, Text, fault_at, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding

Level = Literal["transport", "syntax", "stored", "business", "closure"]
Outcome = Literal["pending", "granted", "refused"]
LEVELS: tuple[str, ...] = get_args(Level)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
SENDING = ("intended", "unsent", "sent")  # what the engine itself says of a delivery
OPTIONAL = ("means", "function_code", "reply_type_code")
BASE = (*SENDING, "answered")
MAX_ROWS = 1_000
MAX_CODES = 64  # of one place in one answer that are looked at
ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state; of two the one with the higher `rank` counts.

    `function_code` goes with an answer that is passed on and has none of its own (WCO RES), `reply_type_code` (4343)
    where the format it goes in has no place for that.
    """

    name: str
    rank: int
    level: str
    outcome: str
    means: str
    function_code: str = ""
    reply_type_code: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """The codes of one place in the answers that some mappings read; no names: in those of all others."""

    answers: tuple[str, ...]
    place: str
    codes: dict[str, str]


class Said(NamedTuple):
    """What one answer says: its state, and the code that led there (empty where none is known)."""

    state: State
    code: str


@dataclass(frozen=True, slots=True)
class States:
    """All states by name, and the codes that lead to them."""

    states: dict[str, State]
    rows: tuple[CodeRow, ...] = ()

    def said(self, mapping: str, document: msgspec.Struct) -> Said:
        """What an answer says.

        Args:
            mapping: name of the mapping that read it.
            document: what it read.
        """
        for row in self._rows(mapping):
            known = [(self.states[state], code) for code, state in _known(row, document)]
            if known:
                return Said(*max(known, key=lambda each: each[0].rank))
        return Said(self.states["answered"], "")

    def reached(self, names: Iterable[str], delivery: str = "intended") -> State:
        """Where a delivery stands.

        Args:
            names: the states that the answers to it gave; one that the table has not counts as `answered`.
            delivery: what is recorded of the sending: `intended`, `done`, or how it failed.
        """
        sent = {"intended": "intended", "done": "sent"}.get(delivery, "unsent")
        found = [self.states.get(name, self.states["answered"]) for name in names]
        return max([self.states[sent], *found], key=lambda state: state.rank)

    def _rows(self, mapping: str) -> Sequence[CodeRow]:
        own = [row for row in self.rows if mapping in row.answers]
        return own or [row for row in self.rows if not row.answers]


def together(outcomes: Iterable[str]) -> str:
    """What several outcomes come to: one refused is refused, all granted is granted, else it is pending."""
    found = set(outcomes)
    return "refused" if "refused" in found else "granted" if found == {"granted"} else "pending"


class Whole(NamedTuple):
    """What became of a document at all its agencies: what it comes to, where each stands, and who is waited for."""

    outcome: str
    agencies: dict[str, State]
    waiting: tuple[str, ...]


def whole(standing: Iterable[tuple[str, State]]) -> Whole:
    """What the deliveries of one document come to.

    Args:
        standing: of each delivery its agency and its state; an agency stands at the highest of its own, for it answers
            the document and not each of the forms in which it got it.
    """
    agencies: dict[str, State] = {}
    for agency, state in standing:
        agencies[agency] = max(agencies.get(agency, state), state, key=lambda each: each.rank)
    waiting = tuple(agency for agency, state in agencies.items() if state.outcome == "pending")
    return Whole(together(state.outcome for state in agencies.values()), agencies, waiting)


def _known(row: CodeRow, document: msgspec.Struct) -> Iterator[tuple[str, str]]:
    for _, code in zip(range(MAX_CODES), _values(document, row.place.split(".")), strict=False):
        if state := row.codes.get(code, row.codes.get(ANY)):
            yield code, state


def _values(value: Any, path: Sequence[str]) -> Iterator[str]:
    """The texts at a path, those in every element of a list."""
    if isinstance(value, list):
        for item in value:
            yield from _values(item, path)
    elif path:
        inner = getattr(value, path[0], None)
        if inner is not None:
            yield from _values(inner, path[1:])
    elif isinstance(value, str) and value:
        yield value


def read_states(text: str, name: str) -> States:
    """Read and check `states.yaml`.

    Args:
        text: the file's content: `states:`, a list of rows in order of rank, see `State` for the keys; `answers:`,
            another, see `CodeRow`.
        name: the file's name, for findings.

    Raises:
        ConfigurationError: with every fault of the file: `ACK-020` structure, `ACK-021` a name that is not known.
    """
    reader, tree = _Reader(name), read_yaml(text, name)
    states = reader.states(tree)
    rows = tuple(reader.answers(tree, states))
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    return States(states, rows)


@dataclass(slots=True)
class _Reader:
    """Turns the YAML tree into the table, collecting findings instead of stopping at the first."""

    name: str
    findings: list[Finding] = field(default_factory=list)

    def states(self, tree: Any) -> dict[str, State]:
        found: dict[str, State] = {}
        for row in self.rows(tree, "states", ("name", "level", "outcome"), OPTIONAL):
            name = self.text(row, "name")
            if name in found:
                self.add("ACK-020", f"the state {name} stands here twice", row, "give each state a name of its own")
            level = self.among(row, "level", LEVELS)
            outcome = self.among(row, "outcome", OUTCOMES)
            texts = {key: self.text(row, key) for key in OPTIONAL}
            found[name] = State(name=name, rank=len(found), level=level, outcome=outcome, **texts)
        for name in BASE:
            if name not in found and not self.findings:
                self.add("ACK-020", f"there is no state {name}", tree, "the engine itself gives it: add its row")
        return found

    def answers(self, tree: Any, states: dict[str, State]) -> Iterator[CodeRow]:
        for row in self.rows(tree, "answers", ("place", "codes"), ("answers",)):
            codes, names = row["codes"], row.get("answers")
            if not isinstance(codes, Table) or not all(isinstance(state, Text) for state in codes.values()):
                self.add("ACK-020", "codes is a table of codes and their states", row, "write codes: {01: accepted}")
                continue
            if names is not None and not (isinstance(names, Rows) and all(isinstance(each, Text) for each in names)):
                self.add("ACK-020", "answers is a list of mappings", row, "write answers: [contrl-3]")
                continue
            for state in codes.values():
                if state not in states:
                    self.add("ACK-021", f"there is no state {state}", state, near(state, states))
            told = {str(code): str(state) for code, state in codes.items()}
            yield CodeRow(answers=tuple(map(str, names or ())), place=self.text(row, "place"), codes=told)

    def rows(self, tree: Any, part: str, required: Sequence[str], optional: Sequence[str]) -> Iterator[Table]:
        """The rows below one key of the file that have the keys they must have."""
        rows = tree.get(part) if isinstance(tree, Table) else None
        if not isinstance(rows, Rows) or len(rows) > MAX_ROWS:
            fix = f"write {part}: and a list of up to {MAX_ROWS} rows"
            self.add("ACK-020", f"there is no list under '{part}:'", tree, fix)
            return
        for row in rows:
            if not isinstance(row, Table) or any(row.get(key) is None for key in required):
                self.add("ACK-020", f"a row under {part} has {', '.join(required)}", row, f"add {required[0]}: …")
                continue
            for key in row:
                if key not in (*required, *optional):
                    self.add("ACK-020", f"unknown key {key}", key, near(key, (*required, *optional)))
            yield row

    def text(self, row: Table, key: str) -> str:
        value = row.get(key, "")
        if not isinstance(value, str):
            self.add("ACK-020", f"{key} is a single text", row, f"write {key}: …")
            return ""
        return str(value)

    def among(self, row: Table, key: str, names: Sequence[str]) -> str:
        text = self.text(row, key)
        if text not in names:
            self.add("ACK-021", f"there is no {key} {text}", row, near(text, names))
        return text

    def add(self, code: str, what: str, where: Any, fix: str) -> None:
        why = "the table of states is checked when it loads"
        self.findings.append(fault_at(code, what, where, self.name, why=why, fix=fix))
