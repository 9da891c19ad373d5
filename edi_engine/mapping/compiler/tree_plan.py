"""From a tree template (JSON, XML) to a checked plan: every member has its meaning, every path its place in the model.

{"$each": "goods_items", …}   in an array: an object for each element    "$with": "commodity"   paths start there
["{x[*]}..."]  ["{x[*].y}..."]   the values of a list                     ["{a}", "{b}"]         places of their own
[{"$each": "x", "k": "{.}"}]     the values of a list, each in an object
"$rest": "keep"                  members the template does not name are kept in `extensions`, under `rest` or a name
"$when": "import"                only where a condition of mapping.yaml, or one written out, holds
"""

from collections.abc import Callable

import msgspec

from edi_engine.mapping.codes import CodeTable
from edi_engine.mapping.compiler.cases import Case, Cases, names_of
from edi_engine.mapping.compiler.field_planner import FieldPlanner, TemplateError
from edi_engine.mapping.compiler.scope import Scope, prefixed
from edi_engine.mapping.compiler.tree_arrays import ArrayPlanner, Placed, command, expression
from edi_engine.mapping.compiler.tree_nodes import Array, Member, Node, Object, Scalar, Text
from edi_engine.mapping.compiler.tree_places import Place, TreeCases, TreeList, TreeObject, TreePlan
from edi_engine.mapping.notation_errors import NotationError, near_names
from edi_engine.mapping.paths import Step, parse_path, resolve
from edi_engine.mapping.placeholders import Placeholder, parse_pieces

COMMANDS = {"$each", "$with", "$when", "$rest"}
LEFT_OUT = {"$keep"}
ELSEWHERE = {"$document": "$document stands in the one object of an array, at the top or in a member of it"}


