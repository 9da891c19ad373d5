"""The draft for a message of named places: XML or JSON."""

from collections.abc import Iterable
from decimal import Decimal
from typing import Any

import msgspec

from edi_engine.canonical import metadata
from edi_engine.interchange import Message
from edi_engine.mapping.json_parts import DECODING
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.proposal.draft import Draft, Facts
from edi_engine.mapping.proposal.facts import FILE as PLACES
from edi_engine.mapping.proposal.facts import EdifactFacts
from edi_engine.mapping.proposal.learning import learned
from edi_engine.mapping.proposal.model_paths import bared, steps_of
from edi_engine.mapping.proposal.naming import Naming
from edi_engine.mapping.proposal.national import FILE as NATIONAL
from edi_engine.mapping.proposal.national import national_names
from edi_engine.mapping.proposal.spots import Spot, json_spots, xml_spots
from edi_engine.mapping.proposal.tree import TreeProposal
from edi_engine.mapping.proposal.words import FILE, words_of
from edi_engine.mapping.registry import MappingFiles, Mappings

MOST_KEYS = 3
_DECODER: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)


def draft(message: Message, name: str, files: MappingFiles, like: str) -> Draft:
    """A draft for the mapping of a message.

    Raises:
        NotationError: the sample has no names to go by.
    """
    spot = _xml(message) if message.syntax == "xml" else _json(message)
    naming = naming_for(message, files, like, (spot.name, *spot.parts))
    if message.syntax == "xml":
        naming.national.mark_lists(spot)
    made = TreeProposal(naming, once=message.syntax == "xml")
    made.propose(spot)
    if not made.blanks:
        raise NotationError("no value stands in it")
    lines = made.xml_lines(spot) if message.syntax == "xml" else made.json_lines(spot)
    detect: Facts = {"type": [message.type]} if message.syntax == "xml" else {"key": _keys(spot)}
    facts: Facts = {"syntax": message.syntax, "document": naming.kind, "detect": detect}
    if any(_counts(files.schema_text(f"codes/{table}.csv")) for table in made.tables):
        facts["derive"] = {"after_reading": ["unit_factors"]}
    own = made.document.name if made.document else ""
    return Draft(name=name, template=f"template.{message.syntax}", lines=lines, facts=facts, document=own)


def naming_for(message: Message, files: MappingFiles, like: str, names: Iterable[str]) -> Naming:
    """What is known of names, for the kind of document a message is about: as it says itself, or as its names do."""
    mappings, words = Mappings(files), words_of(files.schema_text(FILE))
    kind = mappings.definition(like).document if like else message.type
    kind = kind if kind in metadata.struct_names() and kind in metadata.DOCUMENTS else words.kind(names)
    kind, facts = kind or "Declaration", EdifactFacts(files.schema_text(PLACES)).facts
    usual = {bared(steps_of(fact.path)) for fact in facts if fact.document == kind}
    return Naming(kind, words, learned(mappings, like), usual, national_names(files.schema_text(NATIONAL), kind))


def _counts(table: str) -> bool:
    """Whether a table has units that are so many of another one."""
    return any("*" in line.partition(",")[0] for line in table.splitlines())


def _keys(spot: Spot) -> list[str]:
    """The keys that tell such an object from others: lists first, which are hardly ever left out."""
    return sorted(spot.parts, key=lambda name: not spot.parts[name].repeated)[:MOST_KEYS]


def _xml(message: Message) -> Spot:
    root = message.body
    spot = Spot(message.type, f"{root.prefix}:{message.type}" if root.prefix else message.type)
    xml_spots(root, spot)
    if not spot.parts:
        raise NotationError(f"nothing stands in <{message.type}>")
    return spot


def _json(message: Message) -> Spot:
    try:
        value = _DECODER.decode(message.body)
    except DECODING as error:
        raise NotationError("it is no JSON") from error
    spot = json_spots(value, Spot(""))
    if not spot.parts:
        raise NotationError("there is no object with keys in it")
    return spot
