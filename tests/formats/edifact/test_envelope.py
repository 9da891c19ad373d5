"""What the envelope says is compared with what was read; each fault has its code, its place, its reason, its fix."""

import re

import pytest

from edi_engine.findings import Severity
from edi_engine.formats.edifact.envelope import same_count
from edi_engine.formats.edifact.faults import RULES
from tests.formats.edifact.wire import CORPUS, UNB, codes, findings, interchange, message

ONE, TWO = message("BGM+1"), message("BGM+2", reference="2")
GROUP = "UNG+CUSDEC+A+B+250131:1200+G1+UN+D:96B'"
GOOD = interchange(ONE, TWO).decode()

CASES = {
    "ENV-001": (ONE, "UNH", 0),
    "ENV-002": (GOOD.replace("+SENDER:ZZ", "+"), "UNB", GOOD.index("SENDER")),
    "ENV-003": (GOOD.replace("UNT+3+1", "UNT+4+1"), "UNT", GOOD.index("UNT+3+1") + 4),
    "ENV-004": (GOOD.replace("UNT+3+1", "UNT+3+X"), "UNT", GOOD.index("UNT+3+1") + 6),
    "ENV-005": (GOOD.replace("UNZ+2", "UNZ+3"), "UNZ", GOOD.index("UNZ") + 4),
    "ENV-006": (GOOD.replace("2+REF1", "2+REF2"), "UNZ", GOOD.index("UNZ") + 6),
    "ENV-007": (f"{UNB}{GROUP}{ONE}UNE+2+G1'UNZ+1+REF1'", "UNE", len(UNB + GROUP + ONE) + 4),
    "ENV-008": (f"{UNB}{GROUP}{ONE}UNE+1+G2'UNZ+1+REF1'", "UNE", len(UNB + GROUP + ONE) + 6),
    "ENV-009": (f"{UNB}UNH+1+CUSDEC:D:96B:UN'BGM+1'{TWO}UNZ+2+REF1'", None, len(UNB) + 28),
    "ENV-010": (GOOD[: GOOD.index("UNZ")], None, GOOD.index("UNZ")),
    "ENV-011": (f"{UNB}{GROUP}{ONE}UNZ+1+REF1'", "UNZ", len(UNB + GROUP + ONE)),
    "ENV-012": (GOOD.replace("+2+CUSDEC", "+1+CUSDEC").replace("UNT+3+2", "UNT+3+1"), "UNH", len(UNB + ONE) + 4),
    "ENV-013": (GOOD.replace("UNZ", "BGM+1'UNZ"), "BGM", GOOD.index("UNZ")),
    "ENV-014": ("Hello " + GOOD, None, 6),
    "ENV-015": (GOOD + "Goodbye", None, len(GOOD)),
    "ENV-016": ("UNA::.? '" + GOOD, "UNA", 0),
    "ENV-017": (GOOD.replace("UNOC", "UNOM"), "UNB", 4),
    "ENV-018": (GOOD.replace("UNOC:3", "UNOC:9"), "UNB", 9),
    "ENV-019": ("UIB+UNOC:4'UIH+X'UIT'UIZ'", None, 0),
    "ENV-020": (f"{UNB}UNO+1+2+3+9'binary?!UUNP+9+1'UNZ+1+REF1'", "UNO", len(UNB)),
    "ENV-021": (GOOD[:-1], "UNZ", GOOD.index("UNZ")),
    "ENV-022": (f"{UNB}{GROUP}{ONE}UNE+1+G1'{TWO}UNZ+1+REF1'", "UNH", len(UNB + GROUP + ONE) + 9),
    "ENV-023": (f"{UNB}{GROUP.replace('CUSDEC', 'CUSRES')}{ONE}UNE+1+G1'UNZ+1+REF1'", "UNH", len(UNB + GROUP) + 6),
    "ENV-024": (f"{UNB}UNZ+0+REF1'", "UNZ", len(UNB)),
    "ENV-025": ("nothing of the kind", None, 0),
    "ENV-026": (f"{UNB}{ONE}UNE+1+G1'UNZ+1+REF1'", "UNE", len(UNB + ONE)),
    "ENV-033": (GOOD.replace("1+CUSDEC:D", "1+cusdec:D", 1), "UNH", len(UNB) + 6),
    "ENV-034": (f"{UNB}{ONE}UNO+1+2+3+9'binary?!UUNP+8+1'UNZ+2+REF1'", "UNO", len(UNB + ONE)),
    "ENV-035": (
        f"{UNB}{GROUP}{ONE}UNE+1+G1'{GROUP}{ONE}UNE+1+G1'UNZ+2+REF1'",
        "UNG",
        len(UNB + GROUP * 2 + ONE) - 13 + 10,
    ),
    "ENV-036": (GOOD + GOOD, "UNB", len(GOOD) + GOOD.index("REF1")),
    "ENV-037": (GOOD.replace("UNOC", "UNOB"), "UNB", 4),
    "SYN-001": (GOOD.replace("BGM+1", "BGM\n+1"), "BGM", GOOD.index("BGM")),
    "SYN-002": (GOOD.replace("BGM+1", "  BGM+1"), "BGM", GOOD.index("BGM") + 2),
    "ENV-028": ("UNA:++? '" + GOOD, "UNA", 0),
    "SYN-003": (GOOD.replace("BGM+1", "'BGM+1"), "BGM", GOOD.index("BGM") + 1),
}


