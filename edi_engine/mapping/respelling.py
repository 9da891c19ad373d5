"""A mapping that writes what another one reads too, but would not write: the next of a set, another constant, another
code of the same meaning. What it writes must mean the same to both, and is written by the other as ever.
"""

import re
from collections.abc import Mapping as Pairs
from dataclasses import replace
from importlib import import_module

from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.registry import COMPILERS, Mapping, MappingSource

_SET = re.compile(r"\{([\w.-]+)((?:/[\w.-]+)+)\}")
_CONSTANT = re.compile(r"\{=([^{}]*)([A-Za-z0-9])\}")


def respelled(source: MappingSource) -> Mapping | None:
    """Compile a mapping's template with other spellings; None for a codec, which has no template.

    Raises:
        ConfigurationError: everything wrong with it; not all constants can be others.
    """
    if source.definition.codec:
        return None
    module, function = COMPILERS[source.definition.syntax]
    changed = replace(
        source,
        template=_other_text(source.template),
        changes=tuple((file, _other_text(text)) for file, text in source.changes),
        table=lambda name: _other_codes(source.table(name)),
    )
    mapping: Mapping = getattr(import_module(module), function)(changed)
    return mapping


def _other_text(text: str) -> str:
    """Sets begin with their second member, constants end in another character."""
    turned = _SET.sub(lambda match: f"{{{match[2][1:]}/{match[1]}}}", text)
    return _CONSTANT.sub(lambda match: f"{{={match[1]}{'1' if match[2] != '1' else '2'}}}", turned)


def _other_codes(table: CodeTable) -> CodeTable:
    """Each of our codes is written as another external one that means the same, where there is any."""
    return replace(table, writing={code: _other_code(table, code) for code in table.writing})


def _other_code(table: CodeTable, code: str) -> str:
    preferred = table.writing[code]
    exact: Pairs[str, str] = {e: c for e, c in table.reading.items() if e not in table.approximate}
    return next((external for external, ours in exact.items() if ours == code and external != preferred), preferred)
