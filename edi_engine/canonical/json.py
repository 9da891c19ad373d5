"""Canonical JSON: the model's own text form, in camelCase, without what is empty.

Decimals are written as strings, so that no reader loses their scale; numbers are read too. So are those numbers of
extensions that would lose digits as floats. Read first at C speed; only
what does not fit is walked, so that every fault has its finding and the rest of the document still counts.
"""

import re
from collections import Counter
from decimal import Decimal
from functools import cache
from typing import Any

import msgspec

from edi_engine.alike import alike
from edi_engine.canonical.lists import NOTHING, tidied
from edi_engine.canonical.metadata import DOCUMENTS, Field, Kind, fields, struct
from edi_engine.findings import Finding, Position, Report, Severity

MAX_DIGITS = 60
MAX_DEPTH = 64
_NEAR_NAMES = 100

# What the fast way takes and we may not, looked for in the document written again: exponents, numbers that are none,
# and more digits than bounded (a run of them shows in every sixth byte).
_MARKS = (b"E+", b"E-", b"NaN", b"Infinity")
_DIGITS = bytes(0x31 if chr(byte) in "0123456789." else 0x20 for byte in range(256))
_STEP = 6
_LONG = b"1" * (MAX_DIGITS // _STEP)
_RUN = re.compile(rb"[0-9.]{%d}" % (MAX_DIGITS + 1))
_ENOUGH = 1000  # marks in texts, from which on it costs less to look at numbers one by one
# A JSON string; and the decimals we take as text: Python would also take 1_000 and digits of other scripts.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"')
_NUMERAL = re.compile(r"\s*[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?\s*", re.ASCII)
_BYTE = re.compile(r"\(byte ([0-9]+)\)")
_VALUES = {
    Kind.AMOUNT: {"value": Kind.DECIMAL, "currency": Kind.TEXT},
    Kind.MEASURE: {"value": Kind.DECIMAL, "unit": Kind.TEXT},
    Kind.QUANTITY: {"value": Kind.DECIMAL, "unit": Kind.TEXT},
    Kind.DATETIME: {"value": Kind.TEXT, "format": Kind.TEXT},
}
_NAMES = {"Identifier": ("scheme", "value"), "Name": ("language", "value")}
_EXPECTED = {
    Kind.TEXT: "a string",
    Kind.INTEGER: "a whole number",
    Kind.DECIMAL: f"a number of at most {MAX_DIGITS} digits",
    Kind.STRUCT: "an object",
}


def _exact(text: str) -> float | Decimal:
    """A number of an extension: a float where that gives the same text again."""
    number = float(text)
    return number if repr(number) == text else Decimal(text)


_DECODERS = {kind: msgspec.json.Decoder(document, float_hook=_exact) for kind, document in DOCUMENTS.items()}
_LOOSE: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=_exact)
_KIND = re.compile(rb'\s*\{\s*"documentKind"\s*:\s*"([A-Za-z]+)"')
_EMPTY = re.compile(rb"\[\]").search  # the quickest look for it
_UNFIT = object()


def read(data: bytes, report: Report, kind: str | None = None) -> Any:
    """Read a document.

    Args:
        data: JSON in UTF-8.
        report: gets `DOC-001` for what is no JSON, `DOC-002` for an unknown key, `DOC-003` for a value of the wrong
            shape, `DOC-005` for a number written back in another way, each with its JSON pointer; unknown keys are
            warnings, and what is wrong is left out.
        kind: one of `metadata.DOCUMENTS`; None takes what the document says of itself, else a declaration.

    Returns:
        The document; None if the data are not a JSON object, or say that they are of another kind.
    """
    try:
        document, written = _written(_DECODERS[kind or _said(data)].decode(data))
        if not (_suspicious(written) or _respelled(data, written)):
            return document
    except (msgspec.DecodeError, RecursionError, UnicodeError, ArithmeticError):
        pass  # the careful way says what it is
    return _read_carefully(data, report, kind)


def write(document: msgspec.Struct, indent: int = 0) -> bytes:
    """Write a document, in one line or indented by some blanks a level."""
    _, text = _written(document)
    return msgspec.json.format(text, indent=indent) + b"\n" if indent else text


def _written(document: Any) -> tuple[Any, bytes]:
    """A document without empty lists of its own, and its JSON, which would hold them."""
    text = msgspec.json.encode(document)
    if not _EMPTY(text):
        return document, text
    document = tidied(document)
    return document, msgspec.json.encode(document)


def _suspicious(written: bytes) -> bool:
    """Whether numbers must be looked at one by one; saying so without need costs time only."""
    if any(_in_number(mark, written) for mark in _MARKS):
        return True
    return _LONG in written[::_STEP].translate(_DIGITS) and _RUN.search(written) is not None


