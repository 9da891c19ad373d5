"""Conditions: what they read, what they decide, and that each fault of the operator has its place."""

from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.canonical import model
from edi_engine.conditions.conjunction import conjuncts
from edi_engine.conditions.expression import near
from edi_engine.interchange import Envelope, Message
from edi_engine.routing.condition import Condition, Facts, compile_condition, root_shape, tree_of


class Commodity(msgspec.Struct):
    id: str | None = None
    description: str | None = None


class Item(msgspec.Struct):
    number: Decimal | None = None
    commodity: Commodity | None = None
    codes: list[str] = []


class Consignment(msgspec.Struct):
    seals: list[Item] = []


class Declaration(msgspec.Struct):
    type_code: str | None = None
    consignment: Consignment | None = None
    destination: Commodity | None = None
    goods_items: list[Item] = []


ROOT, MODEL = root_shape(Declaration), root_shape(model.Declaration)
DOCUMENT = Declaration(
    type_code="IM",
    goods_items=[Item(number=Decimal("1.50"), commodity=Commodity(id="8471"), codes=["a"]), Item()],
)
MESSAGE = Message(syntax="xml", type="Declaration", body=None, envelope=Envelope(sender="TRADER"))


def compiled(text: str) -> Condition:
    condition = compile_condition(text, ROOT)
    assert isinstance(condition, Condition), condition
    return condition


def decide(text: str, document: Declaration = DOCUMENT) -> tuple[bool | None, str]:
    condition = compiled(text)
    return condition.decide(Facts(tree_of([condition]), document, MESSAGE))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('type_code == "IM"', True),
        ('goods_items.exists(i, i.commodity.id.startsWith("84"))', True),
        ("goods_items[0].number > 1.2 && goods_items[0].number <= 1.5", True),
        ('goods_items.exists(i, "a" in i.codes)', True),
        ("size(goods_items) > 2", False),
        ("has(destination.id)", False),
        ("size(consignment.seals) == 0 && !consignment.seals.exists(s, s.number > 1)", True),
        ("has(document.destination.id) || has(document.type_code)", True),
        ('message.syntax == "xml" && envelope.sender in ["TRADER"] && !envelope.test', True),
        ('goods_items.filter(i, has(i.commodity.id))[0].commodity.id == "8471"', True),
        ('type_code == "a.b" || "goods_items.nothing" == type_code', False),
    ],
)
def test_a_condition_is_decided_on_the_canonical_names(text: str, expected: bool) -> None:
    assert decide(text)[0] is expected


def test_the_reason_shows_the_values_that_were_read() -> None:
    assert decide('type_code == "EX"') == (False, 'type_code == "EX" does not hold: type_code is "IM"')
    assert decide("size(goods_items) > 1")[1].endswith("holds: goods_items counts 2")


def test_comparing_an_absent_field_is_undecided_and_says_which_field() -> None:
    holds, reason = decide('destination.id != "GB"')
    assert holds is None
    assert reason.endswith("cannot be decided: the document has no destination.id")
    holds, reason = decide('goods_items.all(i, i.commodity.id != "")')
    assert holds is None
    assert reason.endswith("some have no goods_items.commodity.id")


def test_what_only_the_evaluator_knows_to_be_no_question_is_undecided() -> None:
    assert decide("dyn(type_code)") == (None, "dyn(type_code) gives str, not true or false")


@pytest.mark.parametrize(
    ("text", "offset", "what"),
    [
        ('invoice_amount.value > "10"', 21, "a number is compared with a text"),
        ("type_code > 5", 10, "a text is compared with a number"),
        ("type_code == 5", 10, "a text is compared with a number"),
        ("goods_items > 1", 12, "a list is compared with a number"),
        ('issue_date_time > "2026"', 16, "what has fields of its own is compared with a text"),
        ("issue_date_time.value >= 20260401", 22, "a text is compared with a number"),
        ('type_code in "IM"', 10, "in looks into a list, a text stands here"),
        ("type_code in [1, 2]", 10, "a text is looked for in a list of a number"),
        ('type_code.matches("(")', 18, "this is no regular expression"),
        ("type_code.startsWith(5)", 10, "startsWith is asked of a number, it is about texts"),
        ("1/0 == 1", 2, "this divides by zero"),
        ("goods_items.exists(g, g.sequence_numeric == '1')", 41, "a number is compared with a text"),
        ("goods_items.exists(g, g.sequence_numeric + '1' == '1')", 41, "a number + a text gives nothing"),
        ("invoice_amount.value * 2 > 10.0", 21, "a whole number * one with decimals gives nothing"),
        ("goods_items < goods_items", 12, "a list is neither less nor more"),
        ('size(goods_items) == "1"', 18, "a number is compared with a text"),
        ("envelope.test == 1", 14, "true or false is compared with a number"),
    ],
)
def test_what_cannot_be_compared_is_told_where_it_stands(text: str, offset: int, what: str) -> None:
    problems = compile_condition(text, MODEL)
    assert isinstance(problems, list)
    assert [(problem.offset, problem.what) for problem in problems] == [(offset, what)]


