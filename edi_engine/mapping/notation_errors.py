"""A fault in a mapping, on its way to a finding that names file, line and column."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager

from edi_engine.alike import alike
from edi_engine.findings import Finding, Position, Severity


class FileLine(int):
    """The number of a line that stands in another file than the template, that of an extending mapping."""

    file: str

    def __new__(cls, line: int, file: str) -> "FileLine":
        """Put a number and its file together."""
        made = super().__new__(cls, line)
        made.file = file
        return made


class NotationError(Exception):
    """What is wrong, at which column (and line, when known) of a template; the compiler adds the file.

    `code` is the stable code of the finding; `near` are names the author may have meant; `file` is set where the line
    stands in another file than the template, that of an extending mapping.
    """

    def __init__(self, what: str, column: int = 1, *, line: int = 0, code: str = "TPL-001", near: str = "") -> None:
        super().__init__(what)
        self.what, self.column, self.line, self.code, self.near = what, column, line, code, near
        self.file = ""

    def finding(self, file: str, line: int = 0, severity: Severity = Severity.ERROR) -> Finding:
        """The finding shown to the author of the mapping."""
        return Finding(
            code=self.code,
            severity=severity,
            what=self.what,
            where=Position(
                path=self.file or getattr(self.line, "file", file), line=int(self.line or line), column=self.column
            ),
            why="the mapping is checked against the notation, the model and the directory when it is compiled",
            fix=f"did you mean {self.near}?" if self.near else "correct the template at this place",
        )


def in_definition(mapping: str, at: object, what: str, near: str = "") -> NotationError:
    """What is wrong with a key or value of a mapping.yaml, which knows where it stands."""
    error = NotationError(what, getattr(at, "column", 1), line=getattr(at, "line", 1), near=near)
    error.file = f"{mapping}/mapping.yaml"
    return error


@contextmanager
def standing_at(line: int, file: str = "") -> Iterator[None]:
    """Give a fault found inside the number of its line, and its file, unless it knows better."""
    try:
        yield
    except NotationError as error:
        error.line, error.file = error.line or line, error.file or file
        raise


def near_names(name: str, names: Iterable[str]) -> str:
    """Up to three names that look like this one, as text for a fix."""
    return " or ".join(repr(near) for near in alike(name, names))
