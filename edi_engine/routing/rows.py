"""What the rows of routes and partners have in common: by what something is sent, to whom, and until when."""

import datetime
import re
from collections.abc import Callable, Collection
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from edi_engine.conditions.expression import near
from edi_engine.configuration import Rows, Table, Text
from edi_engine.routing.retry import Retry, read_duration, read_retry
from edi_engine.rows import RowReader, among

MAX_TIMEOUT = 3600.0
TRAFFIC = ("production", "test", "any")
ANSWERS = ("contrl", "business")

_NAME = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,99}(?<!\.)")


@dataclass(slots=True, kw_only=True)
class SendingReader(RowReader):
    """Knows the transports and mappings there are."""

    transports: Collection[str]
    mappings: Collection[str]

    def safe(self, key: str, value: Any, _: dict[str, Any]) -> str:
        """A text that may name a folder."""
        text = self.word(key, value)
        if text and not _NAME.fullmatch(text):
            what = f"{key} {text[:100]!r} is no plain name"
            self.value(what, value, "use letters, digits, '.', '_', '+' and '-', not more than 100")
        return text

    def folder(self, key: str, value: Any, _: dict[str, Any]) -> str:
        """A folder, below another one if it is relative."""
        text = self.word(key, value)
        if "\0" in text or ".." in PurePosixPath(text).parts:
            self.value(f"folder {text[:100]!r} leads out", value, "name a folder without '..'")
        return text

    def last_day(self, key: str, value: Any, values: dict[str, Any]) -> datetime.date | None:
        """A date that is not before the first day."""
        day, first = self.day(key, value, values), values.get("valid_from")
        if day and first and day < first:
            self.value(f"{key} is before valid_from, {first}: the row would never hold", value, "exchange the two days")
        return day

    def seconds(self, key: str, value: Any, _: dict[str, Any]) -> float | None:
        """A number of seconds."""
        text = self.word(key, value)
        if re.fullmatch(r"\d{1,6}(\.\d{1,6})?", text) and 0 < float(text) <= MAX_TIMEOUT:
            return float(text)
        self.value(f"{key} is no number of seconds", value, f"write a number up to {MAX_TIMEOUT:g}")
        return None

    def retry(self, _: str, value: Any, __: dict[str, Any]) -> Retry | None:
        """When deliveries are tried again."""
        return read_retry(value, self.structure, self.value)

    def deadlines(self, key: str, value: Any, _: dict[str, Any]) -> dict[str, float] | None:
        """Within which time which answer is due."""
        if not isinstance(value, Table):
            self.structure(f"{key} is a table of durations", value, f"write {key}: {{contrl: 1h, business: 24h}}")
            return None
        found: dict[str, float] = {}
        for kind, text in value.items():
            if kind not in ANSWERS:
                self.structure(f"unknown key {kind}", kind, near(kind, ANSWERS))
            elif (seconds := read_duration(kind, text, self.value)) is not None:
                found[str(kind)] = seconds
        return found

    def parties(self, key: str, value: Any, _: dict[str, Any]) -> tuple[str, ...]:
        """Identifications."""
        if not isinstance(value, Rows) or not all(isinstance(name, Text) and name for name in value):
            self.structure(f"{key} is a list of identifications", value, f"write {key}: [NORTHMERE, TRADER:14]")
            return ()
        return tuple(map(str, value))


# Keys of all rows by which something is sent.
SENDING: dict[str, Callable[[Any, str, Any, dict[str, Any]], Any]] = {
    "transport": among(lambda reader: reader.transports),
    "folder": SendingReader.folder,
    "timeout": SendingReader.seconds,
    "retry": SendingReader.retry,
}
