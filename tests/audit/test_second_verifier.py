"""docs/verify_proof.py, a verifier written from docs/evidence.md alone, and the engine's agree on every proof."""

import copy
import functools
import importlib.util
import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.audit.erasure import erase
from edi_engine.audit.proofs import Proof, prove
from edi_engine.audit.signed_notes import Checkpoint, Signer, signed
from edi_engine.audit.store import Store
from tests.audit.test_evidence import KEYS, SIGNER, Recorded, leaves, original, proven
from tests.audit.test_store import Clock, finding, recorded

__all__ = ["original"]  # the fixture
PROGRAM = Path(__file__).parents[2] / "docs" / "verify_proof.py"
KEY = str(KEYS[0])


def _program() -> Any:
    spec = importlib.util.spec_from_file_location("verify_proof", PROGRAM)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


SECOND = _program()


def told(proof: Any, key: str = KEY) -> list[str]:
    """What the second verifier says of a proof; nothing if it does not hold."""
    try:
        return list(SECOND.check(proof, key))
    except SECOND.REFUSED:
        return []


def agreed(proof: Any) -> bool:
    """Whether a proof holds, for both."""
    first = not Proof(proof, KEYS).findings
    assert first == bool(told(proof))
    return first


def test_it_is_short_and_knows_nothing_of_the_engine() -> None:
    text = PROGRAM.read_text("utf-8")
    assert len(text.splitlines()) < 100
    assert "import edi_engine" not in text
    assert "from edi_engine" not in text


def test_it_accepts_every_proof_of_logs_of_any_size(tmp_path: Path) -> None:
    store = Store(tmp_path / "audit.db", clock=Clock(), signers=[SIGNER])
    exchange, checked = recorded(store), 0
    for added in range(20):
        store.checkpoint()
        proof = prove(store, exchange, KEYS)
        assert agreed(proof)
        assert told(proof)[0].startswith(
            f"exchange {exchange}: {len(proof['entries'])} of {store.log.size()} entries of"
        )
        checked += len(proof["entries"])
        with store.stage():
            store.add_findings(exchange, [finding()] * (added % 3 + 1))
    store.close()
    assert checked > 300


def test_it_accepts_proofs_without_payloads_and_of_what_was_erased(tmp_path: Path, original: Recorded) -> None:
    for exchange in (original.first, original.second, original.third):
        assert agreed(proven(original, exchange))
        assert agreed(proven(original, exchange, payloads=False))
    store = Store(tmp_path / "audit.db", clock=Clock(), signers=[SIGNER])
    exchange, other = recorded(store), recorded(store, b"UNB+2", "b.edi")
    store.checkpoint()
    before = prove(store, exchange, KEYS)
    erase(store, [exchange], "asked for")
    store.checkpoint()
    assert agreed(before)
    assert agreed(prove(store, other, KEYS))
    assert any("asked for" in line for line in told(prove(store, exchange, KEYS)))
    store.close()


def test_a_record_that_only_its_commitment_is_left_of_is_proven_as_an_entry(original: Recorded) -> None:
    proof = proven(original, original.first)
    entry = next(entry for entry in proof["entries"] if '"record":"decisions"' in entry["record"])
    text, salt = entry.pop("record"), entry.pop("salt")
    held = SECOND.sha(SECOND.b64(salt), entry["number"].to_bytes(8, "big"), text.encode())
    entry["commitment"] = SECOND.base64.b64encode(held).decode()
    assert agreed(proof)
    assert not any("decisions" in line for line in told(proof))


def test_an_entry_holds_its_record_or_its_commitment_not_both(original: Recorded) -> None:
    """What is not looked at could say anything to who reads the proof."""
    proof = proven(original, original.first)
    entry = proof["entries"][0]
    held = SECOND.sha(SECOND.b64(entry["salt"]), entry["number"].to_bytes(8, "big"), entry["record"].encode())
    for commitment in (SECOND.base64.b64encode(held).decode(), "AAAA", None):
        assert not agreed(proof | {"entries": [entry | {"commitment": commitment}, *proof["entries"][1:]]})
    decision = next(each for each in proof["entries"] if '"record":"decisions"' in each["record"])
    salt, text = decision["salt"], decision.pop("record")
    held = SECOND.sha(SECOND.b64(salt), decision["number"].to_bytes(8, "big"), text.encode())
    decision["commitment"] = SECOND.base64.b64encode(held).decode()
    assert not agreed(proof)
    del decision["salt"]
    assert agreed(proof)


