"""Routes one payload again and again, and is killed (SIGKILL) at each boundary between two steps in turn.

    python -m tests.crashes FOLDER FIRST STEP [URL]

Makes a workspace FOLDER/N for each boundary N, every STEPth from FIRST on: routed until it is killed there, taken up
with `resume` which is killed too, a little later, and taken up again to the end. Whoever gets files takes them away
whenever a process has ended, into FOLDER/N/taken. Prints the name of each boundary. Each run is a process of its own,
forked from one that has read everything it needs. The record is a file, or lies in a
schema of its own in the PostgreSQL database of a URL.
"""

import contextlib
import functools
import io
import os
import signal
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from edi_engine.audit.claims import Claims
from edi_engine.audit.store import Store
from edi_engine.pipeline import Engine
from edi_engine.transports import file_drop
from edi_engine.workspace import Workspace
from tests.test_acknowledgement import AT, MAPPINGS, interchange, message, with_text

ROUTES = """\
routes:
  - {name: customs, agency: customs, mapping: wco-dec}
  - {name: copy, agency: archive, mapping: tax-authority-json}
"""
BAD = message("2", with_text("MEA+AAE", "MEA+XXX"))
FIRST = interchange(message("1"), BAD, message("3"), flags="++++1")
PAYLOAD = (FIRST + FIRST.replace("+IC1", "+IC2")).encode()
MOST = 500


class Boundaries:
    """Counts the boundaries a process passes, tells their names, and kills it at one of them."""

    def __init__(self, fatal: int, told: int) -> None:
        self.fatal, self.told, self.passed = fatal, told, 0

    def __call__(self, name: str) -> None:
        self.passed += 1
        if self.passed == self.fatal:
            os.write(self.told, f"{name}\n".encode())
            os.kill(os.getpid(), signal.SIGKILL)


def watch(boundary: Boundaries) -> None:
    """Put boundaries around every commit, every step of dropping a file, and the end of a claim."""
    stage = Store.stage

    @contextlib.contextmanager
    def watched(store: Store) -> Iterator[None]:
        outermost = not store._depth
        with stage(store):
            yield
            if outermost:
                boundary("before a commit")
        if outermost:
            boundary("after a commit")

    def around(name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def step(*arguments: Any) -> Any:
            boundary(f"before {name}")
            result = real(*arguments)
            boundary(f"after {name}")
            return result

        return step

    Store.stage = watched  # type: ignore[method-assign, assignment]
    for kind in Claims.__subclasses__():
        release = around("a claim is released", kind.release)
        kind.release = release  # type: ignore[method-assign]
    for name in ("_write", "_publish"):  # between them is the mark
        setattr(file_drop, name, around(name, getattr(file_drop, name)))


def engine(folder: Path) -> Engine:
    (folder / "routes.yaml").write_text(ROUTES, encoding="utf-8")
    return Engine(Workspace(folder), clock=lambda: AT, mappings=MAPPINGS)


def take(folder: Path) -> None:
    """Move what was delivered to `taken`, each time it was: whatever comes twice is seen twice."""
    for file in folder.glob("outbox/*/[!.]*"):
        number, box = 1, folder / "taken" / file.parent.name
        box.mkdir(parents=True, exist_ok=True)
        while (box / f"{file.name}.{number}").exists():
            number += 1
        file.rename(box / f"{file.name}.{number}")


def in_a_process(work: Callable[[], None], fatal: int, told: int) -> bool:
    """Whether the work was killed; it must not fail otherwise."""
    child = os.fork()
    if not child:
        watch(Boundaries(fatal, told))
        work()
        os._exit(0)
    status = os.waitpid(child, 0)[1]
    assert status in (0, signal.SIGKILL), f"ended with {status}"
    return status == signal.SIGKILL


def database(url: str, folder: Path) -> Callable[[], None]:
    """Let a workspace keep its record in a schema of its own; a function that waits until no session is left of it."""
    import psycopg

    from edi_engine.audit import postgres  # noqa: F401 - before the first fork
    from tests.postgres import wait_for_engine

    with psycopg.connect(url, autocommit=True) as session:
        session.execute(f"CREATE SCHEMA crash{folder.name}".encode())
    (folder / "store.yaml").write_text(f"url: {url}&options=-csearch_path%3Dcrash{folder.name}", encoding="utf-8")
    return functools.partial(wait_for_engine, url, connected=False)


def run(root: Path, first: int, step: int, url: str = "") -> None:
    """Kill at boundaries until nothing is killed any more."""
    for name in ("wco-dec", "tax-authority-json", "contrl-3", "cusdec-d96b-import"):
        MAPPINGS.get(name)
    for fatal in range(first, MOST, step):
        folder = root / str(fatal)
        folder.mkdir()
        noticed = database(url, folder) if url else lambda: None

        def route(folder: Path = folder) -> None:
            with engine(folder) as target:
                target.route(io.BytesIO(PAYLOAD), "in.edi")

        def resume(folder: Path = folder) -> None:
            with engine(folder) as target:
                target.resume()

        killed = in_a_process(route, fatal, 1)
        take(folder)
        if not killed:
            return
        silent = os.open(os.devnull, os.O_WRONLY)
        noticed()
        in_a_process(resume, 1 + fatal % 7, silent)
        take(folder)
        noticed()
        assert not in_a_process(resume, 0, silent)
        take(folder)
        os.close(silent)
    raise AssertionError(f"more than {MOST} boundaries")


if __name__ == "__main__":
    run(Path(sys.argv[1]), int(sys.argv[2]), int(sys.argv[3]), *sys.argv[4:])
