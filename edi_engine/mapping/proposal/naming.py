"""Which field of the document a name means: by the words of both, by names known as a whole, by what stands there."""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from decimal import Decimal, InvalidOperation
from functools import cached_property

from edi_engine.canonical.metadata import Kind
from edi_engine.mapping.moments import FORMATS, read_moment
from edi_engine.mapping.proposal.model_paths import Steps, bared, lists_in, struct_at, within
from edi_engine.mapping.proposal.national import NationalNames
from edi_engine.mapping.proposal.targets import Target, targets_of
from edi_engine.mapping.proposal.words import Words

ENOUGH = 0.45  # of the words of a name, by how much they tell
LEARNED, KNOWN = 1.1, 1.15  # a name that another mapping, or the table, has as a whole
ENOUGH_USUAL = 0.38  # for a path that messages are known to have
UNUSUAL = 0.15  # what another path loses against those
VAGUE = frozenset(
    {"id", "value", "name", "numeric", "code", "quantity", "type", "amount"}
)  # a name may leave these words out
_COUNTRY, _CURRENCY = re.compile("[A-Z]{2}"), re.compile("[A-Z]{3}")
_MASS = re.compile("kg|mas|weight|wgt|wt|wet")


class Naming:
    """Finds fields by name.

    Args:
        kind: of the document.
        words: the table of words.
        learned: names that mappings in sight have, each with the kind of object it stands in and its path from there.
        usual: paths from the document, without choices, that messages are known to have.
        national: names of the formats of administrations.
    """

    def __init__(
        self,
        kind: str,
        words: Words,
        learned: Sequence[tuple[str, str, Steps]] = (),
        usual: Collection[Steps] = (),
        national: NationalNames | None = None,
    ) -> None:
        self.kind, self.words = kind, words
        self.national = national or NationalNames("", kind)
        self._usual = {steps[:end] for steps in usual for end in range(1, len(steps) + 1)}
        self.targets = targets_of(words)
        self._told = self.targets.telling(kind)
        self._learned: dict[tuple[str, frozenset[str]], Counter[Steps]] = defaultdict(Counter)
        for owner, name, steps in learned:
            said = self.words.said(name)
            roles = frozenset(
                word for step in steps if "[role=" in step for word in self.words.said(step.partition("=")[2])
            )
            if said - VAGUE and (not roles or said & roles):
                self._learned[owner, said][steps] += 1

    def ranked(
        self, scope: Steps, name: str, around: Sequence[str], values: Sequence[str], inside: str = ""
    ) -> list[tuple[float, Target]]:
        """The fields that a name may mean in a scope, the likeliest first, each with how likely.

        Args:
            scope: path of the list whose elements are meant, empty for the document.
            around: names of what stands around it within the scope; `inside`: that of what is the scope.
            values: what the sample has there.
        """
        own = self.words.said(name)
        context = frozenset(word for other in around for word in self.words.said(other))
        owner = struct_at(self.kind, scope)
        known = self._whole(owner, scope, name, around or ([inside] if inside else []))
        found = []
        for target in self._candidates(owner, own - VAGUE or context - VAGUE or own, known):
            score = max(self._score(target, own, context), known.get(target.path, 0))
            less = self._unusual((*scope, *target.steps)) if target.path not in known else 0.0
            if score >= (ENOUGH if less else ENOUGH_USUAL) and suits(target, values):
                found.append((score - less, target))
        return sorted(
            found, key=lambda pair: (-round(pair[0], 3), len(pair[1].steps), len(pair[1].path), pair[1].path)
        )[:4]

    def list_for(self, scope: Steps, name: str, inside: Sequence[tuple[str, Sequence[str]]]) -> Steps:
        """The list that a repeated thing means: by its name, and by the names of what stands in it; empty if none."""
        if national := self.national.list_for(scope, name):
            return national
        own, owner = self.words.said(name), struct_at(self.kind, scope)
        best: tuple[float, Steps] = (0.0, ())
        for steps in lists_in(owner):
            there = frozenset(word for step in steps for word in self.words.said(step))
            known = any((*scope, *steps) == path for path in self.phrases.get(own, ()))
            named = 1.2 if known else self._weight(own & there) / (self._weight(own) or 1) if own & there else 0.0
            ranks = [self.ranked((*scope, *steps), inner, (), values)[:1] for inner, values in inside]
            within_it = sum(rank[0][0] for rank in ranks if rank) / (len(inside) or 1)
            score = named + within_it - 0.02 * len(steps) - self._unusual((*scope, *steps))
            best = max(best, (score, steps), key=lambda pair: pair[0])
        return best[1] if best[0] > 0.6 else ()

    def _unusual(self, steps: Steps) -> float:
        """What a path loses that no message is known to have."""
        return UNUSUAL if self._usual and bared(steps) not in self._usual else 0.0

    def _candidates(self, owner: str, words: frozenset[str], known: Collection[str]) -> list[Target]:
        """The fields that share a word with a name, or that a known name means."""
        index = self.targets.index(owner)
        begun = {word for word in index if any(_begins(said, word) for said in words)}
        found = {target.path: target for word in sorted(begun) for target in index[word]}
        wanted = set(known) - set(found)
        return [
            *found.values(),
            *(target for target in self.targets.targets(owner) if wanted and target.path in wanted),
        ]

    # -- scores --------------------------------------------------------------------------------------------------------

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self._tells(word) for word in words)

    def _tells(self, word: str) -> float:
        return self._told.get(word, 4.0) * (0.4 if word in VAGUE else 1)

    def _score(self, target: Target, own: frozenset[str], context: frozenset[str]) -> float:
        """The share of what the words of a name tell that a field has too, less what they do not account for."""
        every = target.own | target.around | target.role
        hits = {word: found for word in own if (found := _same(word, every))}
        if not hits and not (context and target.own & VAGUE and not own - VAGUE):
            return 0.0
        total = self._weight(own) or 1.0
        met = sum(
            self._tells(word) * (1.0 if found in target.own | target.role else 0.7) for word, found in hits.items()
        )
        from_context = {found for word in context if (found := _same(word, target.around | target.role))}
        met += 0.5 * self._weight(frozenset(from_context) - frozenset(hits.values()))
        said = frozenset(hits.values()) | from_context
        lacking = self._weight(target.own - said - VAGUE) + 1.5 * self._weight(target.role - said)
        lacking += 0.3 * self._weight(target.around - said) + 0.1 * len(target.steps)
        lost = self._weight(own - frozenset(hits))
        score = (met - 0.5 * lacking - 0.5 * lost) / total
        return min(score, 1.0) + 0.01 * min(score, 10.0)

    def _whole(self, owner: str, scope: Steps, name: str, around: Sequence[str]) -> dict[str, float]:
        """Paths that a name is known to mean as a whole, alone or with the name of what stands around it."""
        found: dict[str, float] = {}
        names = [name, *([f"{around[-1]}_{name}"] if around else [])]
        if around and self.words.said(name) <= VAGUE:
            names.insert(0, around[-1])
        for length, one in enumerate(names):
            words = self.words.said(one)
            for steps in self.phrases.get(words, ()):
                inner = _from(steps, scope)
                if inner:
                    found[".".join(inner)] = found[".".join((*inner, "value"))] = KNOWN + 0.1 * length
            for steps, _ in self._learned.get((owner, words), Counter()).most_common(2):
                found[".".join(steps)] = LEARNED + 0.1 * length
        return found

    @cached_property
    def phrases(self) -> dict[frozenset[str], list[Steps]]:
        """The names of the table, in the words of the model."""
        found: dict[frozenset[str], list[Steps]] = defaultdict(list)
        for words, paths in self.words.phrases.items():
            found[frozenset(self.words.meant(sorted(words)))] += paths
        return found


