"""From documents to an XML file: declaration, wrap, documents."""

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Severity
from edi_engine.formats.xml.wrapper import INNER
from edi_engine.interchange import Envelope, Message

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(envelope: Envelope, bodies: Iterable[Any]) -> bytes:
    """Write documents as one XML file; see `pieces`."""
    return b"".join(pieces(envelope, bodies))


def pieces(envelope: Envelope, bodies: Iterable[Any]) -> Iterator[bytes]:
    """Write documents as one XML file in UTF-8, a piece for each and one for what stands around them.

    Args:
        envelope: `wrapper["frames"]` holds the wrapping elements as the reader leaves them; what joins the fields of a
            frame while the documents are taken is written too, behind them.
        bodies: root elements, as text without XML declaration, as lxml elements, or as messages that hold one of these.

    Raises:
        EdiError: `XML-010`, not exactly one document without a wrap, or a wrap that is none of ours.
    """
    texts: Iterator[str] = map(_text, bodies)
    frames = envelope.wrapper.get("frames", [])
    if not frames:
        texts = iter([_only(texts)])
    written = [len(frame["fields"]) for frame in frames]
    yield _bytes(DECLARATION + "".join(_opened(frame, count) for frame, count in zip(frames, written, strict=True)))
    yield from map(_bytes, texts)
    for frame, count in zip(reversed(frames), reversed(written), strict=True):
        yield _bytes(_closed(frame, count))


def _only(texts: Iterator[str]) -> str:
    """The one document; of more than one the second shows it."""
    first = list(islice(texts, 2))
    if len(first) == 1:
        return first[0]
    what = f"an XML file without a wrapper holds one document, {'not several' if first else 'and there is none'}"
    raise _refusal(what, "write each into its own file")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "xmlcharrefreplace")


def _text(body: Any) -> str:
    inner = body.body if isinstance(body, Message) else body
    if isinstance(inner, bytes):
        inner = inner.decode("utf-8")
    text = inner if isinstance(inner, str) else etree.tostring(inner, encoding="unicode", with_tail=False)
    return text if text.endswith("\n") else text + "\n"


def _opened(frame: dict[str, Any], count: int) -> str:
    """The start of a frame with the first of its fields."""
    name = frame["name"]
    if name not in INNER:
        raise _refusal(f"<{str(name)[:40]}> is no wrapper", "leave the envelope as the reader made it")
    namespace = f" xmlns:w={quoteattr(frame['namespace'])}" if frame["namespace"] else ""
    return f"<{_prefixed(frame)}{namespace}>\n" + "".join(f"{field}\n" for field in frame["fields"][:count])


def _closed(frame: dict[str, Any], count: int) -> str:
    """The end of a frame, with the fields that joined it since it was begun."""
    return "".join(f"{field}\n" for field in frame["fields"][count:]) + f"</{_prefixed(frame)}>\n"


def _prefixed(frame: dict[str, Any]) -> str:
    return f"w:{frame['name']}" if frame["namespace"] else str(frame["name"])


def _refusal(what: str, fix: str) -> EdiError:
    finding = Finding(code="XML-010", severity=Severity.ERROR, what=what, why="XML has one root element", fix=fix)
    return EdiError(finding)
