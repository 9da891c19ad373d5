"""What stands for a character a repertoire lacks, repertoire by repertoire."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.formats.edifact.charsets import CHARSETS, charset_for
from edi_engine.formats.edifact.transliteration import transliterator

TEXT = "Žluťoučký kůň, Straße „Øst“ — 5 €"
EXPECTED = {
    "UNOA": "ZLUTOUCKY KUN, STRASSE \"OST\" - 5 EUR",
    "UNOB": "Zlutoucky kun, Strasse \"Ost\" - 5 EUR",
    "UNOC": "Zlutoucký kun, Straße \"Øst\" - 5 EUR",  # ISO 8859-1: western letters
    "UNOD": "Žluťoučký kůň, Straße \"Ost\" - 5 EUR",  # ISO 8859-2: central European ones
    "UNOE": "Zlutoucky kun, Strasse \"Ost\" - 5 EUR",  # ISO 8859-5: Cyrillic
    "UNOF": "Zlutoucky kun, Strasse \"Ost\" - 5 €",  # ISO 8859-7: Greek, with the euro since 2003
    "UNOG": "Zlutoucky kun, Straße \"Ost\" - 5 EUR",  # ISO 8859-3: southern European
    "UNOH": "Žlutoučky kun, Straße \"Øst\" - 5 EUR",  # ISO 8859-4: northern European
    "UNOI": "Zlutoucky kun, Strasse \"Ost\" - 5 EUR",  # ISO 8859-6: Arabic
    "UNOJ": "Zlutoucky kun, Strasse \"Ost\" - 5 EUR",  # ISO 8859-8: Hebrew
    "UNOK": "Zlutoucky kun, Straße \"Øst\" - 5 EUR",  # ISO 8859-9: Turkish
    "UNOL": "Žlutoucký kun, Straße \"Øst\" - 5 €",  # ISO 8859-15
    "UNOW": TEXT,
    "UNOY": TEXT,
}  # fmt: skip


@pytest.mark.parametrize("identifier", EXPECTED)
def test_each_repertoire_keeps_what_it_has(identifier: str) -> None:
    assert transliterator(charset_for(identifier))(TEXT) == EXPECTED[identifier]


@pytest.mark.parametrize("identifier", sorted(CHARSETS))
@given(text=st.text(max_size=30))
def test_what_a_repertoire_carries_is_left_alone(identifier: str, text: str) -> None:
    charset = charset_for(identifier)
    own = text.encode(charset.codec, "ignore").translate(None, bytes(set(range(256)) - set(charset.allowed)))
    kept = own.decode(charset.codec, "ignore")
    if identifier != "UNOX":  # its shift sequences are bytes of characters
        assert transliterator(charset)(kept) == kept


def test_no_sign_is_written_as_another_value() -> None:
    change = transliterator(charset_for("UNOA"))
    assert [change(sign) for sign in "²³½$¥"] == list("²³½$¥")


def test_the_underscore_belongs_to_levels_a_and_b_from_version_4_on() -> None:
    assert transliterator(charset_for("UNOA", "3"))("A_B") == "A-B"
    assert transliterator(charset_for("UNOA", "4"))("A_B") == "A_B"


def test_marks_of_scripts_without_latin_letters_stay() -> None:
    assert transliterator(charset_for("UNOC"))("Ж漢") == "Ж漢"
