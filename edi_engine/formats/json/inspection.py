"""Is this text a JSON document that may be handed on? Bounded in time and memory, without recursion of ours.

A quick look by C code says whether there is anything to find; only then a slower walk finds the places.
"""

import json
import re
from array import array
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import accumulate, islice
from typing import Any, NamedTuple

from edi_engine.findings import Finding, Position
from edi_engine.formats.json.faults import fault

# the closing quote is optional, so that a string that is not closed costs one pass and not one a quote
_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+', re.DOTALL)
_STRING_OR_BRACKET = re.compile(_STRING.pattern + r"|([{}\[\]])", re.DOTALL)
_TOKEN = re.compile(_STRING.pattern + r"|[{}\[\],:]|-?[0-9][0-9.eE+-]*+|true|false|null|NaN|-?Infinity", re.DOTALL)
_SURROGATE = re.compile(r"\\u[dD][89a-fA-F][0-9a-fA-F]{2}")
_EXPONENT = re.compile(r"[eE][+-]?0*+([0-9]+)")
_STEPS = bytes.maketrans(b"{[}]", bytes([1, 1, 255, 255]))
_NO_BRACKETS = bytes(byte for byte in range(256) if byte not in b"{}[]")
_COUNTED = {"objects": "{", "values": "{[,"}  # a value more comes with each of these signs
MAX_PLACES = 100
MAX_TOKENS = 1_000_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What one document may cost: its bytes, its objects and all its values, its nesting, the length and exponent of a
    number. An object may become a goods item of a kilobyte, however short it is written."""

    document_bytes: int = 32 << 20
    objects: int = 200_000
    values: int = 1_000_000
    depth: int = 200
    digits: int = 400
    exponent: int = 400


class Number(str):
    """A number as written; never converted, so that no exponent costs anything."""

    __slots__ = ()


@dataclass(slots=True)
class Level:
    """An object or array that is open: its pointer, the key or index at hand, and the keys it has had."""

    pointer: str
    is_object: bool
    key_due: bool
    at: str | int = 0
    keys: set[str] = field(default_factory=set)

    def here(self) -> str:
        return f"{self.pointer}/{str(self.at).replace('~', '~0').replace('/', '~1')}"

    def enter_key(self, text: str) -> bool:
        """Take the next key; True if the object has had it."""
        self.at, self.key_due = json.loads(text), False
        repeated = self.at in self.keys
        self.keys.add(str(self.at))
        return repeated

    def comma(self) -> None:
        if self.is_object:
            self.key_due = True
        else:
            self.at = int(self.at) + 1


class Token(NamedTuple):
    """A key or a value: its text as written, its first character, what holds it; whether it repeats a key."""

    text: str
    start: int
    level: Level | None
    repeated: bool = False

    @property
    def pointer(self) -> str:
        """The JSON pointer, which costs something: right only before the next token is taken."""
        return self.level.here() if self.level else ""


@dataclass(slots=True)
class Inspection:
    """One document under inspection.

    Attributes:
        text: the document; `start` is where it begins in the payload.
        value: what it means, with numbers as written (`Number`); None if it cannot be parsed.
        findings: what is wrong with it.
    """

    text: str
    start: Position
    limits: Limits
    value: Any = None
    findings: list[Finding] = field(default_factory=list)
    _suspects: dict[str, dict[str, object]] = field(default_factory=dict)

    def run(self) -> "Inspection":
        """Fill `value` and `findings`."""
        if not self.text.strip(" \t\r\n"):
            self._add("JSN-001", 0)
        elif (deep := self._too_deep()) is not None:
            self._add("JSN-008", deep, depth=self.limits.depth)
        elif (limit := self._too_many()) is not None:
            self._add("JSN-013", 0, most=getattr(self.limits, limit), limit=limit)
        else:
            self._parse()
        return self

    def position(self, index: int, pointer: str | None = None) -> Position:
        """Where a character of the text stands in the payload."""
        breaks = self.text.count("\n", 0, index)
        column = index - self.text.rfind("\n", 0, index) - 1
        before = self.text[:index]
        size = len(before) if before.isascii() else len(before.encode("utf-8", "surrogatepass"))
        return replace(
            self.start,
            path=pointer or None,
            offset=None if self.start.offset is None else self.start.offset + size,
            line=(self.start.line or 1) + breaks,
            column=column + (1 if breaks else self.start.column or 1),
        )

    def _add(self, code: str, index: int, pointer: str | None = None, **facts: object) -> None:
        self.findings.append(fault(code, self.position(index, pointer), **facts))

    def _too_deep(self) -> int | None:
        """Where the nesting passes the limit; None if it does not."""
        text, depth = self.text, self.limits.depth
        if text.count("{") + text.count("[") <= depth:
            return None
        brackets = array("b", _STRING.sub("", text).encode("utf-8", "replace").translate(_STEPS, _NO_BRACKETS))
        ordinal = next((number for number, level in enumerate(accumulate(brackets), 1) if level > depth), None)
        if ordinal is None:
            return None
        for match in _STRING_OR_BRACKET.finditer(text):
            ordinal -= match[1] is not None
            if not ordinal:
                return match.start()
        return 0

    def _too_many(self) -> str | None:
        """The limit, `objects` or `values`, that the document passes; the strings are set aside only where it may."""
        text = self.text
        for limit, signs in _COUNTED.items():
            if sum(map(text.count, signs)) > getattr(self.limits, limit):
                text = _STRING.sub("", text)
                if sum(map(text.count, signs)) > getattr(self.limits, limit):
                    return limit
        return None

    def _parse(self) -> None:
        try:
            self.value = json.loads(
                self.text,
                object_pairs_hook=self._object,
                parse_int=self._number,
                parse_float=self._number,
                parse_constant=self._constant,
            )
        except json.JSONDecodeError as error:
            code = "JSN-004" if error.msg == "Extra data" else "JSN-003"
            self._add(code, error.pos, reason=error.msg)
            return
        except RecursionError:
            self._add("JSN-008", 0, depth=self.limits.depth)
            return
        if not isinstance(self.value, dict | list):
            self._add("JSN-012", 0)
        if self._suspects or _SURROGATE.search(self.text):
            self._find_places()

    def _object(self, pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        members = dict(pairs)
        if len(members) < len(pairs):
            counts = Counter(key for key, _ in pairs)
            self._suspects.setdefault("JSN-005", {"key": counts.most_common(1)[0][0]})
        return members

    def _number(self, text: str) -> "Number":
        if self._unbounded(text):
            self._suspects["JSN-007"] = self._number_limits()
        return Number(text)

    def _constant(self, text: str) -> "Number":
        self._suspects.setdefault("JSN-006", {"value": text})
        return Number(text)

    def _unbounded(self, text: str) -> bool:
        if len(text) > self.limits.digits:
            return True
        exponent = _EXPONENT.search(text)
        return exponent is not None and (len(exponent[1]) > 9 or int(exponent[1]) > self.limits.exponent)

    def _find_places(self) -> None:
        """Walk through the document, which is known to be well-formed, and name each place.

        A flood of findings is cut short, and so is a walk too long; what was not placed by then is said without.
        """
        for token in islice(_tokens(self.text), MAX_TOKENS):
            if len(self.findings) >= MAX_PLACES:
                break
            if token.repeated:
                self._add("JSN-005", token.start, token.pointer, key=json.loads(token.text))
            self._check_token(token)
        placed = {finding.code for finding in self.findings}
        for code, facts in self._suspects.items():
            if code not in placed:
                self.findings.append(fault(code, self.start, **facts))

    def _check_token(self, token: Token) -> None:
        first = token.text[0]
        if first == '"':
            lone = _lone_surrogate(token.text)
            if lone is not None:
                self._add("JSN-010", token.start + lone, token.pointer, escape=token.text[lone : lone + 6])
        elif token.text.endswith(("NaN", "Infinity")):
            self._add("JSN-006", token.start, token.pointer, value=token.text)
        elif first in "-0123456789" and self._unbounded(token.text):
            self._add("JSN-007", token.start, token.pointer, **self._number_limits())

    def _number_limits(self) -> dict[str, object]:
        return {"digits": self.limits.digits, "exponent": self.limits.exponent}


def _lone_surrogate(text: str) -> int | None:
    """Where in a string literal half a surrogate pair stands."""
    index = 0
    while (index := text.find("\\", index)) >= 0:
        if text[index + 1] != "u":
            index += 2
            continue
        unit = int(text[index + 2 : index + 6], 16)
        following = text[index + 6 : index + 12]
        if 0xD800 <= unit < 0xDC00 and re.fullmatch(r"\\u[dD][c-fC-F][0-9a-fA-F]{2}", following):
            index += 12
        elif 0xD800 <= unit < 0xE000:
            return index
        else:
            index += 6
    return None


def _tokens(text: str) -> Iterator[Token]:
    """Keys and values of a well-formed document in order, each with its JSON pointer."""
    stack: list[Level] = []
    for match in _TOKEN.finditer(text):
        piece, level = match[0], stack[-1] if stack else None
        if piece in "{[":
            stack.append(Level(level.here() if level else "", piece == "{", piece == "{"))
        elif piece in "}]":
            stack.pop()
        elif piece == ",":
            stack[-1].comma()
        elif piece == ":":
            continue
        elif level is not None and level.key_due:
            repeated = level.enter_key(piece)
            yield Token(piece, match.start(), level, repeated)
        else:
            yield Token(piece, match.start(), level)
