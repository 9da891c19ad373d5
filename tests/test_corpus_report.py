"""The official samples come back whole: nothing of them is lost, and what is written is as valid as what was read."""

from collections import Counter

import pytest
from lxml import etree

from tests.corpus_report import CORPUS, canonical, rows, table

OTHER_MESSAGE = (
    "gb-cds_TT_EX055a_DIS_Report_TT_EX055a_DIS_Report.xml"  # no declaration: what a retrieval service answers
)
TWO_DECLARATIONS = "gb-cds_Example_DMS_notifications_07_DMSRES.xml"  # in one answer: named, kept and given back


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_every_official_sample_comes_back_whole() -> None:
    found = {row.name: row for row in rows()}
    assert {name: (row.failed, row.findings) for name, row in found.items() if row.failed or row.findings} == {
        OTHER_MESSAGE: (["read"], ["MPG-010"]),
        TWO_DECLARATIONS: (["own XSD"], ["MAP-110"]),
    }
    total: Counter[str] = Counter()
    for row in found.values():
        total.update(row.counts)
    assert total["elements in"] == total["elements out"] > 8000
    assert total["attributes in"] == total["attributes out"] > 170
    assert total["documents"] == total["equal"] == total["JSON equal"] >= 79
    assert total["official XSD in"] == total["official XSD out"] >= 77
    assert list(table(list(found.values())))[-1].split() == [str(total["official XSD out"]), "official", "XSD", "out"]


def test_the_comparison_sees_what_matters_and_only_that() -> None:
    def shown(text: str) -> bytes:
        return canonical(etree.fromstring(text))

    plain = shown("<a><b c='1'>x</b><d>y</d></a>")
    assert shown("<n:a xmlns:n='u'>\n<n:b c='1'> x </n:b><!-- e --><n:e> </n:e><n:d>y</n:d></n:a>") == plain
    for other in (
        "<a><b>x</b><d>y</d></a>",
        "<a><d>y</d><b c='1'>x</b></a>",
        "<a><b c='1'>x</b></a>",
        "<a><b c='1'>z</b><d>y</d></a>",
    ):
        assert shown(other) != plain
