"""A little of the fuzzer in every run of the tests: a fixed seed, a fixed count, no clock; and what it found before."""

from pathlib import Path

import pytest

from tests.fuzz.inputs import made, random_of
from tests.fuzz.seeds import seeds
from tests.fuzz.trial import Failure, Trial

COUNT, SEED = 200, "ordinary suite"
REGRESSIONS = sorted((Path(__file__).parent / "regressions").iterdir())


def test_mutated_files_fail_in_no_way_that_is_ours(tmp_path: Path) -> None:
    files = seeds(corpus=False)
    with Trial(tmp_path) as trial:
        for number in range(COUNT):
            trial.run(made(random_of(SEED, number), files), random_of(SEED, -number))


def test_an_input_is_made_again_by_its_number() -> None:
    files = seeds(corpus=False)
    inputs = [made(random_of("any", number), files) for number in range(50)]
    assert inputs == [made(random_of("any", number), files) for number in range(50)]
    assert len(set(inputs)) > 45


@pytest.mark.parametrize("file", REGRESSIONS, ids=lambda file: file.name)
def test_what_failed_once_does_not_fail_again(file: Path, tmp_path: Path) -> None:
    with Trial(tmp_path) as trial:
        for number in range(4):
            trial.run(file.read_bytes(), random_of(file.name, number))


def test_a_fault_of_the_engine_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise ZeroDivisionError("on purpose")

    [(_, data), *_] = [seed for seed in seeds(corpus=False)["edifact"] if seed[0] == "received.edi"]
    with Trial(tmp_path) as trial:
        mapping = trial.engine.mappings.get("cusdec-d96b-import")
        monkeypatch.setattr(type(mapping), "read", broken)
        with pytest.raises(Failure, match="on purpose"):
            trial.run(data, random_of("any", 1))


# Where the first alarm comes in a callback of the garbage collector, Python tells that it drops what was raised there.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
def test_a_hang_is_noticed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(*_: object, **__: object) -> None:
        while True:
            pass

    monkeypatch.setattr("edi_engine.formats.check", endless)
    [(_, data), *_] = [seed for seed in seeds(corpus=False)["edifact"] if seed[0] == "received.edi"]
    with Trial(tmp_path, deadline=0.05) as trial, pytest.raises(Failure, match="longer than"):
        trial.run(data, random_of("any", 1))
