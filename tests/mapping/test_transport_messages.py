"""Shipped messages of ports, terminals, carriers and agencies: golden samples, the proof, what real messages become."""

from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from edi_engine.canonical import json as canonical_json
from edi_engine.canonical.model import AdditionalInformation
from edi_engine.findings import Report, Severity
from edi_engine.interchange import Message
from edi_engine.mapping.compiler.edifact import EdifactMapping
from edi_engine.mapping.golden import GoldenPair, golden_pairs, shown_findings, try_golden_pair
from edi_engine.mapping.roundtrip import round_trip
from tests.conftest import Golden
from tests.mapping.edifact_support import MAPPINGS, errors, message, messages, template, wire
from tests.mapping.test_cusdec import FACTS, Row, carries, rows

SHIPPED = ("baplie-d95b", "coarri-d95b", "paxlst-d02b", "paxlst-d05b", "cusrep-d99b", "govcbr-d13b")
FOLDERS = MAPPINGS.files.mapping_folders()
SAMPLES = [
    (name, path)
    for name in SHIPPED
    for path in sorted((FOLDERS[name] / "samples").glob("*.edi"))
    if not path.stem.endswith(".written") and not path.stem.startswith("every_")  # made of the template
]
PAIRS = [(name, pair) for name in SHIPPED for pair in golden_pairs(MAPPINGS.files, name)]
EACH_MAPPING = pytest.mark.parametrize("mapping", [template(name) for name in SHIPPED], ids=SHIPPED)
PROVEN = [name for name in SHIPPED if not template(name).definition.extends]  # the others by what they extend
EACH_PROVEN = pytest.mark.parametrize("mapping", [template(name) for name in PROVEN], ids=PROVEN)
EACH_SAMPLE = pytest.mark.parametrize(("name", "path"), SAMPLES, ids=[f"{name} {path.stem}" for name, path in SAMPLES])
# Codes that a community uses before its directory has them.
LATER = {
    "baplie-d95b": {"VGM"},
    "coarri-d95b": {"44", "46", "EGW", "VGM"},
    "paxlst-d02b": {"173", "BAG"},
    "paxlst-d05b": {"173"},
}


def faults(name: str, received: Message) -> list[str]:
    """The errors of a message against its directory, without those codes."""
    known = [f"'{code}' is no code" for code in LATER.get(name, ())]
    return [error for error in errors(received.report) if not any(code in error for code in known)]


@EACH_SAMPLE
def test_a_golden_message_is_valid_and_becomes_its_document(name: str, path: Path, golden: Golden) -> None:
    received, report = message(path), Report()
    assert faults(name, received) == []
    document = template(name).read(received, report)
    golden(path.with_suffix(".canonical.json"), canonical_json.write(document, 1).decode())
    golden(path.with_suffix(".findings.txt"), "".join(f"{line}\n" for line in shown_findings(report)))


@EACH_SAMPLE
def test_a_golden_document_is_written_valid_and_reads_back_equal(name: str, path: Path, golden: Golden) -> None:
    document = canonical_json.read(path.with_suffix(".canonical.json").read_bytes(), Report())
    report = Report()
    written = wire(template(name), document, report)
    assert shown_findings(report) == []
    assert faults(name, written) == []
    texts = written.body.texts[1:-1]
    same = texts == message(path).body.texts[1:-1]
    golden(path.with_suffix(".written.edi"), "" if same else "".join(f"{text}'\n" for text in texts))
    assert template(name).read(written, report) == document


@pytest.mark.parametrize(("name", "pair"), PAIRS, ids=lambda value: getattr(value, "name", value))
def test_golden_samples_of_every_place_are_read_and_written(name: str, pair: GoldenPair) -> None:
    assert try_golden_pair(template(name), pair) == []


@EACH_PROVEN
def test_the_round_trip_is_proven(mapping: EdifactMapping) -> None:
    count = 60 if len(mapping.plan.lines) < 100 else 30  # long messages take their time
    result = round_trip(mapping, count, seed=95)
    assert (result.unequal, result.examples, result.rare) == ([], [], [])
    assert result.proven


@EACH_MAPPING
def test_every_literal_is_a_code_of_the_directory(mapping: EdifactMapping) -> None:
    unknown = {w.what.split("'")[1] for w in mapping.plan.warnings if w.code == "TPL-010"}
    assert unknown <= LATER.get(mapping.name, set())


@EACH_SAMPLE
def test_each_message_is_read_by_its_own_mapping(name: str, path: Path) -> None:
    found, faults = MAPPINGS.detect(message(path))
    assert found is template(name), faults


def test_what_an_import_lacks_of_the_mandatory_elements_is_written_as_not_known() -> None:
    received = message(Path(__file__).parents[2] / "samples" / "import_ten_items" / "received.edi")
    reader, mapping = template("cusdec-d96b-import"), template("govcbr-d13b")
    document: Any = reader.read(received, Report())
    written = wire(mapping, document, Report())
    assert {finding.code for finding in written.report if finding.severity is Severity.ERROR} == {"EEL-009"}
    back: Any = mapping.read(written, Report())
    assert [item.commodity.invoice_line.sequence_numeric for item in back.goods_items] == [0] * len(
        document.goods_items
    )
    subjects = [told.statement_type_code or "AAI" for told in document.additional_informations]
    assert [told.statement_type_code for told in back.additional_informations] == subjects


