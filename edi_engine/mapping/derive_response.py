"""What a response is called where a format asks for it: the derive step `response_type`.

Source of the codes: data element 1001 of UN/EDIFACT D.96B, customs responses.
"""

from collections.abc import Callable

import msgspec

from edi_engine.canonical.model import Response

DOCUMENT_RESPONSE, ERROR_RESPONSE, TAX_RESPONSE = "962", "963", "965"


def response_type(response: Response, lost: Callable[[str, str, str], None]) -> Response:
    """Name a response that does not name itself: of errors, of taxes, or of the document as such."""
    if response.type_code is not None:
        return response
    declaration = response.declaration
    taxed = declaration is not None and (
        declaration.duty_tax_fees or any(i.commodity and i.commodity.duty_tax_fees for i in declaration.goods_items)
    )
    kind = ERROR_RESPONSE if response.errors else TAX_RESPONSE if taxed else DOCUMENT_RESPONSE
    return msgspec.structs.replace(response, type_code=kind)