def _from(steps: Steps, scope: Steps) -> Steps:
    """A path from the element of a list on; empty where it does not go through that list."""
    plain = tuple(step.partition("[0]")[0] if at < len(scope) else step for at, step in enumerate(steps))
    return steps[len(scope) :] if within(plain, scope) or not scope else ()


def _same(word: str, others: frozenset[str]) -> str:
    """The word that means the same, or that this one is the beginning of."""
    if word in others:
        return word
    begun = [other for other in others if _begins(word, other)]
    return min(begun, key=lambda other: (len(other), other)) if begun else ""


def _begins(word: str, other: str) -> bool:
    """Whether a word is another one, or three letters or more of its beginning."""
    return word == other or (len(word) >= 3 and other.startswith(word))


# -- what stands there -------------------------------------------------------------------------------------------------


def suits(target: Target, values: Sequence[str]) -> bool:
    """Whether what the sample has can stand in a field."""
    field, half = target.field, target.half
    if field.kind is Kind.DATETIME:
        return bool(values) and moment_format(values) is not None
    if half in ("currency", "unit"):
        return (
            all(_CURRENCY.fullmatch(value) for value in values) if half == "currency" else not all(map(number, values))
        )
    if field.kind is Kind.INTEGER:
        return all(value.isascii() and value.isdigit() for value in values)
    if field.kind is not Kind.TEXT:
        return all(number(value) for value in values)
    if field.name in ("country_code", "country_id"):
        return all(_COUNTRY.fullmatch(value) or len(value) == 3 for value in values)
    return True


def number(text: str) -> bool:
    """Whether a text is a plain decimal number."""
    try:
        return Decimal(text.replace(",", ".", 1)).is_finite()
    except InvalidOperation:
        return False


def moment_format(values: Sequence[str]) -> str | None:
    """The format code of 2379 that dates are written in, empty for ISO 8601; None if they are none."""
    for code in sorted(FORMATS, key=lambda code: (code not in ("", "102", "203", "204"), code)):
        if code not in ("602", "610") and all(read_moment(value, code) for value in values):
            return code
    return None


def expression(target: Target, name: str, values: Sequence[str], *, numbers: bool = False) -> str:
    """The path with what is written behind it: a unit only the name says, the format of dates, that it is a number."""
    kilograms = target.field.kind is Kind.MEASURE and target.half == "value" and _MASS.search(name.lower())
    path = f"{'.'.join(target.steps)}|measure(KGM)" if kilograms else target.path
    return path + _conversion(target, values, numbers)


def _conversion(target: Target, values: Sequence[str], numbers: bool) -> str:
    if target.field.kind is Kind.DATETIME:
        code = moment_format(values)
        return f"|datetime({code})" if code else "|datetime"
    return "|number" if numbers or target.field.kind is Kind.INTEGER else ""
