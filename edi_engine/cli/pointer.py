"""`edi-engine pointer`: where the pointers of a response lead, down to the line of the declaration as it was sent."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import click
import msgspec

from edi_engine.canonical.document_paths import DocumentPath, value_at, values, words
from edi_engine.canonical.document_paths import show as shown_path
from edi_engine.canonical.model import Declaration, Pointer
from edi_engine.canonical.pointers import Target, follow, pointing, spell
from edi_engine.canonical.pointing import Pointing
from edi_engine.canonical.wco_tree import Numbering
from edi_engine.cli.documents import Documents, engine, short
from edi_engine.cli.files import READABLE
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options, strictness_options
from edi_engine.cli.output import finding_object, plain, show, show_findings, show_json
from edi_engine.exchange import ReadMessage
from edi_engine.findings import Finding, Position, Severity
from edi_engine.mapping.lineage import Lineage

MOST_PLACES = 20  # shown of one pointer
REFERENCES = ("id", "functional_reference_id")
IN_THE_CLASS = ("role", "level")  # what the class of a pointer says already
SAYING = (
    "validation_code",
    "name_code",
    "statement_code",
    "change_reason_code",
    "description",
    "statement_description",
)


@dataclass(slots=True, kw_only=True)
class Led:
    """One pointer of a response and where it leads: the places with their values and positions."""

    what: str
    says: str
    chain: Sequence[Pointer]
    target: Target
    places: list[dict[str, Any]] = field(default_factory=list)


@click.command("pointer")
@click.argument("response", type=READABLE)
@click.argument("declaration", type=READABLE, required=False)
@strictness_options
@common_options
@click.pass_obj
def command(settings: Settings, response: Path, declaration: Path | None, as_json: bool) -> int:
    """Follow the pointers of RESPONSE (errors, statuses, amendments) into DECLARATION, of whatever format it is.

    \b
    Each is shown with its path, its value, and its place in the file as it was sent.
    A declaration alone, which points at nothing, is shown with the pointer that means each of its values.
    Exit status: 0 all pointers lead somewhere, 1 some do not, or a file cannot be read.

    \b
    Examples:
      edi-engine pointer rejection.xml
      edi-engine pointer rejection.xml samples/import_ten_items/received.edi
      edi-engine pointer samples/import_ten_items/received.edi
    """
    with engine(settings) as running:
        answers = Documents(running, response)
        pointers, meant = _taken(answers, alone=declaration is None, as_json=as_json)
        files, missing = [answers], None
        if declaration is not None:
            files.append(sent := Documents(running, declaration))
            missing = _locate(pointers, sent)
        findings = ([missing] if missing else []) + [finding for led, _ in pointers for finding in led.target.findings]
        _report(files, [led for led, _ in pointers], meant, findings, as_json=as_json)
    return REJECTED if findings or any(file.unreadable for file in files) else ACCEPTED


def _taken(
    answers: Documents, *, alone: bool, as_json: bool
) -> tuple[list[tuple[Led, Any]], list[dict[str, Any]] | int]:
    """The pointers of the documents; and what means the values of those without any, or how many were shown."""
    pointers: list[tuple[Led, Any]] = []
    listed: list[dict[str, Any]] = []
    shown = 0
    for read in answers:
        mine = list(_pointers(read)) if read.accepted else []
        pointers += mine
        for one in _meanings(read.document) if alone and not mine and read.accepted else ():
            if as_json:
                listed.append({**one, "value": msgspec.to_builtins(one["value"])})
            else:
                shown += 1
                show(f"{one['pointer'] or 'no WCO id'}  {one['path']}  {short(one['value'])}")
    return pointers, listed if as_json else shown


def _meanings(document: Any) -> Iterator[dict[str, Any]]:
    """Each value of a declaration with the pointer that would mean it."""
    if not isinstance(document, Declaration):
        return
    pointing_to = Pointing(document)
    for path, value in values(document):
        if path[-1].name in IN_THE_CLASS:
            continue
        chain = pointing_to.to(path)
        yield {"pointer": spell(chain) if chain else None, "path": shown_path(path), "value": value}


def _pointers(read: ReadMessage) -> Iterator[tuple[Led, Any]]:
    """The pointers of one response, or amendment, and the document they are in."""
    for element in pointing(read.document) if read.document is not None else ():
        said = [str(text) for one in SAYING if (text := getattr(element, one, None))]
        what, target = type(element).__name__.lower(), follow(element.pointers)
        yield Led(what=what, says=" ".join(said), chain=element.pointers, target=target), read.document


def _locate(pointers: list[tuple[Led, Any]], sent: Documents) -> Finding | None:
    """Follow the pointers in the declaration they are about; a finding if it is not in the file."""
    met, others = 0, []
    for read in sent:
        if not read.accepted or read.document is None or read.mapping is None:
            continue
        others += _references(read.document)
        mine = [led for led, answer in pointers if _answers(answer, read.document)]
        met += len(mine)
        lineage = Lineage(read.mapping, read.message, read.document) if mine else None
        numbering = Numbering()
        for led in mine:
            if led.target.pattern.startswith("amendments"):
                continue  # a statement about an amendment of its own document
            led.target = follow(led.chain, read.document, numbering=numbering)
            led.places = [_place(read.document, path, lineage) for path in led.target.paths[:MOST_PLACES]]
            if not led.places and led.target.nearest:
                led.places = [{**_place(read.document, led.target.nearest, lineage), "value": None}]
    if met or not pointers or sent.unreadable:
        return None
    return _no_declaration(sent, _references(_about(pointers[0][1])), others)


def _answers(answer: Any, document: Any) -> bool:
    """Whether a response is about a declaration: a reference of both is the same, or there is none to compare."""
    about = _about(answer)
    compared = [(getattr(about, name), getattr(document, name, None)) for name in REFERENCES]
    known = [(one, other) for one, other in compared if one and other]
    return not known or any(one == other for one, other in known)


def _about(answer: Any) -> Any:
    """What a response answers; an amendment names its declaration itself."""
    return getattr(answer, "declaration", None) or answer


def _references(document: Any) -> list[str]:
    return [text for name in REFERENCES if (text := getattr(document, name, None))]


def _place(document: msgspec.Struct, path: DocumentPath, lineage: Lineage | None) -> dict[str, Any]:
    where = lineage.place(path) if lineage else None
    return {"path": shown_path(path), "name": words(document, path), "value": value_at(document, path), "where": where}


def _no_declaration(sent: Documents, wanted: list[str], there: list[str]) -> Finding:
    shown = [", ".join(f"{text!r:.40}" for text in texts[:3]) or "one without a reference" for texts in (wanted, there)]
    return Finding(
        code="PTR-004",
        severity=Severity.ERROR,
        what=f"the response is about {shown[0]}, the file holds {shown[1]}",
        where=Position(path=str(sent.file)),
        why="neither ID nor FunctionalReferenceID is the same",
        fix="give the file with the declaration that was answered",
    )


# -- showing -----------------------------------------------------------------------------------------------------------


def _report(
    files: list[Documents],
    pointers: list[Led],
    meant: list[dict[str, Any]] | int,
    findings: list[Finding],
    *,
    as_json: bool,
) -> None:
    if as_json:
        told = [{"file": str(file.file), **file.objects()} for file in files]
        found = [finding_object(finding) for finding in findings]
        show_json({"files": told, "pointers": [_object(led) for led in pointers], "values": meant, "findings": found})
        return
    for led in pointers:
        show(plain(f"{led.what} {led.says}".strip()))
        show(f"  pointer  {plain(spell(led.chain))}{_facts(led.target)}")
        if not led.target.paths:
            show(f"  path     {plain(led.target.pattern) if led.target.place else 'leads nowhere'}")
        for place in led.places:
            _show_place(place, there=bool(led.target.paths))
    held = (
        f"{len(pointers)} pointer{'' if len(pointers) == 1 else 's'}" if pointers else "nothing in it points anywhere"
    )
    whole = f"; {meant} values, each with the pointer that means it" if meant else ""
    show(f"{plain(str(files[0].file))}: {held}{whole}")
    for file in files:
        file.show()
    show_findings(findings)


def _show_place(place: dict[str, Any], *, there: bool) -> None:
    """A place of a pointer; where nothing stands there, what is nearest to it."""
    if there:
        show(f"  path     {place['path']}")
        show(f"  name     {plain(place['name'])}")
    stands = place["value"] is not None
    show(f"  value    {short(place['value']) if stands else 'nothing stands here'}")
    if place["where"] is not None:
        show(f"  {'where' if stands else 'near '}    {plain(str(place['where']))}")


def _facts(target: Target) -> str:
    """The tag a pointer ends at, with the EU data element and the box of the SAD."""
    if target.place is None:
        return ""
    known = target.place.known
    said = ["/".join(target.place.tags[1:]) or target.place.tag]
    said += [f"EU {known.elements}"] if known and known.elements else []
    said += [f"box {known.boxes}"] if known and known.boxes else []
    return "  " + ", ".join(said)


def _object(led: Led) -> dict[str, Any]:
    place = led.target.place
    return {
        "what": led.what,
        "says": led.says,
        "pointer": spell(led.chain),
        "tags": "/".join(place.tags) if place else None,
        "pattern": led.target.pattern,
        "places": [
            {**one, "value": msgspec.to_builtins(one["value"]), "where": str(one["where"] or "")} for one in led.places
        ],
    }
