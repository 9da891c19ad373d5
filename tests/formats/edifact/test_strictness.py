"""What weighs how much: dirt as it is really sent, each kind in a small file of our own, under all three strictnesses.

Beside each file of `dirt/` stands what is found in it: the verdicts, then each finding with its three weights. The
first file, `clean.edi`, is what all others were before something happened to them. `pytest --accept` rewrites them.
"""

import io
import re
from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine import formats
from edi_engine.audit.search import show
from edi_engine.findings import Finding, Position, Report, Severity, Strictness
from edi_engine.formats import rules, schema_faults
from edi_engine.formats.edifact import element_rules, faults, weights
from edi_engine.formats.edifact.directory import Directories
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.conftest import Golden
from tests.formats.edifact.judging import reports, verdict

DIRT = sorted((Path(__file__).parent / "dirt").glob("*.edi"))
TABLES: tuple[dict[str, rules.Rule] | dict[str, element_rules.Rule], ...] = (faults.RULES, element_rules.RULES)
RULES: dict[str, rules.Rule | element_rules.Rule] = {code: rule for table in TABLES for code, rule in table.items()}
RANK = {Severity.NOTE: 0, Severity.WARNING: 1, Severity.ERROR: 2}


@pytest.fixture(scope="module")
def directories() -> Directories:
    return Directories(Workspace().schema_text)


def told(finding: Finding, severities: list[Severity]) -> str:
    """A finding with its three weights in place of one."""
    first, _, rest = str(finding).partition("\n")
    return f"{' / '.join(severities)}{first.removeprefix(finding.severity)}\n{rest}\n"


@pytest.mark.parametrize("path", DIRT, ids=[path.stem for path in DIRT])
def test_dirt_is_named_and_weighed(path: Path, directories: Directories, golden: Golden) -> None:
    found = [list(reports(path.read_bytes(), directories, strictness)) for strictness in Strictness]
    verdicts = " / ".join(map(verdict, found))
    together = zip(*([finding for report in each for finding in report] for each in found), strict=True)
    lines = [told(same[1], [finding.severity for finding in same]) for same in together]
    head = f"{' / '.join(Strictness)}: {verdicts}\n"
    golden(path.with_suffix(".findings.txt"), "\n".join([head, *lines]))


# -- what is let pass is still understood --------------------------------------------------------------------------

CHANGED = {  # what the dirt of a file changed in the values themselves
    "element_too_long", "utf8_under_unoc", "curly_quotes_utf8", "curly_quotes_windows_1252", "code_unknown",
    "iso_8859_1_under_unoa", "lower_case_under_unoa", "control_characters", "line_break_in_data",
    "number_without_digits",
}  # fmt: skip


def documents(data: bytes, strictness: Strictness) -> list[object]:
    """The canonical documents read from a payload, those of messages that were accepted."""
    with Engine(Workspace(), strictness=strictness) as engine:
        return [
            msgspec.to_builtins(read.document)
            for _, messages in engine.read_documents(io.BytesIO(data))
            for read in messages
            if read.accepted
        ]


@pytest.fixture(scope="module")
def clean() -> object:
    (document,) = documents(DIRT[0].with_stem("clean").read_bytes(), Strictness.STRICT)
    return document


def verdicts_on(path: Path) -> str:
    """The verdicts on a file, as they were judged right."""
    beside = path.with_suffix(".findings.txt")
    return beside.read_text(encoding="utf-8").partition("\n")[0] if beside.is_file() else ""


LET_PASS = [path for path in DIRT if verdicts_on(path).endswith("/ accepted")]


@pytest.mark.parametrize("path", LET_PASS, ids=[path.stem for path in LET_PASS])
def test_what_is_let_pass_means_what_it_meant_when_clean(path: Path, clean: object) -> None:
    read = documents(path.read_bytes(), Strictness.LENIENT)
    assert read or path.stem == "no_message"
    if path.stem in CHANGED:
        assert len(read) == 1
        assert read[0] != clean
    else:
        assert all(document == clean for document in read)


# -- the record ----------------------------------------------------------------------------------------------------


