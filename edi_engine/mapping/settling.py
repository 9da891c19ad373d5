"""Which values of a document the findings of a writer mean.

A finding names its path without ordinals, and often from a scope on: which of the values there it means follows from
what it quotes, or else by trial, a document without the value written again.
"""

import re
from collections import Counter
from copy import deepcopy
from typing import Any, Protocol

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.findings import Finding, Report
from edi_engine.mapping.coverage import MOST_LEFT_OUT, LeftOut
from edi_engine.mapping.losses import shown

MOST_TRIALS = 60
SHOWN = 50  # characters of a value that findings quote for certain
EVERY = "[*]"
Steps = tuple[str | int, ...]
_KEY = re.compile(r"[\[,] *(\w+)=")
_OF = re.compile(r"([0-9]+) of ([0-9]+) (elements|pieces)")
_ORDINALS = re.compile(r"\[[^\]]*\]")
_PART = re.compile(r"\.(date|time)$")  # of a moment, which is one value


class Writer(Protocol):
    """What is asked of a mapping."""

    def write(self, document: Any, report: Report) -> Any:
        """Write a document."""

    def left_out(self, document: Any) -> LeftOut:
        """What writing leaves out for want of a place."""


class Leaf:
    """A value of a document: the steps of its exact path, what it is, and the finding that says that it is lost."""

    __slots__ = ("lost", "path", "plain", "steps", "value")

    def __init__(self, steps: Steps, value: Any) -> None:
        self.steps, self.value = steps, value
        self.path = "".join(f"[{step}]" if isinstance(step, int) else f".{step}" for step in steps)[1:]
        self.plain = ".".join(step for step in steps if isinstance(step, str))
        self.lost: Finding | None = None

    @property
    def text(self) -> str:
        """The value as findings quote it."""
        return str(self.value.value or self.value.format) if isinstance(self.value, DateTime) else shown(self.value)


class Settling:
    """Finds the values that findings without ordinals mean, with so many trials and no more."""

    def __init__(self, mapping: Writer, document: msgspec.Struct, found: list[Leaf], report: Report) -> None:
        self.mapping, self.document, self.found, self.trials = mapping, document, found, MOST_TRIALS
        self._made = Counter(finding.what for finding in report)  # equal values make equal findings

    def settle(self, finding: Finding) -> None:
        """Take down what a finding says of one value, or of several."""
        path = _ORDINALS.sub("", finding.where.path or "")
        path = _PART.sub("", path).lstrip("/^.")  # templates start paths at a scope, too
        left = [leaf for leaf in self.found if leaf.lost is None]
        near = sorted((leaf for leaf in left if _is_at(leaf.plain, path)), key=lambda leaf: leaf.plain != path)
        quoted = [leaf for leaf in near or left if _quotes(finding, leaf)]
        if not near:  # the place is one of the format (a column, a record), or what it means is told
            known = any(_is_at(leaf.plain, path) for leaf in self.found)
            near = quoted = [] if known else sorted(quoted, key=lambda leaf: len(leaf.text))[-1:]
        for leaf in self._meant(finding, path, near, quoted):
            leaf.lost = finding
            self._lose_keys(leaf, finding)

    def _meant(self, finding: Finding, path: str, near: list[Leaf], quoted: list[Leaf]) -> list[Leaf]:
        """Which of the values at a path a finding means, some of them quoted in it."""
        counted = _OF.search(finding.what)
        if finding.code == "MAP-205":
            return near
        if counted and counted[3] == "elements":
            return near[-int(counted[1]) :]
        if quoted and EVERY in str(finding.where.path):  # one value for all, or some of a list that are the same
            return [leaf for leaf in quoted if leaf.text == quoted[0].text]
        whole = [leaf for leaf in quoted if repr(leaf.text) in finding.what]
        meant = self._of_quoted(finding, whole) or self._by_trial(near, finding)
        meant = meant or self._of_quoted(finding, quoted) or near[:1]
        if finding.code == "MAP-206" and meant:  # of two that run together neither comes back
            return [meant[0], *[leaf for leaf in near[near.index(meant[0]) + 1 :] if leaf.plain == meant[0].plain][:1]]
        if meant and f".{path}." in f".{meant[0].plain}":  # it is about an object, and all that is in it
            return [leaf for leaf in near if leaf.steps[:-1] == meant[0].steps[:-1]]
        return meant

    def _of_quoted(self, finding: Finding, quoted: list[Leaf]) -> list[Leaf]:
        """The value quoted: a quantity is with its unit; of equal ones in different kinds of objects, it is tried."""
        objects = Counter(leaf.steps[:-1] for leaf in quoted)
        quoted.sort(key=lambda leaf: (-objects[leaf.steps[:-1]], finding.what.find(_beginning(leaf))))
        apart = len({leaf.plain.rpartition(".")[0] for leaf in quoted}) > 1
        return (self._by_trial(quoted, finding) if apart else []) or quoted[:1]

    def _lose_keys(self, leaf: Leaf, finding: Finding) -> None:
        """An element that was picked for a value now lost (`parties[role=agent].id`): nothing says its keys either."""
        keys = set(_KEY.findall(str(finding.where.path)))
        for depth in (n + 1 for n, step in enumerate(leaf.steps) if keys and isinstance(step, int)):
            kin = [other for other in self.found if other.lost is None and other.steps[:depth] == leaf.steps[:depth]]
            if all(len(other.steps) == depth + 1 and other.steps[-1] in keys for other in kin):
                for other in kin:
                    other.lost = finding

    def _by_trial(self, near: list[Leaf], finding: Finding) -> list[Leaf]:
        """The first value without which the finding is not made."""
        if len(near) > 1:
            for leaf in near[: self.trials]:
                self.trials -= 1
                if self._written(without(self.document, leaf.steps))[finding.what] < self._made[finding.what]:
                    return [leaf]
        return []

    def _written(self, document: Any) -> Counter[str]:
        report = Report(limit=MOST_LEFT_OUT)
        self.mapping.write(document, report)
        return Counter(other.what for other in report)


def _quotes(finding: Finding, leaf: Leaf) -> bool:
    """Whether a finding quotes a value, or the beginning of a long one."""
    beginning = _beginning(leaf)
    end = r"(?!\w)" if len(repr(leaf.text)) <= SHOWN else ""
    return bool(beginning) and re.search(rf"(?<!\w){re.escape(beginning)}{end}", finding.what) is not None


def _beginning(leaf: Leaf) -> str:
    return repr(leaf.text)[1:SHOWN].rstrip("'\"")


def without(document: msgspec.Struct, steps: Steps) -> Any:
    """A copy of a document without one value."""
    copy: Any = deepcopy(document)
    *way, last = steps
    held = copy
    for step in way:
        held = getattr(held, step) if isinstance(step, str) else held[step]
    if isinstance(held, list | dict):
        del held[last]  # type: ignore[arg-type]
    else:
        setattr(held, str(last), None)
    return copy


def _is_at(plain: str, path: str) -> bool:
    """Whether a value stands at a path or below it; the path may begin at an object anywhere in the document."""
    return f".{path}." in f".{plain}." if path else False
