"""Overlays: a partner's subset and a community's additions bind whom they are for, and every finding cites them."""

import pytest

from edi_engine import formats
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding
from edi_engine.formats.edifact.directory import Directories
from edi_engine.workspace import Workspace
from tests.formats.edifact import wire

FILE = "overlays/acme.yaml"
SEGMENTS = {
    "BGM": "BGM+929+REF1+9",
    "LOC": "LOC+36+DE",
    "DTM": "DTM+137:20260131:102",
    "GIS": "GIS+1",
    "NAD": "NAD+CN+ABC:160:ZZZ++X",
    "MOA": "MOA+39:100",
    "UNS": "UNS+D",
    "CST": "CST+1",
    "UNS2": "UNS+S",
}
HEAD = "directory: D.96B\nmessages: [CUSDEC]\n"


def directories(text: str, **others: str) -> Directories:
    texts = {"acme": text, **others}
    return Directories(
        Workspace().schema_text, lambda: {name: (f"overlays/{name}.yaml", t) for name, t in texts.items()}
    )


def findings(overlay: str, type_: str = "CUSDEC:D:96B:UN", syntax: str = "3", **changes: str) -> list[Finding]:
    """What is said of the declaration with segments exchanged; `;` stands between several."""
    segments = [part for text in ({**SEGMENTS, **changes}).values() for part in text.split(";") if part]
    header = wire.UNB.replace("UNOC:3", f"UNOC:{syntax}")
    found = wire.only(wire.interchange(wire.message(*segments, type_=type_), header=header))
    formats.check(found, directories(overlay))
    return list(found.report)


def faults(overlay: str) -> list[tuple[str, int | None, int | None, str]]:
    with pytest.raises(ConfigurationError) as caught:
        assert directories(overlay).overlays
    assert all(finding.where.path == FILE for finding in caught.value.findings)
    return [(f.code, f.where.line, f.where.column, f"{f.what}; {f.fix}") for f in caught.value.findings]


def test_without_overlays_the_directory_is_the_very_same() -> None:
    bare = Directories(Workspace().schema_text)
    assert bare.overlaid(bare.get("D.96B"), "CUSDEC") is bare.get("D.96B")
    other = directories("directory: D.99B\n")
    assert other.overlaid(other.get("D.96B"), "CUSDEC") is other.get("D.96B")
    assert findings("directory: D.99B\n") == []


@pytest.mark.parametrize(
    ("rules", "changes", "expected"),
    [
        ("use: {NAD: not used}", {}, ("ESG-012", 6, None, None, "15", "segment group SG6 is not used", 3)),
        ("use: {SG6: not used}", {}, ("ESG-012", 6, None, None, "15", "segment group SG6 is not used", 3)),
        ("use: {GIS: not used}", {}, ("ESG-012", 5, None, None, "15", "segment GIS is not used", 3)),
        ("use: {0060: not used}", {}, ("ESG-012", 5, None, None, "15", "segment GIS is not used", 3)),
        (
            "use: {SG6/RFF: not used}",
            {"NAD": "NAD+CN;RFF+ABO:1;RFF+ABO:2"},
            ("ESG-012", 7, None, None, "15", "segment RFF is not used", 3),
        ),
        ("use: {0070: required}", {}, ("ESG-003", 6, None, None, "13", "segment FII is required", 3)),
        ("use: {SG7: required}", {}, ("ESG-003", 7, None, None, "13", "segment group SG7 is required", 3)),
        (
            "use: {SG6: 0..1}",
            {"NAD": "NAD+CN;NAD+EX"},
            ("ESG-005", 7, None, None, "36", "segment group SG6 occurs 1 times at most", 3),
        ),
        (
            "use: {0060: 1..2}",
            {"GIS": "GIS+1;GIS+1;GIS+1"},
            ("ESG-004", 7, None, None, "35", "segment GIS is required and occurs 2 times at most", 3),
        ),
        ("segments:\n  NAD: {C082: not used}", {}, ("EEL-014", 6, 2, None, "15", "C082 of NAD is not used", 4)),
        ("segments:\n  NAD: {020: not used}", {}, ("EEL-014", 6, 2, None, "15", "C082 of NAD is not used", 4)),
        ("segments:\n  NAD: {3164: required}", {}, ("EEL-001", 6, 6, None, "13", "3164 of NAD is required", 4)),
        ("composites:\n  C082: {1131: not used}", {}, ("EEL-014", 6, 2, 2, "15", "1131 of C082 is not used", 4)),
        (
            "composites:\n  C002: {1000: required}",
            {"BGM": "BGM+929:::+REF1+9"},
            ("EEL-002", 2, 1, 4, "13", "1000 of C002 is required", 4),
        ),
        ("elements: {1004: an..3}", {}, ("EEL-006", 2, 2, 1, "39", "1004 is an..3", 3)),
        ("elements: {1004: n4}", {}, ("EEL-008", 2, 2, 1, "37", "1004 is n4", 3)),
        (
            "codes: {6411: {only: [KGM]}, 8155: {only: [22G1]}}",  # a list that others keep is closed by an overlay
            {"CST": "CST+1;MEA+WT+G+TNE:1"},
            ("EEL-009", 10, 3, 1, "12", "6411 has 1 codes", 3),
        ),
        ("codes: {3035: {only: [IM, EX]}}", {}, ("EEL-009", 6, 1, None, "12", "3035 has 2 codes", 3)),
    ],
)
def test_each_restriction_binds_and_is_cited_with_file_and_line(
    rules: str, changes: dict[str, str], expected: tuple[str, int, int | None, int | None, str, str, int]
) -> None:
    code, segment, element, component, error, what, line = expected
    found = [each for each in findings(HEAD + rules, **changes) if each.code != "EEL-011"]
    assert [
        (each.code, each.where.segment, each.where.element, each.where.component, each.error) for each in found
    ] == [(code, segment, element, component, error)]
    assert found[0].why.startswith(f"overlay acme: {what} ({FILE}, line {line}), ")
    assert "D.96B" in found[0].why


