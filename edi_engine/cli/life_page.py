"""The whole life of an exchange on one page: HTML with nothing from elsewhere, for phones, screens and paper."""

import datetime
from collections.abc import Iterator, Mapping, Sequence
from html import escape

from edi_engine.audit.search import Row
from edi_engine.cli.life import Moment, Span, deliveries, moments, seconds, spans
from edi_engine.cli.output import message_state, plain, taken
from edi_engine.exchange import sent_by
from edi_engine.mapping.guide.page import STYLE, long

MOST_FINDINGS = 500
LONG = 600  # seconds
_SEVERITIES = ("error", "warning", "note")
LIFE_STYLE = """
:root{--good:#1a7a3a;--bad:#b3261e;--open:#8a6d00}
@media(prefers-color-scheme:dark){:root{--good:#6fd08c;--bad:#ff8a80;--open:#e6c34a}}
.good{--mood:var(--good)}.bad{--mood:var(--bad)}.open{--mood:var(--open)}
.state{color:var(--mood);border:1px solid var(--mood);border-radius:.3em;padding:0 .35em;white-space:nowrap}
ol.time{list-style:none;margin:0;padding:0 0 0 .6em;border-left:2px solid var(--line)}
ol.time>li{position:relative;padding:.2em 0 .4em .8em;overflow-wrap:anywhere;break-inside:avoid}
ol.time>li::before{content:"";position:absolute;left:-1.1em;top:.6em;width:.7em;height:.7em;border-radius:50%;
background:var(--mood);print-color-adjust:exact}
ol.time time{font-variant-numeric:tabular-nums;color:var(--soft);margin-right:.5em}
.more{display:block;color:var(--soft);font-size:.875em}
.lanes{display:grid;grid-template-columns:minmax(6em,max-content) 1fr;gap:.25em .8em;align-items:center}
.lane{position:relative;height:1.3em;background:var(--head)}
.lane i{position:absolute;top:0;bottom:0;min-width:3px;background:var(--mood);print-color-adjust:exact}
table{margin-bottom:.8em}thead th{white-space:nowrap}
td:is([data-label=sent],[data-label=state],[data-label=reference],[data-label=severity],[data-label=code]){
white-space:nowrap}
@media(min-width:72.01rem),print{table.findings{table-layout:fixed}
.findings th:nth-child(1){width:8%}.findings th:nth-child(2){width:9%}.findings th:nth-child(4){width:20%}}
@media print{@page{size:A4 portrait}h3,caption,p{break-after:avoid}}
"""


def life_page(record: Row, texts: Mapping[str, str]) -> str:
    """The page.

    Args:
        record: as `audit.search.show` gives it, and where deliveries stand.
        texts: what was received and sent, by headings.
    """
    title = f"Exchange {record['id']}"
    parts = [
        '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width,initial-scale=1">',
        f"<title>{_text(title)}</title><style>{STYLE}{LIFE_STYLE}</style></head><body><main>",
        f"<h1>{_text(title)} {_state(record['state'])}</h1>",
        _facts(record),
        "<h2>Timeline</h2>",
        _lanes(spans(record)),
        _timeline(record["received_at"], moments(record)),
        *(part for interchange in record["interchanges"] for part in _interchange(record, interchange)),
        "<h2>Findings</h2>",
        _findings(record),
        "<h2>Bytes</h2>",
        *(f"<h3>{_text(name)}</h3>\n<pre>{escape(_readable(text))}</pre>" for name, text in texts.items()),
        "</main></body></html>\n",
    ]
    return "\n".join(part for part in parts if part)


def _text(text: object) -> str:
    return escape(plain(str(text)))


def _readable(text: str) -> str:
    """A text with its lines, and without what steers a terminal or turns the reading direction."""
    return "\n".join(plain(line.rstrip("\r").replace("\t", "    ")) for line in text.split("\n"))


def _state(state: str) -> str:
    return f'<span class="state {Moment("", "", state).mood}">{_text(state)}</span>'


def _facts(record: Row) -> str:
    facts = {
        "received": f"{record['received_at']} from {record['source']}",
        "size": f"{record['size']:,} bytes",
        "SHA-256": record["payload_sha256"],
        "engine": record["engine_version"] or "version not known",
        "last step": f"{record['stage']} at {record['since']}",
    }
    return "<dl>" + "".join(f"<dt>{name}</dt><dd>{_text(value)}</dd>" for name, value in facts.items()) + "</dl>"


def _lanes(found: list[Span]) -> str:
    """A bar for all that took time, on one scale."""
    whole = max((span.end or span.start for span in found), default=0.0)
    if whole <= 0:
        return ""
    rows = []
    for name, state, start, end in found:
        left, until = 100 * max(start, 0) / whole, 100 * (whole if end is None else max(end, 0)) / whole
        told = f"{_after(start)} to {_after(end)}" if end is not None else f"since {_after(start)}"
        bar = f'<i class="{Moment("", "", state).mood}" style="left:{left:.2f}%;width:{max(until - left, 0):.2f}%"></i>'
        label = f"{_text(name)}: {_text(state)}, {told}"
        rows.append(f'<span>{_text(name)}</span><span class="lane" role="img" aria-label="{label}">{bar}</span>')
    return f'<div class="lanes">{"".join(rows)}</div>\n<p class="more">0 to {_after(whole)} after receipt</p>'


