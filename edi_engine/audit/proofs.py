"""Proofs that an exchange is in a signed checkpoint, made from a store and checked without one.

A proof is JSON: the note of the checkpoint, the public keys, and for each entry its number, salt, record as text and
the audit path of its leaf; an erased record has its commitment only. Payloads go along in base64, unless they are left
out. docs/evidence.md describes it for those who check it with a program of their own.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable
from typing import Any

from edi_engine.audit.checkpoints import latest
from edi_engine.audit.entries import commitment, record_text
from edi_engine.audit.exchange_records import entries_of, payloads_of
from edi_engine.audit.merkle import inclusion_proofs, leaf_hash, root_of_inclusion
from edi_engine.audit.signed_notes import Checkpoint, NoteError, Verifier, opened
from edi_engine.audit.store import Store
from edi_engine.findings import Finding, Position, Severity

FORMAT = "edi-engine proof 1"
Json = dict[str, Any]


def prove(store: Store, exchange: str, verifiers: Iterable[Verifier], *, payloads: bool = True) -> Json:
    """The proof of an exchange against the store's latest checkpoint, within one read transaction of the caller's.

    Raises:
        NoteError: there is no checkpoint yet, or it does not cover the exchange.
    """
    log, newest = store.log, latest(store.log)
    numbers = entries_of(store.connection, exchange)
    if newest is None or not numbers or numbers[-1] >= newest.size:
        raise NoteError("no checkpoint covers the whole exchange yet")
    leaves = [leaf_hash(each) for each in log.commitments(0, newest.size)]
    paths = inclusion_proofs(leaves, numbers)
    held = payloads_of(store.connection, exchange) if payloads else []
    return {
        "format": FORMAT,
        "exchange": exchange,
        "checkpoint": newest.note,
        "keys": [str(verifier) for verifier in verifiers],
        "entries": [_entry(store, number, paths[number]) for number in numbers],
        "payloads": {sha256: _base64(b"".join(store.payload(sha256))) for sha256 in held},
    }


def _entry(store: Store, number: int, path: list[bytes]) -> Json:
    query = "SELECT record, key, salt, commitment FROM entries WHERE number = ?"
    record, key, salt, held = store.connection.execute(query, (number,)).fetchone()
    rows = store.log.rows(record, key)
    told: Json = {"number": number, "path": [_base64(step) for step in path]}
    if salt is None or not rows:
        return told | {"commitment": _base64(held)}
    return told | {"salt": _base64(salt), "record": record_text(record, rows)}


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Proof:
    """A proof that was received, to be checked against keys that were had from elsewhere.

    Attributes:
        findings: why it does not prove what it says; none if it does.
        checkpoint: what was signed.
        records: the records proven, in order: `{"record": table, "rows": [...]}`.
    """

    def __init__(self, proof: Any, verifiers: Iterable[Verifier]) -> None:
        self.findings: list[Finding] = []
        self.checkpoint: Checkpoint | None = None
        self.records: list[Json] = []
        self.exchange = ""
        try:
            self._check(proof, list(verifiers))
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            field = f"field {error.args[0]}" if isinstance(error, KeyError) else ""
            self._fail("AUD-120", "this is no proof of an exchange", field)
        except (ValueError, binascii.Error, OverflowError) as error:
            self._fail("AUD-121", str(error)[:200], "")

    def _check(self, proof: Any, verifiers: list[Verifier]) -> None:
        if proof["format"] != FORMAT:
            raise KeyError("format")
        self.exchange = str(proof["exchange"])
        text, signed_by = opened(proof["checkpoint"], verifiers)
        if not signed_by:
            raise NoteError("none of the keys given signed the checkpoint")
        self.checkpoint = Checkpoint.parse(text)
        for entry in proof["entries"]:
            self._check_entry(entry, self.checkpoint)
        self._check_payloads(proof["payloads"])
        if not any(self._is_of_exchange(record) for record in self.records):
            self._fail("AUD-121", f"no record in it is the exchange {self.exchange}", "entries")

    def _check_entry(self, entry: Json, checkpoint: Checkpoint) -> None:
        number = int(entry["number"])
        if "record" in entry:
            held = commitment(base64.b64decode(entry["salt"], validate=True), number, entry["record"])
        else:
            held = base64.b64decode(entry["commitment"], validate=True)
        path = [base64.b64decode(step, validate=True) for step in entry["path"]]
        if root_of_inclusion(leaf_hash(held), number, checkpoint.size, path) != checkpoint.root:
            what = f"entry {number} is not in the checkpoint: its record was changed, or it is of another log"
            self._fail("AUD-121", what, f"entry {number}")
        elif "record" in entry:
            self.records.append(json.loads(entry["record"]))

    def _check_payloads(self, payloads: dict[str, str]) -> None:
        known = {
            row.get("sha256") for record in self.records for row in record["rows"] if record["record"] == "payloads"
        }
        for sha256, encoded in payloads.items():
            data = base64.b64decode(encoded, validate=True)
            if hashlib.sha256(data).hexdigest() != sha256 or sha256 not in known:
                self._fail("AUD-121", f"these bytes are not those of payload {sha256[:64]}", f"payloads {sha256[:64]}")

    def _is_of_exchange(self, record: Json) -> bool:
        return record["record"] in ("exchanges", "erasures") and any(
            self.exchange in (row.get("id"), row.get("exchange_id")) for row in record["rows"]
        )

    def _fail(self, code: str, what: str, place: str) -> None:
        why = "every byte of a proof leads to the root that a checkpoint signed"
        fix = "ask for the proof again, and compare the key with one had from elsewhere"
        where = Position(path=place)
        self.findings.append(Finding(code=code, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix))
