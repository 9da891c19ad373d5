"""What is answered: for each kind of fault the CONTRL segments that code list 0085 asks for, and nothing else."""

import datetime
import io
import random
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine import formats
from edi_engine.acknowledgement import Acknowledger, acknowledge, usable
from edi_engine.answer import Answer, answer
from edi_engine.canonical.acknowledgement import SyntaxAcknowledgement
from edi_engine.findings import Finding, Severity, Strictness
from edi_engine.interchange import Interchange, Message
from edi_engine.mapping.registry import Mappings
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace

MAPPINGS = Mappings(Workspace())
AT = datetime.datetime(2026, 1, 31, 12, 0, tzinfo=datetime.UTC)
SAMPLE = (Path(__file__).parents[1] / "samples" / "import_minimal" / "received.edi").read_text("ascii")
BODY = [line.rstrip("'") for line in SAMPLE.splitlines()[3:-2]]  # between UNH and UNT
PART = "CUSDEC:D:96B:UN"

Change = Callable[[list[str]], list[str]]


def message(reference: str, change: Change = list, kind: str = PART) -> list[str]:
    """UNH, the sample's segments after a change, and a right UNT."""
    body = change(BODY)
    return [f"UNH+{reference}+{kind}", *body, f"UNT+{len(body) + 2}+{reference}"]


def interchange(*messages: list[str], version: str = "3", units: int | None = None, flags: str = "") -> str:
    """An interchange around messages; `flags` are what stands behind the reference in UNB."""
    date = "20260302" if version == "4" else "260302"
    head = f"UNB+UNOC:{version}+NORTHMERE:14:BOX1+EDIGATE:14+{date}:0900+IC1{flags}"
    count = len(messages) if units is None else units
    return "".join(f"{text}'" for text in [head, *chain.from_iterable(messages), f"UNZ+{count}+IC1"])


def group(reference: str, *messages: list[str], count: int | None = None) -> list[str]:
    head = f"UNG+CUSDEC+SALES:14+IMPORT:14+260302:0900+{reference}+UN+D:96B"
    said = len(messages) if count is None else count
    return [head, *chain.from_iterable(messages), f"UNE+{said}+{reference}"]


def without(*tags: str) -> Change:
    return lambda body: [text for text in body if text[:3] not in tags]


def with_text(old: str, new: str) -> Change:
    def change(body: list[str]) -> list[str]:
        assert any(old in text for text in body)
        return [text.replace(old, new) for text in body]

    return change


def inserted(at: int, *texts: str) -> Change:
    """Texts put in as segment `at` of the message, UNH being 1."""
    return lambda body: [*body[: at - 2], *texts, *body[at - 2 :]]


@dataclass
class Answered:
    """One interchange, its messages and what was answered."""

    received: Interchange
    messages: list[Message]
    gathered: Acknowledger
    made: Answer

    @property
    def said(self) -> list[str]:
        """The segments of the CONTRL without UNB, UNH, UNT and UNZ."""
        assert self.made.payload is not None, self.made.finding
        return self.made.payload.decode("latin-1").split("'")[2:-3]


def answers(data: bytes | str, strictness: Strictness = Strictness.NORMAL) -> list[Answered]:
    """Each interchange answered; every CONTRL is held to the checker, its own codes too."""
    found = []
    payload = data.encode("latin-1") if isinstance(data, str) else data
    for number, received in enumerate(formats.read(io.BytesIO(payload), strictness=strictness), 1):
        formats.check_envelope(received, MAPPINGS.directories)
        gathered, messages = Acknowledger(received, MAPPINGS.directories), []
        for one in received.messages:
            formats.check(one, MAPPINGS.directories)
            gathered.add(one)
            messages.append(one)
        made = answer(gathered, MAPPINGS, f"OURS{number}", AT)
        if made.payload:
            assert faults(made.payload) == []
        found.append(Answered(received, messages, gathered, made))
    return found


def faults(payload: bytes) -> list[Finding]:
    """Errors in a CONTRL; partners' own codes in what it repeats (0007, 0051 …) are theirs."""
    found: list[Finding] = []
    for received in formats.read(io.BytesIO(payload)):
        for one in received.messages:
            formats.check(one, MAPPINGS.directories)
            found += one.report
        found += received.report
    repeated = ("0007", "0051", "0065", "0052", "0054", "0110", "0113")
    errors = [finding for finding in found if finding.severity is Severity.ERROR]
    return [e for e in errors if not (e.code == "EEL-009" and any(f"code of {n} " in e.what for n in repeated))]


