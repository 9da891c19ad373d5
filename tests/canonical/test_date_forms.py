"""Forms of dates as list 2379 names them, every one of the directories; impossible dates beside possible ones."""

from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.canonical import date_forms

LIST = Path(__file__).parents[2] / "schemas/edifact/un/codes/2379.txt"
FORMS = dict(line.split("\t")[:2] for line in LIST.read_text("utf-8").splitlines())
AGREED = {  # what stands in them is for partners to agree, or is a count
    *("CCYYMMB", "CCYYMMW", "CCYYMMDDS", "CCYYMMDDPP", "CCYYMMDDTHHMM", "MMMMSS", "CC", "YYS", "CCYYS", "YYMMA"),
    *("CCYYMMA", "YYS-YYS", "CCYYS-CCYYS", "YYPYYP", "CCYYP-CCYYP"),
}


def test_every_form_of_the_list_is_known_but_those_left_to_agreement() -> None:
    unknown = {form for code, form in FORMS.items() if date_forms.fault("?", form) == ""}
    assert unknown == AGREED | {form for code, form in FORMS.items() if code.startswith("8")}


@pytest.mark.parametrize(
    ("text", "form", "wrong"),
    [
        ("20261231", "CCYYMMDD", ""),
        ("20261331", "CCYYMMDD", "existence"),
        ("20260229", "CCYYMMDD", "existence"),
        ("20240229", "CCYYMMDD", ""),
        ("00000000", "CCYYMMDD", "existence"),
        ("2026-12-31", "CCYYMMDD", "form"),
        ("٢٠٢٦٠٢١٢", "CCYYMMDD", "form"),
        ("240229", "YYMMDD", ""),
        ("230229", "YYMMDD", "existence"),
        ("310126", "DDMMYY", ""),
        ("013126", "DDMMYY", "existence"),
        ("0229", "MMDD", ""),
        ("0230", "MMDD", "existence"),
        ("202612312359", "CCYYMMDDHHMM", ""),
        ("202612312400", "CCYYMMDDHHMM", ""),
        ("202612312401", "CCYYMMDDHHMM", "existence"),
        ("202612312500", "CCYYMMDDHHMM", "existence"),
        ("202612311260", "CCYYMMDDHHMM", "existence"),
        ("20261231", "CCYYMMDDHHMM", "form"),
        ("20261231235960", "CCYYMMDDHHMMSS", "existence"),
        ("202612312359+0100", "CCYYMMDDHHMMZHHMM", ""),
        ("202612312359+2500", "CCYYMMDDHHMMZHHMM", "existence"),
        ("202612312359UTC", "CCYYMMDDHHMMZZZ", ""),
        ("+0100", "ZHHMM", ""),
        ("24366", "YYDDD", ""),
        ("26366", "YYDDD", "existence"),
        ("2654", "YYWW", "existence"),
        ("26537", "YYWWD", ""),
        ("26538", "YYWWD", "existence"),
        ("20265", "CCYYQ", "existence"),
        ("20260131-20260201", "CCYYMMDD-CCYYMMDD", ""),
        ("2026013120260201", "CCYYMMDD-CCYYMMDD", ""),
        ("20260131-20260231", "CCYYMMDD-CCYYMMDD", "existence"),
        ("20260131", "CCYYMMDD-CCYYMMDD", "form"),
        ("08001700", "HHMMHHMM", ""),
        ("08002500", "HHMMHHMM", "existence"),
        ("202601310800-0100-202601310900+0100", "CCYYMMDDHHMMZZZ-CCYYMMDDHHMMZZZ", ""),
        ("26-27", "YY-YY", ""),
        ("anything", "CCYYS", ""),
        ("anything", "", ""),
    ],
)
def test_what_is_wrong_with_a_text(text: str, form: str, wrong: str) -> None:
    assert date_forms.fault(text, form) == wrong


@given(st.integers(1, 9999), st.integers(0, 13), st.integers(0, 32))
def test_a_day_exists_where_the_calendar_has_it(year: int, month: int, day: int) -> None:
    try:
        date(year, month, day)
        expected = ""
    except ValueError:
        expected = "existence"
    assert date_forms.fault(f"{year:04}{month:02}{day:02}", "CCYYMMDD") == expected


@given(st.datetimes(min_value=datetime(1000, 1, 1)))  # noqa: DTZ001 - a form without a zone
def test_every_moment_exists(moment: datetime) -> None:
    assert date_forms.fault(moment.strftime("%Y%m%d%H%M%S"), "CCYYMMDDHHMMSS") == ""
    assert date_forms.fault(moment.strftime("%H%M%S"), "HHMMSS") == ""
