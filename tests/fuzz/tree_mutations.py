"""What happens to XML, JSON and CSV: nodes lost, doubled, renamed and moved, and the tricks of each syntax."""

import json
import re
from random import Random
from typing import Any

from tests.fuzz.bytes_mutations import WORDS, Mutation

_ELEMENT = re.compile(rb"<([A-Za-z_][\w:.-]*)[^<>]*>[^<>]*</\1\s*>")
_START = re.compile(rb"<([A-Za-z_][\w:.-]*)((?:\s[^<>]*)?)>")
_TEXT = re.compile(rb"(?<=>)[^<>]+(?=</)")
NAMESPACES = (
    *(
        b"urn:wco:datamodel:WCO:DEC-DMS:2",
        b"urn:wco:datamodel:WCO:RES-DMS:2",
        b"urn:wco:datamodel:WCO:DS",
        b"urn:x",
        b"",
    ),
)
XML_TEXTS = (
    *(b"&#0;", b"&#x10FFFF;", b"&lt;", b"&unknown;", b"<![CDATA[a]]>", b"<![CDATA[", b"<!-- c -->", b"<?p i?>", b"]]>"),
    *(b"<!DOCTYPE x>", b"<x:y/>", b"<a/>", b"&amp;" * 50, b"2026-02-30", b"20260230", b"<!ENTITY e 'x'>"),
)
VALUES: tuple[Any, ...] = (
    *(
        None,
        True,
        False,
        0,
        -1,
        1.5,
        1e300,
        10**30,
        "",
        "x",
        "x" * 3000,
        [],
        {},
        [[]],
        {"": ""},
        ["a", 1],
        "1E+200000000",
    ),
    *("NaN", "2026-02-30", "20260230", "\u202e", "\x00", "\ud800", "\ufdd0", "=1", {"value": "1", "unit": "KGM"}),
)


def _one(rng: Random, pattern: re.Pattern[bytes], data: bytes) -> re.Match[bytes] | None:
    found = list(pattern.finditer(data))
    return rng.choice(found) if found else None


def xml_element(rng: Random, data: bytes, other: bytes) -> bytes:
    """An element is lost, doubled, replaced by another, or put somewhere else."""
    mine, theirs = _one(rng, _ELEMENT, data), _one(rng, _ELEMENT, other)
    if mine is None or theirs is None:
        return data
    text = rng.choice(
        (b"", mine[0] * 2, mine[0] * 300, theirs[0], b"<n>" * 120 + b"</n>" * 120, b"<w>" + mine[0] + b"</w>")
    )
    changed = data[: mine.start()] + text + data[mine.end() :]
    target = _one(rng, _START, changed)
    return changed[: target.end()] + mine[0] + changed[target.end() :] if target and rng.random() < 0.3 else changed


def xml_text(rng: Random, data: bytes, other: bytes) -> bytes:
    mine, theirs = _one(rng, _TEXT, data), _one(rng, _TEXT, other)
    if mine is None:
        return data
    text = rng.choice((*WORDS, *XML_TEXTS, mine[0] * 2, theirs[0] if theirs else b""))
    return data[: mine.start()] + text + data[mine.end() :]


def xml_start(rng: Random, data: bytes, _: bytes) -> bytes:
    """Another name, namespace, or attributes."""
    mine = _one(rng, _START, data)
    if mine is None:
        return data
    name, attributes = mine[1], mine[2]
    many = b"".join(b" a%d='%d'" % (n, n) for n in range(rng.choice((1, 2, 1200))))
    new = rng.choice(
        (
            b"<"
            + rng.choice((b"X", b"ns1:" + name, name.lower(), b"MetaData", b"Declaration", b"a" * 300))
            + attributes
            + b">",
            b"<" + name + many + b">",
            b"<" + name + b" xmlns='" + rng.choice(NAMESPACES) + b"'>",
            b"<" + name + attributes + b" xmlns:q='q' q:a='" + rng.choice(WORDS[:6]) + b"' unitCode=''>",
            b"<" + name + attributes + b"/>",
        )
    )
    whole = data.replace(
        b"</" + name + b">", b"</" + new[1:].split(b" ")[0].rstrip(b"/>") + b">", rng.choice((0, 1, -1))
    )
    return whole[: mine.start()] + new + whole[mine.end() :]


