"""What README and docs/ say is true: commands do what they show, tables are the code's, examples work as written.

Each page is run from top to bottom in a folder as a clone has it: files it names are written, `$` lines are commands
for bash, and what stands below them is compared with what they print. `…` stands for anything: in a line for a part of
it, on a line of its own for lines. Ids, milliseconds and the folder are not compared.
"""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import click
import pytest

from edi_engine import answer_rules
from edi_engine.checks.judging import Checks
from edi_engine.cli.frame import COMMANDS, command
from edi_engine.formats import schema_faults
from edi_engine.formats.edifact import element_rules, faults
from edi_engine.formats.flat import faults as flat_faults
from edi_engine.formats.json import faults as json_faults
from edi_engine.formats.xml import faults as xml_faults
from edi_engine.workspace import Workspace

PROJECT = Path(__file__).parents[1]
README = (PROJECT / "README.md").read_text(encoding="utf-8")
PAGES = {
    str(path.relative_to(PROJECT)): path.read_text(encoding="utf-8")
    for path in [PROJECT / "README.md", *sorted(PROJECT.glob("docs/*.md"))]
}
FINDINGS = (PROJECT / "docs/findings.md").read_text(encoding="utf-8")
CODE = re.compile(r"\b[A-Z]{3}-\d{3}\b")
ELSEWHERE = "/home/you/edi-engine"
ID = re.compile(r"\b1(?=\d*[A-Z])[0-9A-HJKMNP-TV-Z]{8}\b")
TIME = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
PIECE = re.compile(
    r"`(?P<file>[^`\n]+)`[^`\n]*:\n\n```(?:yaml|json|tsv|xml)\n(?P<text>.*?)^```\n|^```console\n(?P<console>.*?)^```\n",
    re.M | re.S,
)


# -- commands and examples -----------------------------------------------------------------------------------------


@pytest.fixture
def clone(tmp_path: Path) -> Path:
    """A folder as a clone has it after `make run` has installed the engine."""
    folder = tmp_path / "a clone"
    (folder / ".venv/bin").mkdir(parents=True)
    for name in ("Makefile", "pyproject.toml", "README.md"):
        shutil.copy(PROJECT / name, folder / name)
    shutil.copytree(PROJECT / "samples", folder / "samples")
    launcher = folder / ".venv/bin/edi-engine"
    launcher.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{PROJECT / "cli.py"}" "$@"\n', encoding="utf-8")
    launcher.chmod(0o755)
    (folder / ".venv/installed").touch()
    return folder


def bash(words: str, folder: Path) -> str:
    """What a command prints on a terminal, as the README shows it."""
    home = folder.parent / "home"
    home.mkdir(exist_ok=True)
    environment = {"PATH": f"{folder}/.venv/bin:{os.environ['PATH']}", "HOME": str(home)}
    done = subprocess.run(
        ["bash", "-c", words],
        cwd=folder,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=120,
        check=False,
    )
    return compared(done.stdout.replace(str(folder), ELSEWHERE))


def compared(text: str) -> str:
    """A text without what is new each time."""
    return re.sub(r"\b\d+ ms\b", "N ms", TIME.sub("TIME", ID.sub("ID", text)))


def commands(block: str) -> Iterator[tuple[str, str]]:
    """The commands of a console block, each with what it shows."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        words, _, shown = part.partition("\n")
        yield words, shown


def pattern(shown: str) -> str:
    """A regular expression for what README shows."""
    lines = [r"(?:.*\n)*?" if line == "…" else line_pattern(line) + r"\n" for line in shown.splitlines()]
    return "".join(lines)


def line_pattern(line: str) -> str:
    return ".*".join(re.escape(part) for part in compared(line).split("…"))


@pytest.mark.parametrize("page", [name for name, text in PAGES.items() if "```console" in text])
def test_readme_is_true_from_top_to_bottom(clone: Path, page: str) -> None:
    run = 0
    for piece in PIECE.finditer(PAGES[page]):
        if piece["file"]:
            path = clone / piece["file"]
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(piece["text"], encoding="utf-8")
            continue
        for words, shown in commands(piece["console"]):
            printed = bash(words, clone)
            assert re.fullmatch(pattern(shown), printed), f"$ {words}\nprints\n{printed}\n{page} shows\n{shown}"
            run += 1
    assert run == PAGES[page].count("\n$ ")
    got = (clone / "edi-workspace/outbox/food-safety-agency").is_dir()
    assert got or page != "README.md", "the new agency got its document"


def test_the_lines_shown_stand_in_the_template() -> None:
    (shown,) = re.findall(r"CUSDEC D.96B:\n\n```\n(.*?)```", README, re.S)
    template = (PROJECT / "mappings/cusdec-d96b-import/template.edi").read_text(encoding="utf-8").splitlines()
    rest = iter(template)
    assert [line for line in shown.splitlines() if line not in rest] == [], "not in the template, or not in this order"
    assert len(shown.splitlines()) >= 10


def test_every_folder_named_is_there() -> None:
    folders = re.findall(r"^\| `([a-z_/.]+)`", README, re.M)
    assert len(folders) > 10
    assert [name for name in folders if not (PROJECT / name).exists()] == []


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere(page: str) -> None:
    text = re.sub(r"^```.*?^```", "", PAGES[page], flags=re.M | re.S)
    for target, anchor in re.findall(r"\]\((?!http)([^)#]*)#?([^)]*)\)", text):
        path = (PROJECT / page).parent / target if target else PROJECT / page
        assert path.exists(), target
        assert not anchor or anchor in anchors(path.read_text(encoding="utf-8")), f"{target}#{anchor}"


def test_every_page_is_linked_in_readme() -> None:
    assert [page for page in PAGES if page != "README.md" and f"]({page})" not in README] == []


def anchors(text: str) -> set[str]:
    """The names of a page's headings, as forges make them."""
    return {
        re.sub(r"[^\w\- ]", "", heading).strip().lower().replace(" ", "-")
        for heading in re.findall(r"^#+ (.*)$", text, re.M)
    }


