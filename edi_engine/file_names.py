"""The names of the files sent, without their extensions: unique, the same each time, and of our own words only."""

import hashlib
import re

from edi_engine.routing.projection import names_part
from edi_engine.routing.route_table import Route

_UNSAFE = re.compile(r"[^A-Za-z0-9_+-]+")


def file_name(exchange: str, interchange: int, message: int, route: str, part: str = "") -> str:
    """The name of one file.

    Message 0 is the interchange itself, which is answered. Parts of a document that read alike have a mark each.
    """
    name = f"{exchange}-{interchange}-{message}-{route}"
    mark = hashlib.sha256(part.encode()).hexdigest()[:6]
    return f"{name}-{_UNSAFE.sub('_', part)[:40]}-{mark}" if part else name


def sent_name(exchange: str, interchange: int, message: int, route: Route, reference: str) -> str:
    """The name of a file for its agency: a part whose number it may not see goes by our reference alone."""
    if route.part and not names_part(route):
        return f"{file_name(exchange, interchange, message, route.name)}-{reference}"
    return file_name(exchange, interchange, message, route.name, route.part)
