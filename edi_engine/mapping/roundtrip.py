"""The proof of a mapping: documents from its domain come back equal, and what partners do to messages loses nothing.

read(write(d)) == d          for generated documents, every placeholder filled often enough to count
write(read(m)) == write(d)   for m in other spellings of write(d): members of sets, constants, codes of one meaning
write(read(m))               for mutated messages: each value received is written back or named by a finding, and what
                             is written is final: read and written again it is the same
What is not there and back the same is listed beside it (`normalisations`).
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from random import Random
from typing import Any, Protocol

import msgspec

from edi_engine.findings import Report, Severity
from edi_engine.mapping.codes import APPROXIMATE
from edi_engine.mapping.normalisations import Normalisation
from edi_engine.mapping.registry import Mapping

ENOUGH = 0.05
EXAMPLES = 5
TRIES = 20  # documents drawn for one whose message is complete


class Documents(Protocol):
    """Makes documents of a mapping's domain."""

    def document(self) -> msgspec.Struct:
        """One more document."""

    def rates(self, documents: int) -> dict[str, float]:
        """For each placeholder the share of documents in which it had a value."""


class Provable(Mapping, Protocol):
    """What a mapping offers for its own proof."""

    def generator(self, rng: Random) -> Documents:
        """Documents inside the mapping's domain."""

    def normalisations(self) -> Iterable[Normalisation]:
        """What is not there and back the same."""

    def mutations(self) -> Iterable[str]:
        """Names of what partners do to messages."""

    def mutate(self, body: Any, name: str, rng: Random) -> Any:
        """A body as a partner might send it."""

    def vanished(self, received: Any, written: Any, report: Report) -> Counter[str]:
        """Values received that are neither written back nor named by a finding."""


@dataclass(slots=True, kw_only=True)
class RoundTrip:
    """What a proof showed.

    Attributes:
        documents: how many were written and read back; `unequal` describes the first that differ, `failed` counts them.
        rates: share of documents in which each placeholder had a value.
        respelled: messages tried in other spellings; `misread` those that meant or were written as something else.
        mutated: messages tried by kind of mutation; `lossy` those that lost a value in silence, `unsettled` those that
            are not written the same again; `examples` has the first of all these.
        normalisations: what is not there and back the same.
    """

    mapping: str
    documents: int = 0
    failed: int = 0
    unequal: list[str] = field(default_factory=list)
    rates: dict[str, float] = field(default_factory=dict)
    respelled: int = 0
    misread: int = 0
    mutated: Counter[str] = field(default_factory=Counter)
    lossy: Counter[str] = field(default_factory=Counter)
    unsettled: Counter[str] = field(default_factory=Counter)
    normalisations: list[Normalisation] = field(default_factory=list)
    examples: list[str] = field(default_factory=list)

    @property
    def rare(self) -> list[str]:
        """Placeholders that had a value in too few documents to count as proven."""
        return [name for name, rate in self.rates.items() if rate < ENOUGH]

    @property
    def proven(self) -> bool:
        """Whether nothing differed, nothing was lost and every placeholder was tried often enough."""
        return not (self.failed or self.misread or self.lossy or self.unsettled or self.rare)

    def example(self, text: str) -> None:
        """Note one of the first messages that went wrong."""
        if len(self.examples) < EXAMPLES:
            self.examples.append(text)


def round_trip(mapping: Provable, count: int = 200, seed: int = 1, other: Mapping | None = None) -> RoundTrip:
    """Prove a mapping on `count` documents and, for each, every kind of mutated message.

    Args:
        other: the mapping that writes in other spellings (`respelling.respelled`); none: they are not tried.
    """
    rng = Random(seed)  # noqa: S311 — test data, repeatable by its seed
    documents = mapping.generator(rng)
    result = RoundTrip(mapping=mapping.name, normalisations=list(mapping.normalisations()))
    drawn = 0
    for _ in range(count):
        for _ in range(TRIES):
            drawn += 1
            document = documents.document()
            body = mapping.write(document, Report())
            if _complete(mapping, body):
                break
        result.documents += 1
        _compare(mapping, document, body, result)
        if other is not None:
            _respell(mapping, other, document, body, result)
        for name in mapping.mutations():
            _mutate(mapping, body, name, rng, result)
    result.rates = documents.rates(drawn)
    return result


