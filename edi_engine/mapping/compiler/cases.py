"""Conditions and other names for paths: `when` and `alias` of a mapping.yaml, and `when` in its template.

when:  {import: 'type_code == "IM"', export: 'type_code == "EX"'}
alias: {trader: {import: "parties[role=importer]", export: "parties[role=exporter]"}, sender: "parties[role=sender]"}

A condition asks the document, and only what is read whatever the case. `trader.name` then means one path in one case,
and another in the other. One that says `this` asks the element of the list around the place it stands at.
"""

import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import msgspec

from edi_engine.conditions.expression import Path, Problem, Shape, read_expression, shape_of, type_hints
from edi_engine.conditions.generation import Judge, compile_tree, read_tree
from edi_engine.conditions.tree import Call, Field, Index, ListOf, Literal, Macro, Name, Node, Operation
from edi_engine.mapping.compiler.scope import Scope
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.notation_errors import NotationError, near_names
from edi_engine.mapping.paths import ResolvedPath

Case = tuple[int, ...]
MOST = 50
_ALIAS = re.compile(r"(/|\^[\^.]*|)([a-z_][a-z0-9_]*)(.*)", re.DOTALL)
_NAME = re.compile(r"[a-z_][a-z0-9_]*")
_THIS = re.compile(r"\bthis\b")


@dataclass(frozen=True, slots=True)
class Condition:
    """A condition: its name or text, its function, the fields it asks for, the texts it compares them with.

    `scope`: the element of a list it asks, None for the document.
    """

    shown: str
    judge: Judge
    paths: tuple[Path, ...]
    texts: tuple[str, ...]
    scope: Scope | None = None


class Cases:
    """The conditions of a mapping by number, and what its aliases mean in the case at hand.

    Attributes:
        conditions: in the order in which they were met.
        active: numbers of the conditions around what is being planned.
    """

    def __init__(self, definition: Definition, document: type[msgspec.Struct]) -> None:
        """Compile the conditions of a definition and note its aliases.

        Raises:
            NotationError: one is wrong, with its place in mapping.yaml.
        """
        fields = {name: shape_of(annotation) for name, annotation in type_hints(document).items()}
        self._shape = Shape("struct", {**fields, "document": shape_of(document)})
        self.conditions: list[Condition] = []
        self.active: Case = ()
        self._numbers: dict[tuple[str, int], int] = {}
        self._of_elements: dict[str, str] = {}
        self._aliases: dict[str, str | dict[int, str]] = {}
        self._file = f"{definition.name}/mapping.yaml"
        for name, text in definition.when.items():
            with self._placed(text):
                if _THIS.search(text):
                    self._of_elements[name] = text
                else:
                    self._add(name, text, 1)
        for name, meaning in definition.alias.items():
            with self._placed(name):
                self._alias(name, meaning, fields)

    # -- conditions ----------------------------------------------------------------------------------------------------

    def number(self, text: str, column: int, scope: Scope | None = None) -> int:
        """The number of a condition: by its name in mapping.yaml, or written out.

        Args:
            scope: where it stands; without one it cannot ask an element.

        Raises:
            NotationError: there is none of that name, or it is none at all.
        """
        text = text.strip()
        written = self._of_elements.get(text, text)
        around = scope if _THIS.search(written) and scope is not None and scope.path is not None else None
        key = (text, around.number if around else 0)
        if key in self._numbers:
            return self._numbers[key]
        if _THIS.search(written) and around is None:
            raise NotationError("this is the element of a list, and none is walked around here", column)
        if _NAME.fullmatch(text) and text not in self._of_elements:
            near = near_names(text, [*(name for name, _ in self._numbers), *self._of_elements])
            raise NotationError(f"mapping.yaml has no condition {text!r} under when", column, near=near)
        return self._add(text, written, column, around)

    def _add(self, name: str, text: str, column: int, scope: Scope | None = None) -> int:
        if len(self.conditions) >= MOST:
            raise NotationError(f"more than {MOST} conditions", column)
        shape = self._shape if scope is None else Shape("struct", {"this": shape_of(scope.struct)})
        tree = read_tree(text, shape, {})
        judge = tree if isinstance(tree, list) else _judge(tree, shape, name)
        if isinstance(tree, list) or isinstance(judge, list):
            raise _refusal(judge if isinstance(judge, list) else [], column)
        paths = tuple(map(_own, read_expression(text, shape).paths))
        self.conditions.append(Condition(name, judge, paths, tuple(_texts(tree)), scope))
        self._numbers[name, scope.number if scope else 0] = len(self.conditions) - 1
        return len(self.conditions) - 1

    def test(self, number: int) -> str:
        """Python that tells in a generated module whether a condition holds."""
        scope = self.conditions[number].scope
        return f"st.case[{number}]" if scope is None else f"JUDGES[{number}]({scope.variable}, None, None) is True"

    @property
    def judges(self) -> tuple[Judge, ...]:
        """The functions of all conditions, by number."""
        return tuple(condition.judge for condition in self.conditions)

    def of_elements(self, case: Case) -> list[tuple[int, str, int]]:
        """The conditions of a case that ask elements: number, a test of `e` in Python, number of the scope."""
        found = [(number, self.conditions[number].scope) for number in case]
        return [(n, f"JUDGES[{n}](e, None, None) is True", scope.number) for n, scope in found if scope is not None]

    def of_document(self, case: Case) -> Case:
        """The conditions of a case that ask the document."""
        return tuple(number for number in case if self.conditions[number].scope is None)

    @contextmanager
    def within(self, *numbers: int) -> Iterator[None]:
        """Plan something that is there only where these conditions hold."""
        kept, self.active = self.active, (*self.active, *numbers)
        yield
        self.active = kept

    def judged(self, document: msgspec.Struct) -> tuple[bool, ...]:
        """For each condition whether it holds; one that cannot be decided does not, nor one that asks an element."""
        return tuple(c.scope is None and c.judge(document, document, None) is True for c in self.conditions)

    def shown(self, case: Case) -> str:
        """A case in words."""
        return " and ".join(self.conditions[number].shown for number in case)

    def unread(self, asked: Mapping[int, tuple[int, int]], known: Collection[Path]) -> Iterator[NotationError]:
        """What conditions ask for and no line reads whatever the case: it could not be decided first.

        Args:
            asked: conditions with line and column where they are used; `known`: paths of fields that are read.
        """
        for number, (line, column) in asked.items():
            condition = self.conditions[number]
            way = names_of(None, condition.scope) if condition.scope else ()
            for path in condition.paths:
                if not any(names[: len(way) + len(path)] == (*way, *path) for names in known):
                    what = f"{condition.shown!r} asks for {'.'.join(path)}, which no line reads whatever the case"
                    yield NotationError(what, column, line=line)

    # -- aliases -------------------------------------------------------------------------------------------------------

    def _alias(self, name: str, meaning: object, fields: dict[str, Shape]) -> None:
        if not _NAME.fullmatch(name):
            raise NotationError(f"{name!r} is no name for a path")
        if name in fields:
            raise NotationError(f"{name!r} is a field of the document: call it otherwise")
        if isinstance(meaning, str):
            self._aliases[name] = meaning
        elif isinstance(meaning, dict):
            self._aliases[name] = {self.number(case, 1): path for case, path in meaning.items()}

    def choices(self, expression: str) -> tuple[int, ...]:
        """The conditions that decide what an alias in an expression means; none where they did, or there is none."""
        match = _ALIAS.fullmatch(expression)
        meaning = self._aliases.get(match[2]) if match else None
        if not isinstance(meaning, dict) or set(meaning) & set(self.active):
            return ()
        return tuple(meaning)

    def expanded(self, expression: str) -> str:
        """An expression with its alias replaced by the path it means here."""
        match = _ALIAS.fullmatch(expression)
        meaning = self._aliases.get(match[2]) if match else None
        if match is None or meaning is None:
            return expression
        if isinstance(meaning, dict):
            number = next((number for number in self.active if number in meaning), None)
            if number is None:
                raise NotationError(f"{match[2]!r} means a path only where one of its conditions holds")
            meaning = meaning[number]
        return f"{match[1]}{meaning}{match[3]}"

    @contextmanager
    def _placed(self, text: str) -> Iterator[None]:
        try:
            yield
        except NotationError as error:
            error.file = self._file
            error.line, error.column = getattr(text, "line", 1), getattr(text, "column", 1) + error.column - 1
            raise


