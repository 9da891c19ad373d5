"""Lists too long or too lively to ship: a rule tells how their codes are made, as far as it can be told from them."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date
from types import MappingProxyType

from edi_engine.canonical.codes import Code, CodeList, Table

Find = Callable[[str], CodeList | None]


class Shape:
    """A list whose codes begin with a code of another list, or of its own rows, and go on by a rule."""

    rule: re.Pattern[str]
    beginning: int
    base: str = ""
    part: str

    def __init__(self, own: Table, find: Find) -> None:
        """Take what its file says of the list, with further beginnings, and where the other list is found."""
        self.name, self.title, self.version, self.source = own.name, own.title, own.version, own.source
        self.valid_from, self.valid_to = own.valid_from, own.valid_to
        self._own, self._find = own, find

    def holds(self, code: str, on: date | None = None) -> bool:
        """Whether a code is made as the rule says, of a beginning that held on that day."""
        return self.get(code, on) is not None

    def get(self, code: str, on: date | None = None) -> Code | None:
        """The code, named after its beginning: the place or the goods themselves are not known."""
        if self.rule.fullmatch(code) is None:
            return None
        begun = self._begun(code[: self.beginning], on)
        if begun is None:
            return None
        facts = MappingProxyType({self.part: begun.code})
        return Code(code=code, name=begun.name, valid_from=begun.valid_from, valid_to=begun.valid_to, facts=facts)

    def _begun(self, beginning: str, on: date | None) -> Code | None:
        known = self._find(self.base) if self.base else None
        return self._own.get(beginning, on) or (known.get(beginning, on) if known else None)

    def codes(self) -> Iterable[Code]:
        """None: they cannot be listed."""
        return ()

    def near(self, code: str) -> Sequence[str]:
        """The code without blanks and in capitals, if that makes it one."""
        folded = re.sub(r"[\s.]", "", code[:40]).upper()
        return [folded] if folded != code and self.holds(folded) else []


class Locode(Shape):
    """UN/LOCODE: a country and three letters, or digits from 2 to 9 where letters have run out."""

    rule = re.compile(r"[A-Z]{2}[A-Z2-9]{3}")
    beginning = 2
    base = "countries"
    part = "country"


class Subheading(Shape):
    """The Harmonized System: chapter, heading and subheading of two digits each; no heading is 00."""

    rule = re.compile(r"[0-9]{2}(?!00)[0-9]{4}")
    beginning = 2
    base = "hs-chapters"
    part = "chapter"


class ContainerType(Shape):
    """ISO 6346: length, height and width, then the type or its group; its own rows are the lengths."""

    rule = re.compile(
        r"[A-Z1-4][024-689C-FL-NP]"
        r"(?:[A-Z][0-9]|AS|BK|BU|GP|HI|HR|PC|PF|PL|PS|RE|RS|RT|SN|TD|TG|TN|UT|VH)"
    )
    beginning = 1
    part = "length"


SHAPES: dict[str, type[Shape]] = {"locode": Locode, "hs": Subheading, "container": ContainerType}
"""By the name that a list's file gives as `shape`."""
