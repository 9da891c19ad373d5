"""The checker: what each fault is called and where it is put, and that the fast and the explaining check agree."""

import io
import re
import time
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.findings import Finding, Report, Severity
from edi_engine.formats.edifact.checker import check
from edi_engine.formats.edifact.definitions import Dependency, ElementDefinition
from edi_engine.formats.edifact.directory import Directories, Directory
from edi_engine.formats.edifact.element_checker import element_checker
from edi_engine.formats.edifact.element_faults import ElementCheck
from edi_engine.formats.edifact.element_rules import RULES
from edi_engine.formats.edifact.expressions import dependency_holds, segment_expression, untidy, value_expression
from edi_engine.formats.edifact.grouping import structure
from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.segments import Segments, escape
from tests.formats.edifact.random_messages import seeded, segment, walk

SCHEMAS = Path(__file__).parents[3] / "schemas"
CORPUS = Path(__file__).parents[3] / ".." / "shared" / "corpus"
DIRECTORIES = Directories(lambda name: (SCHEMAS / name).read_text("utf-8"))
needs_corpus = pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real messages is not beside the project")

DECLARATION = [
    "UNH+1+CUSDEC:D:96B:UN",
    "BGM+929:::X+REF1+9",
    "LOC+36+DE::6",
    "DTM+137:20260131:102",
    "GIS+1",
    "NAD+CN+ABC:160:ZZZ++NAME",
    "MOA+39:12.50:EUR",
    "UNS+D",
    "CST+1+12345678:122",
    "FTX+AAA+++GOODS",
    "MEA+WT+G+KGM:-1,5",
    "PAC+1++CT",
    "UNS+S",
    "CNT+5:1",
    "UNT+15+1",
]


def findings(
    texts: list[str], directory: str = "D.96B", message: str = "CUSDEC", syntax: str = "3", **options: Any
) -> list[Finding]:
    defined = DIRECTORIES.get(directory, syntax)
    table = structure(defined, message)
    assert table is not None
    report = Report()
    check(Segments.of(texts, syntax_version=syntax), defined, table, report, **options)
    return list(report)


def altered(**changes: str) -> list[str]:
    """The declaration with segments exchanged, by tag (`UNS2` is the second UNS)."""
    texts, seen = [], Counter[str]()
    for text in DECLARATION:
        seen[text[:3]] += 1
        name = text[:3] + (str(seen[text[:3]]) if seen[text[:3]] > 1 else "")
        texts.append(changes.pop(name, text))
    assert not changes
    return [text for text in texts if text]


def brief(finding: Finding) -> tuple[str, int | None, int | None, int | None, str | None]:
    where = finding.where
    return finding.code, where.segment, where.element, where.component, finding.error


