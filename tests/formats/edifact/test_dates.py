"""Dates by the format that stands behind each, in messages of any type and syntax."""

import io

import pytest

from edi_engine import formats
from edi_engine.formats.edifact.directory import Directories
from edi_engine.workspace import Workspace


@pytest.fixture(scope="module")
def directories() -> Directories:
    return Directories(Workspace().schema_text)


def told(directories: Directories, *dates: str, una: str = "", syntax: str = "3") -> list[tuple[str, str, str]]:
    """Code, place and words of what is found of dates in an order."""
    segments = ["UNH+1+ORDERS:D:21B:UN", "BGM+220+1+9", *dates, "UNS+S", f"UNT+{len(dates) + 4}+1"]
    wire = f"{una}UNB+UNOC:{syntax}+A:14+B:14+{'20' * (syntax == '4')}260101:1200+1'" + "'".join(segments) + "'UNZ+1+1'"
    [message] = [each for found in formats.read(io.BytesIO(wire.encode())) for each in found.messages]
    formats.check(message, directories)
    before = len(message.report)
    formats.check_dates(message, directories)
    return [
        (found.code, f"{found.where.segment} {found.where.element} {found.where.component}", found.what)
        for found in message.report.findings[before:]
    ]


def test_an_impossible_date_is_told_with_its_place_and_form(directories: Directories) -> None:
    assert told(directories, "DTM+137:20261331:102", "DTM+2:202612312500:203") == [
        ("EEL-015", "3 1 2", "no such date or time: '20261331', of format 102 (CCYYMMDD)"),
        ("EEL-015", "4 1 2", "no such date or time: '202612312500', of format 203 (CCYYMMDDHHMM)"),
    ]


def test_a_date_in_another_form_than_its_format_is_told(directories: Directories) -> None:
    assert told(directories, "DTM+137:20261231:203") == [
        ("EEL-016", "3 1 2", "'20261231' is not of format 203 (CCYYMMDDHHMM)")
    ]


@pytest.mark.parametrize(
    "text",
    [
        "DTM+137:20261231:102",
        "DTM+137:?+0100:406",
        "DTM+137:30:804",
        "DTM+137",
        "DTM+137:20261331",
        "DTM+137::102",
        "DTM+137:20261331:ZZZ",
    ],
)
def test_nothing_is_told_of_dates_that_exist_or_have_no_known_form(directories: Directories, text: str) -> None:
    assert told(directories, text) == []


def test_what_is_told_of_a_place_already_is_enough(directories: Directories) -> None:
    assert told(directories, f"DTM+137:{'9' * 40}:102") == []
