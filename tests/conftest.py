"""What all tests share: golden files, rewritten by `pytest --accept` and then read as a diff."""

from collections.abc import Callable
from pathlib import Path

import pytest

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
