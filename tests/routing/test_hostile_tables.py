"""Whatever stands in our files of routes and tests gives a table or findings, and nothing else."""

import contextlib
import json
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.model import Declaration
from edi_engine.conditions.expression import Problem
from edi_engine.errors import ConfigurationError
from edi_engine.routing.projection import only, withhold
from edi_engine.routing.projection_paths import Held, held_at
from edi_engine.routing.route_rows import read_routes
from edi_engine.routing.table_tests import KEYS, read_table_tests

WORDS = st.sampled_from(["parties", "role", "persons", "border_transport_means", "crew", "id", "extensions", "x"])
MARKS = st.sampled_from([".", "[*]", "[", "]", "=", "!=", "/", ",", "[role=crew]", "[contact.name=x]", "[ids=x]", " "])
PATHS = st.lists(WORDS | MARKS, max_size=8).map("".join) | st.text(max_size=20)
VALUES = st.recursive(
    st.none() | st.text(max_size=8) | PATHS,
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["last", "text", "a", "type_code"]), inner)
    ),
    max_leaves=8,
)


@settings(deadline=None)
@given(PATHS)
def test_any_text_is_a_path_or_has_a_problem(path: str) -> None:
    found = held_at(path, Declaration)
    assert isinstance(found, Held | Problem)
    if isinstance(found, Held):
        document = Declaration(id="1")
        assert withhold(document, [path])[0] == (Declaration() if path == "id" else document)
        assert only(document, [path]) == (document if path == "id" else Declaration())


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from([*KEYS, "tests"]), VALUES))
def test_any_tests_of_a_table_are_read_or_told_wrong(row: dict[str, Any]) -> None:
    for tree in ({"tests": [row]}, row):
        with contextlib.suppress(ConfigurationError):
            read_table_tests(json.dumps(tree), "routes.test.yaml", ["a", "x"], DOCUMENTS)


@settings(deadline=None)
@given(st.dictionaries(st.sampled_from(["only", "withhold", "mask", "when"]), VALUES | st.dictionaries(PATHS, VALUES)))
def test_any_view_of_an_agency_is_read_or_told_wrong(view: dict[str, Any]) -> None:
    row = {"name": "a", "agency": "b", "mapping": "json", **view}
    with contextlib.suppress(ConfigurationError):
        read_routes(
            json.dumps({"routes": [row]}),
            "routes.yaml",
            documents=DOCUMENTS,
            mappings=["json"],
            transports=["file_drop"],
        )
