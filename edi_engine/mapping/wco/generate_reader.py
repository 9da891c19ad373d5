"""Python text of the fast reader of a layout: one function for each node.

A document comes as its tags and the text behind each of them (`tokens.tokens`), which costs a fraction of the elements
of a tree. Elements are known by their local names. A generated reader takes only what is as it should be: anything else
(an unknown or repeated element, an attribute, stray text, a number that would not come out as it went in) raises
`Unusual`, and the careful reader says what it is. Nothing can slip through: each tag is taken by somebody, in turn.
"""

from edi_engine.canonical.metadata import Kind, roles
from edi_engine.mapping.wco.layout import Layout, Member, Node

HEADER = """\
# Arguments: the tokens x behind a start tag, the text v behind that tag, its attributes u, the parties p around it.
def end(x):
    t, v = next(x)
    if t[0] != "/" or v != NL and v.strip(WS):
        raise Unusual

def inner(x, v, tag):
    if v != NL and v.strip(WS):
        raise Unusual
    t, v = next(x)
    if t[0] == "/":
        if v != NL and v.strip(WS):
            raise Unusual
        return None
    if t != tag:
        raise Unusual
    end(x)
    end(x)
    return v.strip(WS) or None

def date_time(x, v, u):
    if u or v != NL and v.strip(WS):
        raise Unusual
    t, v = next(x)
    if t[0] == "/":
        if v != NL and v.strip(WS):
            raise Unusual
        return None
    t, _, u = t.partition(" ")
    if t.rpartition(":")[2] != "DateTimeString":
        raise Unusual
    f = attribute_of(u, "formatCode") if u else None
    end(x)
    end(x)
    v = v.strip(WS)
    if v:
        return DateTime(v, f)
    if u:
        raise Unusual
    return None

def decimal(x, v, u):
    if u:
        raise Unusual
    t, w = next(x)
    if t[0] != "/" or w != NL and w.strip(WS):
        raise Unusual
    v = v.strip(WS)
    if not v:
        return None
    if not PLAIN_NUMBER(v):
        raise Unusual
    return Decimal(v)

def integer(x, v, u):
    if u:
        raise Unusual
    end(x)
    v = v.strip(WS)
    if not v:
        return None
    if not PLAIN_INTEGER(v):
        raise Unusual
    return int(v)

def amount(x, v, u):
    n = decimal(x, v, "")
    if not u:
        return None if n is None else Amount(n)
    if n is None:
        raise Unusual
    return Amount(n, attribute_of(u, "currencyID"))

def measure(x, v, u):
    n = decimal(x, v, "")
    if not u:
        return None if n is None else Measure(n)
    if n is None:
        raise Unusual
    return Measure(n, attribute_of(u, "unitCode"))

def quantity(x, v, u):
    n = decimal(x, v, "")
    if not u:
        return None if n is None else Quantity(n)
    if n is None:
        raise Unusual
    return Quantity(n, attribute_of(u, "unitCode"))
"""

_FUNCTIONS = {
    Kind.DATETIME: "date_time",
    Kind.DECIMAL: "decimal",
    Kind.INTEGER: "integer",
    Kind.AMOUNT: "amount",
    Kind.MEASURE: "measure",
    Kind.QUANTITY: "quantity",
}


def reader_text(layout: Layout) -> str:
    """The reader of a layout; its entry is `r0(tokens, text, [])`."""
    functions = (_node(node) for node in layout.nodes)
    tables = (_table(node) for node in layout.nodes)
    return "\n".join([HEADER, *functions, *tables, ""])


def _table(node: Node) -> str:
    """The members of one node: tag to kind, field and what reads it."""
    rows = "".join(f"    {member.tag!r}: {_row(member)},\n" for member in node.members)
    return f"t{node.number} = {{\n{rows}}}.get"


def _node(node: Node) -> str:
    """The function of one node."""
    kinds = {_kind(member) for member in node.members}
    signature = f"def r{node.number}(x, v, p, k):" if node.flattened else f"def r{node.number}(x, v, p):"
    lines = [f"# {node.name}{f' at {node.path}' if node.path else ''}", signature]
    lines += ["    if v != NL and v.strip(WS):", "        raise Unusual"]
    lines += [] if node.flattened else ["    k = {}"]
    lines += ["    p = []"] if node.owns_parties else []
    lines += ["    once = set()"] if kinds & {"level", "wrapped"} else []
    lines += ["    for t, v in x:", f"        m = t{node.number}(t)"]
    lines += [f"        {line}" for line in _OTHERS.format(number=node.number).splitlines()]
    lines += ["        q, f, g = m"]
    word = "if"
    for kind in (kind for kind in _BRANCHES if kind in kinds):
        lines += [f"        {word} q == {kind!r}:", *(f"            {line}" for line in _BRANCHES[kind])]
        word = "elif"
    lines += ["    if v != NL and v.strip(WS):", "        raise Unusual", *_end(node)]
    return "\n".join([*lines, ""])


def _end(node: Node) -> list[str]:
    if node.flattened:
        return ["    return None"]
    lines = ["    if p:", '        k["parties"] = p'] if node.owns_parties else []
    return [*lines, f"    return {node.struct.__name__}(**k) if k else None"]


# What is no plain start tag of a member: the end tag of the node, an empty element, a start tag with attributes.
_OTHERS = """\
if m is not None:
    u = ""
elif t[0] == "/":
    break
elif t[-1] == "/":
    if t{number}(t[:-1], KEPT_ROW)[0] == "kept" or v != NL and v.strip(WS):
        raise Unusual
    continue
else:
    t, _, u = t.partition(" ")
    m = t{number}(t)
    if m is None or m[0] not in UNITED:
        raise Unusual
"""

# A value is read once; a second element of its tag is unusual.
_BRANCHES = {
    "text": [
        "e, w = next(x)",
        'if e[0] != "/" or w != NL and w.strip(WS):',
        "    raise Unusual",
        "v = v.strip(WS)",
        "if not v:",
        "    continue",
        "if f in k:",
        "    raise Unusual",
        "k[f] = v",
    ],
    "value": ["v = g(x, v, u)", "if v is None:", "    continue", "if f in k:", "    raise Unusual", "k[f] = v"],
    "values": ["v = g(x, v, u)", "if v is not None:", "    k.setdefault(f, []).append(v)"],
    "struct": ["v = g(x, v, p)", "if v is None:", "    continue", "if f in k:", "    raise Unusual", "k[f] = v"],
    "structs": [
        "v = g(x, v, p)",
        "if v is not None:",
        "    if f in k:",
        "        k[f].append(v)",
        "    else:",
        "        k[f] = [v]",
    ],
    "party": ["v = g(x, v, p)", "if v is not None:", "    v.role, v.level = f", "    p.append(v)"],
    "kept": ["raise Unusual"],
    "level": ["if f in once:", "    raise Unusual", "once.add(f)", "g(x, v, p, k)"],
    "wrapped": [
        "if f in once:",
        "    raise Unusual",
        "once.add(f)",
        "v = inner(x, v, g)",
        "if v is not None:",
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


def _row(member: Member) -> str:
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
        return f"({kind!r}, {name!r}, {member.inner!r})"
    return f"({kind!r}, {name!r}, {reads if member.node else _FUNCTIONS.get(field.kind, 'None') if field else 'None'})"
