"""`edi-engine diff`: what two documents of any formats say differently, field by field."""

from collections import Counter
from collections.abc import Iterator
from itertools import zip_longest
from pathlib import Path
from typing import Any

import click
import msgspec

from edi_engine.canonical.differences import Change, Difference, differences
from edi_engine.canonical.document_paths import show as shown_path
from edi_engine.canonical.document_paths import words
from edi_engine.cli.documents import UNREADABLE, Documents, engine, short
from edi_engine.cli.files import READABLE
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options, strictness_options
from edi_engine.cli.output import plain, show, show_json
from edi_engine.exchange import ReadMessage

Found = tuple[int, Difference, str]  # the number of the document, the difference, the place in words


@click.command("diff")
@click.argument("old", type=READABLE)
@click.argument("new", type=READABLE)
@click.option("--from", "mapping", metavar="MAPPING", help="What reads both files.  [else detected]")
@click.option("--all", "everything", is_flag=True, help="List what is only written otherwise, too.")
@strictness_options
@common_options
@click.pass_obj
def command(settings: Settings, old: Path, new: Path, mapping: str | None, everything: bool, as_json: bool) -> int:
    """Compare what two files say, the first with the first document, whatever formats they are in.

    \b
    What is equal in other words (1.0 and 1.00, another order) is counted, not a difference.
    Exit status: 0 equal, 1 different, 2 a file cannot be read.

    \b
    Examples:
      edi-engine diff samples/import_ten_items/received.edi samples/import_ten_items/sent/customs.xml
      edi-engine diff yesterday.xml today.json --json
    """
    with engine(settings) as running:
        before, after = Documents(running, old, mapping), Documents(running, new, mapping)
        compared = _compare(before, after)
        if as_json:
            found = list(compared)
            counts = Counter(difference.change for _, difference, _ in found)
            _show_json(before, after, found)
        else:
            counts = Counter(_told(one, everything=everything) for one in compared)
            before.show()
            after.show()
            unread = before.unreadable or after.unreadable
            show(f"{plain(str(old))} and {plain(str(new))}: {'not compared' if unread else _summary(counts)}")
    if before.unreadable or after.unreadable:
        return UNREADABLE
    return REJECTED if any(change.differs for change in counts) else ACCEPTED


def _compare(before: Documents, after: Documents) -> Iterator[Found]:
    """The differences of each document of one file to the document at its place in the other."""
    for number, (old, new) in enumerate(zip_longest(before, after), start=1):
        yield from ((number, difference, said) for difference, said in _pair(old, new))


def _pair(old: ReadMessage | None, new: ReadMessage | None) -> Iterator[tuple[Difference, str]]:
    if not all(read is None or read.accepted for read in (old, new)):
        return  # what cannot be read cannot be compared; the findings say why
    one, other = old.document if old else None, new.document if new else None
    if one is None or other is None or type(one) is not type(other):
        change = Change.ADDED if one is None else Change.REMOVED if other is None else Change.CHANGED
        yield Difference(change=change, path=(), new_path=(), old=one, new=other), "the whole document"
        return
    for difference in differences(one, other):
        yield difference, words(other if difference.change is Change.ADDED else one, difference.path)


def _told(found: Found, *, everything: bool) -> Change:
    """Show one difference; of many only what they are is kept."""
    number, difference, said = found
    if difference.change.differs or everything:
        document = f"document {number}: " if number > 1 else ""
        show(f"{difference.change:<9}  {document}{plain(shown_path(difference.path))}")
        show(f"           {plain(said)}: {_values(difference)}")
    return difference.change


def _values(difference: Difference) -> str:
    old, new = short(difference.old), short(difference.new)
    match difference.change:
        case Change.ADDED:
            return new
        case Change.REMOVED:
            return old
        case Change.REORDERED:
            return "the same in another order"
    return f"{old} → {new}"


def _summary(counts: Counter[Change]) -> str:
    """`2 changed, 1 added`; `equal, 3 respelt` where nothing is said differently."""
    said = [f"{counts[change]} {change}" for change in Change if counts[change]]
    return ", ".join(said if any(change.differs for change in counts) else ["equal", *said])


def _show_json(before: Documents, after: Documents, found: list[Found]) -> None:
    show_json(
        {
            "old": {"file": str(before.file), **before.objects()},
            "new": {"file": str(after.file), **after.objects()},
            "equal": None
            if before.unreadable or after.unreadable
            else not any(difference.change.differs for _, difference, _ in found),
            "differences": [_object(*one) for one in found],
        }
    )


def _object(number: int, difference: Difference, said: str) -> dict[str, Any]:
    return {
        "document": number,
        "change": str(difference.change),
        "path": shown_path(difference.path),
        "new_path": None if difference.new_path is None else shown_path(difference.new_path),
        "name": said,
        "old": msgspec.to_builtins(difference.old),
        "new": msgspec.to_builtins(difference.new),
    }
