"""`edi-engine audit verify, checkpoint, erase, reindex, keys`: the record as evidence."""

import datetime
from collections import Counter
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from edi_engine.audit import search as records
from edi_engine.audit.signed_notes import Verifier
from edi_engine.audit.store import Store
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.keyring import KEY, keyring_of, text_of, verifiers_of
from edi_engine.cli.output import finding_object, names_given, plain, show, show_findings, show_json, target
from edi_engine.cli.proofs import prove
from edi_engine.cli.stores import open_store
from edi_engine.findings import Severity
from edi_engine.workspace import Workspace

if TYPE_CHECKING:
    from edi_engine.audit.erased import Said

SHOWN = 3  # exchanges that are named
SURE = 8  # characters of an id: what is erased does not come back
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True)


@click.command("verify")
@click.option("--checkpoint", "exported", type=_FILE, help="A checkpoint that was kept elsewhere.")
@KEY
@common_options
@click.pass_obj
def verify(settings: Settings, exported: Path | None, keys: tuple[str, ...], as_json: bool) -> int:
    """Look for records that were changed, dropped, added or moved since they were written.

    Every record is compared with its entry in the log, every payload with its hash, and the log with the checkpoints
    that were signed. A checkpoint kept where nobody can write who writes the store shows what was done with the key,
    and names every exchange that was erased since: then too the exit code is 1.

    \b
    Examples:
      edi-engine audit verify
      edi-engine audit verify --checkpoint 2026-11-01.checkpoint
    """
    from edi_engine.audit.verification import verify as look

    note = text_of(exported) if exported else None
    verifiers = verifiers_of(keys) + keyring_of(settings).verifiers()
    with open_store(settings, examined=True) as store, store.connection.reading():
        result = look(store.log, verifiers, note)
    counts = Counter(finding.severity for finding in result.findings)
    errors, warnings = counts[Severity.ERROR], counts[Severity.WARNING]
    if as_json:
        facts = {name: getattr(result, name) for name in ("entries", "erased", "checkpoints", "covered")}
        show_json(facts | {"findings": [finding_object(finding) for finding in result.findings]})
    else:
        show_findings(result.findings)
        plural = "" if result.checkpoints == 1 else "s"
        kept = f"{result.entries} entries, {result.erased} erased, {result.checkpoints} checkpoint{plural} as signed"
        found = f"{errors} fault{'s' if errors > 1 else ''}" if errors else "as they were written"
        since = f", {warnings} erasure{'s' if warnings > 1 else ''} since the checkpoint" if warnings else ""
        show(f"{kept}: {found}{since}")
    return REJECTED if errors or warnings else ACCEPTED


@click.command("checkpoint")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write it to.")
@common_options
@click.pass_obj
def checkpoint(settings: Settings, output: Path | None, as_json: bool) -> int:
    """Sign the record as it stands, and give out the checkpoint to be kept elsewhere.

    \b
    Examples:
      edi-engine audit checkpoint -o /mnt/other/today.checkpoint
    """
    with open_store(settings, signing=True) as store:
        note = store.checkpoint() or ""
    if as_json:
        show_json({"checkpoint": note})
        return ACCEPTED
    with target(output) as stream:
        stream.write(note.encode())
    return ACCEPTED


@click.command("erase")
@click.argument("exchanges", nargs=-1)
@click.option("--by-rules", is_flag=True, help="Erase what retention.yaml of the workspace keeps no longer.")
@click.option("--reason", default="", help="Why; it goes on record, and must be said of exchanges that are named.")
@click.option("--dry-run", is_flag=True, help="Only say what would be erased.")
@common_options
@click.pass_obj
def erase(
    settings: Settings, exchanges: tuple[str, ...], by_rules: bool, reason: str, dry_run: bool, as_json: bool
) -> int:
    """Take EXCHANGES out of the store for good: records, payloads that no other shares, full text, free pages.

    What was cut off goes together with what continued it. What was signed stays provable, and the erasure goes on
    record. Each time, what earlier erasures left because the store was being read is removed too.

    \b
    Examples:
      edi-engine audit erase 1JJN0ZQAG --reason "asked for by the declarant"
      edi-engine audit erase --by-rules --dry-run
    """
    from edi_engine.audit.erasure import erase as erase_all
    from edi_engine.audit.erasure import together

    if bool(exchanges) == by_rules:
        raise click.UsageError("Name exchanges, or say --by-rules.")
    if exchanges and not (dry_run or reason.strip()):
        raise click.UsageError("Say why, with --reason: it goes on record.")
    with open_store(settings, signing=True) as store:
        left_behind = store.connection.left_behind
        wanted, before = (_expired(settings, store), []) if by_rules else _named(store, exchanges)
        for said in before:
            click.echo(plain(str(said)), err=True)
        if dry_run:
            done = [{"exchange": exchange} for chain in together(store, wanted) for exchange in chain]
        else:
            done = [asdict(each) for each in erase_all(store, wanted, reason.strip() or "retention.yaml")]
    if as_json:
        earlier = [said._asdict() for said in before]
        show_json({"erased": done, "before": earlier, "dry_run": dry_run, "not_reached": left_behind})
        return ACCEPTED
    for row in done:
        _show_erased(row, dry_run)
    if not done:
        click.echo("nothing to erase", err=True)
    elif left_behind and not dry_run:
        show(f"not reached: {left_behind}, backups")
    return ACCEPTED


