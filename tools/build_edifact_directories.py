"""Write `schemas/edifact/` from the collected facts of the UN/EDIFACT directories.

    python tools/build_edifact_directories.py FACTS OUT

FACTS is a folder in the notation of the fact collection (a row per fact and span of directories), OUT is replaced.
The notation written is described in `schemas/edifact/README.md`; its heart is the *weave*: all segment tables a
message ever had are merged into one, in which a line says in which directories it stands.
"""

import difflib
import re
import shutil
import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

TAB = "\t"


class Line(NamedTuple):
    """A line of a segment table: `group` is its multiplicity where the segment triggers a group."""

    depth: int
    tag: str
    multiplicity: str
    group: str = ""

    def __str__(self) -> str:
        own = "" if self.group and self.multiplicity == "1" else self.multiplicity
        return "  " * self.depth + " ".join(filter(None, (self.tag, self.group and f"({self.group})", own)))


class Spans:
    """Spans of directories (`93A-99A,00B-`) as sets of ordinals and back."""

    def __init__(self, keys: list[str]) -> None:
        self.keys = keys
        self._ordinal = {key: number for number, key in enumerate(keys)}

    def members(self, text: str) -> frozenset[int]:
        """The ordinals of the directories in a span."""
        found: set[int] = set()
        for part in text.split(","):
            first, dash, last = part.partition("-")
            start = self._ordinal[first]
            end = self._ordinal[last] if last else len(self.keys) - 1 if dash else start
            found.update(range(start, end + 1))
        return frozenset(found)

    def text(self, members: frozenset[int], within: frozenset[int]) -> str:
        """The shortest span that has `members` and nothing else of `within`; empty if that is all of `within`."""
        if members >= within:
            return ""
        return ",".join(self._range(*run, max(within)) for run in self._runs(members, within))

    def _range(self, first: int, last: int, newest: int) -> str:
        if last == newest:
            return f"{self.keys[first]}-"
        return self.keys[first] if first == last else f"{self.keys[first]}-{self.keys[last]}"

    @staticmethod
    def _runs(members: frozenset[int], within: frozenset[int]) -> Iterator[tuple[int, int]]:
        start = last = -1
        for number in sorted(within):
            if number in members:
                start, last = (number if start < 0 else start), number
            elif start >= 0:
                yield start, last
                start = -1
        if start >= 0:
            yield start, last


def rows(path: Path) -> Iterator[list[str]]:
    """The rows of a fact file, headings left out."""
    for line in path.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split(TAB)


def multiplicity(status: str, most: str) -> str:
    """`M 1` → `1`, `M 9` → `1..9`, `C 9` → `0..9`."""
    if status == "M":
        return "1" if most == "1" else f"1..{most}"
    return f"0..{most}"


def read_tables(path: Path) -> Iterator[tuple[str, list[Line]]]:
    """Every segment table of a message with its span; a group line and its trigger become one line."""
    table: list[Line] = []
    span, group = "", ""
    for text in path.read_text("utf-8").splitlines()[1:]:
        if text.startswith("@"):
            if table:
                yield span, table
            span, table = text[1:], []
        elif text:
            tag, status, most = text.split()
            if re.fullmatch(r"SG\d+", tag):
                group = multiplicity(status, most)
                continue
            # A group line stands one level above its trigger; the triggers take the group's place.
            depth = len(text) - len(text.lstrip(" ")) - bool(group)
            table.append(Line(depth, tag, multiplicity(status, most), group))
            group = ""
    yield span, table


def weave(tables: Iterable[tuple[frozenset[int], list[Line]]]) -> list[tuple[Line, frozenset[int]]]:
    """Merge tables so that each one's lines stand in their order; a line keeps the directories it is in."""
    woven: list[tuple[Line, frozenset[int]]] = []
    for members, table in tables:
        matcher = difflib.SequenceMatcher(None, [line for line, _ in woven], table, autojunk=False)
        merged: list[tuple[Line, frozenset[int]]] = []
        for operation, old, old_end, new, new_end in matcher.get_opcodes():
            if operation == "equal":
                merged += [(line, there | members) for line, there in woven[old:old_end]]
            else:
                merged += woven[old:old_end] + [(line, members) for line in table[new:new_end]]
        woven = merged
    return woven


def write_messages(source: Path, out: Path, spans: Spans) -> None:
    """Write one weave a message."""
    out.mkdir(parents=True)
    for path in sorted(source.glob("*.txt")):
        woven = weave((spans.members(span), table) for span, table in read_tables(path))
        life = frozenset[int]().union(*(members for _, members in woven))
        lines = [f"# {path.stem}"]
        for line, members in woven:
            span = spans.text(members, life)
            lines.append(f"{line}{TAB}{span}" if span else str(line))
        write(out / path.name, lines)


