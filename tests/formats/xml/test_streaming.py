"""Files of many documents are read one document at a time, and give what reading them whole would give."""

import io
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import etree

from edi_engine.formats.xml import documents
from edi_engine.formats.xml.reader import read
from edi_engine.interchange import Interchange, Message
from edi_engine.workspace import Workspace

SAMPLE = Workspace().mapping_text("wco-dec", "samples/import_two_items.xml").encode()


class Watched(io.BytesIO):
    """A payload that remembers how far it was read."""

    def read(self, size: int | None = -1) -> bytes:
        assert size is not None
        assert 0 <= size <= 1 << 20
        return super().read(size)


def wrapped(count: int, pad: int = 2000) -> Iterator[bytes]:
    yield b"<MetaData><WCOTypeName>DEC</WCOTypeName>\n"
    for number in range(1, count + 1):
        yield b"<Declaration><ID>%d</ID>\n<Note>%s</Note></Declaration>\n" % (number, b"n" * pad)
    yield b"<BinaryFile>end</BinaryFile></MetaData>"


def pieces(data: bytes, size: int, monkeypatch: pytest.MonkeyPatch) -> tuple[Interchange, list[Message]]:
    """Read in pieces of so many bytes."""
    monkeypatch.setattr(documents, "PIECE", size)
    (interchange,) = read(io.BytesIO(data))
    return interchange, list(interchange.messages)


def test_a_document_is_given_out_when_the_next_has_been_read() -> None:
    stream = Watched(b"".join(wrapped(3000)))
    size = len(stream.getvalue()) / 3000
    (interchange,) = read(stream)
    for message in interchange.messages:
        assert message.body[0].text == str(message.number)
        assert stream.tell() <= (message.number + 2) * size + 2 * documents.PIECE
        assert message.body.getparent() is None, "it has left the tree"
    assert (message.number, message.body.sourceline) == (3000, 2 * 3000)
    assert [len(frame["fields"]) for frame in interchange.envelope.wrapper["frames"]] == [2]
    assert not len(interchange.report)


@pytest.mark.parametrize("size", [1, 2, 3, 7, 64, 999])
def test_the_pieces_make_no_difference(size: int, monkeypatch: pytest.MonkeyPatch) -> None:
    request = b"<!-- c --><submitDeclarationRequest>\n<requestCommon><regime>X</regime></requestCommon><payload>"
    data = (
        request + b"".join(wrapped(4, 20)) + b"</payload><after>1</after><late><x/></late></submitDeclarationRequest>"
    )
    (whole, messages), (other, others) = pieces(data, 1 << 16, monkeypatch), pieces(data, size, monkeypatch)
    assert (whole.envelope, list(whole.report)) == (other.envelope, list(other.report))
    assert [m.type for m in messages] == ["Declaration"] * 4 + ["late"]
    assert [(m.type, etree.tostring(m.body), m.body.sourceline) for m in messages] == [
        (m.type, etree.tostring(m.body), m.body.sourceline) for m in others
    ]


@settings(max_examples=200, deadline=None)
@given(
    cuts=st.integers(1, 40),
    content=st.lists(
        st.sampled_from(
            [b"<D><x/></D>", b"<f>1</f>", b"text", b"<n:D xmlns:n='u'/>", b"<!--c-->", b"<BinaryFile><x/></BinaryFile>"]
        ),
        max_size=12,
    ),
    end=st.sampled_from([b"", b"<broken>", b"&nbsp;", b"</x>"]),
)
def test_any_content_is_read_alike_in_any_pieces(cuts: int, content: list[bytes], end: bytes) -> None:
    data = b"<MetaData>" + b"".join(content) + end + b"</MetaData>"
    with pytest.MonkeyPatch.context() as patch:
        seen = [pieces(data, size, patch) for size in (1 << 16, cuts)]
    told = [(i.envelope, [f.code for f in i.report], [etree.tostring(m.body) for m in ms]) for i, ms in seen]
    documents_in = [part for part in content if part.startswith((b"<D", b"<n:D"))]
    if end:
        assert told[0][1] == told[1][1] == ["XML-002"]
    else:
        assert told[0] == told[1]
        assert len(told[0][2]) == len(documents_in)
        assert told[0][1] == ([] if documents_in else ["XML-009"])


def test_what_is_broken_behind_the_first_document_gives_none(monkeypatch: pytest.MonkeyPatch) -> None:
    interchange, messages = pieces(b"<MetaData><D><x/></D></WRONG>", 10, monkeypatch)
    assert not messages
    assert [finding.code for finding in interchange.report] == ["XML-002"]


