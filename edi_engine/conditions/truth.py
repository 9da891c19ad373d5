"""Where only true or false can stand, nothing else does, and what is compared can be: told when a condition loads, not
while a document is judged.

The evaluator asks for no types, so `type_code` alone would compile, and fail on every document. What the model does not
know (extensions, `dyn`) is left to the evaluator, and so is what CEL has and our parser does not take.
"""

from collections.abc import Mapping

from edi_engine.conditions.expression import DECIMAL, FUNCTIONS, TEXT, TRUTH, UNKNOWN, VALUE, WHOLE, Problem, Shape
from edi_engine.conditions.operands import problem_of_operation, problem_of_texts
from edi_engine.conditions.syntax import SyntaxProblem, parse
from edi_engine.conditions.tree import Call, Field, Index, ListOf, Literal, Macro, Name, Node, Operation

Scope = Mapping[str, Shape]

WHAT, FIX = "this is neither true nor false", "write a comparison, or has(…)"
_ASKING = frozenset({"has", "contains", "startsWith", "endsWith", "matches"})
_GIVEN = {"size": WHOLE, "int": WHOLE, "string": TEXT, "double": DECIMAL}
_LOGIC = frozenset({"&&", "||", "!"})
_COMPARING = frozenset({"==", "!=", "<", "<=", ">", ">=", "in"})


def problems_of_truth(text: str, root: Shape) -> list[Problem]:
    """What stands in a condition where true or false should, or beside what it cannot be compared or reckoned with.

    Args:
        text: an expression that compiled and whose names are in the model.
        root: a struct shape whose fields are the names it may start with.
    """
    try:
        tree = parse(text)
    except SyntaxProblem:
        return []
    walk = _Walk(root)
    walk.truth(tree, {})
    return walk.problems


class _Walk:
    """One walk over a tree; a scope holds what the variables of the macros around stand for."""

    def __init__(self, root: Shape) -> None:
        self.root = root
        self.problems: list[Problem] = []

    def truth(self, node: Node, scope: Scope) -> None:
        """Walk a part that has to give true or false."""
        if isinstance(node, Operation) and node.sign == "?:":
            for operand in node.operands:
                self.truth(operand, scope)
        elif self.shape(node, scope).kind not in ("truth", "unknown"):
            self.problems.append(Problem(node.offset, WHAT, FIX))

    def shape(self, node: Node, scope: Scope) -> Shape:
        """What a part gives."""
        match node:
            case Literal():
                return _literal(node)
            case Name():
                return scope.get(node.name) or self.root.child(node.name) or UNKNOWN
            case Field():
                return self.shape(node.of, scope).child(node.name) or UNKNOWN
            case Index():
                self.shape(node.index, scope)
                return self.shape(node.of, scope).item or UNKNOWN
            case ListOf():
                return Shape("list", item=self.one_shape(node.items, scope))
            case Macro():
                return self.macro(node, scope)
            case Call():
                return self.call(node, scope)
        return self.operation(node, scope)

    def one_shape(self, nodes: tuple[Node, ...], scope: Scope) -> Shape:
        """What all of some parts give, if it is the same."""
        shapes = [self.shape(node, scope) for node in nodes]
        return shapes[0] if shapes and all(shape == shapes[0] for shape in shapes) else UNKNOWN

    def macro(self, node: Macro, scope: Scope) -> Shape:
        over = self.shape(node.over, scope)
        inner = {**scope, node.variable: over.item or UNKNOWN}
        if node.only is not None:
            self.truth(node.only, inner)
        if node.name == "map":
            return Shape("list", item=self.shape(node.body, inner))
        self.truth(node.body, inner)
        return over if node.name == "filter" else TRUTH

    def call(self, node: Call, scope: Scope) -> Shape:
        shapes = [self.shape(argument, scope) for argument in node.arguments]
        if node.name in _ASKING:
            if node.name != "has":
                self.found(problem_of_texts(node, shapes))
            return TRUTH
        if node.name in FUNCTIONS - {"dyn"}:
            return WHOLE if node.name.startswith("get") else _GIVEN.get(node.name, VALUE)
        return UNKNOWN

    def operation(self, node: Operation, scope: Scope) -> Shape:
        if node.sign in _LOGIC:
            for operand in node.operands:
                self.truth(operand, scope)
            return TRUTH
        if node.sign == "?:":
            self.truth(node.operands[0], scope)
            return self.one_shape(node.operands[1:], scope)
        shapes = [self.shape(operand, scope) for operand in node.operands]
        self.found(problem_of_operation(node, shapes))
        if node.sign in _COMPARING:
            return TRUTH
        return shapes[0] if all(shape == shapes[0] for shape in shapes) else VALUE

    def found(self, problem: Problem | None) -> None:
        if problem:
            self.problems.append(problem)


def _literal(node: Literal) -> Shape:
    match node.value:
        case None:
            return UNKNOWN
        case bool():
            return TRUTH
        case str():
            return TEXT
    return DECIMAL if node.value.as_tuple().exponent else WHOLE
