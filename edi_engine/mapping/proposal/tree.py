"""Templates of named places (JSON, XML) for a sample: names give paths, what is repeated becomes a list."""

import json
import re
from collections import Counter
from collections.abc import Iterator, Sequence

from edi_engine.mapping.proposal.draft import IGNORED, Blank, DraftLine, Mark
from edi_engine.mapping.proposal.model_paths import Steps
from edi_engine.mapping.proposal.naming import Naming
from edi_engine.mapping.proposal.shapes import expression, suits
from edi_engine.mapping.proposal.spots import Spot
from edi_engine.mapping.proposal.targets import Target, companion, halves

INDENT = 2
NATIONAL = 1.5  # a name that a format of an administration has goes before any that words make likely
MAP = "urn:edi-engine:map"
_ESCAPED = {"&": "&amp;", "<": "&lt;", '"': "&quot;"}


class TreeProposal:
    """What is proposed for each place of a sample, and the template that says it."""

    def __init__(self, naming: Naming, *, once: bool = False) -> None:
        """`once`: what is a list may stand in the sample as if it were none."""
        self.naming, self.once = naming, once
        self.blanks: dict[int, Blank] = {}
        self.lists: dict[int, Steps] = {}
        self.kept: Counter[str] = Counter()
        self.tables: set[str] = set()
        self.document: Spot | None = None  # what is a document of its own, where the sample has several
        self.prefix = "m"  # of the mapping's own namespace in XML

    def propose(self, spot: Spot, scope: Steps = ()) -> None:
        """Find the fields of all values in a place, no two the same, and the lists of what is repeated in it."""
        values: list[tuple[Spot, tuple[str, ...]]] = [(spot, ())] if spot.says else []
        self._mark_lists(spot, scope)
        if self.once and not scope:
            self._mark_document(spot)
        for part, around in _inside(spot, ()):
            if part.repeated and (part.parts or part.values or part.odd):
                self._list(part, scope)
            elif part.values:
                values.append((part, around))
        claims = [
            (score, part, target)
            for part, around in values
            for score, target in self._ranked(spot, part, around, scope)
        ]
        taken: set[str] = set()
        choices: dict[int, Target] = {}
        for _, part, target in sorted(claims, key=lambda claim: -claim[0]):
            if id(part) not in choices and target.path not in taken:
                choices[id(part)] = target
                taken.add(target.path)
        self._pair(values, choices)
        for part, around in values:
            rest = self._kept(part, (spot.name, *around)) if part.name.startswith("@") else IGNORED
            self.blanks[id(part)] = self._blank(part, choices.get(id(part)), rest, set(choices.values()))

    def _mark_document(self, spot: Spot) -> None:
        """What is repeated directly in the root, with lists in it, and is no list of a document is one itself."""
        for part in spot.parts.values():
            if self.document is None and part.repeated and any(inner.repeated for inner in part.parts.values()):
                inside = [(_name(inner), inner.values) for inner, _ in _inside(part, ()) if inner.values]
                if not self.naming.list_for((), part.name, inside):
                    self.document, part.repeated = part, False

    def _mark_lists(self, spot: Spot, scope: Steps) -> None:
        """Say of what stands once in a sample of XML, and has the name of a list, that there may be more of it."""
        for part in spot.parts.values() if self.once else ():
            part.repeated = part.repeated or bool(part.parts and self.naming.is_list(scope, part.name))
            if not part.repeated:
                self._mark_lists(part, scope)

    def _ranked(self, spot: Spot, part: Spot, around: tuple[str, ...], scope: Steps) -> Sequence[tuple[float, Target]]:
        """The fields a value may mean: the one an administration calls so, or those its words tell."""
        if part is spot:
            return self.naming.itself(scope, spot.name, spot.values)
        sure = self.naming.national.fields(scope, part.name, around[-1] if around else spot.name)
        if sure is not None:
            return [(NATIONAL, target) for target in sure if suits(target, part.values)]
        return self.naming.ranked(scope, _name(part), around, part.values, spot.name if scope else "")

    def _blank(self, spot: Spot, target: Target | None, rest: str, chosen: set[Target]) -> Blank:
        """The place of a value: its path; a unit that stands in no place of its own is that of the name."""
        paths = []
        if target:
            self.tables |= {target.table} - {""}
            apart = companion(target, "unit") in chosen
            unit = "" if apart else self.naming.words.unit(spot.name, target.steps[-1])
            paths = [f"{{{expression(target, unit, spot.values, numbers=spot.numbers)}}}"]
        return Blank([*paths, rest], spot.name.replace("--", "-"), spot.values, count=spot.count)

    def _kept(self, spot: Spot, around: tuple[str, ...]) -> str:
        """An attribute has no room for the reason it is ignored: it is kept, under a name of its own."""
        name = re.sub(r"\W+", "_", f"{around[-1]}_{spot.name[1:]}")
        self.kept[name] += 1
        return f"{{~{name}{self.kept[name] if self.kept[name] > 1 else ''}}}"

    def _pair(self, values: list[tuple[Spot, tuple[str, ...]]], choices: dict[int, Target]) -> None:
        """A currency or unit beside one number is that number's; what has it as its attribute is the number."""
        for part, around in values:
            half = next((word for word in ("currency", "unit") if word in self.naming.words.said(part.name)), "")
            beside = [
                choices[id(one)] for one, where in values if where == around and one is not part and id(one) in choices
            ]
            numbers = [target for target in beside if target.half == "value" and half in halves(target)]
            if half and around and len(numbers) == 1:
                choices[id(part)] = companion(numbers[0], half)
        for part, around in values:
            unit = choices.get(id(part))
            holder = next((one for one, where in values if (*where, one.name) == around), None)
            if unit and unit.half in ("currency", "unit") and holder and id(holder) not in choices:
                choices[id(holder)] = companion(unit, "value")

    def _list(self, spot: Spot, scope: Steps) -> None:
        """Repeated objects, or repeated values."""
        inside = [(_name(part), part.values) for part, around in _inside(spot, ()) if part.values]
        steps = () if spot.odd else self.naming.list_for(scope, spot.name, inside or [(spot.name, spot.values)])
        texts = () if spot.parts or spot.odd else self.naming.texts_for(scope, spot.name)
        if texts:
            paths = [f"{{{'.'.join(texts)}[*]}}"]
            self.blanks[id(spot)] = Blank([*paths, IGNORED], spot.name, spot.values, count=spot.count)
        elif not steps:
            self.blanks[id(spot)] = Blank([IGNORED], spot.name, count=spot.count or 1)
        elif spot.parts or self.once:
            self.lists[id(spot)] = steps
            self.propose(spot, (*scope, *steps))
        else:
            self._values(spot, scope, steps)

    def _values(self, spot: Spot, scope: Steps, steps: Steps) -> None:
        found = self.naming.ranked((*scope, *steps), spot.name, (), spot.values)
        plain = [target for _, target in found if len(target.steps) == 1 and not target.half]
        paths = [f"{{{'.'.join(steps)}[*].{target.path}}}" for target in plain[:1]]
        self.blanks[id(spot)] = Blank([*paths, IGNORED], spot.name, spot.values, count=spot.count)

    def _holds(self, spot: Spot) -> bool:
        """Whether anything is proposed for a place, or for one in it; of empty objects there is nothing to say."""
        return id(spot) in self.blanks or any(map(self._holds, spot.parts.values()))

    # -- JSON ----------------------------------------------------------------------------------------------------------

    def json_lines(self, spot: Spot) -> list[DraftLine]:
        """The template of a JSON sample."""
        several = spot.repeated
        opening, closing = ("[{", "}]") if several else ("{", "}")
        inside = list(self._json_members(spot, INDENT))
        first = [DraftLine(INDENT, ['"$document": "yes",'])] if several else []
        return [DraftLine(0, [opening]), *first, *inside, DraftLine(0, [closing])]

    def _json_members(self, spot: Spot, indent: int) -> Iterator[DraftLine]:
        parts = [part for part in spot.parts.values() if self._holds(part)]
        for part in parts:
            comma = "," if part is not parts[-1] else ""
            key = f"{json.dumps(part.name, ensure_ascii=False)}: "
            blank = self.blanks.get(id(part))
            if blank is not None:
                yield DraftLine(indent, [key, *_json_value(part, blank), comma], todo=True)
                continue
            steps = self.lists.get(id(part))
            yield DraftLine(indent, [f"{key}{'[{' if steps else '{'}"])
            if steps:
                more = "," if part.parts else ""
                yield DraftLine(indent + INDENT, [f'"$each": "{".".join(steps)}"{more}'])
            yield from self._json_members(part, indent + INDENT)
            yield DraftLine(indent, [f"{'}]' if steps else '}'}{comma}"])

    # -- XML -----------------------------------------------------------------------------------------------------------

    def xml_lines(self, spot: Spot) -> list[DraftLine]:
        """The template of an XML sample."""
        used = set(_prefixes(spot))
        self.prefix = next(
            prefix for prefix in ("m", "map", "edi", *map("m{}".format, range(len(used) + 1))) if prefix not in used
        )
        return list(self._element(spot, 0, {**spot.spaces, self.prefix: MAP}))

    def _element(self, spot: Spot, indent: int, more: dict[str | None, str]) -> Iterator[DraftLine]:
        head: list[str | Blank | Mark] = [f"<{spot.tag}"]
        for prefix, uri in more.items():
            head.append(f' xmlns{f":{prefix}" if prefix else ""}="{_escaped(uri)}"')
        whole, steps = self.blanks.get(id(spot)), self.lists.get(id(spot))
        if spot is self.document:
            head.append(f' {self.prefix}:document="yes"')
        if steps:
            head.append(f' {self.prefix}:each="{".".join(steps)}"')
        elements = [part for name, part in spot.parts.items() if not name.startswith("@")]
        if whole is None or not whole.is_open or not elements:
            for name, part in spot.parts.items():
                if name.startswith("@") and id(part) in self.blanks:
                    head += [f' {name[1:]}="', self.blanks[id(part)], '"']
        closing = f"</{spot.tag}>"
        if whole is not None:
            listed = [Mark(whole, "...")] if spot.repeated and not steps else []
            yield DraftLine(indent, [*head, ">", whole, *listed, closing], todo=True, marks=XML_MARKS)
            return
        yield DraftLine(indent, [*head, ">"], todo=True, marks=XML_MARKS)
        for part in elements:
            new = {prefix: uri for prefix, uri in part.spaces.items() if spot.spaces.get(prefix) != uri}
            if self._holds(part):
                yield from self._element(part, indent + INDENT, new)
        yield DraftLine(indent, [closing])


XML_MARKS = (" <!-- ", " -->")


def _inside(spot: Spot, around: tuple[str, ...]) -> Iterator[tuple[Spot, tuple[str, ...]]]:
    """The values in a place and what is repeated there, each with the names around it."""
    for part in spot.parts.values():
        if part.repeated:
            yield part, around
            continue
        if part.values:
            yield part, around
        yield from _inside(part, (*around, part.name))


def _prefixes(spot: Spot) -> Iterator[str | None]:
    yield from spot.spaces
    for part in spot.parts.values():
        yield from _prefixes(part)


def _json_value(spot: Spot, blank: Blank) -> list[str | Blank | Mark]:
    """What stands for one value, or for several: those are a list as long as they have a path."""
    if spot.repeated:
        return [Mark(blank, "["), '"', blank, Mark(blank, "..."), '"', Mark(blank, "]")]
    return ['"', blank, '"']


def _name(spot: Spot) -> str:
    """What a value is called: by its own name, an attribute by that."""
    return spot.name.removeprefix("@")


def _escaped(text: str) -> str:
    return "".join(_ESCAPED.get(char, char) for char in text)
