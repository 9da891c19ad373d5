"""The audit store: durable exchanges a second, one commit each against many in one, and search in a large store.

An exchange is the whole record of one message: bytes received and sent, document, keys, decisions, a delivery and its
outcome, in three commits, each on the disk before the next. Grouped, 100 exchanges share them. The search is for one
business key among those of a generated store; `python benchmarks/audit.py ENTRIES` says how large. With a URL behind
that, the store is filled in a schema of a PostgreSQL database in which nothing is yet, and stays there.
"""

import contextlib
import datetime
import hashlib
import io
import json
import os
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from edi_engine.audit import search
from edi_engine.audit.payloads import Spool
from edi_engine.audit.signed_notes import Signer
from edi_engine.audit.statistics import statistics
from edi_engine.audit.store import Intention, Reading, Store
from edi_engine.audit.verification import verify
from edi_engine.interchange import Envelope, Interchange, Message

ROOT = Path(__file__).parents[1]
DOCUMENT = (ROOT / "samples" / "import_minimal" / "declaration.json").read_bytes()
RECEIVED = (ROOT / "samples" / "import_minimal" / "received.edi").read_bytes()
GROUP, EXCHANGES, SEARCHES = 100, 400, 50
ENTRIES = 1_000_000
SIGNER = Signer.create("bench")


def _spool(data: bytes) -> Spool:
    return Spool(io.BytesIO(data), hashlib.sha256(data).hexdigest(), len(data))


class Taken:
    """The seconds since it was made, by the clock, and what this process had of the processor; as a text, too."""

    def __init__(self) -> None:
        self._began = time.perf_counter(), time.process_time()

    def seconds(self) -> tuple[float, float]:
        return time.perf_counter() - self._began[0], time.process_time() - self._began[1]

    def __str__(self) -> str:
        clock, processor = self.seconds()
        return f"{clock:.1f} s ({processor:.1f} s of the processor)"


class Recorder:
    """Records exchanges that all differ, stage by stage."""

    def __init__(self, store: Store, number: int = 0) -> None:
        self.store, self.number = store, number

    def exchanges(self, count: int) -> None:
        """Record some exchanges; what each does in one stage may share a commit with the others."""
        store, started = self.store, []
        with store.stage():
            for _ in range(count):
                self.number += 1
                started.append((self.number, store.receive(_spool(RECEIVED + b"%d" % self.number), "a.edi")))
        with store.stage():
            decided = [(exchange, number, self._decide(exchange, number)) for number, exchange in started]
        with store.stage():
            for exchange, number, delivery in decided:
                store.finish(delivery, "done", payload=DOCUMENT + b"%d" % number, place="outbox/customs/x.xml")
                store.add_event(exchange, "closed", "accepted")
        for _, exchange in started:
            store.claims.release(exchange)

    def _decide(self, exchange: str, number: int) -> int:
        store, reference = self.store, f"REF{number:08}"
        envelope = Envelope(sender="TRADER", recipient="WINDOW", reference=reference)
        row = store.add_interchange(exchange, Interchange(syntax="edifact", messages=iter(()), envelope=envelope))
        message = Message(syntax="edifact", type="CUSDEC", body=None, directory="D.96B", reference="1")
        reading = Reading(
            accepted=True, mapping="m", mapping_version="1", document_kind="Declaration", document=DOCUMENT
        )
        message_row = store.add_message(row, message, reading)
        keys = [("envelope.reference", reference), ("parties.name", f"Trader {number % 5000} Ltd")]
        store.add_keys(message_row, [*keys, ("consignment.transport_equipments.id", f"MSCU{number:07}")])
        store.add_decisions(message_row, [("customs", True, "type_code holds"), ("tax", False, "does not hold")])
        store.add_event(exchange, "decided", "accepted", interchange=row)
        words = {"route": "customs", "agency": "customs", "mapping": "m", "mapping_version": "1"}
        intention = Intention(at=store.now(), transport="file_drop", reference=store.next_reference(), **words)
        return store.intend(row, message_row, intention)


