"""The table of states: what the answers to a delivery mean, and where it stands after several, in whatever order.

Reads `states.yaml`: every fault found in one go, each at its line and column.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, Literal, NamedTuple, get_args

import msgspec

from edi_engine.configuration import Rows, Table, Text, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.rows import Codes, Kind, RowReader, among

Level = Literal["transport", "syntax", "stored", "business", "closure"]
Outcome = Literal["pending", "granted", "refused"]
LEVELS: tuple[str, ...] = get_args(Level)
OUTCOMES: tuple[str, ...] = get_args(Outcome)
SENDING = ("intended", "unsent", "sent")  # what the engine itself says of a delivery
BASE = (*SENDING, "answered")
MAX_CODES = 64  # of one place in one answer that are looked at
ANY = "*"


@dataclass(frozen=True, slots=True, kw_only=True)
class State:
    """One state; of two the one with the higher `rank` counts.

    `function_code` goes with an answer that is passed on and has none of its own (WCO RES), `reply_type_code` (4343)
    where the format it goes in has no place for that. `line` is where its row stands.
    """

    name: str
    level: str
    outcome: str
    rank: int = 0
    means: str = ""
    function_code: str = ""
    reply_type_code: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class CodeRow:
    """The codes of one place in the answers that some mappings read; no names: in those of all others."""

    place: str
    codes: dict[str, str]
    answers: tuple[str, ...] = ()
    line: int = 0


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
    reader, tree = _Reader(name=name), read_yaml(text, name)
    listed: list[State] = reader.table(tree, "states", _STATES, ["answers"])
    reader.check_names(listed)
    reader.states = {state.name: replace(state, rank=rank) for rank, state in enumerate(listed)}
    for base in BASE:
        if base not in reader.states and not reader.findings:
            reader.structure(f"there is no state {base}", tree, "the engine itself gives it: add its row")
    rows: list[CodeRow] = reader.table(tree, "answers", _ANSWERS)
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    return States(reader.states, tuple(rows))


@dataclass(slots=True, kw_only=True)
class _Reader(RowReader):
    """Turns the YAML tree into states and codes; `states` are those read so far."""

    codes = Codes("ACK-020", "ACK-021", "ACK-020")
    why = "the table of states is checked when it loads"
    states: dict[str, State] = field(default_factory=dict)

    def leading(self, key: str, value: Any, _: dict[str, Any]) -> dict[str, str] | None:
        """Codes, and the states they lead to."""
        if not isinstance(value, Table) or not all(isinstance(state, Text) for state in value.values()):
            self.structure(f"{key} is a table of codes and their states", value, "write codes: {01: accepted}")
            return None
        for state in value.values():
            self.known("state", state, self.states)
        return {str(code): str(state) for code, state in value.items()}

    def readers(self, key: str, value: Any, _: dict[str, Any]) -> tuple[str, ...] | None:
        """Names of mappings."""
        if not isinstance(value, Rows) or not all(isinstance(each, Text) for each in value):
            self.structure(f"{key} is a list of mappings", value, "write answers: [contrl-3]")
            return None
        return tuple(map(str, value))


_STATE: dict[str, Any] = {
    "name": _Reader.plain,
    "level": among(lambda _: LEVELS),
    "outcome": among(lambda _: OUTCOMES),
    "means": _Reader.plain,
    "function_code": _Reader.plain,
    "reply_type_code": _Reader.plain,
}
_STATES = Kind(("a", "state"), State, _STATE, ("name", "level", "outcome"))
_CODES: dict[str, Any] = {"answers": _Reader.readers, "place": _Reader.plain, "codes": _Reader.leading}
_ANSWERS = Kind(("a", "row of answers"), CodeRow, _CODES, ("place", "codes"))
