"""Identifications that prove themselves: their shape and their check digit.

Each function takes the text as written and says whether it holds. Letters are capitals, as the standards write them;
separators are refused except where the paper form has them.
"""

import re

_ISO_6346 = dict(zip("ABCDEFGHIJKLMNOPQRSTUVWXYZ", (n for n in range(10, 39) if n % 11), strict=True))


def _weighted_by_powers(text: str) -> int:
    """ISO 6346: each character times two to the power of its place, modulo 11, and 10 counts as 0."""
    values = (_ISO_6346.get(char) if char in _ISO_6346 else int(char) for char in text)
    return sum((value or 0) << place for place, value in enumerate(values)) % 11 % 10


def container_number(text: str) -> bool:
    """ISO 6346: owner, U, J or Z, six digits and the check digit."""
    return bool(re.fullmatch(r"[A-Z]{3}[UJZ]\d{7}", text, re.ASCII)) and _weighted_by_powers(text[:10]) == int(text[10])


def movement_reference(text: str) -> bool:
    """A movement reference number of the European Union: year, country, 13 characters, check digit as of ISO 6346."""
    shaped = re.fullmatch(r"\d\d[A-Z]{2}[A-Z0-9]{13}\d", text, re.ASCII)
    return bool(shaped) and _weighted_by_powers(text[:17]) == int(text[17])


def ship_number(text: str) -> bool:
    """IMO ship identification number: seven digits, `IMO` before them or not; the last is the check digit."""
    digits = text.removeprefix("IMO").strip()
    if not re.fullmatch(r"\d{7}", digits, re.ASCII):
        return False
    return sum(int(digit) * weight for digit, weight in zip(digits, range(7, 1, -1), strict=False)) % 10 == int(
        digits[6]
    )


def station_number(text: str) -> bool:
    """MMSI of a ship station (ITU-R M.585): nine digits, the first of them 2 to 7, as its region."""
    return bool(re.fullmatch(r"[2-7]\d{8}", text, re.ASCII))


def article_number(text: str) -> bool:
    """GTIN, GLN or SSCC (GS1): 8, 12, 13, 14 or 18 digits, the last the check digit modulo 10 of weights 3 and 1."""
    if not re.fullmatch(r"\d{8}|\d{12,14}|\d{18}", text, re.ASCII):
        return False
    return sum(int(digit) * (1 if place % 2 == 0 else 3) for place, digit in enumerate(reversed(text))) % 10 == 0


def air_waybill(text: str) -> bool:
    """IATA air waybill: three digits of the airline, seven and the check digit modulo 7; a hyphen or blank between."""
    found = re.fullmatch(r"\d{3}[- ]?(\d{7})(\d)", text, re.ASCII)
    return found is not None and int(found[1]) % 7 == int(found[2])


def legal_entity(text: str) -> bool:
    """Legal entity identifier (ISO 17442): 18 letters or digits and two check digits modulo 97 (ISO 7064)."""
    return bool(re.fullmatch(r"[A-Z0-9]{18}\d\d", text, re.ASCII)) and _modulo_97(text) == 1


def bank_account(text: str) -> bool:
    """IBAN (ISO 13616): country, two check digits modulo 97, up to 30 letters or digits; blanks between are passed."""
    plain = text.replace(" ", "")
    return (
        bool(re.fullmatch(r"[A-Z]{2}\d\d[A-Z0-9]{11,30}", plain, re.ASCII)) and _modulo_97(plain[4:] + plain[:4]) == 1
    )


def _modulo_97(text: str) -> int:
    return int("".join(str(int(char, 36)) for char in text)) % 97


def operator_number(text: str) -> bool:
    """The shape of an EORI number: two letters of the country and up to 15 letters or digits."""
    return bool(re.fullmatch(r"[A-Z]{2}[A-Z0-9]{1,15}", text, re.ASCII))


def unique_consignment_reference(text: str) -> bool:
    """The shape of a UCR of the WCO: a digit of the year, the country, then up to 32 letters, digits, marks."""
    return bool(re.fullmatch(r"\d[A-Z]{2}[A-Z0-9()/.\-]{1,32}", text, re.ASCII))


def vehicle_number(text: str) -> bool:
    """The shape of a VIN (ISO 3779): 17 capitals or digits without I, O and Q."""
    return bool(re.fullmatch(r"[A-HJ-NPR-Z0-9]{17}", text, re.ASCII))


def flight_number(text: str) -> bool:
    """The shape of a flight number of IATA: the airline, of two or three characters, and one to four digits."""
    return bool(re.fullmatch(r"(?:[A-Z][A-Z0-9]|[0-9][A-Z]|[A-Z]{3}) ?\d{1,4}[A-Z]?", text, re.ASCII))
