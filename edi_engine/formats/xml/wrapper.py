"""The wrap around XML documents: taken off on reading, put on again on writing.

`envelope.wrapper["frames"]` holds the wrapping elements, the outermost first: `name`, `namespace` and, as XML texts,
the `fields` that stood before the next frame or the documents.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from lxml import etree

from edi_engine.errors import EdiError
from edi_engine.findings import Position
from edi_engine.formats.xml.faults import fault
from edi_engine.interchange import Envelope

# Wrappers with the names that wrap further inside them, and what never is a document whatever it holds.
INNER: dict[str, frozenset[str]] = {
    "MetaData": frozenset(),
    "DocumentMetaData": frozenset(),
    "submitDeclarationRequest": frozenset({"requestDetail", "payload"}),
    "requestDetail": frozenset({"MetaData"}),
    "payload": frozenset({"MetaData"}),
}
OUTERMOST = frozenset({"MetaData", "DocumentMetaData", "submitDeclarationRequest"})
FIELDS = frozenset({"CommunicationMetaData", "ContextMetaData", "BinaryFile", "requestCommon"})
# What of the communication metadata has a word of its own in an envelope.
_FACTS = {
    "ApplicationReferenceID": "application_reference",
    "PreparationDateTime": "prepared",
    "Sender": "sender",
    "Recipient": "recipient",
    "SyntaxIdentificationCode": "syntax_identifier",
    "SyntaxVersionCode": "syntax_version",
}


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


class Wrap:
    """The elements around the documents of a payload, while it is read.

    Attributes:
        envelope: gets each wrapping element as a frame, with what stands in it besides documents.
        frames: the wrapping elements that were met, the outermost first.
        innermost: the name of the last of them.
    """

    def __init__(self, room: int) -> None:
        """Allow the fields of all frames so many characters."""
        self.envelope = Envelope()
        self.frames: list[etree._Element] = []
        self.innermost = ""
        self._limit = self._room = room
        self._found = False

    def meet(self, element: etree._Element) -> None:
        """Look at an element that has begun: it is a frame if it wraps where it stands, before any document."""
        outer = self.frames[-1] if self.frames else None
        names = OUTERMOST if outer is None else INNER[local(outer)]
        if element.getparent() is not outer or local(element) not in names or self._found:
            return
        if outer is not None and any(_is_document(before, outer) for before in list(outer)[: outer.index(element)]):
            return
        self.frames.append(element)
        self.innermost = local(element)
        frame = {"name": self.innermost, "namespace": etree.QName(element).namespace or "", "fields": []}
        self.envelope.wrapper.setdefault("frames", []).append(frame)

    def complete(self, *, closed: bool = False) -> Iterator[etree._Element]:
        """Documents that are read to their end; they and the fields leave the tree.

        Args:
            closed: all is read; else the last element of a frame may go on.

        Raises:
            EdiError: `XML-012`, the fields are too long.
        """
        for depth in range(len(self.frames) - 1, -1, -1):
            frame = self.frames[depth]
            ended = closed or any(outer.getnext() is not None for outer in self.frames[: depth + 1])
            for child in list(frame) if ended else list(frame)[:-1]:
                if child in self.frames:
                    continue
                if _is_document(child, frame):
                    self._found = True
                    frame.remove(child)
                    yield child
                else:
                    self._keep(child, depth)
                    frame.remove(child)

    def _keep(self, field: etree._Element, depth: int) -> None:
        text = _text_of(field)
        self._room -= len(text)
        if self._room < 0:
            name = local(self.frames[depth])
            raise EdiError(fault("XML-012", Position(path=f"/{name}"), name=name, limit=self._limit))
        self.envelope.wrapper["frames"][depth]["fields"].append(text)
        _tell(field, self.envelope)


def framed(envelope: Envelope, frames: Sequence[dict[str, Any]]) -> Envelope:
    """An envelope with these frames; one that has frames of the same names keeps its own, with their fields."""
    own = envelope.wrapper.get("frames", [])
    if not frames or [_kind(frame) for frame in own] == [_kind(frame) for frame in frames]:
        return envelope
    return replace(envelope, wrapper={**envelope.wrapper, "frames": list(frames)})


def _kind(frame: dict[str, Any]) -> tuple[Any, Any]:
    return frame.get("name"), frame.get("namespace")


def _text_of(field: etree._Element) -> str:
    """A field as text that can stand alone; canonical, but where a namespace is no absolute URI that is not defined."""
    try:
        return etree.tostring(field, method="c14n", exclusive=True, with_tail=False).decode()
    except etree.C14NError:
        return etree.tostring(field, encoding="unicode", with_tail=False)


def _is_document(child: etree._Element, wrap: etree._Element) -> bool:
    name = etree.QName(child)
    if name.localname in FIELDS:
        return False
    inside = name.localname in INNER[local(wrap)]
    foreign = name.namespace != etree.QName(wrap).namespace and not (child.text or "").strip()
    return inside or len(child) > 0 or foreign


def _tell(field: etree._Element, envelope: Envelope) -> None:
    """The facts of a field that have a word of their own in an envelope."""
    if local(field) != "CommunicationMetaData":
        return
    for fact in field:
        text = "".join(str(piece) for piece in fact.itertext()).strip()
        if local(fact) in _FACTS:
            setattr(envelope, _FACTS[local(fact)], text)
        elif local(fact) == "TestIndicator":
            envelope.test = text in ("1", "true")