@pytest.mark.parametrize(
    "text",
    [
        "invoice_amount.value > 10",
        "invoice_amount.value * 2.0 > 10",
        'type_code in ["IM", "EX"]',
        "goods_items.exists(g, g.sequence_numeric % 2 == 1)",
        "type_code + 'A' == 'IMA'",
        "type_code != null",
        "issue_date_time != null",
        "size(goods_items) + 1 > 2",
        'extensions.level > "5" || extensions.level == 5',
        r'type_code.matches("^(I|E)\\w$")',
        "envelope.test == false",
    ],
)
def test_what_can_be_compared_is_taken(text: str) -> None:
    assert not isinstance(compile_condition(text, MODEL), list)


@pytest.mark.parametrize(
    ("text", "offset"),
    [
        ("type_code", 0),
        ("document.type_code", 9),
        ("destination", 0),
        ("goods_items", 0),
        ("size(goods_items)", 0),
        ("size(goods_items) + 1", 18),
        ('"x"', 0),
        ("[true]", 0),
        ('has(document.type_code) && (type_code || type_code == "IM")', 28),
        ("!goods_items[0].number", 16),
        ("goods_items.exists(i, i.commodity.id)", 34),
        ("goods_items.filter(i, has(i.number))", 12),
        ("goods_items.map(i, i.number, true)[0] == true", 21),
        ("goods_items.exists(i, i.codes.exists(c, c))", 40),
        ("goods_items.map(i, i.number)[0]", 28),
        ('has(document.type_code) ? type_code : "x" == type_code', 26),
        ('type_code ? "a" == "b" : false', 0),
        ("envelope.sender", 9),
        ("[1, 2][type_code && true] == 1", 7),
    ],
)
def test_what_is_neither_true_nor_false_is_told_where_it_stands(text: str, offset: int) -> None:
    problems = compile_condition(text, ROOT)
    assert isinstance(problems, list)
    assert [(problem.offset, problem.what) for problem in problems] == [(offset, "this is neither true nor false")]
    assert problems[0].fix == "write a comparison, or has(…)"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("envelope.test", False),
        ("!envelope.test || envelope.test", True),
        ('has(document.type_code) ? type_code == "IM" : false', True),
        ("[true, false][0]", True),
        ("goods_items.map(i, has(i.number))[0]", True),
        ("dyn(true) && true", True),
        ("goods_items.exists_one(i, has(i.commodity.id))", True),
        ('type_code == r"IM"', True),
    ],
)
def test_what_gives_true_or_false_is_taken_however_it_is_written(text: str, expected: bool) -> None:
    assert decide(text)[0] is expected


@pytest.mark.parametrize(
    ("text", "offset", "what", "fix"),
    [
        ('type_cod == "IM"', 0, "the document has no field type_cod", "write type_code"),
        ('goods_items.exists(i, i.comodity.id == "1")', 24, "goods_items has no field comodity", "write commodity"),
        ('goods_items.id == "x"', 12, "goods_items is a list and has no field id", "goods_items.exists(x, x.id …)"),
        ('type_code.id == "x"', 10, "type_code is a single value and has no field id", "end the path before it"),
        ('message.kind == "x"', 8, "message has no field kind", ""),
        ("xyzzy == 1", 0, "the document has no field xyzzy", "write consignment or"),
        ('envelope.xyzzy == "x"', 9, "envelope has no field xyzzy", "write application_reference or"),
        ("lowercase(type_code) == 'x'", 0, "there is no function lowercase", "write one of all, bytes, contains"),
        ("has(document.goods_items)", 0, "has() on the list document.goods_items is always true", "ask size(…) > 0"),
        ("type_code ==", 12, "mismatched input '<EOF>'", ""),
        ("type_code == 'a' &&& has(x)", 19, "token recognition error", ""),
        ("(" * 21 + "true" + ")" * 21, 20, "nested deeper than 20 brackets", ""),
        ("true || " * 251 + "true", 2000, "longer than 2000 characters", ""),
        ("true" + " && goods_items.exists(i, true)" * 7, 0, "7 macros, more than 6", ""),
    ],
)
def test_each_fault_of_a_condition_has_its_place(text: str, offset: int, what: str, fix: str) -> None:
    problems = compile_condition(text, ROOT)
    assert isinstance(problems, list)
    assert (problems[0].offset, problems[0].what[: len(what)]) == (offset, what)
    assert fix in problems[0].fix
    assert problems[0].fix


