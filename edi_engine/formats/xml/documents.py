"""A payload of XML documents read piece by piece: each is handed out when what follows it has begun.

The parser builds a tree as ever, but a document that is complete leaves it, so that no more is held than one document
and the wrap around it. A payload without a wrap is one document, complete when all is read.
"""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Position
from edi_engine.formats.xml.faults import fault
from edi_engine.formats.xml.guards import (
    SETTINGS,
    Limits,
    declared_type,
    excess,
    malformed,
    marked,
    refusal,
    root_name,
    shows_root,
    syntax_error,
)
from edi_engine.formats.xml.misdeclared import Misdeclared
from edi_engine.formats.xml.plain import plain_text
from edi_engine.formats.xml.wrapper import INNER, OUTERMOST, Wrap

PIECE = 1 << 16


Document = tuple[etree._Element, str]


def documents(stream: BinaryIO, allowed: Limits, wrap: Wrap, misdeclared: Misdeclared) -> Iterator[Document]:
    """Every document of a payload, out of its wrap, which is told what stands around it; `misdeclared` sees all of it.

    With each comes its text (see `plain_text`), if it is the whole payload, and a short one.

    Raises:
        EdiError: the payload cannot be read on; the documents before were complete.
    """
    parser: etree.XMLParser | None = None
    piece = b""
    cost = _Cost(allowed)
    for piece in misdeclared.watch(_pieces(stream, allowed)):
        cost.add(piece)
        if parser is None:
            parser = _parser(piece)
            _feed(parser, marked(piece), allowed, piece)
        else:
            _feed(parser, piece, allowed)
        for _, element in parser.read_events() if isinstance(parser, etree.XMLPullParser) else ():
            if isinstance(element, etree._Element):
                wrap.meet(element)
        for document in wrap.complete():
            yield cost.within(document), ""
            cost.begin_anew()
        cost.check()
    root = _root(parser or etree.XMLParser(**SETTINGS), allowed)
    if not wrap.frames:
        yield cost.within(root), plain_text(piece) if len(piece) == cost.bytes else ""
    for document in wrap.complete(closed=True):
        yield cost.within(document), ""


class _Cost:
    """Bytes and tags since the last document was complete: what is one document so far, whatever it will be.

    Of the piece in which a document ended nobody knows how much is the next one's: `most` counts all `<` and `=` of it.
    Where there are fewer bytes than elements allowed, their number stands for that of `<`, which saves counting.
    """

    def __init__(self, allowed: Limits) -> None:
        self.allowed = allowed
        self.bytes = self.tags = self.before = 0
        self.last = self.most = (0, 0)

    def add(self, piece: bytes) -> None:
        self.bytes += len(piece)
        tags = piece.count(b"<") if self.bytes > self.allowed.elements else 0
        self.tags += tags
        self.last = tags or len(piece), piece.count(b"=")
        self.most = self.most[0] + self.last[0], self.most[1] + self.last[1]

    def begin_anew(self) -> None:
        self.before += self.bytes
        self.bytes = self.tags = 0
        self.most = self.last

    def within(self, document: etree._Element) -> etree._Element:
        """The document, if it passes no limit that shows only now."""
        if passed := excess(document, self.allowed, *self.most):
            raise EdiError(passed)
        return document

    def check(self) -> None:
        limit = self.allowed.document_bytes
        if self.bytes > limit:
            raise EdiError(fault("XML-004", Position(offset=self.before + limit), limit=limit))
        if self.tags > self.allowed.tags:
            raise EdiError(fault("XML-005", Position(), limit=self.allowed.elements))


def _pieces(stream: BinaryIO, allowed: Limits) -> Iterator[bytes]:
    """The payload in pieces; the first reaches beyond the prolog, which is judged before a parser sees it."""
    size = min(PIECE, allowed.document_bytes + 1)
    head = stream.read(size)
    while not shows_root(head) and len(head) <= allowed.document_bytes and (more := stream.read(len(head))):
        head += more  # twice as much each time: a long prolog is looked at only some times
    if refused := refusal(head):
        raise EdiError(refused)
    while head:
        yield head
        head = stream.read(size)


def _parser(head: bytes) -> etree.XMLParser:
    """A parser that tells of wrapping elements, which costs it, where the root may be one."""
    name = root_name(head)
    if name and name not in OUTERMOST:
        return etree.XMLParser(**SETTINGS)
    return etree.XMLPullParser(("start",), tag=[f"{{*}}{inner}" for inner in INNER], **SETTINGS)


def _feed(parser: etree.XMLParser, piece: bytes, allowed: Limits, head: bytes = b"") -> None:
    try:
        parser.feed(piece)
    except etree.XMLSyntaxError as error:
        raise EdiError(syntax_error(error, allowed, head)) from None
    except (ValueError, LookupError) as error:
        raise EdiError(fault("XML-002", Position(line=1, column=1), reason=str(error)[:200])) from None
    if refused := _logged(parser, allowed):
        raise EdiError(refused)


def _logged(parser: etree.XMLParser, allowed: Limits) -> Finding | None:
    """The first error in the parser's log: some (an entity not declared) are not raised before all is read."""
    log = parser.feed_error_log
    for entry in log.filter_from_errors() if len(log) else ():
        return malformed(entry.message, entry.type, Position(line=entry.line, column=entry.column), allowed)
    return None


def _root(parser: etree.XMLParser, allowed: Limits) -> etree._Element:
    try:
        root = parser.close()
    except etree.XMLSyntaxError as error:
        raise EdiError(_logged(parser, allowed) or syntax_error(error, allowed)) from None
    if refused := declared_type(root):
        raise EdiError(refused)
    return root
