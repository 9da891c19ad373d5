"""Which field of the document a name means: by the words of both, by names known as a whole, by what stands there."""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from functools import cached_property

from edi_engine.canonical.metadata import Kind
from edi_engine.mapping.proposal.model_paths import Steps, bare, bared, fields, leaves, lists_in, struct_at, within
from edi_engine.mapping.proposal.national import NationalNames
from edi_engine.mapping.proposal.shapes import coded, dated, number, suits, wordy
from edi_engine.mapping.proposal.targets import Target, targets_of
from edi_engine.mapping.proposal.words import MESSAGE, Words, split

ENOUGH = 0.45  # of the words of a name, by how much they tell
LEARNED, KNOWN = 1.1, 1.15  # a name that another mapping, or the table, has as a whole
ENOUGH_USUAL = 0.38  # for a path that messages are known to have
UNUSUAL = 0.15  # what another path loses against those
VAGUE = frozenset(
    {"id", "value", "name", "numeric", "code", "quantity", "type", "amount"}
)  # a name may leave these words out
WORDY, TERSE = ("description", "name"), ("id", "value", "type_code", "name", "description")
INSIDE = 1.3  # how much more what stands in a list tells than its name
NAMED = 1.2  # a list whose name it is
UNSAID = 0.5  # what a list loses whose name says more
TIMELY = 0.3  # what a field of dates is likelier, and any other less, where dates stand
CODES = 0.1  # what a name loses where codes stand, and an identifier where words do
LISTED = 0.1  # what a path loses for each list of which it takes the first
COUNTED = 1.2  # numbers from 1 on that follow each other, in a place without another name


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
        self._scored: dict[tuple[str, frozenset[str], frozenset[str], float], list[tuple[float, Target]]] = {}
        self._beginnings: dict[str, list[str]] = {}
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
        if scope and own <= VAGUE and values == [str(number) for number in range(1, len(values) + 1)]:
            known["sequence_numeric"] = COUNTED
        days, codes, words = dated(values), coded(values), wordy(values)
        least = ENOUGH_USUAL - days * TIMELY
        scores = {target.path: (score, target) for score, target in self._likely(owner, own, context, least)}
        for path, score in known.items():
            if target := self.targets.by_path(owner).get(path):
                scores[path] = max(score, scores.get(path, (0.0, target))[0]), target
        found = []
        for path, (score, target) in scores.items():
            less = self._unusual((*scope, *target.steps)) if path not in known else 0.0
            score += days * (TIMELY if target.field.kind is Kind.DATETIME else -TIMELY)
            if score >= (ENOUGH if less else ENOUGH_USUAL) and suits(target, values):
                less += CODES if target.field.name == ("name" if codes else "id" if words else "") else 0
                found.append((score - less, target))
        return sorted(
            found, key=lambda pair: (-round(pair[0], 3), len(pair[1].steps), len(pair[1].path), pair[1].path)
        )[:4]

    def list_for(self, scope: Steps, name: str, inside: Sequence[tuple[str, Sequence[str]]]) -> Steps:
        """The list that a repeated thing means: by its name, and by the names of what stands in it; empty if none."""
        if national := self.national.list_for(scope, name):
            return national
        own, owner = self.words.said(name), struct_at(self.kind, scope)
        if role := self._of_role(scope, own):
            return role
        best: tuple[float, Steps] = (0.0, ())
        for steps in lists_in(owner):
            known = any((*scope, *steps) == path for path in self.phrases.get(own, ()))
            named = NAMED if known else self._named(own, scope, steps)
            ranks = [self.ranked((*scope, *steps), inner, (), values)[:1] for inner, values in inside]
            within_it = sum(rank[0][0] for rank in ranks if rank) / (len(inside) or 1)
            score = named + INSIDE * within_it - 0.02 * len(steps) - self._unusual((*scope, *steps))
            best = max(best, (score, steps), key=lambda pair: pair[0])
        return best[1] if best[0] > 0.6 else ()

    def texts_for(self, scope: Steps, name: str) -> Steps:
        """The list of plain texts that a name means, whose words are among those of the list; empty if none."""
        own = self.words.said(name) - VAGUE
        every = leaves(struct_at(self.kind, scope)) if own else ()
        lists = (steps for steps, field in every if field.many and field.kind is Kind.TEXT)
        found = [steps for steps in lists if own <= self.words.said(steps[-1])]
        return min(found, key=lambda steps: (len(steps), len(steps[-1]), steps), default=())

    def _of_role(self, scope: Steps, own: frozenset[str]) -> Steps:
        """The elements of a role that a name means, or a value of which it means; empty if it is none of those."""
        for path in self.phrases.get(own, ()):
            for end in (len(path), len(path) - 1):
                if len(scope) < end and path[: len(scope)] == scope and "[role=" in path[end - 1]:
                    return path[len(scope) : end]
        return ()

    def _named(self, own: frozenset[str], scope: Steps, steps: Steps) -> float:
        """How much of a name the names of lists say, less what the last of them says beside; 0 for nothing alike."""
        there = frozenset(word for step in steps for word in self.words.said(step))
        if not own & there:
            return 0.0
        beside = self.words.said(steps[-1]) - own - self._said(scope)
        if own in (self.words.said(steps[-1]), self.words.said(steps[-1]) - self._said(scope)):
            return NAMED
        return self._weight(own & there) / self._weight(own) - UNSAID * self._weight(beside) / self._weight(there)

    def _said(self, scope: Steps) -> frozenset[str]:
        """The words of the lists around."""
        return frozenset(word for step in scope for word in self.words.said(bare(step)))

    def is_list(self, scope: Steps, name: str) -> bool:
        """Whether a name is that of a list and of nothing that stands there once."""
        own, owner = self.words.said(name), struct_at(self.kind, scope)
        around = self._said(scope)
        once = {
            self.words.said(field)
            for field, found in fields(owner).items()
            if found.kind is Kind.STRUCT and not found.many
        }
        lists = {self.words.said(steps[-1]) for steps in lists_in(owner)}
        if self._of_role(scope, own):
            return True
        return own not in once and bool(own in lists or (around and own in {said - around for said in lists}))

    def itself(self, scope: Steps, name: str, values: Sequence[str]) -> list[tuple[float, Target]]:
        """The fields that what stands in an element of a list may mean, when its name is that of the list."""
        rest = [target for target in self.targets.targets(struct_at(self.kind, scope)) if len(target.steps) == 1]
        named = [pair for pair in self.ranked(scope, name, (), values) if pair[0] > 1 and len(pair[1].steps) == 1]
        rest = [target for target in rest if suits(target, values)]
        prose = any(" " in value for value in values)
        kinds = WORDY if prose else (("quantity",) if all(map(number, values)) else ()) + TERSE
        ends = [target for kind in kinds for target in rest if _ends(target, kind)]
        return [*named, *((0.3 - 0.01 * at, target) for at, target in enumerate(ends))]

    def _unusual(self, steps: Steps) -> float:
        """What a path loses that no message is known to have."""
        return UNUSUAL if self._usual and bared(steps) not in self._usual else 0.0

    def _likely(
        self, owner: str, own: frozenset[str], context: frozenset[str], least: float
    ) -> list[tuple[float, Target]]:
        """The fields of an object that words may mean, with how likely; kept, for names come again in every list."""
        key = owner, own, context, least
        if key not in self._scored:
            candidates = self._candidates(owner, own, context, least)
            scores = ((self._score(target, own, context), target) for target in candidates)
            self._scored[key] = [pair for pair in scores if pair[0] >= least]
        return self._scored[key]

    def _candidates(self, owner: str, own: frozenset[str], context: frozenset[str], least: float) -> list[Target]:
        """The fields that share a word with a name, and may score enough for what they share with it and around it."""
        index = self.targets.index(owner)
        told: dict[int, float] = defaultdict(float)
        for word in own:
            for one in {id(target) for begun in self._begun(word) for target in index.get(begun, ())}:
                told[one] += 1.5 * self._tells(word)
        for near in {begun for word in context for begun in self._begun(word)}:
            for target in index.get(near, ()):
                told[id(target)] += 0.5 * self._tells(near)
        needed = (least / 1.01 + 0.5) * self._weight(own)
        sought = {begun for word in own - VAGUE or context - VAGUE or own for begun in self._begun(word)}
        found = {id(target): target for word in sought for target in index.get(word, ())}
        return [target for one, target in found.items() if told[one] >= needed]

    def _begun(self, word: str) -> list[str]:
        """The words of fields that a word is, or is the beginning of, the likeliest first."""
        if word not in self._beginnings:
            found = [other for other in self.targets.vocabulary if _begins(word, other)]
            self._beginnings[word] = sorted(found, key=lambda other: (other != word, len(other), other))
        return self._beginnings[word]

    # -- scores --------------------------------------------------------------------------------------------------------

    def _weight(self, words: frozenset[str]) -> float:
        return sum(self._tells(word) for word in words)

    def _tells(self, word: str) -> float:
        return self._told.get(word, 4.0) * (0.4 if word in VAGUE else 1)

    def _same(self, word: str, others: frozenset[str]) -> str:
        """The word that means the same, or that this one is the beginning of."""
        return next((other for other in self._begun(word) if other in others), "")

    def _score(self, target: Target, own: frozenset[str], context: frozenset[str]) -> float:
        """The share of what the words of a name tell that a field has too, less what they do not account for."""
        hits = {word: found for word in own if (found := self._same(word, target.words))}
        if not hits and not (context and target.own & VAGUE and not own - VAGUE):
            return 0.0
        total = self._weight(own) or 1.0
        met = sum(
            self._tells(word) * (1.0 if found in target.own | target.role else 0.7) for word, found in hits.items()
        )
        from_context = {found for word in context if (found := self._same(word, target.around | target.role))}
        met += 0.5 * self._weight(frozenset(from_context) - frozenset(hits.values()))
        said = frozenset(hits.values()) | from_context
        lacking = self._weight(target.own - said - VAGUE) + 1.5 * self._weight(target.role - said)
        lacking += 0.3 * self._weight(target.around - said) + 0.1 * len(target.steps)
        lacking += 2 * LISTED * total * sum("[0]" in step for step in target.steps)
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
            for steps in self._meant(one, around):
                inner = _from(steps, scope) or self._alike(steps, owner if scope else "")
                if inner:
                    found[".".join(inner)] = found[".".join((*inner, "value"))] = KNOWN + 0.1 * length
            for steps, _ in self._learned.get((owner, words), Counter()).most_common(2):
                found[".".join(steps)] = LEARNED + 0.1 * length
        return found

    def _meant(self, name: str, around: Sequence[str]) -> Sequence[Steps]:
        """The paths that the table has for a name; one that says little counts as it is written, and at the top."""
        words, written = self.words.said(name), self.words.phrases(self.kind).get(frozenset(split(name)), ())
        if words - VAGUE:
            return written or self.phrases.get(words, ())
        return () if any(not set(split(other)) <= MESSAGE for other in around) else written

    def _alike(self, steps: Steps, owner: str) -> Steps:
        """A path from the first object of a kind on; empty where it goes through none."""
        ends = (end for end in range(1, len(steps)) if owner and struct_at(self.kind, steps[:end]) == owner)
        return steps[next(ends, len(steps)) :]

    @cached_property
    def phrases(self) -> dict[frozenset[str], list[Steps]]:
        """The names of the table, in the words of the model."""
        found: dict[frozenset[str], list[Steps]] = defaultdict(list)
        for words, paths in self.words.phrases(self.kind).items():
            found[frozenset(self.words.meant(sorted(words)))] += paths
        return found


def _ends(target: Target, kind: str) -> bool:
    """Whether a field is of a kind, as its name says; a description or a name may be called so more closely."""
    path = target.path.removesuffix(".value")
    return path == kind or (kind in WORDY and path.endswith(f"_{kind}"))


def _from(steps: Steps, scope: Steps) -> Steps:
    """A path from the element of a list on; empty where it does not go through that list."""
    plain = tuple(
        (scope[at] if bare(step) == scope[at] else step.partition("[0]")[0]) if at < len(scope) else step
        for at, step in enumerate(steps)
    )
    return steps[len(scope) :] if within(plain, scope) or not scope else ()


def _begins(word: str, other: str) -> bool:
    """Whether a word is another one, or three letters or more of its beginning."""
    return word == other or (len(word) >= 3 and other.startswith(word))
