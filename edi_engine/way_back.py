"""How an agency's response goes to who sent what it answers: by the row of `answers:` for them, in their format."""

import datetime
from dataclasses import dataclass, replace

import msgspec

from edi_engine.answer_rules import told
from edi_engine.canonical.model import Response
from edi_engine.canonical.values import DateTime
from edi_engine.deliveries import answer_route
from edi_engine.envelopes import prepared, write_bytes
from edi_engine.errors import EdiError
from edi_engine.exchange import Mapping, Mappings
from edi_engine.explanation import sole_message
from edi_engine.findings import Finding, Position, Report, Severity
from edi_engine.interchange import Envelope
from edi_engine.mapping.moments import write_moment
from edi_engine.returns import Returned
from edi_engine.routing.route_table import AnswerRow, Route, RouteTable
from edi_engine.states import State, States

NAMELESS = "_of-"  # and the exchange: those who do not say who they are share no box; no box_name begins so


TIMES = ("304", "204", "102")  # of 2379, with a zone, without, a day


@dataclass(slots=True, kw_only=True)
class WayBack:
    """How a response goes to who sent what it answers: the row of `answers:` for them, and what writes it.

    `state` is what it says.
    """

    returned: Returned
    row: AnswerRow
    mapping: Mapping
    state: State

    @property
    def route(self) -> Route:
        """Into the box of who sent the message, unless the row names another; of who names nobody, of that exchange."""
        sender = self.returned.envelope.recipient
        route = answer_route(self.row, sender, self.mapping.name)
        return route if sender or self.row.agency else replace(route, agency=NAMELESS + self.returned.exchange)

    def payload(self, reference: str, at: datetime.datetime) -> bytes | Finding:
        """The bytes, or why there are none: whatever becomes of it, what was decided stands.

        Words of an agency that the repertoire has no letters for go in the one that has all (UNOY, syntax version 4).
        A format that has no place for a function code says the state by 4343 and by name.
        """
        response = self.returned.homeward.response
        try:
            payload = self._encoded(response, reference, at)
            read = self._read_back(payload)
            if read is None or read.function_code != response.function_code:
                payload = self._encoded(_in_words(response, self.state), reference, at)
            return payload
        except Exception as error:  # a fault of the mapping, or of the engine
            fault = error.finding.what if isinstance(error, EdiError) else f"{type(error).__name__}: {str(error)[:200]}"
            return told("PTR-008", fault=fault)

    def untold(self, payload: bytes, states: States) -> Finding | None:
        """`PTR-011` where who reads a payload as it is written would take it for another outcome."""
        read = self._read_back(payload)
        said = states.said(self.mapping.name, read).state if read else states.states["answered"]
        if said.outcome == self.state.outcome:
            return None
        return told("PTR-011", mapping=self.mapping.name, told=said.name, state=self.state.name)

    def _read_back(self, payload: bytes) -> Response | None:
        """What a payload says, by the mapping that wrote it."""
        try:
            message = sole_message(self.mapping, payload)
            read = message and self.mapping.read(message, Report())
        except EdiError:
            return None
        return read if isinstance(read, Response) else None

    def _encoded(self, response: Response, reference: str, at: datetime.datetime) -> bytes:
        try:
            return self._written(response, reference, at, _SYNTAX)
        except EdiError as error:
            if not error.finding.code.startswith("CHR"):
                raise
            return self._written(response, reference, at, _EVERY_LETTER)

    def _written(self, response: Response, reference: str, at: datetime.datetime, syntax: dict[str, str]) -> bytes:
        report, defaults = Report(), dict(self.mapping.definition.envelope)
        body = self.mapping.write(response, report)
        if syntax is _EVERY_LETTER:
            defaults |= syntax
        time = prepared(at, {**syntax, **defaults}["syntax_version"])
        envelope = {name: getattr(self.returned.envelope, name) for name in Envelope.__slots__}
        facts = {**syntax, **{name: value for name, value in envelope.items() if value}, "prepared": time}
        facts = {**facts, **defaults, "reference": reference}
        payload = write_bytes(self.mapping, [body], Envelope(**facts), report)
        errors = [finding for finding in report if finding.severity is Severity.ERROR]
        if errors:
            raise EdiError(*errors)
        return payload


_SYNTAX = {"syntax_identifier": "UNOC", "syntax_version": "3"}
_EVERY_LETTER = {"syntax_identifier": "UNOY", "syntax_version": "4"}


def passed_on(response: Response, state: State) -> Response:
    """A response in codes that other formats know: the function code of its state where it has none, and times."""
    return msgspec.structs.replace(
        response,
        function_code=response.function_code or state.function_code or None,
        issue_date_time=_coded(response.issue_date_time),
    )


def _coded(moment: DateTime | None) -> DateTime | None:
    """A time in ISO 8601 in the format of 2379 that says as much; as it is where there is none."""
    if moment is None or moment.format:
        return moment
    written = ((write_moment(moment, code), code) for code in TIMES)
    whole = (DateTime(value=text, format=code) for (text, lost), code in written if text and not lost)
    return next(whole, moment)


def way_back(returned: Returned, routes: RouteTable, mappings: Mappings, state: State) -> WayBack | Finding:
    """How a response that says a state goes home; `PTR-007` where no row of `answers:` says so."""
    back = returned.envelope
    sender = Envelope(sender=back.recipient, sender_qualifier=back.recipient_qualifier)
    row = routes.answering(sender)
    name = row.responses.get(returned.syntax) if row is not None else None
    if row is None or name is None:
        whose = back.recipient or "its sender"
        return told("PTR-007", Position(path=routes.name), sender=whose, syntax=returned.syntax)
    return WayBack(returned=returned, row=row, mapping=mappings.get(name), state=state)


def _in_words(response: Response, state: State) -> Response:
    """A response that says its state where a format has no function code: by 4343, and by name."""
    return msgspec.structs.replace(
        response,
        reply_type_code=response.reply_type_code or state.reply_type_code or None,
        name=response.name or (state.name if state.reply_type_code else None),
    )
