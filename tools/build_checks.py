"""Makes edi_engine/checks/shipped.py and docs/checks.md of schemas/checks/*.yaml.

The first has the shipped rules as Python, so that none is compiled when the engine starts; a rule file that has changed
since is read and compiled like one of a workspace.

    python tools/build_checks.py            write them
    python tools/build_checks.py --check    only say whether they are up to date (exit status 1 if not)
"""

import sys
from hashlib import sha256
from pathlib import Path

from check_reference import page

from edi_engine.canonical.code_lists import CodeLists
from edi_engine.checks.functions import FUNCTIONS
from edi_engine.checks.rule import Rule
from edi_engine.checks.rule_files import read_rules
from edi_engine.conditions.generation import python_of
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
KEYS = ("id", "title", "severity", "document", "scope", "when", "must", "at", "message", "why", "fix", "line", "judge")
HEAD = '''"""The rules of schemas/checks as Python, by the SHA-256 of the file; written by tools/build_checks.py."""

# mypy: ignore-errors

from edi_engine.checks.functions import FUNCTIONS
from edi_engine.conditions.generation import names_of
from edi_engine.findings import Severity

globals().update(names_of(FUNCTIONS))
'''


def outputs() -> dict[str, str]:
    """What is written, by file."""
    workspace = Workspace("nowhere")
    lists = CodeLists(workspace).names()
    files = [
        (text, text.partition(".")[0].removeprefix("# "), read_rules(text, name, lists))
        for name, text in workspace.check_texts()
    ]
    return {"edi_engine/checks/shipped.py": module(files), "docs/checks.md": page(files)}


def module(files: list[tuple[str, str, list[Rule]]]) -> str:
    """The rules as Python."""
    functions, tables = [], []
    for text, _, rules in files:
        functions += [_function(rule) for rule in rules]
        rows = "".join(f"        ({', '.join(_cell(rule, key) for key in KEYS)}),\n" for rule in rules)
        tables.append(f"    {sha256(text.encode()).hexdigest()!r}: (\n{rows}    ),\n")
    return "\n".join([HEAD, *functions, f"KEYS = {KEYS!r}\nFILES = {{\n{''.join(tables)}}}\n"])


def _function(rule: Rule) -> str:
    source = python_of(rule.broken, rule.root, FUNCTIONS, _name(rule))
    if isinstance(source, list):
        raise SystemExit(f"{rule.id}: {source}")
    return f"\n{source}"


def _name(rule: Rule) -> str:
    return rule.id.replace("-", "_").lower()


def _cell(rule: Rule, key: str) -> str:
    if key == "judge":
        return _name(rule)
    return f"Severity.{rule.severity.name}" if key == "severity" else repr(getattr(rule, key))


def main(arguments: list[str]) -> int:
    """Write the files, or say which are out of date."""
    status = 0
    for name, made in outputs().items():
        path = PROJECT / name
        if "--check" not in arguments:
            path.write_text(made, encoding="utf-8")
        elif not path.is_file() or path.read_text(encoding="utf-8") != made:
            print(f"{name} is out of date: run python tools/build_checks.py")
            status = 1
    return status


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
