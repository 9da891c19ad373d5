"""CUSDEC D.96B and D.21B: the facts that are mapped, the proof, and what real and golden messages become."""

import csv
import re
import warnings
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydifact.parser import Parser

from edi_engine.canonical import json as canonical_json
from edi_engine.canonical.model import Declaration
from edi_engine.findings import Report
from edi_engine.formats.edifact.pydifact_bridge import to_pydifact
from edi_engine.mapping.compiler.edifact import EdifactMapping
from edi_engine.mapping.compiler.edifact_cells import Cell, PlannedLine
from edi_engine.mapping.roundtrip import round_trip
from tests.conftest import Golden
from tests.mapping.edifact_support import MAPPINGS, errors, message, only_message, short, template, wire

D96B, D21B = template("cusdec-d96b-import"), template("cusdec-d21b-partner")
BOTH = pytest.mark.parametrize("mapping", [D96B, D21B], ids=lambda mapping: mapping.name)
FOLDERS = MAPPINGS.files.mapping_folders()
SAMPLES = [
    (mapping, path)
    for mapping in (D96B, D21B)
    for path in sorted((FOLDERS[mapping.name] / "samples").glob("*.edi"))
    if not path.stem.endswith(".written")
    and not path.stem.startswith("every_")  # these hold more at once than a message may
]
EACH_SAMPLE = pytest.mark.parametrize(
    ("mapping", "path"), SAMPLES, ids=[f"{mapping.directory} {path.stem}" for mapping, path in SAMPLES]
)
PROJECT = Path(__file__).parents[2]
SHARED = PROJECT / "../shared"
FACTS = SHARED / "wco" / "edifact_map.tsv"
CORPUS = SHARED / "corpus" / "edifact"
LEFT_OUT = Path(__file__).with_name("cusdec_left_out.tsv")

Row = dict[str, str]


def rows(path: Path, delimiter: str = "\t") -> list[Row]:
    with path.open(encoding="utf-8", newline="") as file:
        if delimiter == "\t":  # facts and lists of ours have no quoting
            return list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
        return list(csv.DictReader(file, delimiter=delimiter))


def facts() -> list[Row]:
    return [row for row in rows(FACTS) if row["message"] == "CUSDEC"]


def key(row: Row) -> tuple[str, str, str, str]:
    group = row["sg_path"] if "sg_path" in row else row["group"]
    return group, row["segment"], row["qualifier"], row["element"]


def read(text: str) -> tuple[Declaration, Report]:
    """A message around some segments, each in its line, as the mapping reads it."""
    report = Report()
    document = D96B.read(D96B.message(text.split("\n")), report)
    assert isinstance(document, Declaration)
    return document, report


# -- the facts -----------------------------------------------------------------------------------------------------


def triggers(mapping: EdifactMapping, line: PlannedLine) -> str:
    """The groups around a line, by the tags of their triggers, outermost first."""
    tags, place = [], line.place
    while True:
        tags += [place.tag] if place.trigger else []
        if place.parent < 0:
            return ">".join(reversed(tags))
        place = mapping.plan.structure.places[place.parent]


def cells(line: PlannedLine) -> Iterator[Cell]:
    for cell in line.cells:
        yield from cell.inner if cell.role == "repeat" else (cell,)


def takes(cell: Cell, codes: set[str]) -> bool:
    """Whether a cell lets one of some codes pass; what is normalised passes."""
    domain = cell.domain()
    return cell.role == "any" or domain is None or bool(codes & domain)


def carries(mapping: EdifactMapping, line: PlannedLine, row: Row) -> bool:
    """Whether a line takes a value at the row's element from the row's segment with the row's qualifier."""
    around = ">".join(part.partition(":")[2] for part in row["sg_path"].split(">")) if ":" in row["sg_path"] else ""
    if line.tag != row["segment"] or triggers(mapping, line) != around:
        return False
    element, _, component = row["element"].partition(".")
    occurrence = re.fullmatch(r"C246#(\d)", element)  # CST has five of them behind its number
    at = int(occurrence[1]) + 1 if occurrence else 0
    if at > 2 and not row["qualifier"]:
        return False  # the place alone does not say what stands in it
    for number, codes in (part.split("=") for part in row["qualifier"].split(",") if part):
        fitting = [cell for cell in cells(line) if number in cell.ids and (not at or cell.element == at)]
        if not any(takes(cell, set(codes.split("/"))) for cell in fitting):
            return False
    wanted = component or element
    return any(wanted in cell.ids and (not at or cell.element == at) for cell in cells(line))


@pytest.mark.skipif(not FACTS.is_file(), reason="the collected facts are not beside the project")
def test_each_known_pair_is_mapped_or_left_out_for_a_reason() -> None:
    reasons = {key(row): row["reason"] for row in rows(LEFT_OUT)}
    mapped = {key(row) for row in facts() if any(carries(D96B, line, row) for line in D96B.plan.lines)}
    known = {key(row) for row in facts()}
    assert known - mapped - set(reasons) == set(), "neither mapped nor left out"
    assert set(reasons) & mapped == set(), "left out, yet mapped"
    assert set(reasons) <= known, "left out, yet no known pair"
    assert all(reasons.values())


