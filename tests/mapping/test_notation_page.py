"""The page on the notation names what there is: commands, conversions, options, the keys of mapping.yaml."""

import re
from pathlib import Path

import pytest

from edi_engine.canonical.model import Declaration
from edi_engine.mapping.compiler import fixed_template, xml_template_parser
from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.scope import CONVERSIONS
from edi_engine.mapping.compiler.tree_plan import COMMANDS
from edi_engine.mapping.definition import read_definition
from edi_engine.mapping.registry import TEMPLATES

PAGE = (Path(__file__).parents[2] / "docs" / "notation.md").read_text(encoding="utf-8")


def test_the_example_of_mapping_yaml_works() -> None:
    found = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert found is not None
    cases = Cases(read_definition(found[1], "example"), Declaration)
    assert cases.judged(Declaration(type_code="EX")) == (False, True)
    assert cases.choices("trader.name") == (0, 1)
    assert cases.expanded("agent.name") == "parties[role=agent].name"


@pytest.mark.parametrize(
    "names",
    [
        [f"`{name}`" for name in TEMPLATES.values()],
        [f"m:{name}=" for name in xml_template_parser.COMMANDS],
        [f'"{name}"' for name in COMMANDS],
        [f"{name}" for name in CONVERSIONS],
        list(fixed_template.OPTIONS),
    ],
)
def test_everything_there_is_has_its_place(names: list[str]) -> None:
    assert [name for name in names if name not in PAGE] == []
