"""The next version of a declaration: what an amendment changes in it, replaces, or cancels.

An amendment is a declaration whose function (1225) says so, see `schemas/wco/amendments.tsv`. It says what it changes
with pointers (`Amendment`), or, without any, by the fields it holds. It is applied whole or not at all.
"""

from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from edi_engine.canonical.amended_fields import merge
from edi_engine.canonical.amended_places import change_places
from edi_engine.canonical.differences import Change, differences
from edi_engine.canonical.document_paths import show
from edi_engine.canonical.model import Declaration
from edi_engine.findings import Finding, Position, Report, Severity

# What an amendment says of itself, not of the declaration, unless a pointer names it.
OWN = ("function_code", "id", "functional_reference_id", "version_id", "issue_date_time", "amendments")
OWN_OF_REQUESTS = ("type_code", "additional_informations", "parties")
MOST_CONTEXT = 50  # values told one by one that stand in an amendment without a pointer


@dataclass(frozen=True, slots=True)
class Function:
    """What declarations of one function, and type if not empty, do: `change`, `replace` or `cancel`.

    `statement_type` is the type (4451) of the statements in which a request says why.
    """

    function_code: str
    type_code: str
    effect: str
    statement_type: str = ""


def read_functions(table: str) -> tuple[Function, ...]:
    """The rows of `schemas/wco/amendments.tsv`."""
    rows = [line.split("\t") for line in table.splitlines()[1:] if line]
    return tuple(Function(*row[:4]) for row in rows)


def amend(original: Any, amendment: Any, functions: tuple[Function, ...], report: Report) -> Declaration | None:
    """The version of a declaration that an amendment makes of it; both stay as they are.

    Returns:
        The next version; None where something cannot be applied, which is an error (`AMD-001` to `AMD-007`) in
        `report`. What stands in the amendment and is not applied is a warning, `AMD-008`.
    """
    if not isinstance(original, Declaration) or not isinstance(amendment, Declaration):
        add(report, "AMD-001", "only a declaration amends a declaration", fix="give two declarations")
        return None
    function = _function(amendment, functions, report)
    if function is None:
        return None
    number = next_version(original, amendment, report)
    _check_references(original, amendment, function, report)
    _check_state(original, functions, report)
    if report.rejected:
        return None
    found = _EFFECTS[function.effect](original, amendment, function, report)
    if function.effect == "cancel":
        found.function_code = next(iter(_cancelling(functions)), found.function_code)
    found.version_id = number
    return None if report.rejected else found


def add(report: Report, code: str, what: str, *, path: str = "", fix: str, severity: Severity = Severity.ERROR) -> None:
    """One finding about an amendment."""
    why = "an amendment is applied whole, and nothing in it is passed over in silence"
    report.add(Finding(code=code, severity=severity, what=what, where=Position(path=path or None), why=why, fix=fix))


# -- whether it can be applied -----------------------------------------------------------------------------------------


def _function(amendment: Declaration, functions: tuple[Function, ...], report: Report) -> Function | None:
    code, kind = amendment.function_code or "", amendment.type_code or ""
    found = [one for one in functions if one.function_code == code and one.type_code in ("", kind)]
    if not found:
        rows = (f"{one.function_code}{one.type_code and f' with type {one.type_code}'}" for one in functions)
        known = ", ".join(rows)
        said = f"function {code!r:.20}" + (f" with type {kind!r:.20}" if kind else "")
        add(report, "AMD-001", f"{said} amends nothing", path="function_code", fix=f"1225 is one of {known}")
        return None
    return max(found, key=lambda one: bool(one.type_code))


