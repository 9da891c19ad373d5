"""Dates keep their precision, and say what they lack."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.canonical.values import DateTime


@pytest.mark.parametrize(
    ("value", "code", "day", "missing"),
    [
        ("20260212", "102", date(2026, 2, 12), "time"),
        ("260212", "101", date(2026, 2, 12), "time"),
        ("700101", "101", date(1970, 1, 1), "time"),
        ("202602121230", "203", date(2026, 2, 12), "zone"),
        ("20260212123045", "204", date(2026, 2, 12), "zone"),
        ("20260212123045Z", "304", date(2026, 2, 12), ""),
        ("20260212123045+01", "304", date(2026, 2, 12), ""),
        ("20260212123045UTC", "304", date(2026, 2, 12), ""),
        ("20260212123045EST", "304", date(2026, 2, 12), "zone"),
        ("20260212256045EST", "304", date(2026, 2, 12), "validity"),
        ("2026-02-12T12:30:45UTC", None, None, "validity"),
        ("202602121230-0530", "205", date(2026, 2, 12), ""),
        ("20260212", "304", date(2026, 2, 12), "time"),
        ("2026-02-12", None, date(2026, 2, 12), "time"),
        ("2026-02-12T12:30:45.5+05:30", None, date(2026, 2, 12), ""),
        ("202602", "610", None, "day"),
        ("2026", "602", None, "day"),
        ("20260230", "102", None, "validity"),
        ("20260212256000Z", "304", date(2026, 2, 12), "validity"),
        ("20260212123045+99", "304", date(2026, 2, 12), "validity"),
        ("soon", "102", None, "validity"),
        ("٢٠٢٦٠٢١٢", "102", None, "validity"),
        ("", "102", None, "validity"),
    ],
)
def test_what_a_text_says_and_lacks(value: str, code: str | None, day: date | None, missing: str) -> None:
    written = DateTime(value, code)
    assert written.as_date() == day
    assert written.missing == missing
    assert (written.as_datetime() is not None) == (missing == "")


def test_a_moment_knows_its_zone() -> None:
    moment = datetime(2026, 2, 12, 12, 30, 45, tzinfo=UTC)
    assert DateTime("20260212123045Z", "304").as_datetime() == moment
    assert DateTime("20260212133045+01", "304").as_datetime() == moment
    assert DateTime("202602121230", "203").as_datetime(UTC) == moment.replace(second=0)


@given(
    st.datetimes(min_value=datetime(1970, 1, 1), max_value=datetime(2069, 12, 31)),  # noqa: DTZ001 - the zone is drawn
    st.integers(min_value=-12 * 60, max_value=14 * 60),
)
def test_moments_survive_their_text(moment: datetime, minutes: int) -> None:
    zone = timezone(timedelta(minutes=minutes))
    aware = moment.replace(microsecond=0, tzinfo=zone)
    assert DateTime(aware.strftime("%Y%m%d%H%M%S%z"), "208").as_datetime() == aware
    assert DateTime(aware.isoformat()).as_datetime() == aware


@given(st.text(max_size=40), st.sampled_from(["102", "203", "304", "610", "no such code", None]))
def test_any_text_is_answered(text: str, code: str | None) -> None:
    written = DateTime(text, code)
    assert written.missing in {"", "day", "time", "zone", "validity"}
    assert (written.as_datetime() is None) == (written.missing != "")
