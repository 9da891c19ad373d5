"""A site under random SIGKILLs: what its agencies, which are quick, slow, failing and hanging, got of what was sent in.

Children route interchanges, resume and deliver until all is delivered; each is killed at a random time, until it was
done enough. Meanwhile and in between the receivers take every file away at once and count it. Each child tells where it
is by a byte that the parent shares with it, so that one sees where it was killed.
"""

import contextlib
import datetime
import io
import mmap
import os
import random
import signal
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from edi_engine import attempts, pipeline, resumption
from edi_engine.audit import queue
from edi_engine.audit.store import Store
from edi_engine.pipeline import Engine
from edi_engine.transports import FileDrop, file_drop
from edi_engine.transports.parcel import Parcel, Permit, delivery_error
from edi_engine.workspace import Workspace
from tests.crashes import BAD
from tests.test_acknowledgement import MAPPINGS, interchange, message

BEGUN = datetime.datetime.now(datetime.UTC)
AGENCIES = ("quick", "slow", "failing", "hanging")
RETRY = "retry: {first: 1s, longest: 1s, then: 1s, break_after: 1000}"
ROUTES = "routes:\n" + "".join(
    f"  - {{name: {name}, agency: {name}, mapping: tax-authority-json, timeout: 0.1, {RETRY}}}\n" for name in AGENCIES
)
ANSWERS = f"answers:\n  - {{name: answer, send: always, {RETRY}}}\n"
STAGES = (
    *("starting", "deciding", "committing", "between commits"),
    *("writing a file", "publishing", "all done"),
)


class Agency(FileDrop):
    """Slow, failing or hanging by the name of the agency; what it takes may be there when it fails or hangs."""

    def deliver(self, parcel: Parcel, permit: Permit) -> str:
        chance = random.random()  # noqa: S311
        if parcel.agency == "slow":
            time.sleep(chance * 0.03)
        if parcel.agency == "failing" and chance < 0.3:
            raise delivery_error("DEL-001", "the line is dead", str(parcel.folder))
        if parcel.agency == "hanging" and chance < 0.1:
            time.sleep(0.2)
        place = super().deliver(parcel, permit)
        if parcel.agency == "failing" and chance < 0.6:
            raise delivery_error("DEL-001", "the line died behind it", str(parcel.folder))
        if parcel.agency == "hanging" and chance < 0.2:
            time.sleep(0.2)
        return place


def _quick_clock() -> datetime.datetime:
    """A second of waiting is a twentieth of one here."""
    now = datetime.datetime.now(datetime.UTC)
    return BEGUN + 20 * (now - BEGUN)


@dataclass
class Site:
    """One workspace, its clock, what comes in, and what was received of it: agency and file name, with the bytes."""

    root: Path
    chance: random.Random
    payloads: dict[str, bytes]
    received: Counter[tuple[str, str]] = field(default_factory=Counter)
    contents: dict[tuple[str, str], bytes] = field(default_factory=dict)
    killed_at: Counter[str] = field(default_factory=Counter)
    stage: mmap.mmap = field(default_factory=lambda: mmap.mmap(-1, 1))

    def take(self) -> None:
        """All receivers take what is there; nobody waits for anything."""
        for folder in (self.root / "outbox").glob("*"):
            for file in folder.glob("[!.]*"):
                key = (folder.name, file.name)
                self.contents[key] = file.read_bytes()
                file.unlink()
                self.received[key] += 1

    def life(self, seconds: float) -> bool:
        """A child that works until it is killed or done; whether it was done."""
        self.stage[0] = 0
        child = os.fork()
        if not child:
            self._work()
            os._exit(0)
        end = time.monotonic() + seconds
        while not (ended := os.waitpid(child, os.WNOHANG)[0]) and time.monotonic() < end:
            self.take()
            time.sleep(0.001)
        if not ended:
            os.kill(child, signal.SIGKILL)
            status = os.waitpid(child, 0)[1]
            assert status in (0, signal.SIGKILL), f"ended with {status}"
            self.killed_at[STAGES[self.stage[0]]] += 1
        self.take()
        return STAGES[self.stage[0]] == "all done"

    def engine(self) -> Engine:
        transports: dict[str, Any] = {"file_drop": Agency()}
        return Engine(Workspace(self.root), clock=_quick_clock, mappings=MAPPINGS, transports=transports)

    def _work(self) -> None:
        random.seed(self.chance.random())
        # Killed all the time, any delivery looks like one that kills: that bound has its own test.
        for module in (attempts, pipeline, resumption):
            module.MOST_CUT_OFF = 10**6  # type: ignore[attr-defined]
        self._tell()
        with self.engine() as target:
            target.resume()
            for reference, payload in self.payloads.items():
                if not _is_known(target.store, reference):
                    target.route(io.BytesIO(payload), reference)
            while queue.next_due(target.store):
                target.deliver()
                time.sleep(0.02)
        self.stage[0] = STAGES.index("all done")

    def _tell(self) -> None:
        """Write down on the way where the work is."""
        stage = Store.stage

        @contextlib.contextmanager
        def watched(store: Store) -> Iterator[None]:
            with stage(store):
                yield
                if store._depth:
                    self._at("committing")
            self._at("between commits")

        Store.stage = watched  # type: ignore[method-assign, assignment]
        Engine.decide = self._around("deciding", Engine.decide)  # type: ignore[method-assign]
        for name, told in (("_write", "writing a file"), ("_publish", "publishing")):
            setattr(file_drop, name, self._around(told, getattr(file_drop, name)))

    def _around(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any) -> Any:
            self._at(name)
            return real(*arguments)

        return step

    def _at(self, name: str) -> None:
        self.stage[0] = STAGES.index(name)


def _is_known(store: Store, reference: str) -> bool:
    return bool(store.connection.execute("SELECT 1 FROM exchanges WHERE source = ?", (reference,)).fetchone())


def site(root: Path, seed: int, interchanges: int) -> Site:
    """A new one, with so many interchanges to come, each of two good messages and a bad one."""
    root.mkdir()
    (root / "routes.yaml").write_text(ROUTES + ANSWERS, encoding="utf-8")
    text = interchange(message("1"), BAD, message("3"))
    payloads = {f"R{number}": text.replace("+IC1", f"+R{number}").encode() for number in range(interchanges)}
    return Site(root, random.Random(seed), payloads)  # noqa: S311
