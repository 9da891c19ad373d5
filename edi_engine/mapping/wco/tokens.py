"""An XML document as its tags in turn, each with the text behind it: what a fast reader walks instead of a tree.

A tree costs its reader an object for each element; here the tree is written out by the library, and its text is cut at
the angle brackets, which stand for nothing but tags in what a serializer wrote.
"""

import re
from collections.abc import Iterator
from itertools import chain

from lxml import etree

from edi_engine.mapping.wco.escaping import Unusual

BLOCK = 1 << 16  # characters that are cut at once
_REFERENCE = re.compile("&([^;&]*;?)")
_CHARACTERS = {"amp;": "&", "lt;": "<", "gt;": ">", "quot;": '"', "#9;": "\t", "#10;": "\n", "#13;": "\r"}
_ATTRIBUTE = re.compile(' ?([^= ]+)="([^"]*)"')


def tokens(root: etree._Element) -> Iterator[tuple[str, str]]:
    """The tags of an element, without angle brackets, and the text behind each.

    A start tag has its attributes, an end tag begins with `/`, that of an empty element ends with it. The prefix of the
    root's own tag is left out everywhere. A comment is a token that no reader knows.

    Raises:
        Unusual: a reference to something else than a character.
    """
    text = str(etree.tostring(root, encoding="unicode", with_tail=False))
    if root.prefix:
        text = text.replace(f"<{root.prefix}:", "<").replace(f"</{root.prefix}:", "</")
    return _pairs(text) if len(text) <= BLOCK else chain.from_iterable(map(_pairs, _blocks(text)))


def attribute_of(text: str, name: str) -> str:
    """The value of the only attribute in a tag, namespaces apart.

    Raises:
        Unusual: there is another one, or it is not there.
    """
    start = len(name) + 2
    if text[:start] == f'{name}="' and text.count('"') == 2 and text[-1] == '"':
        return _data(text[start:-1])
    found = {key: value for key, value in _ATTRIBUTE.findall(text) if key.partition(":")[0] != "xmlns"}
    if list(found) != [name] or _ATTRIBUTE.sub("", text):
        raise Unusual
    return _data(found[name])


def _blocks(text: str) -> Iterator[str]:
    """The text in pieces that begin with a tag: no more tokens are held than those of one."""
    start = 0
    while len(text) - start > BLOCK:
        end = text.rfind("<", start + 1, start + BLOCK)
        end = end if end > 0 else text.find("<", start + BLOCK)
        if end < 0:
            break
        yield text[start:end]
        start = end
    yield text[start:]


def _pairs(block: str) -> Iterator[tuple[str, str]]:
    parts = block.replace(">", "<").split("<")  # nothing stands before the first tag
    texts = parts[2::2]
    return zip(parts[1::2], map(_data, texts) if "&" in block else texts, strict=True)


def _data(text: str) -> str:
    return _REFERENCE.sub(_character, text) if "&" in text else text


def _character(reference: re.Match[str]) -> str:
    found = _CHARACTERS.get(reference[1])
    if found is None:
        raise Unusual
    return found
