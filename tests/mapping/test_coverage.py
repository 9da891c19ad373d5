"""What a mapping has no place for is reported, by path, with its count."""

from pathlib import Path

import pytest

from edi_engine.canonical.model import (
    Address,
    Commodity,
    Consignment,
    Declaration,
    Document,
    GoodsItem,
    GovernmentProcedure,
    Party,
)
from edi_engine.findings import Report, Severity
from edi_engine.mapping.coverage import report_unwritten
from tests.mapping.templates import compiled, table, write

ROLES = table({"importer": "IM", "agent": "AE"})


def left(root: Path, template: str, document: Declaration) -> dict[str, int]:
    return dict(compiled(root, template, roles=ROLES).coverages.of(()).unwritten(document).paths)


@pytest.mark.parametrize(
    ("template", "document", "expected"),
    [
        ("BGM+{type_code}", Declaration(type_code="1", id="2"), {"id": 1}),
        (
            "BGM+{type_code}",
            Declaration(consignment=Consignment(container_code="1")),
            {"consignment.container_code": 1},
        ),
        ("BGM+{in type_code}", Declaration(type_code="1"), {"type_code": 1}),
        ("BGM+{out type_code}", Declaration(type_code="1"), {}),
        ("BGM+{id}+{copy type_code}", Declaration(type_code="1"), {}),
        ("LOC+9+{consignment.goods_location.id}", Declaration(consignment=Consignment(container_code="1")), None),
        ("LOC+9+{transit_office_ids[1]}", Declaration(transit_office_ids=["a", "b", "c"]), {"transit_office_ids": 2}),
    ],
)
def test_a_field_is_written_or_named(
    tmp_path: Path, template: str, document: Declaration, expected: dict[str, int] | None
) -> None:
    assert left(tmp_path, template, document) == ({"consignment.container_code": 1} if expected is None else expected)


def test_elements_are_counted_by_the_block_that_takes_them(tmp_path: Path) -> None:
    template = (
        "each parties[role!=agent]:\n    NAD+{role|code(roles)}+{id}\n"
        "each additional_documents[type_code=DAN]:\n    RFF+ABI:{id}"
    )
    parties = [Party(role=role, id=role, name="N") for role in ("importer", "agent", "ghost", "ghost")]
    documents = [Document(type_code="DAN", id="1"), Document(type_code="705", id="2")]
    assert left(tmp_path, template, Declaration(parties=parties, additional_documents=documents)) == {
        "parties.role": 3,
        "parties.id": 3,
        "parties.name": 4,
        "additional_documents.type_code": 1,
        "additional_documents.id": 1,
    }


def test_an_index_and_a_rest_cover_what_they_reach(tmp_path: Path) -> None:
    template = "UNS+D\neach goods_items:\n    CST+{sequence_numeric}+{procedures[0].current_code}:117"
    item = GoodsItem(
        sequence_numeric=1,
        procedures=[GovernmentProcedure(current_code="40"), GovernmentProcedure(current_code="A")],
    )
    assert left(tmp_path, template, Declaration(goods_items=[item])) == {"goods_items.procedures.current_code": 1}
    template += "+{procedures[1:].current_code}:118..."
    assert left(tmp_path, template, Declaration(goods_items=[item])) == {}


def test_nested_objects_and_lists_are_followed(tmp_path: Path) -> None:
    template = "each parties:\n    NAD+{role}+{id}+++{address.line}"
    document = Declaration(
        parties=[Party(role="a", address=Address(line="l", city_name="c"))],
        goods_items=[GoodsItem(commodity=Commodity(id="1")), GoodsItem(commodity=Commodity(id="2"))],
    )
    assert left(tmp_path, template, document) == {"parties.address.city_name": 1, "goods_items.commodity.id": 2}


def test_a_loss_is_a_warning_with_the_path_the_mapping_and_the_count(tmp_path: Path) -> None:
    mapping = compiled(tmp_path, "BGM+{type_code}")
    report = Report()
    document = Declaration(transit_office_ids=["a", "b"])
    report_unwritten(document, mapping.coverages.of(()), mapping.name, report)
    (finding,) = report
    assert (finding.code, finding.severity, finding.where.path) == ("MAP-201", Severity.WARNING, "transit_office_ids")
    assert finding.what == "not written: transit_office_ids (2 times)"
    assert "under-test" in finding.why
    assert [f.code for f in write(mapping, document)[1]] == ["MAP-201"], "writing reports it too"


def test_another_spelling_of_a_number_is_no_loss(tmp_path: Path) -> None:
    document = Declaration(type_code="1", extensions={"spelling": {"totalPackageQuantity": "07"}, "x": 1})
    findings = write(compiled(tmp_path, "BGM+{type_code}"), document)[1]
    assert {(f.code, f.severity, f.where.path) for f in findings} == {
        ("MAP-103", Severity.NOTE, "extensions.spelling"),
        ("MAP-201", Severity.WARNING, "extensions.x"),
    }
