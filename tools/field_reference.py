"""docs/fields.html: every field of the model with its WCO id, UN element, EU data element, SAD box, format, codes.

One page without scripts from elsewhere; a box on top leaves only the rows that hold what is typed.
"""

from collections import defaultdict
from html import escape

from edi_engine.mapping.guide.page import STYLE, long
from edi_engine.mapping.wco.layout import Layout, Member, Node

Row = dict[str, str]
Facts = dict[tuple[str, str], list[Row]]
Lists = dict[tuple[str, str], tuple[tuple[str, ...], bool]]  # by struct and field: lists, and whether that is all

COLUMNS = ["field", "type", "WCO tag", "WCO id", "format", "UN element"]
COLUMNS += ["EU 2015", "EU 2021", "SAD box", "codes", "code list", "note"]
FIELDS_STYLE = """
#q{position:sticky;top:0;width:100%;height:2.2rem;font:inherit;padding:.25em;z-index:1}
#q{color:inherit;background:var(--paper);border:1px solid var(--soft)}#q::placeholder{color:var(--soft);opacity:1}
thead th{top:2.2rem;white-space:normal}th,td{padding:.2em .4em}
td[data-label="EU 2021"] span{white-space:nowrap}
@media screen{table{font-size:.8125rem}}
@media print{#q{display:none}@page{size:A4 landscape;margin:12mm}}
"""
HEAD = f"""<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
<title>Fields of the canonical model</title><style>{STYLE}{FIELDS_STYLE}</style></head><body><main>
<!-- Written by tools/build_model.py from model.tsv, places.tsv (schemas/wco) and schemas/codes/fields.tsv. -->
<h1>Fields of the canonical model</h1>
<p>Names in mapping paths; JSON writes them in camelCase. Where a field
stands in several places of WCO DEC and RES, its EU
data elements (2015 number; 2021 number), SAD boxes and codes are those of all these places.
The code list is the name <code>edi-engine codes show</code> takes; <i>open</i>: users have codes of their own too.</p>
<input id="q" placeholder="Search: a name, an id, a box, a data element" aria-label="Search" autofocus>
<table><thead><tr>{"".join(f'<th scope="col">{name}</th>' for name in COLUMNS)}</tr></thead><tbody>
"""
TAIL = """</tbody></table>
<script>const q=document.getElementById("q"),rows=[...document.querySelectorAll("tbody tr")];
q.oninput=()=>{const t=q.value.toLowerCase();
for(const r of rows)r.hidden=!r.textContent.toLowerCase().includes(t)}</script>
</main></body></html>
"""


def places(layout: Layout, rows: list[Row]) -> Facts:
    """What is known of the places of a layout, by the struct and the field they are.

    Raises:
        SystemExit: a place has no home in the layout: the table and the layout are out of step.
    """
    known = {row["path"]: row for row in rows if row["path"].split("/")[0] == layout.root.name}
    found: Facts = defaultdict(list)
    seen: set[str] = {layout.root.name}

    def walk(node: Node, path: str) -> None:
        for member in node.members:
            at = f"{path}/{member.path}"
            seen.update((f"{path}/{member.tag}", at))
            if at in known:
                found[_owner(node, member)].append(known[at])
            if member.node:
                walk(member.node, at)

    walk(layout.root, layout.root.name)
    if homeless := set(known) - seen:
        raise SystemExit(f"places without a home: {sorted(homeless)}")
    return found


def _owner(node: Node, member: Member) -> tuple[str, str]:
    name = member.field.name if member.field else ("parties" if member.role else "")
    return node.struct.__name__, name


def page(table: list[Row], facts: Facts, lists: Lists) -> str:
    """The page."""
    keys = [(row["struct"], row["field"]) for row in table]
    rows = [_row(row, facts.get(key, []), lists.get(key)) for row, key in zip(table, keys, strict=True)]
    return HEAD + "".join(rows) + TAIL


def _row(row: Row, places: list[Row], codes: tuple[tuple[str, ...], bool] | None) -> str:
    if not row["field"]:
        told = f"{row['struct']} <small>{escape(row['tag'])} {escape(row['id'])}</small> {escape(row['note'])}"
        return f'<tr class="heading" id="{row["struct"]}"><th scope="rowgroup" colspan="12">{told}</th></tr>\n'
    kind = f"list of {row['type']}" if row["card"] == "*" else row["type"]
    cells = [long(text) for text in (kind, row["tag"], row["id"], row["format"], row["tded"], _all(places, "eu_2015"))]
    numbers = [number for number in _all(places, "eu_2021").split(", ") if number]
    cells.append(", ".join(f"<span>{escape(number)}</span>" for number in numbers))
    cells += [long(_all(places, "sad_box")), long(_all(places, "codes"))]
    cells.append("" if codes is None else long(", ".join(codes[0]) + ("" if codes[1] else " (open)")))
    cells.append(long(row["note"]))
    head = f'<th scope="row">{long(row["struct"] + "." + row["field"])}</th>'
    labelled = zip(COLUMNS[1:], cells, strict=True)
    return f"<tr>{head}{''.join(f'<td data-label={name!r}>{cell}</td>' for name, cell in labelled)}</tr>\n"


def _all(places: list[Row], column: str) -> str:
    return ", ".join(dict.fromkeys(place[column] for place in places if place[column]))
