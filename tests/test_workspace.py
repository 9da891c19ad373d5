"""The workspace: which file comes first, what is created, and that no name leads out of it."""

import stat
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.errors import ConfigurationError
from edi_engine.folders import is_safe_name
from edi_engine.workspace import Workspace, shipped_root


@pytest.fixture
def trees(tmp_path: Path) -> Workspace:
    for relative, text in {
        "shipped/schemas/edifact/a.txt": "shipped a",
        "shipped/schemas/b.txt": "shipped b",
        "shipped/mappings/one/mapping.yaml": "title: one",
        "shipped/mappings/two/mapping.yaml": "title: two",
        "shipped/mappings/routes.yaml": "routes: []",
        "shipped/samples/import/received.edi": "UNB",
        "user/schemas/edifact/a.txt": "user a",
        "user/mappings/two/mapping.yaml": "title: mine",
        "user/mappings/two/codes/x.csv": "a,b",
        "user/mappings/draft/notes.txt": "not a mapping yet",
        "secret.txt": "secret",
    }.items():
        path = tmp_path / relative
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Workspace(tmp_path / "user", shipped=tmp_path / "shipped")


def test_the_users_files_come_before_the_shipped_ones(trees: Workspace) -> None:
    assert trees.schema_text("edifact/a.txt") == "user a"
    assert trees.schema_text("b.txt") == "shipped b"
    assert trees.mapping_text("two", "mapping.yaml") == "title: mine"
    assert trees.mapping_text("one", "mapping.yaml") == "title: one"
    assert list(trees.mapping_folders()) == ["one", "two"]
    assert trees.mapping_files("two") == ["codes/x.csv", "mapping.yaml"]
    assert list(trees.samples()) == ["import"]


def test_the_route_table_is_the_users_if_there_is_one(trees: Workspace) -> None:
    assert trees.configuration("routes.yaml") == ("routes: []", "mappings/routes.yaml")
    (trees.root / "routes.yaml").write_text("routes: [mine]", encoding="utf-8")
    assert trees.configuration("routes.yaml") == ("routes: [mine]", "user/routes.yaml")
    with pytest.raises(ConfigurationError, match=r"WSP-002.*partners\.yaml"):
        trees.configuration("partners.yaml")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.txt",
        "edifact/../../../secret.txt",
        "/etc/passwd",
        "a\0b",
        "",
        ".",
        "..",
        "edifact",
        "NUL.txt",
        "x" * 300,
        "edifact//a.txt",
        "./b.txt",
        "b.txt/",
        "b.txt\n",
        "edifact\\a.txt",
    ],
)
def test_a_name_that_leaves_the_tree_names_nothing(trees: Workspace, name: str) -> None:
    with pytest.raises(FileNotFoundError):
        trees.schema_text(name)


@given(st.text(max_size=40))
def test_a_safe_name_is_one_plain_component(name: str) -> None:
    if is_safe_name(name):
        assert Path(name).name == name
        assert name.isascii()
        assert name.isprintable()


def test_a_link_out_of_the_tree_is_not_followed(trees: Workspace) -> None:
    (trees.root / "schemas" / "leak.txt").symlink_to(trees.root.parent / "secret.txt")
    with pytest.raises(FileNotFoundError):
        trees.schema_text("leak.txt")
    elsewhere = trees.root.parent / "elsewhere"
    elsewhere.mkdir()
    (elsewhere / "mapping.yaml").write_text("title: foreign", encoding="utf-8")
    (trees.root / "mappings" / "foreign").symlink_to(elsewhere)
    assert "foreign" not in trees.mapping_folders()


def test_what_is_created_is_the_owners_alone(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "deep" / "ws")
    assert not workspace.root.exists()
    folder = workspace.outbox("some-agency")
    assert folder == workspace.root / "outbox" / "some-agency"
    assert [stat.S_IMODE(path.stat().st_mode) for path in (workspace.root, folder.parent, folder)] == [0o700] * 3


@pytest.mark.parametrize("agency", ["../x", "a/b", "", "con", "COM1", ".hidden", "a\0", "-" * 200, "é"])
def test_an_agency_that_cannot_be_a_folder_is_refused(tmp_path: Path, agency: str) -> None:
    with pytest.raises(ConfigurationError, match="WSP-001"):
        Workspace(tmp_path).outbox(agency)


def test_an_outbox_that_is_a_link_is_refused(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path / "ws")
    workspace.outbox("first")
    (workspace.root / "outbox" / "second").symlink_to(tmp_path)
    with pytest.raises(ConfigurationError, match="WSP-001"):
        workspace.outbox("second")


def test_a_workspace_that_cannot_be_created_is_a_finding(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    for place in (tmp_path / "file", tmp_path / "file" / "ws"):
        with pytest.raises(ConfigurationError, match="WSP-003") as refused:
            Workspace(place).ensure()
        assert refused.value.finding.fix.startswith("move away the file")


def test_the_option_comes_before_the_variable_and_the_variable_before_the_default(tmp_path: Path) -> None:
    environment = {"EDI_ENGINE_WORKSPACE": str(tmp_path / "variable")}
    assert Workspace(tmp_path / "option", environment=environment).root == tmp_path / "option"
    assert Workspace(environment=environment).root == tmp_path / "variable"
    assert Workspace(environment={}).root == Path.cwd() / "edi-workspace"


def test_the_shipped_tree_holds_all_three_folders() -> None:
    assert all((shipped_root() / name).is_dir() for name in ("mappings", "schemas", "samples"))


def test_a_file_that_is_not_utf_8_is_a_finding_with_its_name(trees: Workspace) -> None:
    (trees.root / "schemas" / "latin.txt").write_bytes(b"caf\xe9")
    with pytest.raises(ConfigurationError, match=r"WSP-004.*byte 3"):
        trees.schema_text("latin.txt")


def test_a_workspace_may_name_its_store(tmp_path: Path) -> None:
    workspace = Workspace(tmp_path)
    assert workspace.store_place == tmp_path / "audit.db"
    (tmp_path / "store.yaml").write_text("url: postgresql://edi@db/edi\n", "utf-8")
    assert str(workspace.store_place) == "postgresql://edi@db/edi"
    (tmp_path / "audit.db").touch()
    with pytest.raises(ConfigurationError, match=r"AUD-013.*lies in"):
        _ = workspace.store_place


@pytest.mark.parametrize("text", ["", "url: x", "url: [postgresql://x]", "- url", "url: postgresql://x\nmore: 1"])
def test_a_store_that_is_not_named_clearly_is_refused(tmp_path: Path, text: str) -> None:
    (tmp_path / "store.yaml").write_text(text, "utf-8")
    with pytest.raises(ConfigurationError, match="AUD-013"):
        _ = Workspace(tmp_path).store_place
