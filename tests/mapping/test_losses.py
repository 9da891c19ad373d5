"""What CUSDEC and WCO DEC cannot both carry: found by writing, explained by people, printed in `docs/losses/`.

`pytest --accept` writes the page anew; every loss needs a reason in the table beside it, every reason a loss.
"""

import csv
import re
from collections import Counter
from collections.abc import Callable
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, cast

import msgspec
import pytest

from edi_engine.canonical import json as canonical_json
from edi_engine.canonical.model import Declaration
from edi_engine.findings import Report
from edi_engine.formats.xml.reader import parse
from edi_engine.mapping.roundtrip import differences
from edi_engine.mapping.wco.proof import Documents
from edi_engine.mapping.wco_codec import WcoCodec
from tests.conftest import Golden
from tests.mapping import wco_support
from tests.mapping.edifact_support import MAPPINGS, template

CUSDEC = template("cusdec-d96b-import")
WCO = cast(WcoCodec, MAPPINGS.get("wco-dec"))
PAGE = Path(__file__).parents[2] / "docs" / "losses" / "cusdec-d96b-and-wco-dec.md"
REASONS = PAGE.with_suffix(".reasons.tsv")
TEN = MAPPINGS.files.mapping_folders()[CUSDEC.name] / "samples" / "import_ten_items.canonical.json"
LOST = {"MAP-201", "MAP-202", "MAP-204", "MAP-205"}
DOCUMENTS = 300
ADDED = (
    r"sequenceNumeric: \d+, not None$",  # XML counts what CUSDEC puts in order
    r"^invoices\[\d\]\.typeCode: '380', not None$",  # DMS and CTA say what goes without saying
    r"\.contact\.functionCode: 'IC', not None$",
)
TITLES = {
    "to-wco": (
        "From CUSDEC to WCO DEC",
        "CUSDEC D.96B carries it, the profile of WCO DEC in `mappings/wco-dec` does not.",
    ),
    "to-cusdec": ("From WCO DEC to CUSDEC", "WCO DEC carries it, CUSDEC D.96B does not."),
}


def plain(path: str) -> str:
    """A path without choices and parts: `parties[role=importer].ids` and `type_code[0:2]` name fields."""
    return re.sub(r"\[[^\]]*\]", "", path)


def lost(report: Report) -> Counter[str]:
    """Paths that were not written, with their number; a random text that is no currency is no loss."""
    found: Counter[str] = Counter()
    for finding in (finding for finding in report if finding.code in LOST):
        path, times = plain(str(finding.where.path)), re.search(r"\((\d+) times\)", finding.what)
        if finding.code != "MAP-202" or not path.endswith(".currency"):
            found[path] += int(times[1]) if times else 1
    return found


def written(write: Callable[[Any, Report], Any], document: msgspec.Struct) -> Counter[str]:
    report = Report()
    write(document, report)
    return lost(report)


@cache
def losses(direction: str) -> set[str]:
    """All paths one format carries and the other does not, found on documents that fill everything the one carries."""
    rng = Random(7)  # noqa: S311 — test data, repeatable by its seed
    found: set[str] = set()
    documents = CUSDEC.generator(rng) if direction == "to-wco" else Documents(WCO.layout, rng, 0.5, 0.5)
    write = WCO.write if direction == "to-wco" else CUSDEC.write
    for _ in range(DOCUMENTS):
        found |= set(written(write, documents.document()))
    known = set(Declaration.__struct_fields__)
    return {path for path in found if path.partition(".")[0] in known}  # others are limits of a length, told below


def reasons(direction: str) -> dict[str, str]:
    with REASONS.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return {row["path"]: row["reason"] for row in rows if row["direction"] == direction}


def reason_of(path: str, known: dict[str, str]) -> str:
    """The longest path with a reason that is this one or leads to it; empty if there is none."""
    steps = path.split(".")
    paths = (".".join(steps[:n]) for n in range(len(steps), 0, -1))
    return next((path for path in paths if path in known), "")


def ten_items() -> Declaration:
    document = canonical_json.read(TEN.read_bytes(), Report())
    assert isinstance(document, Declaration)
    return document


EACH = pytest.mark.parametrize("direction", TITLES)


@EACH
def test_every_loss_has_a_reason_and_every_reason_a_loss(direction: str) -> None:
    known = reasons(direction)
    used = {path: reason_of(path, known) for path in losses(direction)}
    assert sorted(path for path, reason in used.items() if not reason) == []
    assert sorted(set(known) - set(used.values())) == []


def unexplained(sent: Declaration, read: Any, report: Report) -> list[str]:
    """Differences that no finding of the writer names."""
    named = dict.fromkeys([*lost(report), *(plain(str(finding.where.path)) for finding in report)], "")
    found = []
    for difference in differences(sent, read):
        path = re.sub(r"([A-Z])", lambda match: f"_{match[1].lower()}", plain(difference.partition(":")[0]))
        if not any(re.search(added, difference) for added in ADDED) and not reason_of(path, named):
            found.append(difference)
    return found


def test_the_trip_of_ten_items_through_wco_xml_loses_nothing_in_silence() -> None:
    document, there, back, silent = ten_items(), Report(), Report(), Report()
    as_xml = WCO.read(wco_support.message(element(WCO.write(document, there))), silent)
    assert unexplained(document, as_xml, there) == []
    as_cusdec = CUSDEC.read(CUSDEC.message(CUSDEC.write(as_xml, back)), silent)
    assert unexplained(as_xml, as_cusdec, back) == []
    assert list(silent) == []


def element(xml: str) -> Any:
    found = parse(xml.encode())
    assert not isinstance(found, list), found
    return found


def test_the_page_says_what_is_lost(golden: Golden) -> None:
    golden(PAGE, "\n".join(page()) + "\n")


def page() -> list[str]:
    text = [
        "# What CUSDEC D.96B and WCO DEC cannot both carry",
        "",
        "Written by `tests/mapping/test_losses.py` with `pytest --accept`: the paths from documents that fill all",
        "that one format carries, written in the other; the reasons from the table beside this page. Each of these",
        "losses is a finding when it happens. *Ten items* counts them in the sample `import_ten_items` on its way",
        "CUSDEC → WCO DEC → CUSDEC.",
    ]
    document = ten_items()
    read = WCO.read(wco_support.message(element(WCO.write(document, Report()))), Report())
    trips = {"to-wco": written(WCO.write, document), "to-cusdec": written(CUSDEC.write, read)}
    for direction in TITLES:
        text += table(direction, trips[direction])
    return text + widths()


def table(direction: str, trip: Counter[str]) -> list[str]:
    title, lead = TITLES[direction]
    known = reasons(direction)
    below = Counter(reason_of(path, known) for path in losses(direction))
    times: Counter[str] = Counter()
    for path, number in trip.items():
        times[reason_of(path, known)] += number
    rows = [f"| `{path}` | {below[path]} | {times[path] or ''} | {reason} |" for path, reason in known.items()]
    head = ["", f"## {title}", "", lead, "", "| path | fields | ten items | why |", "|---|---|---|---|"]
    return head + rows


def widths() -> list[str]:
    """Texts that may be longer in the model than their element: an error of the output when it happens."""
    narrow = Counter(warning.what for warning in CUSDEC.plan.warnings if warning.code == "TPL-011")
    rows = [f"| {what.replace(chr(39), '`')} | {number} |" for what, number in sorted(narrow.items())]
    return ["", "## Where D.96B has less room", "", "| what | places |", "|---|---|", *rows]
