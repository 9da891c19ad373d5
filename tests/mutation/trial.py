"""What the proof of a mapping says of a mutant: `map check`, its golden samples, its round trip."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from edi_engine.errors import ConfigurationError, EdiError
from edi_engine.formats.edifact.directory import Directories
from edi_engine.mapping.golden import golden_pairs, try_golden_pair
from edi_engine.mapping.registry import Mapping, Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.workspace import Workspace
from tests.mutation.mutant import Mutant

WORKSPACE = Workspace()
DIRECTORIES = Directories(WORKSPACE.schema_text, WORKSPACE.overlay_texts)
DOCUMENTS, SEED = 12, 5  # of the round trip
CRASHES = (EdiError, ArithmeticError, ValueError, LookupError, TypeError, AttributeError, NameError)
NOTICED = ("check", "test", "roundtrip")


@dataclass(frozen=True, slots=True)
class Changed:
    """The files of the workspace, one of them changed; see `registry.MappingFiles`."""

    mutant: Mutant

    def mapping_folders(self) -> dict[str, Path]:
        """As they are."""
        return WORKSPACE.mapping_folders()

    def mapping_text(self, mapping: str, relative: str) -> str:
        """The text of a file, or what it has become."""
        if (mapping, relative) == (self.mutant.mapping, self.mutant.file):
            return self.mutant.text
        return _text(mapping, relative)

    def mapping_files(self, mapping: str) -> list[str]:
        """As they are."""
        return _files(mapping)

    def schema_text(self, relative: str) -> str:
        """As it is."""
        return WORKSPACE.schema_text(relative)

    def overlay_texts(self) -> dict[str, tuple[str, str]]:
        """As they are."""
        return WORKSPACE.overlay_texts()


@cache
def _text(mapping: str, relative: str) -> str:
    return WORKSPACE.mapping_text(mapping, relative)


@cache
def _files(mapping: str) -> list[str]:
    return WORKSPACE.mapping_files(mapping)


def judged(mutant: Mutant) -> tuple[str, str]:
    """What noticed a mutant (`check`, `test`, `roundtrip`; nothing: empty), and its words."""
    try:
        mapping: Any = Mappings(Changed(mutant), DIRECTORIES).get(mutant.mapping)
    except ConfigurationError as error:
        return "check", error.findings[0].what
    except CRASHES as error:
        return "", f"the compiler crashes: {error!r}"
    for problem in _golden(mapping):
        return "test", problem
    for problem in _round_trip(mapping):
        return "roundtrip", problem
    return "", ""


def _golden(mapping: Mapping) -> Iterator[str]:
    for pair in golden_pairs(WORKSPACE, mapping.name):
        try:
            yield from (f"{pair.name}: {problem}" for problem in try_golden_pair(mapping, pair))
        except CRASHES as error:
            yield f"{pair.name}: {error!r}"


def _round_trip(mapping: Any) -> Iterator[str]:
    try:
        result = round_trip(mapping, DOCUMENTS, SEED)
    except CRASHES as error:
        yield repr(error)
        return
    yield from (*result.unequal, *result.examples)
