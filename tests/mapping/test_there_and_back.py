"""From one format into another and back: what does not come back is named by a loss report, and what is new is listed.

A document of one mapping's domain is written as another, read, written as the first again and read. Values are told
apart by where they stand, lists without ordinals, and by what they say.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from random import Random
from typing import Any, NamedTuple

import pytest

from edi_engine.canonical.meaning import meaning
from edi_engine.findings import Report
from edi_engine.mapping.leaves import leaves
from edi_engine.mapping.losses import Fate
from edi_engine.mapping.random_documents import RandomDocuments, RandomValues, whole
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.write_losses import write_losses
from edi_engine.workspace import Workspace

MAPPINGS = Mappings(Workspace("nowhere"))
KINDS = {name: MAPPINGS.definition(name).document for name in MAPPINGS.names() if name != "json"}
ALWAYS = {"json", "wco-dec", "cusdec-d96b-import"}
DRAWN = 3  # more of the mappings for the same kind of document
SEED = 2
ALPHABET = "ABcd09 é<&+:?';\t\n"
DOCUMENTS = 6
Values = Counter[tuple[str, str]]  # where and what, and how often


class Passage(NamedTuple):
    """A document written by a mapping and read again."""

    document: Any
    lost: Values
    made: Values
    report: Report


def partners(name: str, random: Random) -> list[str]:
    """Mappings that write the documents of another: those of `ALWAYS`, and some at random."""
    same = [other for other, kind in KINDS.items() if kind == KINDS[name] and other != name]
    drawn = random.sample(same, min(DRAWN, len(same)))
    return sorted({*drawn, *({*same, "json"} & ALWAYS)})


def said(value: Any) -> str:
    return str(meaning(value))


def values(document: Any, shown: Callable[[Any], str]) -> Values:
    return Counter((leaf.plain, shown(leaf.value)) for leaf in leaves(document))


def passed(mapping: Any, document: Any, shown: Callable[[Any], str] = said) -> Passage | None:
    """None where nothing is sent: a value cannot be written at all, or the table of a message demands one more.

    Args:
        shown: what of a value is compared.
    """
    report, reading = Report(limit=100_000), Report()
    body = mapping.write(document, report)
    if report.rejected or not getattr(mapping, "complete", lambda _: True)(body) or merged(report):
        return None
    back = mapping.read(mapping.message(body), reading)
    if back is None:
        return None
    named: Values = Counter()
    for leaf, entry in zip(leaves(document), write_losses(mapping, document, body), strict=True):
        if entry.fate is not Fate.WRITTEN:
            named[leaf.plain, shown(leaf.value)] += 1
    before, after = values(document, shown), values(back, shown)
    lost = before - after - named
    made = Counter({key: times for key, times in (after - before).items() if key[0] not in {at for at, _ in named}})
    return Passage(back, without_moved(lost, made), made, report)


def merged(report: Report) -> bool:
    """Whether rows of a table run together, which its one finding says of all that is in them."""
    return any(finding.code == "MAP-206" and "read as one" in finding.what for finding in report)


def without_moved(lost: Values, made: Values) -> Values:
    """Without what a derive step has put to another place."""
    there = Counter((path.rpartition(".")[2], text) for (path, text), times in made.items() for _ in range(times))
    left: Values = Counter()
    for (path, text), times in lost.items():
        left[path, text] = times - there[path.rpartition(".")[2], text]
    return +left


def unlisted(mapping: Any, passage: Passage) -> Iterator[tuple[str, str]]:
    """Values nobody wrote that neither the mapping says it makes, nor a finding."""
    listed = " ".join(each.notation for each in mapping.normalisations())
    units = any(finding.code == "MAP-208" for finding in passage.report)
    for path, text in passage.made:
        name = path.rpartition(".")[2]
        counted = name == "sequence_numeric" or name in listed or any(mapping.definition.derive)
        if not counted and not (units and name in ("unit", "currency")):
            yield path, text


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_does_not_come_back_from_another_format_is_named(name: str) -> None:
    random = Random(f"{name} {SEED}")  # noqa: S311 - not for secrets
    one: Any = MAPPINGS.get(name)
    documents = one.generator(random)
    for other in partners(name, random):
        own = document = one.read(one.message(one.write(documents.document(), Report())), Report())
        for mapping in (MAPPINGS.get(other), one):
            passage = passed(mapping, document) if document is not None else None
            if passage is None:
                break
            where = f"{name} to {other} and back, seed {SEED}, in {mapping.name}"
            assert not passage.lost, (where, list(passage.lost)[:5])
            assert not [*unlisted(mapping, passage)], (where, [*unlisted(mapping, passage)][:5])
            document = passage.document
        if other == "json":
            assert document == own


@pytest.mark.parametrize("name", sorted(KINDS))
def test_what_comes_back_in_another_way_is_named(name: str) -> None:
    """Sample: a text of three lines, written on one by a dialect without line breaks, counted as written."""
    random = Random(f"{name} {SEED}")  # noqa: S311 - not for secrets
    mapping: Any = MAPPINGS.get(name)
    documents = RandomDocuments([whole(KINDS[name])], RandomValues(random, ALPHABET), 0.3, 0.3, 150)
    for _ in range(DOCUMENTS):
        passage = passed(mapping, documents.document(), str)
        assert passage is None or not passage.lost, (name, SEED, list(passage.lost)[:5])
