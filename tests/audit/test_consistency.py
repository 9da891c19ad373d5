"""That a log only grew is proven to who kept a checkpoint, and no other log passes for it."""

import copy
import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from edi_engine.audit.consistency import Consistency, prove_consistency
from edi_engine.audit.database import Place
from edi_engine.audit.erasure import erase
from edi_engine.audit.signed_notes import NoteError, Signer
from edi_engine.audit.signing_keys import SigningKeys
from edi_engine.audit.sqlite import Sqlite
from edi_engine.audit.store import Store
from edi_engine.cli.frame import run
from tests.audit.test_evidence import KEYS, SIGNER, leaves, rewritten
from tests.audit.test_store import Clock, finding, recorded


def opened(place: Place) -> Store:
    return Store(place, clock=Clock(), signers=[SIGNER])


def grown(store: Store, exchange: str, by: int) -> str:
    """The checkpoint after so many more entries."""
    with store.stage():
        store.add_findings(exchange, [finding()] * by)
    return str(store.checkpoint())


def proven(store: Store, earlier: str) -> Any:
    return json.loads(json.dumps(prove_consistency(store, earlier, KEYS)))


def test_every_earlier_checkpoint_is_gone_on_with(place: Place) -> None:
    store = opened(place)
    exchange = recorded(store)
    notes = [grown(store, exchange, by) for by in (1, 2, 3, 1, 5)]
    erase(store, [recorded(store, b"UNB+2", "b.edi")], "asked for")
    notes.append(str(store.checkpoint()))
    for note in notes:
        proof = proven(store, note)
        result = Consistency(proof, KEYS, note)
        assert result.findings == []
        assert result.checkpoint is not None
        assert result.checkpoint.size == store.log.size()
        others = [other for other in notes if other != note]
        assert all(Consistency(proof, KEYS, other).findings for other in others)
    store.close()


def test_nothing_of_such_a_proof_can_be_changed(tmp_path: Path) -> None:
    store = opened(tmp_path / "audit.db")
    earlier = grown(store, exchange := recorded(store), 4)
    grown(store, exchange, 6)
    made = proven(store, earlier)
    store.close()
    for path in [path for path in leaves(made) if path[0] != "keys"]:
        changed = copy.deepcopy(made)
        holder: Any = changed
        for step in path[:-1]:
            holder = holder[step]
        value = holder[path[-1]]
        holder[path[-1]] = value[:5] + ("A" if value[5:6] != "A" else "B") + value[6:]
        assert Consistency(changed, KEYS).findings, path
    assert Consistency(made | {"path": made["path"][:-1]}, KEYS).findings
    assert Consistency(made | {"path": [*made["path"], made["path"][0]]}, KEYS).findings
    assert Consistency(made | {"earlier": made["checkpoint"]}, KEYS).findings
    assert Consistency(made, [Signer.create(SIGNER.name).verifier]).findings
    junks: list[Any] = [None, [], {}, made | {"path": 5}, made | {"format": "edi-engine proof 1"}]
    for junk in junks:
        assert [found.code for found in Consistency(junk, KEYS).findings] == ["AUD-120"]


def test_a_log_written_anew_with_the_stolen_key_does_not_go_on_with_what_was_kept(tmp_path: Path) -> None:
    store = opened(tmp_path / "audit.db")
    kept = grown(store, recorded(store), 2)
    store.close()
    shutil.copy(tmp_path / "audit.db", tmp_path / "forged.db")
    connection = Sqlite(tmp_path / "forged.db")
    rewritten(connection)
    connection.close()
    forged = opened(tmp_path / "forged.db")
    grown(forged, recorded(forged, b"later"), 1)
    (found,) = Consistency(proven(forged, kept), KEYS, kept).findings
    forged.close()
    assert found.code == "AUD-121"
    assert "does not go on with" in found.what


def test_what_no_proof_can_be_made_from_is_said(tmp_path: Path) -> None:
    store, other = opened(tmp_path / "audit.db"), opened(tmp_path / "other.db")
    grown(store, recorded(store), 1)
    longer = grown(other, recorded(other), 9)
    with pytest.raises(NoteError, match="the checkpoint is of"):
        prove_consistency(store, longer, KEYS)
    with pytest.raises(NoteError, match="no key of this store"):
        prove_consistency(store, longer, [Signer.create("x").verifier])
    with pytest.raises(NoteError, match="no signed note"):
        prove_consistency(store, "nothing", KEYS)
    store.close()
    other.close()


def test_the_commands_prove_and_check(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    workspace = ["--workspace", str(tmp_path)]
    kept, proof = tmp_path / "kept", tmp_path / "grown.json"
    signers = SigningKeys(tmp_path / "keys").signers()
    store = Store(tmp_path / "audit.db", clock=Clock(), signers=signers)
    exchange = recorded(store)
    kept.write_text(str(store.checkpoint()), "utf-8")
    grown(store, exchange, 3)
    store.close()
    assert run(["audit", "prove", "--consistency", str(kept), "-o", str(proof), *workspace]) == 0
    assert run(["verify-proof", str(proof), "--key", str(signers[0].verifier), "--checkpoint", str(kept)]) == 0
    shown = capsys.readouterr().out.splitlines()
    assert shown[0].endswith("entries of the earlier checkpoint are unchanged in the checkpoint")
    assert shown[1].endswith("signed by a key you gave")
    assert run(["verify-proof", str(proof)]) == 0
    assert "compare it with the one that was kept" in capsys.readouterr().out
    kept.write_text(json.loads(proof.read_text("utf-8"))["checkpoint"], "utf-8")
    assert run(["verify-proof", str(proof), "--checkpoint", str(kept), "--json"]) == 1
    assert json.loads(capsys.readouterr().out)["findings"][0]["code"] == "AUD-121"
    for wrong in ([], [exchange, "--consistency", str(kept)], ["--consistency", str(proof)]):
        assert run(["audit", "prove", *wrong, *workspace]) == 2
