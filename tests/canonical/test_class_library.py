"""Every member of the WCO class library has a home in the model, or a reason why not; the model has no circles."""

import csv
from pathlib import Path

import pytest

from edi_engine.canonical import metadata
from edi_engine.canonical.metadata import Kind

FACTS = Path(__file__).parents[2].parent / "shared" / "wco" / "wcolib_classes.tsv"
LEFT_OUT = Path(__file__).with_name("class_library_left_out.tsv")
BASES = {"GovernmentAgency": "Office", "RootDocument": "Document", "Freight": "Consignment"}
# Classes whose struct is not that of their base.
OWN = {
    "ContentInformationStructure": "Declaration",
    "DeclarationGuarantee": "ObligationGuarantee",
    "LPCO": "Declaration",
    "RelatedDeclaration": "Declaration",
}
HOLDERS = {"parties": "Party", "locations": "Location", "offices": "Office", "transport_means": "TransportMeans"}


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def struct_of(row: dict[str, str]) -> str:
    """The struct that stands for a class of the library, empty if none does."""
    names = metadata.struct_names()
    found = OWN.get(row["class"], row["class"])
    base = row["base"] or row["class"]
    return found if found in names else BASES.get(base, base if base in names else "")


def has_home(struct: str, row: dict[str, str]) -> bool:
    """Whether a member is a field, a part of a flattened one, or a role of what a list of the struct holds."""
    fields = metadata.fields(struct)
    tags = {part for field in fields.values() for part in (field.tag, *field.tag.split("/"))}
    held = [base for name, base in HOLDERS.items() if name in fields]
    roles = {role.tag for base in held for role in metadata.roles(base).values()}
    return row["tag"] in tags or (row["kind"] != "attr" and row["tag"] in roles)


@pytest.mark.skipif(not FACTS.is_file(), reason="the facts are not beside the project")
def test_every_member_of_the_library_has_a_home_or_a_reason() -> None:
    members = [row for row in rows(FACTS) if row["kind"] != "class"]
    homeless = [(row["class"], row["tag"]) for row in members if not (struct_of(row) and has_home(struct_of(row), row))]
    explained = [(row["class"], row["member"]) for row in rows(LEFT_OUT) if row["reason"]]
    assert homeless == explained
    assert len(members) > 500


@pytest.mark.skipif(not FACTS.is_file(), reason="the facts are not beside the project")
def test_every_role_of_the_library_is_known() -> None:
    bases = ("Party", "Office", "Location", "TransportMeans", "Document", "Person")
    known = {role.tag for base in bases for role in metadata.roles(base).values()}
    assert {row["class"] for row in rows(FACTS.with_name("wcolib_roles.tsv"))} <= known


def test_no_struct_can_hold_itself() -> None:
    def visit(name: str, above: tuple[str, ...]) -> None:
        assert name not in above, " > ".join((*above, name))
        for field in metadata.fields(name).values():
            if field.kind is Kind.STRUCT and field.struct and field.struct.__name__ in metadata.struct_names():
                visit(field.struct.__name__, (*above, name))

    for document in ("Declaration", "Response", "EventReport"):
        visit(document, ())
