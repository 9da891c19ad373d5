"""What `directory` shows is the directory, and what it says has changed turns one into the other."""

import json
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.formats.edifact.description import KINDS, Change, Row, changed_identifiers, changes, describe
from edi_engine.formats.edifact.directory import Directories
from edi_engine.formats.edifact.grouping import Structure
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[2]
DIRECTORIES = Directories(Workspace("nowhere").schema_text)


def cli(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(PROJECT / "cli.py"), "directory", *arguments]
    return subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)


def rebuilt(before: tuple[Row, ...], made: list[Change]) -> list[tuple[object, ...]]:
    """The rows of the later directory, from those of the earlier one and what was changed, as sets of facts."""
    left = [(row.depth, row.id, *row.facts) for row in before]
    for change in made:
        if change.before is not None:
            left.remove((change.before.depth, change.before.id, *change.before.facts))
        if change.after is not None:
            left.append((change.after.depth, change.after.id, *change.after.facts))
    return sorted(left, key=repr)


@given(st.data())
def test_what_changed_turns_one_directory_into_the_other(data: st.DataObject) -> None:
    old, new = (DIRECTORIES.get(data.draw(st.sampled_from(DIRECTORIES.names))) for _ in range(2))
    kind = data.draw(st.sampled_from(KINDS))
    both = sorted(set(old.identifiers(kind)) & set(new.identifiers(kind)))
    name = data.draw(st.sampled_from(both))
    before, after = describe(old, name), describe(new, name)
    assert before is not None
    assert after is not None
    made = changes(before.rows, after.rows)
    assert rebuilt(before.rows, made) == rebuilt(after.rows, [])
    assert changes(before.rows, before.rows) == []


def test_the_lists_of_what_changed_are_complete() -> None:
    old, new = DIRECTORIES.get("D.96B"), DIRECTORIES.get("D.99B")
    for kind in KINDS:
        added, removed, changed = changed_identifiers(old, new, kind)
        kept = set(old.identifiers(kind)) - set(removed)
        assert kept | set(added) == set(new.identifiers(kind))
        assert set(changed) <= kept
        assert changed_identifiers(old, old, kind) == ([], [], [])
    assert "CUSDEC" in changed_identifiers(old, new, "messages")[2]


@pytest.mark.parametrize("name", ["CUSDEC", "IFTMIN", "CONTRL"])
def test_a_table_is_shown_with_every_place(name: str) -> None:
    shown = json.loads(cli("show", name, "D.96B", "--json").stdout)
    table = DIRECTORIES.get("D.96B").message(name)
    assert table is not None
    segments = [row for row in shown["rows"] if not row["id"].startswith("group ")]
    assert [(row["position"], row["id"], row["status"], row["repetitions"]) for row in segments] == [
        (place.position, place.tag, "M" if place.mandatory else "C", place.limit) for place in Structure(table).places
    ]
    lines = cli("show", name, "D.96B").stdout.splitlines()
    assert len(lines) == len(shown["rows"]) + 1
    assert all(row["id"].removeprefix("group ") in line for row, line in zip(shown["rows"], lines[1:], strict=True))


def test_a_list_is_shown_with_every_code() -> None:
    shown = json.loads(cli("show", "3035", "d96b", "--json").stdout)
    assert {row["id"]: row["name"] for row in shown["rows"]} == dict(DIRECTORIES.get("D.96B").codes("3035") or {})
    assert shown["notes"] == ["an..3"]


def test_the_directories_are_listed_with_date_and_number_of_messages() -> None:
    rows = json.loads(cli("list", "--json").stdout)
    assert [row["directory"] for row in rows if "overlay" not in row] == DIRECTORIES.names
    assert {row["overlay"] for row in rows if "overlay" in row} >= {"coarri-itg13", "baplie-smdg20"}
    assert {"directory": "D.96B", "date": "1996-07-04", "messages": 136} in rows
    titles = {row["message"]: row["title"] for row in json.loads(cli("list", "D.96B", "--json").stdout)}
    assert len(titles) == 136
    assert titles["CUSDEC"] == "Customs declaration message"


@pytest.mark.parametrize(
    ("arguments", "near"),
    [
        (("show", "CUSDEK", "D.96B"), "CUSDEC"),
        (("show", "CUSDEC", "D.96Z"), "D.96B"),
        (("list", "D.69B"), "D.99B"),
        (("diff", "D.96B", "D.21B", "NADD"), "NAD"),
        (("show", "\x1b[31m", "D.96B"), "directory list"),
    ],
)
def test_names_not_known_are_wrong_usage_and_answered_with_near_ones(arguments: tuple[str, ...], near: str) -> None:
    done = cli(*arguments)
    assert (done.returncode, done.stdout) == (2, "")
    assert near in done.stderr.partition("fix")[2]
    assert "\x1b" not in done.stderr
