"""The draft for a UN/EDIFACT message: taken over from a mapping of its type, or made of what is known of its places."""

from edi_engine.formats.edifact.directory import DEFAULT_SYNTAX
from edi_engine.formats.edifact.grouping import Structure, structure
from edi_engine.interchange import Message
from edi_engine.mapping.definition import Definition
from edi_engine.mapping.detection import document_name
from edi_engine.mapping.notation_errors import NotationError
from edi_engine.mapping.proposal.copying import copied_lines, copied_tables
from edi_engine.mapping.proposal.draft import Draft, Facts
from edi_engine.mapping.proposal.edifact import EdifactProposal
from edi_engine.mapping.proposal.facts import FILE, EdifactFacts
from edi_engine.mapping.proposal.forms import forms
from edi_engine.mapping.registry import MappingFiles, Mappings


def draft(message: Message, name: str, files: MappingFiles, like: str) -> Draft:
    """A draft for the mapping of a message.

    Raises:
        NotationError: no directory says how the message is built.
    """
    mappings = Mappings(files)
    known = like or _same_message(mappings, message)
    facts = EdifactFacts(files.schema_text(FILE))
    model = mappings.definition(known) if known else None
    kind = model.document if model else facts.documents(message.type)
    made = Draft(name=name, template="template.edi", lines=[], facts=_facts(message, kind, model), like=known)
    if known:
        made.lines, made.files = copied_lines(mappings, known), copied_tables(mappings, files, known)
        return made
    syntax = "4" if message.directory.startswith("4") else DEFAULT_SYNTAX
    directory = mappings.directories.find(message.type, message.directory, syntax)
    placing: Structure | None = structure(directory, message.type)
    if placing is None:
        raise NotationError(f"{directory.name} has no message {message.type!r}")
    found = forms(message.body.texts, placing, directory, facts)
    made.lines = EdifactProposal(message.type, kind, directory, facts).lines(found)
    return made


def _same_message(mappings: Mappings, message: Message) -> str:
    """The mapping for the type of a message: of several the one for its directory."""
    found = [mappings.definition(name) for name in mappings.names()]
    same = [d for d in found if (d.syntax, d.message) == ("edifact", message.type)]
    near = [d for d in same if d.directory == message.directory] or [d for d in same if not d.extends] or same
    return near[0].name if near else ""


def _facts(message: Message, kind: str, like: Definition | None) -> Facts:
    facts: Facts = {"syntax": "edifact", "message": message.type, "directory": message.directory}
    if message.association:
        facts["association"] = message.association
    facts["document"] = kind
    if like and like.derive:
        facts["derive"] = {when: list(steps) for when, steps in like.derive.items()}
    if like and like.when:
        facts["when"] = dict(like.when)
    facts["detect"] = {"type": [message.type], "directory": [message.directory]}
    if code := document_name(message):
        facts["detect"]["document_name"] = [code]
    return facts