def _show_erased(row: dict[str, Any], dry_run: bool) -> None:
    if dry_run:
        show(f"{row['exchange']} would be erased")
        return
    show("{exchange} erased: {records} records, {payloads} payloads".format(**row))
    if kept_by := row["kept_by"]:
        others = f" and {len(kept_by) - SHOWN} others" if len(kept_by) > SHOWN else ""
        show(f"  not erased: bytes that are those of {', '.join(kept_by[:SHOWN])}{others} too")


def _named(store: Store, exchanges: tuple[str, ...]) -> tuple[list[str], list["Said"]]:
    """The exchanges to be erased, and what is on record of those that are already: a sweep may be left to do."""
    from edi_engine.audit.erased import erasures_of

    for name in exchanges:
        if len(name.strip()) < SURE:
            raise click.UsageError(
                f"An exchange to be erased is named by {SURE} characters of its id at least: {name!r}."
            )
    with names_given():
        found = [records.resolve(store, name, erased=True) for name in exchanges]
    before = [said for exchange in found for said in erasures_of(store.connection, exchange)]
    gone = {said.exchange for said in before}
    return [exchange for exchange in found if exchange not in gone], before


def _expired(settings: Settings, store: Store) -> list[str]:
    from edi_engine.audit.retention import expired, read_retention

    found = Workspace(settings.workspace).retention_text()
    if found is None:
        raise click.UsageError("The workspace has no retention.yaml.")
    return expired(store, read_retention(*found), datetime.datetime.now(datetime.UTC))


@click.command("reindex")
@common_options
@click.pass_obj
def reindex(settings: Settings, as_json: bool) -> int:
    """Make the search index anew of the business keys on record, whatever became of it.

    For when audit verify names it (AUD-114), or the store cannot be searched or written for its sake (AUD-004). Each
    business key is held against its entry in the log: one that is not as it was recorded is named, and found as it
    stands. Others that write the store wait meanwhile.

    \b
    Examples:
      edi-engine audit reindex
      edi-engine audit reindex --workspace /var/lib/edi --json
    """
    from edi_engine.audit.reindexing import reindex as make_anew

    with open_store(settings, signing=True) as store:
        done = make_anew(store)
    if as_json:
        show_json({**asdict(done), "findings": [finding_object(finding) for finding in done.findings]})
    else:
        show_findings(done.findings)
        for what in done.before:
            show(plain(f"before: {what}"))
        of_messages = f"{done.messages} message{'' if done.messages == 1 else 's'}"
        found = f"those of {len(done.findings)} not " if done.findings else ""
        show(f"search index made anew: {done.keys} business keys of {of_messages}, {found}as they were recorded")
    return REJECTED if done.findings else ACCEPTED


@click.group("keys")
def keys_command() -> None:
    """The keys that sign the record.

    \b
    Examples:
      edi-engine audit keys list
      edi-engine audit keys add
    """


@keys_command.command("list")
@common_options
@click.pass_obj
def keys_list(settings: Settings, as_json: bool) -> int:
    """List the public keys, and which of them still sign.

    \b
    Examples:
      edi-engine audit keys list
    """
    keyring = keyring_of(settings)
    signing = {path.stem for path in keyring.folder.glob("*.key")}
    rows = [{"key": str(key), "id": key.id.hex(), "signs": key.id.hex() in signing} for key in keyring.verifiers()]
    if as_json:
        show_json({"keys": rows})
    for row in [] if as_json else rows:
        show(plain(f"{row['id']}  {'signs' if row['signs'] else 'retired'}  {row['key']}"))
    return ACCEPTED


@keys_command.command("add")
@common_options
@click.pass_obj
def keys_add(settings: Settings, as_json: bool) -> int:
    """Make a further key; it and those that are there sign together until one is retired.

    \b
    Examples:
      edi-engine audit keys add
    """
    Workspace(settings.workspace).ensure()
    return _show_key(keyring_of(settings).add().verifier, "added", as_json)


@keys_command.command("retire")
@click.argument("key_id")
@common_options
@click.pass_obj
def keys_retire(settings: Settings, key_id: str, as_json: bool) -> int:
    """Remove the private key KEY_ID; its public key stays, and verifies what it signed.

    \b
    Examples:
      edi-engine audit keys retire 5a3c01d2
    """
    keyring = keyring_of(settings)
    keyring.retire(key_id)
    return _show_key(next(key for key in keyring.verifiers() if key.id.hex() == key_id), "retired", as_json)


def _show_key(key: Verifier, done: str, as_json: bool) -> int:
    if as_json:
        show_json({"key": str(key), "id": key.id.hex(), "done": done})
    else:
        show(f"{done} {key}")
    return ACCEPTED


PARTS = (verify, checkpoint, prove, erase, reindex, keys_command)
