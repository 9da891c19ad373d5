"""What only a database server can do to a store: be away, be full, be killed, be somebody else's."""

import json
import os
import signal
import sys
from pathlib import Path

import pytest

from edi_engine.audit import search
from edi_engine.audit.database import must_exist
from edi_engine.audit.statistics import DIMENSIONS
from edi_engine.audit.store import Store
from edi_engine.audit.verification import verify
from edi_engine.cli.frame import run
from edi_engine.errors import StoreError
from edi_engine.interchange import Envelope, Interchange
from tests.audit.test_evidence import faults
from tests.audit.test_store import PROJECT, Clock, finding, payload, recorded

psycopg = pytest.importorskip("psycopg", reason="psycopg is not installed: pip install -e '.[dev]'")

from tests.postgres import Server  # noqa: E402 - needs psycopg


def opened(place: str) -> Store:
    return Store(place, clock=Clock())


def test_where_the_server_is_away_that_is_said(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"AUD-002"):
        opened(f"postgresql:///edi?host={tmp_path}")


@pytest.mark.parametrize(
    "url",
    ["postgresql://edi:secret@db/edi", "postgresql://db/edi?password=secret", "postgresql://edi:sec ret@db/edi:x"],
)
def test_a_password_in_the_url_is_refused_and_not_repeated(url: str) -> None:
    with pytest.raises(StoreError, match="AUD-013") as refused:
        opened(url)
    assert "sec" not in str(refused.value)


def test_a_database_that_is_not_there_or_not_ours_is_refused_and_left_alone(server: Server) -> None:
    with pytest.raises(StoreError, match=r"AUD-002.*does not exist"):
        opened(server.place().replace("/edi?", "/nothing?"))
    place = server.place()
    with pytest.raises(StoreError, match="AUD-007"):
        must_exist(place)
    with psycopg.connect(place) as session:
        session.execute("CREATE TABLE theirs (x int)")
    with pytest.raises(StoreError, match="AUD-004"):
        opened(place)
    with psycopg.connect(place) as session:
        tables = session.execute("SELECT tablename FROM pg_tables WHERE schemaname = current_schema()").fetchall()
    assert tables == [("theirs",)]


