"""Lines of a Python function under construction: names for values, blocks, and fields that are read once."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Literal

from edi_engine.conditions.expression import UNKNOWN, VALUE, Shape

Kind = Literal["truth", "value", "list", "struct", "unknown"]
KINDS: Mapping[str, Kind] = {
    "list": "list",
    "struct": "struct",
    "truth": "truth",
    "value": "value",
    "unknown": "unknown",
}


@dataclass(frozen=True, slots=True)
class Operand:
    """Python that names a value without working it out again; `sure` where it is never None."""

    code: str
    kind: Kind
    shape: Shape = VALUE
    sure: bool = False


@dataclass(slots=True)
class Lines:
    """The lines, and `paths`: the fields that were read and may be used again below."""

    lines: list[str] = field(default_factory=list)
    indent: int = 0
    counter: int = 0
    paths: dict[tuple[str, str], Operand] = field(default_factory=dict)

    def add(self, line: str) -> None:
        """One line."""
        self.lines.append("    " * self.indent + line)

    def keep(self, code: str, kind: Kind, shape: Shape = VALUE, *, sure: bool = False) -> Operand:
        """A value under a name of its own."""
        self.counter += 1
        self.add(f"t{self.counter} = {code}")
        return Operand(f"t{self.counter}", kind, shape, sure)

    @contextmanager
    def block(self, head: str) -> Iterator[None]:
        """Lines that run only sometimes: what they read is not known below."""
        self.add(head)
        kept, self.paths = self.paths, dict(self.paths)
        self.indent += 1
        yield
        self.indent -= 1
        self.paths = kept

    def unless_absent(self, code: str, *operands: Operand) -> str:
        """Code that gives None where one of the operands it uses is absent."""
        absent = " or ".join(f"{operand.code} is None" for operand in operands if not operand.sure)
        return f"None if {absent} else {code}" if absent else code

    def step(self, of: Operand, name: str) -> Operand:
        """A field of something, read once."""
        if (of.code, name) in self.paths:
            return self.paths[of.code, name]
        shape = of.shape.child(name) or UNKNOWN
        if of.kind == "unknown":
            found = self.keep(f"_f.field({of.code}, {name!r})", "unknown", UNKNOWN)
        elif shape.kind == "list":
            code = f"{of.code}.{name}"
            found = self.keep(code if of.sure else f"() if {of.code} is None else {code}", "list", shape, sure=True)
        else:
            found = self.keep(self.unless_absent(f"{of.code}.{name}", of), KINDS[shape.kind], shape)
        self.paths[of.code, name] = found
        return found
