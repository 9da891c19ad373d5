"""`edi-engine audit search`: exchanges by what is in them, or by what they came to."""

from collections.abc import Iterable, Iterator
from itertools import islice

import click

from edi_engine.audit import search as records
from edi_engine.audit.retention import STATES as EXCHANGE_STATES
from edi_engine.audit.store import Store
from edi_engine.cli.frame import ACCEPTED, REJECTED, Settings, common_options
from edi_engine.cli.output import plain, show, show_json
from edi_engine.cli.standing import known_states, standing
from edi_engine.cli.stores import open_store
from edi_engine.conditions.expression import near
from edi_engine.states import States

MOST_FOUND = 10_000  # exchanges with a text among which those at a state are looked for
MOST_HITS = 100_000  # that are looked through for so many exchanges
SHOWN_HITS = 3  # of an exchange in its line
UNROUTED = "unrouted"
DEAD = "dead"
_OF_EXCHANGE = ("exchange", "received_at", "source", "state")


@click.command("search")
@click.argument("text", nargs=-1)
@click.option(
    "--state",
    metavar="STATE",
    help="Only with a delivery that stands there: released, refused, sent, dead, …; or unrouted, undecided, partly, …",
)
@click.option("--limit", type=click.IntRange(1, MOST_FOUND), default=50, show_default=True, help="Exchanges to show.")
@common_options
@click.pass_obj
def command(settings: Settings, text: tuple[str, ...], state: str | None, limit: int, as_json: bool) -> int:
    """Find exchanges by a reference, a container, a party, a source file, any words; newest first.

    Each is listed once, with what of it was found. Exit status 1 if there is none.

    \b
    Examples:
      edi-engine audit search SYDN-2025-0007
      edi-engine audit search "Acme Trading" --json
      edi-engine audit search --state refused
      edi-engine audit search --state unrouted
    """
    if not text and state is None:
        raise click.UsageError("Give a text to look for, or --state.")
    with open_store(settings) as store:
        hits = _having(store, " ".join(text), limit) if state is None else _at(settings, store, state, " ".join(text))
        rows = list(islice(_exchanges(hits), limit))
    if as_json:
        show_json({"text": " ".join(text), "rows": rows})
        return ACCEPTED if rows else REJECTED
    for row in rows:
        show(plain(_line(row)))
    if not rows:
        click.echo("nothing found", err=True)
    return ACCEPTED if rows else REJECTED


def _line(row: records.Row) -> str:
    hits = row["hits"]
    several = len({hit["message_id"] for hit in hits})
    message = f"{several} messages" if several > 1 else f"{hits[0]['type']} {hits[0]['reference']}".strip()
    found = list(dict.fromkeys(f"{hit['kind']}: {hit['value']}" for hit in hits))
    more = f"; {len(found) - SHOWN_HITS} more" if len(found) > SHOWN_HITS else ""
    head = f"{row['exchange']}  {row['received_at']}  {row['state']:<8}  {message}"
    return f"{head}  {'; '.join(found[:SHOWN_HITS])}{more}  ({row['source']})"


def _exchanges(hits: Iterable[records.Row]) -> Iterator[records.Row]:
    """Hits by their exchange, in the order of its first one."""
    found: dict[str, records.Row] = {}
    for hit in hits:
        row = found.setdefault(hit["exchange"], {name: hit[name] for name in _OF_EXCHANGE} | {"hits": []})
        row["hits"].append({name: value for name, value in hit.items() if name not in _OF_EXCHANGE})
    yield from found.values()


def _having(store: Store, text: str, limit: int) -> list[records.Row]:
    """The hits of a text in so many exchanges; of one more, so that of none some are left out."""
    wanted = limit + 1
    while True:
        hits = records.search(store, text, wanted)
        if len(hits) < wanted or wanted >= MOST_HITS or len({hit["exchange"] for hit in hits}) > limit:
            return hits
        wanted = min(wanted * 8, MOST_HITS)


def _at(settings: Settings, store: Store, state: str, text: str) -> Iterator[records.Row]:
    """What is at a state, and has a text if one is given."""
    states = known_states(settings)
    rows = _standing(store, states, state)
    if rows is None:
        known = (*states.states, UNROUTED, DEAD, *EXCHANGE_STATES)
        raise click.BadParameter(f"There is no state {state!r}: {near(state, known)}.", param_hint="--state")
    having = {row["exchange"] for row in _having(store, text, MOST_FOUND)} if text else ()
    return (row for row in rows if not text or row["exchange"] in having)


def _standing(store: Store, states: States, state: str) -> Iterator[records.Row] | None:
    """What is at a state: a delivery, by the table of states or given up; a message no route took; an exchange."""
    if state in states.states:
        return standing(store, states, state)
    if state == UNROUTED:
        return records.unrouted(store)
    if state == DEAD:
        return records.dead(store)
    return records.ended(store, state) if state in EXCHANGE_STATES else None
