"""Which list the forms of a sample walk: the scopes of `each`, no two of the same elements."""

from collections import Counter, defaultdict

from edi_engine.mapping.proposal.edifact_known import PlacesKnown, Planned
from edi_engine.mapping.proposal.forms import Form
from edi_engine.mapping.proposal.model_paths import (
    Steps,
    bare,
    bared,
    leaves,
    lists_in,
    next_list,
    struct_at,
    within,
)

KINDS = {"1153": "1001"}  # a reference's kind stands for that of the document it names, if nothing else tells it


class Scopes:
    """Gives forms that stand side by side their lists.

    Attributes:
        opened: the lists that are walked so far; `walked`: those of which every element is.
    """

    def __init__(self, known: PlacesKnown) -> None:
        self.known, self.kind = known, known.kind
        self.opened: set[Steps] = set()
        self.walked: set[Steps] = set()

    def open(self, beside: list[Planned], scope: Steps) -> None:
        """Say of forms side by side which list each of them walks: no two the same elements."""
        wanted: dict[Steps, list[Planned]] = defaultdict(list)
        for one in beside:
            steps = self._wanted(one, scope)
            if steps and steps not in self.opened:
                wanted[bared(steps)].append(one)
                one.opens = steps
        for rivals in wanted.values():
            for one in rivals:
                one.opens = self._told_apart(one, alone=len(rivals) == 1)
            self._take(rivals)
        self.opened.update(one.opens for one in beside if one.opens)
        self.walked.update(bared(one.opens) for one in beside if one.opens and "[" not in one.opens[-1])

    def _take(self, rivals: list[Planned]) -> None:
        """Leave a list to those whose elements are told from each other's; one without a condition comes last."""
        told = [one for one in rivals if "[" in one.opens[-1]]
        behind = rivals[rivals.index(told[-1]) + 1 :] if told else rivals
        rest = max((one for one in behind if one not in told), key=lambda one: self._size(one.form), default=None)
        if rest and not told and len(rivals) > 1 and rest.form.most == 1 and not rest.form.children:
            rest = None  # several segments say something about one element
        taken: list[str] = []
        for one in rivals:
            if one.opens[-1] in taken or (one not in told and one is not rest):
                one.opens = ()
            else:
                taken.append(one.opens[-1])

    def _wanted(self, one: Planned, scope: Steps) -> Steps:
        """The list that most of what stands in a form goes through, if the form may occur again."""
        place = one.form.place
        if not (one.form.most > 1 or place.limit > 1 or (place.trigger and place.group_limit > 1)):
            return ()
        paths = [known[0] for at, known in one.known.items() if known and at not in one.form.qualifiers]
        inside = [(*scope, *steps[len(scope) :]) for steps in paths if within(steps, scope)]
        lists = Counter(steps[:end] for steps in inside if (end := next_list(self.kind, steps, len(scope))))
        best, count = lists.most_common(1)[0] if lists else ((), 0)
        if one.sure:
            return best if 2 * count > len(paths) else ()
        return self._homed(one, scope)

    def _homed(self, one: Planned, scope: Steps) -> Steps:
        """The list of the object in scope whose elements have most of the data elements of a form."""
        found: Counter[Steps] = Counter()
        places = [at for at in one.form.ids if at not in one.form.qualifiers]
        for steps in lists_in(struct_at(self.kind, scope)) if scope else ():
            owner = struct_at(self.kind, (*scope, *steps))
            found[steps] = sum(bool(self.known.relative(one.form, at, owner)) for at in places)
        best, count = found.most_common(1)[0] if found else ((), 0)
        if count < 2 or 2 * count < len(places):
            return ()
        owner = struct_at(self.kind, (*scope, *best))
        for at in places:
            one.known[at] = [(*scope, *best, *steps) for steps in self.known.relative(one.form, at, owner)]
        return (*scope, *best)

    def _told_apart(self, one: Planned, alone: bool) -> Steps:
        """The list a form walks with the condition by which its elements are told from those of other forms."""
        steps, form = one.opens, one.form
        if "[" in steps[-1]:
            return steps
        for at, code in form.qualifiers.items():
            said = [known[-1] for known in one.known[at] if bared(known[:-1]) == bared(steps)]
            element = "" if alone else KINDS.get(form.ids[at], form.ids[at])
            same = [name[-1] for name, field in leaves(struct_at(self.kind, steps), 1) if field.element == element]
            known = same if element else []
            if (said or known) and code.isalnum():
                return (*steps[:-1], f"{steps[-1]}[{bare([*said, *known][0])}={code}]")
        return steps

    def _size(self, form: Form) -> int:
        """How many places a form and what stands in its group have."""
        return len(form.ids) + sum(map(self._size, form.children))

    def counted_otherwise(self, steps: Steps, scope: Steps) -> bool:
        """Whether a path counts through a list that an `each` walks by conditions: which element that is, is open."""
        opened = {bared(one) for one in self.opened} - self.walked
        start = len(scope) if within(steps, scope) else 0
        return any(bared(steps[: at + 1]) in opened and "[" not in steps[at] for at in range(start, len(steps)))
