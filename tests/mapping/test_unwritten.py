"""What goes through a document finds what a look at each value in turn finds."""

from collections import Counter
from random import Random
from typing import Any

import msgspec
import pytest

from edi_engine.mapping.canonical_json import ALPHABET, ENOUGH, LEAVES, STRUCTURES
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.unwritten import Coverage
from edi_engine.mapping.unwritten_walks import EVERY
from edi_engine.workspace import Workspace

MAPPINGS = Mappings(Workspace())
NAMES = [name for name in MAPPINGS.names() if hasattr(MAPPINGS.get(name), "coverages")]


def looked_for(value: Any, nodes: list[Any], path: str, *, exact: bool, found: list[str]) -> None:
    """The paths of values that no node writes: None writes all, a table an object, a list the elements that fit."""
    if value is None or None in nodes:
        return
    if isinstance(value, list):
        entries = [entry for node in nodes for entry in node]
        for index, element in enumerate(value):
            fit = [node for test, node in entries if test is None or test(element, index)]
            looked_for(element, fit, f"{path}[{index}]" if exact else path, exact=exact, found=found)
    elif isinstance(value, msgspec.Struct):
        for name in value.__struct_fields__:
            inner = [node[name] for node in nodes if name in node]
            looked_for(getattr(value, name), inner, f"{path}.{name}".lstrip("."), exact=exact, found=found)
    elif isinstance(value, dict):
        found += [f"{path}.{key}" for key in value if not any(key in node for node in nodes)]
    else:
        found.append(path)


def bare(value: Any, nodes: list[Any], path: str) -> list[str]:
    """The lists of each element whose only values are written once for all elements."""
    if None in nodes or not isinstance(value, msgspec.Struct | list):
        return []
    if isinstance(value, msgspec.Struct):
        inner = ((name, [node[name] for node in nodes if name in node]) for name in value.__struct_fields__)
        parts = ((getattr(value, name), known, f"{path}.{name}".lstrip(".")) for name, known in inner if known)
        return [found for part in parts for found in bare(*part)]
    found = []
    for index, element in enumerate(value):
        fit = [node for each in nodes for test, node in each if test is None or test(element, index)]
        own = [node for node in fit if node is None or EVERY not in node]
        all_values: list[str] = []
        without: list[str] = []
        looked_for(element, [], "", exact=False, found=all_values)
        looked_for(element, own, "", exact=False, found=without)
        found += [path] if fit != own and sorted(all_values) == sorted(without) else []
        found += bare(element, fit, path)
    return found


@pytest.mark.parametrize("name", NAMES)
def test_what_is_not_written_is_found_at_every_path(name: str) -> None:
    mapping: Any = MAPPINGS.get(name)
    values = RandomValues(Random(5), ALPHABET)  # noqa: S311 — the same documents each time
    documents = RandomDocuments([whole(mapping.definition.document)], values, STRUCTURES, LEAVES, ENOUGH)
    for _ in range(12):
        document = documents.document()
        coverage: Coverage = mapping.coverages.of(judged(mapping, document))
        for exact in (False, True):
            expected: list[str] = []
            looked_for(document, coverage.nodes, "", exact=exact, found=expected)
            unwritten = coverage.unwritten(document, exact=exact)
            assert list(unwritten.paths) == [*dict.fromkeys(expected)], "in the order of the model"
            assert unwritten.paths == Counter(expected)
        assert coverage.unwritten(document).bare == Counter(bare(document, coverage.nodes, ""))


def judged(mapping: Any, document: msgspec.Struct) -> tuple[bool, ...]:
    cases = mapping.plan.cases if mapping.syntax == "edifact" else mapping.cases
    held: tuple[bool, ...] = cases.judged(document)
    return held
