"""What happens to interchanges: segments and elements lost, doubled and displaced, envelopes broken and nested."""

import re
from random import Random

from tests.fuzz.bytes_mutations import WORDS, Mutation

UNA = b"UNA:+.? '"
TAGS = (
    *(b"UNA", b"UNB", b"UNG", b"UNH", b"UNT", b"UNE", b"UNZ", b"UNO", b"UNP", b"UIB", b"UNS", b"BGM", b"DTM", b"LOC"),
    *(
        b"NAD",
        b"RFF",
        b"MEA",
        b"CST",
        b"TAX",
        b"GIS",
        b"MOA",
        b"CNT",
        b"FTX",
        b"PAC",
        b"UCI",
        b"UCM",
        b"UCS",
        b"ZZZ",
        b"unh",
    ),
)
IDENTIFIERS = (b"UNOA", b"UNOB", b"UNOC", b"UNOD", b"UNOE", b"UNOF", b"UNOX", b"UNOY", b"UNOW", b"KECA", b"UNOZ", b"")
TYPES = (
    *(
        b"CUSDEC:D:96B:UN",
        b"CUSDEC:D:21B:UN",
        b"CUSDEC:D:93A:UN",
        b"CONTRL:D:3:UN",
        b"CONTRL:4:1:UN",
        b"CUSRES:D:96B:UN",
    ),
    *(b"GOVCBR:D:21B:UN", b"CUSDEC", b"X", b"CUSDEC:S:96B:UN", b"CUSDEC:D:96B:UN:ABC:1"),
)


def segments(data: bytes) -> list[bytes]:
    """Pieces by the usual terminator; a released one is kept together with what follows."""
    return re.findall(rb"(?:\?.|[^'?])*'?", data, re.DOTALL)[:-1] or [data]


def _changed(rng: Random, data: bytes) -> tuple[list[bytes], int]:
    found = segments(data)
    return found, rng.randrange(len(found))


def drop(rng: Random, data: bytes, _: bytes) -> bytes:
    found, at = _changed(rng, data)
    del found[at : at + rng.choice((1, 1, 1, 4))]
    return b"".join(found)


def double(rng: Random, data: bytes, _: bytes) -> bytes:
    found, at = _changed(rng, data)
    size = rng.choice((1, 1, 3, 20))
    found[at:at] = found[at : at + size] * rng.choice((1, 1, 2, 120))
    return b"".join(found)


def swap(rng: Random, data: bytes, _: bytes) -> bytes:
    found, at = _changed(rng, data)
    other = rng.randrange(len(found))
    found[at], found[other] = found[other], found[at]
    return b"".join(found)


def take(rng: Random, data: bytes, other: bytes) -> bytes:
    """Segments of another interchange come in, now and then all of it: envelopes in envelopes."""
    found, at = _changed(rng, data)
    theirs, start = _changed(rng, other)
    found[at:at] = theirs if rng.random() < 0.3 else theirs[start : start + rng.choice((1, 3, 30))]
    return b"".join(found)


def rename(rng: Random, data: bytes, _: bytes) -> bytes:
    found, at = _changed(rng, data)
    found[at] = rng.choice(TAGS) + found[at].lstrip()[3:]
    return b"".join(found)


def element(rng: Random, data: bytes, _: bytes) -> bytes:
    """An element or component is put in, taken out, or changed."""
    found, at = _changed(rng, data)
    parts = re.split(rb"([+:*])", found[at])
    which = rng.randrange(len(parts))
    parts[which] = rng.choice((*WORDS, b"+", b":", b"*", b"?", b"??", b"?'", b"+" * 50, b":" * 50, parts[which] * 3))
    found[at] = b"".join(parts)
    return b"".join(found)


def lose_element(rng: Random, data: bytes, _: bytes) -> bytes:
    found, at = _changed(rng, data)
    parts = found[at].split(b"+")
    del parts[rng.randrange(len(parts))]
    found[at] = b"+".join(parts) or b"'"
    return b"".join(found)


def value_from(rng: Random, data: bytes, other: bytes) -> bytes:
    """A value stands where another did."""
    values = re.findall(rb"[^+:'\r\n]+", other) or [b"X"]
    found, at = _changed(rng, data)
    parts = re.split(rb"([+:])", found[at])
    parts[rng.randrange(len(parts))] = rng.choice(values)
    found[at] = b"".join(parts)
    return b"".join(found)