@contextlib.contextmanager
def _opened(url: str) -> Iterator[Store]:
    with tempfile.TemporaryDirectory(dir=ROOT) as folder:
        clock = lambda: datetime.datetime.now(datetime.UTC)  # noqa: E731
        store = Store(url or Path(folder) / "audit.db", clock=clock, signers=[SIGNER])
        yield store
        store.close()


def _bytes(store: Store) -> int:
    if isinstance(store.place, Path):
        return os.path.getsize(store.place) + os.path.getsize(f"{store.place}-wal")
    query = "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = current_schema()::regnamespace"
    return int(store.connection.execute(f"{query} AND relkind = 'r'").fetchone()[0])


def throughput(url: str = "") -> dict[str, float]:
    """Durable exchanges a second, alone and in groups, in turns on one store."""
    taken = {"one by one": 0.0, "grouped": 0.0}
    with _opened(url) as store:
        recorder = Recorder(store, 1_000_000_000)
        for _ in range(EXCHANGES // GROUP):
            for name, size in (("one by one", 1), ("grouped", GROUP)):
                start = time.perf_counter()
                for _ in range(GROUP // size):
                    recorder.exchanges(size)
                taken[name] += time.perf_counter() - start
    return {name: EXCHANGES / seconds for name, seconds in taken.items()}


def large(entries: int, url: str = "") -> Iterator[str]:
    """A store of that many entries: what building, searching, counting and verifying it took."""
    with _opened(url) as store:
        recorder, taken = Recorder(store), Taken()
        while store.log.size() < entries:
            recorder.exchanges(1000)
        store.checkpoint()
        held = f"{store.log.size():,} entries of {recorder.number:,} exchanges"
        yield f"{held}: built in {taken}, {_bytes(store) / 1e6:,.0f} MB"
        dice, times = random.Random(1), []  # noqa: S311 - not for secrets
        for _ in range(SEARCHES):
            wanted, taken = f"MSCU{dice.randint(1, recorder.number):07}", Taken()
            found = search.search(store, wanted)
            times.append(taken.seconds())
            assert len(found) == 1, wanted  # noqa: S101 - a benchmark of nothing is no benchmark
        (median, worst), (own, most) = (
            (each[len(each) // 2], each[-1]) for each in map(sorted, zip(*times, strict=True))
        )
        of_it = f"(of the processor: {own * 1e3:.2f} ms, {most * 1e3:.2f} ms)"
        yield f"search by a business key: median {median * 1e3:.2f} ms, worst {worst * 1e3:.2f} ms {of_it}"
        taken = Taken()
        counted = statistics(store)[""].exchanges.total()
        yield f"audit stats: {taken} for {counted:,} exchanges"
        taken = Taken()
        given = [len(json.dumps(search.record_of(store, each))) for each in next(search.received(store))]
        yield f"audit export: {len(given):,} exchanges in {taken}"
        taken = Taken()
        faults = [each for each in verify(store.log, [store.signers[0].verifier]).findings if each.code != "AUD-109"]
        yield f"audit verify: {taken}, {len(faults)} faults"


def section(entries: int = ENTRIES, url: str = "") -> Iterator[str]:
    """The lines of RESULTS.md, each when it is known."""
    rates = throughput(url)
    ratio = rates["grouped"] / rates["one by one"]
    yield from ("## The audit store", "", "| durable exchanges a second | |", "|---|---|")
    yield from (f"| {name} | {rate:,.0f} |" for name, rate in rates.items())
    yield from (f"| grouped ({GROUP} share their commits) against one by one | {ratio:.1f}x |", "")
    yield from (f"- {line}" for line in large(entries, url))
    yield ""


if __name__ == "__main__":
    for line in section(int(sys.argv[1]) if len(sys.argv) > 1 else ENTRIES, *sys.argv[2:]):
        print(line, flush=True)