def together(one: Case, other: Case) -> bool:
    """Whether two places can be there at once: one's conditions are among the other's."""
    return set(one) <= set(other) or set(one) >= set(other)


def names_of(path: ResolvedPath | None, scope: Scope) -> Path:
    """The names of the fields on the way from the document to what a path in a scope means."""
    names: Path = tuple(step.step.name for step in path.steps) if path else ()
    around: Scope | None = scope
    while around is not None and around.path is not None:
        names, around = (*(step.step.name for step in around.path.steps), *names), around.parent
    return names


def _judge(tree: Node, shape: Shape, name: str) -> Judge | list[Problem]:
    """The function of a condition; what only truth has, a denial, tells whether it is one."""
    denied = compile_tree(Operation("!", (tree,), 0), shape, {}, name)
    return denied if isinstance(denied, list) else compile_tree(tree, shape, {}, name)


def _own(path: Path) -> Path:
    """A path without the word for the whole document, or the element."""
    return path[1:] if path[:1] in (("document",), ("this",)) else path


def _refusal(problems: list[Problem], column: int) -> NotationError:
    first = problems[0]
    return NotationError(f"{first.what} ({first.fix})", column + first.offset)


def _texts(node: Node) -> Iterator[str]:
    """The texts written out in an expression."""
    match node:
        case Literal():
            if isinstance(node.value, str):
                yield node.value
        case Operation():
            yield from (text for operand in node.operands for text in _texts(operand))
        case Call():
            yield from (text for argument in node.arguments for text in _texts(argument))
        case ListOf():
            yield from (text for item in node.items for text in _texts(item))
        case Macro():
            yield from (text for part in (node.over, node.body) for text in _texts(part))
        case Field() | Index():
            yield from _texts(node.of)
        case Name():
            return