class TreePlanner(ArrayPlanner):
    """Walks a template once and builds its plan.

    Args:
        document: the struct of the document.
        table: gives a code table by name; raises NotationError for an unknown one.
        derivations: names of the derive steps the mapping runs before writing.
        cases: conditions and aliases.
        json: whether numbers and nulls have a form of their own.
    """

    def __init__(
        self,
        document: type[msgspec.Struct],
        table: Callable[[str], CodeTable],
        derivations: tuple[str, ...],
        cases: Cases,
        *,
        json: bool,
    ) -> None:
        self.fields = FieldPlanner(table, derivations, cases, json=json)
        self.cases, self._asked = cases, dict[int, tuple[int, int]]()
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
        slots = [(f, slot) for f, slot in self.fields.slots() if slot.direction in ("", "in")]
        read = [(slot.path, slot.scope) for f, slot in slots if not f.case]
        self.errors += self.cases.unread(self._asked, [names_of(path, scope) for path, scope in read])
        self.errors += self.fields.lonely_moments()
        self.errors += [error for scope in self.scopes[1:] if (error := self.fields.undecided(scope))]
        if self.errors or not isinstance(place, TreeObject | TreeList):
            raise TemplateError(self.errors)
        self.fields.find_tails()
        return TreePlan(root=place, document=self.document, planner=self.fields, cases=self.cases, objects=self.objects)

    def _place(self, key: str, node: Node, scope: Scope, prefix: tuple[Step, ...]) -> Place | None:
        try:
            number = self._condition(node, scope)
            if number is None:
                return self._by_case(key, node, scope, prefix)
            with self.cases.within(number):
                return TreeCases(line=node.line, cases=[(number, self._by_case(key, node, scope, prefix))])
        except NotationError as error:
            error.line = error.line or node.line
            self.errors.append(error)
            return None

    def _by_case(self, key: str, node: Node, scope: Scope, prefix: tuple[Step, ...]) -> Place:
        """The place, or one for each case where an alias means several paths."""
        choices = next((found for text in _paths(node) if (found := self.cases.choices(text))), ())
        if not choices:
            return self._one(key, node, scope, prefix)
        cases = []
        for number in choices:
            self._asked.setdefault(number, (node.line, node.column))
            with self.cases.within(number):
                cases.append((number, self._by_case(key, node, scope, prefix)))
        return TreeCases(line=node.line, cases=cases)

    def _one(self, key: str, node: Node, scope: Scope, prefix: tuple[Step, ...]) -> Place:
        if isinstance(node, Text):
            made = self.fields.text(key, node.text, node.line, node.column, scope, prefix, node.reason)
            made.null, made.width = made.null or node.keep, node.width
            return made
        if isinstance(node, Scalar):
            value = node.value
            return self.fields.constant(key, value, node.line, node.column, node.source, scope)
        if isinstance(node, Object):
            return self._object(node, scope, prefix)
        if node.choice:
            return self._choice(key, node, scope, prefix)
        return self._array(key, node, scope, prefix)

    def _choice(self, key: str, node: Array, scope: Scope, prefix: tuple[Step, ...]) -> TreeCases:
        """Several places of one name, each under a condition of its own."""
        places = [self._place(key, item, scope, prefix) for item in node.items]
        cases = [case for place in places if isinstance(place, TreeCases) for case in place.cases]
        return TreeCases(line=node.line, cases=cases)

    # -- conditions ----------------------------------------------------------------------------------------------------

    def _condition(self, node: Node, scope: Scope) -> int | None:
        """The number of the condition under which a place is there."""
        text = node.when if isinstance(node, Text) else None
        if isinstance(node, Object) and (member := command(node, "$when")):
            text = expression(member)
        if text is None:
            return None
        try:
            number = self.cases.number(text.text, text.column, scope)
        except NotationError as error:
            error.line = text.line
            raise
        self._asked.setdefault(number, (text.line, text.column))
        return number

    # -- objects -------------------------------------------------------------------------------------------------------

    def _object(self, node: Object, scope: Scope, prefix: tuple[Step, ...], head: Scope | None = None) -> TreeObject:
        if head is None and (each := command(node, "$each")):
            raise NotationError("$each stands in an object inside an array", each.column, line=each.line)
        made = TreeObject(number=len(self.objects) + 1, line=node.line, scope=scope, head=head, keep=node.keep)
        self.objects.append(made)
        self._members(made, node, prefix, ())
        if rest := node.rest or command(node, "$rest"):
            text = expression(rest)
            made.rest = self.fields.claim_rest(scope, text.text, rest.line, rest.column)
        if not node.members:
            raise NotationError("nothing stands in this object", node.column, line=node.line)
        return made

    def _members(self, made: TreeObject, node: Object, prefix: tuple[Step, ...], case: Case) -> None:
        """Plan what stands in an object; a member without a key brings its own into the object around."""
        if inside := command(node, "$with"):
            prefix = self._with(inside, made.scope, prefix)
        for member in node.members:
            if member.key.startswith("$"):
                self._checkcommand(member)
            elif not member.key and isinstance(member.value, Object):
                self._group(made, member.value, prefix, case)
            elif (place := self._place(member.key, member.value, made.scope, prefix)) is not None:
                for number in reversed(case):
                    place = TreeCases(line=member.line, cases=[(number, place)])
                made.members.append((member.key, place))

    def _group(self, made: TreeObject, node: Object, prefix: tuple[Step, ...], case: Case) -> None:
        """Plan members that belong to the object around, perhaps under a condition of their own."""
        try:
            number = self._condition(node, made.scope)
            inside = command(node, "$with")
            if inside and self.cases.choices(expression(inside).text):
                what = "where an alias decides between paths, the element must be one of its own"
                raise NotationError(what, inside.column, line=inside.line, code="TPL-011")
            more = () if number is None else (number,)
            with self.cases.within(*more):
                self._members(made, node, prefix, (*case, *more))
        except NotationError as error:
            error.line = error.line or node.line
            self.errors.append(error)

    def _with(self, member: Member, scope: Scope, prefix: tuple[Step, ...]) -> tuple[Step, ...]:
        text = expression(member)
        with_place = Placed(member)
        with with_place:
            path = prefixed(parse_path(self.cases.expanded(text.text), text.column), prefix)
            if path.root:
                raise NotationError("$with goes on from where it stands", text.column)
            resolved = resolve(path, scope.struct, text.column)
            if resolved.target is None:
                raise NotationError(f"{text.text!r} holds no objects", text.column)
        return path.steps

    def _checkcommand(self, member: Member) -> None:
        if member.key in COMMANDS:
            return
        if member.key in LEFT_OUT:
            what, code = f"{member.key} is not supported here: write {{path!}} for a null", "TPL-011"
            error = NotationError(what, member.column, line=member.line, code=code)
        elif member.key in ELSEWHERE:
            error = NotationError(ELSEWHERE[member.key], member.column, line=member.line)
        else:
            near = near_names(member.key, COMMANDS)
            error = NotationError(f"no command is called {member.key!r}", member.column, line=member.line, near=near)
        self.errors.append(error)


def _paths(node: Node) -> list[str]:
    """The expressions that say where a place itself begins; what is inside it is asked when it is planned."""
    if isinstance(node, Text):
        return [
            piece.expression
            for piece in parse_pieces(node.text.removesuffix("...").removesuffix("…"), node.column)
            if isinstance(piece, Placeholder)
        ]
    if isinstance(node, Object):
        commands = [command(node, name) for name in ("$each", "$with")]
        return [member.value.text for member in commands if member and isinstance(member.value, Text)]
    found: list[str] = []
    for item in node.items if isinstance(node, Array) and not node.choice else ():
        if isinstance(item, Object) and (each := command(item, "$each")) and isinstance(each.value, Text):
            found.append(each.value.text)
        elif isinstance(item, Text) and item.text.endswith(("...", "…")):
            found += _paths(item)
    return found