def test_a_declaration_without_faults_has_no_findings_and_every_segment_a_place() -> None:
    directory = DIRECTORIES.get("D.96B")
    table, report = structure(directory, "CUSDEC"), Report()
    assert table is not None
    segments = Segments.of(DECLARATION, syntax_version="3")
    places = check(segments, directory, table, report)
    assert segments.placed == (table, places)
    assert list(report) == []
    assert [table.places[place].tag for place in places] == [text[:3] for text in DECLARATION]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        # Order of segments
        ({"GIS": "ZZZ+1"}, ("ESG-001", 5, None, None, "15")),
        ({"UNS2": ""}, ("ESG-003", 13, None, None, "13")),
        ({"LOC": "MEA+WT+G+KGM:1"}, ("ESG-002", 3, None, None, "15")),
        ({"BGM": ""}, ("ESG-003", 2, None, None, "13")),
        ({"GIS": "GISX+1"}, ("ESG-007", 5, None, None, "12")),
        # Elements
        ({"NAD": "NAD++ABC:160:ZZZ"}, ("EEL-001", 6, 1, None, "13")),
        ({"DTM": "DTM+:20260131:102"}, ("EEL-002", 4, 1, 1, "13")),
        ({"DTM": "DTM+137:20260131:102+X"}, ("EEL-003", 4, 2, None, "16")),
        ({"DTM": "DTM+137:20260131:102:X"}, ("EEL-004", 4, 1, 4, "16")),
        ({"NAD": "NAD+CN:X"}, ("EEL-004", 6, 1, 2, "16")),
        ({"NAD": "NAD+CN*CN"}, ("EEL-005", 6, 1, None, "16")),
        ({"NAD": "NAD+CN+++" + "X" * 36}, ("EEL-006", 6, 4, 1, "39")),
        ({"MOA": "MOA+39:1234567890123456789"}, ("EEL-006", 7, 1, 2, "39")),
        ({"MOA": "MOA+39:1E3"}, ("EEL-008", 7, 1, 2, "37")),
        ({"MOA": "MOA+39:" + escape("+1")}, ("EEL-008", 7, 1, 2, "37")),
        ({"MOA": "MOA+39:1.234,5"}, ("EEL-008", 7, 1, 2, "37")),
        ({"MOA": "MOA+39:.5"}, ("EEL-013", 7, 1, 2, "38")),
        ({"MOA": "MOA+39:5,"}, ("EEL-013", 7, 1, 2, "38")),
        ({"MOA": "MOA+39:-"}, ("EEL-008", 7, 1, 2, "37")),
        ({"NAD": "NAD+cn"}, ("EEL-009", 6, 1, None, "12")),
        ({"BGM": "BGM+929:::X+REF1+9+"}, ("EEL-011", 2, 4, None, None)),
        ({"BGM": "BGM+929:::+REF1+9"}, ("EEL-011", 2, 1, None, None)),
        ({"BGM": "BGM+929:::X+REF1+++++++++++++++++"}, ("EEL-011", 2, 3, None, None)),
        ({"BGM": "BGM+XYZ:ZZZ:92+REF1+9"}, ("EEL-012", 2, 1, 1, None)),
        ({"BGM": "BGM+XYZ::92+REF1+9"}, ("EEL-012", 2, 1, 1, None)),
        ({"BGM": "BGM+XYZ::6+REF1+9"}, ("EEL-009", 2, 1, 1, "12")),
        ({"LOC": "LOC+36+DE:XYZ:6"}, ("EEL-012", 3, 2, 2, None)),
    ],
)
def test_each_fault_has_its_code_place_and_syntax_error(
    changes: dict[str, str], expected: tuple[str, int, int | None, int | None, str | None]
) -> None:
    assert [brief(finding) for finding in findings(altered(**changes))] == [expected]


@pytest.mark.parametrize(
    ("directory", "text"),
    [
        ("D.23A", "MEA+WT++KGM:1"),  # Recommendation 20; the list of the directory has CF3 alone
        ("D.24A", "QTY+47:3:C62"),
        ("D.01B", "TOD+3++CIF"),  # Incoterms
        ("D.98B", "TOD+3++1"),
        ("D.95B", "EQD+CN+MSCU1234566+22G1+++5"),  # ISO 6346
        ("D.16A", "EQD+CN+MSCU1234566+45R1+++5"),
        ("D.11A", "TDT+20++1+1511"),  # Recommendation 28
        ("D.11A", "CAV+RED"),
    ],
)
def test_codes_that_a_directory_leaves_to_others_pass(directory: str, text: str) -> None:
    checker = element_checker(DIRECTORIES.get(directory))
    assert list(checker.faults([text])) == []
    definition = DIRECTORIES.get(directory).segment(text[:3])
    assert definition is not None
    assert list(ElementCheck(DIRECTORIES.get(directory)).faults(text, definition)) == []


def test_a_list_is_closed_for_as_long_as_the_directories_kept_it() -> None:
    ((_, faults),) = element_checker(DIRECTORIES.get("D.05B")).faults(["TDT+20++1+1511"])
    assert [(fault.code, fault.element) for fault in faults] == [("EEL-009", 4)]


def test_faults_of_one_message_are_told_in_one_run() -> None:
    found = findings(altered(BGM="BGM+929:::X+" + "R" * 36 + "+9", GIS="", NAD="NAD+CN+ABC:160:ZZZ:X++N", UNT=""))
    assert Counter(finding.code for finding in found) == Counter({"ESG-003": 1, "EEL-006": 1, "EEL-004": 1})


