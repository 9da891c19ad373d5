"""The parts of a condition that all have to hold, so that a decision can name those that did not."""

import re

# Raw and triple quoted texts are left to the evaluator: a condition that has one is not taken apart.
_TOKEN = re.compile(
    r"""(?P<text>"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*') | (?P<open>[(\[{]) | (?P<close>[)\]}]) |
    (?P<and>&&) | (?P<other>\|\||\?|//|\"\"\"|'''|\b[rRbB]{1,2}["'])""",
    re.VERBOSE,
)


def conjuncts(text: str) -> list[str]:
    """The operands of `&&` at the top of a CEL expression, in order; none where there is only one, or no telling.

    `a && b || c` has none: what it asks for is one of two.
    """
    depth, start, found = 0, 0, []
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "other" and (depth == 0 or match.group() not in ("||", "?")):
            return []
        depth += (kind == "open") - (kind == "close")
        if kind == "and" and depth == 0:
            found.append(text[start : match.start()].strip())
            start = match.end()
    return [*found, text[start:].strip()] if found else []
