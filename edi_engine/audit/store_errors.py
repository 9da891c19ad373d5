"""`StoreError`s with their findings, and the system's errors put into our words."""

import contextlib
from collections.abc import Iterator
from pathlib import Path

from edi_engine.errors import StoreError
from edi_engine.findings import Finding, Position, Severity

WHY_HERE = "store.yaml of the workspace names its store"


def store_error(
    code: str,
    what: str,
    place: Path | str,
    fix: str,
    why: str = "nothing is sent or acknowledged before it is recorded",
) -> StoreError:
    """A `StoreError` with its finding."""
    return StoreError(
        Finding(code=code, severity=Severity.ERROR, what=what, where=Position(path=str(place)), why=why, fix=fix)
    )


def no_store(place: Path | str) -> StoreError:
    """There is nothing to look into: creating a store would hide that another workspace is meant."""
    fix = "route a file first, or name another workspace"
    return store_error("AUD-007", "there is no audit store yet", place, fix, "the record lies in the workspace")


@contextlib.contextmanager
def system_errors(place: Path | str) -> Iterator[None]:
    """Turn the system's errors into `StoreError`."""
    try:
        yield
    except OSError as error:
        fix = "make room, or give the right to write the workspace"
        raise store_error("AUD-002", f"{error.strerror or error}", place, fix) from error