def _in_number(mark: bytes, written: bytes) -> bool:
    """Whether a mark may stand in a number; texts hold it too (INVOICE-7), between other characters."""
    at = -1
    for _ in range(_ENOUGH):
        at = written.find(mark, at + 1)
        if at < 0:
            return False
        before, behind = written[at - 1 : at], written[at + len(mark) : at + len(mark) + 1]
        if before in b'0123456789."+-s' and behind in b'0123456789"':
            return True
    return True


def _respelled(data: bytes, written: bytes) -> bool:
    """Whether a number that came as text would be written otherwise: it is not among the strings written."""
    if data == written or msgspec.json.format(data, indent=-1) == written:
        return False
    gone = Counter(_STRING.findall(data)) - Counter(_STRING.findall(written))
    return any(_decimal(msgspec.json.decode(text)) is not None for text in gone)


def _decimal(text: str) -> Decimal | None:
    """The number a text is, with its scale; None if it is none, or beyond the bounds."""
    try:
        number = Decimal(text) if len(text) <= 4 * MAX_DIGITS else None
    except ArithmeticError:
        return None
    if number is None or not number.is_finite() or abs(number.adjusted()) > MAX_DIGITS:
        return None
    return number if len(number.as_tuple().digits) <= MAX_DIGITS else None


def _said(data: bytes) -> str:
    """The kind a document names at its beginning, where we write it; elsewhere the careful way finds it."""
    match = _KIND.match(data)
    said = match[1].decode() if match else ""
    return said if said in DOCUMENTS else "Declaration"


def _read_carefully(data: bytes, report: Report, kind: str | None) -> Any:
    try:
        found = _LOOSE.decode(data)
    except (msgspec.DecodeError, RecursionError, UnicodeError, ArithmeticError) as error:
        report.add(_no_json(data, error))
        return None
    if not isinstance(found, dict):
        report.add(_finding("DOC-003", Severity.ERROR, "", f"a document is an object, not {_shape(found)}"))
        return None
    said = found.pop("documentKind", kind or "Declaration")
    if not isinstance(said, str) or said not in (DOCUMENTS if kind is None else (kind,)):
        what = f"this is a {said!r:.60}, not a {kind or ' or a '.join(DOCUMENTS)}"
        report.add(_finding("DOC-004", Severity.ERROR, "/documentKind", what, "send it where such documents are read"))
        return None
    return _Walk(report).struct(said, found, "")


class _Walk:
    """Builds structs from decoded JSON; what does not fit becomes a finding."""

    def __init__(self, report: Report) -> None:
        self.report = report

    def struct(self, name: str, found: dict[str, Any], path: str) -> msgspec.Struct:
        known = _keys(name)
        values: dict[str, Any] = {}
        for key, value in found.items():
            at = f"{path}/{_pointer(key)}"
            field = known.get(key)
            if key == "extensions":
                if self._extensions(value, at):
                    values[key] = value
            elif key == "documentKind" and name in DOCUMENTS and value == name:
                pass
            elif field is None:
                self._unknown(key, [*known, "extensions"], at, name)
            elif value is not None:
                kept = self._field(field.kind, field.struct, value, at, many=field.many)
                if kept is not _UNFIT:
                    values[field.name] = kept
        built: msgspec.Struct = struct(name)(**values)
        return built

    def _field(self, kind: Kind, struct: type[msgspec.Struct] | None, value: Any, at: str, *, many: bool) -> Any:
        if not many:
            return self._one(kind, struct, value, at)
        if not isinstance(value, list):
            return self._wrong(at, f"an array is expected, not {_shape(value)}")
        kept = [self._one(kind, struct, item, f"{at}/{index}") for index, item in enumerate(value)]
        return [item for item in kept if item is not _UNFIT] or NOTHING

    def _one(self, kind: Kind, struct: type[msgspec.Struct] | None, value: Any, at: str) -> Any:
        if kind in _VALUES and struct:
            return self._value(struct, _VALUES[kind], value, at)
        if kind is Kind.STRUCT and struct:
            if struct.__name__ in _NAMES:
                return self._value(struct, dict.fromkeys(_NAMES[struct.__name__], Kind.TEXT), value, at)
            if isinstance(value, dict):
                return self.struct(struct.__name__, value, at)
        return self._scalar(kind, value, at)

    def _value(self, struct: type[msgspec.Struct], parts: dict[str, Kind], value: Any, at: str) -> Any:
        if not isinstance(value, dict):
            return self._wrong(at, f"an object is expected, not {_shape(value)}")
        kept: dict[str, Any] = {}
        for key, item in value.items():
            if key not in parts:
                self._unknown(key, list(parts), f"{at}/{_pointer(key)}", struct.__name__)
            elif item is not None and (part := self._scalar(parts[key], item, f"{at}/{key}")) is not _UNFIT:
                kept[key] = part
        return struct(**kept)

    def _scalar(self, kind: Kind, value: Any, at: str) -> Any:
        if kind is Kind.TEXT and isinstance(value, str):
            return value
        if kind is Kind.INTEGER and _is_whole(value):
            self._respelled(str(value), Decimal(int(value)), at)
            return int(value)
        if kind is Kind.DECIMAL and not isinstance(value, bool) and isinstance(value, str | int | float | Decimal):
            long = isinstance(value, int) and abs(value) >= 10**MAX_DIGITS  # spelling it out would take its time
            if not long and (number := _decimal(str(value))) is not None:
                if not isinstance(value, str):
                    return number
                if _NUMERAL.fullmatch(value):
                    self._respelled(value, number, at)
                    return number
        return self._wrong(at, f"{_EXPECTED[kind]} is expected, not {_shape(value)}", _remedy(kind, value))

    def _extensions(self, value: Any, at: str) -> bool:
        if isinstance(value, dict) and _depth_within(value, MAX_DEPTH):
            return True
        if value is not None:
            self._wrong(at, f"an object of at most {MAX_DEPTH} levels is expected, not {_shape(value)}")
        return False

    def _unknown(self, key: str, known: list[str], at: str, owner: str) -> None:
        room = len(self.report) < _NEAR_NAMES  # looking for names is dear; a flood of faults gets none
        close = alike(key[:80], known) if room else []
        fix = f"did you mean {' or '.join(close)}?" if close else "put it under `extensions`, or leave it out"
        what = f"{owner} has no field {key[:80]!r}; it is left out"
        self.report.add(_finding("DOC-002", Severity.WARNING, at, what, fix))

    def _respelled(self, text: str, number: Decimal, at: str) -> None:
        if str(number) != text:
            what = f"{_shape(text)} will be written back as {str(number)!r}"
            self.report.add(_finding("DOC-005", Severity.NOTE, at, what, "nothing to do: the number is the same"))

    def _wrong(self, at: str, what: str, fix: str = "correct the value") -> Any:
        self.report.add(_finding("DOC-003", Severity.ERROR, at, f"{what}; it is left out", fix))
        return _UNFIT


