"""The loss report of writing: what became of each value of a document.

The values come from the document itself. What has no place in the format is known exactly from the mapping; a value
that has a place and could not be written there has a finding of the writer, with its exact path. What became of the
others shows when what was written is read.
"""

from collections.abc import Callable, Collection
from typing import Any, NamedTuple

import msgspec

from edi_engine.canonical.values import DateTime
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.mapping.exact_places import marked
from edi_engine.mapping.leaves import Leaf, leaves
from edi_engine.mapping.losses import WRITE_FATES, Entry, Fate, is_loss
from edi_engine.mapping.read_back import Carrier, Writer, read_back

LEFT_BY_STEP = Finding(code="MAP-210", severity=Severity.WARNING, what="a derive step of the mapping leaves it out")


class Withholding(NamedTuple):
    """That an agency does not see all of a document: the whole, what gives what is seen of one, and why that is so."""

    whole: msgspec.Struct
    visible: Callable[[msgspec.Struct], msgspec.Struct]
    why: str = ""

    def homes(self) -> dict[str, str]:
        """Where the values that are seen stand: by their paths in the whole, those in what is seen of it.

        A value that is seen in part only is none of them.
        """
        whole = marked(self.whole)
        seen = {id(leaf.value): leaf.path for leaf in leaves(self.visible(whole))}
        return {leaf.path: seen[id(leaf.value)] for leaf in leaves(whole) if id(leaf.value) in seen}


def write_losses(
    mapping: Carrier, document: msgspec.Struct, body: Any, withholding: Withholding | None = None
) -> list[Entry]:
    """What became of each value of a document, in the order of the model.

    Args:
        mapping: what wrote it.
        document: what was written.
        body: what came of it.
        withholding: where the document is what is seen of another; the values are then those of the whole.
    """
    found = leaves(document)
    losses = _losses(mapping, document, found)
    back = mapping.read(mapping.message(body), Report())
    if back is not None:
        losses |= read_back(mapping, document, body, found, leaves(back), losses)
    if withholding is None:
        return [_entry(leaf, losses.get(leaf.path)) for leaf in found]
    homes, every = withholding.homes(), leaves(withholding.whole)
    return [
        _entry(leaf, losses.get(homes[leaf.path])) if leaf.path in homes else _withheld(leaf, withholding.why)
        for leaf in every
    ]


def _withheld(leaf: Leaf, why: str) -> Entry:
    where = Position(path=leaf.path)
    return Entry(text=leaf.text, place=lambda: where, fate=Fate.WITHHELD, reason=why)


def _entry(leaf: Leaf, lost: Finding | None) -> Entry:
    where = Position(path=leaf.path)
    fate = WRITE_FATES[lost.code] if lost else Fate.WRITTEN
    reason = lost.what.removeprefix("not written: ").removesuffix(f": {leaf.path}") if lost else ""
    return Entry(text=leaf.text, place=lambda: where, fate=fate, code=lost.code if lost else "", reason=reason)


# -- which values are lost ---------------------------------------------------------------------------------------------


def _losses(mapping: Writer, document: msgspec.Struct, found: list[Leaf]) -> dict[str, Finding]:
    """The values that are not written, by their path in the document."""
    left = mapping.left_out(document)
    found = found if left.document is document else leaves(left.document)
    at = _ranges(found) if left.findings else {}
    for finding in sorted(left.findings, key=lambda each: not is_loss(each.code)):
        _lose(found, at, finding)
    for path, keys in left.picked.items():
        whole = at.get(f".{path}", range(0))
        _lose_keys(found[whole.start : whole.stop], path.count(".") + path.count("[") + 2, keys)
    if left.own is left.document:
        return {leaf.path: leaf.lost for leaf in found if leaf.lost}
    return _of_own(left.own, found)


def _lose_keys(element: list[Leaf], depth: int, keys: Collection[str]) -> None:
    """An element that was picked for a value now lost (`parties[role=agent].id`): nothing says its keys either."""
    lost = next((leaf.lost for leaf in element if leaf.lost and WRITE_FATES[leaf.lost.code] is Fate.NOT_WRITTEN), None)
    kin = [leaf for leaf in element if leaf.lost is None]
    if lost and all(len(leaf.steps) == depth and leaf.steps[-1] in keys for leaf in kin):
        for leaf in kin:
            leaf.lost = lost


def _of_own(own: msgspec.Struct, found: list[Leaf]) -> dict[str, Finding]:
    """Losses by their paths in a document that a derive step arranged anew.

    Of a value that was copied, one copy written is enough; one that was merged with another is where its equal is.
    """
    copies: dict[Any, list[Leaf]] = {}
    for leaf in found:
        copies.setdefault(id(leaf.value), []).append(leaf)
        copies.setdefault((leaf.steps[-1], leaf.text), []).append(leaf)
    losses: dict[str, Finding] = {}
    for leaf in leaves(own):
        here = copies.get(id(leaf.value)) or copies.get((leaf.steps[-1], leaf.text), [])
        lost = [copy.lost for copy in here if copy.lost]
        if len(lost) == len(here):
            losses[leaf.path] = lost[0] if lost else LEFT_BY_STEP
    return losses


def _ranges(found: list[Leaf]) -> dict[str, range]:
    """Which values stand at and below each path; values are in the order of the model, so they stand together."""
    ranges: dict[str, range] = {}
    for number, leaf in enumerate(found):
        path = ""
        for step in leaf.steps:
            path += f"[{step}]" if isinstance(step, int) else f".{step}"
            first = ranges[path].start if path in ranges else number
            ranges[path] = range(first, number + 1)
    return ranges


def _lose(found: list[Leaf], at: dict[str, range], finding: Finding) -> None:
    """Take down a loss at an exact path: of a value or a part of it, or of an object with all that is in it."""
    path = f".{finding.where.path}"
    whole = at.get(path) or at.get(path.rpartition(".")[0])
    if finding.code not in WRITE_FATES or whole is None:
        return
    for leaf in found[whole.start : whole.stop]:
        if leaf.lost is None and (path in at or isinstance(leaf.value, DateTime)):
            leaf.lost = finding
