"""`edi-engine audit export`: the record for other programs, one line an exchange or tables for analysis."""

import json
import sys
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import click

from edi_engine.audit import search as records
from edi_engine.audit.period import Period, read_period
from edi_engine.audit.store import Store
from edi_engine.audit.tables import TABLES, require_parquet, write_parquet
from edi_engine.cli.frame import ACCEPTED, Settings, common_options
from edi_engine.cli.output import plain, show, show_json, target
from edi_engine.cli.standing import add_standing, known_states
from edi_engine.cli.stores import open_store, period_options
from edi_engine.states import States


@click.command("export")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path), help="File, or folder of Parquet files.  [else stdout]"
)
@click.option(
    "--format",
    "kind",
    type=click.Choice(["jsonl", "parquet"]),
    default="jsonl",
    show_default=True,
    help="What to write.",
)
@period_options
@common_options
@click.pass_obj
def command(settings: Settings, output: Path | None, kind: str, since: str, until: str, as_json: bool) -> int:
    """Give out the record: JSON Lines, an exchange a line as `audit show --json` has it, or tables as Parquet.

    \b
    Parquet is a folder of exchanges, interchanges, messages, deliveries and findings, each a file NAME.parquet;
    it needs pyarrow: pip install 'edi-engine[parquet]'.

    \b
    Examples:
      edi-engine audit export --since 2026-01-01 -o january.jsonl
      edi-engine audit export --format parquet -o record
    """
    period = read_period(since, until)
    if kind == "parquet":
        if output is None:
            raise click.UsageError("Parquet goes into a folder: name it with -o.")
        require_parquet()
    with open_store(settings) as store, store.connection.reading():
        lines = _exchanges(store, period, known_states(settings))
        counts = _lines(lines, output) if kind == "jsonl" else _files(store, period, output or Path())
    if output is not None and as_json:
        show_json({"output": str(output), "rows": counts})
    elif output is not None:
        show(plain(f"{output}: " + ", ".join(f"{count} {name}" for name, count in counts.items())))
    return ACCEPTED


def _lines(lines: Iterator[bytes], output: Path | None) -> dict[str, int]:
    """One exchange at a time; stdout gets each line at once, a file is whole when all are in it."""
    count = 0
    if output is None or str(output) == "-":
        for line in lines:
            sys.stdout.buffer.write(line)
            count += 1
        sys.stdout.buffer.flush()
        return {"exchanges": count}
    with target(output, private=True) as stream:
        for line in lines:
            stream.write(line)
            count += 1
    return {"exchanges": count}


def _exchanges(store: Store, period: Period, states: States) -> Iterator[bytes]:
    for exchange in chain.from_iterable(records.received(store, period)):
        record = records.record_of(store, exchange)
        add_standing(states, record)
        yield json.dumps(record, default=str).encode() + b"\n"


def _files(store: Store, period: Period, folder: Path) -> dict[str, int]:
    folder.mkdir(parents=True, exist_ok=True)
    counts = {}
    for table in TABLES:
        with target(folder / f"{table}.parquet", private=True) as stream:
            counts[table] = write_parquet(store, table, stream, period)
    return counts
