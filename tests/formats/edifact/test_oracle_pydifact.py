"""Real files: what pydifact reads equals what we read, and the faults the manifest lists are the ones we find."""

import io
import re
import warnings
from pathlib import Path
from typing import Any

import pytest

from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.segments import unescape
from edi_engine.interchange import Interchange, Message
from tests.formats.edifact.wire import CORPUS, received

pydifact_parser = pytest.importorskip("pydifact.parser", reason="the oracle is a development extra")
pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")

FILES = sorted([*CORPUS.glob("edifact/*"), *CORPUS.glob("invalid/*.edi"), *CORPUS.glob("invalid/*.txt")])

# where the two readings differ, and why each difference is meant
LINE_BREAKS = "line breaks inside segments: we drop them and say so, pydifact takes them for data"
DIFFERENT = {
    "IFTMBC_D.00B_multiline_php-edifact.edi": LINE_BREAKS,
    "INVOIC_D.96A_nordea-non-ascii_frends.edi": LINE_BREAKS,
    "MEDRPT_ANSI-charset_patient2_pydifact.edi": LINE_BREAKS,
    "ORDERS_D.96A_line-break-in-segment_bots.edi": LINE_BREAKS,
    "ORDERS_D.96A_line-break-in-segment_vscode-edifact.edi": LINE_BREAKS,
    "PNRGOV_10.1_two-pnrs_gtas.edi": LINE_BREAKS,
    "PNRGOV_11.1_spec-page75_gtas.edi": LINE_BREAKS,
    "TESTMSG_D.96A_embedded-newline_edifact-ls.edi": LINE_BREAKS,
    "INVOIC_D.00A_MultipleInvalidMessages_edifabric.edi": LINE_BREAKS,
}
# what the manifest says of the envelope, and the code that must then be found
EXPECTATIONS = {
    r"UNT count ": "ENV-003",
    r"UNT ref '[^']": "ENV-004",
    r"UNT ref ''": "ENV-002",
    r"UNZ count ": "ENV-005",
    r"UNZ ref ": "ENV-006",
    r"UNE ref ": "ENV-008",
    r"no UNB": "ENV-001",
    r"no UNZ": "ENV-010",
    r"UNG not closed": "ENV-011",
    r"UNB without control reference": "ENV-002",
    r"message type missing in UNH": "ENV-002",
    r"not closed by UNT|no UNT\)": "ENV-009",
    r"empty segment": "SYN-003",
    r"leading text before": "ENV-014|ENV-016|ENV-013",
    r"trailing data after": "ENV-015|ENV-021",
    r"UNT without UNH": "ENV-013",
    r"this is (X12|TRADACOMS)": "ENV-025",
}
# where we see a file in another way than the manifest's author, and why
OTHERWISE = {
    ("CONTRL_D.3_nordea-negative_jacobemcken.edi", "ENV-010"): "UNZ is there, only its terminator is lost (ENV-021)",
    ("PNRGOV_11.1_bad-format_gtas.edi", "ENV-010"): "UNZ is there, only its terminator is lost (ENV-021)",
    ("PNRGOV_broken-UNA-escaped-backslashes_gtas.edi", "SYN-003"): "CR LF after a terminator LF is no segment",
    **{
        (
            "PNRGOV_broken-UNA-escaped-backslashes_gtas.edi",
            code,
        ): "UNA lacks a character (ENV-016): all is there without"
        for code in ("ENV-005", "ENV-006", "ENV-013")
    },
    ("UTILMD_literal-backslash-r-n_sapstern.edi", "ENV-010"): "UNZ is found again behind the segments nobody can read",
}


def manifest() -> dict[str, str]:
    rows = (line.split("\t") for line in (CORPUS / "MANIFEST.tsv").read_text(encoding="utf-8").splitlines()[1:])
    return {Path(row[0]).name: row[8] for row in rows if row[0].startswith(("edifact/", "invalid/"))}


def found_codes(reads: list[tuple[Interchange, list[Message]]]) -> set[str]:
    return {f.code for one, messages in reads for report in (one.report, *(m.report for m in messages)) for f in report}


def bare(element: Any) -> list[str]:
    """A list of components without empty ones at the end, which pydifact does not keep alike."""
    components = list(element) if isinstance(element, list) else [element]
    while components and not components[-1]:
        components.pop()
    return components


def ours(data: bytes) -> tuple[list[list[Any]], str]:
    segments, codec = [], "latin-1"
    for one in read(io.BytesIO(data)):
        for message in one.messages:
            codec = message.body.codec if message.body.codec != "ascii" else codec
            for text in message.body.texts:
                tag, *elements = text.split("+")
                segments.append([tag, *([unescape(c) for c in e.split(":")] for e in elements)])
    return [[tag, *map(bare, elements)] for tag, *elements in segments], codec


def theirs(data: bytes, codec: str) -> list[list[Any]]:
    segments, inside = [], False
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        for segment in pydifact_parser.Parser().parse(data.decode(codec).removeprefix("\ufeff")):
            inside = inside or segment.tag == "UNH"
            if inside:
                segments.append([segment.tag, *map(bare, segment.elements)])
            inside = inside and segment.tag != "UNT"
    return segments


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_pydifact_reads_the_same(path: Path) -> None:
    data = path.read_bytes()
    mine, codec = ours(data)
    try:
        other = theirs(data, codec)
    except Exception as error:  # pydifact gives up on what we read on with findings
        pytest.skip(f"pydifact cannot read it: {type(error).__name__} {str(error)[:60]}")
    if path.name in DIFFERENT:
        assert mine != other, "no longer different: remove it from the list"
    else:
        assert mine == other


def test_no_file_is_read_without_breaks_by_pydifact_and_not_by_us() -> None:
    """The list of differences holds only files with line breaks inside segments."""
    for name in DIFFERENT:
        path = next(path for path in FILES if path.name == name)
        assert "SYN-001" in found_codes(received(path.read_bytes()))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_what_the_manifest_says_of_the_envelope_is_found(path: Path) -> None:
    expected, found = manifest()[path.name], found_codes(received(path.read_bytes()))
    for pattern, code in EXPECTATIONS.items():
        if re.search(pattern, expected):
            agreed = bool(set(code.split("|")) & found)
            assert agreed != ((path.name, code) in OTHERWISE), f"{code}, {expected}: {sorted(found)}"
    if re.match(r"valid( \||$)", expected):
        assert not {
            code for code in found if code in {"ENV-003", "ENV-004", "ENV-005", "ENV-006", "ENV-007", "ENV-008"}
        }
        assert not found & {"ENV-001", "ENV-002", "ENV-009", "ENV-010", "ENV-011", "ENV-013", "ENV-025"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_segment_of_a_real_file_is_where_locate_says(path: Path) -> None:
    data = path.read_bytes()
    for _, messages in received(data):
        for body in (message.body for message in messages):
            for number, text in enumerate(body.texts, 1):
                start, end = body.span(number)
                tag = text.split("+", 1)[0].encode()
                assert data[start:end].translate(None, b"\r\n").startswith(tag)
                assert (body.locate(number).line or 0) == data[:start].count(b"\n") + 1
