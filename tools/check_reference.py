"""The page docs/checks.md: every shipped rule, and the functions that rules may call."""

import inspect
from collections.abc import Iterable

from edi_engine.checks.functions import FUNCTIONS
from edi_engine.checks.rule import Rule
from edi_engine.conditions.functions import Function

HEAD = """\
# Checks

What a document must say to make sense, whatever format it came in: the rules of `schemas/checks/`.
Written by tools/build_checks.py.
The rule's id is the code of its finding. `edi-engine checks show ID` shows its condition and a document that breaks it;
how to write your own and to switch rules off: [own-checks.md](own-checks.md).
"""
FUNCTIONS_HEAD = """
## Functions

Rules may call these beside those of CEL: `size`, `startsWith`, `endsWith`, `contains`, `matches`, `has`, `all`,
`exists`, `exists_one`, `filter`, `map`. All numbers are decimals.
Where an argument is absent the rule is undecided, and breaks nothing; `otherwise(a, b)` is `b` where `a` is absent.

| function | gives |
|---|---|
"""


def page(files: Iterable[tuple[str, str, list[Rule]]]) -> str:
    """The page of some files: name, first comment, rules."""
    parts = [HEAD]
    for _, about, rules in files:
        parts.append(f"\n## {about}\n\n| code | level | what holds | why |\n|---|---|---|---|\n")
        parts += [f"| {rule.id} | {rule.severity} | {_cell(rule.title)} | {_cell(rule.why)} |\n" for rule in rules]
    parts.append(FUNCTIONS_HEAD)
    parts += [f"| `{name}({_arguments(made)})` | {_about(made)} |\n" for name, made in sorted(FUNCTIONS.items())]
    return "".join(parts)


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _arguments(made: Function) -> str:
    names = list(inspect.signature(made.call).parameters)[made.context :]
    return ", ".join(names)


def _about(made: Function) -> str:
    text = inspect.getdoc(made.call) or ""
    return _cell(" ".join(text.split("\n\n")[0].split()))
