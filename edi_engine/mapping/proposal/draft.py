"""A proposed template: lines of fixed text and blanks, and the trials that make it one that compiles.

A blank has several choices, the best first, the last one `{*}`. What the compiler refuses at the place of a blank is
replaced by its next choice, until nothing is refused.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeAlias

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Report
from edi_engine.interchange import Message
from edi_engine.mapping.registry import Mapping as CompiledMapping
from edi_engine.mapping.registry import MappingFiles, Mappings

Place: TypeAlias = tuple[object, ...]
IGNORED = "{*}"
KEPT = "{~"
MOST_TRIALS = 400
TODO = "todo: "  # what a comment begins with that somebody has to look at
LABEL = 80  # characters of what a place is called, in comments


@dataclass(slots=True, eq=False)
class Blank:
    """The place of one value.

    Attributes:
        choices: what may stand here, in the notation of templates, the best first; the last takes anything.
        label: what the standard or the sample calls it.
        values: what the sample has there, each once; `places` where, as findings name it; `count` how often.
    """

    choices: list[str]
    label: str = ""
    values: list[str] = field(default_factory=list)
    places: frozenset[Place] = frozenset()
    count: int = 0

    @property
    def text(self) -> str:
        """What stands here now."""
        return self.choices[0]

    @property
    def is_open(self) -> bool:
        """Whether no path was found."""
        return len(self.choices) == 1

    def fail(self) -> bool:
        """Take the next choice; False where there is none."""
        if self.is_open:
            return False
        del self.choices[0]
        return True


@dataclass(slots=True, eq=False)
class Mark:
    """A text that stands in a line as long as a blank has a path: what makes its value a list, or go on."""

    blank: Blank
    whole: str

    @property
    def text(self) -> str:
        """What stands here now."""
        return "" if self.blank.is_open else self.whole


@dataclass(slots=True, eq=False)
class DraftLine:
    """One line of a template: texts and blanks.

    `todo`: its format takes comments (between `marks`), which name the blanks that are open; `given`: it comes from
    another mapping, and goes with all that stands under it where it does not fit.
    """

    indent: int
    parts: list[str | Blank | Mark]
    comment: str = ""
    todo: bool = False
    given: bool = False
    marks: tuple[str, str] = ("    # ", "")

    def blanks(self) -> list[Blank]:
        """The blanks of the line in order."""
        return [part for part in self.parts if isinstance(part, Blank)]

    def written(self) -> tuple[str, list[tuple[int, Blank]]]:
        """The text, and the column (from 1) at which each blank begins."""
        if not self.parts:
            return "", []
        text, found = " " * self.indent, []
        for part in self.parts:
            if isinstance(part, Blank):
                found.append((len(text) + 1, part))
            text += part if isinstance(part, str) else part.text
        return text + self._remark(), found

    def open_labels(self) -> list[str]:
        """What the blanks are called that have no path."""
        return list(
            dict.fromkeys(
                " ".join(blank.label.split())[:LABEL]
                for blank in self.blanks()
                if blank.text.lstrip(":") == IGNORED or blank.text.startswith(KEPT)
            )
        )

    def _remark(self) -> str:
        """The comment; what is ignored says why, and here that is: nobody has decided yet."""
        words = [self.comment] if self.comment else []
        if self.todo and (labels := self.open_labels()):
            words.append(TODO + ", ".join(labels))
        return f"{self.marks[0]}{'; '.join(words)}{self.marks[1]}" if words else ""


Facts: TypeAlias = dict[str, Any]
"""What `mapping.yaml` says: texts, and tables of texts or of lists of texts."""


@dataclass(slots=True, kw_only=True)
class Draft:
    """A mapping folder to be.

    Attributes:
        name: of the folder.
        template: the name of the template's file.
        lines: of the template, in order; `dropped` are those of another mapping that do not fit.
        facts: its mapping.yaml.
        files: all other files by name.
        like: the mapping it was taken over from, empty if none.
        document: the element each of which is a document of its own, empty if the message is one.
    """

    name: str
    template: str
    lines: list[DraftLine]
    facts: Facts
    files: dict[str, str] = field(default_factory=dict)
    dropped: list[str] = field(default_factory=list)
    like: str = ""
    document: str = ""

    def blanks(self) -> list[Blank]:
        """All blanks in order."""
        return [blank for line in self.lines for blank in line.blanks()]

    def text(self) -> str:
        """The template as it is now."""
        return "".join(f"{line.written()[0]}\n" for line in self.lines)

    def texts(self) -> dict[str, str]:
        """Every file of the folder by name."""
        return {**self.files, "mapping.yaml": yaml_text(self.facts), self.template: self.text()}

    def fail(self, finding: Finding) -> bool:
        """Give up what stands at the place of a finding; False where nothing there can be given up."""
        number = finding.where.line or 0
        if not 0 < number <= len(self.lines):
            return False
        line = self.lines[number - 1]
        if line.given:
            self._cut(number - 1, finding.where.column or 1)
            return True
        _, places = line.written()
        before = [blank for column, blank in places if column <= (finding.where.column or 1)]
        return any(blank.fail() for blank in [*reversed(before), *reversed(line.blanks())])

    def _cut(self, at: int, column: int) -> None:
        """Leave out what a given line has from a column on; all of it where that says nothing more."""
        line = self.lines[at]
        (text,) = line.parts
        rest = str(text)[: max(column - 1 - line.indent, 0)].rstrip("+:")
        if "{" in rest:
            self.dropped.append(f"{rest} … {str(text)[len(rest) :]}")
            line.parts = [rest]
        else:
            self._drop(at)

    def _drop(self, at: int) -> None:
        """Leave out a line with what stands under it, and the `each` that then has nothing under it."""
        end = at + 1
        while end < len(self.lines) and self.lines[end].indent > self.lines[at].indent:
            end += 1
        self.dropped += [line.written()[0].strip() for line in self.lines[at:end]]
        for line in self.lines[at:end]:
            line.parts, line.comment = [], ""

    def settle(self) -> None:
        """Take away the lines that were left out; they stood empty so that others kept their numbers."""
        self.lines = [line for line in self.lines if line.parts]


class DraftFiles:
    """The files of a workspace with a draft among its mappings, and some mappings out of sight."""

    def __init__(self, files: MappingFiles, drafts: Mapping[str, Draft], hidden: frozenset[str] = frozenset()) -> None:
        self.files, self.drafts, self.hidden = files, drafts, hidden

    def mapping_folders(self) -> dict[str, Path]:
        """Folders by name; a draft has none."""
        seen = {name: path for name, path in self.files.mapping_folders().items() if name not in self.hidden}
        return {**seen, **{name: Path(name) for name in self.drafts}}

    def mapping_text(self, mapping: str, relative: str) -> str:
        """A file of a mapping; FileNotFoundError if it is not there."""
        if mapping in self.drafts:
            texts = self.drafts[mapping].texts()
            if relative not in texts:
                raise FileNotFoundError(relative)
            return texts[relative]
        if mapping in self.hidden:
            raise FileNotFoundError(mapping)
        return self.files.mapping_text(mapping, relative)

    def mapping_files(self, mapping: str) -> list[str]:
        """Names of all files of a mapping."""
        if mapping in self.drafts:
            return sorted(self.drafts[mapping].texts())
        return self.files.mapping_files(mapping)

    def schema_text(self, relative: str) -> str:
        """A file below `schemas/`."""
        return self.files.schema_text(relative)

    def overlay_texts(self) -> dict[str, tuple[str, str]]:
        """Overlays of UN directories."""
        return self.files.overlay_texts()


def compiled(draft: Draft, files: MappingFiles) -> CompiledMapping:
    """Compile a draft; what is refused is given up, blank by blank.

    Raises:
        ConfigurationError: something is wrong that no blank can mend.
    """
    for trial in range(MOST_TRIALS):
        try:
            return Mappings(DraftFiles(files, {draft.name: draft})).get(draft.name)
        except ConfigurationError as error:
            failed = {(finding.where.line, finding.where.column): finding for finding in error.findings}
            fits = not sum(draft.fail(finding) for finding in failed.values())
            draft.settle()
            if fits or trial == MOST_TRIALS - 1:
                raise
    raise AssertionError("the last trial ends it")


def place_of(finding: Finding) -> Place:
    """Where a finding stands in a sample, in the terms of its format."""
    return place(finding.where)


def place(where: Position) -> Place:
    """A position in the terms of its format."""
    if where.segment:
        return where.segment, where.element or 0, where.component or 1
    return (where.path,) if where.path else (where.line or 0, where.column or 0)


DISAGREES = frozenset({"MAP-105", "MAP-106"})


def tried(draft: Draft, files: MappingFiles, message: Message) -> CompiledMapping:
    """Compile a draft and read its sample; a path that the sample contradicts is given up.

    Raises:
        ConfigurationError: something is wrong that no blank can mend.
    """
    at = {place: blank for blank in draft.blanks() for place in blank.places}

    def blamed(finding: Finding) -> Blank | None:
        """The blank at the place of a finding; of formats whose places are not known, one with the value it names."""
        quoted = re.match(r"'(.*?)' ", finding.what)
        alike = (b for b in draft.blanks() if not b.is_open and quoted and quoted[1] in b.values)
        return at.get(place_of(finding)) or (None if at else next(alike, None))

    for _ in range(MOST_TRIALS):
        mapping, report = compiled(draft, files), Report()
        mapping.read(message, report)
        wrong = {id(blank): blank for f in report if f.code in DISAGREES and (blank := blamed(f))}
        if not sum(blank.fail() for blank in wrong.values()):
            break
    return mapping


def yaml_text(facts: Facts) -> str:
    """A mapping.yaml."""
    lines: list[str] = []
    for key, value in facts.items():
        if isinstance(value, dict) and not value:
            continue
        if isinstance(value, dict):
            lines += [f"{key}:", *(f"  {name}: {_yaml(inner)}" for name, inner in value.items())]
        else:
            lines.append(f"{key}: {_yaml(value)}")
    return "".join(f"{line}\n" for line in lines)


def _yaml(value: str | list[str]) -> str:
    """A text or a list of texts as YAML: in quotes, as JSON has them, unless it is a plain word."""
    if isinstance(value, list):
        quoted = [json.dumps(one, ensure_ascii=False) if "," in one else _yaml(one) for one in value]
        return f"[{', '.join(quoted)}]" if len(value) != 1 else _yaml(value[0])
    plain = re.fullmatch(r"[A-Za-z][A-Za-z0-9_.:/,() -]*(?<![ :])", value) and ": " not in value and " #" not in value
    return value if plain else json.dumps(value, ensure_ascii=False)
