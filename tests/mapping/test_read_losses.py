"""The loss report of reading: each element of a message is in one class, and the class is true."""

import io
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.findings import Report
from edi_engine.mapping.losses import READ_FATES, READING, Fate, sums
from edi_engine.mapping.read_losses import read_losses
from edi_engine.mapping.received.message import received_by
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace
from tests.mapping.canaries import chosen, engine, report_on, silent, understood
from tests.mapping.templates import compiled

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus"
MAPPINGS = Mappings(Workspace("nowhere"))
EACH = pytest.mark.parametrize("name", MAPPINGS.names())
CANARIES = 10  # of a file


def samples(folder: Path) -> list[Path]:
    """Files to be read below a folder, those first that are small."""
    kinds = {".edi", ".xml", ".json", ".csv", ".txt", ".dat"}
    found = [path for path in folder.rglob("*") if path.suffix in kinds and not path.name.endswith("findings.txt")]
    return sorted((path for path in found if ".canonical." not in path.name), key=lambda path: path.stat().st_size)


def faults(path: Path, most: int) -> list[str]:
    """What the report says wrongly of elements of a file."""
    wrong, random = [], Random(path.name)  # noqa: S311 - to be the same each time
    with engine() as reading:
        for read in understood(path, reading):
            document, entries, _ = report_on(read.mapping, read.message)
            for index in chosen(len(entries), most, random):
                wrong += [fault] if (fault := silent(read.mapping, read.message, document, index)) else []
    return wrong


@EACH
def test_canaries_in_the_samples_are_where_the_report_says(name: str) -> None:
    found = samples(PROJECT / "mappings" / name / "samples")
    assert found
    assert {path.name: wrong for path in found[:1] if (wrong := faults(path, CANARIES))} == {}


@pytest.mark.soak
@pytest.mark.parametrize("folder", [PROJECT / "mappings", PROJECT / "samples", CORPUS], ids=lambda folder: folder.name)
def test_canaries_at_every_element_of_every_message(folder: Path) -> None:
    if not folder.is_dir():
        pytest.skip("the corpus is not beside the project")
    assert {str(path): wrong for path in samples(folder) if (wrong := faults(path, 10_000))} == {}


@EACH
@settings(max_examples=2, deadline=None, derandomize=True)
@given(seed=st.integers(0, 2**32))
def test_whatever_partners_do_to_messages_each_element_has_its_class(name: str, seed: int) -> None:
    mapping: Any = MAPPINGS.get(name)
    random = Random(seed)  # noqa: S311 - not for secrets
    body = mapping.write(mapping.generator(random).document(), Report())
    for mutation in random.sample(list(mapping.mutations()), 2):
        message = mapping.message(mapping.mutate(body, mutation, random))
        document, entries, report = report_on(mapping, message)
        assert len(entries) == len([value for value in received_by(mapping, message).values if value.text])
        assert sum(sums(entries, READING).values()) == len(entries)
        if document is not None and len(entries) == len(received_by(mapping, message).values):
            for index in chosen(len(entries), 3, random):
                assert not silent(mapping, message, document, index), (mutation, [str(each) for each in report])


@EACH
def test_findings_of_reading_are_about_elements(name: str) -> None:
    """A finding at a place that no element has would leave its element in the class of what is carried."""
    mapping: Any = MAPPINGS.get(name)
    random = Random(7)  # noqa: S311 - not for secrets
    documents = mapping.generator(random)
    for mutation in [name for name in mapping.mutations() if name != "empty element"]:
        message = mapping.message(mapping.mutate(mapping.write(documents.document(), Report()), mutation, random))
        _, _, report = report_on(mapping, message)
        found = received_by(mapping, message)
        lost = [finding for finding in report if READ_FATES.get(finding.code) is Fate.UNMAPPED]
        lost = [finding for finding in lost if finding.code != "MAP-101"]  # a segment may have no elements
        assert [str(finding) for finding in lost if not found.within(finding.where)] == [], mutation


# -- each class, in each syntax ----------------------------------------------------------------------------------------


def classes(data: bytes, name: str | None = None) -> dict[str, dict[str, str]]:
    """By class, the reasons of the elements in it, without those that are simply mapped and the envelope's."""
    found: dict[str, dict[str, str]] = {}
    with engine() as reading:
        for _, messages in reading.read_documents(io.BytesIO(data), mapping=name):
            for read in messages:
                assert read.document is not None, list(read.report)
                for entry in report_on(read.mapping, read.message)[1]:
                    if entry.fate is not Fate.MAPPED and not entry.reason.startswith("the envelope"):
                        found.setdefault(str(entry.fate), {})[entry.text] = entry.reason
    return found


def altered(path: str, *changes: tuple[str, str]) -> bytes:
    text = (PROJECT / path).read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text.encode()


def test_segments_name_what_is_not_simply_mapped() -> None:
    changes = (
        ("NAD+IM", "RFF+ZZZ:X1'\nNAD+IM"),
        ("UNT+20", "UNT+21"),
        ("DTM+137", "DTM+182"),
        ("GB000060'", "GB000060:139:6'"),
        ("KGM:18.5'", "KGM:018.50'"),
        ("CNT+5:1'", "CNT+5:2'"),
    )
    found = classes(altered("samples/import_minimal/received.edi", *changes))
    assert found == {
        "unmapped": {
            "ZZZ": "segment RFF is not mapped",
            "X1": "segment RFF is not mapped",
            "2": "'2' stands here, '1' follows from the rest of the message",
        },
        "normalised": {"018.50": "'018.50' is written back as '18.50'", "182": "'182' is written back as '137'"},
        "ignored": dict.fromkeys(("139", "6"), "which list an office code is from follows from the country"),
    }