def said(data: bytes | str) -> list[str]:
    (only,) = answers(data)
    return only.said


CORPUS = Path(__file__).parents[1] / ".." / "shared" / "corpus" / "edifact"
UCI = "UCI+IC1+NORTHMERE:14:BOX1+EDIGATE:14+"
UCM = f"UCM+1+{PART}+4"


def test_what_is_right_is_acknowledged_as_a_whole() -> None:
    assert said(interchange(message("1"), message("2"))) == [UCI + "7"]


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        pytest.param(without("BGM"), [UCM, "UCS+1+13"], id="a mandatory segment is missing"),
        pytest.param(inserted(4, "ZZZ+1"), [UCM, "UCS+4+15"], id="a segment the message has not"),
        pytest.param(inserted(3, BODY[0]), [UCM, "UCS+3+35"], id="a segment too often"),
        pytest.param(with_text("BGM+929", "BGM+9290"), [UCM, "UCS+2", "UCD+39+2:1"], id="an element too long"),
        pytest.param(with_text("MEA+AAE", "MEA+XXX"), [UCM, "UCS+6", "UCD+12+2"], id="a code that is in no list"),
        pytest.param(with_text("39:240.00", "39:24A.00"), [UCM, "UCS+9", "UCD+37+2:2"], id="letters in a number"),
        pytest.param(with_text("DTM+137:20260302:102", "DTM"), [UCM, "UCS+5", "UCD+13+2"], id="an element is missing"),
        pytest.param(with_text("UNS+D", "UNS+D+X"), [UCM, "UCS+10", "UCD+16+3"], id="too many elements"),
        pytest.param(
            with_text("MERE TRADING", "MERE\x01TRADING"), [UCM, "UCS+7", "UCD+21+5:1"], id="a control character"
        ),
    ],
)
@pytest.mark.parametrize("version", ["3", "4"])
def test_a_fault_has_its_place_and_its_code(change: Change, expected: list[str], version: str) -> None:
    assert said(interchange(message("1", change), version=version)) == [UCI + "7", *expected]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("UNT+20+1", "UNT+21+1", "+29+UNT+2", id="the count of segments"),
        pytest.param("UNT+20+1", "UNT+20+2", "+28+UNT+3", id="the reference of the trailer"),
        pytest.param("UNT+20+1'", "", "+13+UNT", id="no trailer"),
        pytest.param(PART, "CUSDEC:D:96Z:UN", "+12+UNH+3:2", id="a release that is none"),
    ],
)
def test_faults_of_unh_and_unt_are_told_with_the_message(old: str, new: str, expected: str) -> None:
    whole = interchange(message("1"))
    assert old in whole
    assert said(whole.replace(old, new)) == [UCI + "7", UCM.replace(PART, new if old == PART else PART) + expected]


def test_one_bad_message_among_three_is_the_only_one_named() -> None:
    bad = message("2", with_text("MEA+AAE", "MEA+XXX"))
    expected = [UCI + "7", f"UCM+2+{PART}+4", "UCS+6", "UCD+12+2"]
    assert said(interchange(message("1"), bad, message("3"))) == expected


def test_a_reference_that_occurs_twice_rejects_the_second_message() -> None:
    assert said(interchange(message("1"), message("1"))) == [UCI + "7", UCM + "+26+UNH+2"]


def test_several_faults_stand_in_the_order_of_the_message() -> None:
    def change(body: list[str]) -> list[str]:
        return with_text("MEA+AAE", "MEA+XXX")(inserted(9, "ZZZ+1")(without("UNS")(body)))

    told = said(interchange(message("1", change)))
    positions = [int(text.split("+")[1]) for text in told if text.startswith("UCS")]
    assert positions == sorted(positions)
    assert [text for text in told if text[:3] in ("UCS", "UCD")][:2] == ["UCS+6", "UCD+12+2"]


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        pytest.param("UNZ+1+IC1", "UNZ+2+IC1", "4+29+UNZ+2", id="the count of messages"),
        pytest.param("UNZ+1+IC1", "UNZ+1+IC2", "4+28+UNZ+3", id="the reference of the trailer"),
        pytest.param("UNZ+1+IC1'", "", "4+13+UNZ", id="no trailer"),
    ],
)
def test_faults_of_the_envelope_reject_the_interchange(old: str, new: str, expected: str) -> None:
    assert said(interchange(message("1")).replace(old, new)) == [UCI + expected]


