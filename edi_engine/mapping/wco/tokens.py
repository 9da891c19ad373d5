"""An XML document as text, cut before each end tag: what a fast reader walks instead of a tree.

A tree costs its reader an object for each element; here the text it was parsed from, or else is written as, is cut
where brackets stand for nothing but tags. A piece is `ID>\\n<Agent>\\n<Name>Text`: it ends the element that is open,
may begin others, each in the one before, and has the text in the last of them.
"""

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from edi_engine.formats.xml.plain import stands
from edi_engine.mapping.wco.careful_reader import WHITESPACE
from edi_engine.mapping.wco.escaping import Unusual

BLOCK = 1 << 16  # characters that are cut at once
_REFERENCE = re.compile("&([^;&]*;?)")
_CHARACTERS = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "apos;": "'", "#9;": "\t", "#10;": "\n", "#13;": "\r"}
_BLANKS = frozenset("\t\n\r")
_ATTRIBUTE = re.compile(' ?([^= ]+)="([^"]*)"')


def pieces(root: etree._Element, text: str = "") -> Iterator[str]:
    """The text of an element from the end of its own start tag, in pieces; none if that is its end, too.

    It is written out where it is not known (`formats.xml.plain`).

    The prefix of the root's own tag is left out everywhere. References to characters are left as they are.

    Raises:
        Unusual: it holds anything but elements and text.
    """
    text = text or str(etree.tostring(root, encoding="unicode", with_tail=False))
    if stands("<!", "!", text) or stands("<?", "?", text):
        raise Unusual
    if root.prefix:
        text = text.replace(f"<{root.prefix}:", "<").replace(f"</{root.prefix}:", "</")
    begin = text.index(">")
    if text[begin - 1] == "/":
        if "<" in text[begin:]:  # what seemed to be the end stands in an attribute
            raise Unusual
        return iter(())
    return chain.from_iterable(map(_cut, _blocks(text, begin)))


def attribute_of(text: str, name: str) -> str:
    """The value of the only attribute in a tag, namespaces apart: a code, `xs:token`, without the blanks around it.

    Raises:
        Unusual: there is another one, or it is not there, or it has a blank that stands for another.
    """
    if not _BLANKS.isdisjoint(text):
        raise Unusual
    start = len(name) + 2
    if text[:start] == f'{name}="' and text.count('"') == 2 and text[-1] == '"':
        return data(text[start:-1]).strip(WHITESPACE)
    found = {key: value for key, value in _ATTRIBUTE.findall(text) if key.partition(":")[0] != "xmlns"}
    if list(found) != [name] or _ATTRIBUTE.sub("", text):
        raise Unusual
    return data(found[name]).strip(WHITESPACE)


def data(text: str) -> str:
    """A text with the characters that its references stand for.

    Raises:
        Unusual: a reference to something else than a character.
    """
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _blocks(text: str, start: int) -> Iterator[str]:
    """The text from there on in parts that end where an end tag begins: no more pieces are held than those of one."""
    while len(text) - start > BLOCK:
        end = text.rfind("</", start + 1, start + BLOCK)
        end = end if end > 0 else text.find("</", start + BLOCK)
        if end < 0:
            break
        yield text[start:end]
        start = end
    yield text[start:]


def _cut(block: str) -> list[str]:
    return block.removeprefix("</").split("</")


def _character(reference: re.Match[str]) -> str:
    found = _CHARACTERS.get(reference[1])
    if found is None:
        raise Unusual
    return found
