"""The canonical document as a format: every field of every kind comes back, and nothing received goes in silence."""

from decimal import Decimal

import msgspec
import pytest

from edi_engine.canonical import json
from edi_engine.canonical.metadata import DOCUMENTS, Kind, fields
from edi_engine.findings import Report
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.workspace import Workspace


def test_the_whole_model_proves_its_round_trip() -> None:
    result = round_trip(Mappings(Workspace()).get("json"), count=200, seed=7)  # type: ignore[arg-type]
    assert result.proven, (result.unequal, result.examples, result.rare)
    assert set(result.mutated) == set(Mappings(Workspace()).get("json").mutations())  # type: ignore[attr-defined]


def test_every_field_of_every_kind_is_a_home_of_the_generator() -> None:
    homes = {home for kind in DOCUMENTS for home in _homes(kind, set())}
    result = round_trip(Mappings(Workspace()).get("json"), count=3)  # type: ignore[arg-type]
    assert homes <= set(result.rates)


def _homes(name: str, seen: set[str]) -> set[str]:
    if name in seen:
        return set()
    seen.add(name)
    found = {f"{name}.{known}" for known in fields(name)}
    for known in fields(name).values():
        if known.kind is Kind.STRUCT and known.struct is not None:
            found |= _homes(known.struct.__name__, seen)
    return found


@pytest.mark.parametrize("text", ["0.50", "0.5", "1e400", "12345678901234567.125", "-0.0", "1E2"])
def test_a_number_of_an_extension_keeps_its_value_and_scale(text: str) -> None:
    data = b'{"documentKind": "Declaration", "extensions": {"x.n": %s}}' % text.encode()
    report = Report()
    document = json.read(data, report)
    back = msgspec.json.decode(json.write(document))["extensions"]["x.n"]
    assert str(Decimal(str(back))) == str(Decimal(text)) or len(report)