def test_findings_say_what_where_why_and_how_to_mend_it() -> None:
    (long,) = findings(altered(NAD="NAD+CN+++" + escape("A+B:") * 9))
    assert str(long).splitlines() == [
        "error EEL-006: 3036 (Party name) is too long: 'A+B:A+B:A+B:A+B:A+B:A+B:A+B:A+B:A+B:' has 36 characters",
        "  where  interchange 1, message 1, segment 6 NAD, element 4, component 1, line 1, column 91, byte 90",
        "  why    composite C080 D.96B position 010: 3036 is an..35 (0085 code 39)",
        "  fix    shorten it to 35 characters",
    ]
    (missing,) = findings(altered(UNS2=""))
    assert missing.what == "segment UNS is missing before CNT"
    assert missing.why.startswith("segment table CUSDEC D.96B position ")
    (code,) = findings(altered(NAD="NAD+cn"))
    assert (code.why, code.fix) == ("code list 3035 D.96B (0085 code 12)", "use a code of the list: CN")
    (header,) = findings(altered(UNH="UNH+1+CUSDEC:D:96B"))
    assert header.why == "composite S009 syntax 3 position 040 (0085 code 13)"


def test_too_many_groups_too_short_values_broken_notes_and_chaos_are_told_too() -> None:
    crowded = findings([part for text in DECLARATION for part in ([text] * 11 if text[:3] == "NAD" else [text])])
    assert [(brief(each), each.what) for each in crowded] == [
        (("ESG-005", 16, None, None, "36"), "segment group SG6 occurs more than 10 times")
    ]
    transport = [
        "UNH+1+IFTMIN:D:09A:UN",
        "BGM+335",
        "CTA+IC",
        "TDT+20+V++X",
        "NAD+CN",
        "GID+1",
        "DGS+ADR+1+123",
        "UNT+8+1",
    ]
    found = {each.code: each for each in findings(transport, "D.09A", "IFTMIN", "4")}
    assert found["EEL-007"].what.endswith("is too short: '123' has 3 digits")
    assert found["EEL-007"].error == "40"
    assert found["EEL-010"].what.startswith("TDT breaks dependency note D5: with C001 ")
    assert (found["EEL-010"].error, found["EEL-010"].where.element) == ("48", 4)
    assert findings([*DECLARATION[:3], *["ZZZ"] * 600])[-1].code == "ESG-006"


def test_every_rule_has_a_case_here() -> None:
    names = ("test_checker.py", "test_overlay.py", "test_validation.py", "test_dates.py")  # each with rules of its own
    words = "".join(Path(__file__).with_name(name).read_text("utf-8") for name in names)
    assert set(re.findall(r"E(?:SG|EL)-[0-9]{3}", words)) == set(RULES)


def test_only_a_composite_that_may_be_left_out_is_said_to_be_one() -> None:
    fixes = [finding.fix for finding in findings(altered(NAD="NAD+CN+:160:ZZZ", DTM="DTM+:20260131:102"))]
    assert fixes == [
        "supply 2005 (Date/time/period qualifier)",
        "supply 3039 (Party id. identification), or leave all of C082 (Party identification details) out",
    ]


def test_what_is_shown_of_a_value_is_short_and_harmless() -> None:
    (found,) = findings(altered(NAD="NAD+CN+++" + "\x1b[31m" * 100))
    assert "\x1b" not in str(found)
    assert len(found.what) < 150
    (tag,) = findings(altered(GIS="\x1bX\n" + "Y" * 500))
    assert "\x1b" not in str(tag)
    assert len(tag.what) < 150


def test_a_partners_code_is_told_once_a_message() -> None:
    texts = altered(CST="CST+1+12345678:122\nGIS+XX:104:148\nGIS+XX:104:148\nGIS+YY:104:148")
    found = findings([part for text in texts for part in text.split("\n")])
    assert [(each.code, each.severity) for each in found if each.code[:3] == "EEL"] == [
        ("EEL-012", Severity.NOTE)
    ] * len({"XX", "YY"})


def test_codes_of_other_lists_are_left_out_for_who_wants_no_notes_and_nothing_else_is() -> None:
    texts = altered(BGM="BGM+XYZ:ZZZ:92+REF1+9", LOC="LOC+36+DE:XYZ:6", CST="CST++1234567890123456789:122")
    loud, quiet = (findings(texts, unknown_codes=Severity.WARNING, notes=notes) for notes in (True, False))
    assert {found.code for found in loud} > {"EEL-012"}
    assert quiet == [found for found in loud if found.code != "EEL-012"]


def test_unknown_codes_weigh_what_the_caller_says() -> None:
    for weight in Severity:
        (found,) = findings(altered(NAD="NAD+cn"), unknown_codes=weight)
        assert found.severity is weight


