"""What can be said of an answer that was received, or is missing, as a table: the code, what, why, the fix.

The levels of a CONTRL (0083, 0085) stand in `correlation`, for they are words of the syntax.
"""

from edi_engine.findings import Finding, Position
from edi_engine.formats.rules import NNN, WWW, Rule, finding_of

_DUE = "acknowledgements of the partner or the route says within which time it is due"
_ASK = "ask the agency what became of it; audit redeliver sends it again"
_NAMES = (
    "it names a message on record by ID or FunctionalReferenceID of its declaration, a licence sent by itself by its"
    " number, and comes from whom that was sent to"
)

RULES: dict[str, Rule] = {
    "ACK-010": Rule(
        NNN,
        "the same answer to {named}, was received before, in exchange {exchange}",
        "an answer counts once, and goes to who sent the message once",
        "nothing is to be done, unless its sender repeats all answers",
    ),
    "ACK-011": Rule(
        NNN,
        "the answer says {state}, and {named}, stands at {before} already",
        "answers may overtake each other: the highest state of states.yaml counts, in whatever order they come",
        "nothing is to be done, unless the agency went back on its word",
    ),
    "ACK-012": Rule(
        WWW,
        "the answer says {state}, and {named}, was said to be {before}",
        "one answer grants what another refuses; the higher state of states.yaml counts",
        "ask the agency which of them holds",
    ),
    "ACK-013": Rule(
        NNN,
        "the answer to {named}, has no code that leads to a state",
        "states.yaml has none of its codes for answers that {mapping} reads",
        "add a row for its codes to states.yaml",
    ),
    "ACK-014": Rule(
        NNN,
        "an answer in exchange {exchange} answers {named}, too: it is taken up again",
        "it came before this one, and names a number that only this one ties to what was sent",
        "nothing is to be done",
    ),
    "ACK-015": Rule(
        NNN,
        "the answer to {named}, was due at {due}",
        _DUE,
        "nothing is to be done: it counts as if it had come in time",
    ),
    "ACK-016": Rule(
        WWW,
        "no acknowledgement of {agency} to what was sent over {route}, which was due at {due}",
        f"{_DUE} (contrl)",
        _ASK,
    ),
    "ACK-017": Rule(
        WWW,
        "no answer of {agency} to what was sent over {route}, which was due at {due}",
        f"{_DUE} (business)",
        _ASK,
    ),
    "PTR-006": Rule(
        WWW, "the response {answers}", _NAMES, "it is kept; see audit search for the reference the agency means"
    ),
    "PTR-007": Rule(
        NNN,
        "the response goes to nobody: no answer to {sender} names a mapping for it",
        "`responses` of a row under `answers:` names the mapping by syntax",
        "add responses: {{{syntax}: MAPPING}}, or send it with audit home",
    ),
    "PTR-008": Rule(
        WWW,
        "the response cannot be written for who sent what it answers: {fault}",
        "a fault of the mapping that `responses` names, or of the engine",
        "mend it, and tell the sender",
    ),
    "PTR-009": Rule(
        WWW,
        "the response may answer what went over any of {routes}: taken for {taken}",
        "it names neither its sender nor a place that only one of them has",
        "have the agency name itself: in the envelope, or as who issues the message (role submitter)",
    ),
    "PTR-010": Rule(
        WWW,
        "the response may answer any of {places}: it is taken for none of them",
        "it names neither its sender, nor the licence, nor a place that only one of them has",
        "ask who sent it which one it answers, and have that named: the sender in the envelope or as who issues the"
        " message (role submitter), a licence by its number",
    ),
    "PTR-011": Rule(
        WWW,
        "what goes home by {mapping} says {told}, and the agency said {state}",
        "`responses` names a mapping with no place for the decision, or states.yaml none of its codes there",
        "name another mapping, or add the codes to states.yaml; and tell the sender",
    ),
}


def told(code: str, where: Position | None = None, **facts: object) -> Finding:
    """The finding of a code, with the facts of the case."""
    return finding_of(RULES, code, where or Position(), **facts)
