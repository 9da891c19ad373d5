"""The table of states: which code of which answer leads where, and that the order of answers does not matter."""

from itertools import permutations
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.canonical.acknowledgement import SyntaxAcknowledgement
from edi_engine.canonical.model import Error, Response, Status
from edi_engine.errors import ConfigurationError
from edi_engine.states import States, read_states, together, whole
from edi_engine.workspace import Workspace

STATES = read_states(*Workspace("nowhere").configuration("states.yaml"))
NAMES = sorted(STATES.states)
RUNGS = ["receipted", "acknowledged", "stored", "released", "closed"]
MAPPINGS = {path.parent.name for path in (Path(__file__).parents[1] / "mappings").glob("*/mapping.yaml")}
TABLE = """
states:
  - {name: intended, level: transport, outcome: pending}
  - {name: unsent, level: transport, outcome: pending}
  - {name: sent, level: transport, outcome: pending}
  - {name: answered, level: stored, outcome: pending}
answers:
  - {place: function_code, codes: {1: answered}}
"""


@pytest.mark.parametrize(
    ("mapping", "document", "state"),
    [
        ("contrl-3", SyntaxAcknowledgement(action_code="7"), "acknowledged"),
        ("contrl-4", SyntaxAcknowledgement(action_code="4"), "rejected"),
        ("wco-res", Response(function_code="02"), "stored"),
        ("wco-res", Response(function_code="09"), "closed"),
        ("cusres-d96b", Response(function_code="08", statuses=[Status(name_code="6")]), "released"),
        ("cusres-d96b", Response(statuses=[Status(name_code="6"), Status(name_code="4")]), "released"),
        ("cusres-d96b", Response(type_code="963"), "refused"),
        ("json", Response(errors=[Error(validation_code="C7")]), "refused"),
        ("json", Response(function_code="99"), "answered"),
        ("json", Response(), "answered"),
    ],
)
def test_a_code_leads_to_its_state(mapping: str, document: Response, state: str) -> None:
    assert STATES.said(mapping, document).state.name == state


def test_what_the_shipped_table_names_is_there() -> None:
    assert {name for row in STATES.rows for name in row.answers} <= MAPPINGS
    assert [STATES.reached(RUNGS[:count], "done").name for count in range(6)] == ["sent", *RUNGS]


@pytest.mark.parametrize("sent", ["intended", "done", "failed", "unknown"])
def test_five_rungs_lead_to_the_same_state_in_all_120_orders(sent: str) -> None:
    assert {STATES.reached(order, sent).name for order in permutations(RUNGS)} == {"closed"}


@given(st.lists(st.sampled_from(NAMES), max_size=8), st.randoms())
def test_order_and_repetition_do_not_matter(names: list[str], random: Random) -> None:
    before = STATES.reached(names, "done")
    again = [*names, *names[:3]]
    random.shuffle(again)
    assert STATES.reached(again, "done") is before


def test_what_was_sent_stands_there_until_it_is_answered() -> None:
    assert [STATES.reached([], sent).name for sent in ("intended", "done", "timed out")] == [
        "intended",
        "sent",
        "unsent",
    ]
    assert STATES.reached(["no state of this table"], "done").name == "answered"


@pytest.mark.parametrize(
    ("outcomes", "outcome"),
    [
        (["granted", "granted"], "granted"),
        (["granted", "pending"], "pending"),
        (["granted", "refused", "pending"], "refused"),
        ([], "pending"),
    ],
)
def test_several_outcomes_come_to_their_conjunction(outcomes: list[str], outcome: str) -> None:
    assert {together(order) for order in permutations(outcomes)} == {outcome}


@pytest.mark.parametrize(
    ("standing", "outcome", "waiting"),
    [
        ([("customs", "released"), ("port", "sent"), ("port", "closed")], "granted", ()),
        ([("customs", "released"), ("port", "sent"), ("health", "inspection")], "pending", ("port", "health")),
        ([("customs", "refused"), ("port", "sent")], "refused", ("port",)),
        ([], "pending", ()),
    ],
)
def test_an_agency_stands_at_the_highest_of_its_own(standing: Any, outcome: str, waiting: tuple[str, ...]) -> None:
    for order in permutations(standing):
        found = whole((agency, STATES.states[state]) for agency, state in order)
        assert (found.outcome, set(found.waiting)) == (outcome, set(waiting))


def test_a_mapping_with_rows_of_its_own_is_asked_these_only() -> None:
    text = TABLE + "  - {answers: [json], place: status_code, codes: {x: sent}}\n"
    states = read_states(text, "states.yaml")
    assert states.said("json", Response(function_code="1")).code == ""
    assert states.said("wco-res", Response(function_code="1")).code == "1"


@pytest.mark.parametrize(
    ("old", "new", "code", "line"),
    [
        ("1: answered", "1: anwsered", "ACK-021", 8),
        ("level: stored", "level: shelved", "ACK-021", 6),
        ("outcome: pending}\nanswers", "outcome: never}\nanswers", "ACK-021", 6),
        ("name: sent,", "name: unsent,", "ACK-020", 5),
        ("name: answered,", "name: other,", "ACK-020", 2),
        ("place: function_code,", "", "ACK-020", 8),
        ("place:", "playce: x, place:", "ACK-020", 8),
        ("codes: {1: answered}", "codes: [1]", "ACK-020", 8),
        ("place:", "answers: json, place:", "ACK-020", 8),
        ("answers:", "answer:", "ACK-020", 7),
    ],
)
def test_a_table_that_is_wrong_is_refused_at_its_line(old: str, new: str, code: str, line: int) -> None:
    assert isinstance(read_states(TABLE, "states.yaml"), States)
    with pytest.raises(ConfigurationError) as refused:
        read_states(TABLE.replace(old, new, 1), "states.yaml")
    finding = refused.value.findings[0]
    assert (finding.code, finding.where.line) == (code, line)
