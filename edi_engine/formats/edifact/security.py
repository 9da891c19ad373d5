"""Security segments: groups any batch message may carry behind UNH and before UNT, whatever its own table says.

They are passed over, neither checked against the table nor verified: that takes the keys of the partners.

Source: segments USH, USA, USC, USR and UST of the service directories, and their groups in AUTACK.
"""

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from edi_engine.findings import Finding
from edi_engine.formats.edifact.envelope import value
from edi_engine.formats.edifact.faults import fault
from edi_engine.formats.edifact.segments import Segments

_HEADER, _TRAILER = frozenset(["USH", "USA", "USC", "USR"]), frozenset(["UST", "USR"])
_REFERENCE = {"USH": 2, "UST": 1}  # the element with the security reference number, 0534


class Body(NamedTuple):
    """The segments between security headers and trailers: index of the first, and one past the last."""

    first: int
    end: int

    def plain(self, texts: Sequence[str]) -> list[str]:
        """The message without its security segments."""
        return [texts[0], *texts[self.first : self.end], *texts[_unt(texts) :]]

    def ordinals(self, texts: Sequence[str]) -> list[int]:
        """Of each segment of the plain message, and of what would come behind it, the ordinal in the whole one."""
        return [1, *range(self.first + 1, self.end + 1), *range(_unt(texts) + 1, len(texts) + 2)]

    def around(self, texts: Sequence[str]) -> list[int]:
        """The indices of the security segments."""
        return [*range(1, self.first), *range(self.end, _unt(texts))]


def body_of(texts: Sequence[str]) -> Body | None:
    """Where the body of a secured message lies; None of a message without security segments."""
    end = last = _unt(texts)
    while last > 1 and texts[last - 1][:3] in _TRAILER:
        last -= 1
    if last < end and not texts[last].startswith("UST"):
        last = end
    first = 1
    if first < last and texts[first].startswith("USH"):
        while first < last and texts[first][:3] in _HEADER:
            first += 1
    return Body(first, last) if first > 1 or last < end else None


def check_security(segments: Segments) -> Iterator[Finding]:
    """Say that a message is secured, and whether each header has its trailer."""
    texts = segments.texts
    body = body_of(texts)
    if body is None:
        return
    around = body.around(texts)
    yield fault("ENV-031", segments.locate(around[0] + 1), tags=" ".join(texts[index][:3] for index in around[:9]))
    headers, trailers = (
        {value(texts[index], element): index for index in around if texts[index].startswith(tag)}
        for tag, element in _REFERENCE.items()
    )
    for reference, index in headers.items():
        if reference not in trailers:
            yield fault("ENV-032", segments.locate(index + 1, 2), one="USH", other="UST", reference=reference)
    for reference, index in trailers.items():
        if reference not in headers:
            yield fault("ENV-032", segments.locate(index + 1, 1), one="UST", other="USH", reference=reference)


def _unt(texts: Sequence[str]) -> int:
    """The index of UNT, or one past the last segment of a message that was cut off."""
    return len(texts) - texts[-1].startswith("UNT")
