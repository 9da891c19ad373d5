"""What partners do to files of fixed width, and what of them went missing."""

from collections import Counter
from collections.abc import Callable
from random import Random

from edi_engine.findings import Report
from edi_engine.formats.fixed.records import lines_of
from edi_engine.mapping.fixed_tree import Record

ALPHABET = "ABcd09 .,;:'\"\\/=+-@{}[]äé"


def cells(text: str, root: Record) -> list[tuple[int, int, str]]:
    """Line, column and text of every cell that holds something; records and columns nobody knows as they stand."""
    tags = {kind.tag: kind for kind, _ in root.every()}
    found = []
    for number, line in enumerate(lines_of(text), start=1):
        tag = max((tag for tag in tags if line.startswith(tag)), key=len, default="")
        if not tag:
            found.append((number, 1, line.strip()))
            continue
        ends = [(start, end) for start, end in tags[tag].cells.values()]
        last = max((end for _, end in ends), default=len(tag))
        found += [(number, start + 1, line[start:end].strip()) for start, end in [*ends, (last, len(line))]]
    return [cell for cell in found if cell[2]]


def vanished(received: str, written: str, root: Record, report: Report) -> Counter[str]:
    """Cells received that are neither written back nor covered by a finding on them or on their record."""
    covered = {(finding.where.line, finding.where.column) for finding in report}
    kept = Counter(text for line, column, text in cells(received, root) if not {(line, column), (line, None)} & covered)
    return kept - Counter(text for _, _, text in cells(written, root))


Change = Callable[[list[str], Random], None]


def _edited(change: Change) -> Callable[[str, Random], str]:
    def mutate(body: str, rng: Random) -> str:
        lines = body.splitlines()
        if lines:
            change(lines, rng)
        return "".join(f"{line}\r\n" for line in lines)

    return mutate


def _drop(lines: list[str], rng: Random) -> None:
    del lines[rng.randrange(len(lines))]


def _double(lines: list[str], rng: Random) -> None:
    at = rng.randrange(len(lines))
    lines.insert(at, lines[at])


def _move(lines: list[str], rng: Random) -> None:
    lines.insert(rng.randrange(len(lines)), lines.pop(rng.randrange(len(lines))))


def _foreign(lines: list[str], rng: Random) -> None:
    lines.insert(rng.randrange(len(lines) + 1), f"?X{rng.randrange(10**6)}")


def _longer(lines: list[str], rng: Random) -> None:
    at = rng.randrange(len(lines))
    lines[at] += f" Q{rng.randrange(10**6)}"


def _trimmed(lines: list[str], rng: Random) -> None:
    lines[:] = [line.rstrip() for line in lines]


def _other(lines: list[str], rng: Random) -> None:
    at = rng.randrange(len(lines))
    line = lines[at]
    if len(line) > 1:
        place = rng.randrange(1, len(line))
        lines[at] = f"{line[:place]}{rng.choice('W7 -')}{line[place + 1 :]}"


MUTATIONS: dict[str, Callable[[str, Random], str]] = {
    "record dropped": _edited(_drop),
    "record doubled": _edited(_double),
    "record moved": _edited(_move),
    "foreign record": _edited(_foreign),
    "record too long": _edited(_longer),
    "blanks trimmed": _edited(_trimmed),
    "other character": _edited(_other),
}
