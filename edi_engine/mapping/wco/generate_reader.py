"""Python text of the fast reader of a layout: one function for each node.

A generated reader takes only what is as it should be. Anything else (an unknown or repeated element, an attribute,
stray text, a number that would not come out as it went in) raises `Unusual`, and the careful reader says what it is.
Nothing can slip through: every element and attribute is counted, and the sums are compared with those of the document.
"""

from edi_engine.canonical.metadata import Kind, roles
from edi_engine.mapping.wco.layout import Layout, Member, Node

HEADER = """\
def blank(t):
    if t is not None and not t.isspace():
        raise Unusual

def inner(x, tag, c):
    blank(x.text)
    n = len(x)
    if n == 0:
        return None
    y = x[0]
    if n != 1 or y.tag != tag:
        raise Unusual
    blank(y.tail)
    c.elements += 1
    return y

def date_time(x, c):
    blank(x.text)
    n = len(x)
    if n == 0:
        return None
    y = x[0]
    if n != 1 or y.tag.rpartition("}")[2] != "DateTimeString":
        raise Unusual
    blank(y.tail)
    c.elements += 1
    v = y.text
    if v is None or not (v := v.strip(WS)):
        return None
    f = y.get("formatCode")
    if f is not None:
        c.attributes += 1
    return DateTime(v, f)

def decimal(x, c):
    v = x.text
    if v is None or not (v := v.strip(WS)):
        return None
    if not PLAIN_NUMBER(v):
        raise Unusual
    return Decimal(v)

def integer(x, c):
    v = x.text
    if v is None or not (v := v.strip(WS)):
        return None
    if not PLAIN_INTEGER(v):
        raise Unusual
    return int(v)

def amount(x, c):
    v = decimal(x, c)
    u = x.get("currencyID")
    if u is not None:
        if v is None:
            raise Unusual
        c.attributes += 1
    return None if v is None else Amount(v, u)

def measure(x, c):
    v = decimal(x, c)
    u = x.get("unitCode")
    if u is not None:
        if v is None:
            raise Unusual
        c.attributes += 1
    return None if v is None else Measure(v, u)

def quantity(x, c):
    v = decimal(x, c)
    u = x.get("unitCode")
    if u is not None:
        if v is None:
            raise Unusual
        c.attributes += 1
    return None if v is None else Quantity(v, u)
"""

_FUNCTIONS = {
    Kind.DATETIME: "date_time",
    Kind.DECIMAL: "decimal",
    Kind.INTEGER: "integer",
    Kind.AMOUNT: "amount",
    Kind.MEASURE: "measure",
    Kind.QUANTITY: "quantity",
}


def reader_text(layout: Layout, namespace: str) -> str:
    """The reader for documents whose elements are in one namespace (empty for none)."""
    prefix = f"{{{namespace}}}" if namespace else ""
    functions = (_node(node) for node in layout.nodes)
    tables = (_table(node, prefix) for node in layout.nodes)
    return "\n".join([HEADER, *functions, *tables, ""])


def _table(node: Node, prefix: str) -> str:
    """The members of one node: tag to kind, field and what reads it."""
    rows = "".join(f"    {prefix + member.tag!r}: {_row(member, prefix)},\n" for member in node.members)
    return f"t{node.number} = {{\n{rows}}}.get"


def _node(node: Node) -> str:
    """The function of one node."""
    kinds = {_kind(member) for member in node.members}
    signature = f"def r{node.number}(e, c, p, k):" if node.flattened else f"def r{node.number}(e, c, p):"
    lines = [
        f"# {node.name}{f' at {node.path}' if node.path else ''}",
        signature,
        "    blank(e.text)",
        "    n = len(e)",
    ]
    lines += ["    if n == 0:", "        return None"]
    lines += [] if node.flattened else ["    k = {}"]
    lines += ["    p = []"] if node.owns_parties else []
    lines += ["    once = set()"] if kinds & {"level", "wrapped"} else []
    lines += ["    c.elements += n", "    for x in e:", "        t = x.tail"]
    lines += ["        if t is not None and not t.isspace():", "            raise Unusual"]
    lines += [
        f"        m = t{node.number}(x.tag)",
        "        if m is None:",
        "            raise Unusual",
        "        q, f, g = m",
    ]
    word = "if"
    for kind in (kind for kind in _BRANCHES if kind in kinds):
        lines += [f"        {word} q == {kind!r}:", *(f"            {line}" for line in _BRANCHES[kind])]
        word = "elif"
    lines += _end(node)
    return "\n".join([*lines, ""])


def _end(node: Node) -> list[str]:
    if node.flattened:
        return ["    return None"]
    lines = ["    if p:", '        k["parties"] = p'] if node.owns_parties else []
    return [*lines, f"    return {node.struct.__name__}(**k) if k else None"]


# A value is read once; a second element of its tag is unusual.
_BRANCHES = {
    "text": [
        "v = x.text",
        "if v is None or not (v := v.strip(WS)):",
        "    continue",
        "if f in k:",
        "    raise Unusual",
        "k[f] = v",
    ],
    "value": ["v = g(x, c)", "if v is None:", "    continue", "if f in k:", "    raise Unusual", "k[f] = v"],
    "values": ["v = g(x, c)", "if v is not None:", "    k.setdefault(f, []).append(v)"],
    "struct": ["v = g(x, c, p)", "if v is None:", "    continue", "if f in k:", "    raise Unusual", "k[f] = v"],
    "structs": [
        "v = g(x, c, p)",
        "if v is not None:",
        "    if f in k:",
        "        k[f].append(v)",
        "    else:",
        "        k[f] = [v]",
    ],
    "party": ["v = g(x, c, p)", "if v is not None:", "    v.role, v.level = f", "    p.append(v)"],
    "kept": ["raise Unusual"],
    "level": ["if f in once:", "    raise Unusual", "once.add(f)", "g(x, c, p, k)"],
    "wrapped": [
        "if f in once:",
        "    raise Unusual",
        "once.add(f)",
        "y = inner(x, g, c)",
        "if y is not None and (v := y.text) is not None and (v := v.strip(WS)):",
        "    k[f] = v",
    ],
}


def _kind(member: Member) -> str:
    if member.kept:
        return "kept"
    if member.role:
        return "party"
    if member.field is None:
        return "level"
    if member.inner:
        return "wrapped"
    if member.node:
        return "structs" if member.field.many else "struct"
    if member.field.kind is Kind.TEXT:
        return "text"
    return "values" if member.field.many else "value"


def _row(member: Member, prefix: str) -> str:
    kind = _kind(member)
    if kind == "kept":
        return f"({kind!r}, None, None)"
    reads = f"r{member.node.number}" if member.node else "None"
    if kind == "party":
        level = member.key.rpartition("/")[0]
        told = level if level != roles()[member.role].level else ""
        return f"({kind!r}, ({member.role!r}, {told or None!r}), {reads})"
    if kind == "level":
        return f"({kind!r}, {member.tag!r}, {reads})"
    field = member.field
    name = field.name if field else ""
    if kind == "wrapped":
        return f"({kind!r}, {name!r}, {prefix + member.inner!r})"
    return f"({kind!r}, {name!r}, {reads if member.node else _FUNCTIONS.get(field.kind, 'None') if field else 'None'})"
