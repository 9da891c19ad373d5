"""Write what follows from `schemas/wco/model.tsv` and `roles.tsv`: the structs, their facts, the JSON Schemas.

python tools/build_model.py            writes edi_engine/canonical/{model,facts}.py, schemas/json/*.schema.json and
                                       schemas/wco/*.xsd, docs/fields.html
python tools/build_model.py --check    exit 1 and the names of the files that are out of step
"""

import csv
import inspect
import json
import re
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import Any

import msgspec

ROOT = Path(__file__).resolve().parents[1]
WCO = ROOT / "schemas" / "wco"
MODEL = ROOT / "edi_engine" / "canonical" / "model.py"
FACTS = ROOT / "edi_engine" / "canonical" / "facts.py"
FIELDS = ROOT / "docs" / "fields.html"
FIELD_CODES = ROOT / "schemas" / "codes" / "fields.tsv"
LAYOUTS = ("wco-dec", "wco-res", "event-report")
DIALECTS = {"wco-dec-dk-dms": ("wco-dec",)}  # with elements of their own: what they extend
JSON_SCHEMAS = ROOT / "schemas" / "json"
DOCUMENTS = ("Declaration", "Response", "EventReport")

VALUES = {
    "text": "str",
    "integer": "int",
    "decimal": "Decimal",
    "amount": "Amount",
    "measure": "Measure",
    "quantity": "Quantity",
    "datetime": "DateTime",
}
VALUE_STRUCTS = ("Amount", "DateTime", "Identifier", "Measure", "Name", "Quantity")
Row = dict[str, str]


def rows(path: Path) -> list[Row]:
    """The rows of a table of tab-separated values with a header line."""
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE))


def structs(table: list[Row]) -> dict[str, list[Row]]:
    """Rows by struct; the first row of each describes the struct itself."""
    found: dict[str, list[Row]] = {}
    for row in table:
        found.setdefault(row["struct"], []).append(row)
    return found


def in_order_of_need(found: dict[str, list[Row]]) -> Iterator[str]:
    """Struct names so that each stands behind those its fields hold."""
    done: set[str] = set()

    def visit(name: str) -> Iterator[str]:
        if name in done:
            return
        done.add(name)
        for row in found[name][1:]:
            if row["type"] in found:
                yield from visit(row["type"])
        yield name

    for name in found:
        yield from visit(name)


def annotation(row: Row) -> str:
    """The Python type and default of a field."""
    name = VALUES.get(row["type"], row["type"])
    if row["card"] == "*":
        return f"list[{name}] = NOTHING"
    return f"{name} | None = None"


def struct_text(described: list[Row]) -> str:
    """The class statement of one struct."""
    head, *fields = described
    classes = [f"{tag}" for tag in head["tag"].split()]
    source = f"WCO class {', '.join(classes)}" + (f" ({head['id'].replace(' ', ', ')})" if head["id"] else "") + "."
    doc = textwrap.fill(source, 114, initial_indent="    ", subsequent_indent="    ")
    # A document says what it is, so that JSON can be told by its content.
    kind = ', tag=True, tag_field="documentKind"' if head["struct"] in DOCUMENTS else ""
    options = f'omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"{kind}'
    lines = [
        "@plainly_set",
        f"class {head['struct']}(msgspec.Struct, {options}):",
        f'    """{head["note"]}',
        "",
        doc,
        '    """',
        "",
    ]
    lines += [f"    {row['field']}: {annotation(row)}" for row in fields]
    lines.append("    extensions: dict[str, Any] | None = None")
    return "\n".join(lines) + "\n"


def model_text(table: list[Row]) -> str:
    """`edi_engine/canonical/model.py`."""
    found = structs(table)
    body = "\n\n".join(struct_text(found[name]) for name in in_order_of_need(found))
    return (
        '"""The canonical documents: one struct per base class of the WCO Data Model, the role as data.\n\n'
        "Written by tools/build_model.py from schemas/wco/model.tsv: change the table, not this file.\n"
        "Every field is optional: None for values and structs, `NOTHING`, the shared empty list, for lists.\n"
        "`extensions` holds what has no field, under namespaced keys.\n"
        '"""\n\n'
        "from decimal import Decimal\nfrom typing import Any\n\nimport msgspec\n\n"
        "from edi_engine.canonical.lists import NOTHING\n"
        f"from edi_engine.canonical.values import {', '.join(VALUE_STRUCTS)}, plainly_set\n\n\n" + body
    )


def facts_text(table: list[Row], roles: list[Row], places: list[Row]) -> str:
    """`edi_engine/canonical/facts.py`: the tables as the installed package carries them."""
    return (
        '"""schemas/wco/model.tsv, roles.tsv and places.tsv, for `metadata`; written by tools/build_model.py."""\n\n'
        "# ruff: noqa: E501\n\n"
        f"FIELDS = {block(table, ('struct', 'field', 'tag', 'id', 'format', 'tded', 'card', 'type', 'note'))}\n\n"
        f"ROLES = {block(roles, ('base', 'role', 'tag', 'id', 'level'))}\n\n"
        f"PLACES = {block(places, ('path', 'id', 'eu_2015', 'sad_box'))}\n"
    )


