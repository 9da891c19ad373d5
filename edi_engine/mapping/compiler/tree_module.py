"""The module generated from a template of named values: its reader, its writer, and what it covers."""

from edi_engine.mapping.compiler.emit import Source
from edi_engine.mapping.compiler.field_code import FieldCode
from edi_engine.mapping.compiler.field_mapping import module_text
from edi_engine.mapping.compiler.fields import Field, Slot
from edi_engine.mapping.compiler.tree_places import TreePlan
from edi_engine.mapping.compiler.tree_read import reader_source
from edi_engine.mapping.compiler.tree_write import cases_tree, coverage_tree, writer_source
from edi_engine.mapping.registry import MappingSource


def tree_module(mapping: MappingSource, plan: TreePlan, *, json: bool = False, form: str = "") -> str:
    """The Python text of a planned template; `json` and `form` as `FieldCode` takes them."""
    source = Source()
    code = FieldCode(source, _agree, json=json, form=form)
    code.expectations(plan.planner.fields)
    reader_source(plan, source, code)
    writer_source(plan, source, code)
    return module_text(mapping, source, coverage_tree(plan, source), cases_tree(plan, source))


def _agree(field: Field, slot: Slot) -> bool:
    """What stands in an element of a list and belongs to what is around it is met once for each element."""
    return slot.scope is not field.scope or slot.direction == "in"
