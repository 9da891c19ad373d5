"""Several payloads that walk the street side by side and share each commit: what is durable for one is so for all.

Each is an exchange of its own, with its own decisions and deliveries. All are received in one commit, decided in the
next, delivered at once and closed in a last one, so that the commits a disk can make do not set the pace. Killed in
between, each is where it would be alone (received, decided or delivered), and is resumed.
"""

import contextlib
from collections.abc import Callable, Iterable, Iterator

from edi_engine.audit.payloads import Spool
from edi_engine.deliveries import Order
from edi_engine.errors import EdiError, StoreError
from edi_engine.exchange import Exchange
from edi_engine.journey import Journey
from edi_engine.pipeline import Engine

MOST = 32  # payloads side by side
MOST_BYTES = 1 << 20  # of one that joins others
Payload = tuple[Spool, str]
Start = Callable[[], Payload]
Result = Exchange | EdiError


def route_together(engine: Engine, starts: Iterable[Start], *, allow_duplicates: bool = False) -> Iterator[Result]:
    """Route payloads, some at a time; each as `Engine.route` would.

    Args:
        engine: of the workspace.
        starts: each gives a payload, spooled, and where it came from; an `EdiError` it raises is its result.
        allow_duplicates: as for `Engine.route`.

    Returns:
        For each payload in order its exchange, or why it was not taken in, or not finished.
    """
    for group in _groups(starts):
        payloads = [each for each in group if not isinstance(each, EdiError)]
        done = iter(_routed(engine, payloads, allow_duplicates))
        yield from (each if isinstance(each, EdiError) else next(done) for each in group)


def _groups(starts: Iterable[Start]) -> Iterator[list[Payload | EdiError]]:
    """What walks together: a large payload walks alone, for others would wait for it."""
    group: list[Payload | EdiError] = []
    for start in starts:
        try:
            payload: Payload | EdiError = start()
        except EdiError as error:
            payload = error
        large = not isinstance(payload, EdiError) and payload[0].size > MOST_BYTES
        if group and (large or len(group) == MOST):
            yield group
            group = []
        group.append(payload)
        if large:
            yield group
            group = []
    if group:
        yield group


def _routed(engine: Engine, payloads: list[Payload], allow_duplicates: bool) -> list[Result]:
    with contextlib.ExitStack() as stack:
        for payload, _ in payloads:
            stack.enter_context(payload)
        try:
            return _side_by_side(engine, payloads, allow_duplicates)
        except StoreError as error:
            return [error] * len(payloads)


def _side_by_side(engine: Engine, payloads: list[Payload], allow_duplicates: bool) -> list[Result]:
    store = engine.store
    with contextlib.ExitStack() as claims:
        with store.stage():
            journeys = [
                claims.enter_context(engine.set_out(*payload, engine.wishes, allow_duplicates=allow_duplicates))
                for payload in payloads
            ]
        try:
            exchanges = _decided(engine, journeys, payloads, allow_duplicates)
        except StoreError as error:  # all of them are on record since they set out
            return [error.on_record(journey.exchange.id) for journey in journeys]
    return [_adopted(engine, *pair) for pair in zip(journeys, exchanges, strict=True)]


def _decided(engine: Engine, journeys: list[Journey], payloads: list[Payload], allow_duplicates: bool) -> list[Result]:
    store, orders = engine.store, list[Order]()
    try:
        with store.stage():
            for journey, (payload, _) in zip(journeys, payloads, strict=True):
                for _ in engine.decide(journey, payload.file):
                    orders += (order for some in journey.ordered() for order in some)
    except StoreError:
        raise
    except EdiError:  # of one of them: none was decided, and each goes on by itself
        return [_alone(engine, *pair, allow_duplicates) for pair in zip(journeys, payloads, strict=True)]
    engine.deliveries.run(orders, store)
    with store.stage():
        return [journey.close() for journey in journeys]


def _adopted(engine: Engine, journey: Journey, exchange: Result) -> Result:
    try:
        engine.adopt(journey)
    except StoreError as error:
        return error
    return exchange


def _alone(engine: Engine, journey: Journey, payload: Payload, allow_duplicates: bool) -> Result:
    spooled, source = payload
    spooled.file.seek(0)
    continues = journey.exchange.id
    try:
        return engine.route(spooled.file, source, allow_duplicates=allow_duplicates, continues=continues)
    except EdiError as error:
        return error.on_record(continues)
