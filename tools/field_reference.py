"""docs/fields.html: every field of the model with its WCO id, UN element, EU data element, SAD box, format, codes.

One page without scripts from elsewhere; a box on top leaves only the rows that hold what is typed.
"""

from collections import defaultdict
from html import escape

from edi_engine.mapping.wco.layout import Layout, Member, Node

Row = dict[str, str]
Facts = dict[tuple[str, str], list[Row]]
Lists = dict[tuple[str, str], tuple[tuple[str, ...], bool]]  # by struct and field: lists, and whether that is all

HEAD = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>Fields of the canonical model</title>
<style>body{font:14px sans-serif;margin:1em}table{border-collapse:collapse}td,th{border:1px solid #ccc;padding:2px 6px;
text-align:left;vertical-align:top}th{position:sticky;top:2.6em;background:#eee}#q{position:sticky;top:0;width:100%;
font-size:1.2em}tr.struct td{background:#f6f6f6;font-weight:bold}</style></head><body>
<!-- Written by tools/build_model.py from model.tsv, places.tsv (schemas/wco) and schemas/codes/fields.tsv. -->
<h1>Fields of the canonical model</h1>
<p>Names in mapping paths; JSON writes them in camelCase. Where a field
stands in several places of WCO DEC and RES, its EU
data elements (2015 number; 2021 number), SAD boxes and codes are those of all these places.
The code list is the name <code>edi-engine codes show</code> takes; <i>open</i>: users have codes of their own too.</p>
<input id="q" placeholder="Search: a name, an id, a box, a data element" autofocus>
<table><thead><tr><th>field</th><th>type</th><th>WCO tag</th><th>WCO id</th><th>format</th><th>UN element</th>
<th>EU 2015</th><th>EU 2021</th><th>SAD box</th><th>codes</th>
<th>code list</th><th>note</th></tr></thead><tbody>
"""
TAIL = """</tbody></table>
<script>const q=document.getElementById("q"),rows=[...document.querySelectorAll("tbody tr")];
q.oninput=()=>{const t=q.value.toLowerCase();
for(const r of rows)r.hidden=!r.textContent.toLowerCase().includes(t)}</script>
</body></html>
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
        return f'<tr class="struct" id="{row["struct"]}"><td colspan="12">{told}</td></tr>\n'
    kind = f"list of {row['type']}" if row["card"] == "*" else row["type"]
    columns = [f"{row['struct']}.{row['field']}", kind, row["tag"], row["id"], row["format"], row["tded"]]
    columns += [_all(places, name) for name in ("eu_2015", "eu_2021", "sad_box", "codes")]
    columns.append("" if codes is None else ", ".join(codes[0]) + ("" if codes[1] else " (open)"))
    return "<tr>" + "".join(f"<td>{escape(text)}</td>" for text in [*columns, row["note"]]) + "</tr>\n"


def _all(places: list[Row], column: str) -> str:
    return ", ".join(dict.fromkeys(place[column] for place in places if place[column]))
