"""Why a response is taken to answer nothing that was sent, or which of several deliveries by a guess."""

from collections.abc import Sequence

from edi_engine.findings import Finding, Severity


def guessed(taken: str, routes: Sequence[str]) -> Finding:
    """It may answer what went over any of some routes, and is taken for one."""
    return Finding(
        code="PTR-009",
        severity=Severity.WARNING,
        what=f"the response may answer what went over any of {', '.join(routes)}: taken for {taken}",
        why="it names neither its sender nor a place that only one of them has",
        fix="have the agency name itself: in the envelope, or as who issues the message (role submitter)",
    )


def ambiguous(places: Sequence[str]) -> Finding:
    """It may answer any of what went over some routes, licence by licence, and is taken for none."""
    return Finding(
        code="PTR-010",
        severity=Severity.WARNING,
        what=f"the response may answer any of {', '.join(places)}: it is taken for none of them",
        why="it names neither its sender, nor the licence, nor a place that only one of them has",
        fix="ask who sent it which one it answers, and have that named: the sender in the envelope or as who issues the"
        " message (role submitter), a licence by its number",
    )


def orphan(names: Sequence[str], route: str, sender: str, licences: Sequence[str]) -> Finding:
    """It answers nothing sent.

    Args:
        names: what it calls what it answers.
        route: over which that was to have gone, if that was asked for.
        sender: its own, where what it names was sent to others.
        licences: that it names, where none of them was sent.
    """
    to, over = f" to {sender!r}" if sender else "", f" over {route}" if route else ""
    how = f"which was sent, and not{to}{over}" if to else f"which was not sent{over}"
    if licences:
        how = f"of which no licence {', '.join(map(repr, licences))} was sent{to}{over}"
    return _unanswered(names, how)


def unreadable(names: Sequence[str], route: str) -> Finding:
    """What it answers cannot be looked into."""
    return _unanswered(names, f"and what was sent over {route} is not one message to look into")


def _unanswered(names: Sequence[str], how: str) -> Finding:
    return Finding(
        code="PTR-006",
        severity=Severity.WARNING,
        what=f"the response answers {', '.join(map(repr, names))}, {how}" if names else "the response names nothing",
        why="it names a message on record by ID or FunctionalReferenceID of its declaration, a licence sent by itself"
        " by its number, and comes from whom that was sent to",
        fix="it is kept; see audit search for the reference the agency means",
    )
