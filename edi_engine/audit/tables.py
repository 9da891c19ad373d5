"""The record as flat tables for analysis, and as Parquet files (Apache Arrow, which the extra `parquet` installs)."""

from collections.abc import Iterator
from importlib.util import find_spec
from typing import Any, BinaryIO, NamedTuple

from edi_engine.audit.period import ALWAYS, WHERE, Period
from edi_engine.audit.search import received
from edi_engine.audit.store import Store
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Severity

_TIMES = frozenset({"received_at", "since", "intended_at", "due_at"})
_NUMBERS = frozenset({"size", "interchange", "message"})
_YES_OR_NO = frozenset({"test", "accepted"})
_RECEIVED = "exchanges AS e JOIN interchanges AS i ON i.exchange_id = e.id"


class Flat(NamedTuple):
    """A table: columns of the file by their expressions, and what they are selected from."""

    columns: dict[str, str]
    source: str
    order: str

    def query(self) -> str:
        """The statement, which takes a period, and the first and the last exchange in it."""
        shown = ", ".join(f"{expression} AS {name}" for name, expression in self.columns.items())
        return f"SELECT {shown} FROM {self.source} WHERE {WHERE} AND e.id >= ?3 AND e.id <= ?4 ORDER BY {self.order}"  # noqa: S608 - our own words


def _of(alias: str, names: str) -> dict[str, str]:
    return {name: f"{alias}.{name}" for name in names.split()}


_EXCHANGE = {"exchange": "e.id"}
_INTERCHANGE = _EXCHANGE | {"interchange": "i.number"}
TABLES = {
    "exchanges": Flat(
        _EXCHANGE | _of("e", "received_at source payload_sha256 size engine_version stage state since"),
        "exchange_states AS e",
        "e.id",
    ),
    "interchanges": Flat(
        _INTERCHANGE | _of("i", "syntax sender sender_qualifier recipient recipient_qualifier reference prepared test"),
        _RECEIVED,
        "e.id, i.number",
    ),
    "messages": Flat(
        _INTERCHANGE
        | {"message": "m.number"}
        | _of("m", "type directory association reference accepted mapping mapping_version document_kind"),
        f"{_RECEIVED} JOIN messages AS m ON m.interchange_id = i.id",
        "e.id, i.number, m.number",
    ),
    "deliveries": Flat(
        _INTERCHANGE
        | {"message": "m.number"}  # none: it answers the interchange
        | _of("d", "route agency mapping mapping_version transport reference intended_at")
        | {"state": "d.state", "since": "d.at"}  # as of exchanges; `at` is a word of SQL
        | _of("d", "due_at payload_sha256 place error"),
        f"{_RECEIVED} JOIN delivery_states AS d ON d.interchange_id = i.id"
        " LEFT JOIN messages AS m ON m.id = d.message_id",
        "e.id, d.id",
    ),
    "findings": Flat(
        _INTERCHANGE
        | {"message": "m.number", "route": "d.route"}
        | _of("f", "code severity what position why fix error"),
        "exchanges AS e JOIN findings AS f ON f.exchange_id = e.id LEFT JOIN deliveries AS d ON d.id = f.delivery_id"
        " LEFT JOIN interchanges AS i ON i.id = coalesce(f.interchange_id, d.interchange_id)"
        " LEFT JOIN messages AS m ON m.id = coalesce(f.message_id, d.message_id)",
        "e.id, f.id",
    ),
}


def batches(store: Store, table: str, period: Period = ALWAYS) -> Iterator[list[tuple[Any, ...]]]:
    """The rows of one of TABLES, those of some exchanges at a time, values in the order of its columns."""
    query = TABLES[table].query()
    for ids in received(store, period):
        with store.connection.errors():
            if rows := store.connection.execute(query, (*period, ids[0], ids[-1])).fetchall():
                yield rows


def require_parquet() -> None:
    """Raise ConfigurationError (`CLI-003`) where Parquet cannot be written."""
    if find_spec("pyarrow") is None:
        raise ConfigurationError(
            Finding(
                code="CLI-003",
                severity=Severity.ERROR,
                what="Parquet is written by pyarrow, which is not installed",
                why="it is large, and nothing else needs it",
                fix="pip install 'edi-engine[parquet]', or export JSON Lines",
            )
        )


def write_parquet(store: Store, table: str, stream: BinaryIO, period: Period = ALWAYS) -> int:
    """Write one of TABLES as a Parquet file (zstd); the number of its rows. `require_parquet` comes before."""
    import pyarrow
    from pyarrow import parquet

    names, count = list(TABLES[table].columns), 0
    schema = pyarrow.schema([(name, _type(pyarrow, name)) for name in names])
    with parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        for rows in batches(store, table, period):
            columns = zip(names, zip(*rows, strict=True), strict=True)
            arrays = [_array(pyarrow, values, schema.field(name).type) for name, values in columns]
            writer.write_table(pyarrow.Table.from_arrays(arrays, schema=schema))
            count += len(rows)
    return count


def _type(pyarrow: Any, column: str) -> Any:
    if column in _TIMES:
        return pyarrow.timestamp("ms", tz="UTC")
    if column in _NUMBERS:
        return pyarrow.int64()
    return pyarrow.bool_() if column in _YES_OR_NO else pyarrow.string()


def _array(pyarrow: Any, values: tuple[Any, ...], kind: Any) -> Any:
    written = {"timestamp": pyarrow.string(), "bool": pyarrow.int64()}.get(str(kind).partition("[")[0], kind)
    return pyarrow.array(values, written).cast(kind)
