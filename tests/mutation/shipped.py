"""All mutants of the shipped mappings."""

from collections.abc import Iterator, Sequence
from typing import Any

from edi_engine.formats.edifact.directory import DEFAULT_SYNTAX
from edi_engine.mapping.registry import Mappings
from tests.mutation.lines import Codes, line_changes
from tests.mutation.mutant import Change, Mutant
from tests.mutation.tables import code_changes, csv_changes, layout_changes, setting_changes
from tests.mutation.trees import json_changes, xml_changes
from tests.mutation.trial import DIRECTORIES, WORKSPACE

CHANGES = {
    "template.txt": line_changes,
    "template.xml": xml_changes,
    "template.json": json_changes,
    "template.csv": csv_changes,
}
MAPPINGS = Mappings(WORKSPACE, DIRECTORIES)


def mutants(mapping: str) -> Iterator[Mutant]:
    """Every mutant of a mapping, each once."""
    seen = set()
    for file in WORKSPACE.mapping_files(mapping):
        text = WORKSPACE.mapping_text(mapping, file)
        for line, operator, changed in _changes(mapping, file, text):
            if changed not in seen and changed != text:
                seen.add(changed)
                yield Mutant(mapping, file, line, operator, *_shown(text, changed, line), changed)


def unchanged(mapping: str) -> Mutant:
    """A mapping as it is, in the guise of a mutant."""
    text = WORKSPACE.mapping_text(mapping, "mapping.yaml")
    return Mutant(mapping, "mapping.yaml", 1, "nothing", "", "", text)


def _shown(text: str, changed: str, line: int) -> tuple[str, str]:
    before, after = text.splitlines(), changed.splitlines()
    same = len(before) == len(after)
    return before[line - 1], after[line - 1] if same else ""


def _changes(mapping: str, file: str, text: str) -> Iterator[Change]:
    tables = [name[6:-4] for name in WORKSPACE.mapping_files(mapping) if name.startswith("codes/")]
    if file in ("template.edi", "changes.edi"):
        yield from line_changes(text, tables, _codes(mapping, file))
    elif file in CHANGES:
        yield from CHANGES[file](text, tables)
    elif file == "layout.txt":
        yield from layout_changes(text)
    elif file == "mapping.yaml":
        yield from setting_changes(text)
    elif file.startswith("codes/"):
        yield from code_changes(text)


def _codes(mapping: str, file: str) -> Codes:
    """Codes that could stand in the place of a qualifier: of the same list, and not in use in the template."""
    found: Any = MAPPINGS.get(mapping)
    version = "4" if found.directory.startswith("4") else DEFAULT_SYNTAX
    directory = DIRECTORIES.find(found.definition.message, found.directory, version)
    lists: dict[tuple[int, int, int], str] = {}
    used: dict[str, set[str]] = {}
    for line in found.plan.lines:
        for cell in line.cells:
            if cell.ids and cell.role in ("literal", "set"):
                used.setdefault(cell.ids[0], set()).update([cell.text, *cell.choices])
                if (line.line.file or "template.edi").endswith(file):
                    lists[line.line.number, cell.element, cell.component] = cell.ids[0]

    def codes(line: int, element: int, component: int) -> Sequence[str]:
        known = lists.get((line, element, component), "")
        return sorted(set(directory.codes(known) or ()) - used[known]) if known else ()

    return codes
