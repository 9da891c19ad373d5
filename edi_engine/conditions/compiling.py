"""From the text of a CEL expression to a program that can be run, or all that is wrong with it and where."""

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from edi_engine.conditions.expression import Problem, Reading, Shape, read_expression

if TYPE_CHECKING:
    import cel

MAX_LENGTH = 2000
MAX_NESTING = 20

_CEL_ERROR = re.compile(r"ERROR: <input>:(\d+):(\d+): (?:Syntax error: )?(.*)")


@dataclass(frozen=True, slots=True)
class Compiled:
    """A program and what it reads."""

    program: "cel.Program"
    reading: Reading


def compile_expression(
    text: str, root: Shape, macros: int, functions: frozenset[str] = frozenset()
) -> Compiled | list[Problem]:
    """Compile an expression, or say all that is wrong with it.

    Args:
        text: CEL of at most 2,000 characters, nested at most 20 deep.
        root: a struct shape whose fields are the names it may start with.
        macros: how many macros (`exists`, `all`, …) it may have: the evaluator sets no limit to the work they make.
        functions: those that may be called beside the evaluator's own.
    """
    if limit := _over_limit(text):
        return [limit]
    import cel  # its package loads a terminal interface: 0.1 s that only those who judge documents should pay

    try:
        program = cel.compile(text)
    except ValueError as error:
        return _syntax_problems(text, str(error))
    reading = read_expression(text, root, functions)
    if reading.macros > macros:
        what = f"{reading.macros} macros, more than {macros}: the work could grow with each level"
        reading.problems.append(Problem(0, what, "split the condition"))
    return reading.problems or Compiled(program, reading)


def _over_limit(text: str) -> Problem | None:
    if len(text) > MAX_LENGTH:
        return Problem(MAX_LENGTH, f"longer than {MAX_LENGTH} characters", "split it")
    depth = 0
    for match in re.finditer(r"""(?P<text>"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')|[(\[{]|[)\]}]""", text):
        if not match["text"]:
            depth += 1 if match.group() in "([{" else -1
        if depth > MAX_NESTING:
            return Problem(match.start(), f"nested deeper than {MAX_NESTING} brackets", "write it flatter")
    return None


def _syntax_problems(text: str, error: str) -> list[Problem]:
    starts = [0, *(match.end() for match in re.finditer("\n", text))]
    found = [
        Problem(
            starts[min(int(line), len(starts)) - 1] + int(column) - 1, what.partition(" expecting {")[0], _advice(what)
        )
        for line, column, what in _CEL_ERROR.findall(error)
    ]
    return found[:1] or [Problem(0, error.splitlines()[0][:200], _advice(""))]  # later errors echo the first


def _advice(what: str) -> str:
    if "has()" in what:
        return "has() asks for a field of something: has(document.type_code); ask size(goods_items) > 0 of a list"
    return 'write CEL, for example: type_code == "IM" && has(destination.country_code)'
