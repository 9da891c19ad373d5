"""What an engine has read of its workspace so far, as sources for the record; and a workspace made of such sources."""

import json
from functools import cached_property
from pathlib import Path

from edi_engine.audit.sources import Source, Sources
from edi_engine.errors import ConfigurationError, StoreError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.folders import is_safe_name
from edi_engine.workspace import Workspace

MAPPING = "mapping"
OWN, SHIPPED = "workspace/", "shipped/"
# Kinds of files by how their paths begin, in the workspace or what is shipped; mapping folders are sources as a whole.
KINDS = {
    "routes.yaml": "routes",
    "mappings/routes.yaml": "routes",
    "states.yaml": "states",
    "mappings/states.yaml": "states",
    "partners.yaml": "partners",
    "checks.yaml": "checks",
    "schemas/checks/": "checks",
    "schemas/codes/": "codes",
    "schemas/edifact/overlays/": "overlay",
    "schemas/edifact/": "directory",
    "schemas/": "schema",
}
WHOLE = (MAPPING, "routes", "states", "partners", "checks")  # kinds of which all there is is read


class SourcesRead:
    """Called, it gives the sources: every mapping folder as JSON (a text a file), and all else that was read."""

    def __init__(self, workspace: Workspace) -> None:
        """Nothing is read before it is called."""
        self.workspace = workspace
        self._revision, self._found = -1, Sources((), Source.of("", "", ""))

    def __call__(self) -> Sources:
        """The sources as they stand; what was read again counts as it was read last."""
        if self._revision != self.workspace.revision:
            mappings = [self._mapping(name) for name in self._names]
            files = [self._file(path, text) for path, text in list(self.workspace.handed_out.items())]
            self._found = Sources.of([*mappings, *filter(None, files)])
            self._revision = self.workspace.revision
        return self._found

    @cached_property
    def _names(self) -> list[str]:
        return list(self.workspace.mapping_folders())

    def _mapping(self, name: str) -> Source:
        texts = self.workspace.mapping_texts(name)
        return Source.of(MAPPING, name, json.dumps(texts, ensure_ascii=False, indent=1))

    def _file(self, path: Path, text: str) -> Source | None:
        """A file that is in no mapping folder, by its path in its tree."""
        for tree, root in ((SHIPPED, self.workspace.shipped), (OWN, self.workspace.root)):
            if path.is_relative_to(root):
                name = path.relative_to(root).as_posix()
                kind = next((kind for start, kind in KINDS.items() if name.startswith(start)), None)
                return Source.of(kind, f"{tree}{name}", text) if kind else None
        return None


class PastWorkspace(Workspace):
    """A workspace as it was: its mappings, routes and rules are those of the sources.

    What was not read then (a directory, code list or overlay that nothing asked for) is that of today.

    Attributes:
        borrowed: the names of the files that are of today.
    """

    def __init__(self, sources: Sources, folder: Path, today: Workspace) -> None:
        """Lay the sources out below a folder.

        Raises:
            StoreError: `AUD-018`, a source has a name that no file of a workspace has.
        """
        super().__init__(folder / "workspace", shipped=folder / "shipped")
        self.today, self.borrowed = today, set[str]()
        self._whole, self._files = _state(sources)
        for source in sources.every:
            self._lay_out(source)

    def takes_in(self, sources: Sources) -> bool:
        """Whether other sources are of the same state of affairs; what was read more of it is laid out too."""
        whole, files = _state(sources)
        if whole != self._whole or any(self._files.get(path, known) != known for path, known in files.items()):
            return False
        more = files.keys() - self._files.keys()
        if more & self.borrowed:
            return False
        for source in sources.every:
            if source.kind not in WHOLE and _path(source) in more:
                self._lay_out(source)
        self._files |= files
        return True

    @property
    def dated(self) -> bool:
        """Whether a code table of it holds on some days only."""
        tables = [path for tree in (self.root, self.shipped) for path in tree.glob("mappings/*/codes/*.csv")]
        tables += [path for tree in (self.root, self.shipped) for path in tree.glob("schemas/codes/*.csv")]
        heads = (path.read_text("utf-8").partition("\n")[0].split(",") for path in tables)
        return any({"from", "to"} & set(head) for head in heads)

    def _lay_out(self, source: Source) -> None:
        trees = {OWN: self.root, SHIPPED: self.shipped}
        if source.kind == MAPPING:
            for file, text in json.loads(source.data).items():
                _write(self.root / "mappings", f"{source.name}/{file}", text)
            return
        tree = next((tree for tree in trees if source.name.startswith(tree)), OWN)
        _write(trees[tree], source.name.removeprefix(tree), source.data.decode())

    def configuration(self, name: str) -> tuple[str, str]:
        """A table; one that no engine knew then is that of today."""
        try:
            return super().configuration(name)
        except ConfigurationError:
            self.borrowed.add(name)
            return self.today.configuration(name)

    def schema_text(self, relative: str) -> str:
        """A file below `schemas/`."""
        try:
            return super().schema_text(relative)
        except FileNotFoundError:
            text = self.today.schema_text(relative)
            self.borrowed.add(f"schemas/{relative}")
            return text

    def overlay_texts(self) -> dict[str, tuple[str, str]]:
        """Overlays of UN directories."""
        return {**self.today.overlay_texts(), **super().overlay_texts()}

    def code_list_names(self) -> list[str]:
        """Names of the files `schemas/codes/NAME.tsv`."""
        return sorted({*self.today.code_list_names(), *super().code_list_names()})

    def code_list_texts(self, name: str) -> list[tuple[str, str]]:
        """The files `schemas/codes/NAME.tsv` of a name."""
        if found := super().code_list_texts(name):
            return found
        if found := self.today.code_list_texts(name):
            self.borrowed.add(f"schemas/codes/{name}.tsv")
        return found


def sources_now(workspace: Workspace) -> Sources:
    """All that an engine could follow in a workspace as it is, but schemas, which are read as they are asked for."""
    fresh = Workspace(workspace.root, shipped=workspace.shipped)
    fresh.configuration("routes.yaml")
    fresh.configuration("states.yaml")
    fresh.partners_text()
    fresh.check_texts()
    fresh.check_settings()
    for name in fresh.code_list_names():
        fresh.code_list_texts(name)
    return SourcesRead(fresh)()


def _path(source: Source) -> str:
    return source.name.removeprefix(OWN).removeprefix(SHIPPED)


def _state(sources: Sources) -> tuple[frozenset[Source], dict[str, frozenset[Source]]]:
    """What is always read as a whole, and by path the files of both trees that were read."""
    files: dict[str, frozenset[Source]] = {}
    for source in sources.every:
        if source.kind not in WHOLE:
            files[_path(source)] = files.get(_path(source), frozenset()) | {source}
    return frozenset(source for source in sources.every if source.kind in WHOLE), files


def _write(tree: Path, name: str, text: str) -> None:
    if not all(map(is_safe_name, name.split("/"))):
        raise StoreError(
            Finding(
                code="AUD-018",
                severity=Severity.ERROR,
                what=f"a source is called {name[:100]!r}, which is no name of a file in a workspace",
                where=Position(path="sources"),
                why="sources are laid out as files",
                fix="see audit verify: the record was changed",
            )
        )
    path = tree / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="")