def test_what_is_broken_later_ends_the_documents_and_is_an_error_of_the_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"".join(wrapped(100, 20)).replace(b"<ID>50", b"<ID>&nbsp;")
    interchange, messages = pieces(data, 256, monkeypatch)
    assert [message.body[0].text for message in messages] == [str(number) for number in range(1, len(messages) + 1)]
    assert 40 < len(messages) < 50
    (finding,) = interchange.report
    assert (finding.code, finding.where.line) == ("XML-002", 2 * 50)
    assert "amp, lt" in finding.fix


@pytest.mark.parametrize(
    ("limits", "long", "code"),
    [
        ({"document_bytes": 5_000}, b"n" * 10_000, "XML-004"),
        ({"elements": 20_000}, b"<b/>" * 60_000, "XML-005"),
        ({"depth": 20}, b"<b>" * 30 + b"</b>" * 30, "XML-006"),
        ({"attributes": 5}, b"<b a='1' b='1' c='1' d='1' e='1' f='1'/>", "XML-011"),
    ],
)
def test_limits_hold_for_each_document(limits: dict[str, int], long: bytes, code: str) -> None:
    many = list(wrapped(200))
    (good,) = read(io.BytesIO(b"".join(many)), **limits)
    assert len(list(good.messages)) == 200
    assert not len(good.report), "all together pass the limit, each does not"
    many[150] = b"<Declaration><ID>150</ID>" + long + b"</Declaration>"
    (bad,) = read(io.BytesIO(b"".join(many)), **limits)
    assert len(list(bad.messages)) < 150
    assert [finding.code for finding in bad.report] == [code]


def test_what_stands_between_documents_is_bounded_too() -> None:
    data = b"<MetaData>" + b"<D><x/></D><f>12345678901234567890</f>" * 2000 + b"</MetaData>"
    (interchange,) = read(io.BytesIO(data), document_bytes=40_000)
    assert len(list(interchange.messages)) < 2000
    assert [finding.code for finding in interchange.report] == ["XML-012"]


def test_a_second_wrapper_is_a_document_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    payload = b"<payload><MetaData><D><x/></D></MetaData></payload>"
    data = b"<submitDeclarationRequest>" + payload * 2 + b"</submitDeclarationRequest>"
    for size in (5, 1 << 16):
        _, messages = pieces(data, size, monkeypatch)
        assert [message.type for message in messages] == ["D", "payload"], "no mapping will read it: it is told"


def test_a_long_prolog_does_not_hide_a_document_type(monkeypatch: pytest.MonkeyPatch) -> None:
    data = b"<!-- <x> -->" * 5000 + b"<?p ?>\n<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"
    for size in (1, 10, 1 << 16):
        interchange, messages = pieces(data, size, monkeypatch)
        assert not messages
        assert [(f.code, f.where.line) for f in interchange.report] == [("XML-003", 2)]


# -- memory ------------------------------------------------------------------------------------------------------------

# VmHWM is a program's own peak; ru_maxrss would begin with what forked it.
STARTED = (
    "import re, sys; from edi_engine.cli.frame import run; code = run(sys.argv[1:]); "
    "print(code, int(re.search(r'VmHWM:\\s*(\\d+)', open('/proc/self/status').read())[1]) // 1024, file=sys.stderr)"
)


def many_declarations(sample: bytes, size: int) -> Iterator[bytes]:
    """The sample again and again in one wrapper, about `size` bytes in all, each with its own reference."""
    document = sample.partition(b"?>")[2]
    yield b"<MetaData>"
    for number in range(size // len(document)):
        yield document.replace(b"<FunctionalReferenceID>", b"<FunctionalReferenceID>%d-" % number)
    yield b"</MetaData>"


def peak(payload: Path, *command: str) -> int:
    """Megabytes a command takes."""
    words = [sys.executable, "-c", STARTED, *command, str(payload)]
    done = subprocess.run(words, capture_output=True, text=True, check=True)
    code, megabytes = done.stderr.strip().splitlines()[-1].split()
    assert code == "0", done.stderr
    return int(megabytes)


@pytest.mark.parametrize("size", [3_000_000, pytest.param(200_000_000, marks=pytest.mark.soak)])
@pytest.mark.parametrize("command", ["validate", "translate --to json", "translate --to wco-dec"])
@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="the system does not tell a process's peak memory")
def test_many_declarations_take_the_memory_of_few(size: int, command: str, tmp_path: Path) -> None:
    taken = []
    for bytes_, name in ((20_000, "few"), (size, "many")):
        with (tmp_path / name).open("wb") as file:
            file.writelines(many_declarations(SAMPLE, bytes_))
        words = command.split() + (["-o", str(tmp_path / f"{name}.out")] if "translate" in command else [])
        taken.append(peak(tmp_path / name, *words))
    assert taken[1] < taken[0] + 10, "as a tree, the smaller of the many would take some 30 MB"
    if "translate" in command:
        assert (tmp_path / "many.out").stat().st_size > size / 4