@pytest.mark.parametrize(
    ("name", "sample"),
    [("paxlst-d02b", "crew_of_a_vessel"), ("paxlst-d05b", "crew_of_a_vessel"), ("baplie-d95b", "part_of_a_bay")],
)
def test_a_text_of_no_subject_is_written_as_general_information(name: str, sample: str) -> None:
    [pair] = [each for each in golden_pairs(MAPPINGS.files, name) if Path(each.name).stem == sample]
    document: Any = canonical_json.read(pair.document.encode(), Report())
    means = getattr(document, "border_transport_means", None) or document.transport_means
    [holder, *_] = means.persons or means.transport_equipments
    holder.additional_informations = [AdditionalInformation(statement_description="told to nobody")]
    written = wire(template(name), document, Report())
    assert faults(name, written) == []
    assert "FTX+AAI+++told to nobody" in written.body.texts


# -- real messages -------------------------------------------------------------------------------------------------

CORPUS = Path(__file__).parents[2].parent / "shared" / "corpus" / "edifact"

# What of a real message is written in another way, or not at all: received, written.
REAL: dict[str, tuple[str, list[str], list[str]]] = {
    "BAPLIE_D.95B_php-edifact.edi": (
        "baplie-d95b",
        [  # no qualifier; a list of carriers without a carrier; sizes of no list
            "TDT+20+042+++:172:182+++VRIB3:103:ZZZ:OOCL BEIJING",
            *("RFF+042", "EQD+CN+MOEU0710945+L5G1+++4"),
            *("EQD+CN+OOLU4293959+4200+++4", "EQD+CN+OOLU8757889+4500+++5"),
        ],
        [
            "TDT+20+042++++++VRIB3:103:ZZZ:OOCL BEIJING",
            "EQD+CN+MOEU0710945+L5G1:102:5+++4",
            *("EQD+CN+OOLU4293959+4200:102:5+++4", "EQD+CN+OOLU8757889+4500:102:5+++5"),
        ],
    ),
    "BAPLIE_D.95B_staedi.edi": ("baplie-d95b", ["DTM+132", "DTM+133"], []),
    "PAXLST_D.02B_Test1_gtas.edi": (
        "paxlst-d02b",  # a total without its qualifier; types of documents of another list
        ["CNT+41+8", *["DOC+P:1812019+123456789"] * 8],
        ["CNT+41:8", *["DOC+P:110:111+123456789"] * 8],
    ),
    "PAXLST_D.05B_multi-leg_gtas.edi": ("paxlst-d05b", [], []),
    "PAXLST_D.05B_apisMessage_gtas.edi": ("paxlst-d05b", [], []),
    "PAXLST_D.05B_B-cleaned_ediclean.edi": ("paxlst-d05b", ["CNT+42:130"], ["CNT+42:1"]),
    "CUSREP_D.99B_au-customs-cmr_ts-edifact.edi": ("cusrep-d99b", [], []),
    "COARRI_D.95B_two-messages_php-edifact.edi": ("coarri-d95b", [], []),
    "COARRI_D.95B_large_4msgs_php-edifact.edi": ("coarri-d95b", ["LOC+7+GENOA"] * 6, ["LOC+7+GENOA::6"] * 6),
}


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
@pytest.mark.parametrize("name", REAL)
def test_a_real_message_comes_back_but_for_what_is_named(name: str) -> None:
    mapping, (_, lost, made) = template(REAL[name][0]), REAL[name]
    gone: Counter[str] = Counter()
    for received in messages(CORPUS / name):
        report = Report()
        document = mapping.read(received, report)
        assert document is not None
        texts = [text.replace("*", "+") for text in mapping.write(document, Report())]
        came = received.body.texts[1:-1]
        assert not mapping.vanished(came, texts, report), "nothing is lost in silence"
        gone.update(came)
        gone.subtract(texts)
    assert sorted((+gone).elements()) == sorted(lost)
    assert sorted((-gone).elements()) == sorted(made)


# -- the facts -----------------------------------------------------------------------------------------------------

LEFT_OUT = Path(__file__).with_name("left_out_of_messages.tsv")
KNOWN = {"PAXLST": "paxlst-d02b", "CUSREP": "cusrep-d99b", "GOVCBR": "govcbr-d13b"}


def left_out(row: Row, reason: Row) -> bool:
    """Whether a reason is for a pair: for all of its group and what stands in it, or as far as it says."""
    group, inside = row["sg_path"], reason["group"]
    told = [(row[name], reason[name]) for name in ("segment", "qualifier", "element")]
    whole = told[0][1] == "*" and (group == inside or group.startswith(f"{inside}>"))
    same = group == inside and all(theirs in ("*", mine) for mine, theirs in told)
    return row["message"] == reason["message"] and (whole or same)


@pytest.mark.skipif(not FACTS.is_file(), reason="the collected facts are not beside the project")
@pytest.mark.parametrize("message_type", KNOWN)
def test_each_known_pair_is_mapped_or_left_out_for_a_reason(message_type: str) -> None:
    mapping = template(KNOWN[message_type])
    pairs = [row for row in rows(FACTS) if row["message"] == message_type]
    reasons = [row for row in rows(LEFT_OUT) if row["message"] == message_type]
    missing = [row for row in pairs if not any(carries(mapping, line, row) for line in mapping.plan.lines)]
    assert [tuple(row.values())[2:9] for row in missing if not any(left_out(row, each) for each in reasons)] == []
    assert [each for each in reasons if not any(left_out(row, each) for row in missing)] == []
