"""A JSON template of several documents: `[{"$document": "yes", …}]`, or such an array as a member of the template."""

from edi_engine.mapping.compiler.tree_nodes import Array, Member, Node, Object
from edi_engine.mapping.notation_errors import NotationError


def one_of_several(root: Node) -> tuple[Node, str | None]:
    """The template of one document, and the member that holds them: empty for the root, None where there is only one.

    Raises:
        NotationError: `$document` stands where no array of documents is.
    """
    if isinstance(root, Array):
        made = _document(root)
        return (root, None) if made is None else (made, "")
    found = None
    for member in root.members if isinstance(root, Object) else ():
        if isinstance(member.value, Array) and (made := _document(member.value)) is not None:
            if found is not None:
                raise NotationError("$document stands at one place", member.column, line=member.line)
            member.value, found = made, member.key
    return root, found


def _document(array: Array) -> Object | None:
    """The object that stands for each document of an array."""
    marks = [_mark(item) for item in array.items]
    if not any(marks):
        return None
    [first, *others] = array.items
    if others or not isinstance(first, Object):
        raise NotationError("an array of documents has one object", array.column, line=array.line)
    first.members = [member for member in first.members if member is not marks[0]]
    return first


def _mark(item: Node) -> Member | None:
    return next((m for m in item.members if m.key == "$document"), None) if isinstance(item, Object) else None
