"""The arrays of a tree template: elements of lists, values of lists, places of their own."""

from dataclasses import replace
from typing import Any

import msgspec

from edi_engine.mapping.compiler.cases import Cases
from edi_engine.mapping.compiler.field_planner import FieldPlanner
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.scope import Scope, prefixed, root_scope
from edi_engine.mapping.compiler.tree_nodes import Array, Member, Node, Object, Text
from edi_engine.mapping.compiler.tree_places import (
    Place,
    TreeCases,
    TreeLines,
    TreeList,
    TreeObject,
    TreeTuple,
    TreeValues,
    check_overlap,
)
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import ResolvedPath, Step, parse_path, resolve
from edi_engine.mapping.placeholders import Conversion, Placeholder, parse_pieces


class ArrayPlanner:
    """Plans arrays; what is in them is planned by the class that extends it."""

    fields: FieldPlanner
    cases: Cases
    scopes: list[Scope]
    errors: list[NotationError]

    def _place(self, key: str, node: Node, scope: Scope, prefix: tuple[Step, ...]) -> Place | None:
        raise NotImplementedError

    def _condition(self, node: Node, scope: Scope) -> int | None:
        raise NotImplementedError

    def _object(self, node: Object, scope: Scope, prefix: tuple[Step, ...], head: Scope | None = None) -> TreeObject:
        raise NotImplementedError

    # -- arrays --------------------------------------------------------------------------------------------------------

    def _array(self, key: str, node: Array, scope: Scope, prefix: tuple[Step, ...]) -> Place:
        if not node.items:
            raise NotationError("nothing stands in this array", node.column, line=node.line)
        objects = [item for item in node.items if isinstance(item, Object)]
        if any(node.siblings or command(item, "$each") for item in objects):
            return self._list(node, scope, prefix)
        first = node.items[0]
        if len(node.items) == 1 and isinstance(first, Text) and first.text.endswith(("...", "…")):
            return self._values(key, first, scope, prefix)
        if conditional := next((item for item in node.items if isinstance(item, Text) and item.when), None):
            what = "what stands only under a condition needs a name of its own"
            raise NotationError(what, conditional.column, line=conditional.line, code="TPL-011")
        places = [self._place(str(number), item, scope, prefix) for number, item in enumerate(node.items)]
        return TreeTuple(line=node.line, items=[place for place in places if place is not None])

    def _list(self, node: Array, scope: Scope, prefix: tuple[Step, ...]) -> Place:
        first = node.items[0]
        if isinstance(first, Object) and len(node.items) == 1 and (values := self._texts(first, scope, prefix)):
            return values
        elements = [self._element(item, scope, prefix, siblings=node.siblings) for item in node.items]
        for at, one in enumerate(elements):
            for other in elements[at + 1 :]:
                check_overlap(one, other)
        return TreeList(line=node.line, elements=elements)

    def _element(self, item: Node, scope: Scope, prefix: tuple[Step, ...], *, siblings: bool) -> TreeObject:
        each = command(item, "$each") if isinstance(item, Object) else None
        if not isinstance(item, Object) or (each is None and not siblings):
            what = "an array with $each holds only objects with $each"
            raise NotationError(what, item.column, line=item.line, code="TPL-011")
        number = self._condition(item, scope)
        with self.cases.within(*(() if number is None else (number,))):
            if each is None:
                made = self._object(item, scope, prefix)
            else:
                with Placed(each):
                    head = self._head(expression(each), scope, prefix)
                made = self._object(item, head, (), head)
        made.when = number
        return made

    def _texts(self, item: Object, scope: Scope, prefix: tuple[Step, ...]) -> Place | None:
        """The texts of a list, each in an object of its own; None if it is no list of texts."""
        each = command(item, "$each")
        if each is None:
            return None
        number = self._condition(item, scope)
        with Placed(each), self.cases.within(*(() if number is None else (number,))):
            made = self._plain(each, item, scope, prefix)
        return TreeCases(line=item.line, cases=[(number, made)]) if made and number is not None else made

    def _plain(self, each: Member, item: Object, scope: Scope, prefix: tuple[Step, ...]) -> TreeValues | None:
        """A list of texts that is walked: each stands as `{.}` in an object of its own."""
        text = expression(each)
        path = prefixed(parse_path(self.cases.expanded(text.text), text.column), prefix)
        listed = resolve(path, root_scope(path, scope).struct, text.column)
        if listed.leaf is None or not listed.leaf.many or listed.leaf.struct is not None:
            return None
        members = [member for member in item.members if not member.key.startswith("$")]
        inner = members[0].value if len(members) == 1 else None
        [placeholder, *others] = parse_pieces(inner.text, inner.column) if isinstance(inner, Text) else [None]
        alone = isinstance(placeholder, Placeholder) and placeholder.expression == "." and not others
        if not isinstance(inner, Text) or not isinstance(placeholder, Placeholder) or not alone:
            what = "the values of a list stand as {.}, and nothing beside them"
            raise NotationError(what, item.column, line=item.line)
        _check_way(listed, text.column)
        each_value = replace(placeholder, expression=f"{text.text}[*]")
        made = self._value_field(members[0].key, inner, each_value, scope, prefix)
        return TreeValues(line=item.line, field=made, scope=root_scope(path, scope), path=listed, key=members[0].key)

    def _head(self, text: Text, scope: Scope, prefix: tuple[Step, ...]) -> Scope:
        path = prefixed(parse_path(self.cases.expanded(text.text), text.column), prefix)
        resolved = resolve(path, root_scope(path, scope).struct, text.column)
        leaf = resolved.leaf
        if leaf is None or leaf.struct is None or not leaf.many:
            raise NotationError(f"{text.text!r} is no list of objects", text.column)
        if resolved.steps[-1].step.index is not None or resolved.steps[-1].step.every:
            what = "$each walks whole lists, what fits [key=value], or the rest [1:]"
            raise NotationError(what, text.column, code="TPL-011")
        _check_way(resolved, text.column)
        head = Scope(number=len(self.scopes), parent=scope, struct=leaf.struct, path=resolved, line=text.line)
        self.scopes.append(head)
        return head

    def _values(self, key: str, node: Text, scope: Scope, prefix: tuple[Step, ...]) -> TreeValues:
        text = node.text.removesuffix("...").removesuffix("…")
        [piece, *others] = parse_pieces(text, node.column) or [None]
        if isinstance(piece, Placeholder) and not others and any(c.name == "lines" for c in piece.conversions):
            return self._lines(key, node, piece, scope, prefix)
        if others or not isinstance(piece, Placeholder) or "[*]" not in piece.expression:
            what = 'the values of a list are written ["{list[*]}..."], the lines of a text ["{text|lines}..."]'
            raise NotationError(what, node.column)
        path = prefixed(parse_path(self.cases.expanded(piece.expression), node.column), prefix)
        resolved = resolve(path, root_scope(path, scope).struct, node.column)
        at = next((n for n, step in enumerate(resolved.steps) if step.step.every), -1)
        rest = resolved.steps[at + 1 :]
        if len(rest) > 1 or any(step.field.many or step.field.struct for step in rest):
            raise NotationError("one list and at most one plain field behind it", node.column, code="TPL-011")
        listed = ResolvedPath(path=path, steps=resolved.steps[: at + 1], target=resolved.steps[at].field.struct)
        _check_way(listed, node.column)
        made = self._value_field(key, node, piece, scope, prefix)
        return TreeValues(
            line=node.line,
            field=made,
            scope=root_scope(path, scope),
            path=listed,
            inner=rest[0].step.name if rest else "",
        )

    def _lines(self, key: str, node: Text, piece: Placeholder, scope: Scope, prefix: tuple[Step, ...]) -> TreeLines:
        """The lines of a text, each in a place of its own."""
        [conversion, *others] = piece.conversions
        if others or conversion.arguments or piece.direction or piece.width is not None:
            raise NotationError("the lines of a text go both ways and are whole", node.column, code="TPL-011")
        slot = self.fields.slot(replace(piece, conversions=()), scope, prefix)
        if slot.path is None or slot.kind != "text" or slot.path.path.part is not None:
            raise NotationError("lines is for a text of its own", node.column, code="TPL-007")
        made = Field(name=key, role="values", line=node.line, column=node.column, source=node.source, scope=scope)
        made.slots, made.case = [slot], self.cases.active
        self.fields.fields.append(made)
        self.fields.claim(slot.scope.number, slot.path.pattern(), node.line, node.column)
        return TreeLines(line=node.line, field=made, scope=slot.scope, path=slot.path)

    def _value_field(self, key: str, node: Text, piece: Placeholder, scope: Scope, prefix: tuple[Step, ...]) -> Field:
        """The field of one value among those of a list; it is converted as each of a joined text is."""
        unfit = next((c.name for c in piece.conversions if c.name in ("join", "default", "omit", "lines", "cut")), "")
        if piece.direction or piece.width is not None or unfit:
            raise NotationError("lists of values go both ways and are whole", node.column, code="TPL-011")
        each = replace(piece, conversions=(*piece.conversions, Conversion("join", ("\n",))))
        made = Field(name=key, role="values", line=node.line, column=node.column, source=node.source, scope=scope)
        made.slots, made.case = [self.fields.slot(each, scope, prefix)], self.cases.active
        made.number = self.fields.json and made.slots[0].value.conversion("number") is not None
        self.fields.fields.append(made)
        path = made.slots[0].path
        if path is not None:
            self.fields.claim(root_scope(path.path, scope).number, path.pattern(), node.line, node.column)
        return made

    def _check_lists(self) -> None:
        """A list that is walked is not also reached by index: which element would that be?"""
        walked: dict[tuple[int, tuple[str, ...]], tuple[int, int]] = {}
        for scope in self.scopes[1:]:
            if scope.path is not None and scope.parent is not None:
                root = root_scope(scope.path.path, scope.parent).number
                names = tuple(step.step.name for step in scope.path.steps)
                walked[root, names] = scope.line, scope.path.steps[-1].step.start or 0
        for planned, slot in self.fields.slots():
            steps = slot.path.steps if slot.path else ()
            for number, step in enumerate(steps):
                names = tuple(s.step.name for s in steps[: number + 1])
                line, start = walked.get((slot.scope.number, names), (0, 0))
                if step.step.index is not None and line and step.step.index >= start:
                    what = f"{step.step.name!r} is walked at line {line}: it cannot also be reached by index"
                    error = NotationError(what, slot.placeholder.column, line=planned.line, code="TPL-011")
                    self.errors.append(error)


class Placed:
    """Gives faults inside the line of a member."""

    def __init__(self, member: Member) -> None:
        self.line = member.value.line

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, NotationError):
            error.line = error.line or self.line


def command(node: Object, name: str) -> Member | None:
    return next((member for member in node.members if member.key == name), None)


def expression(member: Member) -> Text:
    if not isinstance(member.value, Text):
        raise NotationError(f"{member.key} takes a path", member.value.column, line=member.value.line)
    return member.value


def _kind(struct: type[msgspec.Struct], name: str) -> str:
    leaf = resolve(parse_path(name), struct).leaf
    return leaf.kind if leaf else ""


def _check_way(path: ResolvedPath, column: int) -> None:
    """Lists on the way to a list need a choice."""
    for step in path.steps[:-1]:
        if step.field.many and step.step.index is None and not step.step.filters:
            raise NotationError(f"{step.step.name!r} is a list: say which element, or walk it first", column)
