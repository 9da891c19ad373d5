"""Which of several values a finding of writing means, in every format: the one, with its exact path."""

from typing import Any

from edi_engine.canonical.model import (
    Classification,
    Commodity,
    Declaration,
    GoodsItem,
)


def said(mapping: Any, document: Declaration) -> list[tuple[str | None, str]]:
    """Exact path and code of what the writer says, apart from what has no place."""
    return [(found.where.path, found.code) for found in mapping.left_out(document).findings if found.code != "MAP-201"]


def classified(*ids: str) -> Declaration:
    known = [Classification(type="TSP", id=id) for id in ids]
    return Declaration(goods_items=[GoodsItem(), GoodsItem(commodity=Commodity(classifications=known))])
