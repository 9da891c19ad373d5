"""Proofs that an exchange is in a signed checkpoint, made from a store and checked without one.

A proof is JSON: the note of the checkpoint, the public keys, and for each entry its number, salt, record as text and
the audit path of its leaf; an erased record has its commitment only. Payloads go along in base64, unless they are left
out. docs/evidence.md describes it for those who check it with a program of their own.
"""

import base64
import hashlib
import json
from abc import ABC, abstractmethod
from collections.abc import Iterable
from typing import Any, ClassVar

from edi_engine.audit.checkpoints import latest
from edi_engine.audit.entries import SALT_BYTES, commitment, record_text
from edi_engine.audit.erased import Said
from edi_engine.audit.exchange_records import entries_of, payloads_of
from edi_engine.audit.merkle import inclusion_proofs, leaf_hash, root_of_inclusion
from edi_engine.audit.signed_notes import Checkpoint, NoteError, Verifier, opened
from edi_engine.audit.store import Store
from edi_engine.audit.store_errors import store_error
from edi_engine.findings import Finding, Position, Severity

FORMAT = "edi-engine proof 1"
OWNERS = {"interchange_id": "interchanges", "message_id": "messages", "delivery_id": "deliveries"}  # the first counts
HASHES = ("payload_sha256", "planned_sha256")
Json = dict[str, Any]


def prove(store: Store, exchange: str, verifiers: Iterable[Verifier], *, payloads: bool = True) -> Json:
    """The proof of an exchange against the store's latest checkpoint, within one read transaction of the caller's.

    Raises:
        NoteError: there is no checkpoint yet, or it does not cover the exchange.
        StoreError: the record was changed, so that it would not hold.
    """
    log, newest, keys = store.log, latest(store.log), list(verifiers)
    numbers = entries_of(store.connection, exchange)
    if newest is None or not numbers or numbers[-1] >= newest.size:
        raise NoteError("no checkpoint covers the whole exchange yet")
    paths = inclusion_proofs(map(leaf_hash, log.commitments(0, newest.size)), newest.size, numbers)
    held = payloads_of(store.connection, exchange) if payloads else []
    proof = {
        "format": FORMAT,
        "exchange": exchange,
        "checkpoint": newest.note,
        "keys": [str(key) for key in keys],
        "entries": [_entry(store, number, paths[number]) for number in numbers],
        "payloads": {sha256: _base64(b"".join(store.payload(sha256))) for sha256 in held},
    }
    if wrong := Proof(proof, keys).findings:
        fix, why = "see audit verify; restore the record from a backup", "a proof that does not hold proves nothing"
        raise store_error("AUD-122", f"exchange {exchange} cannot be proven: {wrong[0].what}", store.place, fix, why)
    return proof


def _entry(store: Store, number: int, path: list[bytes]) -> Json:
    query = "SELECT record, key, salt, commitment FROM entries WHERE number = ?"
    record, key, salt, held = store.connection.execute(query, (number,)).fetchone()
    rows = store.log.rows(record, key)
    told: Json = {"number": number, "path": [_base64(step) for step in path]}
    if salt is None or not rows:
        return told | {"commitment": _base64(held)}
    return told | {"salt": _base64(salt), "record": record_text(record, rows).decode()}


def _number(entry: Json) -> int:
    """The number of an entry; raises TypeError for `"7"`, 7.0 and the like."""
    number = entry["number"]
    if type(number) is not int:
        raise TypeError(f"{number!r} is no number of an entry")
    return number


def _base64(data: bytes) -> str:
    return base64.b64encode(data).decode()


