"""What a rule is, and the words it makes of what breaks it."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.values import DateTime
from edi_engine.canonical.walk import classes
from edi_engine.conditions.expression import Shape, shape_of
from edi_engine.conditions.generation import THIS, WHOLE, Judge
from edi_engine.conditions.syntax import parse
from edi_engine.conditions.tree import Node, Operation
from edi_engine.findings import Severity

SHOWN_VALUES = 3
SHOWN_CHARACTERS = 60
UNKNOWN_VALUE = "?"

_MESSAGE = re.compile(r"(?P<text>[^{}]+)|\{(?P<code>[^{}]*)\}|(?P<brace>[{}])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule as its file has it, found to be right.

    Attributes:
        id: stable; the code of its findings.
        title: what holds where the rule is kept, in a sentence.
        severity: what a finding of it weighs.
        document: the kind of document it is for, empty for any.
        scope: `document`, or the class of what it judges, one after another wherever they stand in a document.
        when: the condition under which it applies, empty for always; undecided, it does not.
        must: what then holds; only what is false breaks the rule.
        at: the field at fault, from what is judged; empty for that itself.
        message: text, with expressions in braces whose values are shown.
        why, fix: see `Finding`.
        file, line: where it stands.
        judge: true of what breaks it, where that was made Python before.
    """

    id: str
    title: str
    severity: Severity
    document: str
    scope: str
    when: str
    must: str
    at: str
    message: str
    why: str
    fix: str
    file: str
    line: int
    judge: Judge | None = None

    @property
    def struct(self) -> type[msgspec.Struct]:
        """The class of what it judges."""
        return DOCUMENTS[self.document] if self.scope == WHOLE else classes()[self.scope]

    @property
    def root(self) -> Shape:
        """The names its expressions may start with."""
        return root_of(self.scope, self.document)

    @property
    def broken(self) -> Node:
        """The condition that is true where the rule applies and is broken."""
        broken = Operation("!", (parse(self.must),), 0)
        return Operation("&&", (parse(self.when), broken), 0) if self.when else broken


@cache
def root_of(scope: str, document: str) -> Shape:
    """The names that expressions may start with: fields of what is judged, `this`, and `document` if its kind is known.

    Raises:
        KeyError: there is no such class or kind of document.
    """
    if scope == WHOLE:
        whole = shape_of(DOCUMENTS[document])
        return Shape("struct", {**whole.fields, THIS: whole})
    of = shape_of(classes()[scope])
    fields = {**of.fields, THIS: of}
    return Shape("struct", {**fields, WHOLE: shape_of(DOCUMENTS[document])} if document else fields)


def message_parts(message: str) -> Iterator[tuple[int, str, bool]]:
    """The parts of a message: offset, text, and whether it is an expression; a brace that stands alone is a part."""
    for match in _MESSAGE.finditer(message):
        name = match.lastgroup or ""
        yield match.start(name), match[name], name == "code"


class Wording:
    """Makes the message of a rule for one thing that breaks it; compiled when first needed."""

    def __init__(self, rule: Rule, compiled: Callable[[Node], Judge]) -> None:
        self._parts = [compiled(parse(part)) if code else part for _, part, code in message_parts(rule.message)]

    def words(self, this: Any, document: Any, context: Any) -> str:
        """The message with its values, those that cannot be had as `?`."""
        return "".join(part if isinstance(part, str) else _value(part, this, document, context) for part in self._parts)


def _value(judge: Judge, this: Any, document: Any, context: Any) -> str:
    try:
        return shown(judge(this, document, context))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return UNKNOWN_VALUE


def shown(value: Any) -> str:
    """A value for people: short, on one line, printable."""
    if value is None:
        return UNKNOWN_VALUE
    if isinstance(value, list | tuple):
        more = f" … ({len(value)})" if len(value) > SHOWN_VALUES else ""
        return ", ".join(map(shown, value[:SHOWN_VALUES])) + more
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, DateTime):
        value = value.value or UNKNOWN_VALUE
    if isinstance(value, date):
        return value.isoformat()
    text = f"{value:f}" if isinstance(value, Decimal) and -20 < value.adjusted() < 20 else str(value)
    text = text if text.isprintable() else repr(text)[1:-1]
    return text if len(text) <= SHOWN_CHARACTERS else text[:SHOWN_CHARACTERS] + "…"
