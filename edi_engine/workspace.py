"""Finds and reads what the engine knows and what an installation adds; the only module that knows paths.

Two trees with the same folders: the *shipped* one (`mappings/`, `schemas/`, `samples/` of this project) and the user's
*workspace*, whose files come first. Other rooms get texts through the methods handed to them.
"""

import os
from collections.abc import Callable, Mapping
from contextlib import suppress
from importlib.resources import files
from pathlib import Path

from edi_engine.errors import ConfigurationError
from edi_engine.folders import folders_in, inside, is_safe_name, text_of, wrong

DEFAULT_ROOT = "edi-workspace"
ROOT_VARIABLE = "EDI_ENGINE_WORKSPACE"
SHIPPED_FOLDERS = ("mappings", "schemas", "samples")
STORE_SCHEMES = ("postgresql://", "postgres://")
SAMPLES = ".samples.yaml"


def shipped_root() -> Path:
    """The folder that holds `mappings/`, `schemas/` and `samples/`: `_shipped` in a wheel, the checkout otherwise."""
    package = Path(str(files("edi_engine")))
    inside = package / "_shipped"
    return inside if all((inside / name).is_dir() for name in SHIPPED_FOLDERS) else package.parent


class Workspace:
    """The user's tree over the shipped one.

    Nothing is created before it is needed; what is created is the owner's alone (0700, files 0600).
    A name that is no plain relative path names nothing, and a symbolic link that leaves its tree is not followed:
    both are `FileNotFoundError`, for such names come from received data too.

    Attributes:
        handed_out: the texts that were read of it, by path; `revision` counts how often they became others.
    """

    def __init__(
        self,
        root: str | os.PathLike[str] | None = None,
        *,
        shipped: Path | None = None,
        environment: Mapping[str, str] = os.environ,
    ) -> None:
        """Name the trees.

        Args:
            root: the user's workspace; else the environment's `EDI_ENGINE_WORKSPACE`, else `./edi-workspace`.
            shipped: the project's own tree, found when not given.
            environment: where the variable is looked up.
        """
        self.root = Path(root or environment.get(ROOT_VARIABLE) or DEFAULT_ROOT).absolute()
        self.shipped = shipped or shipped_root()
        self.handed_out: dict[Path, str] = {}
        self.revision = 0

    # Reading ----------------------------------------------------------------------------------------------------------

    def schema_text(self, relative: str) -> str:
        """A file below `schemas/` (`edifact/…`), the user's before the shipped one.

        Raises:
            FileNotFoundError: no tree has it.
        """
        return self._text(self._find("schemas", relative))

    def overlay_texts(self) -> dict[str, tuple[str, str]]:
        """Overlays of UN directories, `schemas/edifact/overlays/NAME.yaml`, the user's before shipped ones of a name.

        Returns:
            By name in order: the file's name for findings, and its text.
        """
        found: dict[str, Path] = {}
        for tree in (self.shipped, self.root):
            folder = tree / "schemas/edifact/overlays"
            names = [path.name for path in folder.glob("*.yaml") if is_safe_name(path.name)]
            found.update({name.removesuffix(".yaml"): inside(folder, name) for name in names})
        return {name: (self._display(path), self._text(path)) for name, path in sorted(found.items())}

    def code_list_names(self) -> list[str]:
        """Names of the files `schemas/codes/NAME.tsv`, shipped and the user's, in order."""
        found = {path.name for tree in (self.shipped, self.root) for path in (tree / "schemas/codes").glob("*.tsv")}
        return sorted(name.removesuffix(".tsv") for name in found if is_safe_name(name))

    def code_list_texts(self, name: str) -> list[tuple[str, str]]:
        """The files `schemas/codes/NAME.tsv` of a name, the shipped one first: names for findings, and texts."""
        found = []
        for tree in (self.shipped, self.root):
            try:
                path = inside(tree / "schemas/codes", f"{name}.tsv")
            except FileNotFoundError:
                continue
            found.append((self._display(path), self._text(path)))
        return found

    def check_texts(self) -> list[tuple[str, str]]:
        """The files of rules `schemas/checks/*.yaml`, the shipped first, samples aside: display names, texts."""
        return self._check_files(lambda name: not name.endswith(SAMPLES))

    def check_sample_texts(self) -> list[tuple[str, str]]:
        """The files `schemas/checks/*.samples.yaml`, the shipped ones first: display names, and texts."""
        return self._check_files(lambda name: name.endswith(SAMPLES))

    def _check_files(self, wanted: Callable[[str], bool]) -> list[tuple[str, str]]:
        found = []
        for tree in (self.shipped, self.root):
            folder = tree / "schemas/checks"
            for name in sorted(path.name for path in folder.glob("*.yaml") if is_safe_name(path.name)):
                if wanted(name):
                    path = inside(folder, name)
                    found.append((self._display(path), self._text(path)))
        return found

    def check_settings(self) -> tuple[str, str] | None:
        """Text and display name of the workspace's `checks.yaml`, None if it has none."""
        return self._own("checks.yaml")

    def retention_text(self) -> tuple[str, str] | None:
        """Text and display name of the workspace's `retention.yaml`, None if it has none."""
        return self._own("retention.yaml")

    def partners_text(self) -> tuple[str, str] | None:
        """Text and display name of the workspace's `partners.yaml`, None if it has none."""
        return self._own("partners.yaml")

    def _own(self, name: str) -> tuple[str, str] | None:
        try:
            path = inside(self.root, name)
        except FileNotFoundError:
            return None
        return self._text(path), self._display(path)

    def mapping_folders(self) -> dict[str, Path]:
        """Every folder below `mappings/` with a `mapping.yaml`, by name in order; the user's hide shipped ones."""
        found: dict[str, Path] = {}
        for tree in (self.shipped, self.root):
            found.update(folders_in(tree / "mappings", "mapping.yaml"))
        return dict(sorted(found.items()))

    def mapping_text(self, mapping: str, relative: str) -> str:
        """A file of one mapping's folder (`template.edi`, `codes/x.csv`).

        Raises:
            FileNotFoundError: the mapping or the file is not there.
        """
        return self._text(inside(self._mapping_folder(mapping), relative))

    def mapping_files(self, mapping: str) -> list[str]:
        """Relative names of all files of one mapping, in order."""
        folder = self._mapping_folder(mapping)
        return sorted(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file())

    def mapping_texts(self, mapping: str) -> dict[str, str]:
        """All of a mapping that can be read, by relative name, but its samples; what was read once is not read again.

        Symbolic links are left out unless they were followed before.
        """
        folder, found = self._mapping_folder(mapping), {}
        for place, folders, names in os.walk(folder):
            folders[:] = [name for name in folders if Path(place, name) != folder / "samples"]
            for path in (Path(place, name) for name in names if is_safe_name(name)):
                if path not in self.handed_out and not path.is_symlink():
                    with suppress(ConfigurationError, FileNotFoundError):
                        self._text(path)
                if path in self.handed_out:
                    found[path.relative_to(folder).as_posix()] = self.handed_out[path]
        return dict(sorted(found.items()))

    def configuration(self, name: str) -> tuple[str, str]:
        """Text and display name of `routes.yaml`: the user's, else the shipped `mappings/…`.

        Raises:
            ConfigurationError: `WSP-002`, neither tree has it.
        """
        if path := self._configured(name):
            return self._text(path), self._display(path)
        raise wrong("WSP-002", f"{name} is missing", name, f"write {self.root / name}, or restore mappings/{name}")

    def route_tests(self) -> tuple[str, str] | None:
        """Text and display name of the `routes.test.yaml` beside the `routes.yaml` that counts, None if it has none."""
        table = self._configured("routes.yaml")
        try:
            path = inside(table.parent, "routes.test.yaml") if table else None
        except FileNotFoundError:
            path = None
        return (self._text(path), self._display(path)) if path else None

    def _configured(self, name: str) -> Path | None:
        for folder in (self.root, self.shipped / "mappings"):
            with suppress(FileNotFoundError):
                return inside(folder, name)
        return None

    def sample(self, relative: str) -> Path:
        """A file below `samples/`, the user's before the shipped one; `FileNotFoundError` if there is none."""
        return self._find("samples", relative)

    def samples(self) -> dict[str, Path]:
        """Scenario folders below `samples/`, by name in order."""
        return dict(sorted(folders_in(self.shipped / "samples", None)))

    # Writing ----------------------------------------------------------------------------------------------------------

    @property
    def store_place(self) -> Path | str:
        """Where the audit store is: the URL that `store.yaml` names, else `audit.db`; `ensure` creates its folder.

        Raises:
            ConfigurationError: `AUD-013`, the file is not understood, or there is an `audit.db` beside it.
        """
        file = self.root / "audit.db"
        if (own := self._own("store.yaml")) is None:
            return file
        from edi_engine.configuration import fault_at, read_yaml  # few have one

        tree = read_yaml(*own)
        url = tree.get("url") if isinstance(tree, dict) and set(tree) == {"url"} else None
        if not (isinstance(url, str) and url.startswith(STORE_SCHEMES)):
            what, fix = "there is one key, 'url:', with the URL of a database", "url: postgresql://USER@HOST/DATABASE"
        elif file.exists():
            what = f"a store is named, but the record of this workspace lies in {file}"
            fix = "finish it without store.yaml (edi-engine resume), then move audit.db elsewhere"
        else:
            return str(url)
        why = "a workspace has one record"
        raise ConfigurationError(fault_at("AUD-013", what, tree, own[1], why=why, fix=fix))

    @property
    def keys_path(self) -> Path:
        """Where the keys lie that sign the record; the folder is created with the first key."""
        return self.root / "keys"

    def ensure(self) -> Path:
        """Create the workspace if it is not there, for its owner only.

        Raises:
            ConfigurationError: `WSP-003`, it cannot be created.
        """
        return self._create(self.root)

    def outbox(self, agency: str) -> Path:
        """The drop folder of one agency, created.

        Raises:
            ConfigurationError: `WSP-001`, the name is no plain name, or a symbolic link leads out of the workspace.
        """
        if not is_safe_name(agency):
            fix = "use letters, digits, '.', '_', '+' and '-', not more than 100"
            raise wrong("WSP-001", f"{agency!r} cannot name a folder", "outbox", fix)
        self.ensure()
        folder = self._create(self._create(self.root / "outbox") / agency)
        if folder.resolve() != self.root.resolve() / "outbox" / agency:
            raise wrong("WSP-001", f"{folder} is a symbolic link", "outbox", "put a folder in its place")
        return folder

    def outboxes(self) -> list[Path]:
        """The drop folders that are there, symbolic links aside."""
        parent = self.root / "outbox"
        return [path for path in parent.iterdir() if path.is_dir() and not path.is_symlink()] if parent.is_dir() else []

    def _create(self, folder: Path) -> Path:
        try:
            folder.mkdir(mode=0o700, parents=folder == self.root, exist_ok=True)
        except OSError as error:
            what = f"the folder {folder} cannot be created: {error.strerror}"
            in_its_place = isinstance(error, FileExistsError | NotADirectoryError)
            do = "move away the file that is in its place" if in_its_place else "make room"
            raise wrong("WSP-003", what, str(folder), f"{do}, or name another one with --workspace") from error
        return folder

    # Finding ----------------------------------------------------------------------------------------------------------

    def _find(self, folder: str, relative: str) -> Path:
        try:
            return inside(self.root / folder, relative)
        except FileNotFoundError:
            return inside(self.shipped / folder, relative)

    def _mapping_folder(self, mapping: str) -> Path:
        if is_safe_name(mapping):
            for tree in (self.root, self.shipped):
                if (tree / "mappings" / mapping / "mapping.yaml").is_file():
                    return tree / "mappings" / mapping
        raise FileNotFoundError(f"no mapping {mapping!r}")

    def _text(self, path: Path) -> str:
        text = text_of(path)
        if self.handed_out.get(path) != text:
            self.handed_out[path] = text
            self.revision += 1
        return text

    def _display(self, path: Path) -> str:
        """A name for findings that is the same on every machine where that is possible."""
        for tree in (self.shipped, self.root.parent):
            if path.is_relative_to(tree):
                return path.relative_to(tree).as_posix()
        return str(path)
