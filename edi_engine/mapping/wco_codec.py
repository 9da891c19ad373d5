"""WCO XML to canonical document and back, by a codec generated from the model's table and a layout.

Two ways lead through a document. The fast one takes only what is as expected; its writer is generated, one function for
each element with members. Where it meets anything else it gives up, and the careful way, which walks the same tree,
reads or writes the whole document anew and reports what is unmapped, unwritable or written otherwise. What has no home
in the layout is expected: the fast writer counts it too.
Elements are matched by local name; the namespace only tells dialects apart.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from decimal import Decimal
from random import Random
from typing import Any

import msgspec
from lxml import etree

from edi_engine.canonical import metadata, values
from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.formats.xml.reader import parse
from edi_engine.interchange import Message
from edi_engine.mapping.coverage import MOST_LEFT_OUT, LeftOut
from edi_engine.mapping.exact_places import places_of
from edi_engine.mapping.normalisations import COUNTED, DATES, LINES, Normalisation
from edi_engine.mapping.registry import Mapping, MappingSource
from edi_engine.mapping.wco import proof, schema_view
from edi_engine.mapping.wco.careful_reader import CarefulReader, line_of, local
from edi_engine.mapping.wco.careful_writer import CarefulWriter
from edi_engine.mapping.wco.escaping import Unusual, attribute, number, special, special_in_line
from edi_engine.mapping.wco.fast_reader import FastReader
from edi_engine.mapping.wco.generate_writer import writer_text
from edi_engine.mapping.wco.layout import Layout, read_layout
from edi_engine.mapping.wco.losses import (
    KEPT,
    ONE_FITS,
    TOO_MANY,
    Losses,
    above,
    lose,
    lose_extensions,
    lose_parties,
    lose_party,
    report_losses,
)
from edi_engine.mapping.wco.pieces import any_text, date_time, one_line, parties_by_level, parties_by_role
from edi_engine.mapping.wco.schema_text import schema_texts
from edi_engine.mapping.wco.tokens import pieces
from edi_engine.mapping.wco.wrapping import read_wrapper

PLAIN = ("Identifier", "Name")  # structs of values that layouts may have elements for
_XSI = "{http://www.w3.org/2001/XMLSchema-instance}"


class WcoCodec:
    """Reads and writes the documents of one layout (`mappings/wco-dec/layout.txt`)."""

    def __init__(self, layout: str, name: str = "wco-dec", file: str = "", *changes: tuple[str, str]) -> None:
        """Compile the codec.

        Args:
            layout: text of the layout.
            name: of the mapping, for findings.
            file, changes: see `layout.read_layout`; the file is the mapping's own if not named.

        Raises:
            ConfigurationError: `WCO-001`, the layout names what the model has not.
        """
        self.name = name
        self.layout: Layout = read_layout(layout, file or f"{name}/layout.txt", *changes)
        self._write = _compiled(writer_text(self.layout), f"<{name} writer>", self.layout)["w0"]
        self._reader = FastReader(self.layout)
        self._tag = self.layout.root.name
        spaces = f'xmlns="{attribute(self.layout.namespace)}" xmlns:ds="{attribute(self.layout.date_time_namespace)}"'
        self._start = f"<{self._tag} {spaces}"

    def read(self, message: Message, report: Report) -> Any:
        """Read the element in a message's body into a canonical document.

        Returns:
            The document; None when the root is another one or holds nothing, which is an error in `report`.
            `report` has `MAP-102` for what is unmapped, `MAP-105` for what is no number.
        """
        root = message.body
        if local(root) != self._tag:
            _refuse(report, self.name, message, f"the root is <{local(root)}>, not <{self._tag}>")
            return None
        try:
            document = self._read_fast(root, message.text)
        except Unusual:
            document = CarefulReader(self.layout, report, self.name, message.number).read(root)
        if document is None:
            _refuse(report, self.name, message, f"<{self._tag}> holds nothing")
        return document

    def write(self, document: msgspec.Struct, report: Report) -> str:
        """Write a document as its root element, without XML declaration.

        `report` has one finding for each path that is not written, with its count: `MAP-201` without a home in the
        layout, `MAP-204` more than fit, `MAP-202` a value XML cannot carry.
        """
        try:
            return self._write_fast(document, report)
        except (Unusual, AttributeError, TypeError):
            attributes, body = CarefulWriter(self.layout, report, self.name).write(document)
            return f"{self._start}{attributes}>\n{body}</{self._tag}>\n"

    def left_out(self, document: msgspec.Struct) -> LeftOut:
        """What writing a document leaves out, with exact paths."""
        report = Report(limit=MOST_LEFT_OUT)
        CarefulWriter(self.layout, report, self.name, places_of(document)).write(document)
        return LeftOut(document, document, list(report), {})

    def _write_fast(self, document: msgspec.Struct, report: Report) -> str:
        """The text.

        Raises:
            Unusual: the document holds kept XML, or what XML cannot carry; `report` is untouched.
        """
        lost: Losses = defaultdict(int)
        out = [f"{self._start}>\n"]
        self._write(document, 1, None, "", lost, out)
        report_losses(lost, self.name, report)
        out.append(f"</{self._tag}>\n")
        return "".join(out)

    def _read_fast(self, root: etree._Element, text: str = "") -> Any:
        """The document; `text` is that of the root, where it is known.

        Raises:
            Unusual: it holds anything that is not exactly as expected.
        """
        if any(not str(name).startswith(_XSI) for name in root.attrib):
            raise Unusual
        return self._reader.read(pieces(root, text))


class WcoMapping(WcoCodec):
    """A codec as the registry's `Mapping`: with the definition and the content hash of its folder."""

    syntax = "xml"
    directory = ""

    def __init__(self, source: MappingSource) -> None:
        """Compile the codec of a mapping folder; raises as `WcoCodec`, and `WCO-002` for a wrapper that is none."""
        (file, layout), *changes = source.texts("layout.txt") or [("", source.text("layout.txt"))]
        super().__init__(layout, source.definition.name, file, *changes)
        self.definition, self.version = source.definition, source.version
        wrappers = source.texts("wrapper.xml")
        self.frames = read_wrapper(*wrappers[-1]) if wrappers else []

    # What checking by a schema asks for (see `mapping.schema_check`).

    def schema_texts(self) -> dict[str, str]:
        """The files of our own schema by name, the first one first; none where dates have no namespace of their own."""
        apart = self.layout.namespace != self.layout.date_time_namespace
        return schema_texts(self.layout, self.name) if apart else {}

    def plain(self, root: etree._Element) -> etree._Element | None:
        """A document as our own schema should see it; None for as it is."""
        return schema_view.plain(self.layout, root)

    def field_of(self, tags: tuple[str, ...]) -> str:
        """What an element is in the model, by its tags from the root."""
        return schema_view.field_of(self.layout, tags)

    # What the proof of a mapping asks for (see `mapping.roundtrip`).

    def generator(self, rng: Random) -> proof.Documents:
        """Documents of the layout."""
        return proof.Documents(self.layout, rng)

    def message(self, body: str) -> Message:
        """A written document as the reader would hand it on.

        Raises:
            EdiError: it is no XML.
        """
        root = parse(body.encode())
        if isinstance(root, Finding):
            raise EdiError(root)
        return Message(syntax="xml", type=local(root), association=self.layout.namespace, body=root)

    def normalisations(self) -> Iterator[Normalisation]:
        """What is not there and back the same, by the layout; elements may also come in any order."""
        for node in self.layout.nodes:
            for member in node.members:
                if member.counter:
                    yield Normalisation(node.name, COUNTED, member.tag)
        if self.layout.date_time_formats:
            yield Normalisation("date_time_formats", DATES, " ".join(self.layout.date_time_formats))
        if self.layout.one_line:
            yield Normalisation("line_breaks", LINES, "no")

    def mutations(self) -> Iterable[str]:
        """Names of what partners do to documents."""
        return list(proof.MUTATIONS)

    def mutate(self, body: str, name: str, rng: Random) -> str:
        """A document as a partner might send it."""
        root = self.message(body).body
        proof.mutate(root, name, rng)
        return etree.tostring(root, encoding="unicode")

    def vanished(self, received: str, written: str, report: Report) -> Counter[str]:
        """Elements received that are neither written back nor named by a finding."""
        return proof.vanished(self.message(received).body, self.message(written).body, report)