class Checked(ABC):
    """A proof of any kind that was received, checked against keys that were had from elsewhere.

    Attributes:
        findings: why it does not prove what it says; none if it does.
        checkpoint: what was signed.
    """

    kind: ClassVar[str]

    def __init__(self, proof: Any, verifiers: Iterable[Verifier]) -> None:
        self.findings: list[Finding] = []
        self.checkpoint: Checkpoint | None = None
        try:
            self._check(proof, list(verifiers))
        except (KeyError, TypeError, AttributeError, IndexError) as error:
            field = f"field {error.args[0]}" if isinstance(error, KeyError) else ""
            self._fail("AUD-120", f"this is no proof of {self.kind}", field)
        except (ValueError, OverflowError, RecursionError) as error:
            self._fail("AUD-121", str(error)[:200], "")

    @abstractmethod
    def _check(self, proof: Any, verifiers: list[Verifier]) -> None:
        """Note what it proves, and what is wrong with it."""

    def _signed(self, note: str, verifiers: list[Verifier]) -> Checkpoint:
        text, signed_by = opened(note, verifiers)
        if not signed_by:
            raise NoteError("none of the keys given signed the checkpoint")
        return Checkpoint.parse(text)

    def _fail(self, code: str, what: str, place: str) -> None:
        why = "every byte of a proof leads to the root that a checkpoint signed"
        fix = "ask for the proof again, and compare the key with one had from elsewhere"
        where = Position(path=place)
        self.findings.append(Finding(code=code, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix))


class Proof(Checked):
    """A proof of an exchange.

    Attributes:
        exchange: its id.
        records: the records proven, in order: `{"record": table, "rows": [...]}`.
    """

    kind = "an exchange"

    def __init__(self, proof: Any, verifiers: Iterable[Verifier]) -> None:
        self.records: list[Json] = []
        self.exchange = ""
        super().__init__(proof, verifiers)

    @property
    def erasure(self) -> Said | None:
        """What it says of the erasure of the exchange; None if the exchange was not erased."""
        rows = [row for record in self.records if record["record"] == "erasures" for row in record["rows"]]
        return Said(self.exchange, str(rows[0].get("at", "")), str(rows[0].get("reason", ""))) if rows else None

    def _check(self, proof: Any, verifiers: list[Verifier]) -> None:
        if proof["format"] != FORMAT:
            raise KeyError("format")
        self.exchange = proof["exchange"]
        if not isinstance(self.exchange, str):
            raise KeyError("exchange")
        self.checkpoint = self._signed(proof["checkpoint"], verifiers)
        numbers = [_number(entry) for entry in proof["entries"]]
        if len(set(numbers)) < len(numbers):
            self._fail("AUD-121", "an entry is there twice", "entries")
        for number, entry in zip(numbers, proof["entries"], strict=True):
            if 0 <= number < self.checkpoint.size:
                self._check_entry(number, entry, self.checkpoint)
            else:
                what = f"there is no entry {str(number)[:20]} among the {self.checkpoint.size} of the checkpoint"
                self._fail("AUD-121", what, "entries")
        self._check_payloads(proof["payloads"])
        self._check_owners()

    def _check_entry(self, number: int, entry: Json, checkpoint: Checkpoint) -> None:
        if "commitment" in entry and ("record" in entry or "salt" in entry):
            raise ValueError(f"entry {number} has a commitment beside what it would be made from")
        if "record" in entry:
            salt = base64.b64decode(entry["salt"], validate=True)
            if len(salt) != SALT_BYTES:  # else bytes could move from the salt into the number and the record
                raise ValueError(f"the salt of entry {number} has {len(salt)} bytes, not {SALT_BYTES}")
            held = commitment(salt, number, entry["record"].encode())
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

    def _check_owners(self) -> None:
        """Every record is of the exchange: entries of others under the same checkpoint would pass all else."""
        rows = [(record["record"], row) for record in self.records for row in record["rows"]]
        held = {(table, row["id"]) for table, row in rows if "id" in row}
        hashes = {row[column] for _, row in rows for column in HASHES if column in row}
        for table, row in rows:
            if not self._owns(table, row, held, hashes):
                self._fail("AUD-121", f"a record of {table} is not of exchange {self.exchange}", f"entries {table}")
        if not any(table in ("exchanges", "erasures") for table, _ in rows):
            self._fail("AUD-121", f"no record in it is the exchange {self.exchange}", "entries")

    def _owns(self, table: str, row: Json, held: set[tuple[str, Any]], hashes: set[str]) -> bool:
        if table == "payloads":
            return row["sha256"] in hashes
        if table == "exchanges" or "exchange_id" in row:
            return bool(self.exchange == row["id" if table == "exchanges" else "exchange_id"])
        owner = next((column for column in OWNERS if column in row), "")
        return bool(owner) and (OWNERS[owner], row[owner]) in held