def test_strictly_a_code_or_form_in_the_envelope_rejects_it_too() -> None:
    data = interchange(message("1")).replace("+260302:", "+26:", 1)
    [normal], [strict] = answers(data), answers(data, Strictness.STRICT)
    assert normal.made.payload is not None
    assert strict.made.payload is not None
    assert b"UCI+IC1+NORTHMERE:14:BOX1+EDIGATE:14+7'" in normal.made.payload
    assert b"UCI+IC1+NORTHMERE:14:BOX1+EDIGATE:14+4+40+UNB+5:1'" in strict.made.payload


def test_an_interchange_that_was_cut_off_is_rejected_with_the_message_it_ends_in() -> None:
    whole = interchange(message("1"), message("2"))
    told = said(whole[: whole.rindex("CST+")])
    assert told[:2] == [UCI + "4+13+UNZ", f"UCM+2+{PART}+4+13+UNT"]
    assert {text.split("+")[0] for text in told[2:]} <= {"UCS", "UCD"}


def test_groups_are_answered_one_by_one() -> None:
    good = group("G1", message("1"))
    bad = group("G2", message("1"), message("2", without("BGM")))
    told = said(interchange(good, bad))
    assert told == [UCI + "7", "UCF+G2+SALES:14+IMPORT:14+7", f"UCM+2+{PART}+4", "UCS+1+13"]


def test_a_fault_of_a_group_trailer_is_told_with_its_group() -> None:
    told = said(interchange(group("G1", message("1")), group("G2", message("1"), count=3)))
    assert told == [UCI + "4", "UCF+G2+SALES:14+IMPORT:14+4+29+UNE+2"]


def test_a_group_that_is_not_closed_is_named() -> None:
    open_group = group("G1", message("1"))[:-1]
    told = said(interchange(open_group, group("G2", message("1"))))
    assert told == [UCI + "4", "UCF+G1+SALES:14+IMPORT:14+4+13+UNE"]


def test_a_fault_of_an_empty_group_is_blamed_on_no_other() -> None:
    told = said(interchange(group("G1", message("1")), group("G2", count=3), group("G3", message("1"))))
    assert told == [UCI + "4+29+UNE+2"]


def test_too_many_rejected_messages_are_not_named_one_by_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("edi_engine.acknowledgement.MOST_MESSAGES", 2)
    bad = [message(str(number), without("BGM")) for number in range(3)]
    assert len(said(interchange(*bad[:2]))) == 5
    (only,) = answers(interchange(*bad))
    assert only.made.finding is not None
    assert only.made.finding.code == "ACK-004"
    assert only.gathered.document().messages == only.gathered.document().messages[:2]


def test_each_interchange_has_its_own_answer() -> None:
    good, bad = interchange(message("1")), interchange(message("1", without("BGM")))
    assert [one.said for one in answers(good + bad)] == [[UCI + "7"], [UCI + "7", UCM, "UCS+1+13"]]


@pytest.mark.parametrize(("version", "date", "kind"), [("3", "260131", "D:3"), ("4", "20260131", "4:1")])
def test_the_answer_goes_back_to_where_it_came_from(version: str, date: str, kind: str) -> None:
    (only,) = answers(interchange(message("1"), version=version, flags="++++++1"))
    assert only.made.payload is not None
    head, unh = only.made.payload.decode().split("'")[:2]
    assert head == f"UNB+UNOC:{version}+EDIGATE:14+NORTHMERE:14:BOX1+{date}:1200+OURS1++++++1"
    assert unh == f"UNH+1+CONTRL:{kind}:UN"


def test_where_receipt_is_enough_nothing_more_is_said_of_what_is_right() -> None:
    wanted = interchange(message("1"), version="4", flags="++++2")
    assert said(wanted) == [UCI + "8"]
    assert said(wanted.replace("UNOC:4", "UNOC:3")) == [UCI + "7"]  # code 2 is of syntax version 4
    assert said(interchange(message("1", without("BGM")), version="4", flags="++++2"))[0] == UCI + "7"


# -- no answer -----------------------------------------------------------------------------------------------------


def test_a_contrl_is_never_answered() -> None:
    (first,) = answers(interchange(message("1")))
    assert first.made.payload is not None
    (second,) = answers(first.made.payload)
    assert second.made.payload is None
    assert second.made.finding is not None
    assert (second.made.finding.code, second.made.finding.severity) == ("ACK-001", "note")