WITHDRAWN = {"38", "G", "AAL"}  # codes of D.96B that D.21B has no more, and partners still send


@BOTH
def test_every_literal_is_a_code_of_the_directory(mapping: EdifactMapping) -> None:
    """What is left are texts the directory has less room for than the WCO model: listed with the losses."""
    warnings = [w.what for w in mapping.plan.warnings if w.code != "TPL-011"]
    known = {f"{code!r} is not in code list" for code in WITHDRAWN} if mapping is D21B else set()
    assert [what for what in warnings if what.partition(" list")[0] + " list" not in known] == []


@BOTH
def test_codes_beyond_the_directory_say_what_they_mean(mapping: EdifactMapping) -> None:
    """Codes of later directories and of national guides: each has a note that says why it is there."""
    directory = MAPPINGS.directories.get(mapping.directory)
    for line in mapping.plan.lines:
        for cell in cells(line):
            for table in (value.table for value in cell.values if value.table is not None and not value.table.listed):
                mappings = FOLDERS[mapping.name].parent
                path = (mappings.parent if table.name.startswith("schemas/") else mappings) / table.name
                notes = {row["external"]: row.get("note") for row in rows(path, ",")}
                known = directory.codes(cell.ids[0])
                bare = [code for code in table.reading if known and code not in known and not notes[code]]
                assert bare == [], f"{path.name}: {bare}"


# -- the proof -----------------------------------------------------------------------------------------------------


@BOTH
def test_the_round_trip_is_proven(mapping: EdifactMapping) -> None:
    result = round_trip(mapping, count=120, seed=96)
    assert result.unequal == []
    assert result.examples == []
    assert result.rare == []
    assert result.proven


@EACH_SAMPLE
def test_a_golden_message_is_valid_and_becomes_its_document(
    mapping: EdifactMapping, path: Path, golden: Golden
) -> None:
    received = message(path)
    assert errors(received.report) == []
    report = Report()
    document = mapping.read(received, report)
    golden(path.with_suffix(".canonical.json"), canonical_json.write(document, 1).decode())
    golden(path.with_suffix(".findings.txt"), "".join(f"{short(finding)}\n" for finding in report))
    assert not [finding for finding in report if finding.code in ("MAP-101", "MAP-102")], "something is not mapped"


@EACH_SAMPLE
def test_a_golden_document_is_written_valid_and_reads_back_equal(
    mapping: EdifactMapping, path: Path, golden: Golden
) -> None:
    document = canonical_json.read(path.with_suffix(".canonical.json").read_bytes(), Report())
    report = Report()
    written = wire(mapping, document, report)
    assert {finding.code for finding in report} <= {"MAP-212"}  # a code of a table that calls it approximate
    assert errors(written.report) == []
    texts = written.body.texts[1:-1]
    same = texts == message(path).body.texts[1:-1]
    golden(path.with_suffix(".written.edi"), "" if same else "".join(f"{text}'\n" for text in texts))
    assert mapping.read(written, report) == document
    assert {finding.code for finding in report} <= {"MAP-108", "MAP-212"}


