"""From documents to an XML file: declaration, wrap, documents."""

from collections.abc import Iterable
from typing import Any
from xml.sax.saxutils import quoteattr

from lxml import etree

from edi_engine.errors import EdiError
from edi_engine.findings import Finding, Severity
from edi_engine.formats.xml.wrapper import INNER
from edi_engine.interchange import Envelope, Message

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>\n'


def write(envelope: Envelope, bodies: Iterable[Any]) -> bytes:
    """Write documents as one XML file in UTF-8.

    Args:
        envelope: `wrapper["frames"]` holds the wrapping elements as the reader leaves them.
        bodies: root elements, as text without XML declaration, as lxml elements, or as messages that hold one of these.

    Raises:
        EdiError: `XML-010`, not exactly one document without a wrap, or a wrap that is none of ours.
    """
    texts = [_text(body) for body in bodies]
    frames = envelope.wrapper.get("frames", [])
    if not frames and len(texts) != 1:
        raise _refusal(
            f"an XML file without a wrapper holds one document, not {len(texts)}", "write each into its own file"
        )
    body = "".join(texts)
    for frame in reversed(frames):
        body = _framed(frame, body)
    return (DECLARATION + body).encode("utf-8", "xmlcharrefreplace")


def _text(body: Any) -> str:
    inner = body.body if isinstance(body, Message) else body
    if isinstance(inner, bytes):
        inner = inner.decode("utf-8")
    text = inner if isinstance(inner, str) else etree.tostring(inner, encoding="unicode", with_tail=False)
    return text if text.endswith("\n") else text + "\n"


def _framed(frame: dict[str, Any], body: str) -> str:
    name = frame["name"]
    if name not in INNER:
        raise _refusal(f"<{str(name)[:40]}> is no wrapper", "leave the envelope as the reader made it")
    prefix, namespace = ("w:", f" xmlns:w={quoteattr(frame['namespace'])}") if frame["namespace"] else ("", "")
    fields = "".join(f"{field}\n" for field in frame["fields"])
    return f"<{prefix}{name}{namespace}>\n{fields}{body}</{prefix}{name}>\n"


def _refusal(what: str, fix: str) -> EdiError:
    finding = Finding(code="XML-010", severity=Severity.ERROR, what=what, why="XML has one root element", fix=fix)
    return EdiError(finding)
