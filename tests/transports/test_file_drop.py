"""Files appear whole, are never overwritten, and never outside their folder."""

import os
import stat
import threading
from pathlib import Path
from typing import Any

import pytest

from edi_engine.errors import DeliveryError
from edi_engine.transports import TRANSPORTS, FileDrop, Memory, file_drop
from edi_engine.transports.parcel import Parcel, Permit


def parcel(folder: Path, name: str = "a-1.xml", payload: bytes = b"<a/>") -> Parcel:
    return Parcel(name=name, payload=payload, agency="north", folder=folder)


def drop(folder: Path, name: str = "a-1.xml", payload: bytes = b"<a/>") -> str:
    """Deliver a parcel, and have it on record."""
    transport, dropped = FileDrop(), parcel(folder, name, payload)
    where = transport.deliver(dropped, Permit())
    transport.forget(dropped)
    return where


def test_a_file_holds_its_bytes_and_is_the_owners_alone(tmp_path: Path) -> None:
    where = drop(tmp_path)
    assert where == str(tmp_path / "a-1.xml")
    assert Path(where).read_bytes() == b"<a/>"
    assert stat.S_IMODE(Path(where).stat().st_mode) == 0o600
    assert os.listdir(tmp_path) == ["a-1.xml"]


def test_the_same_bytes_again_are_delivered_and_other_bytes_are_refused(tmp_path: Path) -> None:
    drop(tmp_path)
    drop(tmp_path)
    for payload in (b"<b/>", b"<a/>\n", b""):
        with pytest.raises(DeliveryError, match="DEL-003"):
            FileDrop().deliver(parcel(tmp_path, payload=payload), Permit())
    assert (tmp_path / "a-1.xml").read_bytes() == b"<a/>"
    assert os.listdir(tmp_path) == ["a-1.xml"]


@pytest.mark.parametrize("name", ["../a", "a/b", ".hidden", "a\0", "..", "/etc/passwd"])
def test_a_name_that_is_no_file_name_is_refused(tmp_path: Path, name: str) -> None:
    (tmp_path / "in").mkdir()
    with pytest.raises(DeliveryError, match="DEL-001"):
        FileDrop().deliver(parcel(tmp_path / "in", name), Permit())
    assert os.listdir(tmp_path) == ["in"]
    assert os.listdir(tmp_path / "in") == []