def _after(taken: float) -> str:
    """Seconds, or days and hours where they are many."""
    return f"{taken:.3f} s" if taken < LONG else str(datetime.timedelta(seconds=round(taken)))


def _timeline(start: str, found: list[Moment]) -> str:
    items = "\n".join(
        f'<li class="{moment.mood}"><time datetime="{_text(moment.at)}">+{_after(seconds(start, moment.at))}</time> '
        f"{_text(moment.what)} {_state(moment.state)}"
        f' <span class="more">{_text(moment.at)} {_text(moment.more)}</span></li>'
        for moment in found
    )
    return f'<ol class="time">{items}</ol>'


def _interchange(record: Row, row: Row) -> Iterator[str]:
    decided = {each["interchange_id"]: each["state"] for each in record["events"] if each["stage"] == "decided"}
    state = decided.get(row["id"], "")
    yield f"<h2>Interchange {row['number']} {_text(row['reference'])} {_state(state) if state else ''}</h2>"
    yield f"<p>{_text(row['syntax'])}, from {_text(row['sender'])} to {_text(row['recipient'])}</p>"
    for message in row["messages"]:
        yield from _message(message, state)
    if row["answers"]:
        yield _deliveries("Answers", row["answers"])


def _message(message: Row, around: str) -> Iterator[str]:
    name = f"{message['type']} {message['directory']} {message['reference']}"
    yield f"<h3>Message {message['number']} {_text(name)}</h3>"
    reader = f", read by {message['mapping']} {message['mapping_version']}" if message["mapping"] else ""
    state = message_state(bool(message["accepted"]), around, unrouted=message["unrouted"])
    yield f"<p>{_text(state + reader)}</p>"
    for said in message["acknowledges"]:
        where = sent_by(said["route"], said["exchange"])
        yield f"<p>It says of interchange {_text(said['reference'])}, {_text(where)}: {_state(said['state'])}</p>"
    rows = []
    for each in message["decisions"]:
        takes, reason = taken(bool(each["matched"]), each["reason"], state)
        rows.append(("yes" if takes else "no", each["route"], reason))
    yield _table("Decisions", ("sent", "route", "why"), rows)
    yield _deliveries("Deliveries", message["deliveries"])
    yield _table("Found by", ("what", "value"), [(key["kind"], key["value"]) for key in message["keys"]])


def _deliveries(caption: str, rows: list[Row]) -> str:
    columns = ("state", "route", "agency", "reference", "mapping", "place")
    told = [
        {
            **row,
            "state": ", ".join(filter(None, (row["state"], row.get("stands", {}).get("state")))),
            "mapping": f"{row['mapping']} {row['mapping_version']}",
            "place": f"{row['place']} {row['error']}".strip(),
        }
        for row in rows
    ]
    return _table(caption, columns, [[row[name] for name in columns] for row in told])


def _findings(record: Row) -> str:
    routes = {row["id"]: row["route"] for row in deliveries(record)}
    ordered = sorted(record["findings"], key=lambda finding: _SEVERITIES.index(finding["severity"]))
    rows = [
        [found["severity"], found["code"], found["what"], _place(found, routes), f"{found['why']}; {found['fix']}"]
        for found in ordered[:MOST_FINDINGS]
    ]
    more = len(ordered) - len(rows)
    left_out = f"<p>… and {more} more (audit show --json has all)</p>" if more else ""
    return (
        _table("The worst first", ("severity", "code", "what", "where", "why; fix"), rows, "findings") or "<p>None.</p>"
    ) + left_out


def _place(finding: Row, routes: Mapping[int, str]) -> str:
    """Where it is, and on the way to whom."""
    route = routes.get(finding["delivery_id"])
    return ", ".join(filter(None, (finding["position"], f"route {route}" if route else "")))


def _table(caption: str, columns: Sequence[str], rows: Sequence[Sequence[object]], kind: str = "") -> str:
    if not rows:
        return ""
    head = "".join(f'<th scope="col" role="columnheader">{name}</th>' for name in columns)
    body = "\n".join(f'<tr role="row">{_cells(columns, row)}</tr>' for row in rows)
    top = f'<caption>{caption}</caption><thead><tr role="row">{head}</tr></thead>'
    return f'<table role="table" class="{kind}">{top}\n<tbody>{body}</tbody></table>'


def _cells(columns: Sequence[str], row: Sequence[object]) -> str:
    return "".join(
        f'<td role="cell" data-label="{name}">{long(plain(str(text)))}</td>'
        for name, text in zip(columns, row, strict=True)
    )
