"""The workspace's audit store, opened for a command and closed behind it."""

import contextlib
import datetime
from collections.abc import Iterator

from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.audit.store import Store
from edi_engine.cli.frame import Settings
from edi_engine.workspace import Workspace


@contextlib.contextmanager
def open_store(settings: Settings, *, signing: bool = False) -> Iterator[Store]:
    """The store, which must be there: only read, or written with the workspace's keys at hand."""
    workspace = Workspace(settings.workspace)
    signing = signing and workspace.audit_path.is_file()  # else the store says that there is none
    signers = SigningKeys(workspace.keys_path).signers() if signing else []
    clock = lambda: datetime.datetime.now(datetime.UTC)  # noqa: E731
    store = Store(workspace.audit_path, clock=clock, read_only=not signing, signers=signers)
    try:
        yield store
    finally:
        store.close()