@pytest.mark.parametrize("syntax", ["1", "2", "3", "4"])
def test_overlays_bind_under_every_syntax_version(syntax: str) -> None:
    found = [each for each in findings(HEAD + "use: {GIS: not used}", syntax=syntax) if each.code == "ESG-012"]
    assert [each.why.split(":")[0] for each in found] == ["overlay acme"]


def test_what_keeps_to_the_subset_has_no_findings() -> None:
    rules = """use: {SG6: 1..1, SG7: not used, 0070: not used}
segments: {NAD: {3164: not used, C080: required}}
composites: {C082: {3055: required}}
elements: {1004: an..4}
codes: {3035: {only: [CN]}}
"""
    assert findings(HEAD + rules) == []


def test_codes_segments_composites_and_elements_are_added() -> None:
    rules = """
codes: {3035: {add: {ZZ9: Harbour pilot}}}
define:
  elements: {9901: {name: Berth, format: an..4}}
  composites: {C991: {name: Berths, uses: "9901 [9901]"}}
  segments: {ZBE: {name: Berth of the vessel, uses: "C991 [1154]"}}
insert:
  - {behind: BGM, table: ZBE 0..2}
  - behind: SG6/RFF
    table: |
      ZBE (0..1)
        DTM 0..1
"""
    good = {"BGM": "BGM+929+REF1+9;ZBE+A1:B2+REF", "NAD": "NAD+ZZ9+ABC:160:ZZZ++X;RFF+ABO:1;ZBE+A1;DTM+137:1"}
    assert findings(HEAD + rules, **good) == []
    long = findings(HEAD + rules, BGM="BGM+929+REF1+9;ZBE+A12345")
    assert [(each.code, each.what) for each in long] == [
        ("EEL-006", "9901 (Berth) is too long: 'A12345' has 6 characters")
    ]
    assert "composite C991 overlay acme position 010" in long[0].why
    often = findings(HEAD + rules, BGM="BGM+929+REF1+9;ZBE+A;ZBE+B;ZBE+C")
    assert [(each.code, each.where.segment) for each in often] == [("ESG-004", 5)]
    assert often[0].why.startswith(f"overlay acme: segment ZBE is put in ({FILE}, line 10)")
    assert [each.code for each in findings("directory: D.99B\n", **good)][:1] == ["ESG-001"]


def test_messages_are_added_with_their_own_tables() -> None:
    rules = """directory: D.96B
define:
  messages:
    BERTHS:
      title: Berths of a port
      table: |
        UNH 1
        BGM 1
        LOC (0..9)
          DTM 0..1
        UNT 1
"""
    empty = dict.fromkeys(SEGMENTS, "")
    good = {**empty, "BGM": "BGM+929", "LOC": "LOC+36+DE;DTM+137:20260131:102"}
    assert findings(rules, "BERTHS:D:96B:UN", **good) == []
    wrong = findings(rules, "BERTHS:D:96B:UN", **{**good, "NAD": "NAD+CN"})
    assert [(each.code, each.why) for each in wrong] == [
        ("ESG-001", "segment table BERTHS overlay acme (0085 code 15)")
    ]
    assert (
        "BERTHS" in directories(rules).through(directories(rules).get("D.96B"), directories(rules).overlays).messages()
    )


@pytest.mark.parametrize(
    ("limits", "binds"),
    [
        ("senders: [SENDER]", True),
        ("senders: [OTHER]", False),
        ("recipients: [RECIPIENT, OTHER]", True),
        ("recipients: [OTHER]", False),
        ("associations: [X01]", True),
        ("associations: [X02]", False),
        ("messages: [CUSDEC, CUSRES]", True),
        ("messages: [CUSRES]", False),
    ],
)
def test_an_overlay_binds_only_whom_it_is_for(limits: str, binds: bool) -> None:
    rules = f"directory: D.96B\n{limits}\nelements: {{1004: an..3}}\n"
    assert [each.code for each in findings(rules, "CUSDEC:D:96B:UN:X01")] == ["EEL-006"] * binds


