"""`edi-engine audit prove` and `edi-engine verify-proof`: proofs for who has no access to the store."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from edi_engine.audit import search as records
from edi_engine.audit.signed_notes import NoteError, Verifier
from edi_engine.audit.store import Store
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.keyring import KEY, keyring_of, text_of, verifiers_of
from edi_engine.cli.output import finding_object, names_given, plain, show, show_findings, show_json, target
from edi_engine.cli.stores import open_store

if TYPE_CHECKING:
    from edi_engine.audit.consistency import Consistency
    from edi_engine.audit.proofs import Proof

MAX_PROOF_BYTES = 1 << 30
_FILE = click.Path(path_type=Path, dir_okay=False, exists=True, allow_dash=True)


@click.command("prove")
@click.argument("exchange", required=False)
@click.option("--consistency", "earlier", type=_FILE, help="Prove that the log goes on with this checkpoint, instead.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="File to write the proof to.")
@click.option("--without-payloads", is_flag=True, help="Leave the bytes received and sent out; their hashes stay.")
@common_options
@click.pass_obj
def prove(
    settings: Settings,
    exchange: str | None,
    earlier: Path | None,
    output: Path | None,
    without_payloads: bool,
    as_json: bool,
) -> int:
    """Make a proof of EXCHANGE that anybody can check with `verify-proof`, without this store.

    Of an exchange that was erased it is a proof of the erasure. With --consistency it is one that nothing which the
    checkpoint covers was changed since, for who kept that checkpoint.

    \b
    Examples:
      edi-engine audit prove 1JJN0ZQAG -o 1JJN0ZQAG.proof.json
      edi-engine audit prove --consistency 2026-11-01.checkpoint -o grown.json
    """
    if (exchange is None) == (earlier is None):
        raise click.UsageError("Name an exchange, or say --consistency.")
    keys = keyring_of(settings).verifiers()
    with open_store(settings, signing=True) as store:
        proof = _of_exchange(store, exchange, keys, not without_payloads) if exchange else _of_log(store, earlier, keys)
    with target(output, private=True) as stream:
        stream.write((json.dumps(proof, ensure_ascii=False, indent=1) + "\n").encode())
    return ACCEPTED


def _of_exchange(store: Store, exchange: str, keys: Sequence[Verifier], payloads: bool) -> Any:
    from edi_engine.audit.proofs import prove as proof_of

    with names_given():
        found = records.resolve(store, exchange, erased=True)
    store.checkpoint()
    with store.connection.reading():
        return proof_of(store, found, keys, payloads=payloads)


def _of_log(store: Store, earlier: Path | None, keys: Sequence[Verifier]) -> Any:
    from edi_engine.audit.consistency import prove_consistency

    note = text_of(earlier) if earlier else ""
    store.checkpoint()
    with store.connection.reading():
        try:
            return prove_consistency(store, note, keys)
        except NoteError as error:
            raise click.UsageError(f"{earlier}: {error}.") from error


@click.command("verify-proof")
@click.argument("bundle", type=_FILE)
@click.option("--checkpoint", "kept", type=_FILE, help="Of a proof of consistency: the checkpoint that was kept.")
@KEY
@common_options
def command(bundle: Path, kept: Path | None, keys: tuple[str, ...], as_json: bool) -> int:
    """Check a proof that an exchange is in a signed checkpoint, or that a log only grew; no store is needed.

    Without --key the keys in the proof are used: then it proves only that it agrees with itself.

    \b
    Examples:
      edi-engine verify-proof 1JJN0ZQAG.proof.json --key partner.pub
      edi-engine verify-proof grown.json --key partner.pub --checkpoint 2026-11-01.checkpoint
    """
    from edi_engine.audit.consistency import FORMAT, Consistency
    from edi_engine.audit.proofs import Proof

    proof, given = _proof(bundle), verifiers_of(keys)
    verifiers = given or _own_keys(proof)
    result: Proof | Consistency
    if isinstance(proof, dict) and proof.get("format") == FORMAT:
        result = Consistency(proof, verifiers, text_of(kept) if kept else "")
    elif kept:
        raise click.UsageError("--checkpoint is for a proof of consistency.")
    else:
        result = Proof(proof, verifiers)
    said = result.checkpoint
    if as_json:
        facts: dict[str, Any] = {"checkpoint": said and said.text(), "keys": bool(given)} | _facts(result)
        show_json(facts | {"findings": [finding_object(each) for each in result.findings]})
        return REJECTED if result.findings else ACCEPTED
    show_findings(result.findings)
    if result.findings or said is None:
        return REJECTED
    trusted = "a key you gave" if given else "a key that came with the proof: compare it with one had from elsewhere"
    show(plain(_proven(result)))
    show(plain(f"  of {said.size} entries of {said.origin}, signed by {trusted}"))
    if isinstance(result, Consistency) and not kept:
        show("  the earlier checkpoint came with the proof: compare it with the one that was kept (--checkpoint)")
    return ACCEPTED


def _facts(result: "Proof | Consistency") -> dict[str, Any]:
    from edi_engine.audit.proofs import Proof

    if isinstance(result, Proof):
        erased = result.erasure
        return {"exchange": result.exchange, "erased": erased and erased._asdict(), "records": result.records}
    return {"earlier": result.earlier and result.earlier.text()}


def _proven(result: "Proof | Consistency") -> str:
    """What a proof that holds proves, in words."""
    from edi_engine.audit.proofs import Proof

    if isinstance(result, Proof):
        if result.erasure:
            return f"exchange {result.erasure}: the erasure is in the checkpoint"
        return f"exchange {result.exchange}: {len(result.records)} records are in the checkpoint"
    size = result.earlier.size if result.earlier else 0
    return f"all {size} entries of the earlier checkpoint are unchanged in the checkpoint"


def _proof(bundle: Path) -> Any:
    """The proof as JSON; something that is no proof where the file is no JSON."""
    with click.open_file(str(bundle), "rb") as file:
        data = file.read(MAX_PROOF_BYTES + 1)
    if len(data) > MAX_PROOF_BYTES:
        raise click.UsageError(f"{bundle} has more than {MAX_PROOF_BYTES} bytes.")
    try:
        return json.loads(data)
    except (ValueError, RecursionError):
        return None


def _own_keys(proof: Any) -> list[Verifier]:
    try:
        return [Verifier.parse(key) for key in proof["keys"]]
    except (KeyError, TypeError, AttributeError, NoteError):
        return []
