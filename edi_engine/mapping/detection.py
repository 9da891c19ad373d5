"""Which mapping reads a message: what `detect` asks of it, and why there is none, or more than one."""

import re
from functools import cached_property
from typing import Any

import msgspec
from msgspec.json import decode

from edi_engine.findings import Finding, Position, Severity
from edi_engine.formats.flat.header import SEPARATORS, separator_line
from edi_engine.interchange import Message
from edi_engine.mapping.definition import Definition

_BESIDE_SEPARATOR = re.compile(f" *([{SEPARATORS}]) *")
ADD_A_MAPPING = "name one with --from, or add a mapping (see `edi-engine map list`)"


class Seen:
    """What `detect` asks of a message, each found once however many mappings ask."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.type, self.directory, self.association = message.type, message.directory, message.association
        self.namespace, self.sender = message.association, message.envelope.sender

    @cached_property
    def document_name(self) -> str:
        return document_name(self.message)

    @cached_property
    def first_line(self) -> str:
        body = self.message.body
        if not isinstance(body, str):
            return ""
        return body[separator_line(body)[1] :].split("\n", 1)[0].strip()

    @cached_property
    def header(self) -> str:
        """The first line as names between separators: blanks beside them and quotes around them count for nothing."""
        return _BESIDE_SEPARATOR.sub(r"\1", self.first_line.replace('"', ""))

    @cached_property
    def declares(self) -> set[str]:
        return set(getattr(self.message.body, "nsmap", {}).values())

    @cached_property
    def keys(self) -> set[str]:
        return _json_keys(self.message.body)


def matches(definition: Definition, message: Seen) -> bool:
    """Whether every condition of `detect` holds for a message."""
    return all(_fact(key, message, texts) for key, texts in definition.detect.items())


def _fact(key: str, message: Seen, texts: tuple[str, ...]) -> bool:
    if key == "columns":
        return message.header.startswith(texts)
    if key == "starts":
        return message.first_line.startswith(texts)
    if key == "key":
        return message.keys.issuperset(texts)
    if key == "declares":
        return not message.declares.isdisjoint(texts)
    return getattr(message, key) in texts


def document_name(message: Message) -> str:
    """The document name code (1001) of a message's BGM, empty where there is none."""
    texts = getattr(message.body, "texts", [])
    found = next((text for text in texts[:9] if text.startswith("BGM+")), "")
    return found[4:].split("+")[0].split(":")[0]


def _json_keys(body: Any) -> set[str]:
    try:
        value = decode(body)
    except (msgspec.DecodeError, TypeError, UnicodeDecodeError, RecursionError):  # a fault told elsewhere
        return set()
    first = value[0] if isinstance(value, list) and value else value
    return set(first) if isinstance(first, dict) else set()


def unknown(message: Message, same: list[str]) -> Finding:
    """No mapping for a message; `same` are mappings for other forms of its type."""
    shown = " ".join(part for part in (message.type, message.directory, document_name(message)) if part)
    return Finding(
        code="MPG-010",
        severity=Severity.ERROR,
        what=f"no mapping reads this message{f' ({shown})' if shown else ''}",
        where=Position(message=message.number),
        why="`detect` of no mapping.yaml fits it",
        fix=f"add a mapping, or read it with one for its type: {_few(same)}" if same else ADD_A_MAPPING,
    )


def _few(names: list[str]) -> str:
    return ", ".join(f"--from {name}" for name in names[:3])


def ambiguous(message: Message, names: list[str]) -> Finding:
    return Finding(
        code="MPG-011",
        severity=Severity.ERROR,
        what=f"{' and '.join(names)} could both read this message",
        where=Position(message=message.number),
        why="none of them has a stricter `detect`",
        fix="add a condition to one of them, or name one with --from",
    )