def element_list(text: str) -> str:
    """`C507! 3164*5 &D5(040,030)` → `C507 [3164]*5 D5(4,3)`."""
    return " ".join(_element_use(token) for token in text.split())


def _element_use(token: str) -> str:
    if token.startswith("&"):
        return re.sub(r"0*(\d+)0(?=[,)])", r"\1", token[1:])
    name, star, most = token.partition("*")
    identifier = name.rstrip("!")
    return (identifier if name.endswith("!") else f"[{identifier}]") + star + most


def write_definitions(source: Path, out: Path, spans: Spans) -> None:
    """Write segments, composites and elements."""
    for kind in ("segments", "composites", "elements"):
        lines = []
        for identifier, span, *facts in rows(source / f"{kind}.tsv"):
            content, name = (facts[0], facts[1]) if kind == "elements" else (element_list(facts[1]), facts[0])
            lines.append(_row(identifier, content, name, span=_shortened(span, spans)))
        write(out / f"{kind}.txt", lines)


def write_codes(source: Path, out: Path, spans: Spans) -> None:
    """Write one file a code list; a code that is no longer to be used carries `withdrawn` in a last column."""
    out.mkdir(parents=True)
    write(out.with_suffix(".txt"), sorted(path.stem for path in source.glob("*.tsv")))
    for path in sorted(source.glob("*.tsv")):
        lines = []
        for code, span, name, *note in rows(path):
            withdrawn = "withdrawn" if note and note[0] == "x" else ""
            lines.append(_row(code, name, span=_shortened(span, spans), note=withdrawn))
        write(out / f"{path.stem}.txt", lines)


def _shortened(span: str, spans: Spans) -> str:
    everything = frozenset(range(len(spans.keys)))
    return spans.text(spans.members(span), everything)


def _row(*columns: str, span: str, note: str = "") -> str:
    return TAB.join((*columns, span, note)).rstrip(TAB)


def write_index(source: Path, out: Path, spans: Spans) -> None:
    """Write which message is in which directory, its kind, its name and its revisions."""
    index: dict[tuple[str, str, str], list[str]] = defaultdict(list)
    for message, span, revision, kind, name in rows(source / "messages.tsv"):
        index[message, {"": "B", "4": "B4"}.get(kind, kind), name].append(f"{_closed(span, spans)}={revision}")
    write(out / "messages.txt", [TAB.join((*key, " ".join(revisions))) for key, revisions in index.items()])


def write_service_index(source: Path, out: Path, spans: Spans) -> None:
    """Write the same for the service messages, which have no revisions."""
    lines = []
    for path in sorted((source / "messages").glob("*.txt")):
        name = path.read_text("utf-8").splitlines()[0].split(" ", 1)[1]
        members = frozenset[int]().union(*(spans.members(span) for span, _ in read_tables(path)))
        everything = frozenset(range(len(spans.keys)))
        span = spans.text(members, everything) or f"{spans.keys[0]}-"
        lines.append(TAB.join((path.stem, "B", name, f"{span}=?")))
    write(out / "messages.txt", lines)


def _closed(span: str, spans: Spans) -> str:
    """The span as written in an index: never empty."""
    return _shortened(span, spans) or f"{spans.keys[0]}-"


def write_service_part(source: Path, out: Path) -> None:
    """Write the character repertoires and the separators of the syntax versions."""
    for kind in ("charsets", "separators"):
        write(out / f"{kind}.txt", [TAB.join(row).rstrip(TAB) for row in rows(source / f"{kind}.tsv")])


def write(path: Path, lines: Iterable[str]) -> None:
    """Write lines with LF endings in UTF-8."""
    path.write_text("".join(f"{line}\n" for line in lines), "utf-8", newline="\n")


def build(source: Path, out: Path) -> None:
    """Write the directories to `out/un` and the service part to `out/service`; both are replaced."""
    directories = [(row[0], row[2], row[-1]) for row in rows(source / "directories.tsv")]
    for name, facts, keys in (
        ("un", source, [key for key, _, _ in directories]),
        ("service", source / "service", list("1234")),
    ):
        target, spans = out / name, Spans(keys)
        shutil.rmtree(target, ignore_errors=True)
        write_messages(facts / "messages", target / "messages", spans)
        write_codes(facts / "codes", target / "codes", spans)
        write_definitions(facts, target, spans)
    write(out / "un" / "directories.txt", [TAB.join(row) for row in directories])
    write(out / "service" / "directories.txt", list("1234"))
    write_index(source, out / "un", Spans([key for key, _, _ in directories]))
    write_service_index(source / "service", out / "service", Spans(list("1234")))
    write_service_part(source / "service", out / "service")


if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit("usage: build_edifact_directories.py FACTS OUT")
    build(Path(sys.argv[1]), Path(sys.argv[2]))
