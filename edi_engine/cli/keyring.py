"""The keys of a command: those of the workspace, and those that are named on the command line."""

from pathlib import Path

import click

from edi_engine.audit.signed_notes import Verifier
from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.cli.frame import Settings
from edi_engine.workspace import Workspace

KEY = click.option(
    "--key", "keys", multiple=True, metavar="KEY", help="Public key that may have signed: its text, or a file with it."
)


def verifiers_of(keys: tuple[str, ...]) -> list[Verifier]:
    """Keys given as texts or as files of texts."""
    found = []
    for key in keys:
        try:
            text = key if "+" in key and not Path(key).is_file() else Path(key).read_text(encoding="utf-8")
            found += [Verifier.parse(line) for line in text.splitlines() if line.strip()]
        except (OSError, ValueError) as error:
            raise click.UsageError(f"{key[:100]!r} is no public key: {error}") from error
    return found


def text_of(path: Path) -> str:
    """The text of a file, of stdin where it is `-`."""
    with click.open_file(str(path), encoding="utf-8") as stream:
        return str(stream.read())


def keyring_of(settings: Settings) -> SigningKeys:
    """The keys of the workspace."""
    return SigningKeys(Workspace(settings.workspace).keys_path)
