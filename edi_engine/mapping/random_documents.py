"""Documents made at random within a shape: what a format has a home for, every home sooner or later.

The whole model is the shape of canonical JSON, a layout that of a WCO dialect. What was filled seldom so far is sought
out, so that small documents prove large models.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cache
from random import Random
from typing import Any

import msgspec

from edi_engine.canonical import metadata
from edi_engine.canonical.metadata import Field, Kind
from edi_engine.canonical.values import Amount, DateTime, Measure, Quantity

# Texts as people write them for each format code of element 2379; empty for ISO 8601.
MOMENTS = {
    "": ("2026-01-31", "2026-01-31T23:59:00", "2026-01-31T23:59:00+08:00"),
    "101": ("260131",),
    "102": ("20260131", "20240229"),
    "201": ("2601312359",),
    "203": ("202601312359",),
    "204": ("20260131235959",),
    "303": ("202601312359Z", "202601312359+0800"),
    "304": ("20260131235959Z",),
    "602": ("2026",),
    "610": ("202601",),
}
CODES = ("7", "007", "0102", "IMA", "SG7", "9.5", "ZZZ", "1E5", "-0")
UNITS = (None, "KGM", "EUR", 'a"<\t&')
WIDEST = 20
DUE, SETTLED = 0.1, 10


@dataclass(slots=True, eq=False)
class Shape:
    """What one struct may hold.

    Attributes:
        places: in the order in which they are filled.
        owns_parties: whether parties below it stand in its own list; else in that of the nearest struct around it.
        extensions: what its extensions are called in the rates; empty if it has no home for any.
    """

    struct: type[msgspec.Struct]
    places: list["Place"] = field(default_factory=list)
    owns_parties: bool = False
    extensions: str = ""
    _homes: frozenset[str] | None = None

    def homes(self) -> frozenset[str]:
        """The homes at and below it."""
        if self._homes is None:
            below = (place.shape.homes() for place in self.places if place.shape)
            own = {place.home for place in self.places} | ({self.extensions} - {""})
            self._homes = frozenset(own).union(*below)
        return self._homes


@dataclass(slots=True, eq=False, kw_only=True)
class Place:
    """A home for values.

    Attributes:
        home: what it is called in the rates.
        field: the field of the owner it fills; None for a party, and for a level whose places are the owner's own.
        shape: of what stands in it; None for a value.
        many: any number; else one.
        certain: it is always filled.
        role, level: of the party it is.
        codes: what stands in it is one of these; empty for any text.
    """

    home: str
    field: Field | None = None
    shape: Shape | None = None
    many: bool = False
    certain: bool = False
    role: str = ""
    level: str | None = None
    codes: tuple[str, ...] = ()

    def homes(self) -> frozenset[str]:
        """Its own home and those below it."""
        return frozenset([self.home]) | (self.shape.homes() if self.shape else frozenset())


class RandomDocuments:
    """Makes documents that use only what their shapes have a home for.

    Args:
        roots: shapes of documents, taken in turn.
        structures, leaves: how often something with places of its own, and a value, is there (0 to 1).
        enough: values a document has before nothing but what is sought is added.
    """

    def __init__(
        self,
        roots: Sequence[Shape],
        values: "RandomValues",
        structures: float = 0.8,
        leaves: float = 0.6,
        enough: int = 5000,
    ) -> None:
        self.roots, self.values, self.random = tuple(roots), values, values.random
        self.enough = enough
        self.structures, self.leaves = structures, leaves
        self.used: Counter[str] = Counter(dict.fromkeys(sorted(frozenset().union(*(r.homes() for r in roots))), 0))
        self.made = 0
        self._here: set[str] = set()
        self._sought: set[str] = set()
        self._values = 0

    def document(self) -> Any:
        """One more document, never empty."""
        root = self.roots[self.made % len(self.roots)]
        self._sought = self._due(root)
        self._here = set()
        found = None
        while found is None:
            self._values = 0
            found = self._struct(root, [])
        self.made += 1
        self.used.update(self._here)
        return found

    def rates(self, documents: int) -> dict[str, float]:
        """For each home the share of documents in which it had a value."""
        return {home: count / documents for home, count in self.used.items()}

    def _due(self, root: Shape) -> set[str]:
        """Half of the homes that had a value in few documents so far: the next one seeks them out."""
        if self.made < SETTLED:
            return set()
        due = sorted(home for home in root.homes() if self.used[home] < DUE * self.made)
        return set(self.random.sample(due, (len(due) + 1) // 2))

    def _met(self, home: str) -> None:
        self._here.add(home)
        self._sought.discard(home)

    def _taken(self, place: Place) -> bool:
        if place.certain or not self._sought.isdisjoint(place.homes()):
            return True
        if self._values >= self.enough:
            return False
        return self.random.random() <= (self.structures if place.shape else self.leaves)

    def _struct(self, shape: Shape, parties: list[Any]) -> Any:
        values: dict[str, Any] = {}
        own: list[Any] = [] if shape.owns_parties else parties
        self._fill(shape, values, own)
        if shape.owns_parties and own:
            values["parties"] = own
        if shape.extensions and (shape.extensions in self._sought or self.random.random() < DUE):
            values["extensions"] = self.values.extensions()
            self._met(shape.extensions)
        return shape.struct(**values) if values else None

    def _fill(self, shape: Shape, values: dict[str, Any], parties: list[Any]) -> None:
        for place in shape.places:
            if self._taken(place) and self._place(place, values, parties):
                self._met(place.home)

    def _place(self, place: Place, values: dict[str, Any], parties: list[Any]) -> bool:
        """Fill a place; whether anything stands in it."""
        if place.role:
            found = list(self._parties(place))
            parties += found
            return bool(found)
        if place.field is None and place.shape:
            before = len(values) + len(parties)
            self._fill(place.shape, values, parties)
            return len(values) + len(parties) > before
        return self._items(place, values, parties)

    def _items(self, place: Place, values: dict[str, Any], parties: list[Any]) -> bool:
        items = [item for _ in self._times(place) if (item := self._item(place, parties)) is not None]
        if items and place.field:
            values[place.field.name] = items if place.field.many else items[0]
        return bool(items)

    def _parties(self, place: Place) -> Iterator[Any]:
        for _ in self._times(place):
            party = self._struct(place.shape, []) if place.shape else None
            if party is not None:
                party.role, party.level = place.role, place.level
                yield party

    def _times(self, place: Place) -> range:
        return range(self.random.randint(1, 2) if place.many else 1)

    def _item(self, place: Place, parties: list[Any]) -> Any:
        if place.shape:
            made = self._struct(place.shape, parties)
            return self._least(place.shape) if made is None and place.home in self._sought else made
        self._values += 1
        if place.codes:
            return self.random.choice(place.codes)
        return self.values.value(place.field) if place.field else None

    def _least(self, shape: Shape) -> Any:
        """A struct with one value; None where it has no home for any."""
        leaves = [place for place in shape.places if place.field and not place.shape]
        if not leaves:
            return None
        values: dict[str, Any] = {}
        place = self.random.choice(leaves)
        if self._items(place, values, []):
            self._met(place.home)
        return shape.struct(**values)


class RandomValues:
    """Values of every kind, as written: scales, leading zeros, format codes, characters that syntaxes make much of.

    Args:
        alphabet: characters of texts; `tidy` leaves none of them at the ends of a text if it is a blank.
        formats: of dates; none: all there are.
    """

    def __init__(self, random: Random, alphabet: str, *, tidy: bool = False, formats: Sequence[str] = ()) -> None:
        self.random, self.alphabet, self.tidy = random, alphabet, tidy
        self.formats = formats or tuple(MOMENTS)

    def value(self, field: Field) -> Any:
        """A value for a field; its text is half the time what the field's format asks for."""
        make: dict[Kind, Callable[[], Any]] = {
            Kind.TEXT: lambda: self._formatted(field),
            Kind.INTEGER: lambda: self.random.randint(0, 99999),
            Kind.DECIMAL: self.number,
            Kind.AMOUNT: lambda: Amount(self.number(), self.unit()),
            Kind.MEASURE: lambda: Measure(self.number(), self.unit()),
            Kind.QUANTITY: lambda: Quantity(self.number(), self.unit()),
            Kind.DATETIME: self.moment,
            Kind.STRUCT: lambda: None,
        }
        return make[field.kind]()

    def text(self) -> str:
        """A text that is not empty, with awkward characters."""
        found = "".join(self.random.choices(self.alphabet, k=self.random.randint(1, WIDEST)))
        return (found.strip() or "x") if self.tidy else found

    def number(self) -> Decimal:
        """A number whose scale matters."""
        return Decimal(self.random.randint(-(10**6), 10**9)).scaleb(-self.random.randint(0, 6))

    def unit(self) -> str | None:
        """A unit, a currency or a format code, or none."""
        return self.random.choice(UNITS)

    def moment(self) -> DateTime:
        """A date with its format code; now and then what no format code describes."""
        if self.random.random() < 0.2:
            return DateTime(self.text(), self.unit())
        code = self.random.choice(self.formats)
        return DateTime(self.random.choice(MOMENTS[code]), code or None)

    def extensions(self) -> dict[str, object]:
        """What the model has no place for: names with a prefix, values of any depth and type."""
        inner = [self.text(), self.random.randint(-9, 10**9), None, True, 0.25, {self.text(): []}]
        return {f"x.{self.text()}": self.random.choice([self.text(), {"a/b~c": inner}, inner, False, ""])}

    def _formatted(self, field: Field) -> str:
        """A code, or a text as wide as the format says, or any text."""
        width = field.format.rpartition("..")[2].lstrip("an")
        if self.random.random() < 0.5 or not width.isdigit():
            return self.random.choice(CODES) if self.random.random() < 0.3 else self.text()
        letters = "0123456789" if field.format.startswith("n") else "ABYZ0189"
        return "".join(self.random.choices(letters, k=min(int(width), WIDEST)))


@cache
def whole(name: str) -> Shape:
    """The shape of a struct of the model with all its fields, their parts included, and its extensions.

    Raises:
        KeyError: the model has no such struct.
    """
    shape = Shape(metadata.struct(name), extensions=f"{name}.extensions")
    if "extensions" not in shape.struct.__struct_fields__:
        shape.extensions = ""
    for known in metadata.fields(name).values():
        below = whole(known.struct.__name__) if known.kind is Kind.STRUCT and known.struct else None
        codes = tuple(metadata.roles(name)) if known.name == "role" else ()
        home = f"{name}.{known.name}"
        shape.places.append(Place(home=home, field=known, shape=below, many=known.many, codes=codes))
    return shape