def _remedy(kind: Kind, value: Any) -> str:
    """Numbers and texts look alike in findings: what is only spelled as the other is to be spelled otherwise."""
    if kind is Kind.TEXT and isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        return "write it in quotation marks"
    if kind is Kind.INTEGER and isinstance(value, str) and value.isascii() and value.isdigit():
        return "write it without quotation marks"
    return "correct the value"


def _is_whole(value: Any) -> bool:
    """Whether a value is a whole number of at most 18 digits: by JSON Schema 1.0 is one, too."""
    number = isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    return number and -(10**18) < value < 10**18 and value == int(value)


@cache
def _keys(name: str) -> dict[str, Field]:
    """The fields of a struct by their keys."""
    return {field.json_name: field for field in fields(name).values()}


def _no_json(data: bytes, error: Exception) -> Finding:
    match = _BYTE.search(str(error))
    offset = min(int(match[1]), len(data)) if match else len(data)
    line = data.count(b"\n", 0, offset) + 1
    where = Position(offset=offset, line=line, column=offset - data.rfind(b"\n", 0, offset))
    reason = "nested too deeply" if isinstance(error, RecursionError) else str(error)[:200]
    return Finding(
        code="DOC-001",
        severity=Severity.ERROR,
        what=f"no JSON: {reason}",
        where=where,
        why="the grammar of RFC 8259",
        fix="correct the document at this place",
    )


def _finding(code: str, severity: Severity, path: str, what: str, fix: str = "") -> Finding:
    why = "the canonical model (schemas/json)"
    return Finding(code=code, severity=severity, what=what, where=Position(path=path or "/"), why=why, fix=fix)


def _shape(value: Any) -> str:
    """A value for a finding: short, whatever it is."""
    if isinstance(value, dict):
        return "an object"
    if isinstance(value, list):
        return "an array"
    if isinstance(value, bool) or value is None:
        return {True: "true", False: "false", None: "null"}[value]
    if isinstance(value, int) and abs(value) >= 10**MAX_DIGITS:
        return "a longer number"
    shown = str(value)
    return f"{shown[:60]!r}{' …' if len(shown) > 60 else ''}"


def _pointer(key: str) -> str:
    return key[:80].replace("~", "~0").replace("/", "~1")


def _depth_within(value: Any, levels: int) -> bool:
    """Whether nothing is nested deeper; level by level, without recursion."""
    layer = [value]
    for _ in range(levels):
        layer = [inner for item in layer for inner in (item.values() if isinstance(item, dict) else item)]
        layer = [inner for inner in layer if isinstance(inner, dict | list)]
        if not layer:
            return True
    return False
