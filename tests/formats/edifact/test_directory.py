"""The directories: the shipped files hold the collected facts, all of them, and the loader gives them back."""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from edi_engine.errors import ConfigurationError
from edi_engine.formats.edifact.directory import (
    Dependency,
    Directories,
    Directory,
    ElementDefinition,
    GroupUse,
    SegmentUse,
    UnknownDirectoryError,
    Use,
)
from edi_engine.formats.edifact.notation import read_dependencies, read_element, read_table, read_uses
from tests.formats.edifact.facts import (
    SHARED,
    Node,
    needs_facts,
    order,
    read_rows,
    rows_by_directory,
    tables,
)

TOOL = Path(__file__).parents[3] / "tools" / "build_edifact_directories.py"
SCHEMAS = Path(__file__).parents[3] / "schemas"


def load(name: str) -> str:
    return (SCHEMAS / name).read_text("utf-8")


@pytest.fixture(scope="module")
def directories() -> Directories:
    return Directories(load)


def directory_of(directories: Directories, key: str, service: bool) -> Directory:
    return directories.service(key) if service else directories.get(key)


def flat(items: tuple[SegmentUse | GroupUse, ...], above: tuple[str, ...] = ()) -> Iterator[tuple[Node, str]]:
    for item in items:
        status = "M" if item.mandatory else "C"
        name = item.name if isinstance(item, GroupUse) else item.tag
        yield (name, "/".join(above), status, item.limit), item.position
        if isinstance(item, GroupUse):
            yield from flat(item.items, (*above, item.name))


# The shipped data against the collected facts -------------------------------------------------------------------------


