"""The JSON Schemas published in schemas/json: what we write obeys them, what is mutated does not; by two libraries."""

# ruff: noqa: S311 - the same documents each time

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any, cast

import jsonschema
import jsonschema_rs
import pytest

from edi_engine.findings import Report
from edi_engine.mapping.canonical_json import CanonicalMapping
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace

SCHEMAS = Path(__file__).parents[2] / "schemas" / "json"
FILES = {"Declaration": "declaration", "Response": "response", "EventReport": "event_report"}
MAPPING = cast(CanonicalMapping, Mappings(Workspace()).get("json"))


def schema(kind: str) -> Any:
    return json.loads((SCHEMAS / f"{FILES[kind]}.schema.json").read_text(encoding="utf-8"))


RUST = {kind: jsonschema_rs.validator_for(schema(kind)) for kind in FILES}
PYTHON = {kind: jsonschema.Draft202012Validator(schema(kind)) for kind in FILES}


def documents(seed: int, count: int) -> Iterator[dict[str, Any]]:
    """Random documents of the published kinds, as they are written."""
    generator = MAPPING.generator(random.Random(seed))
    while count:
        found = json.loads(MAPPING.write(generator.document(), Report()))
        if found["documentKind"] in FILES:
            count -= 1
            yield found


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """The objects of a document that stand for structs, itself first."""
    if isinstance(value, dict):
        yield value
        for key, inner in value.items():
            yield from objects(inner) if key != "extensions" else ()
    elif isinstance(value, list):
        for inner in value:
            yield from objects(inner)


@pytest.mark.parametrize("kind", FILES)
def test_it_is_a_schema_of_2020_12(kind: str) -> None:
    assert schema(kind)["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    jsonschema.Draft202012Validator.check_schema(schema(kind))


def test_every_document_we_write_obeys_it() -> None:
    for found in documents(1, 60):
        kind = found["documentKind"]
        assert [error.message for error in RUST[kind].iter_errors(found)] == []
        assert PYTHON[kind].is_valid(found)


def fields(held: dict[str, Any]) -> list[str]:
    return [key for key in held if key != "extensions"]


def _unknown_key(held: dict[str, Any]) -> None:
    held["goodsItms"] = 1


def _list(held: dict[str, Any]) -> None:
    held[fields(held)[0]] = [[1]]


def _object(held: dict[str, Any]) -> None:
    held[fields(held)[0]] = {"a": {"b": 1}}


def _truth(held: dict[str, Any]) -> None:
    held[fields(held)[0]] = True


@pytest.mark.parametrize("mutate", [_unknown_key, _list, _object, _truth])
def test_what_is_mutated_does_not_and_both_libraries_agree_where(mutate: Any) -> None:
    rng = random.Random(2)
    for found in documents(3, 20):
        kind = found["documentKind"]
        held = [one for one in objects(found) if fields(one)]
        mutate(rng.choice(held))
        rust = {tuple(error.instance_path) for error in RUST[kind].iter_errors(found)}
        python = {tuple(error.absolute_path) for error in PYTHON[kind].iter_errors(found)}
        assert rust == python
        assert rust