def test_what_the_reader_has_said_is_not_said_again() -> None:
    wire = b"UNB+UNOC:3+A+B+260101:1200+1'UNH++CUSDEC:D:96B:UN'BGM+929:::X+R+9'GIS+1'UNS+D'UNZ+1+1'"
    (message,) = [message for interchange in read(io.BytesIO(wire)) for message in interchange.messages]
    before = [finding.code for finding in message.report]
    assert before == ["ENV-002", "ENV-009"]
    directory = DIRECTORIES.find(message.type, message.directory)
    table = structure(directory, message.type)
    assert table is not None
    check(message.body, directory, table, message.report)
    (new,) = list(message.report)[len(before) :]
    assert (new.code, new.what, new.where.segment) == ("ESG-003", "segment UNS is missing at the end", 5)


def test_the_service_segments_are_those_of_the_syntax_version() -> None:
    texts = altered(UNH="UNH+1+CUSDEC:D:96B:UN+++SUBSET")
    (old,) = findings(texts, syntax="3")
    assert old.code == "EEL-003"
    assert findings(texts, syntax="4") == []
    # Version 1 could not name a draft directory; interchanges that say 1 do so all the same.
    assert findings(DECLARATION, syntax="1") == []


def test_elements_repeat_in_syntax_4_and_take_positions_before() -> None:
    def codes(text: str, syntax: str) -> list[str]:
        directory = DIRECTORIES.get("D.99B", syntax)
        definition = directory.segment(text[:3])
        assert definition is not None
        return [fault.code for fault in ElementCheck(directory).faults(text, definition)]

    assert codes("ARR++1:2*3:4", "4") == []
    assert codes("ARR++1:2+3:4", "3") == []
    assert codes("ARR++1:2*3:4", "3") == ["EEL-005"]
    assert codes("ARR++1:2+3:4", "4") == ["EEL-003"]
    assert codes("ARR++" + ":".join("1" * 101), "4") == ["EEL-004"]
    assert codes("COM+1:TE*2:TE*3:TE", "4") == []
    assert codes("COM+1:TE*2:TE*3:TE*4:TE", "4") == ["EEL-005"]
    assert codes("COM+1:TE**3:TE", "4") == []
    assert codes("COM+1:TE*", "4") == ["EEL-011"]
    assert codes("NAD:1:2+CN", "3") == []
    assert codes("NAD:1:2+CN", "4") == ["ESG-007"]


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("D1", ["100", "010", "001"], ["000", "110", "011", "111"]),
        ("D2", ["000", "111"], ["100", "011", "010"]),
        ("D3", ["100", "011", "111"], ["000"]),
        ("D4", ["000", "100", "001"], ["110", "101", "111"]),
        ("D5", ["000", "011", "111", "010"], ["100", "110", "101"]),
        ("D6", ["000", "011", "110", "101"], ["100"]),
        ("D7", ["000", "011", "100"], ["110", "101", "111"]),
    ],
)
def test_dependency_notes_mean_what_the_standard_says(kind: str, good: list[str], bad: list[str]) -> None:
    note = Dependency(kind, (1, 2, 3))
    assert all(dependency_holds(note, [bit == "1" for bit in bits]) for bits in good)
    assert not any(dependency_holds(note, [bit == "1" for bit in bits]) for bits in bad)


def test_a_broken_dependency_is_a_finding() -> None:
    directory = DIRECTORIES.get("D.09A", "4")
    definition = directory.segment("TDT")
    assert definition is not None
    (fault,) = ElementCheck(directory).faults("TDT+20+1++1", definition)
    assert (fault.code, fault.element) == ("EEL-010", 4)
    assert "C220" in str(fault.facts["meaning"])
    assert list(ElementCheck(directory).faults("TDT+20+1+1+1", definition)) == []


def test_numbers_have_a_sign_a_mark_and_digits_on_both_sides_of_it() -> None:
    number = ElementDefinition("6060", "", "n", 1, 4, "")
    matches = re.compile(value_expression(number)).fullmatch
    assert all(map(matches, ["1", "1234", "-1234", "1.234", "-123,4", "0.1"]))
    assert not any(map(matches, ["", "-", "12345", "1.2345", ".5", "5.", "1.2.3", "+1", "1E2", "--1", " 1", "\u0661"]))
    fixed = re.compile(value_expression(ElementDefinition("2", "", "n", 1, 1, ""))).fullmatch
    assert all(map(fixed, ["1", "-1"]))
    assert not any(map(fixed, ["12", "1.", "1.2"]))


