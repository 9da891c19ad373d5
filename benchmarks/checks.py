"""What the checks of what a document says cost: all shipped rules, and sixty of them, on a ten-item declaration."""

import statistics
import time
from pathlib import Path

import msgspec

from edi_engine.canonical.model import Declaration
from edi_engine.checks.judging import Checks
from edi_engine.findings import Report
from edi_engine.workspace import Workspace

SAMPLE = Path(__file__).parents[1] / "samples/import_ten_items/declaration.json"
ROUNDS = 300
SIXTY = 60


class Some(Workspace):
    """A workspace that switches some rules off."""

    def __init__(self, off: list[str]) -> None:
        super().__init__("nowhere")
        self.off = off

    def check_settings(self) -> tuple[str, str] | None:
        """Its `checks.yaml`."""
        return f"rules: {{{', '.join(f'{rule}: off' for rule in self.off)}}}", "checks.yaml"


def section() -> list[str]:
    """The table of times."""
    content = msgspec.json.decode(SAMPLE.read_bytes())
    kind = content.pop("documentKind")
    document = msgspec.convert(content, Declaration, strict=False)
    known = Checks(Workspace("nowhere")).rules.values()
    judged = [rule.id for rule in known if rule.document in ("", kind)]
    every = len(judged) // SIXTY + 1
    sixty = (judged[::every] + [rule for place, rule in enumerate(judged) if place % every])[:SIXTY]
    sets = {len(judged): Checks(Some([])), SIXTY: Checks(Some([rule for rule in judged if rule not in sixty]))}
    times: dict[int, list[float]] = {count: [] for count in sets}
    for _ in range(ROUNDS + 1):  # the first round reads rules and code lists
        for count, checks in sets.items():
            times[count].append(_seconds(checks, document))
    times = {count: seconds[1:] for count, seconds in times.items()}
    return [
        "## Rules of a document: ten items",
        "",
        f"Judged on the canonical document, {ROUNDS} rounds in turns, processor time; the sixty are spread evenly.",
        "",
        "| rules | µs a document, median | least |",
        "|---|---|---|",
        *(f"| {n} | {statistics.median(t) * 1e6:,.0f} | {min(t) * 1e6:,.0f} |" for n, t in times.items()),
        "",
    ]


def _seconds(checks: Checks, document: Declaration) -> float:
    report = Report()
    started = time.process_time()
    checks.check(document, report)
    return time.process_time() - started


if __name__ == "__main__":
    print("\n".join(section()))
