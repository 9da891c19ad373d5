"""`mapping.yaml`: what a mapping is for, when it is the one, and what it adds to its template."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from edi_engine.configuration import Rows, Table, Text, read_yaml
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.mapping.notation_errors import near_names

FACTS = frozenset({"title", "status", "syntax", "message", "directory", "document", "extends", "codec", "carries"})
FACTS |= {"association", "overlay", "schema"}
KEYS = FACTS | {"detect", "derive", "envelope", "edifact", "csv", "json", "xml", "fixed", "when", "alias"}
DETECT_KEYS = frozenset(
    ["type", "directory", "association", "document_name", "namespace", "declares", "sender", "columns", "starts", "key"]
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Definition:
    """One mapping folder's `mapping.yaml`.

    Attributes:
        name: the folder's name.
        syntax: `edifact`, `xml`, `json`, `csv`, `fixed`.
        message, directory: for EDIFACT, `CUSDEC` and `D.96B`; the directory is the one that is written.
        association: the association assigned code (UNH 0057) that is written.
        overlay: for EDIFACT, the overlay its template is held to above the directory.
        document: kind of canonical document (`Declaration`).
        detect: conditions on a message, each with the texts that fit it; a mapping without any reads only when named.
        extends: the mapping this one states differences to.
        schema: an XML or JSON Schema its messages are held to: a file beside `mapping.yaml` or below `schemas/`.
        codec: a codec of the engine that stands in place of a template.
        carries: `all` of a document, or an `extract`: then what is not written is meant so, and summed up in one note.
        derive: names of steps `after_reading` and `before_writing`.
        options: settings of the syntax (`csv: separator, decimal, encoding`; `xml: namespaces`; `fixed: encoding,
            length`; `edifact`: see `formats.edifact.profile`).
        envelope: defaults of the envelope when this mapping writes.
        when: conditions by name, CEL over the document.
        alias: other names for paths, each a path or, by condition, several.
    """

    name: str
    title: str = ""
    status: str = "active"
    syntax: str = "edifact"
    message: str = ""
    directory: str = ""
    association: str = ""
    overlay: str = ""
    document: str = "Declaration"
    detect: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    extends: str = ""
    codec: str = ""
    schema: str = ""
    carries: str = "all"
    derive: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    options: Mapping[str, str] = field(default_factory=dict)
    envelope: Mapping[str, str] = field(default_factory=dict)
    when: Mapping[str, str] = field(default_factory=dict)
    alias: Mapping[str, str | Mapping[str, str]] = field(default_factory=dict)


def read_definition(text: str, name: str, parent: Definition | None = None) -> Definition:
    """Read a `mapping.yaml`; what it leaves out comes from the mapping it extends.

    Raises:
        ConfigurationError: `MPG-001` an unknown key (with near names), `MPG-002` a wrong shape.
    """
    file = f"{name}/mapping.yaml"
    table = read_yaml(text, file)
    if not isinstance(table, Table):
        raise refusal("MPG-002", file, 1, 1, "a mapping.yaml is a table of keys")
    _check_keys(table, KEYS, file)
    if table.get("carries", "all") not in ("all", "extract"):
        raise refusal("MPG-002", file, *_place(table["carries"]), "carries is all or extract")
    inherited = _inherited(parent)
    facts: dict[str, Any] = {key: _fact(table, key, file) for key in table if key in FACTS and table[key] is not None}
    options = _options(table.get(str(table.get("syntax", inherited.get("syntax", "")))), file)
    detect = _lists(table.get("detect"), file)
    if isinstance(table.get("detect"), Table):
        _check_keys(table["detect"], DETECT_KEYS, file)
    return Definition(
        **{
            **inherited,
            **facts,
            "name": name,
            "detect": detect or inherited.get("detect", {}),
            "derive": _lists(table.get("derive"), file) or inherited.get("derive", {}),
            "envelope": {**inherited.get("envelope", {}), **_texts(table.get("envelope"), file)},
            "when": {**inherited.get("when", {}), **_plain(table.get("when"), file)},
            "alias": {**inherited.get("alias", {}), **_aliases(table.get("alias"), file)},
            "options": {**inherited.get("options", {}), **options},
        }
    )


def _fact(table: Table, key: str, file: str) -> str:
    if not isinstance(table[key], Text):
        raise refusal("MPG-002", file, *_place(key), f"{key} is a text")
    text: str = table[key]  # it knows its place
    return text


def extended(text: str, name: str) -> str:
    """The name of the mapping a `mapping.yaml` extends, with its place; empty if none. Cheap."""
    table = read_yaml(text, f"{name}/mapping.yaml")
    found = table.get("extends") if isinstance(table, Table) else None
    return found if isinstance(found, Text) else str(found or "")


def _inherited(parent: Definition | None) -> dict[str, Any]:
    if parent is None:
        return {}
    return {key: getattr(parent, key) for key in Definition.__slots__ if key not in ("name", "extends", "detect")}


def _check_keys(table: Table, known: frozenset[str], file: str) -> None:
    for key in table:
        if key not in known:
            raise refusal("MPG-001", file, *_place(key), f"no key is called {key!r}", near_names(key, known))


def _lists(value: Any, file: str) -> dict[str, tuple[str, ...]]:
    """A table whose values are a text or a list of texts."""
    if value is None:
        return {}
    if not isinstance(value, Table):
        raise refusal("MPG-002", file, *_place(value), "a table is expected here")
    found = {}
    for key, item in value.items():
        items = item if isinstance(item, Rows) else [item]
        if not all(isinstance(text, Text) for text in items):
            raise refusal("MPG-002", file, *_place(key), f"{key} is a text or a list of texts")
        found[str(key)] = tuple(str(text) for text in items)
    return found


def _place(value: Any) -> tuple[int, int]:
    """Line and column of a configured value."""
    return getattr(value, "line", 1), getattr(value, "column", 1)


def _plain(value: Any, file: str) -> dict[str, str]:
    """A table of texts, each with its place."""
    if value is None:
        return {}
    if not isinstance(value, Table):
        raise refusal("MPG-002", file, *_place(value), "a table is expected here")
    for key, text in value.items():
        if not isinstance(text, Text):
            raise refusal("MPG-002", file, *_place(key), f"{key} is a text")
    return dict(value)


def _aliases(value: Any, file: str) -> dict[str, str | dict[str, str]]:
    """A table whose values are a text, or a table of texts."""
    if not isinstance(value, Table):
        return dict(_plain(value, file))
    by_case = {key: _plain(cases, file) for key, cases in value.items() if isinstance(cases, Table)}
    simple = Table((key, text) for key, text in value.items() if key not in by_case)
    return {**_plain(simple, file), **by_case}


def _texts(value: Any, file: str) -> dict[str, str]:
    return {key: ", ".join(texts) for key, texts in _lists(value, file).items()}


def _options(value: Any, file: str) -> dict[str, str]:
    """Settings of a syntax; keys and values know their places, for whoever finds them wrong."""
    _lists(value, file)
    for key, text in (value or {}).items():
        if not isinstance(text, Text):
            raise refusal("MPG-002", file, *_place(key), f"{key} is a text")
    return dict(value or {})


def refusal(code: str, file: str, line: int, column: int, what: str, near: str = "") -> ConfigurationError:
    """A fault in a mapping's configuration, with its place."""
    return ConfigurationError(
        Finding(
            code=code,
            severity=Severity.ERROR,
            what=what,
            where=Position(path=file, line=line, column=column),
            why="mapping.yaml is checked when the mapping is loaded",
            fix=f"did you mean {near}?" if near else "correct the file at this line",
        )
    )
