"""How good proposals are: a shipped mapping is hidden, a new one proposed from its sample, and both read it."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from typing import Any

import msgspec

from edi_engine import formats
from edi_engine.findings import Report
from edi_engine.interchange import Message
from edi_engine.mapping.golden import GoldenPair, golden_pairs
from edi_engine.mapping.proposal.draft import DraftFiles
from edi_engine.mapping.proposal.proposing import Proposal, propose
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

WORKSPACE = Workspace("/nowhere")
MAPPINGS = Mappings(WORKSPACE)
TELLING = ("role", "type_code", "type", "kind", "scheme")  # what tells the elements of a list apart


@dataclass(frozen=True, slots=True)
class Score:
    """Leaves that the hidden mapping reads, that the proposal reads, and that both read at the same path."""

    known: int
    proposed: int
    right: int

    @property
    def found(self) -> float:
        """The share of what there is that the proposal has right."""
        return self.right / self.known if self.known else 1.0

    @property
    def sure(self) -> float:
        """The share of what is proposed that is right."""
        return self.right / self.proposed if self.proposed else 1.0


def family(name: str) -> frozenset[str]:
    """A mapping with those it extends and those that extend it."""

    def line(one: str) -> set[str]:
        parent = MAPPINGS.definition(one).extends
        return {one, *(line(parent) if parent else ())}

    return frozenset(one for one in MAPPINGS.names() if line(one) & line(name))


def sample(pair: GoldenPair, name: str) -> Message:
    """The message of a golden sample."""
    definition = MAPPINGS.definition(name)
    data = pair.received.encode(definition.options.get("encoding") or "utf-8", "replace")
    (message,) = [m for found in formats.read(BytesIO(data), expected=definition.syntax) for m in found.messages]
    return message


def samples() -> Iterator[tuple[str, GoldenPair]]:
    """Every golden sample of every mapping that has a template."""
    for name in MAPPINGS.names():
        if not MAPPINGS.definition(name).codec:
            yield from ((name, pair) for pair in golden_pairs(WORKSPACE, name))


def proposed(name: str, pair: GoldenPair) -> Proposal:
    """What is proposed for a sample of a mapping that is out of sight."""
    return propose(sample(pair, name), "proposed", DraftFiles(WORKSPACE, {}, family(name)))


def score(name: str, pair: GoldenPair, proposal: Proposal) -> Score:
    """Both documents compared, leaf by leaf, wherever in its list an element stands."""
    document = MAPPINGS.get(name).read(sample(pair, name), Report())
    assert document is not None
    known = Counter(leaves(document))
    found = Counter(leaves(proposal.document)) if proposal.document is not None else Counter()
    return Score(known.total(), found.total(), (known & found).total())


def leaves(document: msgspec.Struct) -> Iterator[tuple[str, str]]:
    """Path and text of every value; lists by what tells their elements apart, texts without white space."""
    yield from _leaves(msgspec.to_builtins(document), "")


def _leaves(value: Any, path: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, dict):
        told = "".join(f"[{value[key]}]" for key in TELLING[:1] if isinstance(value.get(key), str))
        for key, inner in value.items():
            if key not in ("documentKind", "extensions", "format", "level") and key not in TELLING[:1]:
                yield from _leaves(inner, f"{path}{told}.{key}")
    elif isinstance(value, list):
        for item in value:
            yield from _leaves(item, path)
    elif value is not None and value is not False:
        yield path.lstrip("."), "".join(str(value).split())
