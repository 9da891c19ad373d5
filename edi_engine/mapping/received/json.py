"""JSON: a value is a scalar; of one of several documents in an array its text is not at hand."""

import json
import re
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from copy import deepcopy
from dataclasses import replace
from functools import cached_property, reduce
from typing import Any

from edi_engine.findings import Position, Report
from edi_engine.formats.json.scalars import scalars, token_text
from edi_engine.interchange import Message
from edi_engine.mapping.json_parts import JsonPart
from edi_engine.mapping.received.value import NEXT, ORDINALS, Alter, ReceivedValue, lists, other, ranges

SHOWN = 80  # characters of a key in findings


class JsonValues:
    """The values of one message, see `value.Received`."""

    def __init__(self, message: Message) -> None:
        self.message, self.data = message, bytes(message.body)
        self.spans = [one for one in scalars(self.data) if self.data[one.start : one.end] != b"null"]
        self.values: list[ReceivedValue] = []
        for pointer, start, end in self.spans:
            self.values.append(ReceivedValue(token_text(self.data[start:end]), self._place(pointer, start)))
        self.keys = [one.pointer for one in self.spans]
        self.places = [ORDINALS.sub("#", key) for key in self.keys]
        self.shape = lists(self.keys)

    def span(self, index: int, payload: bytes) -> tuple[int, int] | None:
        begin = self.message.place.offset or 0
        return begin + self.spans[index].start, begin + self.spans[index].end

    def _place(self, pointer: str, start: int) -> Callable[[], Position]:
        def place() -> Position:
            begin = self.message.place
            line, column = self.data.count(b"\n", 0, start), start - self.data.rfind(b"\n", 0, start)
            return replace(
                begin,
                path=pointer,
                offset=None if begin.offset is None else begin.offset + start,
                line=None if begin.line is None else begin.line + line,
                column=column if line or begin.column is None else begin.column + start,
            )

        return place

    def within(self, where: Position) -> Sequence[int]:
        """The values at a pointer and below it."""
        return self._ranges.get(_steps(where.path or ""), ())

    @cached_property
    def _ranges(self) -> dict[tuple[str, ...], range]:
        return ranges(_steps(span.pointer) for span in self.spans)

    def altered(self, which: Collection[int], how: Alter = other) -> AbstractContextManager[Message]:
        pieces, at = [], 0
        for index in sorted(which):
            _, start, end = self.spans[index]
            token = self.data[start:end]
            changed = {b"true": b"false", b"false": b"true"}.get(token) or _another(token, how)
            pieces += [self.data[at:start], changed]
            at = end
        body = b"".join([*pieces, self.data[at:]])
        return nullcontext(replace(self.message, body=body, report=Report()))


def _another(token: bytes, how: Alter) -> bytes:
    if how is other:
        return _other_token(token)
    text = how(token_text(token))
    return json.dumps(text).encode() if token.startswith(b'"') else text.encode()


def _other_token(token: bytes) -> bytes:
    """Another string or number; what is behind a backslash stays."""
    text = token.decode("utf-8", "replace")
    if not text.startswith('"'):
        return re.sub("[0-9]", lambda digit: digit[0].translate(NEXT), text).encode()
    inner = re.sub(r"\\u....|\\.|.", lambda one: one[0] if one[0][0] == "\\" else one[0].translate(NEXT), text[1:-1])
    return f'"{inner}"'.encode() if inner != text[1:-1] else f'"{inner}X"'.encode()


class JsonPartValues:
    """One of several documents in an array: places are pointers in it, for its text is not at hand."""

    def __init__(self, message: Message, part: JsonPart, several: str | None = None) -> None:
        self.message, self.part, self.several = message, part, several
        self.homes = list(_scalars(part.value))
        self.values = [ReceivedValue(_text(value), self._place(keys)) for keys, value in self.homes]
        self.keys = [_pointer(keys) for keys, _ in self.homes]
        self.places = [ORDINALS.sub("#", key) for key in self.keys]
        self.shape = lists(self.keys)

    def span(self, index: int, payload: bytes) -> tuple[int, int] | None:
        return None

    def _place(self, keys: tuple[Any, ...]) -> Callable[[], Position]:
        return lambda: Position(message=self.message.number, path=_pointer(self._in_file(keys)))

    def _in_file(self, keys: tuple[Any, ...]) -> tuple[Any, ...]:
        """The keys from the top of the file, in which the documents are an array."""
        if self.several is None or self.part.at is None:
            return keys
        if self.several == "":
            return (self.part.at, *keys)
        return (keys[0], self.part.at, *keys[1:]) if keys[:1] == (self.several,) else keys

    def within(self, where: Position) -> Sequence[int]:
        """The values at a pointer and below it."""
        return self._ranges.get(_steps(where.path or ""), ())

    @cached_property
    def _ranges(self) -> dict[tuple[str, ...], range]:
        return ranges(tuple(str(key)[:SHOWN] for key in self._in_file(keys)) for keys, _ in self.homes)

    def altered(self, which: Collection[int], how: Alter = other) -> AbstractContextManager[Message]:
        tree = deepcopy(self.part.value)
        for index in which:
            (*way, last), value = self.homes[index]
            holder = reduce(lambda held, key: held[key], way, tree)
            holder[last] = not value if isinstance(value, bool) else _of_kind(value, how(str(value)))
        return nullcontext(replace(self.message, body=replace(self.part, value=tree), report=Report()))


def _steps(path: str) -> tuple[str, ...]:
    """The keys of a pointer, each as long as findings show it; findings show the whole document as `/`."""
    if path == "/":
        return ()
    return tuple(step.replace("~1", "/").replace("~0", "~")[:SHOWN] for step in path.split("/")[1:])


def _pointer(keys: tuple[Any, ...]) -> str:
    return "".join(f"/{str(key).replace('~', '~0').replace('/', '~1')}" for key in keys)


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _of_kind(value: Any, text: str) -> Any:
    """A text as a value of the kind of another, where it can be one."""
    try:
        return type(value)(text)
    except (ArithmeticError, ValueError):
        return text


def _scalars(value: Any, keys: tuple[Any, ...] = ()) -> Iterator[tuple[tuple[Any, ...], Any]]:
    if isinstance(value, dict | list):
        for key, item in value.items() if isinstance(value, dict) else enumerate(value):
            yield from _scalars(item, (*keys, key))
    elif value is not None and keys:
        yield keys, value