def block(table: list[Row], columns: tuple[str, ...]) -> str:
    """Rows as a Python text literal, one a line, cells separated by `|`."""
    lines = ["|".join(row[column] for column in columns) for row in table]
    if any(line.count("|") != len(columns) - 1 or '"' in line or "\\" in line for line in lines):
        raise SystemExit("a cell holds '|', a quote or a backslash")
    return '"""\\\n' + "\n".join(lines) + '\n"""'


def schema_texts(model: ModuleType) -> dict[Path, str]:
    """The published JSON Schemas of the documents, from the structs themselves."""
    texts = {}
    for name in DOCUMENTS:
        schema = _settled(msgspec.json.schema(getattr(model, name)))
        schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": f"Canonical {name}", **schema}
        texts[JSON_SCHEMAS / f"{snake(name)}.schema.json"] = json.dumps(schema, indent=1, ensure_ascii=False) + "\n"
    return texts


def _settled(schema: Any) -> Any:
    """A schema without what differs between releases of msgspec: docstrings' indentation, the place of null."""
    if isinstance(schema, list):
        return [_settled(item) for item in schema]
    if not isinstance(schema, dict):
        return schema
    settled = {key: _settled(item) for key, item in schema.items()}
    if isinstance(settled.get("description"), str):
        settled["description"] = inspect.cleandoc(settled["description"])
    if "anyOf" in settled:
        settled["anyOf"].sort(key=lambda item: item.get("type") == "null")
    return settled


def snake(name: str) -> str:
    """`EventReport` as `event_report`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])", "_", name).lower()


def execute(text: str) -> ModuleType:
    """The model as a module, from its text."""
    module = ModuleType("built_model")
    sys.modules["built_model"] = module
    exec(compile(text, str(MODEL), "exec"), module.__dict__)  # noqa: S102 - our own text, just built
    return module


def model_files() -> dict[Path, str]:
    """What follows from the tables alone, with its text."""
    table, roles, places = (rows(WCO / f"{name}.tsv") for name in ("model", "roles", "places"))
    model = formatted(model_text(table))
    return {MODEL: model, FACTS: formatted(facts_text(table, roles, places)), **schema_texts(execute(model))}


def layout_files() -> dict[Path, str]:
    """What follows from the layouts, which are resolved against the model as it is installed."""
    return {**xml_schemas(), FIELDS: field_reference(rows(WCO / "model.tsv"))}


def layout(name: str, *bases: str) -> Any:
    """The layout of a mapping that states the difference to others."""
    from edi_engine.mapping.wco.layout import read_layout

    files = [f"{mapping}/layout.txt" for mapping in (*bases, name)]
    texts = [(ROOT / "mappings" / file).read_text(encoding="utf-8") for file in files]
    return read_layout(texts[0], files[0], *zip(files[1:], texts[1:], strict=True))


def field_reference(table: list[Row]) -> str:
    """The page of all fields, with the facts of every place of WCO DEC and RES; each must have a home."""
    from field_reference import page, places

    from edi_engine.canonical.code_tables import read_fields

    facts: dict[tuple[str, str], list[Row]] = {}
    for name in LAYOUTS:
        for owner, found in places(layout(name), rows(WCO / "places.tsv")).items():
            facts[owner] = facts.get(owner, []) + found
    lists = read_fields(FIELD_CODES.read_text(encoding="utf-8"), FIELD_CODES.name)
    return page(table, facts, lists)


def xml_schemas() -> dict[Path, str]:
    """The XML Schemas of the layouts."""
    from edi_engine.mapping.wco.schema_text import schema_texts

    named = (*((name, ()) for name in LAYOUTS), *DIALECTS.items())
    texts = [schema_texts(layout(name, *bases), name) for name, bases in named]
    return {WCO / file: text for found in texts for file, text in found.items()}


def formatted(text: str) -> str:
    """Python text as `ruff format` leaves it."""
    command = [sys.executable, "-m", "ruff", "format", "--stdin-filename", str(MODEL), "-"]
    return subprocess.run(command, input=text, capture_output=True, text=True, check=True, cwd=ROOT).stdout


def main(arguments: list[str]) -> int:
    """Write the files, or compare them; a model that changes is written before the layouts are looked at."""
    check = "--check" in arguments
    stale = compared(model_files(), check)
    if FACTS in stale and not check:
        return subprocess.run([sys.executable, __file__], check=False).returncode
    stale += compared(layout_files(), check)
    return int(check and bool(stale))


def compared(built: dict[Path, str], check: bool) -> list[Path]:
    """The files that are out of step, written anew unless they are only to be named."""
    stale = [path for path, text in built.items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in stale:
        print(path.relative_to(ROOT))
        if not check:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(built[path], encoding="utf-8")
    return stale


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
