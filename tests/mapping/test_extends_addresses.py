"""Which line an address of `changes.edi` means."""

import pytest

from edi_engine.mapping.extends import apply_changes
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.template import Node, parse_template

TEMPLATE = """\
TOD+6
each invoices:
    DMS+{id}
        TOD+6
        each lines:
            LIN+{sequence_numeric}
                TOD+6
"""


def sources(nodes: list[Node]) -> list[str]:
    return [text for node in nodes for text in (node.source, *sources(node.children))]


@pytest.mark.parametrize(("address", "place"), [(". > TOD", 0), ("DMS > TOD", 3), ("LIN > TOD", 6)])
def test_what_stands_directly_under_a_line_is_meant(address: str, place: int) -> None:
    changed = sources(apply_changes(parse_template(TEMPLATE), f"replace {address}\n    TOD+3\n"))
    assert [at for at, source in enumerate(changed) if source == "TOD+3"] == [place]


@pytest.mark.parametrize(("address", "means"), [("TOD", "line 1 and line 4 and line 7"), (". > LIN", "no line")])
def test_an_address_that_means_not_one_line_says_which(address: str, means: str) -> None:
    with pytest.raises(NotationError, match=means):
        apply_changes(parse_template(TEMPLATE), f"drop {address}\n")
