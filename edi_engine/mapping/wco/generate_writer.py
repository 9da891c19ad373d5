"""Python text of the fast writer of a layout: one function for each node, straight through its members.

A generated writer writes what has a home in the layout. What has none (a field, a further element of a list, a party,
an extension), and what XML cannot carry, raises `Unusual`, and the careful writer says what it is.
"""

from edi_engine.canonical.metadata import Kind, fields
from edi_engine.mapping.wco.layout import Layout, Member, Node

HEADER = """\
def by_level(parties):
    g = {}
    for q in parties:
        role = q.role
        key = f"{q.level or LEVEL.get(role)}/{role}"
        if key in g:
            g[key].append(q)
        else:
            g[key] = [q]
    return g

def by_role(parties):
    g = {}
    for q in parties:
        key = f"{q.level}/{q.role}" if q.level else q.role
        if key in g:
            g[key].append(q)
        else:
            g[key] = [q]
    return g

def date_time(v):
    if not v.value:
        if v.format:
            raise Unusual
        return ""
    f = v.format
    t = v.value
    t = t if t.isalnum() else text(t)
    if f:
        return f'<ds:DateTimeString formatCode="{attribute(f)}">{t}</ds:DateTimeString>'
    return f"<ds:DateTimeString>{t}</ds:DateTimeString>"

def united(tag, name, v, unit):
    n = v.value
    if n is None:
        if unit:
            raise Unusual
        return ""
    n = number(n)
    if unit:
        return f'<{tag} {name}="{attribute(unit)}">{n}</{tag}>\\n'
    return f"<{tag}>{n}</{tag}>\\n"
"""


def writer_text(layout: Layout) -> str:
    """The writer of a layout; its entry is `w0(document, 1, None)`."""
    return "\n".join([HEADER, *(_node(node) for node in layout.nodes)])


def _node(node: Node) -> str:
    lines = [f"# {node.name}{f' at {node.path}' if node.path else ''}", f"def w{node.number}(d, i, g):", '    s = ""']
    if node.owns_parties:
        group = "by_level" if node.struct.__name__ == "Declaration" else "by_role"
        lines.append(f"    g = {group}(d.parties) if d.parties else NOBODY")
    for member in node.members:
        lines += (f"    {line}" for line in _member(node, member))
    if node.owns_parties:
        lines += ["    if g:", "        raise Unusual"]
    if not node.flattened:
        lines += _homeless(node)
    return "\n".join([*lines, "    return s", ""])


def _homeless(node: Node) -> list[str]:
    """The check that no field without a home holds a value."""
    written = node.written()
    tests = ["d.extensions"]
    for name, field in fields(node.struct.__name__).items():
        if name not in written:
            empty_is_none = field.many or field.kind is Kind.TEXT
            tests.append(f"d.{name}" if empty_is_none else f"d.{name} is not None")
    return [f"    if {' or '.join(tests)}:", "        raise Unusual"]


def _member(node: Node, member: Member) -> list[str]:
    if member.role:
        return _party(member)
    if member.field is None:
        return _level(member)
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
        return [f"v = d.{name}", "if v:", f'    s += f"{start}{{v if v.isalnum() else text(v)}}{end}"']
    if member.counter:
        return [f"v = d.{name}", f's += f"{start}{{i if v is None else number(v)}}{end}"']
    if kind in (Kind.DECIMAL, Kind.INTEGER):
        return [f"v = d.{name}", "if v is not None:", f'    s += f"{start}{{number(v)}}{end}"']
    if kind is Kind.DATETIME:
        return [f"v = d.{name}", "if v is not None and (v := date_time(v)):", f'    s += f"{start}{{v}}{end}"']
    attribute, unit = ("currencyID", "currency") if kind is Kind.AMOUNT else ("unitCode", "unit")
    written = f's += united("{tag}", "{attribute}", v, v.{unit})'
    if member.field.many:
        return _at_most_one(member, [written])
    return [f"v = d.{name}", "if v is not None:", f"    {written}"]


def _at_most_one(member: Member, lines: list[str]) -> list[str]:
    """A list of which the layout has one, or all where it has many."""
    assert member.field is not None  # noqa: S101 - the caller looked
    if member.many:
        return [f"for j, v in enumerate(d.{member.field.name}, 1):", *(f"    {line}" for line in lines)]
    first = [
        f"v = d.{member.field.name}",
        "if v:",
        "    if len(v) > 1:",
        "        raise Unusual",
        "    v = v[0]",
        "    j = 1",
    ]
    return first + [f"    {line}" for line in lines]


def _struct(member: Member) -> list[str]:
    assert member.field is not None  # noqa: S101 - the caller looked
    number = member.node.number if member.node else 0
    put = f's += f"<{member.tag}>\\n{{b}}</{member.tag}>\\n"'
    if member.field.many:
        return _at_most_one(member, [f"b = w{number}(v, j, g)", "if b:", f"    {put}"])
    lines = [f"v = d.{member.field.name}"]
    keys = member.node.party_keys() if member.node else []
    if keys:  # its parties stand in the owner's list
        present = " or ".join(f"{key!r} in g" for key in keys)
        lines += [f"if v is None and g and ({present}):", f"    v = {_struct_name(member)}()"]
    return [*lines, f"if v is not None and (b := w{number}(v, 1, g)):", f"    {put}"]


def _struct_name(member: Member) -> str:
    """The name of the struct a member makes."""
    return member.node.struct.__name__ if member.node else ""


def _level(member: Member) -> list[str]:
    number = member.node.number if member.node else 0
    return [f"b = w{number}(d, 1, g)", "if b:", f'    s += f"<{member.tag}>\\n{{b}}</{member.tag}>\\n"']


def _party(member: Member) -> list[str]:
    number = member.node.number if member.node else 0
    lines = ["if g:", f"    v = g.pop({member.key!r}, None)", "    if v:"]
    lines += [] if member.many else ["        if len(v) > 1:", "            raise Unusual"]
    lines += ["        for q in v:", f"            b = w{number}(q, 1, None)", "            if b:"]
    return [*lines, f'                s += f"<{member.tag}>\\n{{b}}</{member.tag}>\\n"']
