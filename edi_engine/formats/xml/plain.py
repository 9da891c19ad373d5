"""A payload that is one document as text, where that says just what its tree says, for readers that need no tree."""

from edi_engine.formats.xml.guards import declared_encoding, root_offset

_UTF8 = ("", "UTF-8", "UTF8")
_OTHERWISE = (("!", "<!"), ("?", "<?"), ("&", "&#"), ("'", "='"))  # rare, and the sign by which it is looked for first
_FEW = 20  # signs that are looked at one by one


def plain_text(payload: bytes) -> str:
    """The text of a payload that was parsed, from its root on; empty if it says something in a way of its own.

    That is: other encodings, comments, instructions, character data, references by number, single quotes around
    attributes. Line ends are those of the tree.
    """
    begin = root_offset(payload)
    if payload[:1] != b"<" or payload[1:2] == b"\0" or declared_encoding(payload).upper() not in _UTF8:
        return ""
    try:
        text = str(memoryview(payload)[begin:], "utf-8")
    except UnicodeDecodeError:
        return ""
    if any(stands(mark, sign, text) for sign, mark in _OTHERWISE):
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def stands(mark: str, sign: str, text: str) -> bool:
    """Whether a mark of two characters stands in a text; it takes little time to look for the rarer of them."""
    at, before = -1, mark.index(sign)
    for _ in range(_FEW):
        at = text.find(sign, at + 1)
        if at < 0:
            return False
        if text.startswith(mark, at - before):
            return True
    return mark in text
