"""The page: one HTML file without anything from elsewhere, for screens of any width, dark or light, and for paper."""

import re
from collections.abc import Iterable
from html import escape

from edi_engine.mapping.guide.rows import MOST_CODES, Row

# where a long name may go on in the next line
BREAKS = re.compile(r"(?<=[a-z0-9\])])(?=[\[A-Z])|(?<=[_/])(?=[A-Za-z])|(?<=[a-z\]]\.)(?=[a-z])")
COLUMNS = ("place", "name", "usage", "needed", "format", "codes", "condition", "field", "WCO", "notes")
STYLE = """
:root{color-scheme:light dark;--ink:#1a1a1a;--paper:#fff;--line:#bbb;--head:#eef1f5;--soft:#555;--mark:#0a4a8a}
@media(prefers-color-scheme:dark){
:root{--ink:#e6e6e6;--paper:#16181b;--line:#444;--head:#23272d;--soft:#aaa;--mark:#8ec1ff}
}
*{box-sizing:border-box}
body{margin:0 auto;padding:1rem;max-width:90rem;font:1rem/1.45 system-ui,sans-serif}
body{color:var(--ink);background:var(--paper)}
h1{font-size:1.6rem;margin:.2em 0}h2{font-size:1.25rem;margin:1.6em 0 .4em;border-bottom:1px solid var(--line)}
a{color:var(--mark)}
dl{display:grid;grid-template-columns:max-content 1fr;gap:.2em 1em}
dt{color:var(--soft)}dd{margin:0;overflow-wrap:anywhere}
table{border-collapse:collapse;width:100%;font-size:.875rem}
caption{text-align:left;color:var(--soft);padding:.3em 0}
th,td{border:1px solid var(--line);padding:.25em .5em;text-align:left;vertical-align:top;overflow-wrap:break-word}
thead th{position:sticky;top:0;background:var(--head);white-space:nowrap}
tbody th{padding-left:calc(.5em + var(--depth,0)*.8em)}
td[data-label=format]{white-space:nowrap}
tr.heading,tr.heading>*{background:var(--head);font-weight:600}
code,pre{font-family:ui-monospace,monospace;font-size:.85em}
pre{overflow:auto;max-height:30rem;border:1px solid var(--line);padding:.6em}
pre{white-space:pre-wrap;overflow-wrap:anywhere}
ul.codes{margin:0;padding:0;list-style:none}
@media screen and (max-width:72rem){
body{padding:.6rem}dl{grid-template-columns:1fr}dd{margin-bottom:.4em}
table,tbody,tr,th,td{display:block;width:auto}thead,caption{position:absolute;left:-999rem}
tr{border:1px solid var(--line);margin:.4em 0;padding-left:calc(var(--depth,0)*.5em)}
tbody th,td{border:0;padding:.15em .5em;overflow-wrap:anywhere}td:empty{display:none}
td::before{content:attr(data-label) ": ";color:var(--soft)}
}
@media print{
:root{--ink:#000;--paper:#fff;--line:#888;--head:#eee;--soft:#333;--mark:#000}
@page{size:A4 landscape;margin:12mm}
body{padding:0;max-width:none;font-size:9pt}nav{display:none}table{font-size:7.5pt}
thead{display:table-header-group}thead th{position:static}tr{break-inside:avoid}h2{break-after:avoid}
pre{max-height:none;font-size:7.5pt}
}
"""


def page(
    title: str,
    facts: Iterable[tuple[str, str]],
    rows: list[Row],
    examples: Iterable[tuple[str, str]],
    losses: list[str],
) -> str:
    """The guide as HTML.

    Args:
        facts: what the mapping is, by name.
        examples: name and text of messages that are read without fault.
        losses: what of a document or of a message is not carried, in sentences.
    """
    shown = list(examples)
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        '<meta name="color-scheme" content="light dark">',
        f"<title>{escape(title)}</title><style>{STYLE}</style></head><body><main>",
        f"<h1>{escape(title)}</h1>",
        '<nav aria-label="Contents"><a href="#places">Places</a> · <a href="#not-carried">What is not carried</a> · '
        '<a href="#examples">Examples</a></nav>',
        "<dl>" + "".join(f"<dt>{escape(name)}</dt><dd>{escape(text)}</dd>" for name, text in facts) + "</dl>",
        '<h2 id="places">Places</h2>',
        f"<p>{_explained(rows)}A field is a path in the document that all formats share; […] stands for each "
        "element of a list.</p>",
        _table(rows),
        '<h2 id="not-carried">What is not carried</h2>',
        "<ul>" + "".join(f"<li>{escape(text)}</li>" for text in losses) + "</ul>"
        if losses
        else "<p>Nothing is left out.</p>",
        '<h2 id="examples">Examples</h2>',
        *(f'<h3>{escape(name)}</h3>\n<pre class="example">{escape(text)}</pre>' for name, text in shown),
        "" if shown else "<p>There is no sample beside this mapping.</p>",
        "</main></body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _explained(rows: list[Row]) -> str:
    """What the usage of segments and elements means, where there are any."""
    used = any(word in ("M", "C", "M,", "C,") for row in rows for word in row.usage.split()[:2])
    return "M: must stand there, C: may; the number says how often at most. " if used else ""


def long(text: str) -> str:
    """A text as HTML, whose long names may go on in the next line at a joint of theirs."""
    return "<wbr/>".join(map(escape, BREAKS.split(text)))


def _table(rows: list[Row]) -> str:
    told = [_cells(row) for row in rows]
    columns = [name for name in COLUMNS if any(cells[name] for cells in told)]
    head = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in columns)
    body = "\n".join(_row(row, cells, columns) for row, cells in zip(rows, told, strict=True))
    caption = (
        "<caption>In the order of the format; a shaded row begins a segment, a record, an object or a list.</caption>"
    )
    return f'<table role="table">{caption}<thead><tr role="row">{head}</tr></thead>\n<tbody>{body}</tbody></table>'


def _row(row: Row, cells: dict[str, str], columns: list[str]) -> str:
    kind = ' class="heading"' if row.heading else ""
    place = f'<th scope="row" role="rowheader">{cells["place"]}</th>'
    told = "".join(f'<td role="cell" data-label="{name}">{cells[name]}</td>' for name in columns if name != "place")
    return f'<tr role="row"{kind} style="--depth:{row.depth}">{place}{told}</tr>'


def _cells(row: Row) -> dict[str, str]:
    """What stands in each column of a row, as HTML."""
    texts = [row.place, row.name, row.usage, row.needs, row.format, "", row.condition, row.path, row.label, row.note]
    cells = dict(zip(COLUMNS, map(long, texts), strict=True))
    cells["codes"] = _codes(row)
    cells["field"] = f"<code>{cells['field']}</code>" if row.path else ""
    return cells


def _codes(row: Row) -> str:
    if not row.codes:
        return ""
    shown = row.codes[:MOST_CODES]
    items = [
        f"<li><code>{escape(code)}</code>{f' {escape(name)}' if name and name != code else ''}</li>"
        for code, name in shown
    ]
    more = len(row.codes) - len(shown)
    return f'<ul class="codes">{"".join(items)}{f"<li>… and {more} more</li>" if more else ""}</ul>'
