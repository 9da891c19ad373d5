"""Makes deliveries from the record: those that a crash cut off, those that are due again, those that are asked for.

All of it was recorded before each step. A delivery is made again with the same document, reference, time and file name,
so that one which was made but not recorded gives the same bytes in the same place.
"""

import contextlib
import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

import msgspec

from edi_engine.attempts import MOST_CUT_OFF, Attempts, poison
from edi_engine.audit import queue, search
from edi_engine.audit.payloads import CHANGED
from edi_engine.audit.search import Row
from edi_engine.audit.store import Store
from edi_engine.deliveries import SLICE, Deliveries, Order, answer_route
from edi_engine.errors import StoreError
from edi_engine.exchange import Delivery
from edi_engine.file_names import sent_name
from edi_engine.findings import Finding, Position, Severity
from edi_engine.interchange import Envelope
from edi_engine.routing.route_table import Route, RouteTable
from edi_engine.wishes import Wishes

SHARE = 20  # deliveries of one destination in a round
ALONE = 2  # attempts that ended with their process, after which a delivery is made by itself: which one it is must show


@dataclass(slots=True)
class Resumption:
    """Makes deliveries of one store; `kinds` are the documents by kind."""

    store: Store
    deliveries: Deliveries
    routes: RouteTable
    kinds: Mapping[str, type[msgspec.Struct]]

    def cut_off(self, exchange: str) -> list[Delivery]:
        """Make what was begun for an exchange and has no outcome; the caller has claimed it."""
        return self._make(search.pending(self.store, exchange))

    def due(self, route: str = "") -> list[Delivery]:
        """Make what is due, over all routes or one; what a process is at work on is left alone."""
        made: list[Delivery] = []
        for some in _rounds(queue.due(self.store, self.store.now(), route)):
            with self._claimed(due.exchange for due in some) as claimed:
                keys = [due.delivery for due in some if due.exchange in claimed]
                made += self._make(queue.still_due(self.store, self.store.now(), keys))
        return made

    def asked(self, rows: Sequence[Row]) -> list[Delivery]:
        """Make deliveries that a person asks for, be they made already; what a process is at work on is left alone."""
        with self._claimed(row["exchange_id"] for row in rows) as claimed:
            return self._make([row for row in rows if row["exchange_id"] in claimed], asked=True)

    @contextlib.contextmanager
    def _claimed(self, exchanges: Iterable[str]) -> Iterator[list[str]]:
        claims = self.store.claims
        taken = [exchange for exchange in dict.fromkeys(exchanges) if claims.take(exchange)]
        try:
            yield taken
        finally:
            for exchange in taken:
                claims.release(exchange)

    def _make(self, rows: Sequence[Row], *, asked: bool = False) -> list[Delivery]:
        """All of them with their outcome now; those that ended a process before come last, each by itself."""
        made: list[Delivery] = []
        for some in _slices(sorted(rows, key=lambda row: row["cut_off"])):
            orders = [order for row in some if (order := self._order(row, made, asked=asked))]
            self.deliveries.run(orders, self.store)
        return made

    def _order(self, row: Row, made: list[Delivery], *, asked: bool) -> Order | None:
        """The order as it was; none if its route is gone or it ends every process, which ends the delivery."""
        facts = {name: row[name] for name in ("route", "agency", "reference", "state")}
        delivery = Delivery(key=row["id"], **facts, part=row["part"] or "")
        made.append(delivery)
        is_answer = row["planned_sha256"] is not None  # a response that goes home has a message, too
        route = _answer_route(row, self.routes) if is_answer else _route(row, self.routes)
        hopeless = self._hopeless(delivery, row, route, asked=asked)
        if hopeless or route is None:
            with self.store.stage():
                Attempts(self.store).give_up(delivery, row["exchange_id"], hopeless or _changed(delivery))
            return None
        order = Order(
            exchange=row["exchange_id"],
            delivery=delivery,
            route=route,
            at=row["intended_at"],
            name=sent_name(
                row["exchange_id"], row["interchange_number"], row["message_number"] or 0, route, delivery.reference
            ),
            wishes=Wishes.noted(search.noted(self.store, row["exchange_id"])),
            again=True,
            asked=asked,
            made=row["attempts"],
        )
        try:
            return self._filled(order, row)
        except StoreError as error:
            if error.finding.code != CHANGED or asked:
                raise
            with self.store.stage():  # other bytes are never sent, and keep nothing else waiting
                Attempts(self.store).give_up(delivery, row["exchange_id"], error.finding)
            return None

    def _hopeless(self, delivery: Delivery, row: Row, route: Route | None, *, asked: bool) -> Finding | None:
        """Why a delivery is not made any more."""
        if row["cut_off"] >= MOST_CUT_OFF and not asked:
            return poison(delivery, row["cut_off"])
        if route is None or route.agency != delivery.agency or route.mapping != row["mapping"]:
            return _changed(delivery)
        today = self.store.clock().astimezone(datetime.UTC).date()
        outside = route.partner.outside(test=bool(row["test"]), today=today) if route.partner else ""
        return _lapsed(delivery, outside) if outside else None

    def _filled(self, order: Order, row: Row) -> Order:
        """With what is sent: bytes that were planned, or sent before, or the document that is written."""
        if known := row["planned_sha256"] or row["sent_sha256"]:
            return replace(order, planned=b"".join(self.store.payload(known)))
        received = Envelope(
            recipient=row["recipient"], recipient_qualifier=row["recipient_qualifier"], test=bool(row["test"])
        )
        document = msgspec.json.decode(self.store.document(row["message_id"]), type=self.kinds[row["document_kind"]])
        return replace(order, document=document, received=received)


def _rounds(found: Sequence[queue.Due]) -> Iterator[list[queue.Due]]:
    """Of each destination some at a time, so that a slow one keeps the others waiting for these only."""
    lanes: dict[tuple[str, str], list[queue.Due]] = {}
    for due in found:
        lanes.setdefault((due.route, due.agency), []).append(due)
    for start in range(0, max(map(len, lanes.values()), default=0), SHARE):
        yield [due for lane in lanes.values() for due in lane[start : start + SHARE]]


def _slices(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    together = [row for row in rows if row["cut_off"] < ALONE]
    yield from (together[start : start + SLICE] for start in range(0, len(together), SLICE))
    yield from ([row] for row in rows[len(together) :])


def _route(row: Row, routes: RouteTable) -> Route | None:
    found = next((route for route in routes.routes if route.name == row["route"]), None)
    return replace(found, part=row["part"]) if found and row["part"] else found


def _answer_route(row: Row, routes: RouteTable) -> Route | None:
    found = next((answers for answers in routes.answers if answers.name == row["route"]), None)
    if found is None:
        return None
    route = answer_route(found, row["sender"], row["mapping"])
    return replace(route, agency=row["agency"]) if row["message_id"] is not None and not found.agency else route


def _lapsed(delivery: Delivery, lapsed: str) -> Finding:
    return Finding(
        code="PRT-015",
        severity=Severity.ERROR,
        what=lapsed,
        where=Position(path=f"route {delivery.route}"),
        why="nothing is sent to a partner without an agreement",
        fix="renew the agreement, then see audit redeliver",
    )


def _changed(delivery: Delivery) -> Finding:
    return Finding(
        code="DEL-007",
        severity=Severity.ERROR,
        what=f"the route {delivery.route} is no longer what it was when this delivery was intended",
        where=Position(path=f"route {delivery.route}"),
        why="a delivery is made again as it was intended, or not at all",
        fix="route the payload again, see audit show",
    )
