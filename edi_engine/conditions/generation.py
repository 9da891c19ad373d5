"""From an expression to a Python function, for what is asked of every document many times.

The function decides as CEL does, with absence in the place of an error: what compares an absent field is undecided
(None), `&&` and `||` are decided where one side suffices, and a list is never absent but empty. All numbers are
decimals. `otherwise(a, b)` is ours: `b` where `a` is absent. What could cost more than the size of what is judged
(a list walked again for every element of another) is refused.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from edi_engine.conditions import functions
from edi_engine.conditions.expression import UNKNOWN, VALUE, Problem, Shape, near, read_expression
from edi_engine.conditions.functions import STANDARD, Function
from edi_engine.conditions.lines import KINDS, Lines, Operand
from edi_engine.conditions.syntax import SyntaxProblem, parse
from edi_engine.conditions.tree import Call, Field, Index, ListOf, Macro, Name, Node, Operation
from edi_engine.conditions.tree import Literal as Constant

Judge = Callable[[Any, Any, Any], Any]
WHOLE, THIS = "document", "this"
SPECIAL = frozenset({"otherwise"})
_ORDER = frozenset({"==", "!=", "<", "<=", ">", ">="})
__ORDER = frozenset({"==", "!=", "<", "<=", ">", ">="})


def read_tree(text: str, root: Shape, known: Mapping[str, Function]) -> Node | list[Problem]:
    """The tree of an expression whose names are all in the model, or all that is wrong with it."""
    try:
        node = parse(text)
    except SyntaxProblem as wrong:
        return [wrong.problem]
    return read_expression(text, root, frozenset(known) | SPECIAL).problems or node


def compile_tree(node: Node, root: Shape, known: Mapping[str, Function], name: str) -> Judge | list[Problem]:
    """A Python function of what is judged (`root`), the document it is in, and a context for functions that take one.

    Args:
        node: a tree from `read_tree`, or several put together.
        root: a struct shape; its field `document` is the whole document, its field `this` all of it.
        known: functions that may be called beside those of CEL.
        name: for tracebacks.
    """
    source = python_of(node, root, known, "judge")
    if isinstance(source, list):
        return source
    scope = names_of(known)
    exec(compile(source, f"<{name}>", "exec"), scope)  # noqa: S102 — our own text: values enter by repr
    judge: Judge = scope["judge"]
    return judge


def python_of(node: Node, root: Shape, known: Mapping[str, Function], name: str) -> str | list[Problem]:
    """The text of that function; `names_of` gives the names it uses."""
    generator = _Generator(root=root, known={**STANDARD, **known})
    try:
        result = generator.emit(node)
    except SyntaxProblem as wrong:
        return [wrong.problem]
    body = "\n    ".join([*generator.lines, f"return {result.code}"])
    return f"def {name}(this, document, context):\n    {body}\n"


def names_of(known: Mapping[str, Function]) -> dict[str, Any]:
    """The names that the text of a function uses."""
    return {"_f": functions, **{f"f_{name}": made.call for name, made in {**STANDARD, **known}.items()}}


@dataclass(slots=True, kw_only=True)
class _Generator(Lines):
    """Lines of an expression; `scope` says what the variables of macros stand for, the innermost last."""

    root: Shape
    known: Mapping[str, Function]
    scope: dict[str, Operand] = field(default_factory=dict)

    # Nodes ------------------------------------------------------------------------------------------------------------

    def emit(self, node: Node) -> Operand:
        match node:
            case Constant():
                return self.constant(node)
            case Name():
                return self.name(node)
            case Field():
                return self.step(self.emit(node.of), node.name)
            case Index():
                of, index = self.emit(node.of), self.emit(node.index)
                shape = of.shape.item or UNKNOWN
                return self.keep(
                    self.unless_absent(f"_f.item({of.code}, {index.code})", of, index), KINDS[shape.kind], shape
                )
            case ListOf():
                items = [self.emit(item) for item in node.items]
                inside = "".join(f"{item.code}, " for item in items)
                shape = Shape("list", item=items[0].shape if items else VALUE)
                if all(item.sure for item in items):
                    return Operand(f"({inside})", "list", shape, sure=True)
                return self.keep(self.unless_absent(f"({inside})", *items), "list", shape)
            case Macro():
                return self.macro(node)
            case Call():
                return self.call(node)
        return self.operation(node)

    def constant(self, node: Constant) -> Operand:
        if node.value is None:
            raise SyntaxProblem(node.offset, "an absent field equals nothing, not null", "write has(…) or !has(…)")
        if isinstance(node.value, bool | str):
            return Operand(repr(node.value), "truth" if isinstance(node.value, bool) else "value", sure=True)
        if node.value == node.value.to_integral_value():
            return Operand(str(int(node.value)), "value", sure=True)
        return Operand(f"_f.Decimal({str(node.value)!r})", "value", sure=True)

    def name(self, node: Name) -> Operand:
        if node.name in self.scope:
            return self.scope[node.name]
        if node.name == WHOLE and (shape := self.root.child(WHOLE)):
            return Operand("document", "struct", shape, sure=True)
        if node.name == THIS and (shape := self.root.child(THIS)):
            return Operand("this", "struct", shape, sure=True)
        return self.step(Operand("this", "struct", self.root, sure=True), node.name)

    def truth(self, node: Node) -> Operand:
        found = self.emit(node)
        if found.kind != "truth":
            raise SyntaxProblem(node.offset, "this is neither true nor false", "write a comparison, or has(…)")
        return found

    # Operations -------------------------------------------------------------------------------------------------------

    def operation(self, node: Operation) -> Operand:
        if node.sign in ("&&", "||"):
            return self.either(node, *node.operands)
        if node.sign == "?:":
            return self.choice(*node.operands)
        if node.sign == "!":
            of = self.truth(node.operands[0])
            return self.keep(self.unless_absent(f"not {of.code}", of), "truth", sure=of.sure)
        operands = [self.emit(operand) for operand in node.operands]
        if node.sign == "in":
            self.own(node.operands[1], operands[1])
        code = f" {node.sign} ".join(operand.code for operand in operands)
        if len(operands) == 1:
            code = f"{node.sign}{code}"
        if node.sign == "/":
            code = f"_f.divide({operands[0].code}, {operands[1].code})"
        truth = node.sign in _ORDER or node.sign == "in"
        sure = truth and all(operand.sure for operand in operands)
        return self.keep(self.unless_absent(code, *operands), "truth" if truth else "value", sure=sure)

    def either(self, node: Operation, first: Node, second: Node) -> Operand:
        """`&&` and `||`: decided where one side suffices, though the other be undecided."""
        enough = "False" if node.sign == "&&" else "True"
        other = "True" if node.sign == "&&" else "False"
        left = self.truth(first)
        result = self.keep(left.code, "truth")
        with self.block(f"if {left.code} is not {enough}:"):
            right = self.truth(second)
            undecided = "" if left.sure and right.sure else f"None if {left.code} is None or {right.code} is None else "
            self.add(f"{result.code} = {enough} if {right.code} is {enough} else {undecided}{other}")
        return Operand(result.code, "truth", sure=left.sure and right.sure)

    def choice(self, condition: Node, yes: Node, no: Node) -> Operand:
        asked = self.truth(condition)
        result = self.keep("None", "value")
        with self.block(f"if {asked.code} is True:"):
            first = self.emit(yes)
            self.add(f"{result.code} = {first.code}")
        with self.block(f"if {asked.code} is False:"):
            second = self.emit(no)
            self.add(f"{result.code} = {second.code}")
        return Operand(result.code, first.kind if first.kind == second.kind else "unknown", first.shape)

    # Calls ------------------------------------------------------------------------------------------------------------

    def call(self, node: Call) -> Operand:
        if node.name == "has":
            of = self.emit(node.arguments[0]) if len(node.arguments) == 1 else None
            if of is None or not isinstance(node.arguments[0], Name | Field):
                raise SyntaxProblem(node.offset, "has() asks for one field", "write has(document.type_code)")
            return self.keep(f"{of.code} is not None", "truth", sure=True)
        if node.name not in self.known and node.name not in SPECIAL:
            raise SyntaxProblem(node.offset, f"{node.name} is not called here", near(node.name, self.known))
        wanted = 2 if node.name in SPECIAL else self.known[node.name].arguments
        if len(node.arguments) != wanted:
            what = f"{node.name} takes {wanted} arguments, not {len(node.arguments)}"
            raise SyntaxProblem(node.offset, what, "write it with all of them")
        if node.name in SPECIAL:
            return self.otherwise(*node.arguments)
        return self.function(node, self.known[node.name])

    def otherwise(self, first: Node, second: Node) -> Operand:
        wanted = self.emit(first)
        result = self.keep(wanted.code, wanted.kind, wanted.shape)
        with self.block(f"if {wanted.code} is None:"):
            other = self.emit(second)
            self.add(f"{result.code} = {other.code}")
        return Operand(result.code, wanted.kind, wanted.shape, sure=other.sure)

    def function(self, node: Call, function: Function) -> Operand:
        if node.name == "matches":
            self.check_pattern(node.arguments[1])
        arguments = [self.emit(argument) for argument in node.arguments]
        for argument, found in zip(node.arguments, arguments, strict=True):
            if node.name != "size" and found.kind == "list":
                self.own(argument, found)
        handed = [*(["context"] if function.context else []), *(argument.code for argument in arguments)]
        shape = Shape("list", item=UNKNOWN) if function.gives == "list" else UNKNOWN
        code = f"f_{node.name}({', '.join(handed)})"
        return self.keep(self.unless_absent(code, *arguments), function.gives, shape)

    @staticmethod
    def check_pattern(node: Node) -> None:
        if not isinstance(node, Constant) or not isinstance(node.value, str):
            raise SyntaxProblem(node.offset, "a pattern is written out", 'write matches("^[A-Z]+$")')
        if fault := functions.pattern_fault(node.value):
            fix = "write it simpler: a few characters or classes, repeated, without groups that repeat"
            raise SyntaxProblem(node.offset, fault, fix)

    # Macros -----------------------------------------------------------------------------------------------------------

    def macro(self, node: Macro) -> Operand:
        over = self.emit(node.over)
        if over.kind not in ("list", "unknown"):
            raise SyntaxProblem(node.offset, f"{node.name} walks a list, and this is none", "ask has(…) of one thing")
        self.own(node.over, over)
        start = {"all": "True", "exists": "False", "exists_one": "0", "filter": "[]", "map": "[]"}[node.name]
        listed = node.name in ("filter", "map")
        result = self.keep(start, "list" if listed else "truth", over.shape if node.name == "filter" else UNKNOWN)
        if not over.sure:
            self.add(f"if {over.code} is None: {result.code} = None")
        self.counter += 1
        element = over.shape.item or UNKNOWN
        variable = Operand(f"v{self.counter}", KINDS[element.kind], element, sure=True)
        kept, self.scope = self.scope, {**self.scope, node.variable: variable}
        with self.block(f"for {variable.code} in {over.code}{'' if over.sure else ' or ()'}:"):
            shape = self.turn(node, result.code, variable)
        self.scope = kept
        if node.name == "exists_one":
            return self.keep(self.unless_absent(f"{result.code} == 1", result), "truth")
        return Operand(result.code, result.kind, Shape("list", item=shape)) if node.name == "map" else result

    def turn(self, node: Macro, result: str, variable: Operand) -> Shape:
        """What one element adds to the result of a macro, and its shape; what is undecided leaves most undecided."""
        if node.only is not None:
            only = self.truth(node.only)
            self.stop_where_absent(only, result)
            self.add(f"if {only.code} is False: continue")
        found = self.emit(node.body) if node.name == "map" else self.truth(node.body)
        if node.name in ("all", "exists"):
            enough = "False" if node.name == "all" else "True"
            self.add(f"if {found.code} is {enough}: {result} = {enough}; break")
            if not found.sure:
                self.add(f"if {found.code} is None: {result} = None")
            return found.shape
        self.stop_where_absent(found, result)
        if node.name == "map":
            self.add(f"{result}.append({found.code})")
        else:
            change = f"{result} += 1" if node.name == "exists_one" else f"{result}.append({variable.code})"
            self.add(f"if {found.code}: {change}")
        return found.shape

    def stop_where_absent(self, operand: Operand, result: str) -> None:
        if not operand.sure:
            self.add(f"if {operand.code} is None: {result} = None; break")

    def own(self, node: Node, operand: Operand) -> None:
        """Refuse a list that is not of the thing in hand: it would be walked again for each of the others."""
        start = node
        while not isinstance(start, Name | Constant | ListOf):
            match start:
                case Field() | Index():
                    start = start.of
                case Macro():
                    start = start.over
                case Call():
                    start = start.arguments[0]
                case Operation():
                    start = start.operands[0]
        if not isinstance(start, Name):
            return
        innermost = next(reversed(self.scope), None)
        mine = start.name == innermost if innermost else start.name != WHOLE or self.root.fields.get(WHOLE) is None
        if not mine and operand.kind == "list":
            what = f"the list at {start.name} would be walked for every element of another"
            raise SyntaxProblem(node.offset, what, "ask it once of the whole, with within(…) or unique(…) over map(…)")
