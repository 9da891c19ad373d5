"""Code tables."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.errors import ConfigurationError
from edi_engine.mapping.codes import read_code_table


def test_a_table_goes_both_ways() -> None:
    table = read_code_table("canonical,external\nimporter,IM\nagent,AE\n", "t.csv")
    assert table.reading == {"IM": "importer", "AE": "agent"}
    assert table.writing == {"importer": "IM", "agent": "AE"}


def test_several_external_codes_are_read_and_the_preferred_one_is_written() -> None:
    table = read_code_table("canonical,external,preferred\nagent,AE,\nagent,AG,x\n", "t.csv")
    assert table.reading == {"AE": "agent", "AG": "agent"}
    assert table.writing == {"agent": "AG"}


def test_a_code_that_fits_nothing_is_neither_read_nor_written() -> None:
    table = read_code_table("canonical,external,fit\nagent,AE,\nghost,,none\nnear,NE,approx\n", "t.csv")
    assert "ghost" not in table.writing
    assert table.approximate == {"NE"}


def test_blanks_around_codes_and_a_byte_order_mark_are_none() -> None:
    assert read_code_table("\ufeffcanonical, external\n agent , AE\n\n", "t.csv").writing == {"agent": "AE"}


@pytest.mark.parametrize(
    ("text", "code", "line", "words"),
    [
        ("", "COD-001", 1, "columns"),
        ("canonical,externl\na,b\n", "COD-001", 1, "columns"),
        ("canonical,external,external\na,b,c\n", "COD-001", 1, "columns"),
        ("canonical,external\na,b\nc\n", "COD-001", 3, "missing"),
        ("canonical,external\n,b\n", "COD-001", 2, "missing"),
        ("canonical,external\na,b,c\n", "COD-001", 2, "3 cells"),
        ("canonical,external,fit\na,b,aprox\n", "COD-001", 2, "'aprox'"),
        ('canonical,external\n"a,b\n', "COD-001", 2, "not CSV"),
        ("canonical,external\na,X\nb,X\n", "COD-002", 3, "two meanings"),
        ("canonical,external,from\na,X,2020\n", "COD-001", 2, "'2020' is no date"),
        ("canonical,external,from,to\na,X,2020-01-02,2020-01-01\n", "COD-001", 2, "ends before it begins"),
        ("canonical,external,from,to\na,X,,2020-01-01\nb,X,2020-01-01,\n", "COD-002", 3, "two meanings"),
        ("canonical,external,from,to\na,X,,2020-01-01\na,Y,2019-12-31,\n", "COD-004", 3, "preferred"),
        ("canonical,external,preferred,to\na,X,x,2020-01-01\na,Y,,\na,Z,,\n", "COD-004", 4, "preferred"),
        ("canonical,external\na,X\na,X\n", "COD-002", 3, "twice"),
        ("canonical,external,fit\na,X,\nb,Y,factor\n", "COD-003", 3, "derive step"),
        ("canonical,external\na,X\nb,Y\na,Z\n", "COD-004", 4, "preferred"),
        ("canonical,external,preferred\na,X,x\na,Z,x\n", "COD-004", 3, "preferred"),
    ],
)
def test_a_fault_in_a_table_has_its_line(text: str, code: str, line: int, words: str) -> None:
    with pytest.raises(ConfigurationError, match=words) as caught:
        read_code_table(text, "m/codes/t.csv")
    finding = caught.value.finding
    assert (finding.code, finding.where.path, finding.where.line) == (code, "m/codes/t.csv", line)


CHANGED = """canonical,external,from,to
carrier,CA,,2024-12-31
carrier,CB,2025-01-01,
agent,AG,2025-01-01,
forwarder,AG,,2024-12-31
broker,BR,,2019-12-31
pilot,PI,2030-01-01,
"""


@pytest.mark.parametrize(
    ("day", "writing"),
    [
        (date(2024, 12, 31), {"carrier": "CA", "forwarder": "AG"}),
        (date(2025, 1, 1), {"carrier": "CB", "agent": "AG"}),
        (date(2031, 1, 1), {"carrier": "CB", "agent": "AG", "pilot": "PI"}),
    ],
)
def test_what_holds_on_a_day_is_written_and_what_held_once_is_still_read(day: date, writing: dict[str, str]) -> None:
    table = read_code_table(CHANGED, "t.csv", day)
    assert table.writing == writing
    assert {table.reading[code] for code in ("CA", "CB")} == {"carrier"}
    assert table.reading["AG"] == ("forwarder" if "forwarder" in writing else "agent")
    assert (table.reading["BR"], table.reading["PI"]) == ("broker", "pilot")


def test_without_a_day_today_counts() -> None:
    text = "canonical,external,from,to\nold,A,,2020-01-01\nnew,A,2020-01-02,\n"
    assert read_code_table(text, "t.csv").writing == {"new": "A"}


def test_a_fit_not_known_comes_with_a_near_one() -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_code_table("canonical,external,fit\na,b,aprox\n", "t.csv")
    assert caught.value.finding.fix == "did you mean 'approx'?"


@given(st.text(alphabet='canonical,external\n"x ', max_size=60))
def test_any_text_is_a_table_or_refused(text: str) -> None:
    for head in ("", "canonical,external\n"):
        try:
            table = read_code_table(head + text, "t.csv")
        except ConfigurationError:
            continue
        assert set(table.writing.values()) <= set(table.reading)
        assert all(table.reading[external] == canonical for canonical, external in table.writing.items())
