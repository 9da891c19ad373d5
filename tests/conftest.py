"""What all tests share: golden files, rewritten by `pytest --accept` and then read as a diff."""

import importlib.util
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, settings

if TYPE_CHECKING:
    from tests.postgres import Server

# A busy machine is no fault of what is tested: nothing is timed, neither an example nor the making of examples.
settings.register_profile("untimed", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("untimed")

Golden = Callable[[Path, str | bytes], None]


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--accept` writes golden files instead of comparing with them."""
    parser.addoption("--accept", action="store_true", help="rewrite golden files; read the diff before committing")


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Golden:
    """Compare what came out with a golden file, or write it with `--accept`; what is empty has no file."""
    accept = bool(request.config.getoption("--accept"))

    def check(path: Path, content: str | bytes) -> None:
        data = content.encode() if isinstance(content, str) else content
        if accept and data:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        elif accept:
            path.unlink(missing_ok=True)
        expected = path.read_bytes() if path.is_file() else b""
        assert data == expected, f"{path.name} differs; if it should, run pytest --accept and read the diff"

    return check


@pytest.fixture(scope="session")
def server() -> "Iterator[Server]":
    """A PostgreSQL server of our own."""
    needed = os.environ.get("EDI_ENGINE_ALL_TESTS")
    if importlib.util.find_spec("psycopg") is None:
        assert not needed, "psycopg is not installed: pip install -e '.[dev]'"
        pytest.skip("psycopg is not installed: pip install -e '.[dev]'")
    from tests.postgres import Server, binaries

    folder = binaries()
    if folder is None:
        assert not needed, "there is no initdb: apt-get install -y postgresql"
        pytest.skip("no PostgreSQL on this machine: apt-get install -y postgresql")
    started = Server(folder)
    yield started
    started.stop()


@pytest.fixture(params=["sqlite", "postgres"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> Path | str:
    """Where a store can be made: a file, and a database; as a workspace the folder has its record there."""
    if request.param == "sqlite":
        return tmp_path / "audit.db"
    url = str(request.getfixturevalue("server").place())
    (tmp_path / "store.yaml").write_text(f"url: {url}\n", encoding="utf-8")
    return url