# Fast against explaining ----------------------------------------------------------------------------------------------


def agree(text: str, directory: Directory) -> bool:
    """Whether fast and explaining check say the same of a segment; returns whether it is clean."""
    definition = directory.segment(text[:3])
    assert definition is not None
    expression = segment_expression(definition, directory)
    captured = None if untidy([text]) else next(iter(expression.pattern.findall(text)), None)
    fast = captured is not None and (not expression.lists or expression.good_codes(captured))
    faults = list(ElementCheck(directory).faults(text, definition))
    remembered = [fault for _, found in element_checker(directory).faults([text, text]) for fault in found]
    noted_once = captured is not None and all(fault.code == "EEL-012" for fault in faults)
    assert remembered == faults * (1 if noted_once else 2), text
    if fast:
        assert faults == [], text
    elif not faults and ":" not in text.split("+")[0]:  # nesting, and codes that repeat, are for the other to judge
        composites = [directory.composite(use.id) for use in definition.uses]
        uses = [*definition.uses, *(part for each in composites if each for part in each.uses)]
        assert any(use.repetitions > 1 for use in uses), text
    return not faults


SAMPLE_DIRECTORIES = [("D.93A", "3"), ("D.96B", "3"), ("D.99B", "3"), ("D.99B", "4"), ("D.21B", "4")]


def tags_of(directory: Directory) -> list[str]:
    lines = (SCHEMAS / "edifact/un/segments.txt").read_text("utf-8").splitlines()
    lines += (SCHEMAS / "edifact/service/segments.txt").read_text("utf-8").splitlines()
    return sorted({line[:3] for line in lines if directory.segment(line[:3])})


@pytest.mark.parametrize(("name", "syntax"), SAMPLE_DIRECTORIES)
def test_segments_made_from_their_definition_have_no_faults(name: str, syntax: str) -> None:
    directory = DIRECTORIES.get(name, syntax)
    for tag in tags_of(directory):
        definition = directory.segment(tag)
        assert definition is not None
        for seed in range(6):
            text = segment(definition, directory, seeded(seed), seed / 6)
            faults = ElementCheck(directory).faults(text, definition)
            assert [fault for fault in faults if fault.code != "EEL-012"] == [], text
            agree(text, directory)


@pytest.mark.parametrize(("name", "syntax"), SAMPLE_DIRECTORIES)
@settings(max_examples=150, deadline=None)
@given(seed=st.integers(0, 2**32), changes=st.integers(1, 4))
def test_fast_and_explaining_check_agree_on_damaged_segments(name: str, syntax: str, seed: int, changes: int) -> None:
    directory, chance = DIRECTORIES.get(name, syntax), seeded(seed)
    tag = chance.choice(tags_of(directory))
    definition = directory.segment(tag)
    assert definition is not None
    agree(damaged(segment(definition, directory, chance, chance.random()), chance, changes), directory)


def damaged(text: str, chance: Random, changes: int) -> str:
    characters = list(text)
    for _ in range(changes):
        place = chance.randint(3, len(characters))
        if chance.random() < 0.6:
            characters.insert(place, chance.choice("+:*A1.,-+:*X" + escape("+")))
        elif place < len(characters):
            del characters[place]
    return "".join(characters)


@given(st.text(alphabet="NAD+:*1.,-x\n" + escape("+:"), max_size=40))
def test_fast_and_explaining_check_agree_on_any_text(rest: str) -> None:
    agree("NAD" + rest, DIRECTORIES.get("D.96B"))
    agree("DTM" + rest, DIRECTORIES.get("D.99B", "4"))


@pytest.mark.parametrize(
    ("directory", "message"), [("D.96B", "CUSDEC"), ("D.99B", "CUSCAR"), ("D.01B", "INVOIC"), ("D.16A", "GOVCBR")]
)
def test_messages_made_from_their_directory_have_no_faults(directory: str, message: str) -> None:
    defined = DIRECTORIES.get(directory)
    table = structure(defined, message)
    assert table is not None
    checked = 0
    for seed in range(20):
        chance = seeded(seed)
        tags = list(walk(table.table.items, chance, 0.2, 2))
        if table.place(tags) is None:
            continue
        segments = [defined.segment(tag) for tag in tags]
        texts = [segment(each, defined, chance) for each in segments if each]
        assert {found.code for found in findings(texts, directory, message)} <= {"EEL-012"}
        checked += 1
    assert checked > 10


