"""From bytes to XML documents: bounded, without entities, DTDs, network or fetched schemas.

Comments and processing instructions carry no business meaning and are left out; line numbers stay those of the payload.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from lxml import etree

from edi_engine.findings import Finding, Position
from edi_engine.formats.xml.faults import FIXES, fault
from edi_engine.formats.xml.wrapper import Unwrapped, unwrap
from edi_engine.interchange import Interchange, Message

_NOT_BLANK = re.compile(rb"\S|\Z")
_PROLOG_PARTS = ((b"<?", b"?>"), (b"<!--", b"-->"))  # what may stand before the root element
_ENCODING = re.compile(rb"\s*+<\?xml\s[^>]*?encoding\s*=\s*[\"']([^\"']{1,40})[\"']")
_EXTENDS_ASCII = re.compile(
    r"utf-?8|utf-?16(?:le|be)?|us-ascii|ascii|iso-8859-\d{1,2}|latin-?1|windows-125\d|cp125\d|gb2312|gbk|gb18030|big5",
    re.I,
)
_TOO_LONG = (etree.ErrorTypes.ERR_NAME_TOO_LONG, etree.ErrorTypes.ERR_RESOURCE_LIMIT)
_UTF16 = (
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"<\x00", "utf-16-le"),
    (b"\x00<", "utf-16-be"),
)
_LIBRARY_DEPTH = 250
_COMMENTS = 10_000  # `<` of comments and the like, before elements are counted one by one
_COUNT = etree.XPath("count(descendant-or-self::*)")
_CROWDED = etree.XPath("string(local-name((descendant-or-self::*[count(@*) > $most])[1]))")


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may cost: its bytes, its elements, its nesting, the attributes of one element."""

    document_bytes: int = 32 << 20
    elements: int = 1_000_000
    depth: int = 100
    attributes: int = 1_000


def read(stream: BinaryIO, **limits: int) -> Iterator[Interchange]:
    """Read the one XML document of a stream as an interchange.

    A wrapper (`MetaData`, `submitDeclarationRequest`) is taken off and kept in `envelope.wrapper`; each document in it
    is a message: `type` is the local name of its root, `association` its namespace, `body` its element.

    Args:
        stream: the payload; read whole, up to the limit.
        limits: fields of `Limits`; what passes them is a finding that names the limit.

    Yields:
        One interchange; where the document cannot be read it has an error and no messages.
    """
    allowed = Limits(**limits)
    data = stream.read(allowed.document_bytes + 1)
    interchange = Interchange(syntax="xml", messages=iter(()))
    root = parse(data, allowed)
    if isinstance(root, Finding):
        interchange.report.add(root)
    else:
        unwrapped = unwrap(root)
        interchange.envelope = unwrapped.envelope
        interchange.messages = _messages(unwrapped)
        if not unwrapped.documents:
            where = Position(path=f"/{unwrapped.innermost}", line=1)
            interchange.report.add(fault("XML-009", where, name=unwrapped.innermost))
    yield interchange


def parse(data: bytes, limits: Limits | None = None) -> etree._Element | Finding:
    """The root element of a document, or what is wrong with it."""
    allowed = limits or Limits()
    refusal = _refused(data, allowed)
    if refusal is not None:
        return refusal
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        return _malformed(error, allowed)
    except (ValueError, LookupError) as error:
        return fault("XML-002", Position(line=1, column=1), reason=str(error)[:200])
    facts: Any = root.getroottree().docinfo
    if facts.doctype:  # it was looked for before parsing; should one have slipped by, it is still refused
        return fault("XML-003", Position(line=1))
    if float(str(_COUNT(root))) > allowed.elements:
        return fault("XML-005", Position(), limit=allowed.elements)
    if _deeper(root, allowed.depth):
        return fault("XML-006", Position(path=f"/{etree.QName(root).localname}"), limit=allowed.depth)
    if crowded := str(_CROWDED(root, most=allowed.attributes)):  # listing them costs their square
        return fault("XML-011", Position(path=f"//{crowded}"), name=crowded, limit=allowed.attributes)
    return root


def _refused(data: bytes, allowed: Limits) -> Finding | None:
    """What can be refused before a parser sees it."""
    if len(data) > allowed.document_bytes:
        return fault("XML-004", Position(offset=allowed.document_bytes), limit=allowed.document_bytes)
    text = _ascii(data)
    if not text.strip():
        return fault("XML-001", Position(offset=0, line=1, column=1))
    encoding = _ENCODING.match(text)
    if encoding and not _EXTENDS_ASCII.fullmatch(name := encoding[1].decode("latin-1")):
        return fault("XML-008", Position(line=1), name=name)
    if text.count(b"<") > 2 * allowed.elements + _COMMENTS:  # a start and an end tag each
        return fault("XML-005", Position(), limit=allowed.elements)
    at = _prolog_end(text)
    if text.startswith(b"<!", at) and not text.startswith(b"<!--", at):
        line, column = text.count(b"\n", 0, at) + 1, at - text.rfind(b"\n", 0, at)
        return fault("XML-003", Position(line=line, column=column))
    return None


def _prolog_end(text: bytes) -> int:
    """Where the first thing begins that is neither a blank, a comment nor a processing instruction."""
    at = _after_blanks(text, 0)
    while opened := next((part for part in _PROLOG_PARTS if text.startswith(part[0], at)), None):
        begin, end = opened
        closed = text.find(end, at + len(begin))
        if closed < 0:
            break
        at = _after_blanks(text, closed + len(end))
    return at


def _after_blanks(text: bytes, at: int) -> int:
    found = _NOT_BLANK.search(text, at)
    return found.start() if found else len(text)


def _ascii(data: bytes) -> bytes:
    """The document with ASCII characters as ASCII bytes; what becomes of others does not matter here."""
    for start, encoding in _UTF16:
        if data.startswith(start):
            return data.decode(encoding, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _malformed(error: etree.XMLSyntaxError, allowed: Limits) -> Finding:
    line, column = error.position if error.position else (None, None)
    where = Position(line=line, column=column)
    reason = str(error.msg).partition(", line ")[0]
    if "epth" in reason:
        return fault("XML-006", where, limit=min(allowed.depth, _LIBRARY_DEPTH))
    code = getattr(error, "code", 0)
    if code in _TOO_LONG or "uge" in reason or "too long" in reason:
        return fault("XML-007", where)
    return fault("XML-002", where, reason=reason, fix=FIXES.get(code, ""))


def _deeper(root: etree._Element, depth: int) -> bool:
    """Whether there is an element below `depth` levels; the root is the first."""
    return bool(etree.XPath(f"boolean({'/'.join(['*'] * depth)})")(root))


def _messages(unwrapped: Unwrapped) -> Iterator[Message]:
    for number, element in enumerate(unwrapped.documents, start=1):
        name = etree.QName(element)
        yield Message(
            syntax="xml",
            type=name.localname,
            association=name.namespace or "",
            number=number,
            body=element,
            envelope=unwrapped.envelope,
        )
