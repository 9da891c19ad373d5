"""Check a proof of edi-engine without edi-engine: python verify_proof.py PROOF KEY (two files, the key from elsewhere).
Written from evidence.md beside it, RFC 6962 and C2SP signed-note, for Python 3.11 with `cryptography`."""

import base64
import functools
import hashlib
import json
import re
import signal
import sys
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

NOTE = re.compile("((?:[^\n]+\n)+)\n((?:\u2014 [^ +\n]+ [A-Za-z0-9+/=]+\n)+)")
REFUSED = (InvalidSignature, LookupError, ValueError, TypeError, AttributeError, RecursionError)
b64 = functools.partial(base64.b64decode, validate=True)
PARENTS = {"interchange_id": "interchanges", "message_id": "messages", "delivery_id": "deliveries"}


def sha(*parts):
    return hashlib.sha256(b"".join(parts)).digest()


def need(condition, why):
    if not condition:
        raise ValueError(why)


def checkpoint(note, key):
    """The text of a signed note, if `key` (name+id+base64) is one of those that signed it."""
    name, key_id, raw = key.strip().split("+", 2)
    need(sha(name.encode(), b"\n", b64(raw))[:4].hex() == key_id and b64(raw)[0] == 1, "this is no Ed25519 key")
    text, signatures = NOTE.fullmatch(note).groups()
    lines = [(signer, b64(data)) for _, signer, data in map(str.split, signatures.splitlines())]
    mine = [data[4:] for signer, data in lines if signer == name and data[:4].hex() == key_id]
    need(mine, f"the checkpoint is not signed by the key {name}+{key_id}")
    for signature in mine:
        Ed25519PublicKey.from_public_bytes(b64(raw)[1:]).verify(signature, text.encode())
    return text


def root_of(leaf, path, number, last):
    """The root that leaf `number`, where the last is `last`, leads to along its path (RFC 6962, section 2.1.1)."""
    for sibling in map(b64, path):
        need(last, f"the path of entry {number} is too long")
        while number == last and not number % 2:  # the last of its level, without a sibling: it goes up as it is
            number, last = number // 2, last // 2
        leaf = sha(b"\x01", sibling, leaf) if number % 2 else sha(b"\x01", leaf, sibling)
        number, last = number // 2, last // 2
    need(not last, "a path is too short")
    return leaf


def record(entry, size, root):
    """What an entry holds, if it is under the checkpoint; no rows of an erased one."""
    number = entry["number"]
    need(type(number) is int and 0 <= number < size, f"there is no entry {number!r}")
    need("commitment" not in entry or not {"salt", "record"} & set(entry), f"entry {number} is of two kinds")
    held = b64(entry["salt" if "record" in entry else "commitment"])
    if "record" in entry:
        need(len(held) == 16, f"the salt of entry {number} has not 16 bytes")
        held = sha(held, number.to_bytes(8, "big"), entry["record"].encode())
    need(root_of(sha(b"\x00", held), entry["path"], number, size - 1) == root, f"entry {number} is not of this log")
    return json.loads(entry.get("record", '{"record": "erased", "rows": []}'))


def check(proof, key):
    """What a proof shows, line by line; raises one of REFUSED if it does not hold."""
    exchange, entries, payloads = proof["exchange"], proof["entries"], proof["payloads"]
    need(proof["format"] == "edi-engine proof 1", "this is no proof of a known format")
    log, size, root = checkpoint(proof["checkpoint"], key).split("\n")[:3]
    need(len({entry["number"] for entry in entries}) == len(entries), "an entry is there twice")
    records = [record(entry, int(size), b64(root)) for entry in entries]
    rows = [(its["record"], row) for its in records for row in its["rows"]]
    known = {(table, row.get("id") or row.get("sha256")) for table, row in rows}
    named = {row.get(column) for _, row in rows for column in ("payload_sha256", "planned_sha256")} - {None}
    for table, row in rows:
        parents = [(of, row[column]) in known for column, of in PARENTS.items() if column in row][:1]
        own = row.get("id") if table == "exchanges" else row.get("exchange_id")
        need(own == exchange or row.get("sha256") in named or parents == [True], f"{table!r}: not of {exchange!r}")
    need({"exchanges", "erasures"} & {table for table, _ in rows}, "there is no record of the exchange itself")
    for digest, data in payloads.items():
        need(("payloads", digest) in known and sha(b64(data)).hex() == digest, f"these bytes are not {digest!r}")
    yield f"exchange {exchange}: {len(records)} of {size} entries of {log}, signed; bytes of {len(payloads)} payloads"
    yield from (f"  {table}: {json.dumps(row)}" for table, row in rows)


def main(proof, key):
    signal.signal(signal.SIGPIPE, signal.SIG_DFL)  # who reads the lines may have read enough
    try:
        print("\n".join(check(json.loads(Path(proof).read_bytes()), Path(key).read_text("utf-8"))), flush=True)
    except (*REFUSED, OSError) as exc:
        sys.exit(f"does not hold: {str(exc) or 'the signature is not of this text'}")


if __name__ == "__main__":
    main(*sys.argv[1:]) if len(sys.argv) == 3 else sys.exit(__doc__)
