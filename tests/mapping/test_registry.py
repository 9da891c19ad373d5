"""All mappings of an installation."""

from pathlib import Path

import pytest

from edi_engine.errors import ConfigurationError
from edi_engine.formats.edifact.segments import Segments
from edi_engine.interchange import Envelope, Message
from edi_engine.mapping.registry import Mappings
from edi_engine.workspace import Workspace
from tests.mapping.templates import DEFINITION, directories, registry, write_mapping


def message(bgm: str, directory: str = "D.96B", sender: str = "") -> Message:
    segments = Segments.of(["UNH+1+CUSDEC:D:96B:UN", bgm, "UNT+3+1"])
    return Message(
        syntax="edifact", type="CUSDEC", directory=directory, body=segments, envelope=Envelope(sender=sender), number=3
    )


def detecting(root: Path, **mappings: str) -> Mappings:
    """A workspace of mappings with these conditions, and no shipped ones."""
    for name, detect in mappings.items():
        write_mapping(root, name, definition=DEFINITION + f"detect: {detect}\n", template="BGM+{type_code}")
    (root / "nothing").mkdir(exist_ok=True)
    return Mappings(Workspace(root=root, shipped=root / "nothing"), directories())


def test_the_mapping_whose_conditions_hold_reads_a_message(tmp_path: Path) -> None:
    mappings = detecting(tmp_path, imports="{type: CUSDEC, document_name: ['929', '93A']}", others="{type: CUSRES}")
    found, findings = mappings.detect(message("BGM+929+X"))
    assert (found.name if found else "", findings) == ("imports", [])


@pytest.mark.parametrize("bgm", ["BGM+929", "BGM+929:::X+1", "BGM+929+1"])
def test_the_document_name_is_the_first_component(tmp_path: Path, bgm: str) -> None:
    found, _ = detecting(tmp_path, m="{document_name: '929'}").detect(message(bgm))
    assert found is not None


def test_a_stricter_mapping_goes_before_a_wider_one(tmp_path: Path) -> None:
    mappings = detecting(tmp_path, wide="{type: CUSDEC}", strict="{type: CUSDEC, sender: ACME}")
    assert mappings.detect(message("BGM+929", sender="ACME"))[0] is mappings.get("strict")
    assert mappings.detect(message("BGM+929", sender="OTHER"))[0] is mappings.get("wide")


def test_two_that_could_both_read_it_are_a_finding(tmp_path: Path) -> None:
    mappings = detecting(tmp_path, one="{type: CUSDEC}", two="{directory: D.96B}")
    found, (finding,) = mappings.detect(message("BGM+929"))
    assert (found, finding.code, finding.where.message) == (None, "MPG-011", 3)
    assert "one and two" in finding.what


def test_a_message_nobody_reads_is_a_finding_that_shows_what_it_is(tmp_path: Path) -> None:
    found, (finding,) = detecting(tmp_path, m="{type: CUSRES}").detect(message("BGM+929"))
    assert (found, finding.code) == (None, "MPG-010")
    assert "CUSDEC D.96B 929" in finding.what
    assert finding.fix.startswith("name one with --from, or add a mapping")


def test_a_message_nobody_reads_is_shown_the_mappings_of_its_type(tmp_path: Path) -> None:
    mappings = detecting(tmp_path, m="{type: CUSDEC, directory: D.21B}", n="{type: CUSRES}")
    _, (finding,) = mappings.detect(message("BGM+929"))
    assert finding.fix == "add a mapping, or read it with one for its type: --from m"


def test_a_mapping_without_conditions_reads_only_when_named(tmp_path: Path) -> None:
    write_mapping(tmp_path, "named", template="BGM+{type_code}")
    mappings = detecting(tmp_path)
    assert mappings.detect(message("BGM+929"))[0] is None
    assert mappings.get("named").name == "named"


def test_a_mapping_is_compiled_once(tmp_path: Path) -> None:
    write_mapping(tmp_path, "m", template="BGM+{type_code}")
    mappings = registry(tmp_path)
    assert mappings.get("m") is mappings.get("m")


def test_the_version_changes_with_any_file_but_not_with_samples(tmp_path: Path) -> None:
    def version(**files: str) -> str:
        write_mapping(tmp_path, "m", template="BGM+{type_code}", **files)
        return registry(tmp_path).get("m").version

    first = version()
    (tmp_path / "mappings/m/samples").mkdir()
    (tmp_path / "mappings/m/samples/x.edi").write_text("UNB")
    assert version() == first
    assert version(table="canonical,external\na,b\n") != first


@pytest.mark.parametrize(
    ("definition", "code", "what"),
    [
        (DEFINITION.replace("CUSDEC", "CUSDEK"), "TPL-001", "D.96B has no message 'CUSDEK'"),
        (DEFINITION.replace("D.96B", "D.96X"), "TPL-001", "directory 'D.96X' is not known"),
        (DEFINITION.replace("document: Declaration", "document: Declaratio"), "TPL-001", "no document 'Declaratio'"),
        (DEFINITION.replace("edifact", "edifakt"), "MPG-004", "'edifakt'"),
        (DEFINITION + "codec: wko\n", "MPG-004", "'wko'"),
    ],
)
def test_what_a_definition_names_must_be_there(tmp_path: Path, definition: str, code: str, what: str) -> None:
    write_mapping(tmp_path, "m", definition=definition, template="BGM+{type_code}")
    with pytest.raises(ConfigurationError) as caught:
        registry(tmp_path).get("m")
    finding = caught.value.finding
    assert finding.code == code
    assert what in finding.what
    assert finding.where.path == "m/mapping.yaml"
    if code == "MPG-004":
        text = definition.splitlines()
        line, column = finding.where.line or 0, finding.where.column or 0
        assert text[line - 1][column - 1 :] == what.strip("'")


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    write_mapping(tmp_path, "m")
    with pytest.raises(ConfigurationError) as caught:
        registry(tmp_path).get("m")
    assert (caught.value.finding.code, caught.value.finding.where.path) == ("MPG-006", "m/template.edi")


def test_a_mapping_that_extends_may_change_nothing_in_the_template(tmp_path: Path) -> None:
    write_mapping(tmp_path, "m", template="BGM+{type_code}")
    write_mapping(tmp_path, "n", definition="extends: m\nedifact: {una: always}\n")
    assert registry(tmp_path).source("n").changes == (("n/changes.edi", ""),)
    assert registry(tmp_path).get("n").definition.options == {"una": "always"}


def test_changes_under_another_name_are_not_overlooked(tmp_path: Path) -> None:
    write_mapping(tmp_path, "m", template="BGM+{type_code}")
    write_mapping(tmp_path, "n", definition="extends: m\n", template="BGM+{type_code}")
    with pytest.raises(ConfigurationError) as caught:
        registry(tmp_path).get("n")
    assert (caught.value.finding.code, caught.value.finding.where.path) == ("MPG-006", "n/changes.edi")


def test_a_mapping_not_known_comes_with_near_names(tmp_path: Path) -> None:
    write_mapping(tmp_path, "cusdec-import", template="BGM+{type_code}")
    with pytest.raises(ConfigurationError) as caught:
        registry(tmp_path).get("cusdec-imprt")
    assert caught.value.finding.code == "MPG-003"
    assert "'cusdec-import'" in caught.value.finding.fix