def build(source: MappingSource) -> Mapping:
    """The codec of a mapping with `codec: wco`: the folder's `layout.txt`, and `wrapper.xml` if its partner wants one.

    Raises:
        ConfigurationError: the layout is missing or wrong.
    """
    return WcoMapping(source)


def _compiled(source: str, name: str, layout: Layout) -> dict[str, Any]:
    """The names a generated text defines."""
    scope: dict[str, Any] = {struct: metadata.struct(struct) for struct in (*metadata.struct_names(), *PLAIN)}
    scope |= {
        "Amount": values.Amount,
        "DateTime": values.DateTime,
        "Measure": values.Measure,
        "Quantity": values.Quantity,
    }
    scope |= {
        "Decimal": Decimal,
        "Unusual": Unusual,
        "NOBODY": {},
    }
    scope |= {"number": number, "date_time": date_time, "attribute": attribute}
    scope |= {"parties_by_level": parties_by_level, "parties_by_role": parties_by_role}
    scope |= {"lose": lose, "lose_extensions": lose_extensions, "lose_parties": lose_parties, "lose_party": lose_party}
    scope |= {"above": above}
    scope |= {"FORMATS": layout.date_time_formats, "special": special_in_line if layout.one_line else special}
    scope |= {"text": one_line if layout.one_line else any_text}
    scope |= {"TOO_MANY": TOO_MANY, "ONE_FITS": ONE_FITS, "KEPT": KEPT}
    exec(compile(source, name, "exec"), scope)  # noqa: S102 - generated from names of the model and layout only, by repr
    return scope


def _refuse(report: Report, mapping: str, message: Message, what: str) -> None:
    report.add(
        Finding(
            code="MAP-107",
            severity=Severity.ERROR,
            what=what,
            where=Position(message=message.number, path=f"/{local(message.body)}", line=line_of(message.body)),
            why=f"mapping {mapping}",
            fix="send it to the mapping made for it, or correct the document",
        )
    )