@needs_facts
def test_the_shipped_files_are_what_the_converter_writes(tmp_path: Path) -> None:
    subprocess.run([sys.executable, TOOL, SHARED, tmp_path], check=True)
    written = {path.relative_to(tmp_path): path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    root = SCHEMAS / "edifact"
    shipped = {path.relative_to(root): path.read_bytes() for path in root.rglob("*") if path.is_file()}
    del shipped[Path("README.md")], shipped[Path("un/codes_elsewhere.txt")]
    assert written == {path: text for path, text in shipped.items() if path.parts[0] != "overlays"}


@needs_facts
@pytest.mark.parametrize("service", [False, True])
def test_every_segment_table_of_every_directory_is_there(directories: Directories, service: bool) -> None:
    root, seen = SHARED / "service" if service else SHARED, 0
    for path in sorted((root / "messages").glob("*.txt")):
        for key, expected in tables(path, service):
            table = directory_of(directories, key, service).message(path.stem)
            assert table is not None, (path.stem, key)
            found = list(flat(table.items))
            assert [node for node, _ in found] == expected, (path.stem, key)
            digits = 5 if not service and order(False).index(key) >= order(False).index("11B") else 4
            assert [position for _, position in found] == [
                str(10 * line).zfill(digits) for line in range(1, len(expected) + 1)
            ]
            seen += 1
    assert seen > (3 if service else 10_000)


@needs_facts
def test_the_index_has_every_message_with_kind_name_and_revision(directories: Directories) -> None:
    expected = rows_by_directory(SHARED / "messages.tsv")
    for key, rows in expected.items():
        directory = directories.get(key)
        assert directory.messages() == sorted(rows)
    for key in ("93A", "96B", "01A", "21B", "24A"):
        for name, (revision, kind, title) in expected[key].items():
            table = directories.get(key).message(name)
            assert table is not None
            assert (table.revision, table.title, table.name, table.directory) == (revision, title, name, f"D.{key}")
            assert table.kind == {"": "B", "4": "B4", "I": "I", "I4": "I4"}[kind]


@needs_facts
@pytest.mark.parametrize("service", [False, True])
@pytest.mark.parametrize("kind", ["segments", "composites"])
def test_every_segment_and_composite_is_there(directories: Directories, kind: str, service: bool) -> None:
    root = SHARED / "service" if service else SHARED
    for key, rows in rows_by_directory(root / f"{kind}.tsv", service).items():
        directory = directory_of(directories, key, service)
        for identifier, (name, content) in rows.items():
            found = directory.segment(identifier) if kind == "segments" else directory.composite(identifier)
            assert found is not None
            assert (found.name, found.source) == (name, directory.name)
            assert facts_notation(found.uses, found.dependencies) == content


def facts_notation(uses: tuple[Use, ...], dependencies: tuple[Dependency, ...]) -> str:
    """Definitions in the notation of the collected facts."""
    assert [use.position for use in uses] == [f"{10 * number:03}" for number in range(1, len(uses) + 1)]
    tokens = [use.id + "!" * use.mandatory + (f"*{use.repetitions}" if use.repetitions != 1 else "") for use in uses]
    tokens += [f"&{note.kind}({','.join(f'{10 * use:03}' for use in note.uses)})" for note in dependencies]
    return " ".join(tokens)


@needs_facts
@pytest.mark.parametrize("service", [False, True])
def test_every_element_is_there(directories: Directories, service: bool) -> None:
    root = SHARED / "service" if service else SHARED
    for key, rows in rows_by_directory(root / "elements.tsv", service).items():
        directory = directory_of(directories, key, service)
        for identifier, (form, name) in rows.items():
            found = directory.element(identifier)
            assert found is not None
            assert (found.format, found.name) == (form, name)


@needs_facts
@pytest.mark.parametrize("service", [False, True])
def test_every_code_of_every_list_is_there(directories: Directories, service: bool) -> None:
    root, seen = SHARED / "service" if service else SHARED, 0
    for path in sorted((root / "codes").glob("*.tsv")):
        expected = rows_by_directory(path, service)
        for key in order(service):
            directory = directory_of(directories, key, service)
            rows = expected.get(key)
            if rows is None:
                own = None if service else directories.service("3").codes(path.stem)
                assert directory.codes(path.stem) == own
                continue
            assert directory.codes(path.stem) == {code: row[0] for code, row in rows.items()}, (path.stem, key)
            assert directory.withdrawn(path.stem) == {code for code, row in rows.items() if row[1:] == ["x"]}
            seen += len(rows)
    assert seen > (500 if service else 500_000)


@needs_facts
def test_charsets_and_separators_are_there() -> None:
    for kind in ("charsets", "separators"):
        rows = [line.split("\t") for line in load(f"edifact/service/{kind}.txt").splitlines()]
        expected = [" ".join(row).split() for row in read_rows(SHARED / "service" / f"{kind}.tsv")]
        assert [" ".join(row).split() for row in rows] == expected


# The shipped data on its own ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["D.93A", "D.96B", "D.99B", "D.09A", "D.21B", "D.24A"])
def test_every_table_stands_on_known_segments_composites_and_elements(directories: Directories, name: str) -> None:
    directory = directories.get(name, "4")
    for tag in {tag for message in directory.messages() for tag in tags_of(directory, message)}:
        segment = directory.segment(tag)
        assert segment is not None, tag
        for use in segment.uses:
            composite = directory.composite(use.id)
            for element in [part.id for part in composite.uses] if composite else [use.id]:
                assert directory.element(element) is not None, (tag, element)


def tags_of(directory: Directory, message: str) -> set[str]:
    table = directory.message(message)
    assert table is not None
    names = {node[0] for node, _ in flat(table.items)}
    return {name for name in names if not re.fullmatch(r"SG[0-9]+", name)}


def test_the_files_are_utf_8_with_plain_line_ends_and_no_blanks_at_the_end() -> None:
    for path in (SCHEMAS / "edifact").rglob("*.txt"):
        text = path.read_bytes().decode("utf-8")
        assert text.endswith("\n")
        assert "\r" not in text
        assert not re.search(r"[ \t]\n", text), path.name


# The loader -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("spelling", ["D.96B", "D96B", "96B", "d.96b", "D:96B"])
def test_a_directory_is_found_by_any_usual_spelling(directories: Directories, spelling: str) -> None:
    assert directories.get(spelling) is directories.get("D.96B")
    assert directories.get(spelling).name == "D.96B"


@pytest.mark.parametrize("name", ["D.96C", "S.93A", "", "D.9", "96B'", "D.96B\n", "x" * 10_000])
def test_an_unknown_directory_is_a_finding_with_near_names(directories: Directories, name: str) -> None:
    with pytest.raises(UnknownDirectoryError) as caught:
        directories.get(name)
    assert isinstance(caught.value, KeyError)
    assert caught.value.finding.code == "DIR-001"
    assert len(str(caught.value)) < 500
    if name == "D.96C":
        assert "D.96B" in caught.value.finding.fix


@pytest.mark.parametrize("name", ["S.93A", "1.901", "2.912", "90.1", "91.1", "92.1", "S.921"])
def test_who_names_an_older_directory_is_offered_the_nearest(directories: Directories, name: str) -> None:
    with pytest.raises(UnknownDirectoryError) as caught:
        directories.get(name)
    assert caught.value.finding.fix == "use the nearest directory that is known: --directory D.93A"


@pytest.mark.parametrize("version", ["0", "5", "", "33"])
def test_an_unknown_syntax_version_is_a_finding(directories: Directories, version: str) -> None:
    with pytest.raises(UnknownDirectoryError, match="syntax version"):
        directories.service(version)


def test_what_a_directory_lacks_comes_from_its_syntax_version(directories: Directories) -> None:
    third, fourth = directories.get("D.96B", "3"), directories.get("D.96B", "4")
    assert [len(d.segment("UNH").uses) for d in (third, fourth)] == [4, 7]  # type: ignore[union-attr]
    assert third.segment("UNH").source == "syntax 3"  # type: ignore[union-attr]
    assert third.segment("NAD").source == "D.96B"  # type: ignore[union-attr]
    assert third.message("CONTRL") is directories.service("3").message("CONTRL") is not None
    assert third.under("4") is fourth
    assert directories.service("3").under("4") is directories.service("4")


def test_a_service_message_is_found_whatever_directory_it_claims(directories: Directories) -> None:
    assert directories.find("CONTRL", "D.3", "3") is directories.service("3")
    assert directories.find("CONTRL", "4.1", "4") is directories.service("4")
    assert directories.find("CUSDEC", "D.96B", "4") is directories.get("D.96B", "4")
    assert directories.find("CUSDEC", "D.96B", "9") is directories.get("D.96B", "3")
    with pytest.raises(UnknownDirectoryError):
        directories.find("CUSDEC", "D.3", "3")


def test_names_that_are_no_names_find_nothing(directories: Directories) -> None:
    directory = directories.get("D.96B")
    for name in ("", "../../README", "CUSDEC/../CUSDEC", "cusdec", "XXXXXX", "\0", "# CUSDEC"):
        assert directory.message(name) is None
        assert directory.segment(name) is None
        assert directory.composite(name) is None
        assert directory.element(name) is None
        assert directory.codes(name) is None


def test_a_message_is_in_the_directories_that_have_it_only(directories: Directories) -> None:
    assert directories.get("D.06A").message("GOVCBR") is None
    assert directories.get("D.16A").message("GOVCBR") is not None
    assert directories.get("D.96B").element("3035") == ElementDefinition("3035", "Party qualifier", "an", 1, 3, "D.96B")
    assert directories.get("D.96B").codes("3035")["CN"] == "Consignee"  # type: ignore[index]


def test_files_are_opened_only_when_asked_for() -> None:
    opened: list[str] = []

    def spy(name: str) -> str:
        opened.append(name)
        return load(name)

    directory = Directories(spy).get("D.96B")
    opened.clear()
    directory.message("CUSDEC")
    assert opened == ["edifact/un/messages.txt", "edifact/un/messages/CUSDEC.txt"]
    directory.message("CUSDEC")
    directory.codes("3035")
    directory.codes("3035")
    assert opened[2:] == ["edifact/un/codes.txt", "edifact/un/codes/3035.txt"]


def test_codes_kept_elsewhere_are_named_for_elements_that_have_a_list_too(directories: Directories) -> None:
    rows = [line.split("\t") for line in load("edifact/un/codes_elsewhere.txt").splitlines()]
    latest = directories.get("D.24A")
    assert [row[0] for row in rows] == sorted({row[0] for row in rows})
    for number, keeper, why, *_ in rows:
        assert why
        assert latest.codes(number)
        assert latest.closed_codes(number) is None
        assert latest.codes_kept_by(number) == keeper
    assert directories.get("D.05B").closed_codes("8179") == directories.get("D.05B").codes("8179")
    assert latest.closed_codes("3035") == latest.codes("3035")


def test_the_notation_reads_as_its_readme_says() -> None:
    weave = "# X\nUNH 1\nRFF (0..99)\n  DTM 0..1\nNAD (0..10)\t93A\nNAD (1..99)\t00B-\n  CTA 0..1\nPAC (1..9) 1..9\n"
    items = read_table(weave, "x", lambda span: span == "00B-", 4)
    assert items == (
        SegmentUse("0010", "UNH", True, 1),
        GroupUse("0020", "SG1", False, 99, (SegmentUse("0030", "RFF", True, 1), SegmentUse("0040", "DTM", False, 1))),
        GroupUse("0050", "SG2", True, 99, (SegmentUse("0060", "NAD", True, 1), SegmentUse("0070", "CTA", False, 1))),
        GroupUse("0080", "SG3", True, 9, (SegmentUse("0090", "PAC", True, 9),)),
    )
    assert read_uses("C507 [3164]*5 D5(2,1)") == (Use("010", "C507", True, 1), Use("020", "3164", False, 5))
    assert read_dependencies("C507 [3164]*5 D5(2,1)") == (Dependency("D5", (2, 1)),)


def test_an_operators_file_that_is_not_in_the_notation_is_a_finding() -> None:
    with pytest.raises(ConfigurationError, match=r"mine\.txt.*line 2"):
        read_table("UNH 1\nBGM once\n", "mine.txt", lambda _: True, 4)
    with pytest.raises(ConfigurationError, match="no format"):
        read_element("1000", "x..3", "x", "D.96B")