def test_other_messages_beside_a_contrl_are_not_forgotten_in_silence() -> None:
    contrl = ["UNH+9+CONTRL:D:3:UN", "UCI+1+A:14+B:14+7", "UNT+3+9"]
    (only,) = answers(interchange(message("1"), contrl))
    assert only.made.finding is not None
    assert (only.made.finding.code, only.made.finding.severity) == ("ACK-001", "warning")
    assert "1 other messages" in only.made.finding.what


UNUSABLE = [("UNH+1+", "UNH++", "13"), ("UNH+1+", "UNH+123456789012345+", "39"), (PART, "CUSDEC", "13")]


@pytest.mark.parametrize(("old", "new", "error"), UNUSABLE)
@pytest.mark.parametrize("version", ["3", "4"])
def test_a_message_that_no_ucm_can_name_is_told_one_level_above(old: str, new: str, error: str, version: str) -> None:
    bad = [text.replace(old, new) for text in message("1")]
    (only,) = answers(interchange(bad, version=version))
    assert only.said == [UCI + f"4+{error}"]
    assert only.made.finding is not None
    assert only.made.finding.code == "ACK-005"
    in_group = said(interchange(group("G1", bad), group("G2", message("2")), version=version))
    assert in_group == [UCI + "7", f"UCF+G1+SALES:14+IMPORT:14+4+{error}"]


@pytest.mark.parametrize(("old", "new", "error"), UNUSABLE)
def test_beside_good_messages_it_is_left_out_with_a_finding(old: str, new: str, error: str) -> None:
    """UCI with action 4 would reject the good ones too, which have gone on."""
    bad = [text.replace(old, new) for text in message("1")]
    worse = message("3", with_text("MEA+AAE", "MEA+XXX"))
    (only,) = answers(interchange(bad, message("2"), worse))
    assert only.said == [UCI + "7", f"UCM+3+{PART}+4", "UCS+6", "UCD+12+2"]
    assert only.made.finding is not None
    assert (only.made.finding.code, only.made.finding.severity) == ("ACK-005", "warning")
    assert only.made.finding.what.endswith("in messages 1")


def test_a_group_without_a_reference_is_told_with_the_interchange() -> None:
    bad = [text.replace("+G1+", "++") for text in group("G1", message("1", without("BGM")))]
    told = said(interchange(bad[:-1], ["UNE+1+"], group("G2", message("1", without("BGM"))), units=2))
    assert told == [UCI + "4+13+UNG+6:1", "UCF+G2+SALES:14+IMPORT:14+4", f"UCM+1+{PART}+4", "UCS+1+13"]


@pytest.mark.parametrize(("old", "new"), [("+IC1", "+"), ("NORTHMERE:14:BOX1", ""), ("EDIGATE:14", "")])
def test_what_cannot_be_repeated_of_unb_cannot_be_answered(old: str, new: str) -> None:
    (only,) = answers(interchange(message("1")).replace(old, new))
    assert only.made.payload is None
    assert only.made.finding is not None
    assert only.made.finding.code == "ACK-003"


@pytest.mark.parametrize("data", ["UNH+1+CUSDEC:D:96B:UN'UNT+2+1'", '{"documentKind": "Declaration"}', "", "UIB+x'"])
def test_what_is_no_interchange_gets_no_answer(data: str) -> None:
    for one in answers(data):
        assert one.made.payload is None
        assert one.made.finding is not None
        assert one.made.finding.code == "ACK-002"


# -- codes ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("version", ["3", "4"])
def test_withdrawn_codes_are_not_used(version: str) -> None:
    codes = usable(MAPPINGS.directories, version, "0085")
    assert not codes & {"1", "3", "4", "5", "6", "8", "9", "10", "11", "44"}
    assert ("38" in codes) == (version == "3")
    assert ("48" in codes) == (version == "4")
    assert "18" in codes


def test_a_finding_without_a_code_is_an_unspecified_error() -> None:
    received = next(iter(formats.read(io.BytesIO(interchange(message("1")).encode()))))

    def refused() -> list[Message]:
        found = list(received.messages)
        found[0].report.add(Finding(code="XXX-001", severity=Severity.ERROR, what="refused"))
        return found

    document = acknowledge(received, refused(), MAPPINGS.directories).document()
    assert [(one.reference, one.action_code, one.error_code) for one in document.messages] == [("1", "4", "18")]


# -- properties ----------------------------------------------------------------------------------------------------


