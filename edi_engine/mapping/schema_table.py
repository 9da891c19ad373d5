"""`schemas/xsd/schemas.yaml` of a workspace: schemas of administrations, and the documents that are held to them.

    schemas:
      - namespace: urn:wco:datamodel:WCO:DEC-DMS:2
        root: Declaration                        # left out: any
        file: uk-cds/declaration/WCO_DEC_2_DMS.xsd

Files lie beside the table; what they import is looked for there and nowhere else.
"""

import posixpath
from collections.abc import Callable
from dataclasses import dataclass

from edi_engine.configuration import Rows, Table, Text, read_yaml
from edi_engine.formats.schema_faults import refusal
from edi_engine.formats.xml.schema import Schema
from edi_engine.interchange import Message

FOLDER = "xsd"
FILE = f"{FOLDER}/schemas.yaml"
_KEYS = ("namespace", "root", "file", "name")


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One schema of the workspace: which documents it is for, and what it is called in findings."""

    namespace: str
    root: str
    name: str
    schema: Schema

    def fits(self, message: Message) -> bool:
        """Whether a message is held to it."""
        return message.association == self.namespace and self.root in ("", message.type)


def read_schema_table(load: Callable[[str], str]) -> tuple[Row, ...]:
    """The rows of the table; none where there is no table.

    Args:
        load: gives texts below `schemas/`; FileNotFoundError where there is none.

    Raises:
        ConfigurationError: `CFG-001`, `SCH-004`, with the line.
    """
    try:
        text = load(FILE)
    except FileNotFoundError:
        return ()
    file = f"schemas/{FILE}"
    table = read_yaml(text, file)
    rows = table.get("schemas") if isinstance(table, Table) else None
    if not isinstance(rows, Rows) or len(table) != 1:
        raise refusal("SCH-004", "the table has no list `schemas`, or another key", file, 1, fix="write schemas:")
    return tuple(_row(row, file, load) for row in rows)


def _row(row: object, file: str, load: Callable[[str], str]) -> Row:
    line = getattr(row, "line", 1)
    if not isinstance(row, Table) or not all(isinstance(value, Text) for value in row.values()):
        raise refusal("SCH-004", "a row of the table is no table of texts", file, line)
    if unknown := [key for key in row if key not in _KEYS]:
        raise refusal("SCH-004", f"no key is called {unknown[0]!r}", file, line, fix=f"use {', '.join(_KEYS)}")
    if "file" not in row or "namespace" not in row:
        raise refusal("SCH-004", "a row lacks its namespace or its file", file, line, fix="write both")
    name = str(row["file"])
    schema = Schema(name, lambda relative: load(posixpath.join(FOLDER, relative)), f"schemas/{FOLDER}/")
    told = str(row.get("name", f"schemas/{FOLDER}/{name}"))
    return Row(namespace=str(row["namespace"]), root=str(row.get("root", "")), name=told, schema=schema)
