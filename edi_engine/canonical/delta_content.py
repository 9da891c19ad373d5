"""What an amendment holds of the new version: the places that its pointers name, and no more than leads to them."""

from copy import deepcopy
from typing import Any

from edi_engine.canonical.document_paths import DocumentPath, value_at
from edi_engine.canonical.lists import grown
from edi_engine.canonical.model import Declaration

TELLING = ("sequence_numeric", "role", "level")


class Content:
    """An amendment that grows place by place.

    Elements of lists that carry a number are there with it and with what is named of them; others are there whole, so
    that whoever reads the amendment can tell which they are.
    """

    def __init__(self, version: Declaration) -> None:
        self.version = version
        self.made = Declaration()
        self.elements: dict[int, Any] = {}  # of the amendment, by the identity of those of the version
        self.whole: set[int] = set()  # of those, by identity
        self.lists: dict[tuple[int, str], tuple[Any, str, list[Any]]] = {}

    def hold(self, path: DocumentPath, *, whole: bool) -> None:
        """Let the amendment hold a place of the version, with all that stands there or only so that it is there."""
        source, owner = self.version, self.made
        for depth, step in enumerate(path):
            last = whole and depth == len(path) - 1
            found = value_at(source, (step,))
            if step.element is not None:
                owner = self._element(source, owner, step.name, found, whole=last)
                if id(found) in self.whole:
                    return
            elif last:
                setattr(owner, step.name, deepcopy(found))
                return
            else:
                owner = self._struct(owner, step.name, found)
            source = found

    def _struct(self, owner: Any, name: str, found: Any) -> Any:
        if getattr(owner, name) is None:
            setattr(owner, name, type(found)())
        return getattr(owner, name)

    def _element(self, source: Any, owner: Any, name: str, found: Any, *, whole: bool) -> Any:
        """The element of the amendment for one of the version."""
        whole = whole or getattr(found, "sequence_numeric", None) is None
        key = id(found)
        if key not in self.elements:
            telling = {one: getattr(found, one) for one in TELLING if one in found.__struct_fields__}
            self.elements[key] = deepcopy(found) if whole else type(found)(**telling)
            if whole:
                self.whole.add(key)
            grown(owner, name).append(self.elements[key])
            self.lists[id(owner), name] = owner, name, getattr(source, name)
        return self.elements[key]

    def ordered(self) -> Declaration:
        """The amendment, the elements of its lists in the order of the version."""
        for owner, name, elements in self.lists.values():
            held = [self.elements[id(one)] for one in elements if id(one) in self.elements]
            setattr(owner, name, held)
        return self.made
