"""An exchange on record, read again: each message with its lineage, and what was sent of it over each route."""

import io
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import msgspec

from edi_engine.audit.search import Row
from edi_engine.audit.store import Store
from edi_engine.errors import EdiError
from edi_engine.exchange import Mappings, ReadMessage
from edi_engine.explanation import Explained, explain, trace_of
from edi_engine.findings import Finding, Position, Severity, Strictness
from edi_engine.interchange import Interchange
from edi_engine.mapping.tracing.trace import Trace, owner
from edi_engine.mapping.write_losses import Withholding
from edi_engine.routing.projection import project, shortens_lists
from edi_engine.routing.route_table import Route

Read = Callable[..., Iterator[tuple[Interchange, Iterator[ReadMessage]]]]
MOST_BYTES = 64 << 20  # of a payload in which byte ranges are looked for


@dataclass(slots=True, kw_only=True)
class RecordedMessage:
    """One message of an exchange: its row, what it means as it is read now, and its lineage."""

    interchange: Row
    row: Row
    trace: Trace
    findings: list[Finding] = field(default_factory=list)

    @property
    def deliveries(self) -> list[Row]:
        """What was sent of it, as recorded; those whose bytes are known."""
        return [delivery for delivery in self.row["deliveries"] if delivery["payload_sha256"]]


def recorded_messages(
    record: Row, store: Store, read: Read, kinds: dict[str, type[msgspec.Struct]]
) -> Iterator[RecordedMessage]:
    """The accepted messages of an exchange, in the order of its payload.

    Args:
        record: as `audit.search.show` gives it.
        store: where it is kept.
        read: reads a payload into documents.
        kinds: documents by kind.
    """
    payload = b"".join(store.payload(record["payload_sha256"]))
    rows = {
        (interchange["number"], message["number"]): (interchange, message)
        for interchange in record["interchanges"]
        for message in interchange["messages"]
        if message["accepted"]
    }
    # What is read is the same however strictly: what was accepted once is to be read again.
    for interchange, messages in read(io.BytesIO(payload), strictness=Strictness.LENIENT):
        for message in messages:
            around, row = rows.get((interchange.number, message.message.number), ({}, None))
            if row is None or message.mapping is None or message.document is None:
                continue
            message.document = msgspec.json.decode(store.document(row["id"]), type=kinds[row["document_kind"]])
            trace = trace_of(message, payload if len(payload) <= MOST_BYTES else b"")
            found = RecordedMessage(interchange=around, row=row, trace=trace)
            found.findings += _other_version(row["mapping"], row["mapping_version"], message.mapping)
            yield found


def explained(
    message: RecordedMessage, delivery: Row, store: Store, mappings: Mappings, routes: Sequence[Route]
) -> Explained:
    """Both ends of what was sent over one route.

    Raises:
        ConfigurationError: the mapping that wrote it is no more.
    """
    writer = mappings.get(delivery["mapping"])
    document, homes = sent_document(message, delivery, routes)
    sent = b"".join(store.payload(delivery["payload_sha256"]))
    found = explain(message.trace, writer, sent, document, homes)
    found.findings += _other_version(delivery["mapping"], delivery["mapping_version"], writer)
    return found


def sent_document(
    message: RecordedMessage, delivery: Row, routes: Sequence[Route]
) -> tuple[msgspec.Struct, dict[str, str]]:
    """The document as the agency may see it, by what its route withholds now.

    Returns:
        The document, and for places in it that were others in the whole (elements before them are missing) those.
    """
    document = message.trace.document
    route = next((route for route in routes if route.name == delivery["route"]), None)
    if route is None:
        return document, {}
    route = replace(route, part=delivery["part"] or "")
    seen = project(document, route).document
    return seen, _homes(document, route) if shortens_lists(route) else {}


def _homes(document: msgspec.Struct, route: Route) -> dict[str, str]:
    """Of values, and of the objects and lists they are in, the paths in what is seen and in the whole.

    What is masked stands where it would stand in full.
    """
    found, in_full = {}, replace(route, mask=())
    for whole, seen in Withholding(document, lambda it: project(it, in_full).document).homes().items():
        while seen != whole:
            found[seen] = whole
            seen, whole = owner(seen), owner(whole)
    return found


def _other_version(name: str, version: str, mapping: Any) -> list[Finding]:
    if (name, version) == (mapping.name, mapping.version):
        return []
    return [
        Finding(
            code="TRC-002",
            severity=Severity.WARNING,
            what=f"{name} {version} did the work, what is shown is how {mapping.name} {mapping.version} does it",
            where=Position(path=f"{name}/mapping.yaml"),
            why="the record names the version of each mapping, but an older engine kept no sources",
            fix="see what changed since then, or put the version back",
        )
    ]


def known_routes(routes: Callable[[], Sequence[Route]]) -> Sequence[Route]:
    """The routes of the table there is; none where it is wrong, as the record does not depend on it."""
    try:
        return routes()
    except EdiError:
        return ()
