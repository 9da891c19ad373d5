"""History gone through again: the same versions give no difference, others give those that they make."""

import datetime
import hashlib
import io
import re
import shutil
from pathlib import Path

import pytest

from edi_engine.audit.payloads import spool
from edi_engine.audit.store import Store
from edi_engine.comparison import Changed, Kinds
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Strictness
from edi_engine.past_engines import AS_THEN, Instead
from edi_engine.pipeline import Engine
from edi_engine.replay import Replay, Replayed
from edi_engine.wishes import Wishes
from edi_engine.workspace import Workspace
from tests.test_going_home import REJECTION
from tests.test_samples import SCENARIOS, received

PROJECT = Path(__file__).parents[1]
MAPPINGS = PROJECT / "mappings"
MINIMAL = (PROJECT / "samples/import_minimal/received.edi").read_bytes()
EXPORT = (PROJECT / "samples/export_two_items/received.edi").read_bytes()


class Ticking:
    """A clock that goes on at each look, so that no two times are the same."""

    def __init__(self, start: str = "2026-01-31T12:00:00+00:00") -> None:
        self.now = datetime.datetime.fromisoformat(start)

    def __call__(self) -> datetime.datetime:
        self.now += datetime.timedelta(seconds=37)
        return self.now


CLOCK = Ticking()
PARTNERS = """partners:
  - {name: trader, identities: [LONGVIEW], valid_to: 2020-01-01}
"""


def route(root: Path, *payloads: bytes, wishes: Wishes | None = None, duplicates: bool = False) -> list[str]:
    with Engine(Workspace(root), clock=CLOCK) as engine:
        return [
            engine.route(io.BytesIO(data), f"{number}", wishes=wishes, allow_duplicates=duplicates).id
            for number, data in enumerate(payloads)
        ]


def replayed(root: Path, instead: Instead = AS_THEN) -> dict[str, Replayed]:
    """Every exchange of a workspace, and under no name what was borrowed of today."""
    past = Store(Workspace(root).store_place, clock=CLOCK, read_only=True)
    ids = [row[0] for row in past.connection.execute("SELECT id FROM exchanges ORDER BY id").fetchall()]
    with Replay(past, Workspace(root), instead) as replay:
        found = {exchange: replay.of(exchange) for exchange in ids}
        found[""] = Replayed("", [], findings=tuple(replay.borrowed))
    past.close()
    return found


def kinds(found: dict[str, Replayed]) -> set[str]:
    return {f"{changed.what}: {changed.kind}" for one in found.values() for changed in one.changed}


def assert_same(found: dict[str, Replayed]) -> None:
    for exchange, one in found.items():
        assert (one.changed, one.more, one.unknown, one.findings) == ([], 0, 0, ()), exchange


