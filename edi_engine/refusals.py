"""Why the engine itself refuses a message or an interchange, and what it could not do for one."""

from dataclasses import replace

from edi_engine.errors import EdiError
from edi_engine.exchange import InterchangeResult, Mapping
from edi_engine.findings import UNROUTED, Finding, Position, Severity
from edi_engine.interchange import Interchange, Message
from edi_engine.routing.partners import Partner
from edi_engine.routing.route_table import Decision


def _finding(code: str, what: str, where: Position, why: str, fix: str, error: str | None = None) -> Finding:
    return Finding(code=code, severity=Severity.ERROR, what=what, where=where, why=why, fix=fix, error=error)


SHOWN_ROUTES = 5
NOT_DECIDED = "RTE-021"
DUPLICATE = "ENG-005"
ASK = "ask has(…) for what may be absent, and size(…) before an index"


def no_route(message: Message, decisions: list[Decision]) -> Finding:
    """A document that would go nowhere: nothing is lost in silence."""
    where = Position(message=message.number)
    if undecided := [f"{decision.route.name}: {decision.reason}" for decision in decisions if decision.undecided]:
        fix = f"{ASK}; then route it again"
        return _finding("ENG-006", "whether a route takes it is not decided", where, "; ".join(undecided[:3]), fix)
    why = "; ".join(f"{decision.route.name}: {decision.reason}" for decision in decisions[:SHOWN_ROUTES])
    more = f"; and {len(decisions) - SHOWN_ROUTES} more, see the record" if len(decisions) > SHOWN_ROUTES else ""
    fix = "correct the document, or add a route"
    return _finding(UNROUTED, "no route takes this document", where, why + more or "the table has no routes", fix)


def not_decided(message: Message, decision: Decision) -> Finding:
    """A route whose condition could not be decided: that another one is taken must not hide it."""
    what = f"route {decision.route.name} is not taken: {decision.reason}"
    found = _finding(NOT_DECIDED, what, Position(message=message.number), "an undecided condition takes nothing", ASK)
    return replace(found, severity=Severity.WARNING)


def stopped(message: Message, decision: Decision) -> Finding:
    """A route that an agreement keeps from taking what it would take: traffic does not end in silence."""
    what = f"route {decision.route.name} is not taken: {decision.reason}"
    where, why = Position(message=message.number), "traffic with a partner follows the agreement"
    found = _finding("PRT-014", what, where, why, "renew the agreement, then route it again")
    return replace(found, severity=Severity.WARNING)


def refused_in_part(result: InterchangeResult, partner: Partner | None, *, faulty_file: bool) -> Finding | None:
    """Of an interchange with a bad message, or of a file with a bad interchange, nothing goes on if so agreed."""
    if partner is None or partner.accept == "message" or result.report.rejected:
        return None
    if bad := result.rejected_more + sum(not message.accepted for message in result.messages):
        return _in_part(result.number, f"{bad} of its messages are at fault, so all are rejected", partner.name)
    if partner.accept == "file" and faulty_file:
        return _in_part(result.number, "another part of its file is at fault, so all is rejected", partner.name)
    return None


def _in_part(number: int, what: str, partner: str) -> Finding:
    why = f"`accept` of {partner}: nothing goes on in part"
    return _finding("PRT-016", what, Position(interchange=number), why, "correct what is at fault, and send all of it")


def nothing_read(message: Message, mapping: Mapping) -> Finding:
    """A mapping gave neither a document nor a reason."""
    where = Position(message=message.number)
    return _finding("ENG-002", "no document could be read", where, f"mapping {mapping.name}", "see the other findings")


def holds_nothing(message: Message, mapping: Mapping) -> Finding:
    """A message from which a document without any value was read: a header line, an object of nothing but its kind."""
    where, why = Position(message=message.number), f"mapping {mapping.name}: a document has a value at least"
    return _finding("MAP-107", "the message holds nothing", where, why, "send it with its values")


def other_syntax(message: Message, mapping: Mapping) -> Finding:
    """A mapping named for messages that its syntax cannot be."""
    what = f"mapping {mapping.name} reads {mapping.syntax}, this is {message.syntax}"
    where, why = Position(message=message.number), f"`syntax` in the mapping.yaml of {mapping.name}"
    return _finding("MPG-013", what, where, why, "name another mapping, or none: it is detected")


def engine_fault(message: Message, error: Exception) -> Finding:
    """An exception that should not have been: said, and contained in its message."""
    what = f"the engine failed on this message: {type(error).__name__}: {str(error)[:200]}"
    fix = "run again with --debug and report it; the other messages are not affected"
    return _finding("ENG-003", what, Position(message=message.number), "a fault of the engine, not of the data", fix)


def answer_fault(interchange: Interchange, error: Exception) -> Finding:
    """The answer could not be written, through a fault of its mapping or of the engine."""
    text = error.finding.what if isinstance(error, EdiError) else f"{type(error).__name__}: {str(error)[:200]}"
    where, why = Position(interchange=interchange.number), "a fault of the mapping of the answer, or of the engine"
    found = _finding("ACK-008", f"no CONTRL is written: {text}", where, why, "mend it, and tell the sender")
    return replace(found, severity=Severity.WARNING)


def poison(exchange: str, tried: int) -> Finding:
    """A payload that ends whatever process takes it up."""
    what = f"quarantined: {tried} attempts in a row at these bytes ended with the process that made them"
    why, fix = "what ends the engine is not tried for ever", f"find out what ends it, see audit show {exchange}"
    return _finding("ENG-007", what, Position(), why, f"{fix} --received; then route it again")


def nothing_received() -> Finding:
    """A payload without any interchange."""
    return _finding("ENG-004", "nothing was received", Position(), "the payload holds no interchange", "send it again")


def duplicate(interchange: Interchange, earlier: str, *, same_file: bool, again: bool, outstanding: bool) -> Finding:
    """An interchange that was accepted before.

    Args:
        interchange, earlier: it, and the exchange that accepted it.
        same_file: which is the one it is of itself.
        again: which received the same bytes, as when a file is sent again after a crash.
        outstanding: deliveries of it were not made, and no process is at work on them.
    """
    facts = interchange.envelope
    if same_file:
        what = f"interchange {facts.reference} from {facts.sender} was accepted already, earlier in this file"
        why = "sender, recipient and control reference name an interchange once (UNB 0020, 0085 code 26)"
        fix = "send it once; or give the second a reference of its own, or route it with --allow-duplicates"
    elif facts.reference:
        what = f"interchange {facts.reference} from {facts.sender} was accepted already, as exchange {earlier}"
        why = "sender, recipient and control reference name an interchange once (UNB 0020, 0085 code 26)"
        fix = "give it a new reference, or route it with --allow-duplicates"
    else:
        what = f"the same bytes were accepted already, as exchange {earlier}"
        why = "an interchange without a control reference is known by the bytes of its payload"
        fix = "send what has changed, or route it with --allow-duplicates"
    if again and not same_file:
        fix = f"nothing, the same bytes were taken in before: edi-engine audit show {earlier} says what became of them"
    if outstanding:
        fix = "its deliveries are not all made, and no process is at work on them: run edi-engine resume"
    return _finding(DUPLICATE, what, Position(interchange=interchange.number), why, fix, "26")
