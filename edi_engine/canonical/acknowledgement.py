"""The answer to an interchange: what was accepted, what was rejected, and where the faults are.

One document for what CONTRL says in syntax versions 3 and 4, whichever way it travels. Codes are those of the service
code lists: `action_code` 0083 (4 rejected, 7 acknowledged, 8 received), `error_code` 0085, `segment_tag` 0013 and 0135.
Positions count as CONTRL does: the segment tag is element 1 (0098), UNH is segment 1 (0096).
"""

import msgspec

from edi_engine.canonical.lists import NOTHING
from edi_engine.canonical.values import plainly_set


@plainly_set
class ElementError(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A fault in a data element (UCD).

    `element_position` (0098) counts the tag, `component_position` is 0104; `occurrence` (0136) is of syntax version 4.
    """

    error_code: str | None = None
    element_position: int | None = None
    component_position: int | None = None
    occurrence: int | None = None
    extensions: dict[str, object] | None = None


@plainly_set
class SegmentError(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """A segment at fault (UCS); of a missing one `position` (0096) is that of the last segment before it."""

    position: int | None = None
    error_code: str | None = None
    elements: list[ElementError] = NOTHING
    extensions: dict[str, object] | None = None


@plainly_set
class MessageResponse(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """What became of one message (UCM); the facts of UNH stand as they were received.

    `reference` is 0062, `type` to `association` are S009 (0065, 0052, 0054, 0051, 0057); from `code_list_version` on
    they are of syntax version 4 (0110, 0113). `error_code` with `segment_tag` and positions tell of UNH and UNT.
    """

    reference: str | None = None
    type: str | None = None
    version: str | None = None
    release: str | None = None
    agency: str | None = None
    association: str | None = None
    code_list_version: str | None = None
    sub_function: str | None = None
    action_code: str | None = None
    error_code: str | None = None
    segment_tag: str | None = None
    element_position: int | None = None
    component_position: int | None = None
    occurrence: int | None = None
    package_reference: str | None = None
    security_reference: str | None = None
    security_position: int | None = None
    segments: list[SegmentError] = NOTHING
    extensions: dict[str, object] | None = None


@plainly_set
class GroupResponse(
    msgspec.Struct, omit_defaults=True, forbid_unknown_fields=True, gc=False, kw_only=True, rename="camel"
):
    """What became of one functional group (UCF); sender and recipient are those of its UNG (S006, S007)."""

    reference: str | None = None
    sender_id: str | None = None
    sender_qualifier: str | None = None
    recipient_id: str | None = None
    recipient_qualifier: str | None = None
    action_code: str | None = None
    error_code: str | None = None
    segment_tag: str | None = None
    element_position: int | None = None
    component_position: int | None = None
    occurrence: int | None = None
    security_reference: str | None = None
    security_position: int | None = None
    messages: list[MessageResponse] = NOTHING
    extensions: dict[str, object] | None = None


@plainly_set
class SyntaxAcknowledgement(
    msgspec.Struct,
    omit_defaults=True,
    forbid_unknown_fields=True,
    gc=False,
    kw_only=True,
    rename="camel",
    tag=True,
    tag_field="documentKind",
):
    """The answer to one interchange (UCI); reference, sender and recipient are those of the interchange answered."""

    reference: str | None = None
    sender_id: str | None = None
    sender_qualifier: str | None = None
    sender_internal_id: str | None = None
    sender_internal_sub_id: str | None = None
    recipient_id: str | None = None
    recipient_qualifier: str | None = None
    recipient_internal_id: str | None = None
    recipient_internal_sub_id: str | None = None
    action_code: str | None = None
    error_code: str | None = None
    segment_tag: str | None = None
    element_position: int | None = None
    component_position: int | None = None
    occurrence: int | None = None
    security_reference: str | None = None
    security_position: int | None = None
    messages: list[MessageResponse] = NOTHING
    groups: list[GroupResponse] = NOTHING
    extensions: dict[str, object] | None = None