def mutated(rng: random.Random, texts: list[str]) -> list[str]:
    """A message changed somewhere behind UNH, as senders do."""
    at = rng.randrange(1, len(texts))
    kind = rng.randrange(5)
    if kind == 0:
        return [*texts[:at], *texts[at + 1 :]]
    if kind == 1:
        return [*texts[:at], texts[at], *texts[at:]]
    if kind == 2:
        other = rng.randrange(1, len(texts))
        texts = list(texts)
        texts[at], texts[other] = texts[other], texts[at]
        return texts
    if kind == 3:
        place = rng.randrange(3, len(texts[at]) + 1)
        return [*texts[:at], texts[at][:place] + rng.choice("+:*A1é\x01") + texts[at][place:], *texts[at + 1 :]]
    return [*texts[:at], re.sub(r"\w+$", "", texts[at]), *texts[at + 1 :]]


@given(
    seed=st.integers(0, 2**32),
    touched=st.lists(st.integers(0, 3), min_size=1, max_size=6),
    version=st.sampled_from("34"),
    grouped=st.booleans(),
)
@settings(max_examples=150, deadline=None)
def test_every_answer_is_valid_and_names_the_rejected(
    seed: int, touched: list[int], version: str, grouped: bool
) -> None:
    rng = random.Random(seed)  # noqa: S311 — test data
    messages = [message(str(number)) for number in range(1, len(touched) + 1)]
    for index, times in enumerate(touched):
        for _ in range(times):
            if len(messages[index]) > 1:
                messages[index] = mutated(rng, messages[index])
    units = [group("G1", *messages[:2]), group("G2", *messages[2:])] if grouped and len(messages) > 2 else messages
    for one in answers(interchange(*units, version=version)):
        named = [text.split("+")[1] for text in one.said if text.startswith("UCM")]
        assert named == [found.reference for found in one.messages if found.report.rejected]
        assert one.said[0].startswith(UCI + ("4" if one.received.report.rejected else "7"))
        read_back(one)


def read_back(one: Answered) -> None:
    """A CONTRL received means the document it was written from."""
    assert one.made.payload is not None
    for received in formats.read(io.BytesIO(one.made.payload)):
        for found in received.messages:
            mapping, why = MAPPINGS.detect(found)
            assert mapping is not None, why
            document = mapping.read(found, found.report)
            assert isinstance(document, SyntaxAcknowledgement)
            assert document == one.gathered.document()


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus of real messages is not at hand")
def test_real_interchanges_are_answered_validly_or_it_is_said_why_not() -> None:
    codes: list[str] = []
    for path in sorted(CORPUS.rglob("*")):
        if path.suffix in (".tsv", ".md") or not path.is_file() or path.stat().st_size > 50_000:
            continue
        for one in answers(path.read_bytes()):
            codes.append(one.made.finding.code if one.made.finding else "answered")
            if one.made.payload:
                rejected = [found for found in one.messages if found.report.rejected]
                named = one.gathered.document()
                in_groups = [told for group in named.groups for told in group.messages]
                assert len(named.messages) + len(in_groups) + len(one.gathered.unnamed) == len(rejected), path.name
                read_back(one)
                if 0 < len(one.gathered.unnamed) == len(one.messages):
                    assert {named.action_code, *(told.action_code for told in named.groups)} & {"4"}, path.name
    assert set(codes) <= {"answered", "ACK-001", "ACK-002", "ACK-003", "ACK-005"}
    assert codes.count("answered") + codes.count("ACK-005") > 0.9 * len(codes)


def test_an_optional_part_that_is_too_long_is_not_repeated() -> None:
    told = said(interchange(message("1", kind=PART + ":SEVENTH")))
    assert told[:2] == [UCI + "7", UCM + "+39+UNH+3:5"]


def test_the_answer_equals_the_record(tmp_path: Path) -> None:
    bad = message("2", with_text("MEA+AAE", "MEA+XXX"))
    payload = interchange(message("1"), bad, message("3"))
    with Engine(Workspace(tmp_path / "ws"), clock=lambda: AT) as engine:
        engine.route(io.BytesIO(payload.encode()), "test")
        rows = engine.store.connection.execute("SELECT reference, accepted FROM messages ORDER BY number").fetchall()
    named = {text.split("+")[1] for text in said(payload) if text.startswith("UCM")}
    assert {row[0]: bool(row[1]) for row in rows} == {r: r not in named for r in ("1", "2", "3")}
