"""The arrays of a tree template: elements of lists, values of lists, places of their own."""

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
    TreeList,
    TreeObject,
    TreeTuple,
    TreeValues,
    check_overlap,
)
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.paths import ResolvedPath, Step, parse_path, resolve
from edi_engine.mapping.placeholders import parse_pieces


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
        if len(members) != 1 or not isinstance(members[0].value, Text) or members[0].value.text != "{.}":
            raise NotationError(
                "the texts of a list stand as {.}, and nothing beside them", item.column, line=item.line
            )
        inner = members[0].value
        _check_way(listed, text.column)
        made = self._value_field(members[0].key, inner, inner.text, scope, listed, "")
        return TreeValues(line=item.line, field=made, scope=root_scope(path, scope), path=listed, key=members[0].key)

    def _head(self, text: Text, scope: Scope, prefix: tuple[Step, ...]) -> Scope:
        path = prefixed(parse_path(self.cases.expanded(text.text), text.column), prefix)
        resolved = resolve(path, root_scope(path, scope).struct, text.column)
        leaf = resolved.leaf
        if leaf is None or leaf.struct is None or not leaf.many:
            raise NotationError(f"{text.text!r} is no list of objects", text.column)
        if any(step.step.index is not None for step in resolved.steps) or resolved.steps[-1].step.start is not None:
            raise NotationError("$each walks whole lists, or what fits [key=value]", text.column, code="TPL-011")
        _check_way(resolved, text.column)
        head = Scope(number=len(self.scopes), parent=scope, struct=leaf.struct, path=resolved, line=text.line)
        self.scopes.append(head)
        return head

    def _values(self, key: str, node: Text, scope: Scope, prefix: tuple[Step, ...]) -> TreeValues:
        text = node.text.removesuffix("...").removesuffix("…")
        [*pieces] = parse_pieces(text, node.column)
        if len(pieces) != 1 or "[*]" not in text:
            raise NotationError('the values of a list are written ["{list[*]}..."]', node.column)
        shown = getattr(pieces[0], "expression", "")
        path = prefixed(parse_path(self.cases.expanded(shown), node.column), prefix)
        resolved = resolve(path, root_scope(path, scope).struct, node.column)
        at = next((n for n, step in enumerate(resolved.steps) if step.step.every), -1)
        rest = resolved.steps[at + 1 :]
        if len(rest) > 1 or any(step.field.many or step.field.struct for step in rest):
            raise NotationError("one list and at most one plain field behind it", node.column, code="TPL-011")
        listed = ResolvedPath(path=path, steps=resolved.steps[: at + 1], target=resolved.steps[at].field.struct)
        _check_way(listed, node.column)
        made = self._value_field(key, node, text, scope, listed, rest[0].step.name if rest else "")
        return TreeValues(
            line=node.line,
            field=made,
            scope=root_scope(path, scope),
            path=listed,
            inner=rest[0].step.name if rest else "",
        )

    def _value_field(self, key: str, node: Text, text: str, scope: Scope, listed: ResolvedPath, inner: str) -> Field:
        if listed.target is None and listed.steps[-1].field.kind != "text":
            raise NotationError("only lists of texts are written so", node.column, code="TPL-011")
        if listed.target is not None and (not inner or _kind(listed.target, inner) != "text"):
            raise NotationError("name the text of each element", node.column, code="TPL-011")
        placeholder = parse_pieces(text, node.column)[0]
        if getattr(placeholder, "direction", "") or getattr(placeholder, "conversions", ()):
            raise NotationError("lists of values go both ways and as they are", node.column, code="TPL-011")
        made = Field(name=key, role="values", line=node.line, column=node.column, source=node.source, scope=scope)
        self.fields.append(made)
        self.fields.claim(root_scope(listed.path, scope).number, listed.pattern(), node.line, node.column)
        return made

    def _check_lists(self) -> None:
        """A list that is walked is not also reached by index: which element would that be?"""
        walked: dict[tuple[int, tuple[str, ...]], int] = {}
        for scope in self.scopes[1:]:
            if scope.path is not None and scope.parent is not None:
                root = root_scope(scope.path.path, scope.parent).number
                walked[root, tuple(step.step.name for step in scope.path.steps)] = scope.line
        for planned, slot in self.fields.slots():
            steps = slot.path.steps if slot.path else ()
            for number, step in enumerate(steps):
                names = tuple(s.step.name for s in steps[: number + 1])
                if step.step.index is not None and (slot.scope.number, names) in walked:
                    line = walked[slot.scope.number, names]
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
