"""A PostgreSQL server of the tests' own: in a temporary folder, on a socket there, gone with the process."""

import contextlib
import ctypes
import itertools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from pathlib import Path
from urllib.parse import quote

import psycopg

NOBODY = 65534  # the server refuses to be run by root
LONGEST_SOCKET = 80
SETTINGS = {
    "listen_addresses": "",
    "max_connections": "250",
    "fsync": "off",  # what a test loses with the machine is no loss; commits are as atomic as ever
    "autovacuum": "off",
    "shared_buffers": "32MB",
}
PR_SET_PDEATHSIG = 1


def binaries() -> Path | None:
    """The folder of `initdb` and `postgres`; Debian keeps them off the path."""
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return next(iter(sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)), None)


class Server:
    """A server that was started; `kill` and `start` it as power failures do."""

    def __init__(self, folder: Path) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="edi-pg-", dir=_place()))
        self.binaries = folder
        self._schemas = itertools.count(1)
        root = os.geteuid() == 0
        self._as = {"user": NOBODY, "group": NOBODY, "extra_groups": []} if root else {}
        if root:
            os.chown(self.folder, NOBODY, NOBODY)
        words = [folder / "initdb", "-D", self.folder / "data", "-U", "postgres", "-A", "trust", "--no-sync"]
        words += ["-E", "UTF8", "--locale", "C"]
        subprocess.run(words, check=True, capture_output=True, cwd=self.folder, timeout=120, **self._as)  # type: ignore[call-overload]
        self.start()
        with psycopg.connect(self.all_powerful("postgres"), autocommit=True) as session:
            session.execute("CREATE ROLE edi LOGIN")
            session.execute("CREATE DATABASE edi OWNER edi")
        self.url = self.all_powerful("edi").replace("//postgres@", "//edi@")  # as any other role

    def start(self) -> None:
        """Start it, and wait until it answers."""
        words = [self.binaries / "postgres", "-D", self.folder / "data", "-k", self.folder]
        words += [word for name, value in SETTINGS.items() for word in ("-c", f"{name}={value}")]
        with (self.folder / "log").open("ab") as log:
            self.process = subprocess.Popen(  # type: ignore[call-overload]
                words, cwd=self.folder, stdout=log, stderr=log, preexec_fn=_end_with_us, **self._as
            )
        self.pid = self.process.pid
        until = time.monotonic() + 120
        while True:
            try:
                return psycopg.connect(self.all_powerful("postgres")).close()
            except psycopg.OperationalError:
                if self.process.poll() is not None or time.monotonic() > until:
                    raise
                time.sleep(0.05)

    def kill(self) -> None:
        """SIGKILL it and the processes that serve its clients, as when the power fails."""
        serving = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/stat") if _parent(path) == self.pid]
        for pid in (self.pid, *serving):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self.process.wait()
        while any(Path(f"/proc/{pid}").exists() for pid in serving):
            time.sleep(0.01)

    def stop(self) -> None:
        """Stop it for good."""
        self.process.send_signal(signal.SIGINT)
        self.process.wait(timeout=60)
        shutil.rmtree(self.folder)

    def place(self) -> str:
        """The URL of a schema in which nothing is yet."""
        schema = f"store{next(self._schemas)}"
        with psycopg.connect(self.url, autocommit=True) as session:
            session.execute(f"CREATE SCHEMA {schema}".encode())
        return f"{self.url}&options=-csearch_path%3D{schema}"

    def all_powerful(self, database: str) -> str:
        """The URL of a database, for who may do everything."""
        return f"postgresql://postgres@/{database}?host={quote(str(self.folder), safe='')}"


def wait_for_engine(url: str, *, connected: bool) -> None:
    """Wait until an engine is connected, or until none is any more: a server learns a little later of a death."""
    query = b"SELECT 1 FROM pg_stat_activity WHERE application_name = 'edi-engine'"
    with psycopg.connect(url, autocommit=True) as session:
        until = time.monotonic() + 120
        while (session.execute(query).fetchone() is not None) is not connected:
            assert time.monotonic() < until
            time.sleep(0.01)


def _parent(stat: Path) -> int | None:
    try:
        return int(stat.read_text().rpartition(")")[2].split()[1])
    except OSError:  # ended meanwhile
        return None


def _place() -> str:
    """A folder that others may enter, short enough for a socket's name."""
    for folder in (tempfile.gettempdir(), "/tmp", "/dev/shm"):  # noqa: S108
        path = Path(folder).resolve()
        if len(str(path)) < LONGEST_SOCKET and all(each.stat().st_mode & 0o001 for each in (path, *path.parents)):
            return str(path)
    raise OSError("there is no folder for a database server")


def _end_with_us() -> None:
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)
