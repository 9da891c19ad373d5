"""From a tree template (JSON, XML) to a checked plan: every member has its meaning, every path its place in the model.

{"$each": "goods_items", …}   in an array: an object for each element    "$with": "commodity"   paths start there
["{x[*]}..."]  ["{x[*].y}..."]   the values of a list                     ["{a}", "{b}"]         places of their own
[{"$each": "x", "k": "{.}"}]     the values of a list, each in an object
"""

from collections.abc import Callable
from typing import Any

import msgspec

from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.field_planner import FieldPlanner, TemplateError
from edi_engine.mapping.compiler.fields import Field
from edi_engine.mapping.compiler.scope import Scope, prefixed, root_scope
from edi_engine.mapping.compiler.tree_nodes import Array, Member, Node, Object, Scalar, Text
from edi_engine.mapping.compiler.tree_places import (
    Place,
    TreeList,
    TreeObject,
    TreePlan,
    TreeTuple,
    TreeValues,
    check_overlap,
)
from edi_engine.mapping.notation_errors import NotationError, near_names
from edi_engine.mapping.paths import ResolvedPath, Step, parse_path, resolve
from edi_engine.mapping.placeholders import parse_pieces

COMMANDS = {"$each", "$with"}
LEFT_OUT = {"$when", "$document", "$keep"}


