"""Check digits and shapes: numbers of the standards hold, and any other digit in them is found."""

from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.checks import check_digits

# Examples as the keepers of the schemes publish them, or real ones in public use.
RIGHT = {
    "container_number": ["CSQU3054383", "MSKU4711091"],
    "movement_reference": ["18GBJCM3USAFD2WD51", "21GB7X9245J99OX4R0"],
    "ship_number": ["9074729", "IMO 9074729", "IMO9708863"],
    "article_number": ["4006381333931", "106141412345678908", "96385074"],
    "air_waybill": ["020-12345675", "02012345675"],
    "legal_entity": ["5493001KJTIIGC8Y1R12"],
    "bank_account": ["GB82 WEST 1234 5698 7654 32", "DE89370400440532013000"],
}


@pytest.mark.parametrize(("name", "text"), [(name, text) for name, texts in RIGHT.items() for text in texts])
def test_a_number_with_another_digit_is_found(name: str, text: str) -> None:
    holds: Callable[[str], bool] = getattr(check_digits, name)
    assert holds(text)
    place = len(text) - 1
    assert [digit for digit in "0123456789" if holds(text[:place] + digit + text[place + 1 :])] == [text[place]]


@pytest.mark.parametrize(
    ("name", "right", "wrong"),
    [
        ("station_number", "211331640", "011331640"),
        ("operator_number", "GB239355053000", "gb239355053000"),
        ("unique_consignment_reference", "6GB239355053000-7B", "GB239355053000-7B"),
        ("vehicle_number", "1M8GDM9AXKP042788", "1M8GDM9AXKPO42788"),
        ("flight_number", "LH8123", "8123"),
    ],
)
def test_a_shape_is_told_from_another(name: str, right: str, wrong: str) -> None:
    assert getattr(check_digits, name)(right)
    assert not getattr(check_digits, name)(wrong)


@given(st.text(max_size=40) | st.from_regex(r"[0-9A-Z\u0661]{0,40}", fullmatch=True))
def test_any_text_gives_an_answer(text: str) -> None:
    for name in [*RIGHT, "station_number", "operator_number", "vehicle_number", "flight_number"]:
        assert getattr(check_digits, name)(text) in (True, False)
    assert check_digits.unique_consignment_reference(text) in (True, False)