def test_links_are_neither_followed_nor_replaced(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    (tmp_path / "victim").write_bytes(b"<a/>")
    (tmp_path / "out" / "a-1.xml").symlink_to(tmp_path / "victim")
    with pytest.raises(DeliveryError, match="DEL-003"):
        FileDrop().deliver(parcel(tmp_path / "out"), Permit())
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with pytest.raises(DeliveryError, match="DEL-001"):
        FileDrop().deliver(parcel(tmp_path / "link", "b"), Permit())


def test_a_pipe_under_the_name_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a-1.xml")
    with pytest.raises(DeliveryError, match="DEL-003"):
        FileDrop().deliver(parcel(tmp_path), Permit())


def test_a_folder_that_is_missing_is_a_finding(tmp_path: Path) -> None:
    with pytest.raises(DeliveryError, match=r"DEL-001.*No such file"):
        FileDrop().deliver(parcel(tmp_path / "gone"), Permit())


def test_nothing_is_left_when_the_permit_was_withdrawn(tmp_path: Path) -> None:
    permit = Permit()
    assert permit.withdraw()
    with pytest.raises(DeliveryError, match="DEL-002"):
        FileDrop().deliver(parcel(tmp_path), permit)
    assert os.listdir(tmp_path) == []


def test_of_many_that_want_one_name_one_wins(tmp_path: Path) -> None:
    won: list[bytes] = []

    def deliver(payload: bytes) -> None:
        try:
            FileDrop().deliver(parcel(tmp_path, payload=payload), Permit())
            won.append(payload)
        except DeliveryError:
            pass

    threads = [threading.Thread(target=deliver, args=(b"%03d" % n,)) for n in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(won) == 1
    assert (tmp_path / "a-1.xml").read_bytes() == won[0]
    assert not list(tmp_path.glob(".incoming-*"))


class CutOff(BaseException):
    """Stands for the end of the process: nothing is tidied up behind it."""


STEPS = ("_write", "_mark", "_publish")


@pytest.mark.parametrize(("step", "after"), [(step, after) for step in STEPS for after in (False, True)])
@pytest.mark.parametrize("taken", [False, True])
@pytest.mark.parametrize("swept", [False, True])
def test_cut_off_anywhere_a_file_is_dropped_once_though_its_agency_takes_it_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, step: str, after: bool, taken: bool, swept: bool
) -> None:
    real, unlink, received = getattr(file_drop, step), os.unlink, []

    def cut_off(*arguments: object) -> None:
        if after:
            real(*arguments)
        monkeypatch.setattr(os, "unlink", lambda *_, **__: None)  # a process that was killed removes nothing
        raise CutOff

    def take() -> None:
        for path in tmp_path.glob("[!.]*"):
            received.append(path.read_bytes())
            path.unlink()

    monkeypatch.setattr(file_drop, step, cut_off)
    name = "0AAAAAAA-1-1-a.xml"
    with pytest.raises(CutOff):
        FileDrop().deliver(parcel(tmp_path, name), Permit())
    monkeypatch.setattr(file_drop, step, real)
    monkeypatch.setattr(os, "unlink", unlink)
    if taken:
        take()
    if swept:
        assert file_drop.left_in(tmp_path) <= {"0AAAAAAA"}
        file_drop.clear(tmp_path, "0AAAAAAA", settled=False)
    assert drop(tmp_path, name) == str(tmp_path / name)
    take()
    assert received == [b"<a/>"]
    file_drop.clear(tmp_path, "0AAAAAAA", settled=True)
    assert os.listdir(tmp_path) == []


def test_a_file_that_was_taken_is_not_replaced_by_other_bytes(tmp_path: Path) -> None:
    FileDrop().deliver(parcel(tmp_path), Permit())
    (tmp_path / "a-1.xml").unlink()
    with pytest.raises(DeliveryError, match="DEL-003"):
        FileDrop().deliver(parcel(tmp_path, payload=b"<b/>"), Permit())
    assert FileDrop().deliver(parcel(tmp_path), Permit()) == str(tmp_path / "a-1.xml")
    assert not (tmp_path / "a-1.xml").exists()


def test_an_attempt_that_hangs_keeps_the_next_one_from_the_same_file(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    release, publish = threading.Event(), file_drop._publish

    def hangs(*arguments: Any) -> bool:
        release.wait()
        return publish(*arguments)

    monkeypatch.setattr(file_drop, "_publish", hangs)
    first = threading.Thread(target=lambda: FileDrop().deliver(parcel(tmp_path), Permit()))
    first.start()
    while not list(tmp_path.glob(".sending-*")):
        pass
    with pytest.raises(DeliveryError, match="DEL-005"):
        FileDrop().deliver(parcel(tmp_path), Permit())
    release.set()
    first.join()
    monkeypatch.setattr(file_drop, "_publish", publish)
    (tmp_path / "a-1.xml").unlink()
    drop(tmp_path)
    assert os.listdir(tmp_path) == []


def test_where_the_system_cannot_refuse_a_name_it_is_looked_for_first(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(file_drop, "_RENAME_NOREPLACE", 1 << 30)  # a flag that no file system knows: EINVAL
    drop(tmp_path)
    with pytest.raises(DeliveryError, match="DEL-003"):
        FileDrop().deliver(parcel(tmp_path, payload=b"<b/>"), Permit())
    assert os.listdir(tmp_path) == ["a-1.xml"]


def test_memory_keeps_parcels_in_order(tmp_path: Path) -> None:
    memory = Memory()
    assert memory.deliver(parcel(tmp_path), Permit()) == "memory:north/a-1.xml"
    assert [kept.name for kept in memory.parcels] == ["a-1.xml"]
    assert set(TRANSPORTS) >= {"file_drop", "memory"}
