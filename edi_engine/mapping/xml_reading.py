"""What generated readers of XML templates call: as for other named places, with XPath and line as position."""

from collections.abc import Mapping
from typing import Any

from edi_engine.findings import Finding, Position, Report
from edi_engine.mapping.field_reading import NOTE, FieldReading
from edi_engine.mapping.xml_tree import Places


class XmlReading(FieldReading):
    """One document being read; a place is a pointer into its tree of values, shown as XPath."""

    __slots__ = ("places",)

    def __init__(self, report: Report, mapping: str, number: int, places: Places) -> None:
        super().__init__(report, mapping, number)
        self.places = places

    def where(self, at: Any, key: Any) -> Position:
        """XPath and line."""
        steps = [step.replace("~1", "/").replace("~0", "~") for step in at.split("/")[1:]]
        path, line = self.places.find(steps if key is None else [*steps, str(key)])
        return Position(message=self.number_of, path=path[:400], line=line)

    def verbatim(self, value: Any) -> Any:
        """The form of a value that is no text: the element's own text, as the tree of values has it."""
        return value

    def unknown(self, value: dict[str, Any], known: frozenset[str], at: str) -> None:
        """Elements, attributes and texts the template does not name."""
        for key, found in value.items():
            if key not in known and found:
                self.uncovered(at, key, f"{_named(key)} is not mapped")

    def is_meant(
        self, value: Mapping[str, Any], literals: Mapping[str, tuple[Any, ...]], at: str, *, refuse: bool = False
    ) -> bool:
        """Whether an element has what the template says literally; what is empty is left out."""
        there = {key: found for key, found in value.items() if found != ""}
        return super().is_meant(there, literals, at, refuse=refuse)

    def bare(self, at: str) -> None:
        """An element with nothing but what the template says literally."""
        where, why = self.where(at, None), f"mapping {self.mapping}"
        what = "an element without any value of its own is not kept"
        fix = "nothing of business meaning is lost"
        self.report.add(Finding(code="MAP-103", severity=NOTE, what=what, where=where, why=why, fix=fix))


def _named(key: str) -> str:
    last = key[:80].rpartition("/")[2]
    if last == ".":
        return "a text between elements"
    if last.startswith("@"):
        return f"the attribute {last[1:]!r}"
    again = " a second time" if last.endswith("[2]") else ""
    return f"the element <{last.partition('[')[0]}>{again}"
