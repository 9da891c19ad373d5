"""Duplicate references are found among millions too, whatever their length, in bounded memory."""

import sqlite3
import tracemalloc

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.formats.edifact import references
from edi_engine.formats.edifact.references import References

WORDS = st.lists(
    st.text(st.sampled_from("ab\0é"), max_size=3) | st.sampled_from(["\ud800", "x" * 36, "x" * 37]), max_size=60
)


@given(WORDS, st.integers(0, 60))
def test_in_memory_or_not_the_answers_are_those_of_a_set(words: list[str], in_memory: int) -> None:
    known, seen = References(1000, in_memory), set[str]()
    for word in words:
        assert known.add(word) is (word not in seen)
        seen.add(word)
    assert known.count == len(seen)
    known.clear()
    assert all(known.add(word) for word in seen)
    known.clear()


@pytest.mark.parametrize("in_memory", [0, 2, 10])
def test_when_full_what_was_taken_is_still_known(in_memory: int) -> None:
    known = References(3, in_memory)
    assert [known.add(word) for word in "abcd"] == [True] * 4
    assert known.full
    assert [known.add(word) for word in "abcd"] == [False, False, False, True]
    known.clear()


def test_memory_does_not_grow_with_their_number_or_length() -> None:
    known = References(10_000_000, 1000)
    for number in range(1000):
        known.add(f"{number:0100000}")
    tracemalloc.start()
    for number in range(1000, 3000):
        known.add(f"{number:0100000}")
    held, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    known.clear()
    assert held < 100_000


def test_without_room_for_the_file_comparing_ends(monkeypatch: pytest.MonkeyPatch) -> None:
    def no_room() -> sqlite3.Connection:
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(references, "_temporary", no_room)
    known = References(1000, 1)
    assert [known.add("a"), known.add("b"), known.full, known.add("a")] == [True, True, True, False]