def test_two_misspelt_fields_are_two_problems() -> None:
    problems = compile_condition('a == "" && b == ""', ROOT)
    assert isinstance(problems, list)
    assert [problem.offset for problem in problems] == [0, 11]


@settings(deadline=None)
@given(st.text(alphabet="ag.()[]{}&|!=\"'\\ ,i1:?*+-", max_size=60))
def test_any_text_gives_a_condition_or_problems_within_it(text: str) -> None:
    result = compile_condition(text, ROOT)
    if isinstance(result, list):
        assert all(0 <= problem.offset <= len(text) for problem in result)
    else:
        result.decide(Facts(tree_of([result]), DOCUMENT, MESSAGE))


def test_the_longest_chain_that_is_allowed_does_not_exhaust_the_stack() -> None:
    for text in ("1" + "+1" * 990 + " > 0", "!" * 1990 + "true", "-" * 1900 + "1 < 9"):
        assert decide(text)[0] is not None


def test_a_long_hostile_value_is_cut_in_the_reason() -> None:
    reason = decide('type_code == "IM"', Declaration(type_code="x" * 100_000 + "\x1b[2J"))[1]
    assert len(reason) < 200
    assert "\x1b" not in reason


def test_only_named_fields_are_handed_to_the_evaluator() -> None:
    condition = compiled('goods_items.exists(i, i.commodity.id == "x")')
    facts = Facts(tree_of([condition]), DOCUMENT, MESSAGE)
    assert facts.context.variables == {"goods_items": [{"commodity": {"id": "8471"}}, {"commodity": {}}]}


def test_two_hundred_conditions_share_one_context() -> None:
    conditions = [compiled(f'type_code == "T{n}" || destination.id == "D{n}"') for n in range(200)]
    document = Declaration(type_code="IM", destination=Commodity(id="GB"), goods_items=[Item()] * 100)
    tree = tree_of(conditions)
    facts = Facts(tree, document, MESSAGE)
    context = facts.context
    assert [condition.decide(facts)[0] for condition in conditions] == [False] * 200
    assert facts.context is context
    assert set(context.variables) == {"type_code", "destination"}  # not the hundred items, which no rule names


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ('type_code == "IM" && has(destination.id)', "has(destination.id) does not hold: destination.id is absent"),
        (
            'has(destination.id) && type_code == "EX" && size(goods_items) > 1',
            "has(destination.id) does not hold: destination.id is absent; "
            'type_code == "EX" does not hold: type_code is "IM"',
        ),
        (
            'type_code == "IM" && (has(destination.id) && size(goods_items) > 1)',
            "(has(destination.id) && size(goods_items) > 1) does not hold: destination.id is absent, "
            "goods_items counts 2",
        ),
        (
            'type_code == "IM" && destination.id == "GB"',
            'destination.id == "GB" cannot be decided: the document has no destination.id',
        ),
        (
            'destination.id == "GB" && type_code == "EX"',
            'type_code == "EX" does not hold: type_code is "IM"',
        ),
        (
            'type_code == "EX" && true || has(destination.id)',
            'type_code == "EX" && true || has(destination.id) does not hold: type_code is "IM", '
            "destination.id is absent",
        ),
        ("type_code == 'a && b' && true", "type_code == 'a && b' does not hold: type_code is \"IM\""),
    ],
)
def test_the_part_that_does_not_hold_is_named(text: str, reason: str) -> None:
    assert decide(text)[1] == reason


@pytest.mark.parametrize("text", [r'r"\" == "a" && type_code == "b"', "true // && false", "true ? true && true : true"])
def test_what_cannot_be_taken_apart_for_sure_stays_whole(text: str) -> None:
    assert conjuncts(text) == []


ATOM = st.sampled_from(
    [
        'type_code == "IM"',
        "has(destination.id)",
        'destination.id == "x"',
        "size(goods_items) > 1",
        "'a&&b' == \"(\"",
        "[1, 2][0] == 1.0",
    ]
)
CONDITIONS = st.recursive(
    ATOM,
    lambda inner: (
        st.builds("{}{} {} {}{}".format, st.just("("), inner, st.sampled_from(["&&", "||"]), inner, st.just(")"))
        | st.builds("{} {} {}".format, inner, st.sampled_from(["&&", "||"]), inner)
    ),
    max_leaves=6,
)


@settings(deadline=None)
@given(CONDITIONS)
def test_the_parts_of_a_condition_hold_together_when_it_holds(text: str) -> None:
    holds, parts = decide(text)[0], [decide(part)[0] for part in conjuncts(text)]
    if parts:
        assert holds is (False if False in parts else None if None in parts else True)


def test_where_there_is_no_name_at_all_none_is_offered() -> None:
    assert near("a", []) == "there is none to choose from, leave it out"
    assert near("a", [], "see the list") == "see the list"