def _complete(mapping: Provable, body: Any) -> bool:
    """Whether a message has what its table demands; one without may be read as another, and is not sent either."""
    asked = getattr(mapping, "complete", None)
    return asked is None or bool(asked(body))


def _compare(mapping: Provable, document: msgspec.Struct, body: Any, result: RoundTrip) -> None:
    """Write, read back, compare; a finding on clean data is a fault of the mapping too, that a code is near apart."""
    report = Report()
    mapping.write(document, report)
    back = mapping.read(mapping.message(body), report)
    faults = [finding for finding in report if finding.code not in APPROXIMATE]
    if back == document and not faults:
        return
    result.failed += 1
    if len(result.unequal) < EXAMPLES:
        different = [*differences(document, back), *(f"{f.code} {f.what} ({f.where})" for f in faults)]
        result.unequal.append("; ".join(different[:EXAMPLES]))


def _respell(mapping: Provable, other: Mapping, document: msgspec.Struct, body: Any, result: RoundTrip) -> None:
    """Write in other spellings: it means the same, and is written as ever."""
    spelled = other.write(document, Report())
    if spelled == body:
        return
    result.respelled += 1
    back = mapping.read(mapping.message(spelled), Report())
    if back != document or mapping.write(back, Report()) != body:
        result.misread += 1
        result.example(f"other spelling: {'; '.join(differences(document, back)[:EXAMPLES]) or 'written otherwise'}")


def _mutate(mapping: Provable, body: Any, name: str, rng: Random, result: RoundTrip) -> None:
    received = mapping.mutate(body, name, rng)
    if received == body:
        return
    reading, writing = Report(), Report()
    document = mapping.read(mapping.message(received), reading)
    result.mutated[name] += 1
    if reading.rejected or document is None:
        return  # an error names what could not be read, and the message goes nowhere
    written = mapping.write(document, writing)
    lost = mapping.vanished(received, written, reading)
    if lost and not len(writing):
        result.lossy[name] += 1
        result.example(f"{name}: {dict(lost)}")
    if not _complete(mapping, written):
        return  # what the document lacks, its message lacks: the check of what was written tells it
    again = mapping.read(mapping.message(written), Report())
    if _told(writing):
        return  # what was named is not lost in silence
    if again is None or mapping.write(again, Report()) != written:
        result.unsettled[name] += 1
        result.example(f"{name}, written and read: {'; '.join(differences(document, again)[:EXAMPLES])}")


def _told(report: Report) -> bool:
    """Whether more than notes was said: a value is named as not written."""
    return any(finding.severity is not Severity.NOTE for finding in report)


def differences(one: msgspec.Struct | None, other: msgspec.Struct | None) -> list[str]:
    """Where two documents differ, as `path: value, not value`."""
    mine, theirs = dict(_leaves(one)), dict(_leaves(other))
    paths = [path for path in {**mine, **theirs} if mine.get(path) != theirs.get(path)]
    return [f"{path}: {theirs.get(path)!r}, not {mine.get(path)!r}" for path in paths]


def _leaves(document: msgspec.Struct | None) -> Iterable[tuple[str, Any]]:
    todo: list[tuple[str, Any]] = [("", msgspec.to_builtins(document))]
    while todo:
        path, value = todo.pop()
        if isinstance(value, dict):
            todo += [(f"{path}.{key}".lstrip("."), item) for key, item in value.items()]
        elif isinstance(value, list):
            todo += [(f"{path}[{number}]", item) for number, item in enumerate(value)]
        else:
            yield path, value