def test_hostile_segments_cost_bounded_time() -> None:
    for hostile in (
        "NAD" + "+" * 50_000,
        "NAD+CN+" + ":" * 50_000,
        "NAD+CN" + "*CN" * 20_000,
        "NAD+" + "X" * 100_000,
        "MOA+39:" + "1" * 50_000 + "." * 50_000,
        "NAD" + "+A:B" * 20_000,
    ):
        start = time.process_time()
        found = findings(altered(GIS=hostile), syntax="4")
        assert time.process_time() - start < 3
        assert found


def test_a_flood_of_wrong_codes_costs_bounded_time_and_memory() -> None:
    directory, report = DIRECTORIES.get("D.96B"), Report()
    table = structure(directory, "CUSDEC")
    assert table is not None
    texts = [*DECLARATION[:2], *(f"LOC+X{number % 1000:02}+DE" for number in range(50_000)), *DECLARATION[3:]]
    start = time.process_time()
    check(Segments.of(texts, syntax_version="3"), directory, table, report)
    assert time.process_time() - start < 10
    assert len(report) == report.limit
    assert report.suppressed > 40_000


# Real messages --------------------------------------------------------------------------------------------------------


def real(file: str) -> list[list[Finding]]:
    """The checker's findings, per message of a file of the corpus."""
    found = []
    with (CORPUS / file).open("rb") as stream:
        for interchange in read(stream):
            for message in interchange.messages:
                directory = DIRECTORIES.find(message.type, message.directory, message.body.syntax_version)
                table, report = structure(directory, message.type), Report()
                assert table is not None
                check(message.body, directory, table, report)
                found.append(list(report))
    return found


@needs_corpus
@pytest.mark.parametrize(
    "file",
    [
        "edifact/APERAK_D.96A_syntax3_pydifact.edi",
        "edifact/CUSCAR_D.99B_au-customs-cmr_ts-edifact.edi",
        "edifact/CUSREP_D.99B_au-customs-cmr_ts-edifact.edi",
        "edifact/GENRAL_D.99B_au-customs-cmr_ts-edifact.edi",
    ],
)
def test_real_messages_that_are_right_have_no_findings(file: str) -> None:
    messages = real(file)
    assert messages
    assert [finding for found in messages for finding in found] == []


@needs_corpus
def test_a_service_message_is_checked_by_its_syntax_version() -> None:
    (found,) = real("edifact/CONTRL_D.3_nordea-negative_jacobemcken.edi")
    assert [finding.what for finding in found] == ["'ZZ' is no code of 0007 (Partner identification code qualifier)"]


@needs_corpus
@pytest.mark.parametrize(
    ("file", "expected"),
    [
        ("CUSCAR_D.99B_repeated-BGM_edifact-ls.edi", ("ESG-004", "BGM", "35")),
        ("IFTMCS_D.21A_cardinality_edifact-ls.edi", ("ESG-004", "CTA", "35")),
        ("IFTMIN_D.20A_cardinality_edifact-ls.edi", ("ESG-004", "CTA", "35")),
        ("INVOIC_D.00A_BadSegment_edifabric.edi", ("ESG-001", None, "15")),
        ("ORDERS_D.96A_bad-segment-tag_edifact-ls.edi", ("ESG-001", "1BC", "15")),
        ("ORDERS_D.96A_unknown-service-segment_edifact-ls.edi", ("ESG-001", "UNX", "15")),
        ("ORDERS_D.96A_empty-DTM-qualifier_edifact-ls.edi", ("EEL-002", "DTM", "13")),
    ],
)
def test_real_messages_that_are_wrong_have_the_finding_that_says_so(
    file: str, expected: tuple[str, str | None, str]
) -> None:
    found = [(each.code, each.where.tag, each.error) for message in real(f"invalid/{file}") for each in message]
    code, tag, error = expected
    assert any(each[0] == code and each[1] == (tag or each[1]) and each[2] == error for each in found)


def test_every_rule_has_a_0085_code_that_is_in_use() -> None:
    for syntax in "34":
        service = DIRECTORIES.service(syntax)
        known = set(service.codes("0085") or ()) - service.withdrawn("0085")
        for code, rule in RULES.items():
            error = rule.error if syntax == "4" or rule.before_4 is None else rule.before_4
            assert not error or error in known, (code, syntax)
