"""Reads files of rules: every fault found in one go, each at its line and column."""

import re
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from edi_engine.canonical.metadata import DOCUMENTS
from edi_engine.canonical.walk import classes
from edi_engine.checks.functions import FUNCTIONS
from edi_engine.checks.rule import Rule, message_parts, root_of
from edi_engine.conditions.expression import Problem, Shape, near, read_expression
from edi_engine.conditions.generation import WHOLE, compile_tree, read_tree
from edi_engine.conditions.tree import Call, Literal, Node, Operation, parts
from edi_engine.configuration import Rows, Table, Text, fault_at, read_yaml, within
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity

MAX_RULES = 2000
REQUIRED = ("id", "title", "severity", "for", "must", "message", "why", "fix")
KEYS = frozenset({*REQUIRED, "document", "when", "at"})

_ID = re.compile(r"[A-Z][A-Z0-9]{1,9}-[A-Za-z0-9]{1,20}")
_AT = re.compile(r"[a-z_]\w*(\.[a-z_]\w*)*")


def read_rules(text: str, name: str, lists: Collection[str]) -> list[Rule]:
    """Read and check a file of rules.

    Args:
        text: YAML; `checks:` with a list of rules, see `Rule` for the keys.
        name: the file's name, for findings.
        lists: the code lists there are; `known("…", x)` names one of them.

    Raises:
        ConfigurationError: with every fault of the file, each at its line and column: `CHK-001` structure, `CHK-002`
            an expression, or a field the model does not have.
    """
    tree = read_yaml(text, name)
    reader = _Reader(name, text.splitlines(), lists)
    rows = tree.get("checks") if isinstance(tree, Table) else None
    if not isinstance(rows, Rows) or len(rows) > MAX_RULES:
        reader.add("CHK-001", f"there is no list of up to {MAX_RULES} rules under 'checks:'", tree, "write checks: …")
        rows = Rows()
    rules = [rule for row in rows if (rule := reader.rule(row, rows))]
    for rule in _again(rules):
        place = Position(path=name, line=rule.line)
        reader.add("CHK-001", f"the rule {rule.id} stands here twice", place, "give each rule its own id")
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    return rules


def _again(rules: Iterable[Rule]) -> Iterator[Rule]:
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            yield rule
        seen.add(rule.id)


@dataclass(slots=True)
class _Reader:
    """Turns the YAML tree into rules, collecting findings instead of stopping at the first."""

    name: str
    lines: list[str]
    lists: Collection[str]
    findings: list[Finding] = field(default_factory=list)

    def rule(self, row: Any, rows: Rows) -> Rule | None:
        """One rule, None if it has a fault."""
        before = len(self.findings)
        if not isinstance(row, Table) or not self.texts(row):
            if not isinstance(row, Table):
                self.add("CHK-001", "a rule is a table of keys", row if row is not None else rows, "write id: …")
            return None
        self.among(row, "severity", list(Severity))
        self.among(row, "document", DOCUMENTS)
        root = self.root(row)
        if not _ID.fullmatch(row["id"]):
            self.add("CHK-001", f"{row['id'][:50]!r} is no id of a rule", row["id"], "write it like CHK-101 or ABC-7")
        if root is None:
            return None
        for key in ("when", "must"):
            if key in row:
                self.condition(row[key], root)
        self.message(row["message"], root)
        if "at" in row:
            self.place(row["at"], root)
        return self.made(row) if len(self.findings) == before else None

    def made(self, row: Table) -> Rule:
        plain: dict[str, Any] = {key: str(row.get(key, "")) for key in KEYS - {"severity", "for"}}
        severity = Severity(row["severity"])
        return Rule(**plain, severity=severity, scope=str(row["for"]), file=self.name, line=row.line)

    def texts(self, row: Table) -> bool:
        """Whether the keys are those of a rule, each with a text."""
        before = len(self.findings)
        for key, value in row.items():
            if key not in KEYS:
                self.add("CHK-001", f"unknown key {key}", key, near(key, KEYS))
            elif not isinstance(value, Text) or not value:
                self.add("CHK-001", f"{key} is a single text", key, f"write {key}: …")
        for key in REQUIRED:
            if key not in row:
                self.add("CHK-001", f"the rule has no {key}", row, f"add {key}: …")
        return len(self.findings) == before

    def among(self, row: Table, key: str, names: Iterable[str]) -> None:
        if key in row and row[key] not in names:
            self.add("CHK-001", f"there is no {key} {row[key][:50]}", row[key], near(row[key], names))

    def root(self, row: Table) -> Shape | None:
        """The names that a rule's expressions may start with, None if it is for nothing that is known."""
        scope, document = row["for"], row.get("document", "")
        if scope == WHOLE and not document:
            self.add("CHK-001", "which kind of document?", scope, "write document: Declaration beside it")
        elif scope != WHOLE and scope not in classes():
            self.add(
                "CHK-001",
                f"{scope[:50]!r} is no class of the model",
                scope,
                near(scope, classes(), "see docs/fields.html"),
            )
        elif not document or document in DOCUMENTS:
            return root_of(str(scope), str(document))
        return None

    def condition(self, text: Text, root: Shape) -> None:
        """Check an expression that gives true or false."""
        self.expression(text, 0, str(text), root, lambda tree: Operation("!", (tree,), 0))

    def expression(
        self, text: Text, start: int, code: str, root: Shape, wrap: Callable[[Node], Node] = lambda tree: tree
    ) -> None:
        """Check an expression that begins at a character of a text."""
        tree = read_tree(code, root, FUNCTIONS)
        for problem in tree if isinstance(tree, list) else self.checked(wrap(tree), root):
            place = within(text, start + problem.offset, self.lines, self.name)
            self.add("CHK-002", problem.what, place, problem.fix)

    def checked(self, tree: Node, root: Shape) -> list[Problem]:
        compiled = compile_tree(tree, root, FUNCTIONS, "check")
        problems = list(compiled) if isinstance(compiled, list) else []
        for call in (part for part in parts(tree) if isinstance(part, Call) and part.name in ("known", "perhaps")):
            first = call.arguments[0]
            if not isinstance(first, Literal) or first.value not in self.lists:
                said = first.value if isinstance(first, Literal) else "an expression"
                fix = near(str(said), self.lists, "see `edi-engine codes list`")
                problems.append(Problem(first.offset, f"there is no code list {said}", fix))
        return problems

    def message(self, text: Text, root: Shape) -> None:
        """Check the expressions of a message."""
        for start, part, code in message_parts(text):
            if code:
                self.expression(text, start, part, root)
            elif part in "{}":
                place = within(text, start, self.lines, self.name)
                self.add("CHK-001", f"{part!r} stands alone in the message", place, "write {expression}")

    def place(self, text: Text, root: Shape) -> None:
        """Check the path of the field at fault."""
        if not _AT.fullmatch(text):
            self.add("CHK-002", f"{text[:100]!r} is no path", text, "write names joined by dots")
            return
        for problem in read_expression(text, root).problems:
            self.add("CHK-002", problem.what, within(text, problem.offset, self.lines, self.name), problem.fix)

    def add(self, code: str, what: str, where: Any, fix: str) -> None:
        why = "rules are checked against the model when they load"
        self.findings.append(fault_at(code, what, where, self.name, why=why, fix=fix))
