"""Two recordings of one exchange compared: what was decided, found, understood and sent, then and in a replay."""

import io
from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple, cast

import msgspec

from edi_engine.audit.outcomes import Outcome, Sent, outcomes
from edi_engine.audit.store import Store
from edi_engine.canonical.differences import Difference, differences, spelt
from edi_engine.canonical.document_paths import DocumentPath
from edi_engine.errors import EdiError
from edi_engine.findings import Strictness
from edi_engine.recorded import Read

MOST_BYTES = 16 << 20  # of what was sent, to be read for what it says
SHOWN_BYTES = 60
OF_TRANSPORTS = ("DEL-", "WSP-")  # faults of a delivery that say nothing of how it was written
OUTSIDE = ("timed out", "unknown")


class Changed(NamedTuple):
    """One difference: what it is of, its kind among these, the message (0: the interchange), and both values.

    `text` is what a finding says, and where.
    """

    what: str
    kind: str
    interchange: int
    message: int
    old: str = ""
    new: str = ""
    text: str = ""


Pair = tuple[Outcome, Outcome | None] | tuple[None, Outcome]


class Comparison:
    """Compares what two stores hold of an exchange.

    Attributes:
        unknown: deliveries of which then is not known what was to be sent: their transport failed.
    """

    def __init__(self, then: Store, now: Store, read: Read, kinds: Mapping[str, type[msgspec.Struct]]) -> None:
        """`read` reads what was sent; `kinds` are the kinds of documents."""
        self.then, self.now, self.read, self.kinds = then, now, read, kinds
        self.unknown = 0

    def of(self, exchange: str, *, whole: bool = True) -> Iterator[Changed]:
        """All differences, in the order of the payload; not `whole`: interchanges that only the replay has are none."""
        same = True
        for old, new in _paired(outcomes(self.then, exchange), outcomes(self.now, exchange)):
            known = cast(Outcome, old or new)
            if known.number == 0:
                same = old is not None and new is not None and old.state == new.state
            if old is not None or whole:
                for what, kind, *values in self._pair(old, new, same):
                    yield Changed(what, kind, known.interchange, known.number, *values)

    def _pair(self, old: Outcome | None, new: Outcome | None, same: bool) -> Iterator[tuple[str, ...]]:
        """`same`: the interchange was decided alike."""
        if old is None or new is None:
            yield "reading", "a message is read now that was not" if old is None else "a message is read no longer"
            return
        of = "message" if old.number else "interchange"
        if old.state != new.state:
            yield of, f"{old.state} → {new.state}", old.state, new.state
        yield from _findings(old, new)
        if old.mapping != new.mapping:
            yield "reading", f"by another mapping: {old.mapping or 'none'} → {new.mapping or 'none'}"
        if old.state == new.state != "rejected":
            yield from self._documents(old, new)
            yield from _routes(old, new)
            if same:
                yield from self._deliveries(old, new)

    def _documents(self, old: Outcome, new: Outcome) -> Iterator[tuple[str, ...]]:
        if not old.kind or old.kind != new.kind:
            if old.kind != new.kind:
                yield "document", f"{old.kind or 'none'} → {new.kind or 'none'}"
            return
        said, says = self.then.document(old.row), self.now.document(new.row)
        if said == says:
            return
        try:
            one, other = (msgspec.json.decode(text, type=self.kinds[old.kind]) for text in (said, says))
        except (msgspec.MsgspecError, KeyError):
            yield "document", "the one of then is no document of this engine"
            return
        yield from (("document", *values) for values in _told(differences(one, other)))

    def _deliveries(self, old: Outcome, new: Outcome) -> Iterator[tuple[str, ...]]:
        for route in dict.fromkeys((*old.sent, *new.sent)):
            one, other = old.sent.get(route), new.sent.get(route)
            if one is not None and other is not None:
                yield from (("sent", f"over {route}: {kind}", *values) for kind, *values in self._sent(one, other))
            elif old.routes.get(_row(route)) == new.routes.get(_row(route)):
                yield "sent", f"over {route}: {'no longer' if other is None else 'only now'}"

    def _sent(self, old: Sent, new: Sent) -> Iterator[tuple[str, ...]]:
        if old.agency != new.agency:
            yield f"to {new.agency}, not {old.agency}", ""
        if not (is_known(old) and is_known(new)):
            self.unknown += 1
        elif old.state != new.state or old.fault != new.fault:
            yield f"{_state(old)} → {_state(new)}", _state(old), _state(new)
        elif old.sha256 and new.sha256 and old.sha256 != new.sha256:
            yield from self._written(old, new)

    def _written(self, old: Sent, new: Sent) -> Iterator[tuple[str, ...]]:
        """What two payloads say otherwise; the bytes at which they part where they say the same."""
        if old.mapping != new.mapping:
            yield f"written by another mapping: {old.mapping} → {new.mapping}", ""
        one = b"".join(self.then.payload(old.sha256)) if old.sha256 else b""
        other = b"".join(self.now.payload(new.sha256)) if new.sha256 else b""
        found = list(self._said_otherwise((one, old.mapping), (other, new.mapping)))
        yield from found
        if not found:
            at = next((i for i, (x, y) in enumerate(zip(one, other, strict=False)) if x != y), 0)
            yield "the same written otherwise", _around(one, at), _around(other, at)

    def _said_otherwise(self, *sent: tuple[bytes, str]) -> Iterator[tuple[str, ...]]:
        """As the mapping that wrote it reads it; nothing where it does not read."""
        if any(len(payload) > MOST_BYTES for payload, _ in sent):
            return
        try:
            one, other = (self._documents_in(*each) for each in sent)
        except EdiError:
            return
        for said, says in zip(one, other, strict=False):
            if said is not None and says is not None and type(said) is type(says):
                yield from _told(differences(said, says))

    def _documents_in(self, payload: bytes, mapping: str) -> list[msgspec.Struct | None]:
        return [
            read.document
            for _, messages in self.read(io.BytesIO(payload), mapping=mapping, strictness=Strictness.LENIENT)
            for read in messages
        ]