def test_the_record_says_how_it_was_weighed_and_what_was_cut_off_goes_on_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    data = DIRT[0].with_stem("unt_count_wrong").read_bytes()
    with monkeypatch.context() as patch, Engine(Workspace(tmp_path), strictness=Strictness.LENIENT) as lenient:
        patch.setattr("edi_engine.journey.Journey.decide", lambda _: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            lenient.route(io.BytesIO(data), "cut off")
    with Engine(Workspace(tmp_path)) as normal:
        _, (resumed,), *_ = normal.resume()
        refused = normal.route(io.BytesIO(data), "again", allow_duplicates=True)
        notes = [
            [event["note"] for event in show(normal.store, exchange.id)["events"] if event["stage"] == "received"]
            for exchange in (resumed, refused)
        ]
    assert (resumed.state, refused.state) == ("accepted", "rejected")
    assert notes == [["lenient"], ["allow-duplicates"]]


# -- the table -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", RULES)
def test_strict_weighs_no_less_than_normal_and_normal_no_less_than_lenient(code: str) -> None:
    strict, normal, lenient = (RANK[weight] for weight in RULES[code].weights)
    assert strict >= normal >= lenient


def test_every_code_of_the_house_has_its_row() -> None:
    # DIR: what is wrong with our own files is no fault in data, and stops the engine under any strictness
    folder = Path(faults.__file__).parent
    named = {
        code
        for path in folder.glob("*.py")
        for code in re.findall(r"\"([A-Z]{3}-[0-9]{3})\"", path.read_text(encoding="utf-8"))
    }
    assert {code for code in named if not code.startswith("DIR-")} == set(RULES)


# None is a breach of the standard: bytes that could be another encoding, what a partner wants written with other
# letters, a partner's own list, our own limits, signatures nobody here can verify, objects that are not EDIFACT.
NO_BREACH = {"CHR-005", "CHR-012", "EEL-012", "ENV-020", "ENV-027", "ENV-031"}


def test_strictly_whatever_the_standard_forbids_is_an_error() -> None:
    assert {code for code, rule in RULES.items() if rule.weights.strict is not Severity.ERROR} == NO_BREACH


DOUBTFUL = ("ESG-", "LIM-", "EEL-001", "EEL-002", "EEL-003", "EEL-004", "EEL-008", "ENV-009", "ENV-013")


@pytest.mark.parametrize("code", [code for code in RULES if code.startswith(DOUBTFUL)])
def test_what_leaves_the_meaning_in_doubt_is_never_let_pass(code: str) -> None:
    assert set(RULES[code].weights) == {Severity.ERROR}


def test_the_table_of_the_documentation_is_the_one_of_the_code() -> None:
    text = (Path(__file__).parents[3] / "docs/findings.md").read_text(encoding="utf-8")
    rows = re.findall(
        r"^\| (error|warning|note) \| (error|warning|note) \| (error|warning|note) \| (.*) \|$", text, re.M
    )
    listed = {code: tuple(weights) for *weights, codes in rows for code in re.findall(r"[A-Z]{3}-\d{3}", codes)}
    weighed = {code: rule.weights for table in (RULES, schema_faults.RULES) for code, rule in table.items()}
    differing = {code: each for code, each in weighed.items() if len(set(each)) > 1}
    assert listed == {code: tuple(map(str, each)) for code, each in differing.items()}


def test_nothing_is_weighed_anew_normally() -> None:
    assert weights(Strictness.NORMAL) == {}


# -- reports -------------------------------------------------------------------------------------------------------


@given(
    codes=st.lists(st.sampled_from(sorted(RULES)), max_size=30),
    strictness=st.sampled_from(Strictness),
    before=st.integers(0, 30),
    limit=st.integers(1, 40),
)
def test_findings_weigh_the_same_whenever_they_are_made(
    codes: list[str], strictness: Strictness, before: int, limit: int
) -> None:
    report, expected = Report(limit=max(limit, before)), Report(limit=max(limit, before))
    made = [Finding(code=code, severity=RULES[code].severity, what=code, where=Position()) for code in codes]
    report.extend(made[:before])
    report.weigh(weights(strictness))
    report.extend(made[before:])
    expected.extend(replace(each, severity=RULES[each.code].weights.under(strictness)) for each in made)
    assert (list(report), report.rejected, report.suppressed) == (
        list(expected),
        expected.rejected,
        expected.suppressed,
    )


def test_a_format_that_knows_no_strictness_is_read_as_ever() -> None:
    for strictness in Strictness:
        (interchange,) = formats.read(io.BytesIO(b"a,b,c\n1,2,3\n"), strictness=strictness)
        assert [message.type for message in interchange.messages]
        assert not interchange.report.weights