def test_it_refuses_every_value_changed_as_the_engine_does(original: Recorded) -> None:
    made = proven(original, original.first)
    for path in [path for path in leaves(made) if path[0] != "keys"]:
        changed = copy.deepcopy(made)
        holder: Any = changed
        for step in path[:-1]:
            holder = holder[step]
        value = holder[path[-1]]
        other = "A" if value != 0 and str(value)[5:6] != "A" else "B"
        holder[path[-1]] = value + 1 if isinstance(value, int) else f"{value[:5]}{other}{value[6:]}"
        assert not told(changed), path


@pytest.mark.parametrize("junk", [None, [], {}, 5, {"format": "edi-engine proof 1"}, {"entries": [{}]}])
def test_what_is_no_proof_is_refused(junk: Any) -> None:
    assert not agreed(junk)


def test_records_of_another_exchange_do_not_pass_under_its_name(original: Recorded) -> None:
    """Every entry of the log leads to the root of the same checkpoint: who makes a proof could mix them."""
    first, second = proven(original, original.first), proven(original, original.second)
    numbers = {entry["number"] for entry in first["entries"]}
    others = [entry for entry in second["entries"] if entry["number"] not in numbers]
    for entry in others:
        assert not agreed(first | {"entries": [*first["entries"], entry]}), entry["record"]
    assert not agreed(first | {"exchange": original.second})
    assert not agreed(first | {"entries": [*first["entries"], first["entries"][0]]})
    assert not agreed(first | {"payloads": second["payloads"]} | {"entries": [*first["entries"], *others]})


def test_a_salt_has_its_length(original: Recorded) -> None:
    proof = proven(original, original.first)
    entry = proof["entries"][0]
    salt = SECOND.b64(entry["salt"])
    entry["salt"] = SECOND.base64.b64encode(salt[:-1]).decode()
    assert not agreed(proof)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no JSON",
        "5",
        "[]",
        "[" * 100_000,
        '{"record":"exchanges"}',
        '{"record":"exchanges","rows":5}',
        '{"record":"exchanges","rows":[5]}',
        '{"record":"exchanges","rows":["id"]}',
        '{"record":["exchanges"],"rows":[{"id":"X"}]}',
        '{"record":"exchanges","rows":[{"id":["X"]}]}',
        '{"record":"exchanges","rows":[{"id":"X","payload_sha256":["X"]}]}',
        '{"record":"payloads","rows":[{}]}',
        '{"record":"messages","rows":[{"interchange_id":{}}]}',
        '{"record":"exchanges","rows":[{"id":"Y"}]}',
    ],
)
def test_whatever_a_stranger_signs_is_refused_and_no_more(text: str, tmp_path: Path) -> None:
    """Who makes a log of their own can put anything into it."""
    salt, stranger = bytes(16), Signer.create("stranger")
    root = SECOND.sha(b"\0", SECOND.sha(salt, bytes(8), text.encode()))
    entry = {"number": 0, "salt": SECOND.base64.b64encode(salt).decode(), "record": text, "path": []}
    note = signed(Checkpoint("stranger", 1, root).text(), [stranger])
    proof: Any = {
        "format": "edi-engine proof 1",
        "exchange": "X",
        "checkpoint": note,
        "payloads": {},
        "entries": [entry],
    }
    assert Proof(proof, [stranger.verifier]).findings
    with pytest.raises(SECOND.REFUSED):
        list(SECOND.check(proof, str(stranger.verifier)))
    entry["record"] = '{"record":"exchanges","rows":[{"id":"X"}]}'
    root = SECOND.sha(b"\0", SECOND.sha(salt, bytes(8), entry["record"].encode()))
    proof["checkpoint"] = signed(Checkpoint("stranger", 1, root).text(), [stranger])
    assert not Proof(proof, [stranger.verifier]).findings
    assert list(SECOND.check(proof, str(stranger.verifier)))


