"""Many writers at once: nobody is told of a lock, nothing is lost, and the log stays one chain."""

import subprocess
import sys
from pathlib import Path

from edi_engine.audit.database import Place
from edi_engine.audit.store import Store
from edi_engine.audit.verification import verify
from tests.audit.test_evidence import KEYS, SIGNER, faults
from tests.audit.test_store import Clock

PROJECT = Path(__file__).parents[2]
WRITERS, EXCHANGES = 50, 1  # in each of two processes, by each writer

PROCESS = f"""
import sys, threading
from edi_engine.audit.signed_notes import Signer
from edi_engine.audit.store import Store
from tests.audit.test_store import Clock, placed, recorded

place, signer, failed = placed(sys.argv[1]), Signer.parse(sys.argv[2]), []

def write(number):
    try:
        store = Store(place, clock=Clock(), signers=[signer])
        for again in range({EXCHANGES}):
            recorded(store, f"{{sys.argv[3]}} {{number}} {{again}}".encode())
        store.close()
    except Exception as error:
        failed.append(error)

threads = [threading.Thread(target=write, args=(number,)) for number in range({WRITERS})]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
for error in failed[:3]:
    print(repr(error))
sys.exit(bool(failed))
"""


def test_a_hundred_writers_in_two_processes_see_no_lock(place: Place) -> None:
    words = [sys.executable, "-c", PROCESS, str(place), SIGNER.written()]
    running = [
        subprocess.Popen([*words, name], cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
        for name in ("one", "two")
    ]
    for process in running:
        said, _ = process.communicate(timeout=300)
        assert (process.returncode, said) == (0, "")
    store = Store(place, clock=Clock(), read_only=True)
    assert faults(verify(store.log, KEYS)) == []
    kept = store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0]
    payloads = store.connection.execute("SELECT count(*) FROM payloads").fetchone()[0]
    store.close()
    assert (kept, payloads) == (2 * WRITERS * EXCHANGES, 2 * WRITERS * EXCHANGES + 1)


OPENING = """
import sys, threading
from edi_engine.audit.store import Store
from tests.audit.test_store import Clock, placed

place, failed, together = placed(sys.argv[1]), [], threading.Barrier(40)

def open_it():
    together.wait()
    try:
        Store(place, clock=Clock()).close()
    except Exception as error:
        failed.append(error)

threads = [threading.Thread(target=open_it) for _ in range(40)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
print(*map(repr, failed[:3]), sep="")
"""


def test_a_new_store_is_opened_by_many_at_once(place: Place) -> None:
    words = [sys.executable, "-c", OPENING, str(place)]
    running = [subprocess.Popen(words, cwd=PROJECT, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    assert [process.communicate(timeout=300)[0].strip() for process in running] == ["", ""]
