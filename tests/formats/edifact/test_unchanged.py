"""What was read and nobody changed is written back byte for byte: line breaks, blanks, UNA, leading zeros and all."""

import io
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.formats.edifact import read, write
from tests.formats.edifact.wire import CORPUS, UNB, interchange, message, received

DIRT = Path(__file__).with_name("dirt")
OUTSIDE = ("ENV-014", "ENV-015")  # text around an interchange is no part of it, and not written
FILES = [
    path
    for folder in (DIRT, CORPUS / "edifact", CORPUS / "invalid")
    if folder.is_dir()
    for path in sorted(folder.iterdir())
    if path.suffix in (".edi", ".txt") and not path.name.endswith(".findings.txt")
]


def back(data: bytes) -> tuple[bytes, set[str]]:
    """What is written of all interchanges in these bytes, and the codes of what is wrong with envelopes and tags."""
    pieces, codes = [], set[str]()
    for one in read(io.BytesIO(data)):
        messages = []
        for each in one.messages:
            messages.append(each)
            codes |= {finding.code for finding in each.report}
        pieces.append(write(one.envelope, messages))
        codes |= {finding.code for finding in one.report}
    return b"".join(pieces), {code for code in codes if code.startswith(("ENV", "SYN-005", "LIM"))}


# What leaves an interchange whole; any other fault of an envelope is put right in what is written.
HARMLESS = {
    *OUTSIDE,
    "ENV-017",
    "ENV-018",
    "ENV-022",
    "ENV-023",
    "ENV-024",
    "ENV-028",
    "ENV-012",
    "ENV-035",
    "ENV-036",
    "ENV-037",
}


@pytest.mark.parametrize("path", FILES, ids=[path.name for path in FILES])
def test_what_was_read_is_written_byte_for_byte(path: Path) -> None:
    data = path.read_bytes()
    written, codes = back(data)
    if codes - HARMLESS:
        pytest.skip(f"its envelope is at fault: {', '.join(sorted(codes - HARMLESS))}")
    assert written[:2] == b"UN" and written in data if codes & set(OUTSIDE) else written == data


def test_enough_files_are_whole() -> None:
    whole = [path for path in FILES if path.parent == DIRT and not back(path.read_bytes())[1]]
    assert len(whole) > 20


blanks = st.sampled_from(["", "\n", "\r\n", "  \r\n\t", "\n\n"])


@given(
    gaps=st.lists(blanks, min_size=14, max_size=14),
    una=st.booleans(),
    bom=st.booleans(),
    grouped=st.booleans(),
    zeros=st.integers(0, 3),
)
def test_blanks_between_segments_stay(gaps: list[str], una: bool, bom: bool, grouped: bool, zeros: int) -> None:
    head, tail = ("UNG+CUSDEC+A+B+250131:1200+G1+UN+D:96B'", "UNE+2+G1'") if grouped else ("", "")
    parts = ["UNA:+.? '" if una else "", UNB, head, "UNH+1+CUSDEC:D:96B:UN'", "BGM+929'", f"UNT+{'0' * zeros}3+1'"]
    parts += [message("FTX+a?+b", reference="2"), tail, f"UNZ+{'0' * zeros}{2 - grouped}+REF1'"]
    wire = "".join(gap + part for gap, part in zip(gaps, parts, strict=False)) + gaps[-1]
    data = (b"\xef\xbb\xbf" if bom else b"") + wire.encode()
    twice = data if bom else data * 2  # the second time with the reference of the first
    assert back(twice) == (twice, set() if bom else {"ENV-036"})


LINES = interchange(message("BGM+1"), message("BGM+2", reference="2")).replace(b"'", b"'\r\n")


def test_a_correction_of_the_header_leaves_all_else_as_it_came() -> None:
    ((one, messages),) = received(LINES)
    assert write(replace(one.envelope, sender="OTHER"), messages) == LINES.replace(b"SENDER", b"OTHER")


def test_a_changed_message_is_written_anew_between_the_others() -> None:
    ((one, messages),) = received(LINES)
    messages[0].body.texts[1] = "BGM+11"
    assert write(one.envelope, messages) == LINES.replace(b"BGM+1'", b"BGM+11'")
    first = LINES[LINES.index(b"UNH+1") : LINES.index(b"UNH+2")]
    assert write(one.envelope, messages[1:]) == LINES.replace(first, b"").replace(b"UNZ+2", b"UNZ+1")


def test_other_characters_are_written_where_they_are_asked_for() -> None:
    ((one, messages),) = received(LINES)
    assert write(one.envelope, messages, newline="") == LINES.replace(b"\r\n", b"")
    wrapper = {**one.envelope.wrapper, "service": replace(one.envelope.wrapper["service"], element="*")}
    data = write(replace(one.envelope, wrapper=wrapper), messages)
    assert data == b"UNA:*.? '\r\n" + LINES.replace(b"+", b"*")
    other = write(replace(one.envelope, syntax_identifier="UNOW"), messages)
    assert other == LINES.replace(b"UNOC", b"UNOW")