def xml_prolog(rng: Random, data: bytes, _: bytes) -> bytes:
    """Another declaration, a document type, a wrapper."""
    body = re.sub(rb"^\s*<\?xml.*?\?>", b"", data, flags=re.DOTALL)
    encoding = rng.choice(
        (b"UTF-8", b"UTF-16", b"ISO-8859-1", b"windows-1252", b"x-unknown", b"EBCDIC-CP-US", b"UTF-7", b"")
    )
    kind = rng.choice((b"", b"", b"<!DOCTYPE a [<!ENTITY b 'c'>]>", b"<!-- x -->", b"<?xml-stylesheet href='x'?>"))
    head = b"<?xml version='1.%d' encoding='%s'?>%s" % (rng.randrange(2), encoding, kind)
    wrapped = rng.choice((body, body, b"<MetaData>" + body * 2 + b"</MetaData>", b"<a><b>" + body + b"</b></a>"))
    return head + wrapped


def _nodes(value: Any) -> list[tuple[Any, Any]]:
    """Every container with every key or index in it."""
    found: list[tuple[Any, Any]] = []
    waiting = [value]
    while waiting and len(found) < 5000:
        node = waiting.pop()
        children = (
            list(node.items()) if isinstance(node, dict) else list(enumerate(node)) if isinstance(node, list) else []
        )
        found += [(node, key) for key, _ in children]
        waiting += [child for _, child in children]
    return found


def json_node(rng: Random, data: bytes, other: bytes) -> bytes:
    """A node is lost, doubled, renamed, or another value stands in its place."""
    try:
        value, theirs = json.loads(data), json.loads(other)
    except (ValueError, RecursionError):
        return data
    nodes, others = _nodes(value), _nodes(theirs)
    for _ in range(rng.choice((1, 1, 3)) if nodes else 0):
        holder, key = rng.choice(nodes)
        _change(rng, holder, key, rng.choice(others) if others else (VALUES, 0))
    return json.dumps(value, ensure_ascii=rng.random() < 0.5).encode("utf-8", "surrogatepass")


def _change(rng: Random, holder: Any, key: Any, other: tuple[Any, Any]) -> None:
    if (isinstance(holder, list) and key >= len(holder)) or (isinstance(holder, dict) and key not in holder):
        return
    match rng.randrange(5):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder[key:key] = holder[key : key + 1] * rng.choice((1, 200))
        case 1 | 2 if isinstance(holder, dict):
            holder[rng.choice((str(key) + "x", str(key).upper(), "", str(other[1])))] = holder[key]
        case 3:
            holder[key] = json.loads(json.dumps(other[0][other[1]]))
        case _:
            holder[key] = rng.choice(VALUES)


def json_text(rng: Random, data: bytes, _: bytes) -> bytes:
    """What no writer of trees would write."""
    mark = rng.choice((b",", b":", b"{", b"}", b"[", b"]", b'"'))
    odd = (
        b",,",
        b'"a":1,"a":2,',
        b"NaN",
        b"1E999999999",
        b"[" * 300,
        b'"\\ud800"',
        b"//c\n",
        b"\\u0000",
        b"-",
        b"01",
        b"\n{}",
    )
    pieces = data.split(mark)
    at = rng.randrange(len(pieces))
    pieces[at] = rng.choice((pieces[at] + rng.choice(odd), rng.choice(odd), b""))
    return mark.join(pieces)


def json_lines(rng: Random, data: bytes, other: bytes) -> bytes:
    """Several documents, a line each or in an array."""
    one = re.sub(rb"\s*\n\s*", b"", data)
    two = re.sub(rb"\s*\n\s*", b"", other)
    return rng.choice((one + b"\n" + two, b"[" + one + b"," + two + b"]", one + two, (one[:2000] + b"\n") * 30))


def csv_rows(rng: Random, data: bytes, other: bytes) -> bytes:
    """Rows lost, doubled, cut; other rows among them."""
    rows = data.split(b"\n")
    at = rng.randrange(len(rows))
    rows[at : at + rng.randrange(2)] = rng.choice(
        ([], [rows[at]] * 3, [rows[at]] * 500, other.split(b"\n")[:3], [rows[at] + b";1;2"])
    )
    return b"\n".join(rows)


def csv_cells(rng: Random, data: bytes, _: bytes) -> bytes:
    """Cells, quotes and delimiters changed."""
    mark = rng.choice((b";", b",", b"\n", b'"'))
    cells = data.split(mark)
    at = rng.randrange(len(cells))
    cells[at] = rng.choice((*WORDS, b'"', b'""', b'"a;b\nc"', b'x"y', cells[at] * 2))
    return (rng.choice((b";", b",", b"\t", b"|")) if rng.random() < 0.2 else mark).join(cells)


XML: tuple[Mutation, ...] = (xml_element, xml_text, xml_start, xml_prolog, xml_element, xml_text, xml_text)
JSON: tuple[Mutation, ...] = (json_node, json_text, json_lines, json_node, json_node)
CSV: tuple[Mutation, ...] = (csv_rows, csv_cells)