# -- commands and help ---------------------------------------------------------------------------------------------


def test_the_table_of_commands_is_the_one_of_the_code() -> None:
    (table,) = re.findall(r"\| command \| does \|\n\|---\|---\|\n((?:\|.*\n)+)", README)
    rows = {row.split("`")[1].split()[0]: set(re.findall(r"`([a-z]+)`", row)) for row in table.splitlines()}
    assert set(rows) == set(COMMANDS)
    for name in ("routes", "map", "checks", "directory", "audit"):
        group = command.get_command(click.Context(command), name)
        assert isinstance(group, click.Group)
        words = {
            words.split()[-1]
            for words in re.findall(r"`([^`]+)`", next(r for r in table.splitlines() if f"`{name} " in r))
        }
        assert words == set(group.commands)


def every_command() -> Iterator[tuple[str, click.Command]]:
    for name in COMMANDS:
        found = command.get_command(click.Context(command), name)
        assert found is not None
        yield name, found
        if isinstance(found, click.Group):
            yield from ((f"{name} {inner}", item) for inner, item in found.commands.items())


@pytest.mark.parametrize("name", [name for name, _ in every_command()])
def test_every_help_has_an_example(name: str) -> None:
    text = dict(every_command())[name].help or ""
    assert re.search(rf"Examples:\n(?:  .*\n)*?  .*edi-engine {name.split()[0]}", text), text


# -- findings ------------------------------------------------------------------------------------------------------


def test_every_code_is_listed_and_no_other() -> None:
    in_code = {
        code
        for path in (PROJECT / "edi_engine").rglob("*.py")
        for code in CODE.findall(path.read_text(encoding="utf-8"))
        if not code.startswith("SHA-")
    }
    rows = [row.split(" | ") for row in FINDINGS.splitlines() if CODE.match(row[2:])]
    listed = [row[0][2:] for row in rows]
    in_code -= set(Checks(Workspace("nowhere")).rules)  # they have a page of their own, docs/checks.md
    assert sorted(in_code - set(listed)) == [], "write a row into docs/findings.md"
    assert sorted(set(listed) - in_code) == [], "no code gives these"
    assert len(listed) == len(set(listed))
    assert all(len(row) == 5 and all(cell.strip(" |") for cell in row) for row in rows)


def test_the_levels_listed_are_those_of_the_rules() -> None:
    tables: tuple[Mapping[str, Any], ...] = (
        faults.RULES,
        element_rules.RULES,
        json_faults.RULES,
        flat_faults.RULES,
        schema_faults.RULES,
        xml_faults.RULES,
        answer_rules.RULES,
    )
    levels = {code: str(rule.severity) for table in tables for code, rule in table.items()}
    listed = dict(re.findall(r"^\| ([A-Z]{3}-\d{3}) \| (\w+) \|", FINDINGS, re.M))
    assert {code: listed[code] for code in levels} == levels


def test_the_families_of_readme_are_those_listed() -> None:
    (table,) = re.findall(r"\| codes \| are about \|.*\n\|[-|]+\n((?:\|.*\n)+)", README)
    named = {
        word for row in table.splitlines() for cell in row.split("|")[1:4:2] for word in re.findall(r"[A-Z]{3}", cell)
    }
    assert named == set(re.findall(r"^## ([A-Z]{3}):", FINDINGS, re.M))
