"""The wrap around XML documents: taken off on reading, put on again on writing.

`envelope.wrapper["frames"]` holds the wrapping elements, the outermost first: `name`, `namespace` and, as XML texts,
the `fields` that stood before the next frame or the documents.
"""

from dataclasses import dataclass
from typing import Any

from lxml import etree

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


@dataclass(slots=True, kw_only=True)
class Unwrapped:
    """Documents without their wrap; `innermost` is the element they stood in."""

    envelope: Envelope
    documents: list[etree._Element]
    innermost: str


def local(element: etree._Element) -> str:
    """The name of an element without its namespace."""
    return etree.QName(element).localname


def unwrap(root: etree._Element) -> Unwrapped:
    """Take the wrappers off; a root that is none is the one document."""
    envelope, documents, innermost = Envelope(), [root], local(root)
    frames: list[dict[str, Any]] = []
    allowed = OUTERMOST
    while len(documents) == 1 and local(documents[0]) in allowed:
        wrap = documents[0]
        innermost = local(wrap)
        allowed = INNER[innermost]
        inner = [child for child in wrap if _is_document(child, wrap)]
        fields = [child for child in wrap if not _is_document(child, wrap)]
        texts = [_text_of(field) for field in fields]
        frames.append({"name": innermost, "namespace": etree.QName(wrap).namespace or "", "fields": texts})
        _facts(fields, envelope)
        documents = inner
    if frames:
        envelope.wrapper["frames"] = frames
    return Unwrapped(envelope=envelope, documents=documents, innermost=innermost)


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


def _facts(fields: list[etree._Element], envelope: Envelope) -> None:
    for field in fields:
        if local(field) != "CommunicationMetaData":
            continue
        for fact in field:
            text = "".join(str(piece) for piece in fact.itertext()).strip()
            if local(fact) in _FACTS:
                setattr(envelope, _FACTS[local(fact)], text)
            elif local(fact) == "TestIndicator":
                envelope.test = text in ("1", "true")
