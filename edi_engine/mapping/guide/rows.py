"""What a guide says of one place of a format, and the words for it, the same in every syntax."""

from dataclasses import dataclass, field

from edi_engine.canonical import metadata
from edi_engine.canonical.metadata import Field
from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.scope import Scope, Value, root_scope
from edi_engine.mapping.paths import ResolvedPath

MOST_CODES = 60  # of one place; a longer list is a list of its own
DIRECTIONS = {"": "", "in": "read only", "out": "written, and compared when read", "copy": "a copy, compared when read"}


@dataclass(slots=True, kw_only=True)
class Row:
    """One place.

    Attributes:
        place: its name in the format; `depth`: how deep it stands.
        name: what the standard calls it.
        usage: how often it may stand there by the standard, `M 1`, `C 99`; `needs`: what this mapping asks for.
        format: `an..35`.
        codes: what may stand there, with names where there are any.
        condition: when it is there.
        path: the field of the document; `label`: WCO tag and id of it.
        note: what is normalised, ignored, or goes one way only.
        heading: a segment, a record or a list: what follows stands in it.
    """

    place: str
    depth: int = 0
    name: str = ""
    usage: str = ""
    needs: str = ""
    format: str = ""
    codes: list[tuple[str, str]] = field(default_factory=list)
    condition: str = ""
    path: str = ""
    label: str = ""
    note: str = ""
    heading: bool = False


def whole_path(value: Value) -> str:
    """The path of a placeholder from the document, lists by what is chosen of them."""
    if value.path is None:
        return value.placeholder.expression
    around = _way(root_scope(value.path.path, value.scope))
    return ".".join(part for part in (around, value.path.pattern()) if part)


def scope_path(scope: Scope) -> str:
    """The path of the list whose elements a scope is, empty for the document."""
    return _way(scope)


def _way(scope: Scope) -> str:
    if scope.path is None or scope.parent is None:
        return ""
    around = _way(root_scope(scope.path.path, scope.parent))
    return ".".join(part for part in (around, f"{scope.path.pattern()}[…]") if part)


def label_of(path: ResolvedPath | None) -> str:
    """WCO tag and id of the field a path ends in, or of the number whose half it names."""
    for step in reversed(path.steps if path else ()):
        try:
            known = metadata.fields(step.owner.__name__).get(step.field.name)
        except KeyError:
            continue
        if known is not None:
            return label(known)
    return ""


def label(known: Field) -> str:
    """WCO tag and ids of a field."""
    ids = ", ".join(known.ids[:3]) + (", …" if len(known.ids) > 3 else "")
    return f"{known.tag.rpartition('/')[2]}{f' ({ids})' if ids else ''}" if known.tag else ""


def table_codes(table: CodeTable | None) -> list[tuple[str, str]]:
    """The codes of a table that may be sent, each with what it is in the document."""
    return [(external, canonical) for external, canonical in table.reading.items()] if table else []


def conversions(value: Value) -> str:
    """What is converted, in words."""
    words = {"datetime": "date", "number": "number", "measure": "number with unit", "lines": "lines of a text"}
    words |= {"cut": "a text cut into parts", "pad": "padded"}
    found = []
    for one in value.placeholder.conversions:
        argument = (
            f" {', '.join(one.arguments)}" if one.arguments and one.name in ("datetime", "measure", "pad") else ""
        )
        if one.name in words:
            found.append(words[one.name] + argument)
        elif one.name == "default":
            found.append(f"where it is missing: {one.arguments[0]}")
    return ", ".join(found)
