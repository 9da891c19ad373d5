"""What is not there and back the same is told, and what is spelled otherwise is read and written as ever."""

from pathlib import Path
from typing import Any

from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.respelling import respelled
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.workspace import Workspace
from tests.mapping.field_support import json_mapping
from tests.mapping.templates import compiled

ROLES = "canonical,external,preferred\nagent,AE,x\nagent,AG,\nimporter,IM,\n"
TEMPLATE = """BGM+{type_code}+{functional_reference_id|default(X)}
LOC+9+{in entry_office_id}:{*}    # nobody knows it
DTM+{137/182}:{issue_date_time|datetime}
FTX+AAA+++{declaration_office_id|cut}
each parties:
    NAD+{role|code(roles)}+{id}::{=ZZZ}
UNS+D
UNS+S
CNT+5:{out count(goods_items)}
"""


def test_each_piece_that_is_not_invertible_is_listed(tmp_path: Path) -> None:
    found = compiled(tmp_path, TEMPLATE, roles=ROLES).normalisations()
    assert {(one.place, one.kind, one.notation) for one in found} == {
        ("line 1", "a default is written where there is no value", "functional_reference_id"),
        ("line 2", "read only", "entry_office_id"),
        ("line 2", "ignored", "*"),
        ("line 3", "the first of a set is written", "137/182"),
        ("line 4", "a text is cut anew at its full width", "declaration_office_id"),
        ("line 6", "codes are written as others of the same meaning", "roles: AG as AE"),
        ("line 6", "a constant is written", "ZZZ"),
        ("line 9", "written, and compared when read", "count(goods_items)"),
    }


def test_named_fields_and_layouts_list_theirs() -> None:
    mapping = json_mapping('{"a": "{=1}", "b": "{A/B}", "c": "{type_code|code(party)}", "d": "{out count(parties)}"}')
    assert [one.kind for one in mapping.normalisations()] == [
        "a constant is written",
        "the first of a set is written",
        "codes are written as others of the same meaning",
        "written, and compared when read",
    ]
    layout: Any = Mappings(Workspace()).get("wco-dec-uk-cds")
    assert {"date_time_formats", "line_breaks", "Packaging"} <= {one.place for one in layout.normalisations()}


def test_other_spellings_mean_the_same_and_are_written_as_ever() -> None:
    mappings = Mappings(Workspace())
    mapping: Any = mappings.get("cusres-d96b")
    other = respelled(mappings.source("cusres-d96b"))
    result = round_trip(mapping, 15, 3, other)
    assert result.respelled == 15
    assert (result.misread, result.examples) == (0, [])
    assert respelled(mappings.source("wco-res")) is None


def test_a_spelling_that_is_not_read_is_told(tmp_path: Path) -> None:
    template = "BGM+{type_code}\nDTM+137:{issue_date_time|datetime}"
    mapping = compiled(tmp_path / "one", template)
    stranger = compiled(tmp_path / "other", template.replace("137", "182"))
    result = round_trip(mapping, 20, 1, stranger)
    assert result.misread > 0
    assert not result.proven
    assert result.examples[0].startswith("other spelling: issue")


class Forgetful:
    """A mapping that says something else each time it reads."""

    def __init__(self, mapping: Any) -> None:
        self.mapping, self.times = mapping, 0

    def __getattr__(self, name: str) -> Any:
        return getattr(self.mapping, name)

    def read(self, message: Any, report: Any) -> Any:
        document = self.mapping.read(message, report)
        self.times += 1
        if document is not None:
            document.type_code = str(self.times)
        return document


def test_what_is_written_otherwise_each_time_is_told() -> None:
    result = round_trip(Forgetful(json_mapping('{"a": "{type_code}", "b": "{id}"}')), 5)
    assert sum(result.unsettled.values()) > 0
    assert not result.proven
