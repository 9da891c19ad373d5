"""A template taken over from a mapping of the same message, for another directory or partner."""

from collections.abc import Iterator
from pathlib import PurePosixPath

from edi_engine.mapping.extends import apply_changes
from edi_engine.mapping.proposal.draft import DraftLine
from edi_engine.mapping.registry import MappingFiles, Mappings
from edi_engine.mapping.template import Node, parse_template

INDENT = 4


def copied_lines(mappings: Mappings, name: str) -> list[DraftLine]:
    """The lines of a segment template, with what the mapping changes of those it extends."""
    source = mappings.source(name)
    nodes = parse_template(source.template)
    for file, changes in source.changes:
        nodes = apply_changes(nodes, changes, file)
    return list(_lines(nodes, 0))


def _lines(nodes: list[Node], indent: int) -> Iterator[DraftLine]:
    for node in nodes:
        yield DraftLine(indent, [node.source], comment=getattr(node, "reason", ""), given=True)
        yield from _lines(node.children, indent + INDENT)


def copied_tables(mappings: Mappings, files: MappingFiles, name: str) -> dict[str, str]:
    """The code tables of a mapping and of those it extends, by file; its own come before inherited ones."""
    found: dict[str, str] = {}
    while name:
        for file in files.mapping_files(name):
            if PurePosixPath(file).parts[0] == "codes":
                found.setdefault(file, files.mapping_text(name, file))
        name = mappings.definition(name).extends
    return found