class TreePlanner:
    """Walks a template once and builds its plan.

    Args:
        document: the struct of the document.
        table: gives a code table by name; raises NotationError for an unknown one.
        derivations: names of the derive steps the mapping runs before writing.
        json: whether numbers and nulls have a form of their own.
    """

    def __init__(
        self,
        document: type[msgspec.Struct],
        table: Callable[[str], CodeTable],
        derivations: tuple[str, ...],
        *,
        json: bool,
    ) -> None:
        self.fields = FieldPlanner(table, derivations, json=json)
        self.document = Scope(number=0, parent=None, struct=document)
        self.scopes = [self.document]
        self.objects: list[TreeObject] = []
        self.errors: list[NotationError] = []

    def plan(self, root: Node) -> TreePlan:
        """Build the plan.

        Raises:
            TemplateError: everything wrong with the template at once.
        """
        place = self._place("", root, self.document, ())
        if not isinstance(place, TreeObject | TreeList) and not self.errors:
            self.errors.append(NotationError("a template is an object, or an array with $each", 1, line=root.line))
        self._check_lists()
        self.errors += [error for scope in self.scopes[1:] if (error := self.fields.undecided(scope))]
        if self.errors or not isinstance(place, TreeObject | TreeList):
            raise TemplateError(self.errors)
        return TreePlan(root=place, document=self.document, planner=self.fields, objects=self.objects)

    def _place(self, key: str, node: Node, scope: Scope, prefix: tuple[Step, ...]) -> Place | None:
        try:
            if isinstance(node, Text):
                made = self.fields.text(key, node.text, node.line, node.column, scope, prefix, node.reason)
                made.null = made.null or node.keep
                return made
            if isinstance(node, Scalar):
                value = node.value
                return self.fields.constant(key, value, node.line, node.column, node.source, scope)
            if isinstance(node, Object):
                return self._object(node, scope, prefix)
            return self._array(key, node, scope, prefix)
        except NotationError as error:
            error.line = error.line or node.line
            self.errors.append(error)
            return None

    # -- objects -------------------------------------------------------------------------------------------------------

    def _object(self, node: Object, scope: Scope, prefix: tuple[Step, ...], head: Scope | None = None) -> TreeObject:
        if head is None and (each := _command(node, "$each")):
            raise NotationError("$each stands in an object inside an array", each.column, line=each.line)
        made = TreeObject(number=len(self.objects) + 1, line=node.line, scope=scope, head=head, keep=node.keep)
        self.objects.append(made)
        self._members(made, node, prefix)
        if not node.members:
            raise NotationError("nothing stands in this object", node.column, line=node.line)
        return made

    def _members(self, made: TreeObject, node: Object, prefix: tuple[Step, ...]) -> None:
        """Plan what stands in an object; a member without a key brings its own into the object around."""
        if inside := _command(node, "$with"):
            prefix = self._with(inside, made.scope, prefix)
        for member in node.members:
            if member.key.startswith("$"):
                self._check_command(member)
            elif not member.key and isinstance(member.value, Object):
                self._members(made, member.value, prefix)
            elif (place := self._place(member.key, member.value, made.scope, prefix)) is not None:
                made.members.append((member.key, place))

    def _with(self, member: Member, scope: Scope, prefix: tuple[Step, ...]) -> tuple[Step, ...]:
        text = _expression(member)
        with_place = _Placed(member)
        with with_place:
            path = prefixed(parse_path(text.text, text.column), prefix)
            if path.root:
                raise NotationError("$with goes on from where it stands", text.column)
            resolved = resolve(path, scope.struct, text.column)
            if resolved.target is None:
                raise NotationError(f"{text.text!r} holds no objects", text.column)
        return path.steps

    def _check_command(self, member: Member) -> None:
        if member.key in COMMANDS:
            return
        if member.key in LEFT_OUT:
            what, code = f"{member.key} is not supported in JSON templates", "TPL-011"
            error = NotationError(what, member.column, line=member.line, code=code)
        else:
            near = near_names(member.key, COMMANDS)
            error = NotationError(f"no command is called {member.key!r}", member.column, line=member.line, near=near)
        self.errors.append(error)

    # -- arrays --------------------------------------------------------------------------------------------------------

    def _array(self, key: str, node: Array, scope: Scope, prefix: tuple[Step, ...]) -> Place:
        if not node.items:
            raise NotationError("nothing stands in this array", node.column, line=node.line)
        objects = [item for item in node.items if isinstance(item, Object)]
        if any(node.siblings or _command(item, "$each") for item in objects):
            return self._list(node, scope, prefix)
        first = node.items[0]
        if len(node.items) == 1 and isinstance(first, Text) and first.text.endswith(("...", "…")):
            return self._values(key, first, scope, prefix)
        places = [self._place(str(number), item, scope, prefix) for number, item in enumerate(node.items)]
        return TreeTuple(line=node.line, items=[place for place in places if place is not None])

    def _list(self, node: Array, scope: Scope, prefix: tuple[Step, ...]) -> TreeList | TreeValues:
        elements = []
        for item in node.items:
            member = _command(item, "$each") if isinstance(item, Object) else None
            if isinstance(item, Object) and member is None and node.siblings:
                elements.append(self._object(item, scope, prefix))
                continue
            if not isinstance(item, Object) or member is None:
                what = "an array with $each holds only objects with $each"
                raise NotationError(what, item.column, line=item.line, code="TPL-011")
            with _Placed(member):
                if values := self._plain(member, item, scope, prefix):
                    if len(node.items) > 1:
                        what = "texts of a list cannot be told from other elements"
                        raise NotationError(what, item.column, code="TPL-011")
                    return values
                head = self._head(_expression(member), scope, prefix)
            elements.append(self._object(item, head, (), head))
        for at, one in enumerate(elements):
            for other in elements[at + 1 :]:
                check_overlap(one, other)
        return TreeList(line=node.line, elements=elements)

    def _plain(self, each: Member, item: Object, scope: Scope, prefix: tuple[Step, ...]) -> TreeValues | None:
        """A list of texts that is walked: each stands as `{.}` in an object of its own."""
        text = _expression(each)
        path = prefixed(parse_path(text.text, text.column), prefix)
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
        path = prefixed(parse_path(text.text, text.column), prefix)
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
        expression = getattr(pieces[0], "expression", "")
        path = prefixed(parse_path(expression, node.column), prefix)
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
        self.fields.fields.append(made)
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


class _Placed:
    """Gives faults inside the line of a member."""

    def __init__(self, member: Member) -> None:
        self.line = member.value.line

    def __enter__(self) -> None:
        return None

    def __exit__(self, kind: Any, error: BaseException | None, trace: Any) -> None:
        if isinstance(error, NotationError):
            error.line = error.line or self.line


def _command(node: Object, name: str) -> Member | None:
    return next((member for member in node.members if member.key == name), None)


def _expression(member: Member) -> Text:
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