def test_a_key_of_somebody_else_proves_nothing(original: Recorded) -> None:
    proof = proven(original, original.first)
    assert not told(proof, str(Signer.create(SIGNER.name).verifier))
    assert not told(proof, str(Signer.create("other").verifier))
    assert not told(proof, "no key at all")
    assert not told(proof, KEY.replace("+", "+0", 1))


SWAPS = st.sampled_from(["change", "retype", "drop", "double", "swap", "cut"])


@functools.cache
def made_once(original: Recorded, exchange: str) -> Any:
    return proven(original, exchange)


@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_both_say_the_same_of_a_proof_somebody_worked_on(original: Recorded, data: st.DataObject) -> None:
    made = copy.deepcopy(made_once(original, data.draw(st.sampled_from([original.first, original.third]))))
    for _ in range(data.draw(st.integers(1, 3))):
        _work_on(made, data)
    agreed(made)


def _work_on(made: Any, data: st.DataObject) -> None:
    """Change something anywhere in a proof: a value, its type, a member, an order."""
    places = [path for path in leaves(made) if path[0] != "keys"]
    path = data.draw(st.sampled_from(places))
    for _ in range(data.draw(st.integers(0, len(path) - 1))):
        path = path[:-1]
    holder = made
    for step in path[:-1]:
        holder = holder[step]
    value, how = holder[path[-1]], data.draw(SWAPS)
    if how == "change" and isinstance(value, str):
        at = data.draw(st.integers(0, max(len(value) - 1, 0)))
        holder[path[-1]] = (
            value[:at] + data.draw(st.sampled_from(["", "A", "=", "\n", " ", "+", "é"])) + value[at + 1 :]
        )
    elif how == "retype" or how == "change":
        holder[path[-1]] = data.draw(st.sampled_from([None, "", 0, 1, -1, 1 << 70, 7.0, True, [], {}, str(value)]))
    elif how == "drop":
        del holder[path[-1]]
    elif isinstance(holder, list):
        other = data.draw(st.integers(0, len(holder) - 1))
        if how == "double":
            holder.insert(other, copy.deepcopy(value))
        elif how == "cut":
            del holder[other:]
        else:
            holder[path[-1]], holder[other] = holder[other], value


def test_it_ends_as_it_says(original: Recorded, tmp_path: Path) -> None:
    proof, key = tmp_path / "proof.json", tmp_path / "store.pub"
    key.write_text(KEY + "\n", "utf-8")
    made = proven(original, original.first)

    def run(given: Any) -> tuple[int, str, str]:
        proof.write_text(json.dumps(given), "utf-8")
        done = subprocess.run([sys.executable, PROGRAM, proof, key], capture_output=True, text=True, check=False)
        return done.returncode, done.stdout, done.stderr

    status, out, err = run(made)
    assert (status, err) == (0, "")
    assert out.startswith(f"exchange {original.first}: ")
    reader, writer = os.pipe()
    os.close(reader)  # as of `| head` that has seen enough
    done = subprocess.run([sys.executable, PROGRAM, proof, key], stdout=writer, stderr=subprocess.PIPE, check=False)
    os.close(writer)
    assert (done.returncode, done.stderr) == (-signal.SIGPIPE, b""), "it ends as programs in a pipe do"
    made["payloads"] = dict.fromkeys(made["payloads"], "AAAA")
    status, out, err = run(made)
    assert (status, out) == (1, "")
    assert err.startswith("does not hold: these bytes are not ")
    made["payloads"] = {"\x1b[2J\u202e\x9b": ""}
    assert run(made)[2] == "does not hold: these bytes are not '\\x1b[2J\\u202e\\x9b'\n"
    assert subprocess.run([sys.executable, PROGRAM], capture_output=True, check=False).returncode == 1
