"""What keeps XML harmless: refusals before a parser sees it, the parser's own settings, limits of what it made."""

import codecs
import re
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from lxml import etree

from edi_engine.findings import Finding, Position
from edi_engine.formats.xml.faults import FIXES, fault

_NOT_BLANK = re.compile(rb"\S|\Z")
_PROLOG_PARTS = ((b"<?", b"?>"), (b"<!--", b"-->"))  # what may stand before the root element
_LONGEST_MARK = len(b"<!--")
_ROOT = re.compile(rb"<(?:[^\s:/>]+:)?([^\s:/>]+)[\s/>]")
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
_UNMARKED = {b"<\x00": b"\xff\xfe", b"\x00<": b"\xfe\xff"}
_WIDE = tuple(start for start, _ in _UTF16)
_LIBRARY_DEPTH = 250
_COMMENTS = 10_000  # `<` of comments and the like, before elements are counted one by one
_COUNT = etree.XPath("count(descendant-or-self::*)")
_CROWDED = etree.XPath("string(local-name((descendant-or-self::*[count(@*) > $most])[1]))")

SETTINGS: dict[str, Any] = {
    "resolve_entities": False,
    "load_dtd": False,
    "no_network": True,
    "huge_tree": False,
    "remove_comments": True,
    "remove_pis": True,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may cost: its bytes, its elements, its nesting, the attributes of one element."""

    document_bytes: int = 32 << 20
    elements: int = 1_000_000
    depth: int = 100
    attributes: int = 1_000

    @property
    def tags(self) -> int:
        """How often `<` may stand in a document: a start and an end tag for each element, and some comments."""
        return 2 * self.elements + _COMMENTS


def refusal(head: bytes) -> Finding | None:
    """What forbids reading, seen in the bytes before the root element."""
    text = _ascii(head)
    if not text.strip():
        return fault("XML-001", Position(offset=0, line=1, column=1))
    encoding = _ENCODING.match(text)
    if encoding and not _EXTENDS_ASCII.fullmatch(name := encoding[1].decode("latin-1")):
        return fault("XML-008", Position(line=1), name=name)
    if encoding and encoding[1].upper().startswith(b"UTF-16") and not head.startswith(_WIDE):
        return fault("XML-013", Position(line=1), name=encoding[1].decode())
    at = _prolog_end(text)
    if text.startswith(b"<!", at) and not text.startswith(b"<!--", at):
        line, column = text.count(b"\n", 0, at) + 1, at - text.rfind(b"\n", 0, at)
        return fault("XML-003", Position(line=line, column=column))
    return None


def marked(head: bytes) -> bytes:
    """First bytes in UTF-16 that say so neither by mark nor by declaration, with the mark that the parser needs."""
    mark = _UNMARKED.get(head[:2], b"")
    return head if not mark or _ENCODING.match(_ascii(head)) else mark + head


def declared_encoding(head: bytes) -> str:
    """The encoding that a document in bytes of ASCII names, as it stands there; empty where it names none."""
    encoding = _ENCODING.match(head)
    return encoding[1].decode("latin-1") if encoding else ""


def shows_root(head: bytes) -> bool:
    """Whether these first bytes reach to what follows the prolog, so that `refusal` can judge it."""
    text = _ascii(head)
    at = _prolog_end(text)
    return len(text) - at >= _LONGEST_MARK and not text.startswith((b"<?", b"<!--"), at)


def root_offset(data: bytes) -> int:
    """Where the root begins in bytes of ASCII or UTF-8 without a byte order mark."""
    return _prolog_end(data)


def root_name(head: bytes) -> str:
    """The name of the root without its prefix, as it stands in the first bytes; empty where they do not show it."""
    text = _ascii(head)
    found = _ROOT.match(text, _prolog_end(text))
    return found[1].decode("utf-8", "replace") if found else ""


def excess(element: etree._Element, allowed: Limits, tags: int, equals: int) -> Finding | None:
    """The limit a document passes that was read; its bytes are counted while they are read.

    Args:
        element, allowed: the document, and its limits.
        tags, equals: how often `<` and `=` stand in its bytes, or more: where so few of them are, nothing is counted.
    """
    if tags > allowed.elements and float(str(_COUNT(element))) > allowed.elements:
        return fault("XML-005", Position(), limit=allowed.elements)
    if _deeper(element, allowed.depth):
        return fault("XML-006", Position(path=f"/{etree.QName(element).localname}"), limit=allowed.depth)
    if equals > allowed.attributes and _one_more(allowed.attributes)(element):  # listing them costs their square
        crowded = str(_CROWDED(element, most=allowed.attributes))
        return fault("XML-011", Position(path=f"//{crowded}"), name=crowded, limit=allowed.attributes)
    return None


def declared_type(root: etree._Element) -> Finding | None:
    """A document type declaration is looked for before parsing; should one have slipped by, it is still refused."""
    facts: Any = root.getroottree().docinfo
    return fault("XML-003", Position(line=1)) if facts.doctype else None


def malformed(reason: str, code: int, where: Position, allowed: Limits) -> Finding:
    """What a parser says in its words, in ours."""
    reason = reason.partition(", line ")[0]
    if "epth" in reason:
        return fault("XML-006", where, limit=min(allowed.depth, _LIBRARY_DEPTH))
    if code in _TOO_LONG or "uge" in reason or "too long" in reason:
        return fault("XML-007", where)
    return fault("XML-002", where, reason=reason, fix=FIXES.get(code, ""))


def syntax_error(error: etree.XMLSyntaxError, allowed: Limits, head: bytes = b"") -> Finding:
    """The finding of an error that a parser raised; `head` are the first bytes, if it was raised by these."""
    line, column = error.position if error.position else (None, None)
    where, code = Position(line=line, column=column), getattr(error, "code", 0)
    if code == etree.ErrorTypes.ERR_INVALID_ENCODING:
        where = _undecodable(head) or where
    return malformed(str(error.msg), code, where, allowed)


def _undecodable(head: bytes) -> Position | None:
    """The first bytes that are none of the encoding that is named: a parser says where it began to convert them."""
    encoding = declared_encoding(head)
    try:
        codecs.getincrementaldecoder(encoding or "utf-8")().decode(head)
    except UnicodeDecodeError as error:
        before = head[: error.start].decode(encoding or "utf-8", "replace")
        line, column = before.count("\n") + 1, len(before) - before.rfind("\n")
        return Position(offset=error.start, line=line, column=column)
    except LookupError:
        pass
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
    """The bytes with ASCII characters as ASCII bytes; what becomes of others does not matter here."""
    for start, encoding in _UTF16:
        if data.startswith(start):
            return data.decode(encoding, "replace").lstrip("\ufeff").encode("utf-8", "replace")
    return data.removeprefix(b"\xef\xbb\xbf")


def _deeper(root: etree._Element, depth: int) -> bool:
    """Whether there is an element below `depth` levels; the root is the first."""
    return bool(_levels(depth)(root))


@lru_cache
def _levels(depth: int) -> etree.XPath:
    return etree.XPath(f"boolean({'/'.join(['*'] * depth)})")


@lru_cache
def _one_more(most: int) -> etree.XPath:
    """Whether an element has more attributes than a number: no look at those of all others is needed."""
    return etree.XPath(f"boolean(descendant-or-self::*/@*[{most + 1}])")
