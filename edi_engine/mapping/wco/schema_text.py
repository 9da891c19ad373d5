"""The XML Schema of what a WCO layout writes: its elements in their order, values typed, lengths left open.

Lengths, codes and what is mandatory are the business of profiles and checks. Every layout has one, the dialects of a
workspace too; tools/build_model.py publishes those of the shipped layouts as schemas/wco/*.xsd.
"""

from xml.sax.saxutils import quoteattr

from edi_engine.canonical.metadata import Kind
from edi_engine.mapping.wco.layout import Layout, Member, Node

ATTRIBUTES = {
    Kind.TEXT: "languageID listID listAgencyID listAgencyName listName listVersionID listURI listSchemeURI name "
    "schemeID schemeName schemeAgencyID schemeAgencyName schemeVersionID schemeDataURI schemeURI",
    Kind.AMOUNT: "currencyID",
    Kind.MEASURE: "unitCode",
    Kind.QUANTITY: "unitCode",
}
BASES = {Kind.TEXT: "token", Kind.INTEGER: "integer"}


def schema_texts(layout: Layout, name: str) -> dict[str, str]:
    """The two schema files of a layout by name, `NAME.xsd` first: its own namespace, and that of its dates."""
    return {f"{name}.xsd": _documents(layout, name), f"{name}-ds.xsd": _dates(layout)}


def _documents(layout: Layout, name: str) -> str:
    types = "".join(_type(node) for node in layout.nodes)
    return (
        f"{_head(layout.namespace)}\n"
        f'  <xs:import namespace={quoteattr(layout.date_time_namespace)} schemaLocation="{name}-ds.xsd"/>\n'
        f'  <xs:element name="{layout.root.name}" type="{_name(layout.root)}"/>\n'
        f"{types}{''.join(_value(kind) for kind in Kind if kind not in (Kind.STRUCT, Kind.DATETIME))}"
        f"{_date_time()}</xs:schema>\n"
    )


def _head(namespace: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        "<!-- Written by tools/build_model.py from schemas/wco/model.tsv and a layout: change these -->\n"
        '<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" elementFormDefault="qualified"\n'
        f"    xmlns={quoteattr(namespace)} targetNamespace={quoteattr(namespace)}>"
    )


def _name(node: Node) -> str:
    return f"{node.name}{node.number}"


def _type(node: Node) -> str:
    members = "".join(_member(member) for member in node.members)
    body = f"    <xs:sequence>\n{members}    </xs:sequence>\n"
    return f'  <xs:complexType name="{_name(node)}">\n{body}  </xs:complexType>\n'


def _member(member: Member) -> str:
    occurs = f'minOccurs="{int(member.counter)}"' + (' maxOccurs="unbounded"' if member.many else "")
    start = f'      <xs:element name="{member.tag}" {occurs}'
    if member.kept:
        return '      <xs:any minOccurs="0" maxOccurs="unbounded" namespace="##other" processContents="skip"/>\n'
    if member.node:
        return f'{start} type="{_name(member.node)}"/>\n'
    kind = member.field.kind if member.field else Kind.TEXT
    if not member.inner:
        return f'{start} type="{kind}Value"/>\n'
    inner = f'<xs:element name="{member.inner}" type="{kind}Value"/>'
    return (
        f"{start}>\n        <xs:complexType><xs:sequence>{inner}</xs:sequence></xs:complexType>\n      </xs:element>\n"
    )


def _value(kind: Kind) -> str:
    names = ATTRIBUTES.get(kind, "").split()
    attributes = "".join(f'        <xs:attribute name="{name}" type="xs:token"/>\n' for name in names)
    return (
        f'  <xs:complexType name="{kind}Value">\n    <xs:simpleContent>\n'
        f'      <xs:extension base="xs:{BASES.get(kind, "decimal")}">\n{attributes}      </xs:extension>\n'
        "    </xs:simpleContent>\n  </xs:complexType>\n"
    )


def _date_time() -> str:
    return (
        '  <xs:complexType name="datetimeValue">\n    <xs:sequence>\n'
        '      <xs:any namespace="##other" processContents="strict"/>\n'
        "    </xs:sequence>\n  </xs:complexType>\n"
    )


def _dates(layout: Layout) -> str:
    return (
        f"{_head(layout.date_time_namespace)}\n"
        '  <xs:element name="DateTimeString">\n    <xs:complexType>\n      <xs:simpleContent>\n'
        '        <xs:extension base="xs:token"><xs:attribute name="formatCode" type="xs:token"/></xs:extension>\n'
        "      </xs:simpleContent>\n    </xs:complexType>\n  </xs:element>\n</xs:schema>\n"
    )
