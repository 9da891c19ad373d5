"""Takes up what a crash cut off: deliveries that were intended and not made, and payloads that were never decided.

All of it comes from the record, which was written before each step. A delivery is made again with the same document,
reference, time and file name, so that one which was made but not recorded gives the same bytes in the same place.
"""

from collections.abc import Mapping
from dataclasses import replace

import msgspec

from edi_engine.audit import search
from edi_engine.audit.store import Store
from edi_engine.deliveries import SLICE, Deliveries, Order, answer_route
from edi_engine.exchange import Delivery, Wishes
from edi_engine.findings import Finding, Position, Severity
from edi_engine.interchange import Envelope
from edi_engine.journey import file_name
from edi_engine.routing.route_table import Route, RouteTable


def deliver_pending(
    store: Store,
    exchange: str,
    deliveries: Deliveries,
    routes: RouteTable,
    kinds: Mapping[str, type[msgspec.Struct]],
    wishes: Wishes,
) -> list[Delivery]:
    """Make every delivery of an exchange that was intended and has no outcome; all of them with their outcome now.

    `wishes` are those it was taken in with.
    """
    made: list[Delivery] = []
    pending = search.pending(store, exchange)
    for start in range(0, len(pending), SLICE):
        rows = pending[start : start + SLICE]
        orders = [order for row in rows if (order := _order(row, store, routes, kinds, made))]
        deliveries.run([replace(order, wishes=wishes) for order in orders], store)
    return made


def _order(
    row: search.Row,
    store: Store,
    routes: RouteTable,
    kinds: Mapping[str, type[msgspec.Struct]],
    made: list[Delivery],
) -> Order | None:
    """The order as it was; none if its route is gone, which ends the delivery."""
    delivery = Delivery(key=row["id"], route=row["route"], agency=row["agency"], reference=row["reference"])
    made.append(delivery)
    is_answer = row["planned_sha256"] is not None  # a response that goes home has a message, too
    route = _answer_route(row, routes) if is_answer else _route(row, routes)
    if route is None or route.agency != delivery.agency or route.mapping != row["mapping"]:
        _give_up(delivery, row, store)
        return None
    number = row["message_number"] or 0
    name = file_name(row["exchange_id"], row["interchange_number"], number, route.name)
    order = Order(exchange=row["exchange_id"], delivery=delivery, route=route, at=row["intended_at"], name=name)
    if is_answer:
        return replace(order, planned=b"".join(store.payload(row["planned_sha256"])))
    received = Envelope(
        recipient=row["recipient"], recipient_qualifier=row["recipient_qualifier"], test=bool(row["test"])
    )
    document = msgspec.json.decode(store.document(row["message_id"]), type=kinds[row["document_kind"]])
    return replace(order, document=document, received=received)


def _route(row: search.Row, routes: RouteTable) -> Route | None:
    return next((route for route in routes.routes if route.name == row["route"]), None)


def _answer_route(row: search.Row, routes: RouteTable) -> Route | None:
    found = next((answers for answers in routes.answers if answers.name == row["route"]), None)
    if found is None:
        return None
    route = answer_route(found, row["sender"], row["mapping"])
    return replace(route, agency=row["agency"]) if row["message_id"] is not None and not found.agency else route


def _give_up(delivery: Delivery, row: search.Row, store: Store) -> None:
    finding = Finding(
        code="DEL-007",
        severity=Severity.ERROR,
        what=f"the route {delivery.route} is no longer what it was when this delivery was intended",
        where=Position(path=f"route {delivery.route}"),
        why="a delivery is made again as it was intended, or not at all",
        fix="route the payload again, see audit show",
    )
    delivery.state, delivery.findings = "failed", (finding,)
    with store.stage():
        store.finish(delivery.key, "failed", error=f"{finding.code} {finding.what}")
        store.add_findings(row["exchange_id"], [finding], delivery=delivery.key)
