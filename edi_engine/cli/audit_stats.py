"""`edi-engine audit stats`: what the record counts, and how long the way took."""

from collections import Counter
from dataclasses import fields
from typing import Any

import click

from edi_engine.audit.period import read_period
from edi_engine.audit.statistics import DIMENSIONS, Figures, Spread, statistics
from edi_engine.cli.frame import ACCEPTED, Settings, common_options
from edi_engine.cli.output import plain, show, show_json
from edi_engine.cli.stores import open_store, period_options

SHOWN_GROUPS, SHOWN_CODES = 50, 10
_TIMED = {"decided": "received to decided", "delivered": "decided to delivered", "whole": "received to delivered"}


@click.command("stats")
@click.option("--by", type=click.Choice([name for name in DIMENSIONS if name]), help="Count in groups.")
@period_options
@common_options
@click.pass_obj
def command(settings: Settings, by: str | None, since: str, until: str, as_json: bool) -> int:
    """Count exchanges, messages, deliveries, findings and bytes, and tell how long the way took.

    Of times the middle one is told, what 90 % stay within, and the worst.

    \b
    Examples:
      edi-engine audit stats
      edi-engine audit stats --by route --since 2026-01-01 --until 2026-01-31
    """
    period = read_period(since, until)
    with open_store(settings) as store, store.connection.reading():
        total = statistics(store, period).get("", Figures())
        groups = statistics(store, period, by) if by else {}
    ordered = sorted(groups.items(), key=lambda group: _first(by, *group))
    if as_json:
        found = {"since": since, "until": until, "by": by, "total": _object(total)}
        show_json(found | {"groups": [{"key": key} | _object(figures) for key, figures in ordered]})
        return ACCEPTED
    _show(total)
    for key, figures in ordered[:SHOWN_GROUPS]:
        show(plain(f"{by} {key or '(none)'}"))
        _show(figures, "  ")
    if len(ordered) > SHOWN_GROUPS:
        show(f"… and {len(ordered) - SHOWN_GROUPS} more (--json has all)")
    return ACCEPTED


def _first(by: str | None, key: str, figures: Figures) -> tuple[int, str]:
    """Days in their order; else the largest group first."""
    return (0 if by == "day" else -(figures.findings if by == "code" else figures.exchanges).total(), key)


def _show(figures: Figures, margin: str = "") -> None:
    counted = {
        "exchanges": (figures.exchanges, figures.bytes_received),
        "messages": (figures.messages, 0),
        "deliveries": (figures.deliveries, figures.bytes_sent),
        "findings": (figures.severities, 0),
    }
    for name, (counter, size) in counted.items():
        many = f"{counter.total():>9,}  {_listed(counter)}" if counter else f"{0:>9}"
        show(plain(f"{margin}{name:<10} {many}" + (f"  ({size:,} bytes)" if size else "")))
    if figures.findings:
        show(plain(f"{margin}{'':<20}  {_listed(figures.findings, SHOWN_CODES)}"))
    for name, words in _TIMED.items():
        spread: Spread | None = getattr(figures, name)
        if spread is not None:
            show(f"{margin}{words}: {_seconds(spread)}")


def _listed(counter: Counter[str], most: int = 0) -> str:
    ordered = sorted(counter.items(), key=lambda item: (-item[1], item[0]))
    shown = ordered[: most or None]
    more = f", {len(ordered) - len(shown)} more" if len(ordered) > len(shown) else ""
    return ", ".join(f"{name} {count:,}" for name, count in shown) + more


def _seconds(spread: Spread) -> str:
    return f"median {spread.median:.3f} s, 90 % {spread.ninety:.3f} s, worst {spread.worst:.3f} s"


def _object(figures: Figures) -> dict[str, Any]:
    """Counts, and seconds; a group of which nothing was timed has no seconds."""
    facts = {field.name: getattr(figures, field.name) for field in fields(Figures)}
    timed = {name: facts.pop(name) for name in _TIMED}
    return facts | {"seconds": {name: spread._asdict() for name, spread in timed.items() if spread}}