def test_elements_of_a_layout_are_kept_or_unmapped() -> None:
    added = (
        '<New a="1"><Inner>x</Inner></New><TotalPackageQuantity q="2">07</TotalPackageQuantity>stray<ID>1<x>2</x></ID>'
    )
    data = (
        f'<Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"'
        f' xsi:schemaLocation="a b">{added}</Declaration>'
    )
    found = classes(data.encode(), "wco-dec")
    kept = "<New> is not known here: not mapped, but kept"
    assert found == {
        "kept": {"1": kept, "x": kept, "2": "kept verbatim in extensions"},
        "ignored": {"a b": "tells schema processors where to look, and nothing of the goods"},
        "unmapped": {
            "stray": "the text 'stray' between elements is not mapped, and lost",
            "2": "<x> stands in a value: not mapped, and lost",
        },
    }


def test_members_of_json_are_unmapped_where_no_template_names_them() -> None:
    changes = (("{", '{"new": {"deep": [7, true, ""]}, '),)
    found = classes(altered("mappings/tax-authority-json/samples/export_fob_by_agency.json", *changes))
    assert found == {"unmapped": dict.fromkeys(("7", "true"), "the member 'new' is not mapped")}


def test_unknown_members_of_a_canonical_document_are_unmapped() -> None:
    data = b'{"documentKind": "Declaration", "new": {"a": "1"}, "totalPackageQuantity": "x", "id": "I"}'
    with engine() as reading:
        for _, messages in reading.read_documents(io.BytesIO(data), mapping="json"):
            _, entries, _ = report_on(reading.mappings.get("json"), next(messages).message)
    assert {entry.text: str(entry.fate) for entry in entries} == {
        "Declaration": "mapped",
        "1": "unmapped",
        "x": "unmapped",
        "I": "mapped",
    }


def test_cells_of_flat_files_are_unmapped_by_column_and_by_cell() -> None:
    sample = PROJECT / "mappings/terminal-release-csv/samples/import_three_items_two_containers.csv"
    head, *rows = sample.read_text(encoding="cp1252").splitlines()
    data = "\n".join([f"{head};new", *(f"{row};n{number}" for number, row in enumerate(rows))])
    told = f"the column 'new' is not mapped ({len(rows)} values)"
    assert classes(data.encode("cp1252"))["unmapped"] == {f"n{number}": told for number in range(len(rows))}


def test_a_container_described_otherwise_in_a_later_row_is_unmapped_there() -> None:
    sample = PROJECT / "mappings/terminal-release-csv/samples/import_three_items_two_containers.csv"
    text = sample.read_text(encoding="cp1252")
    at = text.rindex("BALU7730156;") + len("BALU7730156;")
    found = classes((text[:at] + "42G1" + text[at + 4 :]).encode("cp1252"))
    told = "characteristic_code of BALU7730156 is said in two ways: '22G1' is kept, '42G1' is not"
    assert found["unmapped"] == {"42G1": told}


def test_records_and_columns_no_template_has_are_unmapped() -> None:
    sample = (PROJECT / "mappings/port-cargo-list/samples/two_items.txt").read_text(encoding="ascii")
    first, *lines = sample.splitlines()
    found = classes("\r\n".join([f"{first.ljust(200)}X9", "?? what", *lines, ""]).encode())
    assert found["unmapped"] == {"X9": "'X9' stands behind the last cell", "?? what": "this record is not mapped"}


@pytest.mark.parametrize(
    ("segment", "fates"),
    [
        ("BGM+1+a*b*c+9", ["mapped", "mapped", "unmapped", "unmapped", "mapped"]),
        ("BGM+1+a:x*b:y+9", ["mapped", "mapped", "unmapped", "unmapped", "unmapped", "mapped"]),
        (f"BGM+1+a{'*b' * 40}+9", ["unmapped"] * 43),  # told together: more than anyone reads
    ],
)
def test_of_a_repeated_element_the_first_is_mapped_and_the_others_are_not(
    tmp_path: Path, segment: str, fates: list[str]
) -> None:
    mapping = compiled(tmp_path, "BGM+{type_code}+{functional_reference_id}+{function_code}")
    _, entries, _ = report_on(mapping, mapping.message([segment]))
    assert [str(entry.fate) for entry in entries if not entry.reason.startswith("the envelope")] == fates


def test_a_header_value_that_no_item_takes_is_unmapped() -> None:
    data = altered("samples/import_minimal/received.edi", ("LOC+96", "CST++5100:117'\nLOC+96"), ("UNT+20", "UNT+21"))
    reason = "'51' stands here for all of a list, and each element of it says something else"
    assert classes(data)["unmapped"] == {"5100": reason}


def test_a_message_with_more_findings_than_a_report_holds_is_read_once_more() -> None:
    mapping: Any = MAPPINGS.get("tax-authority-json")
    sample = PROJECT / "mappings/tax-authority-json/samples/export_fob_by_agency.json"
    value = msgspec.json.decode(sample.read_bytes()) | {f"n{number}": number + 1 for number in range(1500)}
    message, report = mapping.message(msgspec.json.encode(value)), Report()
    document = mapping.read(message, report)
    assert report.suppressed
    assert sums(read_losses(mapping, message, document, report), READING)["unmapped"] == 1500
