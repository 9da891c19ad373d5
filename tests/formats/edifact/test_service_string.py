"""UNA in all its variants, and what holds without it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.formats.edifact.service_string import ServiceString


def test_without_una_the_syntax_version_decides() -> None:
    assert ServiceString.default("3") == ServiceString(":", "+", ".", "?", "", "'")
    assert ServiceString.default("4").repetition == "*"
    level_b = ServiceString.default("1", "\x1d")
    assert (level_b.component, level_b.element, level_b.terminator, level_b.release) == ("\x1f", "\x1d", "\x1c", "")


def test_blanks_in_una_mean_that_there_is_none() -> None:
    service = ServiceString.parse(b":+,  '")
    assert (service.decimal, service.release, service.repetition) == (",", "", "")
    assert ServiceString.parse(b":+.?*'").repetition == "*"


@pytest.mark.parametrize(
    "una", [b"", b":+.?", b"::.? '", b":+.+ '", b"A+.? '", b":+.? \xb4", b":+.? 0", b" +.? '", b":\n.? '", b":+.??'"]
)
def test_characters_that_separate_nothing_are_refused(una: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        ServiceString.parse(una)


@given(st.permutations([c for c in map(chr, range(33, 127)) if not c.isalnum()]), st.booleans(), st.booleans())
def test_una_reads_back(chars: list[str], release: bool, repetition: bool) -> None:
    service = ServiceString(
        chars[0], chars[1], chars[2], chars[3] if release else "", chars[4] if repetition else "", chars[5]
    )
    assert ServiceString.parse(service.una()[3:].encode()) == service
