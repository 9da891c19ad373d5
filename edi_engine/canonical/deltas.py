"""The amendment that makes one version of a declaration another: the inverse of `amendments.amend`.

It points at the smallest places that differ (see `delta_edits`); where no pointers say the difference, it replaces the
whole declaration.
"""

from copy import deepcopy
from dataclasses import dataclass

from edi_engine.canonical.amendments import OWN_OF_REQUESTS, Function, add, amend, next_version
from edi_engine.canonical.delta_content import Content
from edi_engine.canonical.delta_edits import Comparison, Edit
from edi_engine.canonical.document_paths import Step
from edi_engine.canonical.meaning import identical
from edi_engine.canonical.model import AdditionalInformation, Amendment, Declaration, Pointer
from edi_engine.canonical.pointing import pointer_to
from edi_engine.findings import Report, Severity

IDENTITY = ("function_code", "id", "functional_reference_id", "version_id")


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What the receiver of an amendment wants in it.

    Attributes:
        reason: change reason code of each change (4295).
        request: the type of a request (`type_code` in `schemas/wco/amendments.tsv`); empty for the plain functions.
        reference: of the request itself; a plain amendment has that of the declaration.
        statement: why, in words; said of each change of a request.
    """

    reason: str = ""
    request: str = ""
    reference: str = ""
    statement: str = ""


PLAIN = Wishes()


def delta(
    original: Declaration,
    other: Declaration,
    functions: tuple[Function, ...],
    report: Report,
    wishes: Wishes = PLAIN,
) -> Declaration | None:
    """An amendment by which `amend` makes another version of an original.

    What identifies the two (function, references, version) is not compared: the amendment is about the original, and
    makes its next version. Where that is not what the other version says of itself, `report` gets a warning, `AMD-002`
    or `AMD-003`.

    Returns:
        The amendment; where no pointers say the difference it replaces the whole, a note `AMD-010`. None where no
        function of those wished for does that, an error `AMD-010`; or there is none, `AMD-001`.
    """
    change = _function("change", functions, wishes)
    if change is None:
        fix = "name the type of a request that stands in schemas/wco/amendments.tsv"
        add(report, "AMD-001", f"no request {wishes.request!r:.20} changes a declaration", path="type_code", fix=fix)
        return None
    own = ("amendments", *OWN_OF_REQUESTS[:2]) if change.type_code else ("amendments",)
    edits = Comparison(original, other, own, IDENTITY).struct(original, other, (), ())
    made = None if edits is None else _identified(_pointed(other, edits, change, wishes), original, change, wishes)
    if made is None or not _proven(original, other, made, functions):
        made = _replacing(original, other, _function("replace", functions, wishes), wishes, report)
    if made is not None:
        _compare_identity(original, other, report)
    return made


def _function(effect: str, functions: tuple[Function, ...], wishes: Wishes) -> Function | None:
    return next((one for one in functions if one.effect == effect and one.type_code == wishes.request), None)


def _replacing(
    original: Declaration, other: Declaration, function: Function | None, wishes: Wishes, report: Report
) -> Declaration | None:
    what = "no pointers say the difference"
    if function is None:
        fix = "change less at once, or send a plain amendment"
        add(report, "AMD-010", f"{what}, and no such request replaces a declaration", fix=fix)
        return None
    fix = "nothing to do, if the receiver takes replacements"
    add(report, "AMD-010", f"{what}: the amendment replaces the whole declaration", fix=fix, severity=Severity.NOTE)
    return _identified(deepcopy(other), original, function, wishes)


def _compare_identity(original: Declaration, other: Declaration, report: Report) -> None:
    made = next_version(original, Declaration(), Report())
    expected = {"id": original.id, "functional_reference_id": original.functional_reference_id, "version_id": made}
    for name, ours in expected.items():
        theirs, code = getattr(other, name), "AMD-003" if name == "version_id" else "AMD-002"
        if theirs and theirs not in (ours, getattr(original, name)):
            what = f"the new version says {theirs!r:.40}, the amendment makes {ours!r:.40}"
            fix = "give two versions of one declaration"
            add(report, code, what, path=name, fix=fix, severity=Severity.WARNING)


def _identified(made: Declaration, original: Declaration, function: Function, wishes: Wishes) -> Declaration:
    """An amendment with what says that it is one, and of what; a request counts no versions."""
    made.function_code, made.id = function.function_code, original.id
    if function.type_code:
        made.type_code, made.functional_reference_id = function.type_code, wishes.reference or None
        made.version_id = None
    else:
        made.functional_reference_id = original.functional_reference_id
        made.version_id = next_version(original, Declaration(), Report())
    return made


def _pointed(other: Declaration, edits: list[Edit], function: Function, wishes: Wishes) -> Declaration:
    content = Content(other)
    for edit in edits:
        content.hold(edit.holds, whole=edit.whole)
    made = content.ordered()
    made.type_code = other.type_code
    made.amendments = [Amendment(change_reason_code=wishes.reason or None, pointers=edit.chain) for edit in edits]
    if function.type_code and wishes.statement:
        made.additional_informations = [
            AdditionalInformation(
                statement_description=wishes.statement,
                statement_type_code=function.statement_type or None,
                pointers=_to_amendment(number),
            )
            for number in range(1, len(edits) + 1)
        ]
    return made


def _to_amendment(number: int) -> list[Pointer]:
    """The pointer to one of the amendments of a declaration."""
    found = pointer_to(Declaration(amendments=[Amendment()]), (Step("amendments", 0),)) or []
    found[-1].sequence_numeric = number
    return found


def _proven(original: Declaration, other: Declaration, made: Declaration, functions: tuple[Function, ...]) -> bool:
    """Whether the amendment does what it is to do."""
    found = amend(original, made, functions, Report())
    names = [name for name in other.__struct_fields__ if name not in IDENTITY]
    return found is not None and all(identical(getattr(found, name), getattr(other, name)) for name in names)