@EACH_SAMPLE
def test_pydifact_reads_the_same_segments(mapping: EdifactMapping, path: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        theirs = list(Parser().parse(path.read_text(encoding="latin-1")))
        ours = to_pydifact(message(path).body).segments
    start = next(n for n, segment in enumerate(theirs) if segment.tag == "UNH")
    assert [(s.tag, s.elements) for s in theirs[start:-1]] == [(s.tag, s.elements) for s in ours]


def test_both_releases_say_the_same_document() -> None:
    """Agents stand last in the later release, where their lines are written last: the order of parties says nothing."""
    for path in (path.with_suffix(".canonical.json") for mapping, path in SAMPLES if mapping is D21B):
        found = [path, FOLDERS[D96B.name] / "samples" / path.name]
        later, earlier = (canonical_json.read(file.read_bytes(), Report()) for file in found)
        for document in (later, earlier):
            document.parties.sort(key=lambda party: str(party.role))
        assert later == earlier


def test_a_later_release_is_read_by_its_own_mapping() -> None:
    for mapping, path in SAMPLES:
        found, faults = MAPPINGS.detect(message(path))
        assert found is mapping, faults


def test_direct_and_indirect_representation_are_party_functions_in_the_later_release() -> None:
    text = "BGM+929+X+9\nNAD+DEN+1::ZZZ\nNAD+DEO+2::ZZZ\nNAD+AG+3::ZZZ\nUNS+D\nUNS+S"
    report = Report()
    document = D21B.read(D21B.message(text.split("\n")), report)
    assert isinstance(document, Declaration)
    assert [(p.role, p.function_code, p.id) for p in document.parties] == [
        ("agent", "2", "1"),
        ("agent", "3", "2"),
        ("agent", None, "3"),
    ]
    earlier = D96B.write(document, report)
    assert [t for t in earlier if t.startswith("NAD")] == ["NAD+AE+1::ZZZ", "NAD+AE+2::ZZZ", "NAD+AE+3::ZZZ"]
    assert [f.what for f in report if f.code == "MAP-201"] == ["not written: parties.function_code (2 times)"]


# -- what is easily read wrongly -----------------------------------------------------------------------------------


def item(segments: str) -> str:
    return f"BGM+929+X+9\nUNS+D\n{segments}\nUNS+S"


def test_a_preference_in_the_place_of_the_procedure_is_named_not_misread() -> None:
    document, report = read(item("CST+1+84713000:122+100:116\nLOC+27+CN"))
    assert document.goods_items[0].procedures == []
    assert [f.what for f in report if f.code == "MAP-102"] == ["'100' is not mapped", "'116' is not mapped"]


def test_tariff_codes_of_other_lists_are_the_same_code_and_longer_ones_keep_their_tail() -> None:
    document, report = read(item("CST+1+8471300000123:108\nLOC+27+CN"))
    commodity = document.goods_items[0].commodity
    assert commodity is not None
    assert [(c.type, c.id) for c in commodity.classifications] == [("TSP", "84713000"), ("TRC", "00"), ("GN", "123")]
    assert [f.what for f in report] == ["'108' is written back as '122'"]


def test_header_values_go_down_to_the_items_that_lack_them() -> None:
    text = (
        "BGM+929+X+9\nCST++4071:117\nLOC+27+CN\nGIS+1:127\nUNS+D\nCST+1+1:122+5100:117\nCST+2+2:122\nLOC+27+US\nUNS+S"
    )
    document, report = read(text)
    first, second = document.goods_items
    assert [(p.current_code, p.previous_code) for p in (*first.procedures, *second.procedures)] == [
        ("51", "00"),
        ("40", "71"),
    ]
    assert [origin.country_code for origin in (*first.origins, *second.origins)] == ["CN", "US"]
    assert first.customs_valuation is not None
    assert first.customs_valuation.method_code == "1"
    assert [f.code for f in report] == []


def test_a_carrier_named_with_the_transport_is_a_party() -> None:
    document, report = read("BGM+929+X+9\nTDT+20+V1+1++MAEU:172:20:MERIDIAN\nUNS+D\nUNS+S")
    (carrier,) = document.parties
    assert (carrier.role, carrier.id, carrier.name) == ("carrier", "MAEU", "MERIDIAN")
    assert Counter(f.code for f in report) == {"MAP-103": 1, "MAP-104": 2}


def test_offices_of_transit_repeat() -> None:
    document, report = read("BGM+929+X+9\nLOC+50+NL000510\nLOC+50+BE101000\nUNS+D\nUNS+S")
    assert document.transit_office_ids == ["NL000510", "BE101000"]
    again = D96B.write(document, report)
    assert [text for text in again if text.startswith("LOC")] == ["LOC+50+NL000510", "LOC+50+BE101000"]
    assert list(report) == []


def test_a_total_that_does_not_follow_from_the_items_is_named() -> None:
    _, report = read("BGM+929+X+9\nMOA+43:900:EUR\nUNS+D\nCST+1+1:122\nMOA+40:1000:EUR\nUNS+S\nCNT+5:3")
    assert [(f.code, f.where.tag) for f in report if f.severity == "warning"] == [
        ("MAP-106", "MOA"),
        ("MAP-106", "CNT"),
    ]


def test_a_name_longer_than_its_component_goes_on_in_the_next() -> None:
    document, _ = read("BGM+929+X+9\nNAD+IM+++A NAME\nUNS+D\nUNS+S")
    document.parties[0].name = "NORTHMERE INTERNATIONAL TRADING AND DISTRIBUTION LIMITED"
    report = Report()
    written = D96B.write(document, report)
    assert "NAD+IM+++NORTHMERE INTERNATIONAL TRADING AND: DISTRIBUTION LIMITED" in written
    assert [f.code for f in report] == ["MAP-203"]


# -- real messages -------------------------------------------------------------------------------------------------


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
@pytest.mark.parametrize("name", ["CUSDEC_D.99B_au-customs-cmr_ts-edifact.edi", "CUSDEC_D.20A_minimal_edifact-ls.edi"])
def test_a_national_message_of_another_release_loses_nothing_in_silence(name: str) -> None:
    received = only_message((CORPUS / name).read_bytes())
    report = Report()
    document = D96B.read(received, report)
    assert document is not None
    written = D96B.write(document, Report())
    lost = D96B.vanished(received.body.texts[1:-1], written, report)
    assert set(lost) <= {"12", "28"}, "qualifiers of places that are written at their home, 11 and 36"


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_what_a_national_message_adds_is_all_that_is_not_mapped() -> None:
    report = Report()
    D96B.read(only_message((CORPUS / "CUSDEC_D.99B_au-customs-cmr_ts-edifact.edi").read_bytes()), report)
    lost = Counter(f.where.tag for f in report if f.code == "MAP-101")
    # national indicators, references, package kinds, values before freight, masses without a kind: codes of that guide
    assert lost == {"GIS": 2, "RFF": 3, "PAC": 2, "MOA": 2, "MEA": 2}
