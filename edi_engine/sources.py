"""What an engine has read of its workspace so far, as sources for the record: what its decisions depend on."""

import json
from functools import cached_property
from pathlib import Path

from edi_engine.audit.sources import Source, Sources
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