@pytest.mark.parametrize("code", CASES)
def test_each_fault_is_found_once_and_where_it_is(code: str) -> None:
    text, tag, offset = CASES[code]
    (found,) = [finding for finding in findings(text.encode()) if finding.code == code]
    assert (found.where.tag, found.where.offset) == (tag, offset)
    assert found.where.column == offset + 1 or "\n" in text
    assert found.why
    assert found.fix
    assert "{" not in str(found)


@pytest.mark.parametrize("code", CASES)
def test_a_fault_brings_no_others_along(code: str) -> None:
    allowed = {code} | {"ENV-016": {"ENV-016"}, "ENV-020": {"ENV-024"}, "ENV-034": {"ENV-020"}, "ENV-010": set()}.get(
        code, set()
    )
    assert set(codes(CASES[code][0].encode())) <= allowed


@pytest.mark.parametrize(
    ("wrong", "expected"),
    [
        (GOOD.replace("UNT+3+1'", "UNT'"), ["ENV-002", "ENV-002"]),  # one for each element
        (GOOD.replace("UNT+3+1'", "UNT++1'"), ["ENV-002"]),
        (GOOD.replace("UNZ+2+REF1'", "UNZ'"), ["ENV-002", "ENV-002"]),
        (GOOD.replace("UNZ+2", "UNZ+X"), ["ENV-005"]),
        (f"{UNB}{GROUP}{ONE}UNE'UNZ+1+REF1'", ["ENV-002", "ENV-002"]),
        (f"{UNB}UNO+1+2+3+7'binary?!UUNP+7+1'UNZ+1+REF1'", ["ENV-020", "ENV-034"]),
        (f"{UNB}UNO+1+2+3+12'binary?!UUNP+12+1'UNZ+1+REF1'", ["ENV-020", "ENV-034"]),
        (f"{UNB}UNO+1+2+3+9'binary?!U{ONE}UNZ+2+REF1'", ["ENV-020", "ENV-034"]),
        (GOOD + GOOD.replace("REF1", "REF2"), []),
        (GOOD + GOOD.replace("SENDER", "OTHER"), []),
        (f"{UNB}{GROUP}{ONE}UNE+1+G1'{GROUP.replace('G1', 'G2')}{ONE}UNE+1+G2'UNZ+2+REF1'", []),
    ],
)
def test_one_fault_is_one_finding(wrong: str, expected: list[str]) -> None:
    assert codes(wrong.encode()) == expected


def test_a_good_interchange_has_no_findings() -> None:
    assert codes(GOOD.encode()) == []


def test_every_envelope_rule_has_its_case() -> None:
    assert {code for code in RULES if code.startswith(("ENV", "SYN"))} == set(CASES) | {
        "ENV-027", "ENV-029", "ENV-030", "ENV-031", "ENV-032", "SYN-004", "SYN-005"
    }  # fmt: skip


def test_references_are_compared_only_as_far_as_memory_is_allowed() -> None:
    assert codes(GOOD.encode(), references=1) == ["ENV-027"]


def test_the_count_example_reads_as_promised() -> None:
    (found,) = findings(interchange(message("BGM+1").replace("UNT+3", "UNT+4")))
    place = len(UNB) + len("UNH+1+CUSDEC:D:96B:UN'BGM+1'UNT+")
    assert str(found) == (
        "error ENV-003: UNT says 4 segments, 3 were read\n"
        f"  where  interchange 1, message 1, segment 3 UNT, element 1, line 1, column {place + 1}, byte {place}\n"
        "  why    UNT 0074 counts UNH and UNT too (0085 code 29)\n"
        "  fix    set UNT element 1 to 3, or find the lost segment"
    )


@pytest.mark.parametrize(
    ("said", "same"), [("3", True), ("003", True), ("", False), ("3.0", False), ("٣", False), ("9" * 9999, False)]
)
def test_counts_are_compared_as_numbers_of_any_length(said: str, same: bool) -> None:
    assert same_count(said, 3) is same


def test_an_unknown_syntax_identifier_names_a_near_one() -> None:
    (found,) = findings(GOOD.replace("UNOC", "UN0C").encode())
    assert found.what.endswith("did you mean UNOC?")
    assert found.severity is Severity.WARNING


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the shared facts are not beside the project")
def test_every_0085_code_is_in_the_code_list() -> None:
    listed = (CORPUS.parent / "untdid/service/codes/0085.tsv").read_text(encoding="utf-8")
    known = set(re.findall(r"^(\d+)\t", listed, re.MULTILINE))
    assert {rule.error for rule in RULES.values() if rule.error} <= known
