"""The service characters of one interchange: what UNA says, or what holds where it is silent.

Source: UN/EDIFACT service string advice UNA and the default service characters of syntax versions 1 to 4 (UN/ECE
UNTDID service directories; tabulated facts, own words).
"""

from dataclasses import dataclass

LEVEL_B = ("UNOB",)  # syntax identifiers (0001) whose default characters were others before syntax version 4
SEPARATORS_OF_LEVEL_B = ("\x1f", "\x1d", "\x1c")


@dataclass(frozen=True, slots=True)
class ServiceString:
    """Six characters in the order of UNA; the empty string where a character is not in use.

    Attributes:
        component, element: separators inside a composite and between elements.
        decimal: the decimal mark the sender announces; receivers of syntax 4 disregard it.
        release: takes its special meaning from the next character.
        repetition: separator of repeated elements, in syntax 4 or where UNA defines it.
        terminator: ends a segment.
    """

    component: str = ":"
    element: str = "+"
    decimal: str = "."
    release: str = "?"
    repetition: str = ""
    terminator: str = "'"

    @classmethod
    def parse(cls, characters: bytes) -> "ServiceString":
        """Read the six characters behind `UNA`; a blank release or repetition character means there is none.

        Raises:
            ValueError: with the reason why these characters cannot separate anything.
        """
        if len(characters) != 6 or not characters.isascii():
            raise ValueError("six ASCII characters must follow UNA")
        component, element, decimal, release, repetition, terminator = list(characters.decode("ascii"))
        service = cls(component, element, decimal, release.strip(" "), repetition.strip(" "), terminator)
        service.check()
        return service

    @classmethod
    def default(cls, syntax_version: str, after_tag: str = "+") -> "ServiceString":
        """What holds without UNA; `after_tag` is the character behind `UNB`, which tells level B's separators."""
        component, element, terminator = SEPARATORS_OF_LEVEL_B
        if after_tag == element:
            return cls(component, element, release="", terminator=terminator)
        return cls(repetition="*") if syntax_version == "4" else cls()

    @property
    def active(self) -> str:
        """The characters that need a release where they are data."""
        return self.component + self.element + self.release + self.repetition + self.terminator

    def check(self) -> None:
        """Refuse characters that are letters, digits, blanks or twice the same.

        Raises:
            ValueError: with the reason.
        """
        for char in self.active:
            allowed_break = char in "\r\n" and char == self.terminator
            if char.isalnum() or (char.isspace() and not allowed_break and char not in SEPARATORS_OF_LEVEL_B):
                raise ValueError(f"{char!r} cannot be a service character")
        if self.repetition == "'" and self.terminator in "\r\n":
            raise ValueError("there are five, and then a line break")
        if len(set(self.active)) < len(self.active):
            raise ValueError("two service characters are the same")

    def una(self) -> str:
        """`UNA` and its six characters, a blank for each that is not in use."""
        una = self.component + self.element + self.decimal
        return "UNA" + una + (self.release or " ") + (self.repetition or " ") + self.terminator


DEFAULT = ServiceString()