def separators(rng: Random, data: bytes, _: bytes) -> bytes:
    """Other service characters: announced and used, only used, or only announced."""
    marks = bytes(rng.sample(b":+.? '*|^~\x1c\x1d\x1e\x1f!\"#;,/AZ09\r\n\xe9", 6))
    body = data.removeprefix(UNA) if rng.random() < 0.8 else data
    used = body.translate(bytes.maketrans(b":+.?*'", marks)) if rng.random() < 0.7 else body
    return b"UNA" + marks + used if rng.random() < 0.7 else used


def announce(rng: Random, data: bytes, _: bytes) -> bytes:
    """UNA comes, goes, or is changed in one place."""
    advice = bytearray(UNA)
    advice[rng.randrange(9)] = rng.randrange(256)
    bare = data.removeprefix(UNA)
    return rng.choice((bare, UNA + bare, bytes(advice) + bare, UNA * 3 + bare, UNA[:6] + bare))


def repertoire(rng: Random, data: bytes, _: bytes) -> bytes:
    """Another syntax identifier or version, with characters outside it or not."""
    level = rng.choice(IDENTIFIERS) + b":" + rng.choice((b"1", b"2", b"3", b"4", b"5", b"", b"3:1:ABC"))
    data = re.sub(rb"UNB\+[^+']*", lambda _: b"UNB+" + level, data, count=1)
    return data.replace(b"A", rng.choice((b"A", b"\xe9", b"\xc3\xa9", b"\x0e", b'\x1b$B$"\x1b(B')), rng.choice((1, 5)))


def identify(rng: Random, data: bytes, _: bytes) -> bytes:
    """A message says it is another, or every message does."""
    kind = rng.choice(TYPES)
    return re.sub(rb"(UNH\+[^+']*\+)[^+']*", lambda found: found[1] + kind, data, count=rng.choice((0, 1)))


def regroup(rng: Random, data: bytes, _: bytes) -> bytes:
    """Functional groups around messages, closed or not."""
    opened = b"UNG+CUSDEC+A+B+260101:0000+" + str(rng.randrange(3)).encode() + b"+UN+D:96B'"
    closed = rng.choice((b"UNE+1+1'", b"UNE+2+0'", b"", b"UNE'"))
    data = data.replace(b"UNH+", opened + b"UNH+", rng.choice((1, -1)))
    return data.replace(b"UNZ+", closed + b"UNZ+", 1)


def references(rng: Random, data: bytes, _: bytes) -> bytes:
    """Counts and references of trailers are wrong, absent, or no numbers."""
    word = rng.choice((b"0", b"", b"-1", b"999999999999999999999", b"\xd9\xa1", b"1.0", b"X" * 40))
    return re.sub(rb"(UN[TZE]\+)[^+']*", lambda found: found[1] + word, data, count=rng.choice((0, 1)))


def release(rng: Random, data: bytes, _: bytes) -> bytes:
    """Release characters where none should be, also before service characters and line breaks."""
    mark = rng.choice((b"'", b"+", b":", b"\n", b"A", b"UN"))
    return data.replace(mark, rng.choice((b"?", b"??", b"???", b"?\r\n")) + mark, rng.choice((1, 3, -1)))


def indent(rng: Random, data: bytes, _: bytes) -> bytes:
    """Blanks, breaks and empty segments between segments."""
    found = segments(data)
    between = (b" ", b"\t", b"\r\n", b"'", b"''", b"\n \n", b"\x00", b"")
    return b"".join(segment + (rng.choice(between) if rng.random() < 0.3 else b"") for segment in found)


def package(rng: Random, data: bytes, _: bytes) -> bytes:
    """A package of binary data, of the length it says or not."""
    found, at = _changed(rng, data)
    length = rng.choice((b"5", b"0", b"4000000000", b"-1", b"x", b"99999999999999"))
    found[at:at] = [b"UNO+1+1+1+" + length + b"'", rng.randbytes(5), b"UNP+" + length + b"+1'"]
    return b"".join(found)


EDIFACT: tuple[Mutation, ...] = (
    *(drop, double, swap, take, rename, element, lose_element, value_from, separators, announce, repertoire, identify),
    *(regroup, references, release, indent, package, element, element, value_from, value_from, drop, double),
)
