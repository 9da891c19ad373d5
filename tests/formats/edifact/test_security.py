"""Messages with security segments around their body are read as those without; who secured them is not looked at."""

import io
from pathlib import Path

import msgspec
import pytest

from edi_engine.formats.edifact.directory import Directories
from edi_engine.formats.edifact.grouping import structure
from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.security import body_of
from edi_engine.formats.edifact.validation import check_message
from edi_engine.formats.edifact.writer import write
from edi_engine.interchange import Message
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[3]
HEADERS = ["USH+1+A", "USA+1:16:1:6", "USC", "USR+1:F00D", "USH+1+B"]
TRAILERS = ["UST+B+2", "UST+A+5", "USR+1:BEEF"]
BODY = ["BGM+929+X+9", "UNS+D", "UNS+S"]


@pytest.fixture(scope="module")
def directories() -> Directories:
    return Directories(Workspace().schema_text)


def secured(headers: list[str], body: list[str], trailers: list[str], version: str = "4") -> bytes:
    inner = [*headers, *body, *trailers]
    date = "20250131" if version == "4" else "250131"
    texts = [
        f"UNB+UNOC:{version}+A:14+B:14+{date}:1200+1", "UNH+1+CUSDEC:D:96B:UN", *inner,
        f"UNT+{len(inner) + 2}+1", "UNZ+1+1",
    ]  # fmt: skip
    return "".join(f"{text}'" for text in texts).encode()


def checked(data: bytes, directories: Directories) -> Message:
    [message] = next(read(io.BytesIO(data))).messages
    check_message(message, directories)
    return message


@pytest.mark.parametrize("version", ["3", "4"])
def test_a_secured_message_is_placed_as_if_it_were_not(version: str, directories: Directories) -> None:
    message = checked(secured(HEADERS, BODY, TRAILERS, version), directories)
    (found,) = message.report
    assert (found.code, found.severity, found.where.segment) == ("ENV-031", "note", 2)
    assert "USH USA USC USR USH UST UST USR" in found.what
    bare = checked(secured([], BODY, [], version), directories)
    assert list(bare.report) == []
    assert message.body.placed
    assert bare.body.placed
    places, own = message.body.placed[1], bare.body.placed[1]
    assert places == [own[0], *[-1] * len(HEADERS), *own[1:-1], *[-1] * len(TRAILERS), own[-1]]


def test_faults_of_the_body_stand_at_its_segments(directories: Directories) -> None:
    message = checked(secured(HEADERS[:1], ["BGM+929+X+9", "XYZ+1", "UNS+D"], ["UST+A+2"]), directories)
    told = [(found.code, found.where.segment, found.where.tag) for found in message.report]
    assert told == [("ENV-031", 2, "USH"), ("ESG-001", 4, "XYZ"), ("ESG-003", 7, "UNT")]


@pytest.mark.parametrize(
    ("headers", "trailers", "expected"),
    [
        (["USH+1+A"], [], [("USH", 2)]),
        ([], ["UST+A+2"], [("UST", 5)]),
        (["USH+1+A"], ["UST+B+2"], [("USH", 2), ("UST", 6)]),
        (["USH+1+A", "USH+1+B"], ["UST+A+2"], [("USH", 3)]),
    ],
)
def test_each_header_has_its_trailer(
    headers: list[str], trailers: list[str], expected: list[tuple[str, int]], directories: Directories
) -> None:
    message = checked(secured(headers, BODY, trailers), directories)
    found = [each for each in message.report if each.code == "ENV-032"]
    assert [(each.where.tag, each.where.segment) for each in found] == expected
    assert {each.error for each in found} == {"28"}


def test_security_segments_inside_the_body_are_out_of_order(directories: Directories) -> None:
    message = checked(secured([], ["BGM+929+X+9", "USH+1+A", "UNS+D", "UNS+S"], []), directories)
    assert [found.code for found in message.report] == ["ESG-001"]


def test_messages_with_security_segments_of_their_own_are_held_to_their_table(directories: Directories) -> None:
    placing = structure(directories.service("4"), "AUTACK")
    assert placing is not None
    assert "USH" in placing.tags
    assert placing.place(["UNH", "USH", "USA", "UST", "UNT"]) is None  # USB and USX are missing


@pytest.mark.parametrize("version", ["3", "4"])
def test_a_security_message_is_held_to_its_table_in_an_interchange_of_older_syntax_too(
    version: str, directories: Directories
) -> None:
    texts = ["USH+7+1+3+1+2+1", "USA+1:16:1:6", "USB+1+1:20260101:120000+A+B", "USX+1+A+B", "USY+1+1:ABC", "UST+1+5"]
    wire = secured(texts, [], [], version).replace(b"CUSDEC:D:96B:UN", b"AUTACK:4:1:UN")
    assert [str(found) for found in checked(wire, directories).report] == []
    lacking = checked(wire.replace(b"USB+1+1:", b"USB+1+:"), directories)
    assert [(found.code, found.where.tag) for found in lacking.report] == [("EEL-002", "USB")]


def test_a_secured_message_is_mapped_and_its_security_named_as_lost() -> None:
    sample = (PROJECT / "samples/import_minimal/received.edi").read_text("ascii")
    head, _, rest = sample.partition("BGM")
    signed = f"{head}USH+1+A'\nBGM{rest}".replace("UNT+20", "UST+A+2'\nUNT+22")
    with Engine(Workspace()) as engine:
        found = [
            [one for _, messages in engine.read_documents(io.BytesIO(text.encode())) for one in messages]
            for text in (sample, signed)
        ]
    (plain,), (carried,) = found
    assert carried.accepted
    assert msgspec.to_builtins(carried.document) == msgspec.to_builtins(plain.document)
    assert [each.code for each in carried.report] == ["ENV-031", "MAP-101", "MAP-101"]


def test_a_secured_message_nobody_changed_is_written_byte_for_byte() -> None:
    data = secured(HEADERS, BODY, TRAILERS)
    one = next(read(io.BytesIO(data)))
    assert write(one.envelope, one.messages) == data


@pytest.mark.parametrize("texts", [["UNH"], ["UNH", "UNT"], ["UNH", "BGM", "UNT"], ["UNH", "USR", "UNT"], ["UST"]])
def test_what_is_not_secured_is_left_alone(texts: list[str]) -> None:
    assert body_of(texts) is None


def test_a_secured_message_that_was_cut_off_loses_nothing_more(directories: Directories) -> None:
    texts = ["UNH", "USH", "BGM", "UNS"]
    placing = structure(directories.get("D.96B"), "CUSDEC")
    body = body_of(texts)
    assert placing is not None
    assert body is not None
    assert body.plain(texts) == ["UNH", "BGM", "UNS"]
    places, faults = placing.explain(texts)
    assert len(places) == len(texts)
    assert {fault.segment for fault in faults} == {len(texts) + 1}