def _check_references(original: Declaration, amendment: Declaration, function: Function, report: Report) -> None:
    """A request has a reference of its own: then only the administration's reference can be compared."""
    names = ["id"] if function.type_code else ["id", "functional_reference_id"]
    compared = [(name, getattr(original, name), getattr(amendment, name)) for name in names]
    known = [one for one in compared if one[1] and one[2]]
    for name, ours, theirs in known[:1]:
        if ours != theirs:
            what = f"the amendment is about {theirs!r:.40}, the declaration is {ours!r:.40}"
            add(report, "AMD-002", what, path=name, fix="give the declaration that is to be amended")
    if not known:
        what = "the amendment and the declaration have no reference to compare"
        add(report, "AMD-002", what, path="id", fix="make sure that they belong together", severity=Severity.WARNING)


def _check_state(original: Declaration, functions: tuple[Function, ...], report: Report) -> None:
    if original.cancellation_date_time or original.function_code in _cancelling(functions):
        add(report, "AMD-004", "the declaration is cancelled", path="function_code", fix="nothing can be amended in it")


def _cancelling(functions: tuple[Function, ...]) -> list[str]:
    """Function codes that say by themselves that a declaration is cancelled."""
    return [one.function_code for one in functions if one.effect == "cancel" and not one.type_code]


def next_version(original: Declaration, amendment: Declaration, report: Report) -> str | None:
    """The number of the version that is made: the one after the original's, which an original without one is."""
    before, said = original.version_id or "1", amendment.version_id
    if not (before.isascii() and before.isdigit()):
        if not said:
            what = f"the version {before!r:.20} cannot be counted on"
            add(report, "AMD-003", what, path="version_id", fix="number the versions", severity=Severity.WARNING)
        return said or before
    expected = str(int(before[:9]) + 1)
    if said and said.lstrip("0") != expected:
        what = f"the amendment makes version {said!r:.20}, the next one of this declaration is {expected}"
        add(report, "AMD-003", what, path="version_id", fix="apply the amendments in their order, each once")
    return said or expected


# -- what it does ------------------------------------------------------------------------------------------------------


def _cancel(original: Declaration, amendment: Declaration, function: Function, report: Report) -> Declaration:
    found = deepcopy(original)
    found.cancellation_date_time = deepcopy(amendment.cancellation_date_time or amendment.issue_date_time)
    content = _content(amendment, (*OWN, *OWN_OF_REQUESTS, "cancellation_date_time"))
    _tell_the_rest(found, content, report)
    return found


def _replace(original: Declaration, amendment: Declaration, function: Function, report: Report) -> Declaration:
    found = deepcopy(amendment)
    found.function_code = original.function_code
    found.id = amendment.id or original.id
    found.functional_reference_id = amendment.functional_reference_id or original.functional_reference_id
    return found


def _change(original: Declaration, amendment: Declaration, function: Function, report: Report) -> Declaration:
    found = deepcopy(original)
    own = (*OWN, *OWN_OF_REQUESTS) if function.type_code else OWN
    if any(one.pointers for one in amendment.amendments):
        change_places(found, deepcopy(amendment), report)
        if not report.rejected:
            _tell_the_rest(found, _content(amendment, own), report)
    else:
        merge(found, _content(amendment, own), report)
        if amendment.issue_date_time:
            found.issue_date_time = deepcopy(amendment.issue_date_time)
    return found


_EFFECTS = {"cancel": _cancel, "replace": _replace, "change": _change}


def _content(amendment: Declaration, own: tuple[str, ...]) -> Declaration:
    """What an amendment holds of the declaration."""
    found = deepcopy(amendment)
    for name in own:
        setattr(found, name, getattr(Declaration(), name))
    return found


def _tell_the_rest(found: Declaration, content: Declaration, report: Report) -> None:
    """Name what an amendment says otherwise than the version it made."""
    told = 0
    for one in differences(found, content):
        if one.change in (Change.CHANGED, Change.ADDED) and told < MOST_CONTEXT:
            told += 1
            what = "the amendment says otherwise here, but names no change of it: not applied"
            fix = "point at it, or leave it out"
            add(report, "AMD-008", what, path=show(one.new_path or one.path), fix=fix, severity=Severity.WARNING)
