"""What outputs follow from is found in crowded trials as surely as by changing each input alone."""

from collections.abc import Collection, Sequence

from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.mapping.tracing.alignment import unmatched
from edi_engine.mapping.tracing.dependence import FEWEST_TRIALS, Dependence, Link, Outcome, dependence


class Table:
    """Outputs that join some inputs; inputs in `keys` take an output away with them, and move those behind it."""

    def __init__(self, size: int, joins: Sequence[Collection[int]], keys: Collection[int] = ()) -> None:
        self.joins, self.keys, self.runs = joins, set(keys), 0
        self.kinds = [("key" if index in self.keys else "cell", str(index)) for index in range(size)]

    def run(self, which: Collection[int]) -> Outcome:
        self.runs += 1
        changed = set(which)
        rows = []
        for join in self.joins:
            if not self.keys & changed & set(join):
                rows.append(" ".join(f"{i}{'!' if i in changed else ''}" for i in sorted(join)))
        return Outcome(len(rows), {f"/{row}": text for row, text in enumerate(rows)})

    def smaller(self) -> "Table | None":
        return self.small

    small: "Table | None" = None


def claimed(found: Dependence) -> dict[str, set[int]]:
    return {output: set(sources) for output, sources in found.sources.items() if sources}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.data())
def test_each_output_is_given_the_inputs_it_joins(data: st.DataObject) -> None:
    size = data.draw(st.integers(1, 60))
    one = st.sets(st.integers(0, size - 1), max_size=4)
    joins = data.draw(st.lists(one, min_size=1, max_size=25))
    found = dependence(Table(size, joins))
    assert claimed(found) == {f"/{row}": join for row, join in enumerate(joins) if join}
    assert {link for sources in found.sources.values() for link in sources.values()} <= {Link.VALUE}


@settings(max_examples=60, deadline=None, derandomize=True)
@given(st.integers(1, 12), st.data())
def test_what_takes_an_output_away_is_told_from_what_it_says(rows: int, data: st.DataObject) -> None:
    joins = [(2 * row, 2 * row + 1) for row in range(rows)]
    keys = data.draw(st.sets(st.sampled_from([key for key, _ in joins])))
    found = dependence(Table(2 * rows, joins, keys))
    for row, (key, value) in enumerate(joins):
        assert found.sources[f"/{row}"] == {key: Link.CHOICE if key in keys else Link.VALUE, value: Link.VALUE}


def test_many_inputs_take_a_number_of_trials_that_grows_with_their_logarithm() -> None:
    process = Table(8192, [(index, index + 1) for index in range(0, 8190, 2)])
    found = dependence(process)
    assert found.sources["/4000"] == {8000: Link.VALUE, 8001: Link.VALUE}
    assert process.runs < 80


def test_what_decides_in_a_large_process_is_learnt_from_a_smaller_one_of_its_kind() -> None:
    def table(rows: int) -> Table:
        made = Table(2 * rows, [(2 * row, 2 * row + 1) for row in range(rows)], range(0, 2 * rows, 2))
        made.kinds = [("key" if index % 2 == 0 else "cell", "") for index in range(2 * rows)]
        return made

    process = table(3000)
    process.small = table(3)
    found = dependence(process, most_work=1)
    assert all(found.sources[f"/{row}"] == {2 * row + 1: Link.VALUE} for row in (0, 1000, 2999))
    assert len(found.untried) == 3000
    assert process.runs < 60


def test_what_follows_from_everything_is_said_to_without_an_end_of_trials() -> None:
    process = Table(6000, [range(6000), (7,)])
    found = dependence(process, most_work=1)
    assert "/0" in found.many
    assert found.sources["/1"] == {7: Link.VALUE}
    assert process.runs <= FEWEST_TRIALS + 2


def test_a_process_that_gives_nothing_has_no_outputs() -> None:
    class Nothing(Table):
        def run(self, which: Collection[int]) -> None:  # type: ignore[override]
            return None

    assert dependence(Nothing(3, [(0,)])).untried == [0, 1, 2]


def test_outputs_are_matched_by_kind_and_value_where_some_came_or_went() -> None:
    before = {"/a/0/x": "1", "/a/1/x": "2", "/a/2/x": "3", "/b": "3"}
    assert unmatched(before, {"/a/0/x": "1", "/a/1/x": "3", "/b": "3"}) == ["/a/1/x"]
    assert unmatched(before, {"/a/0/x": "1", "/a/1/x": "2", "/a/2/x": "3", "/a/3/x": "4", "/b": "4"}) == ["/b"]
    assert unmatched(before, {}) == list(before)
