"""No shipped mapping is unproven: each one's documents come back equal, and nothing is lost in silence."""

from random import Random
from typing import Any

import pytest

from edi_engine.canonical.lists import tidied
from edi_engine.findings import Report
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.workspace import Workspace
from tests.mapping.test_shipped_templates import SHIPPED
from tests.mapping.wco_support import CODECS

MAPPINGS = Mappings(Workspace())
ELSEWHERE = {*SHIPPED, *CODECS}  # proven with more documents there


@pytest.mark.parametrize("name", sorted({*MAPPINGS.names()} - ELSEWHERE))
def test_a_mapping_is_proven(name: str) -> None:
    mapping: Any = MAPPINGS.get(name)
    result = round_trip(mapping, 25, seed=11)
    wrong = (result.failed, result.misread, sum(result.lossy.values()), sum(result.unsettled.values()))
    assert wrong == (0, 0, 0, 0), (result.unequal, result.examples)


@pytest.mark.parametrize("name", sorted(MAPPINGS.names()))
def test_what_is_read_has_no_empty_lists_of_its_own(name: str) -> None:
    mapping: Any = MAPPINGS.get(name)
    rng = Random(5)  # noqa: S311 - not for secrets
    documents = mapping.generator(rng)
    for _ in range(3):
        body = mapping.write(documents.document(), Report())
        for mutation in mapping.mutations():
            document = mapping.read(mapping.message(mapping.mutate(body, mutation, rng)), Report())
            assert tidied(document) is document, mutation
