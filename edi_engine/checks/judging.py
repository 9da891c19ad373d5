"""All rules of an installation: read and checked when first needed, judged on one document after another."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property, partial
from hashlib import sha256
from typing import Any, Protocol

import msgspec

from edi_engine.canonical.code_lists import CodeFiles, CodeLists
from edi_engine.canonical.model import Declaration
from edi_engine.canonical.walk import Link, gather, path_of
from edi_engine.checks.functions import FUNCTIONS
from edi_engine.checks.rule import Rule, Wording
from edi_engine.checks.rule_files import read_rules
from edi_engine.checks.settings import USES, Settings, read_settings
from edi_engine.conditions.generation import Judge, compile_tree
from edi_engine.conditions.tree import Node
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Report, Severity

MOST_TOLD = 100  # findings of one rule in one document that are worded; the others are counted
MOST_PLACES = 20  # that a finding names which stands for several
MOST_REMEMBERED = 20_000  # codes whose answers are kept
DAYS = ("acceptance_date_time", "issue_date_time")


class CheckFiles(CodeFiles, Protocol):
    """Where rules and settings are kept; a `Workspace` does."""

    def check_texts(self) -> list[tuple[str, str]]:
        """The files of rules, the shipped ones first: how findings call each, and its text."""

    def check_settings(self) -> tuple[str, str] | None:
        """Text and name of `checks.yaml`, None if there is none."""


class Checks:
    """The rules and what is wanted of them."""

    def __init__(self, files: CheckFiles) -> None:
        """Take the files; nothing is read before it is needed."""
        self._files = files
        self._codes = CodeLists(files)
        self._answers: dict[tuple[str, str, date | None], int | None] = {}
        self._sets: dict[tuple[type[msgspec.Struct], str], _RuleSet] = {}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """Every rule by id, in order; a rule of the workspace takes the place of a shipped one of its id.

        Raises:
            ConfigurationError: with all that is wrong with the files of rules.
        """
        found: dict[str, Rule] = {}
        faults: list[Finding] = []
        lists = self._codes.names()
        for name, text in self._files.check_texts():
            try:
                rules = compiled_rules(text, name) or read_rules(text, name, lists)
                found |= {rule.id: rule for rule in rules}
            except ConfigurationError as error:
                faults.extend(error.findings)
        if faults:
            raise ConfigurationError(*faults)
        return dict(sorted(found.items()))

    @cached_property
    def settings(self) -> Settings:
        """What the workspace wants; raises `ConfigurationError` with all that is wrong with its `checks.yaml`."""
        found = self._files.check_settings()
        return read_settings(*found, self.rules) if found else Settings()

    def prepare(self) -> None:
        """Read the rules and the settings; raises `ConfigurationError` with what is wrong with them."""
        _ = self.settings

    def check(self, document: msgspec.Struct, report: Report, number: int | None = None, use: str = "validate") -> None:
        """Judge a document; each thing that breaks a rule is a finding with the rule's id as its code.

        An amendment that names by pointers what it changes holds no more than that, so it is not judged; the version it
        makes is.

        Args:
            document: a canonical document.
            report: gets the findings; a rule that cannot be judged is a note `CHK-004`.
            number: of the message in its interchange.
            use: key of `settings.USES`, which says what findings weigh.
        """
        rules = self._rule_set(type(document), use)
        if not rules.judged or _is_part(document):
            return
        context = _Context(self._codes, self._answers, _day_of(document))
        found = gather(document, rules.wanted)
        for judged in rules.judged:
            things, links = found[judged.struct]
            if things:
                judged.judge(things, links, document, context, report, number)

    def _rule_set(self, kind: type[msgspec.Struct], use: str) -> "_RuleSet":
        if (kind, use) not in self._sets:
            self._sets[kind, use] = _RuleSet(list(self._wanted(kind, use)))
        return self._sets[kind, use]

    def _wanted(self, kind: type[msgspec.Struct], use: str) -> Iterator["_Judged"]:
        for rule in self.rules.values() if self.settings.uses[use] != "off" else ():
            weight = self.settings.weight(rule.id, rule.severity, use)
            if weight and rule.document in ("", kind.__name__):
                yield _Judged(rule, weight)


class _RuleSet:
    """The rules for one kind of document in one use, and the classes they judge."""

    def __init__(self, judged: Sequence["_Judged"]) -> None:
        self.judged = judged
        self.wanted = frozenset(one.struct for one in judged)


class _Judged:
    """A rule made ready to judge."""

    def __init__(self, rule: Rule, weight: Severity) -> None:
        self.rule, self.weight, self.struct = rule, weight, rule.struct

    @cached_property
    def _broken(self) -> Judge:
        return self.rule.judge or _compiled(self.rule, self.rule.broken)

    @cached_property
    def _wording(self) -> Wording:
        return Wording(self.rule, partial(_compiled, self.rule))

    def judge(
        self,
        things: Sequence[msgspec.Struct],
        links: Sequence[Link],
        document: msgspec.Struct,
        context: "_Context",
        report: Report,
        number: int | None,
    ) -> None:
        """Add a finding for each thing that breaks the rule."""
        broken = self._broken
        try:
            wrong = [place for place, this in enumerate(things) if broken(this, document, context) is True]
        except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
            report.add(self._not_judged(error, number))
            return
        if wrong:
            report.extend(self._told(wrong[:MOST_TOLD], things, links, document, context, number))
        if len(wrong) > MOST_TOLD:
            report.count(self.weight, self.rule.id, len(wrong) - MOST_TOLD)

    def _told(
        self,
        wrong: Sequence[int],
        things: Sequence[msgspec.Struct],
        links: Sequence[Link],
        document: msgspec.Struct,
        context: "_Context",
        number: int | None,
    ) -> Iterator[Finding]:
        """A finding for each place, one for those of which the same is to be said."""
        said: dict[str, list[int]] = {}
        for place in wrong:
            said.setdefault(self._wording.words(things[place], document, context), []).append(place)
        for words, (first, *others) in said.items():
            places = [
                ".".join(filter(None, (path_of(links[place]), self.rule.at)))
                for place in (first, *others[: MOST_PLACES - 1])
            ]
            more = f", and at {len(others)} more place{'s' if others[1:] else ''}" if others else ""
            yield Finding(
                code=self.rule.id,
                severity=self.weight,
                what=words + more,
                where=Position(message=number, path=places[0] or None),
                why=self.rule.why,
                fix=self.rule.fix,
                places=tuple(places) if others else (),
            )

    def _not_judged(self, error: Exception, number: int | None) -> Finding:
        return Finding(
            code="CHK-004",
            severity=Severity.NOTE,
            what=f"the rule {self.rule.id} cannot be judged: {type(error).__name__}: {str(error)[:200]}",
            where=Position(message=number),
            why=f"{self.rule.file}, line {self.rule.line}",
            fix="correct the value it reads, or the rule; the other rules were judged",
        )


def compiled_rules(text: str, name: str) -> list[Rule]:
    """The rules of a file that was made Python before, nothing if it is another or has changed since."""
    from edi_engine.checks import shipped

    rows: Sequence[tuple[Any, ...]] = shipped.FILES.get(sha256(text.encode()).hexdigest(), ())
    return [Rule(file=name, **dict(zip(shipped.KEYS, row, strict=True))) for row in rows]


def _compiled(rule: Rule, node: Node) -> Judge:
    judge = compile_tree(node, rule.root, FUNCTIONS, rule.id)
    if isinstance(judge, list):
        raise AssertionError(f"{rule.id} was checked when it was read")
    return judge


@dataclass(frozen=True, slots=True)
class _Context:
    """The code lists on the day that a document is of; answers are remembered from one document to the next."""

    codes: CodeLists
    answers: dict[tuple[str, str, date | None], int | None]
    day: date | None

    def known(self, name: str, code: str) -> bool:
        """See `functions.Codes`."""
        key = (name, code, self.day)
        if key not in self.answers:
            self._keep(key, self.codes.known(name, code, self.day))
        return bool(self.answers[key])

    def suggest(self, name: str, code: str) -> Sequence[str]:
        """See `functions.Codes`."""
        return self.codes.suggest(name, code)

    def number(self, name: str, code: str, fact: str) -> int | None:
        """See `functions.Codes`."""
        key = (f"{fact} {name}", code, self.day)
        if key not in self.answers:
            found = self.codes.find(name)
            meant = found.get(code, self.day) if found else None
            text = meant.facts.get(fact, "") if meant else ""
            self._keep(key, int(text) if text.isdigit() else None)
        return self.answers[key]

    def _keep(self, key: tuple[str, str, date | None], answer: int | None) -> None:
        if len(self.answers) >= MOST_REMEMBERED:
            self.answers.clear()
        self.answers[key] = answer


def _is_part(document: Any) -> bool:
    """Whether a declaration says only what it changes in another one."""
    return isinstance(document, Declaration) and any(amendment.pointers for amendment in document.amendments)


def _day_of(document: Any) -> date | None:
    """The day a document is of: of its acceptance, else of its issue; None if it names none."""
    for name in DAYS:
        moment = getattr(document, name, None)
        if moment is not None and (day := moment.as_date()):
            return day  # type: ignore[no-any-return]
    return None


__all__ = ["USES", "CheckFiles", "Checks"]
