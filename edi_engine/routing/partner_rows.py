"""Reads `partners.yaml`: every fault found in one go, each at its line and column."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from edi_engine.configuration import Rows, Table, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.routing.partners import Partner, Partners, identifications
from edi_engine.routing.rows import SENDING, TRAFFIC, SendingReader
from edi_engine.rows import Codes, Kind, among

ACCEPT = ("message", "interchange", "file")
STRANGERS = ("accept", "refuse")


def read_partners(
    text: str,
    name: str,
    *,
    mappings: Collection[str],
    transports: Collection[str],
    overlays: Callable[[], Mapping[str, Collection[str]]] = dict,
    profile: Callable[[Mapping[str, str]], object] = dict,
) -> Partners:
    """Read and check `partners.yaml`.

    Args:
        text: the file's content: `partners:` with a list of rows, see `Partner` for the keys; `strangers:` says whether
            interchanges of others are accepted: accept (default) or refuse.
        name: the file's name, for findings.
        mappings, transports: names a row may use.
        overlays: gives the subsets there are: by name the senders and recipients it is limited to; none: anybody.
        profile: raises ValueError for what `edifact` of a row may not say.

    Raises:
        ConfigurationError: with every fault of the file, each with line and column: `PRT-001` structure, `PRT-002` a
            name that is not known, `PRT-003` a value that is not allowed.
    """
    reader = _Reader(name=name, mappings=mappings, transports=transports, overlays_there=overlays, profile=profile)
    tree = read_yaml(text, name)
    partners: list[Partner] = reader.table(tree, "partners", _PARTNERS, ["strangers"])
    reader.check_names(partners)
    said = tree.get("strangers") if isinstance(tree, Table) else None
    strangers = reader.known("strangers", said, STRANGERS) if said is not None else "accept"
    if reader.findings:
        raise ConfigurationError(*reader.findings)
    return Partners(tuple(partners), strangers == "accept", name)


@dataclass(slots=True, kw_only=True)
class _Reader(SendingReader):
    """Turns the YAML tree into partners; `taken` are the identities read so far, each with the line of its row."""

    codes = Codes("PRT-001", "PRT-002", "PRT-003")
    why = "partners are checked when they load"
    overlays_there: Callable[[], Mapping[str, Collection[str]]]
    profile: Callable[[Mapping[str, str]], object]
    taken: dict[str, int] = field(default_factory=dict)

    def identities(self, key: str, value: Any, values: dict[str, Any]) -> tuple[str, ...] | None:
        """Identifications that nobody else has."""
        found = self.parties(key, value, values)
        if isinstance(value, Rows) and not value:
            self.structure("a partner without an identity is never met", value, "name one, or leave the row out")
        for identity in value if found else ():
            if str(identity) in self.taken:
                what = f"{identity} is the identity of another partner, in line {self.taken[str(identity)]}"
                self.value(what, identity, "an identity has one partner; a qualifier tells two apart")
            self.taken.setdefault(str(identity), values["line"])
        return found or None

    def readers(self, key: str, value: Any, _: dict[str, Any]) -> tuple[str, ...]:
        """Mappings that are there."""
        if not isinstance(value, Rows):
            self.structure(f"{key} is a list of mappings", value, f"write {key}: [cusdec-d96b-import]")
            return ()
        return tuple(found for name in value if (found := self.known("mapping", name, self.mappings)))

    def edifact(self, key: str, value: Any, _: dict[str, Any]) -> dict[str, str] | None:
        """Wishes for EDIFACT, each by itself, so that each fault has its place."""
        if not isinstance(value, Table):
            self.structure(f"{key} is a table of keys", value, "write edifact: {repertoire: UNOC}")
            return None
        for wish, said in value.items():
            try:
                self.profile({str(wish): self.word(wish, said)})
            except ValueError as error:
                self.value(f"{key}: {error}", said if said is not None else wish, "correct it")
        return {str(wish): str(said) for wish, said in value.items()}

    def overlays(self, key: str, value: Any, values: dict[str, Any]) -> tuple[str, ...]:
        """Subsets that are there, and are for this partner."""
        if not isinstance(value, Rows):
            self.structure(f"{key} is a list of overlays", value, f"write {key}: [northmere]")
            return ()
        there = self.overlays_there()
        own = {name for identity in values.get("identities", ()) for name in identifications(identity)}
        for name in value:
            if self.known("overlay", name, there) and name in there and there[name] and own.isdisjoint(there[name]):
                what = f"overlay {name} is for {', '.join(sorted(there[name]))}, none of which is this partner"
                self.value(what, name, "add an identity of the partner to the senders of the overlay")
        return tuple(map(str, value))


# Every key of a row with its check; `identities` before `overlays`, which are held to them.
_PARTNER: dict[str, Any] = {
    "name": _Reader.safe,
    "identities": _Reader.identities,
    "valid_from": _Reader.day,
    "valid_to": _Reader.last_day,
    "traffic": among(lambda _: TRAFFIC),
    "sends": _Reader.readers,
    "accept": among(lambda _: ACCEPT),
    "mapping": among(lambda reader: reader.mappings),
    **SENDING,
    "sender": _Reader.plain,
    "recipient": _Reader.plain,
    "edifact": _Reader.edifact,
    "overlays": _Reader.overlays,
    "acknowledgements": _Reader.deadlines,
}
_PARTNERS = Kind(("a", "partner"), Partner, _PARTNER, ("name", "identities"))