@pytest.fixture(scope="module")
def every_sample(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with an exchange for each sample, and some of them again: refused, and let in."""
    root = tmp_path_factory.mktemp("history") / "ws"
    files = [received(folder) for folder in SCENARIOS]
    for mapping in sorted(MAPPINGS.glob("*/samples")):
        beside = re.compile(r"\.canonical\.json$|\.findings\.txt$|\.written\.")
        files += sorted(path for path in mapping.iterdir() if not beside.search(path.name))
    data = [file.read_bytes() for file in files]
    route(root, *data, *data[: len(SCENARIOS) + 2])
    route(root, *data[: len(SCENARIOS) + 2], duplicates=True)
    return root


def test_the_same_versions_give_no_difference(every_sample: Path) -> None:
    found = replayed(every_sample)
    assert len(found) > 120
    assert_same(found)


@pytest.fixture(scope="module")
def two(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A workspace with own routes and an own mapping, where an import and an export were routed."""
    root = tmp_path_factory.mktemp("two") / "ws"
    root.mkdir()
    shutil.copyfile(MAPPINGS / "routes.yaml", root / "routes.yaml")
    shutil.copytree(MAPPINGS / "tax-authority-json", root / "mappings/tax-authority-json")
    route(root, MINIMAL, EXPORT)
    return root


@pytest.fixture
def history(two: Path, tmp_path: Path) -> Path:
    """A copy of it."""
    return Path(shutil.copytree(two, tmp_path / "ws"))


def changed_routes(text: str) -> str:
    return text.replace("agency: national-customs", "agency: elsewhere").replace('type_code.startsWith("EX")', "false")


def changed_template(folder: Path) -> None:
    """The tax authority is told another reference."""
    template = folder / "template.json"
    text = template.read_text("utf-8").replace('"{functional_reference_id}"', '"{copy id}"')
    template.write_text(text, "utf-8")


ROUTES_CHANGED = {
    "route: export-tax-refund: takes it no longer",
    "route: partner-window: takes it no longer",
    "sent: over customs: to elsewhere, not national-customs",
}
TEMPLATE_CHANGED = {
    "sent: over export-tax-refund: the same written otherwise",
    "finding: warning MAP-202 over export-tax-refund: found another number of times",
}


def test_what_was_followed_then_is_followed_however_the_workspace_is_now(history: Path) -> None:
    routes = history / "routes.yaml"
    routes.write_text(changed_routes(routes.read_text("utf-8")), "utf-8")
    changed_template(history / "mappings/tax-authority-json")
    assert_same(replayed(history))
    assert kinds(replayed(history, Instead(current=True))) == ROUTES_CHANGED


def test_a_workspace_that_is_broken_now_is_no_hindrance(history: Path) -> None:
    (history / "routes.yaml").write_text("routes: [", "utf-8")
    shutil.rmtree(history / "mappings")
    assert_same(replayed(history))
    with pytest.raises(ConfigurationError):
        replayed(history, Instead(current=True))


def test_other_routes_and_another_mapping_give_the_differences_they_make(history: Path, tmp_path: Path) -> None:
    (tmp_path / "new.yaml").write_text(changed_routes((history / "routes.yaml").read_text("utf-8")), "utf-8")
    assert kinds(replayed(history, Instead(tables={"routes.yaml": tmp_path / "new.yaml"}))) == ROUTES_CHANGED
    folder = tmp_path / "drafts"
    shutil.copytree(history / "mappings/tax-authority-json", folder)
    changed_template(folder)
    (found,) = (
        one for one in replayed(history, Instead(mappings={"tax-authority-json": folder})).values() if one.changed
    )
    (sent,) = (changed for changed in found.changed if changed.what == "sent")
    assert sent.kind == "over export-tax-refund: the same written otherwise"
    assert "LV-EX-2026-0193" in sent.old
    assert "LV-EX-2026-0193" not in sent.new


def test_a_version_on_record_is_followed_again(history: Path) -> None:
    with Engine(Workspace(history)) as engine:
        first = engine.mappings.get("tax-authority-json").version
    changed_template(history / "mappings/tax-authority-json")
    (third,) = route(history, EXPORT, duplicates=True)
    assert_same(replayed(history))
    found = replayed(history, Instead(mappings={"tax-authority-json": first[:6]}))
    assert [exchange for exchange, one in found.items() if one.changed] == [third]
    with pytest.raises(ConfigurationError, match="AUD-016"):
        replayed(history, Instead(mappings={"tax-authority-json": "0000"}))


RULE = """checks:
  - {id: HOUSE-1, title: Weights are in tons, severity: warning, document: Declaration, for: document,
     must: total_gross_mass.unit == "TNE", at: total_gross_mass, message: not in tons, why: house, fix: weigh it}
"""


def test_other_code_lists_and_rules_give_the_differences_they_make(history: Path, tmp_path: Path) -> None:
    rules, codes = tmp_path / "schemas/checks", tmp_path / "currencies.tsv"
    rules.mkdir(parents=True)
    (rules / "house.yaml").write_text(RULE, "utf-8")
    found = replayed(history, Instead(schemas=tmp_path / "schemas"))
    assert kinds(found) == {"finding: warning HOUSE-1: found only now"}
    assert all("not in tons" in changed.text for one in found.values() for changed in one.changed)
    codes.write_text("code\tname\n\tbroken", "utf-8")
    with pytest.raises(ConfigurationError, match="COD-005"):
        replayed(history, Instead(codes=(codes,)))


def test_other_partners_and_settings_of_checks_give_the_differences_they_make(history: Path, tmp_path: Path) -> None:
    tables = {"partners.yaml": tmp_path / "partners.yaml", "checks.yaml": tmp_path / "checks.yaml"}
    tables["partners.yaml"].write_text(PARTNERS, "utf-8")
    tables["checks.yaml"].write_text("route: off\n", "utf-8")
    found = kinds(replayed(history, Instead(tables=tables)))
    assert "interchange: accepted → rejected" in found
    assert any(kind.startswith("finding: error PRT-") for kind in found)


def test_nothing_is_recorded_delivered_or_left_behind(
    history: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    before = contents(history)
    replayed(history, Instead(current=True))
    assert_same(replayed(history))
    assert contents(history) == before
    assert list(scratch.iterdir()) == []


def contents(root: Path) -> dict[str, str]:
    files = (path for path in root.rglob("*") if path.is_file() and path.suffix not in (".db-shm", ".db-wal"))
    return {str(path): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def test_how_it_was_routed_then_is_how_it_is_routed_again(tmp_path: Path) -> None:
    short = MINIMAL.replace(b"UNT+20", b"UNT+19")
    (lenient,) = route(tmp_path, short, wishes=Wishes(Strictness.LENIENT))
    (normal,) = route(tmp_path, short.replace(b"IC20260302001", b"IC20260302002"))
    route(tmp_path, EXPORT, wishes=Wishes(strict_loss=True, losses=True))
    found = replayed(tmp_path)
    assert_same(found)
    assert {lenient, normal} < set(found)


def test_a_response_goes_home_to_what_was_on_record_then(tmp_path: Path) -> None:
    """A later declaration of the same reference is not answered by an earlier response."""
    route(tmp_path, MINIMAL, REJECTION)
    route(tmp_path, MINIMAL.replace(b"IC20260302001", b"IC20260302002"))
    route(tmp_path, REJECTION)
    assert_same(replayed(tmp_path))


def cut_off(root: Path, payload: bytes, interchanges: int) -> str:
    """Route until some interchanges are decided, as if the process was killed then."""
    with Engine(Workspace(root), clock=CLOCK) as engine:
        with spool(io.BytesIO(payload), engine.prepare(), 1 << 20) as spooled:
            journey = engine.set_out(spooled, "x", Wishes())
            decided = engine.decide(journey, spooled.file)
            for _ in range(interchanges):
                next(decided)
        engine.store.claims.release(journey.exchange.id)
    return journey.exchange.id


def test_what_a_crash_cut_off_and_what_went_on_with_it_are_replayed_each_by_itself(tmp_path: Path) -> None:
    first = cut_off(tmp_path, MINIMAL + EXPORT, 1)
    found = replayed(tmp_path)
    assert [finding.code for finding in found[first].findings] == ["AUD-017"]
    with Engine(Workspace(tmp_path), clock=CLOCK) as engine:
        (second,) = engine.resume().exchanges
    found = replayed(tmp_path)
    assert {first, second.id} < set(found)
    found.pop("")  # the one that was cut off did not read all that its payload asks for
    assert_same(found)


@pytest.mark.parametrize("place", ["postgres"], indirect=True)
def test_a_record_in_a_database_is_replayed_too(tmp_path: Path, place: str) -> None:
    assert place == Workspace(tmp_path).store_place
    route(tmp_path, MINIMAL, EXPORT, MINIMAL)
    with Engine(Workspace(tmp_path)) as engine:
        version = engine.mappings.get("wco-dec").version
    found = replayed(tmp_path, Instead(mappings={"wco-dec": version[:6]}))
    assert len(found) == 4
    assert_same(found)


def test_what_was_recorded_before_sources_were_is_replayed_with_those_of_today(history: Path) -> None:
    store = Store(history / "audit.db", clock=CLOCK)
    store.connection.execute("UPDATE events SET sources_sha256 = NULL")
    store.close()
    found = replayed(history)
    assert kinds(found) == set()
    assert [finding.code for one in found.values() for finding in one.findings] == ["AUD-014", "AUD-014"]


def test_a_directory_that_was_not_read_then_is_that_of_today_and_is_named(tmp_path: Path) -> None:
    root, routes = tmp_path / "ws", tmp_path / "new.yaml"
    root.mkdir()
    (root / "routes.yaml").write_text("routes:\n  - {name: a, agency: b, mapping: wco-dec}\n", "utf-8")
    route(root, MINIMAL)
    routes.write_text("routes:\n  - {name: a, agency: b, mapping: cusdec-d21b-partner}\n", "utf-8")
    found = replayed(root, Instead(tables={"routes.yaml": routes}))
    assert "sent: over a: written by another mapping: wco-dec → cusdec-d21b-partner" in kinds(found)
    assert {finding.code for finding in found[""].findings} == {"AUD-015"}


def test_a_delivery_that_failed_outside_is_not_known_and_no_difference(
    history: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as full:
        full.setattr("edi_engine.transports.file_drop._publish", refuse)
        (exchange,) = route(history, EXPORT, duplicates=True)
    found = replayed(history)[exchange]
    assert (found.changed, found.unknown > 0) == ([], True)


def refuse(*_: object) -> None:
    raise OSError(28, "No space left on device")


def test_many_kinds_of_differences_are_counted_together() -> None:
    found = Kinds()
    for number in range(found.MOST + 5):
        for exchange in ("a", "b"):
            found.add(exchange, Changed("document", f"changed {number}", 1, 1))
    shown = list(found)
    assert len(shown) == found.MOST + 1
    (other,) = (kind for kind in shown if kind.what == "other")
    assert (other.times, len(other.examples)) == (10, found.EXAMPLES)
