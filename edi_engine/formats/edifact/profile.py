"""How a partner wants interchanges written: `edifact:` in a `mapping.yaml`, each key optional.

    separators: ":*.? ~"       the six characters of UNA: component, element, decimal mark, release, repetition,
                               terminator; a blank for a release or repetition character that is not in use
    una: always                write UNA even where the characters are the default ones (`needed`: only then)
    repertoire: UNOB           UNB 0001
    version: 4                 UNB 0002; the date of UNB follows it
    line_breaks: crlf          behind every terminator: crlf, lf or none
    transliterate: yes         write what the repertoire lacks with what it has, and say so for each value

What is left out is as in the interchange that was received, or the default.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from edi_engine.formats.edifact.charsets import CHARSETS
from edi_engine.formats.edifact.service_string import ServiceString
from edi_engine.interchange import Envelope

_CHOICES: dict[str, dict[str, Any]] = {
    "una": {"always": True, "needed": False},
    "repertoire": {name: name for name in CHARSETS},
    "version": {version: version for version in "1234"},
    "line_breaks": {"crlf": "\r\n", "lf": "\n", "none": ""},
    "transliterate": {"yes": True, "no": False, "true": True, "false": False},
}
KEYS = ("separators", *_CHOICES)


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """The wishes of a partner; None where there is none."""

    service: ServiceString | None = None
    una: bool | None = None
    repertoire: str | None = None
    version: str | None = None
    line_breaks: str | None = None
    transliterate: bool | None = None

    def on(self, envelope: Envelope) -> Envelope:
        """The envelope as the partner wants it; `wrapper` tells the writer the rest."""
        wishes = {
            "service": self.service,
            "una": self.una,
            "newline": self.line_breaks,
            "transliterate": self.transliterate,
        }
        version = self.version or envelope.syntax_version
        return replace(
            envelope,
            syntax_identifier=self.repertoire or envelope.syntax_identifier,
            syntax_version=version,
            prepared=_dated(envelope.prepared, version) if self.version else envelope.prepared,
            wrapper={**self._kept(envelope), **{key: wish for key, wish in wishes.items() if wish is not None}},
        )

    def _kept(self, envelope: Envelope) -> dict[str, Any]:
        """What was received; service characters that were the default ones give way to those of another version."""
        kept = dict(envelope.wrapper)
        if self.version and kept.get("service") == ServiceString.default(envelope.syntax_version):
            del kept["service"]
        return kept


def read_profile(options: Mapping[str, str]) -> Profile:
    """The profile a mapping states.

    Raises:
        ValueError: with what is wrong; a key that is not in `KEYS`, or a value it does not take.
    """
    facts: dict[str, Any] = {}
    for key, text in options.items():
        if key == "separators":
            facts["service"] = ServiceString.parse(text.encode("utf-8"))
        elif key not in _CHOICES:
            raise ValueError(f"edifact has no option {key!r}; its options are {', '.join(KEYS)}")
        elif text not in _CHOICES[key]:
            raise ValueError(f"{key} is one of {', '.join(_CHOICES[key])}, not {text!r}")
        else:
            facts[key] = _CHOICES[key][text]
    return Profile(**facts)


def _dated(prepared: str, version: str) -> str:
    """UNB S004 of a syntax version: the year has four digits from version 4 on."""
    date, colon, time = prepared.partition(":")
    if version == "4" and len(date) == 6:
        date = f"20{date}"
    elif version != "4" and len(date) == 8:
        date = date[2:]
    return date + colon + time
