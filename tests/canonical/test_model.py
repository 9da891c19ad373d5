"""The model follows from its table, and its metadata tells the truth about it."""

import subprocess
import sys
import typing
from pathlib import Path
from typing import Any

import msgspec
import pytest

from edi_engine.alike import alike
from edi_engine.canonical import metadata, model, values
from edi_engine.canonical.metadata import Kind

ROOT = Path(__file__).parents[2]


def test_generated_files_are_in_step_with_the_tables() -> None:
    command = [sys.executable, str(ROOT / "tools" / "build_model.py"), "--check"]
    run = subprocess.run(command, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"run tools/build_model.py: {run.stdout}{run.stderr}"


@pytest.mark.parametrize("name", metadata.struct_names())
def test_metadata_and_structs_agree(name: str) -> None:
    struct = metadata.struct(name)
    hints = typing.get_type_hints(struct)
    fields = metadata.fields(name)
    assert struct.__struct_fields__ == (*fields, "extensions")
    assert [field.json_name for field in fields.values()] == list(struct.__struct_encode_fields__[:-1])
    for field in fields.values():
        inner = typing.get_args(hints[field.name])[0]
        assert (typing.get_origin(hints[field.name]) is list) == field.many
        if field.struct is not None:
            assert inner is field.struct
        else:
            assert inner.__name__ == {"text": "str", "integer": "int", "decimal": "Decimal"}[field.kind]


@pytest.mark.parametrize("name", [*metadata.struct_names(), "Amount", "DateTime", "SyntaxAcknowledgement"])
def test_values_are_set_as_python_sets_slots_and_only_where_there_is_a_field(name: str) -> None:
    kind = metadata.struct(name) if name not in ("Amount", "DateTime") else getattr(values, name)
    assert kind.__setattr__ is object.__setattr__
    assert kind.__struct_config__.gc is False  # else msgspec had to be asked
    made: Any = kind()
    field = kind.__struct_fields__[0]
    setattr(made, field, "set")
    assert made == kind(**{field: "set"})
    with pytest.raises(AttributeError):
        made.no_field = "set"


def test_every_field_is_optional_and_nothing_is_written_of_an_empty_document() -> None:
    for name in metadata.struct_names():
        assert set(msgspec.to_builtins(metadata.struct(name)())) <= {"documentKind"}


def test_a_tag_path_names_one_field_of_its_struct() -> None:
    for name in metadata.struct_names():
        tags = [field.tag for field in metadata.fields(name).values() if field.tag]
        assert len(tags) == len(set(tags)), name


def test_every_role_has_a_tag_and_a_level_of_its_own() -> None:
    roles = metadata.roles()
    assert len({role.tag for role in roles.values()}) == len(roles)
    levels = {"declaration", "goods_shipment", "consignment", "declaration_consignment", "goods_item"}
    assert {role.level for role in roles.values()} <= levels
    assert roles["importer"] == metadata.Role(name="importer", tag="Importer", id="74A", level="goods_shipment")


def test_facts_of_a_field() -> None:
    field = metadata.fields("Declaration")["total_gross_mass"]
    assert (field.kind, field.tag, field.ids) == (Kind.MEASURE, "TotalGrossMassMeasure", ("131",))
    assert (field.format, field.element, field.many) == ("n..16,6", "6092", False)
    assert metadata.fields("Declaration")["export_country_code"].tag == "GoodsShipment/ExportCountry/ID"


def test_near_names_and_unknown_structs() -> None:
    assert alike("total_gros_mass", metadata.fields("Declaration"))[0] == "total_gross_mass"
    with pytest.raises(KeyError):
        metadata.struct("Decimal")


def test_documents_say_what_they_are() -> None:
    assert msgspec.json.encode(model.Declaration(id="1")) == b'{"documentKind":"Declaration","id":"1"}'
