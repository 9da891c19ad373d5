"""What is known of the places of segments: the fields of the document that may stand there, the surest first."""

from collections import Counter
from dataclasses import dataclass, field, replace

from edi_engine.canonical.metadata import Kind
from edi_engine.mapping.proposal.facts import EdifactFacts, Fact
from edi_engine.mapping.proposal.forms import At, Form
from edi_engine.mapping.proposal.model_paths import (
    Steps,
    bared,
    leaf,
    leaves,
    next_list,
    steps_of,
    struct_at,
    walk,
    within,
)

ROLE = "3035"


@dataclass(frozen=True, slots=True)
class Surroundings:
    """Where forms stand: in the scope of an `each`, in groups (the tags that begin them), beside which `lists`.

    `lists`: those that the segment which begins their group names elements of.
    """

    scope: Steps = ()
    groups: Steps = ()
    lists: frozenset[Steps] = frozenset()
    inside: bool = False

    def of(self, form: Form) -> "Surroundings":
        """What is around the places of a form."""
        if form.place.trigger:
            return Surroundings(self.scope, (*self.groups, form.place.tag))
        return replace(self, inside=bool(self.groups))


AT_THE_TOP = Surroundings()


@dataclass(slots=True, eq=False)
class Planned:
    """A form with what is known of its places (`sure` where by facts of its own place), and the list it walks."""

    form: Form
    around: Surroundings
    known: dict[At, list[Steps]] = field(default_factory=dict)
    sure: bool = False
    opens: Steps = ()


class PlacesKnown:
    """Asks the facts on behalf of one message.

    Args:
        message: its type; `directory`: its release; `kind`: of its document.
    """

    def __init__(self, message: str, directory: str, kind: str, facts: EdifactFacts) -> None:
        self.message, self.kind, self.facts = message, kind, facts
        self.release = facts.release(message, directory)
        self.homes = facts.homes(message, self.release)

    def list_of(self, steps: Steps, scope: Steps) -> Steps:
        """The first list that a path goes through outside its scope."""
        end = next_list(self.kind, steps, len(scope) if within(steps, scope) else 0)
        return bared(steps[:end]) if end else ()

    def paths(self, one: Planned, at: At) -> list[Steps]:
        """Paths from the document for a place, the surest first: of the object in scope before those of others."""
        form, around = one.form, one.around
        scored: Counter[Steps] = Counter()
        for fact in self.facts.at(form.place.tag, form.ids[at]):
            if fact.occurrence in (0, form.occurrence[at]) and fact.fits(lambda name: form.code(name, at[0])):
                steps = steps_of(fact.path)
                scored[steps] = max(scored[steps], self._weight(fact, steps, around))
        fields = {steps: found for steps, weight in scored.items() if weight and (found := leaf(self.kind, steps))}
        ranked = sorted(fields, key=lambda steps: (-scored[steps], fields[steps].element != form.ids[at]))
        inside = [steps for steps in ranked if within(steps, around.scope)]
        inside = inside or self._party(form, at, around.scope) or self._in_scope(form, at, around.scope)
        one.sure = one.sure or bool(inside)
        return inside or ranked

    def _weight(self, fact: Fact, steps: Steps, around: Surroundings) -> int:
        """How well a fact fits; of other messages only those count that stay in the scope."""
        weight = fact.weight + 10 * len(fact.qualifiers)
        if fact.message == self.message and fact.directory != self.release and fact.path in self.homes:
            return 0  # this release has another place for it
        if fact.message == self.message:
            beyond = self.list_of(steps, around.scope)
            in_scope = bool(around.scope) and within(steps, around.scope)
            near = not around.inside or not beyond or in_scope or beyond in around.lists
            return weight + 100 if near and fact.groups == around.groups else 0
        same = within(steps, around.scope) and fact.document == self.kind
        return weight if same and (fact.qualifiers or not self.list_of(steps, around.scope)) else 0

    def _party(self, form: Form, at: At, scope: Steps) -> list[Steps]:
        """A field of the party that a code names, in the nearest object around that has parties."""
        role = self.facts.roles.get(form.code(ROLE), "")
        if not role or at in form.qualifiers:
            return []
        holder = next(
            (scope[:n] for n in range(len(scope), -1, -1) if walk(self.kind, (*scope[:n], "parties"))),
            None,
        )
        if holder is None:
            return []
        return [(*holder, f"parties[role={role}]", *steps) for steps in self.relative(form, at, "Party")]

    def relative(self, form: Form, at: At, owner: str) -> list[Steps]:
        """Fields of a struct that stand in this place in other segments of the kind, or have its element number."""
        votes: Counter[Steps] = Counter()
        name = form.ids[at]
        for fact in self.facts.at(form.place.tag, name):
            steps = steps_of(fact.path)
            own = [code for code in fact.qualifiers if code[0] != ROLE]
            if fact.document != self.kind or not all(form.code(element, at[0]) in codes for element, codes in own):
                continue
            last = max((n for n in range(len(steps)) if "[" in steps[n] or self._is_list(steps[: n + 1])), default=-1)
            if last >= 0 and struct_at(self.kind, steps[: last + 1]) == owner:
                votes[steps[last + 1 :]] += fact.weight
        found = [steps for steps, _ in votes.most_common() if steps]
        numbered = [steps for steps, field in leaves(owner) if field.element == name]
        return found or (numbered if len(numbered) == 1 else [])

    def _in_scope(self, form: Form, at: At, scope: Steps) -> list[Steps]:
        """A field of the object in scope that stands in such a place elsewhere."""
        owner = struct_at(self.kind, scope) if scope and at not in form.qualifiers else ""
        found = self.relative(form, at, owner) if owner else []
        return [(*scope, *steps) for steps in found if leaf(self.kind, (*scope, *steps))]

    def _is_list(self, steps: Steps) -> bool:
        found = walk(self.kind, steps)
        return bool(found and found[-1].many and found[-1].kind is Kind.STRUCT)
