"""The workspace's audit store, opened for a command and closed behind it; a period of what it received."""

import contextlib
import datetime
from collections.abc import Callable, Iterator
from typing import Any, TypeVar

import click

from edi_engine.audit.database import must_exist
from edi_engine.audit.period import read_period
from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.audit.store import Store
from edi_engine.cli.frame import Settings
from edi_engine.workspace import Workspace


@contextlib.contextmanager
def open_store(settings: Settings, *, signing: bool = False, examined: bool = False) -> Iterator[Store]:
    """The store, which must be there: only read, or written with the workspace's keys at hand.

    One that is only read is shown though texts in it were damaged; one that is `examined` also though its table of
    migrations was.
    """
    workspace = Workspace(settings.workspace)
    place = workspace.store_place
    if signing:
        must_exist(place)
    signers = SigningKeys(workspace.keys_path).signers() if signing else []
    clock = lambda: datetime.datetime.now(datetime.UTC)  # noqa: E731
    store = Store(place, clock=clock, read_only=not signing, examined=examined, signers=signers)
    try:
        with contextlib.nullcontext() if signing else store.connection.damaged_texts():
            yield store
    finally:
        store.close()


Function = TypeVar("Function", bound=Callable[..., Any])


def period_options(function: Function) -> Function:
    """`--since` and `--until`, texts that `read_period` reads; a text that it does not is wrong usage."""

    def checked(context: click.Context, option: click.Parameter, text: str) -> str:
        """The one that comes second is held against the first."""
        given = {name: context.params.get(name, "") for name in ("since", "until")}
        try:
            read_period(**(given | {str(option.name): text}))
        except ValueError as error:
            raise click.BadParameter(str(error)) from error
        return text

    until = "Only what was received until then; a day counts whole."
    since = "Only what was received from then on: a day or a time, in UTC if it names no zone."
    function = click.option("--until", default="", metavar="DAY", callback=checked, help=until)(function)
    return click.option("--since", default="", metavar="DAY", callback=checked, help=since)(function)
