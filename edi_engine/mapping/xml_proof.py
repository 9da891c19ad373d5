"""What went missing between two XML documents, value by value: for the proof of XML templates."""

from collections import Counter
from collections.abc import Iterator

from lxml import etree

from edi_engine.findings import Report
from edi_engine.mapping.xml_tree import XSI, local, own_text

ALPHABET = "ABcd09 <>&\"'é漢\t\n\r]-/:{}"


def leaves(element: etree._Element, path: str = "", number: str = "") -> Iterator[tuple[str, str]]:
    """Every text and attribute with its XPath, as findings of `mapping.xml_reading` show it."""
    here = f"{path}/{local(element)}{number}"
    for name, value in element.attrib.items():
        if value and not str(name).startswith(XSI):
            yield f"{here}/@{str(name).rpartition('}')[2]}", str(value)
    if text := own_text(element):
        yield f"{here}/text()" if len(element) else here, text
    counts = Counter(local(child) for child in element)
    seen: Counter[str] = Counter()
    for child in element:
        name = local(child)
        seen[name] += 1
        yield from leaves(child, here, f"[{seen[name]}]" if counts[name] > 1 else "")


def vanished(received: etree._Element, written: etree._Element, report: Report) -> Counter[str]:
    """Values received that are neither written back nor covered by a finding on them or on what holds them.

    Values are compared as a multiset, for the writer has its own order.
    """
    covered = {finding.where.path or "" for finding in report}
    kept: Counter[str] = Counter()
    for at, text in leaves(received):
        parts = at.split("/")
        if not any("/".join(parts[:n]) in covered for n in range(1, len(parts) + 1)):
            kept[text] += 1
    return kept - Counter(text for _, text in leaves(written))
