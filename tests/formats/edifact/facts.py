"""A second reader of the collected directory facts, written apart from the converter: the oracle of the data."""

from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

SHARED = Path(__file__).parents[3] / ".." / "shared" / "untdid"
needs_facts = pytest.mark.skipif(not SHARED.is_dir(), reason="the collected directory facts are not beside the project")

Node = tuple[str, str, str, int]  # group or tag, path of the enclosing groups, M or C, most


def read_rows(path: Path) -> list[list[str]]:
    lines = path.read_text("utf-8").split("\n")
    return [line.split("\t") for line in lines if line and line[0] != "#"]


@cache
def order(service: bool) -> list[str]:
    return ["1", "2", "3", "4"] if service else [row[0] for row in read_rows(SHARED / "directories.tsv")]


@cache
def expand(span: str, service: bool = False) -> tuple[str, ...]:
    """The directories of a span, written out."""
    keys, found = order(service), []
    for part in span.split(","):
        bounds = part.split("-")
        first = keys.index(bounds[0])
        last = first if len(bounds) == 1 else keys.index(bounds[1]) if bounds[1] else len(keys) - 1
        found += keys[first : last + 1]
    return tuple(found)


def valid_rows(path: Path, key: str, service: bool = False) -> dict[str, list[str]]:
    return {row[0]: row[2:] for row in read_rows(path) if key in expand(row[1], service)}


def rows_by_directory(path: Path, service: bool = False) -> dict[str, dict[str, list[str]]]:
    """Directory → identifier → remaining columns."""
    found: dict[str, dict[str, list[str]]] = defaultdict(dict)
    for row in read_rows(path):
        for key in expand(row[1], service):
            assert row[0] not in found[key], (path.name, key, row[0])
            found[key][row[0]] = row[2:]
    return found


def tables(path: Path, service: bool = False) -> Iterator[tuple[str, list[Node]]]:
    """Directory and flat segment table, for each directory a message is in."""
    for block in path.read_text("utf-8").split("\n@")[1:]:
        span, *lines = block.strip("\n").split("\n")
        nodes: list[Node] = []
        above: list[str] = []
        for line in lines:
            tag, status, most = line.split()
            del above[len(line) - len(line.lstrip()) :]
            nodes.append((tag, "/".join(above), status, int(most)))
            if tag.startswith("SG") and tag[2:].isdigit():
                above.append(tag)
        for key in expand(span, service):
            yield key, nodes