def test_text_that_is_not_utf8_cannot_be_kept_so_another_encoding_is_refused(server: Server) -> None:
    place = server.place()
    with psycopg.connect(server.all_powerful("edi"), autocommit=True) as session:
        session.execute("CREATE DATABASE latin ENCODING 'LATIN1' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreError, match=r"AUD-013.*encoding"):
        opened(place.replace("/edi?", "/latin?"))


def test_one_who_may_not_write_is_told(server: Server) -> None:
    place = server.place()
    opened(place).close()
    with psycopg.connect(place, autocommit=True) as session:
        (schema,) = session.execute("SELECT current_schema()").fetchone()
    with psycopg.connect(server.all_powerful("edi"), autocommit=True) as session:
        session.execute("CREATE ROLE reader LOGIN")
        session.execute(f"GRANT USAGE ON SCHEMA {schema} TO reader")
        session.execute(f"GRANT SELECT ON ALL TABLES IN SCHEMA {schema} TO reader")
    store = opened(place.replace("//edi@", "//reader@"))
    with pytest.raises(StoreError, match=r"AUD-002.*denied"):
        store.receive(payload(b"x"), "x")
    store.close()
    with psycopg.connect(server.all_powerful("edi"), autocommit=True) as session:
        session.execute("DROP OWNED BY reader; DROP ROLE reader")


def test_a_full_disk_refuses_the_record_and_leaves_the_store_whole(server: Server) -> None:
    store = opened(server.place())
    store.connection.execute(
        "CREATE FUNCTION full_disk() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'No space left on device' USING ERRCODE = 'disk_full'; END $$"
    )
    store.connection.execute("CREATE TRIGGER full_disk BEFORE INSERT ON events EXECUTE FUNCTION full_disk()")
    with pytest.raises(StoreError, match=r"AUD-001.*No space left"):
        store.receive(payload(b"x"), "x")
    store.connection.execute("DROP TRIGGER full_disk ON events")
    store.receive(payload(b"x"), "x")
    assert store.connection.execute("SELECT count(*) FROM exchanges").fetchone()[0] == 1
    assert faults(verify(store.log, [])) == []
    store.close()


def test_an_error_that_was_passed_over_does_not_pass_for_a_commit(server: Server) -> None:
    store = opened(server.place())
    with pytest.raises(StoreError, match="failed before its end"), store.stage(), pytest.raises(psycopg.Error):
        store.connection.execute("SELECT nothing")
    store.close()


def test_what_a_file_takes_a_database_takes_too(place: Path | str) -> None:
    """NUL within text, and keys longer than an index has room for."""
    store = Store(place, clock=Clock())
    exchange = store.receive(payload(b"\0"), "a\0b.edi")
    facts = Envelope(sender="S" * 9000, recipient="\0R", reference="\0" + os.urandom(5000).hex())
    interchange = Interchange(syntax="edifact", messages=iter(()), envelope=facts)
    with store.stage():
        number = store.add_interchange(exchange, interchange)
        store.add_event(exchange, "decided", "accepted", interchange=number)
    again = store.receive(payload(b"2"), "b.edi")
    assert store.earlier(interchange, again) == (exchange, False)
    assert search.show(store, exchange)["source"] in ("a\0b.edi", "a␀b.edi")
    assert faults(verify(store.log, [])) == []
    store.close()


def test_what_was_recorded_is_there_after_the_server_was_killed(server: Server) -> None:
    place = server.place()
    store = opened(place)
    exchange = recorded(store)

    def cut_off() -> None:
        with store.stage():
            store.add_event(exchange, "closed", "lost")
            server.kill()

    with pytest.raises(StoreError, match=r"AUD-00[23]"):
        cut_off()
    with pytest.raises(StoreError, match=r"AUD-00[23]"):
        store.receive(payload(b"more"), "x")
    store.close()
    server.start()
    store = opened(place)
    assert search.show(store, exchange)["state"] == "accepted"
    assert faults(verify(store.log, [])) == []
    assert store.claims.take(exchange), "nobody is at work on it any more"
    store.close()


def test_a_session_that_was_ended_is_an_error_of_ours(server: Server) -> None:
    store = opened(server.place())
    (backend,) = store.connection.execute("SELECT pg_backend_pid()").fetchone()
    os.kill(backend, signal.SIGTERM)
    with pytest.raises(StoreError, match=r"AUD-00[23]"):
        store.receive(payload(b"x"), "x")
    store.close()


def test_the_words_of_other_scripts_are_found(server: Server) -> None:
    store = opened(server.place())
    exchange = recorded(store)
    with store.stage():
        message = store.connection.execute("SELECT max(id) FROM messages").fetchone()[0]
        store.add_keys(message, [("parties.name", "Ελλάς Trading / Ἀθῆναι")])
    assert [row["exchange"] for row in search.search(store, "αθηναι")] == [exchange]
    assert search.search(store, "Trading Elsewhere") == []
    store.close()


def test_every_command_works_on_the_store_that_a_workspace_names(
    server: Server, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    workspace, sample = tmp_path / "ws", str(PROJECT / "samples/import_minimal/received.edi")
    workspace.mkdir()
    (workspace / "store.yaml").write_text(f"url: {server.place()}\n", "utf-8")

    def said(status: int, *words: str) -> str:
        assert run([*words, "--workspace", str(workspace)]) == status, words
        return capsys.readouterr().out

    assert run(["audit", "search", "x", "--workspace", str(workspace)]) == 4
    assert "AUD-007" in capsys.readouterr().err
    assert "record: exchange" in said(0, "route", sample)
    exchange = said(0, "audit", "search", "NM-MIN-0001").split()[0]
    for words in (["show"], ["trace"], ["prove", "-o", str(tmp_path / "proof.json")]):
        said(0, "audit", words[0], exchange, *words[1:])
    (key,) = (workspace / "keys").glob("*.pub")
    assert run(["verify-proof", str(tmp_path / "proof.json"), "--key", str(key)]) == 0
    said(0, "audit", "checkpoint", "-o", str(tmp_path / "checkpoint"))
    assert "as they were written" in said(0, "audit", "verify", "--checkpoint", str(tmp_path / "checkpoint"))
    assert json.loads(said(0, "audit", "export"))["id"] == exchange
    said(0, "audit", "show", exchange, "--html", str(tmp_path / "page.html"))
    said(0, "audit", "overdue")
    said(0, "replay", exchange, "--diff")
    said(0, "replay", exchange, "--current", "--diff")
    for by in DIMENSIONS:
        said(0, "audit", "stats", *(["--by", by] if by else []))
    assert said(0, "audit", "search", "--state", "sent").startswith(exchange)
    said(0, "deliver")
    said(0, "deliver", "--list")
    said(0, "resume")
    said(0, "audit", "redeliver", exchange, "--route", "customs")
    assert "VACUUM FULL" in said(0, "audit", "erase", exchange, "--reason", "asked for")
    assert "as they were written" in said(0, "audit", "verify")
    assert not (workspace / "audit.db").exists()
    assert not (workspace / "claims").exists()


def test_what_the_extra_would_install_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "edi_engine.audit.postgres", None)
    with pytest.raises(StoreError, match="AUD-013") as refused:
        opened("postgresql://db/edi")
    assert "edi-engine[postgres]" in refused.value.finding.fix


def test_a_table_that_has_grown_is_looked_at_by_the_server_before_anybody_asks_for_its_rows(server: Server) -> None:
    """Else it is read whole for each hundred records, however many there are."""
    place = server.place()
    store = opened(place)
    exchange = recorded(store)
    store.close()
    rows = """
        SELECT relname, reltuples FROM pg_class
        WHERE relnamespace = current_schema()::regnamespace AND relname IN ('findings', 'events') ORDER BY relname
    """
    store = opened(place)
    assert [row[1] for row in store.connection.execute(rows)] == [-1, -1], "a few rows are no matter"
    with store.stage():
        store.add_findings(exchange, [finding()] * 3000)
    store.close()
    with psycopg.connect(place) as session:
        assert session.execute(rows).fetchall() == [("events", -1), ("findings", 3001)]