def test_several_overlays_lie_on_one_another_and_the_narrowest_wins() -> None:
    lying = directories(
        "directory: D.96B\nsenders: [A]\nelements: {1004: an..9}\ncodes: {3035: {only: [CN, EX]}}\n",
        zulu="directory: D.96B\nelements: {1004: an..5}\ncodes: {3035: {only: [CN, IM]}}\n",
    )
    assert [overlay.name for overlay in lying.overlays] == ["zulu", "acme"]
    seen = lying.overlaid(lying.get("D.96B"), "CUSDEC", "A")
    element = seen.element("1004")
    assert element is not None
    assert element.format == "an..5"
    assert list(seen.codes("3035") or ()) == ["CN"]
    assert lying.overlaid(lying.get("D.96B"), "CUSDEC", "A") is seen
    assert lying.overlaid(lying.get("D.96B"), "CUSDEC", "B") is not seen


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("messages: [CUSDEC]\n", ("DIR-003", 1, 1, "names no directory")),
        ("directory: D.96Z\n", ("DIR-004", 1, 12, "near names: D.96B")),
        ("directory: D.96B\nsegmnets: {}\n", ("DIR-003", 2, 1, "unknown key segmnets; write segments")),
        ("directory: D.96B\nmessages: [CUSDEK]\n", ("DIR-004", 2, 12, "no message CUSDEK; write CUSDEC")),
        (HEAD + "use: {SG99: not used}\n", ("DIR-004", 3, 7, "CUSDEC has no SG99 in D.96B")),
        (HEAD + "use: {BGM: not used}\n", ("DIR-005", 3, 12, "is mandatory in D.96B")),
        (HEAD + "use: {UNS: required}\n", ("DIR-005", 3, 7, "positions 0410, 1920")),
        (HEAD + "use: {SG6: 0..11}\n", ("DIR-005", 3, 12, "is 0..10 in D.96B, 0..11 is wider")),
        (HEAD + "use: {SG6: often}\n", ("DIR-003", 3, 12, "write `not used`, `required`")),
        ("directory: D.96B\nuse: {SG6: required}\n", ("DIR-003", 2, 7, "add messages")),
        (HEAD + "insert: [{behind: BGM, table: ZZZ 1}]\n", ("DIR-004", 3, 31, "no segment ZZZ")),
        (HEAD + "insert: [{behind: BGM, table: LOC 1 1}]\n", ("DIR-003", 3, 31, "no line of a segment table")),
        (HEAD + "insert:\n- behind: BGM\n  table: |\n    LOC 1\n      DTM 1\n", ("DIR-003", 5, 10, "no group")),
        ("directory: D.96B\nsegments: {NAD: {3165: required}}\n", ("DIR-004", 2, 18, "write 3164")),
        ("directory: D.96B\nsegments: {NAD: {3035: not used}}\n", ("DIR-005", 2, 24, "is mandatory")),
        ("directory: D.96B\nelements: {1004: an..36}\n", ("DIR-005", 2, 18, "1004 is an..35 in D.96B")),
        ("directory: D.96B\nelements: {1004: b..3}\n", ("DIR-003", 2, 18, "no format of an element")),
        ("directory: D.96B\ncodes: {3035: {only: [CNN]}}\n", ("DIR-004", 2, 23, "no code of 3035 CNN; write CN")),
        ("directory: D.96B\ncodes: {3035: {add: {CN: Mine}}}\n", ("DIR-005", 2, 22, "already: Consignee")),
        ("directory: D.96B\ncodes: {3035: {add: {ABCD: Mine}}}\n", ("DIR-005", 2, 22, "not an..3")),
        ("directory: D.96B\ncodes: {8155: {add: {22G1: Dry}}}\n", ("DIR-005", 2, 9, "any code passes already")),
        ("directory: D.96B\ncodes: {3207: {add: {XX: Mine}}}\n", ("DIR-005", 2, 9, "keeps no list of 3207, or")),
        ("directory: D.96B\ndefine: {segments: {NAD: {name: N, uses: 3035}}}\n", ("DIR-005", 2, 21, "already")),
        ("directory: D.96B\ndefine: {segments: {ZZZ: {name: N, uses: 9999}}}\n", ("DIR-004", 2, 42, "9999")),
        ("directory: D.96B\ndirectory: D.96B\n", ("CFG-001", 2, 1, "stands here twice")),
    ],
)
def test_what_is_wrong_with_an_overlay_is_said_with_line_column_and_near_names(
    text: str, expected: tuple[str, int, int, str]
) -> None:
    (found,) = faults(text)
    assert found[:3] == expected[:3]
    assert expected[3] in found[3]


def test_all_faults_of_all_overlays_are_told_at_once() -> None:
    wrong = directories("directory: D.96B\nelements: {1004: an..36, 9999: n1}\n", other="directory: X\n")
    with pytest.raises(ConfigurationError) as caught:
        assert wrong.overlays
    assert [(f.code, f.where.path) for f in caught.value.findings] == [
        ("DIR-005", FILE),
        ("DIR-004", FILE),
        ("DIR-004", "overlays/other.yaml"),
    ]
