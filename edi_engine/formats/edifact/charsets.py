"""Which characters a syntax identifier allows and how their bytes are read.

Facts: UN/EDIFACT syntax identifiers 0001 (UNOA to UNOL, UNOW, UNOX, UNOY) with the ISO standards they name, from the
UNTDID service directories; KECA is the Korean identifier in use there, read as the Wansung code and its extension.
"""

import re

_SHIFTED = re.compile(rb"\x1b\$[^\x1b]*")
_SINGLE_BYTE = re.compile(r"ascii|latin-1|iso8859-\d+")


def shielded(data: bytes, codec: str) -> bytes:
    """Hide what stands in multi-byte sets of ISO 2022, whose bytes can look like service characters.

    The result has the same length; only the runs behind `ESC $` differ.
    """
    if not codec.startswith("iso2022") or b"\x1b" not in data:
        return data
    return _SHIFTED.sub(lambda match: b"\x80" * len(match[0]), data)


def width(data: bytes, codec: str) -> int:
    """How many characters an editor counts in these bytes."""
    if data.isascii() and not codec.startswith("iso2022"):
        return len(data)
    return len(data) if _SINGLE_BYTE.fullmatch(codec) else len(data.decode(codec, "replace"))
