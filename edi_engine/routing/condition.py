"""When a route takes a document: CEL over the canonical field names, decided with the reason.

A field that the document lacks is absent, as in CEL itself: `has(destination.country_code)` is false, and comparing it
leaves the condition undecided. An undecided condition does not match, and says which field was missing. A list is never
absent but empty, and of an absent part each field is absent and each list empty.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import msgspec

from edi_engine.conditions.compiling import Compiled, compile_expression
from edi_engine.conditions.conjunction import conjuncts
from edi_engine.conditions.expression import Path, Problem, Shape, shape_of, type_hints
from edi_engine.conditions.truth import problems_of_truth
from edi_engine.interchange import Envelope, Message

if TYPE_CHECKING:
    import cel

MAX_MACROS = 6
SHOWN_VALUES = 3
SHOWN_CHARACTERS = 60

MESSAGE_FIELDS = ("syntax", "type", "directory", "association", "reference")
ENVELOPE_FIELDS = (
    "sender",
    "sender_qualifier",
    "recipient",
    "recipient_qualifier",
    "reference",
    "application_reference",
    "test",
    "syntax_identifier",
    "syntax_version",
)


def root_shape(document: type[msgspec.Struct]) -> Shape:
    """The names a condition may start with: the document's fields, `document`, `message` and `envelope`."""
    fields = type_hints(document)
    return Shape(
        "struct",
        {
            **{name: shape_of(annotation) for name, annotation in fields.items()},
            "document": shape_of(document),
            "message": Shape("struct", {name: type_hints(Message)[name] for name in MESSAGE_FIELDS}),
            "envelope": Shape("struct", {name: type_hints(Envelope)[name] for name in ENVELOPE_FIELDS}),
        },
    )


@dataclass(frozen=True, slots=True)
class Condition:
    """A compiled condition: its text and the paths it reads, elements of lists under the path of their list.

    `lists` are those of the paths at which a list stands, `parts` what has to hold together, where it is several.
    """

    text: str
    program: "cel.Program"
    paths: tuple[Path, ...]
    lists: frozenset[Path]
    parts: tuple["Condition", ...] = ()

    @property
    def shown_paths(self) -> list[Path]:
        """The paths without those that another one continues, or that stand here without `document.` too."""
        longest = [p for p in self.paths if not any(o[: len(p)] == p and o != p for o in self.paths)]
        return [p for p in longest if p[0] != "document" or p[1:] not in longest]

    def decide(self, facts: "Facts") -> tuple[bool | None, str]:
        """Whether it holds, `None` if it cannot be decided, and why in words with the values it read.

        Of several parts those are named that do not hold, or else those that cannot be decided.
        """
        holds, reason = self._decide(facts)
        if holds is not True and self.parts:
            decided = [part.decide(facts) for part in self.parts]
            reasons = [why for each, why in decided if each is False] or [why for each, why in decided if each is None]
            reason = "; ".join(reasons) or reason
        return holds, reason

    def _decide(self, facts: "Facts") -> tuple[bool | None, str]:
        try:
            result = self.program.execute(facts.context)
        except Exception as error:  # whatever the evaluator raises, a route must get its answer and its reason
            return None, f"{self.text} cannot be decided: {self._cause(error, facts)}"
        if not isinstance(result, bool):
            return None, f"{self.text} gives {type(result).__name__}, not true or false"
        shown = ", ".join(f"{'.'.join(path)} {self._shown(path, facts)}" for path in self.shown_paths)
        return result, f"{self.text} {'holds' if result else 'does not hold'}" + (f": {shown}" if shown else "")

    def _shown(self, path: Path, facts: "Facts") -> str:
        text = facts.shown(path)
        return "counts 0" if text == "is absent" and path in self.lists else text

    def _cause(self, error: Exception, facts: "Facts") -> str:
        absent = [".".join(path) for path in self.shown_paths if facts.shown(path) == "is absent"]
        if absent:
            return f"the document has no {', no '.join(absent)}"
        if isinstance(error, KeyError):
            name = str(error.args[0])
            partly = next((path for path in self.paths if name in path), (name,))
            return f"some have no {'.'.join(partly)}"
        return " ".join(str(error).split()).partition(". ")[0][:200]


