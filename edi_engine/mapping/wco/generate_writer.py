"""Python text of the fast writer of a layout: one function for each node, straight through its members.

A generated writer writes what has a home in the layout and counts in `lost` what has none: a field, a further element
of a list, a party, an extension. What is not as expected (kept XML, a value XML cannot carry) raises `Unusual`, and
the careful writer does it all anew. Arguments: a struct `d`, its ordinal `i`, the parties around it `g`, its path `p`,
what is lost, and the pieces of the text that are written, `out`; a function says whether it has written any.
"""

from edi_engine.canonical.metadata import Field, Kind, fields
from edi_engine.mapping.wco.layout import Layout, Member, Node


def writer_text(layout: Layout) -> str:
    """The writer of a layout; its entry is `w0(document, 1, None, "", lost, out)`."""
    return "\n".join(_node(node) for node in layout.nodes)


def _node(node: Node) -> str:
    lines = [f"# {node.name}{f' at {node.path}' if node.path else ''}", f"def w{node.number}(d, i, g, p, lost, out):"]
    lines += [] if node.flattened else _homeless(node)
    lines.append("    n = len(out)")
    if node.owns_parties:
        group = "parties_by_level" if node.levels else "parties_by_role"
        lines.append(f"    g = {group}(d.parties) if d.parties else NOBODY")
    for member in node.members:
        lines += (f"    {line}" for line in _member(node, member))
    if node.owns_parties:
        lines += ["    if g:", "        lose_parties(lost, g, p)"]
    return "\n".join([*lines, "    return len(out) > n", ""])


def _homeless(node: Node) -> list[str]:
    """The look at the fields without a home: at all of them in one line, at each where one holds something."""
    described = fields(node.struct.__name__)
    tests = {name: _holds(described[name]) for name in node.homeless()}
    extensions = ["d.extensions"] if node.keeps else []
    if not tests and not extensions:
        return []
    lines = [f"    if {' or '.join([*tests.values(), *extensions])}:"]
    for name, test in tests.items():
        lines += [f"        if {test}:", f'            lost[p + "{name}"] += 1']
    if not extensions:
        return lines
    return [
        *lines,
        "        if d.extensions:",
        "            if not KEPT.isdisjoint(d.extensions):",
        "                raise Unusual",
        "            lose_extensions(lost, d.extensions, p)",
    ]


def _holds(field: Field) -> str:
    empty_is_none = field.many or field.kind is Kind.TEXT
    return f"d.{field.name}" if empty_is_none else f"d.{field.name} is not None"


def _member(node: Node, member: Member) -> list[str]:
    if member.kept:
        return []
    if member.role:
        return _party(node, member)
    if member.field is None:
        return _element(member, "d, i, g, p")
    if member.node:
        return _struct(member)
    return _value(member)


def _value(member: Member) -> list[str]:
    assert member.field is not None  # noqa: S101 - the caller looked
    name, kind, tag = member.field.name, member.field.kind, member.tag
    start, end = f"<{tag}>", f"</{tag}>\\n"
    if member.inner:
        start, end = f"<{tag}>\\n<{member.inner}>", f"</{member.inner}>\\n</{tag}>\\n"
    if kind is Kind.TEXT:
        shown = f"{{v if v.isalnum() or not special(v) else text(v, lost, p + {name!r})}}"
        return [f"v = d.{name}", "if v:", f'    out.append(f"{start}{shown}{end}")']
    if member.counter:
        return [f"v = d.{name}", f'out.append(f"{start}{{i if v is None else number(v)}}{end}")']
    if kind in (Kind.DECIMAL, Kind.INTEGER):
        return [f"v = d.{name}", "if v is not None:", f'    out.append(f"{start}{{number(v)}}{end}")']
    if kind is Kind.DATETIME:
        call = f'date_time(v, FORMATS, lost, p + "{name}")'
        return [f"v = d.{name}", f"if v is not None and (v := {call}):", f'    out.append(f"{start}{{v}}{end}")']
    written = _united(tag, *(("currencyID", "currency") if kind is Kind.AMOUNT else ("unitCode", "unit")))
    if member.field.many:
        return _at_most_one(member, written)
    return [f"v = d.{name}", "if v is not None:", *(f"    {line}" for line in written)]


def _united(tag: str, attribute: str, unit: str) -> list[str]:
    """The element of an amount, a measure or a quantity with the attribute of its unit."""
    shown = f'{attribute}="{{u if u.isalnum() else attribute(u)}}"'
    return [
        f"u = v.{unit}",
        "if v.value is None:",
        "    if u:",
        "        raise Unusual",
        "elif u:",
        f"    out.append(f'<{tag} {shown}>{{number(v.value)}}</{tag}>\\n')",
        "else:",
        f'    out.append(f"<{tag}>{{number(v.value)}}</{tag}>\\n")',
    ]


def _at_most_one(member: Member, lines: list[str]) -> list[str]:
    """A list of which the layout has one, or all where it has many."""
    assert member.field is not None  # noqa: S101 - the caller looked
    name = member.field.name
    if member.many:
        each = ["    for j, v in enumerate(v, 1):", *(f"        {line}" for line in lines)]
        return [f"v = d.{name}", "if v:", *each]
    first = [
        f"v = d.{name}",
        "if v:",
        "    if len(v) > 1:",
        f'        lose(lost, TOO_MANY, p + "{name}", ONE_FITS, count=len(v) - 1)',
        "    v = v[0]",
        "    j = 1",
    ]
    return first + [f"    {line}" for line in lines]


def _struct(member: Member) -> list[str]:
    assert member.field is not None  # noqa: S101 - the caller looked
    below = f'p + "{member.field.name}."'
    if member.field.many:
        return _at_most_one(member, _element(member, f"v, j, g, {below}"))
    lines = [f"v = d.{member.field.name}"]
    keys = member.node.party_keys() if member.node else []
    if keys:  # its parties stand in the owner's list
        present = " or ".join(f"{key!r} in g" for key in keys)
        lines += [f"if v is None and g and ({present}):", f"    v = {_struct_name(member)}()"]
    # A struct that stands in no list has the ordinal of the one around it.
    return [*lines, "if v is not None:", *(f"    {line}" for line in _element(member, f"v, i, g, {below}"))]


def _element(member: Member, arguments: str, otherwise: str = "") -> list[str]:
    """An element around what another function writes; it is taken back where that is nothing."""
    number = member.node.number if member.node else 0
    return [
        f'out.append("<{member.tag}>\\n")',
        f"if w{number}({arguments}, lost, out):",
        f'    out.append("</{member.tag}>\\n")',
        "else:",
        "    out.pop()",
        *([f"    {otherwise}"] if otherwise else []),
    ]


def _struct_name(member: Member) -> str:
    """The name of the struct a member makes."""
    return member.node.struct.__name__ if member.node else ""


def _party(node: Node, member: Member) -> list[str]:
    here = f"parties[role={member.role}]"
    p = "above(p)" if node.leveled else "p"  # the document around it holds them
    lines = ["if g:", f"    v = g.pop({member.key!r}, None)", "    if v:"]
    if not member.many:
        lines += [
            "        if len(v) > 1:",
            f"            lose(lost, TOO_MANY, {p} + {here!r}, ONE_FITS, count=len(v) - 1)",
            "            del v[1:]",
        ]
    each = _element(member, f"q, 1, NOBODY, {p} + {here + '.'!r}", f"lose_party(lost, q, {p} + {here!r})")
    return [*lines, "        for q in v:", *(f"            {line}" for line in each)]