def _row(route: str) -> str:
    """The row of the table, of a delivery that may be a part of a document."""
    return route.partition(" ")[0]


def is_known(sent: Sent | None) -> bool:
    """Whether it is known what was to be sent: no transport kept it from being written, or from being known."""
    return sent is not None and sent.state not in OUTSIDE and not sent.fault.startswith(OF_TRANSPORTS)


def _paired(old: Iterator[Outcome], new: Iterator[Outcome]) -> Iterator[Pair]:
    """Outcomes of the same message together, in order; both come in the order of interchange and message."""
    one, other = next(old, None), next(new, None)
    while one or other:
        at, to = _place(one), _place(other)
        first, second = (one if at <= to else None), (other if to <= at else None)
        if first is not None:
            yield first, second
        elif second is not None:
            yield None, second
        one = next(old, None) if at <= to else one
        other = next(new, None) if to <= at else other


def _place(outcome: Outcome | None) -> tuple[float, int]:
    return (outcome.interchange, outcome.number) if outcome else (float("inf"), 0)


def _findings(old: Outcome, new: Outcome) -> Iterator[tuple[str, ...]]:
    """By code and level: the words of a finding may change from one version of the engine to the next."""
    for key in dict.fromkeys((*old.findings, *new.findings)):
        route, severity, code = key
        before, after = old.findings[key], new.findings[key]
        over_both = not route or (is_known(old.sent.get(route)) and is_known(new.sent.get(route)))
        if before != after and over_both and not code.startswith(OF_TRANSPORTS):
            how = (
                "found only now" if not before else "found no longer" if not after else "found another number of times"
            )
            kind = f"{severity} {code}{f' over {route}' if route else ''}: {how}"
            yield "finding", kind, str(before), str(after), (new if after > before else old).texts[key]


def _routes(old: Outcome, new: Outcome) -> Iterator[tuple[str, ...]]:
    for route in dict.fromkeys((*old.routes, *new.routes)):
        before, after = old.routes.get(route, False), new.routes.get(route, False)
        if before != after:
            yield "route", f"{route}: {'takes it only now' if after else 'takes it no longer'}"


def _told(found: Iterator[Difference]) -> Iterator[tuple[str, ...]]:
    """Differences in what is said, by the place in the model."""
    for one in found:
        if one.change.differs:
            yield f"{one.change} {general(one.path)}", spelt(one.old), spelt(one.new)


def general(path: DocumentPath) -> str:
    """A path with `[*]` for each element."""
    return ".".join(step.name + ("" if step.element is None else "[*]") for step in path) or "."


def _state(sent: Sent) -> str:
    return f"{sent.state} {sent.fault}".strip()


def _around(payload: bytes, at: int) -> str:
    """The line in which a byte is, cut to what can be shown."""
    begin = max(payload.rfind(b"\n", 0, at) + 1, at - SHOWN_BYTES // 2)
    return payload[begin : begin + SHOWN_BYTES].partition(b"\n")[0].decode("utf-8", "backslashreplace").strip()


class Kind(NamedTuple):
    """One kind of difference: how many exchanges have it, how often it occurs, and the first of them."""

    what: str
    kind: str
    exchanges: int
    times: int
    examples: tuple[tuple[str, Changed], ...]


class Kinds:
    """Differences of many exchanges, gathered by kind; an exchange's come together."""

    MOST, EXAMPLES = 1000, 3

    def __init__(self) -> None:
        self._times: Counter[tuple[str, str]] = Counter()
        self._exchanges: Counter[tuple[str, str]] = Counter()
        self._last: dict[tuple[str, str], str] = {}
        self._examples: dict[tuple[str, str], list[tuple[str, Changed]]] = {}

    def add(self, exchange: str, changed: Changed) -> None:
        """Count one; beyond many kinds they are counted together."""
        key = (changed.what, changed.kind)
        if key not in self._times and len(self._times) >= self.MOST:
            key = ("other", f"kinds beyond {self.MOST}")
        self._times[key] += 1
        self._exchanges[key] += self._last.get(key) != exchange
        self._last[key] = exchange
        examples = self._examples.setdefault(key, [])
        if len(examples) < self.EXAMPLES:
            examples.append((exchange, changed))

    def __iter__(self) -> Iterator[Kind]:
        """The most frequent first."""
        for key, exchanges in sorted(self._exchanges.items(), key=lambda item: (-item[1], item[0])):
            yield Kind(*key, exchanges, self._times[key], tuple(self._examples[key]))