def compile_condition(text: str, root: Shape) -> Condition | list[Problem]:
    """Compile a condition, or say all that is wrong with it.

    Args:
        text: CEL of at most 2,000 characters, nested at most 20 deep, with at most 6 macros (`exists`, `all`, …).
        root: see `root_shape`.
    """
    compiled = compile_expression(text, root, MAX_MACROS)
    if not isinstance(compiled, Compiled):
        return compiled
    if problems := problems_of_truth(text, root):
        return problems
    paths = compiled.reading.paths
    lists = frozenset(path for path, shape in paths.items() if shape.kind == "list")
    parts = [compile_condition(part, root) for part in conjuncts(text)]
    whole = tuple(part for part in parts if isinstance(part, Condition))
    return Condition(text, compiled.program, tuple(paths), lists, whole if len(whole) == len(parts) else ())


class Facts:
    """The named fields of one document, its message and its envelope: ONE evaluation context for all conditions.

    Handing a whole document to the evaluator costs far more than all conditions together, so only paths that some
    condition reads are picked.
    """

    def __init__(self, tree: "Tree", document: msgspec.Struct, message: Message) -> None:
        import cel

        self._roots: dict[str, Any] = {"document": document, "message": message, "envelope": message.envelope}
        self._document = document
        self._shown: dict[Path, str] = {}
        picked = {name: _pick(self._root(name), sub) for name, sub in tree.items()}
        self.context = cel.Context({name: value for name, value in picked.items() if value is not None})

    def _root(self, name: str) -> Any:
        return self._roots[name] if name in self._roots else getattr(self._document, name)

    def shown(self, path: Path) -> str:
        """The value at a path for a reason: `is "GB"`, `is "a", "b" … (7)`, `is absent`, `counts 3`."""
        if path not in self._shown:
            self._shown[path] = _shown(list(_values(self._root(path[0]), path[1:])))
        return self._shown[path]


Tree = Mapping[str, Any]
LIST = "[]"


def tree_of(conditions: Iterable[Condition]) -> Tree:
    """All paths of some conditions as nested tables: `a.b` and a list `a.c` are `{"a": {"b": {}, "c": {LIST: {}}}}`."""
    tree: dict[str, Any] = {}
    for condition in conditions:
        for path in condition.paths:
            node = tree
            for name in path:
                node = node.setdefault(name, {})
            if path in condition.lists:
                node[LIST] = {}
    return tree


def _pick(value: Any, tree: Tree) -> Any:
    if isinstance(value, list):
        return [_pick(item, tree) for item in value]
    if value is None and LIST in tree:
        return []
    if isinstance(value, dict):  # extensions: keys are free, so all of it goes along
        return value
    if not tree or not (value is None or isinstance(value, msgspec.Struct | Message | Envelope)):
        return value
    picked = {name: _pick(getattr(value, name, None), sub) for name, sub in tree.items() if name != LIST}
    return {name: item for name, item in picked.items() if item is not None}


def _values(value: Any, path: Path) -> Iterable[Any]:
    if isinstance(value, list):
        for item in value:
            yield from _values(item, path)
    elif value is not None and path:
        inner = value.get(path[0]) if isinstance(value, dict) else getattr(value, path[0], None)
        yield from _values(inner, path[1:])
    elif value is not None:
        yield value


def _shown(values: list[Any]) -> str:
    if not values:
        return "is absent"
    if not isinstance(values[0], str | bool | int | Decimal):
        return f"counts {len(values)}"
    text = "is " + ", ".join(map(_scalar, values[:SHOWN_VALUES]))
    return text if len(values) <= SHOWN_VALUES else f"{text} … ({len(values)})"


def _scalar(value: Any) -> str:
    if isinstance(value, str):
        return json.dumps(
            value if len(value) <= SHOWN_CHARACTERS else value[:SHOWN_CHARACTERS] + "…", ensure_ascii=False
        )
    text = str(value).lower() if isinstance(value, bool) else str(value)
    return text[:SHOWN_CHARACTERS]
