"""`wrapper.xml` of a mapping folder: what its partner wants around the documents."""

from io import BytesIO
from typing import Any

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity
from edi_engine.formats.xml.faults import EMPTY
from edi_engine.formats.xml.reader import read


def read_wrapper(file: str, text: str) -> list[dict[str, Any]]:
    """The frames of a `wrapper.xml`: the elements that stand around documents, with their fields and no document.

    Raises:
        ConfigurationError: `WCO-002`.
    """
    (interchange,) = read(BytesIO(text.encode()))
    frames: list[dict[str, Any]] = interchange.envelope.wrapper.get("frames", [])
    faults = [finding.what for finding in interchange.report if finding.code != EMPTY]
    if frames and not faults and not list(interchange.messages):
        return frames
    what = faults[0] if faults else "this is no wrapper without a document"
    where, fix = Position(path=file), "write the wrapping elements with their fields, and nothing where documents go"
    why = "wrapper.xml is what a mapping writes around its documents"
    raise ConfigurationError(Finding(code="WCO-002", severity=Severity.ERROR, what=what, where=where, why=why, fix=fix))
