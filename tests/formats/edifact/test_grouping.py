"""Placing: the sequential rule by hand on small tables, and fast, exact and explaining placer against each other."""

import time
from pathlib import Path
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from edi_engine.formats.edifact.directory import Directories, GroupUse, MessageTable, SegmentUse
from edi_engine.formats.edifact.grouping import FaultKind, Structure, structure
from edi_engine.formats.edifact.notation import read_table
from edi_engine.formats.edifact.recovery import MOST_FAULTS
from tests.formats.edifact.random_messages import Items, allows, mutate, seeded, walk

SCHEMAS = Path(__file__).parents[3] / "schemas"
DIRECTORIES = Directories(lambda name: (SCHEMAS / name).read_text("utf-8"))
SAMPLES = [
    ("D.96B", "CUSDEC"),
    ("D.93A", "SANCRT"),  # a trigger that repeats inside its group
    ("D.99B", "CUSCAR"),
    ("D.01B", "INVOIC"),
    ("D.95B", "BAPLIE"),
    ("D.96B", "IFCSUM"),
    ("D.16A", "GOVCBR"),
    ("D.21B", "AVLREQ"),  # interactive
]


def made(weave: str) -> Structure:
    items = read_table(weave, "test", lambda _: True, 4)
    return Structure(MessageTable("TESTED", "", "D.00A", "1", "B", items))


def words(text: str) -> list[str]:
    return text.split()


def order(structure: Structure, tags: str) -> list[str] | None:
    """The positions of segments, as printed."""
    places = structure.place(tags.split())
    return None if places is None else [structure.places[place].position for place in places]


def faults(structure: Structure, tags: str) -> list[tuple[FaultKind, int, str]]:
    found = structure.explain(tags.split())[1]
    return [
        (fault.kind, fault.segment, "" if fault.place < 0 else structure.places[fault.place].position)
        for fault in found
    ]


# By hand --------------------------------------------------------------------------------------------------------------

SMALL = made(
    """UNH 1
BGM 1
DTM 0..2
RFF (0..2)
  DTM 0..1
NAD (1..3)
  LOC 0..2
  CTA (0..2)
    COM 0..3
LOC 0..1
UNS 1
UNT 1
"""
)


def test_places_say_where_they_stand_in_the_table() -> None:
    facts = [
        (place.tag, place.position, place.group, place.trigger, place.parent, place.depth) for place in SMALL.places
    ]
    assert facts == [
        ("UNH", "0010", "", False, -1, 0),
        ("BGM", "0020", "", False, -1, 0),
        ("DTM", "0030", "", False, -1, 0),
        ("RFF", "0050", "SG1", True, -1, 1),
        ("DTM", "0060", "SG1", False, 3, 1),
        ("NAD", "0080", "SG2", True, -1, 1),
        ("LOC", "0090", "SG2", False, 5, 1),
        ("CTA", "0110", "SG3", True, 5, 2),
        ("COM", "0120", "SG3", False, 7, 2),
        ("LOC", "0130", "", False, -1, 0),
        ("UNS", "0140", "", False, -1, 0),
        ("UNT", "0150", "", False, -1, 0),
    ]
    assert [(p.group_position, p.group_mandatory, p.group_limit) for p in SMALL.places if p.trigger] == [
        ("0040", False, 2),
        ("0070", True, 3),
        ("0100", False, 2),
    ]


@pytest.mark.parametrize(
    ("tags", "positions"),
    [
        ("UNH BGM NAD UNS UNT", "0010 0020 0080 0140 0150"),
        ("UNH BGM DTM DTM RFF DTM RFF DTM NAD UNS UNT", "0010 0020 0030 0030 0050 0060 0050 0060 0080 0140 0150"),
        # The first two LOC fill the group, only the third is the one behind it.
        ("UNH BGM NAD LOC LOC LOC UNS UNT", "0010 0020 0080 0090 0090 0130 0140 0150"),
        ("UNH BGM NAD LOC NAD LOC UNS UNT", "0010 0020 0080 0090 0080 0090 0140 0150"),
        ("UNH BGM NAD CTA COM CTA NAD CTA UNS UNT", "0010 0020 0080 0110 0120 0110 0080 0110 0140 0150"),
        # CTA has passed the LOC of its group, so this LOC is the one behind the group.
        ("UNH BGM NAD CTA LOC UNS UNT", "0010 0020 0080 0110 0130 0140 0150"),
    ],
)
def test_a_segment_belongs_to_the_first_place_it_fits(tags: str, positions: str) -> None:
    assert order(SMALL, tags) == positions.split()
    assert SMALL.explain(tags.split()) == (SMALL.place(tags.split()), [])


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("UNH BGM UNS UNT", [(FaultKind.MISSING, 3, "0080")]),
        ("UNH NAD UNS UNT", [(FaultKind.MISSING, 2, "0020")]),
        ("UNH BGM NAD UNT", [(FaultKind.MISSING, 4, "0140")]),
        ("UNH BGM NAD UNS", [(FaultKind.MISSING, 5, "0150")]),
        ("UNH BGM XXX NAD UNS UNT", [(FaultKind.UNKNOWN, 3, "")]),
        ("UNH BGM NAD DTM LOC UNS UNT", [(FaultKind.MISPLACED, 4, "")]),
        ("UNH NAD BGM LOC UNS UNT", [(FaultKind.MISPLACED, 2, "0080")]),
        ("UNH BGM UNS NAD UNT", [(FaultKind.MISPLACED, 3, "0140")]),
        ("UNH BGM DTM DTM DTM DTM NAD UNS UNT", [(FaultKind.TOO_MANY_SEGMENTS, 5, "0030")]),
        ("UNH BGM RFF RFF RFF RFF NAD UNS UNT", [(FaultKind.TOO_MANY_GROUPS, 5, "0050")]),
        ("UNH BGM NAD CTA CTA CTA COM COM UNS UNT", [(FaultKind.TOO_MANY_GROUPS, 6, "0110")]),
        ("UNH BGM NAD UNS NAD LOC CTA COM UNT", [(FaultKind.MISPLACED, 4, "0140")]),
        # What belongs to a group that may not stand here is not told again.
        ("UNH BGM NAD UNS RFF DTM UNT", [(FaultKind.MISPLACED, 5, "")]),
        # The segment before is the one that went astray: all behind it fits without it.
        ("UNH BGM CTA DTM RFF NAD UNS UNT", [(FaultKind.MISPLACED, 3, "")]),
        ("UNH BGM NAD UNS UNT NAD", [(FaultKind.MISPLACED, 6, "")]),
        # A group without its trigger is one fault, not one of each segment in it.
        ("UNH BGM CTA COM COM UNS UNT", [(FaultKind.TRIGGER_MISSING, 3, "0080")]),
        ("UNH BGM NAD COM COM UNS UNT", [(FaultKind.TRIGGER_MISSING, 4, "0110")]),
        # A row of too many is one fault.
        ("UNH BGM RFF DTM DTM DTM NAD UNS UNT", [(FaultKind.TOO_MANY_SEGMENTS, 5, "0060")]),
        (
            "UNH UNS",
            [(FaultKind.MISSING, 2, "0020"), (FaultKind.MISSING, 2, "0080"), (FaultKind.MISSING, 3, "0150")],
        ),
    ],
)
def test_each_fault_is_told_once(tags: str, expected: list[tuple[FaultKind, int, str]]) -> None:
    assert faults(SMALL, tags) == expected
    assert SMALL.place(tags.split()) is None


def test_a_trigger_that_is_doubled_is_one_fault_where_its_group_may_not_end_there() -> None:
    table = made("UNH 1\nLIN (0..9)\n  BUS 1\n  MOA 1\nUNT 1\n")
    many = [(FaultKind.TOO_MANY_SEGMENTS, 3, "0030"), (FaultKind.TOO_MANY_SEGMENTS, 8, "0030")]
    assert faults(table, "UNH LIN LIN LIN BUS MOA LIN LIN BUS MOA UNT") == many


def test_a_segment_of_the_end_that_stands_at_the_beginning_leaves_the_others_their_places() -> None:
    table = made("UNH 1\nBGM 1\nDTM 0..2\nFTX 0..2\nCNT 0..1\nUNT 1\n")
    exchanged = [(FaultKind.MISPLACED, 2, ""), (FaultKind.MISPLACED, 6, "0020")]
    assert faults(table, "UNH CNT DTM FTX FTX BGM UNT") == exchanged


def test_what_is_missing_before_and_behind_puts_nothing_between_out_of_place() -> None:
    table = made("UNH 1\nBGM 1\nMOA (0..9)\n  CUX (0..1)\n    DTM 0..1\nUNS 1\nTDT 1\nUNT 1\n")
    missing = [(FaultKind.MISSING, 2, "0020"), (FaultKind.MISSING, 4, "0080"), (FaultKind.MISSING, 4, "0090")]
    assert faults(table, "UNH MOA CUX UNT") == missing


def test_a_segment_without_a_place_has_none_and_the_others_keep_theirs() -> None:
    assert SMALL.explain(words("UNH BGM XXX NAD DTM LOC UNS UNT"))[0] == [0, 1, -1, 5, -1, 6, 10, 11]


def test_a_trigger_may_repeat_inside_its_group() -> None:
    repeated = made("UNH 1\nPAC (0..2) 1..2\n  FTX 0..1\nUNT 1\n")
    assert order(repeated, "UNH PAC PAC PAC FTX UNT") == ["0010", "0030", "0030", "0030", "0040", "0050"]
    assert order(repeated, "UNH PAC PAC FTX PAC PAC FTX UNT") is not None
    assert faults(repeated, "UNH PAC PAC PAC PAC PAC UNT") == [(FaultKind.TOO_MANY_GROUPS, 6, "0030")]


def test_a_limit_in_a_group_starts_anew_with_the_group() -> None:
    table = made("UNH 1\nCST (0..9)\n  FTX 0..9\nUNT 1\n")
    assert order(table, "UNH CST " + "FTX " * 9 + "CST " + "FTX " * 9 + "UNT") is not None
    assert order(table, "UNH CST " + "FTX " * 12 + "UNT") is None


def test_only_the_first_three_characters_of_a_text_are_its_tag() -> None:
    assert SMALL.place(["UNH+1", "BGM", "NAD:1+X", "UNS+D", "UNT+5+1"]) == [0, 1, 5, 10, 11]


@pytest.mark.parametrize("texts", [[], [""], ["UN"], ["UNH"], ["", "", ""], ["\ud800"], ["+++"]])
def test_anything_at_all_gets_faults_and_no_exception(texts: list[str]) -> None:
    assert SMALL.place(texts) is None
    places, found = SMALL.explain(texts)
    assert len(places) == len(texts)
    assert found


# Real tables ----------------------------------------------------------------------------------------------------------


def test_a_declaration_is_placed_as_its_table_says() -> None:
    declaration = structure(DIRECTORIES.get("D.96B"), "CUSDEC")
    assert declaration is not None
    tags = words("UNH BGM LOC DTM GIS NAD NAD RFF UNS CST FTX LOC MEA NAD TDT PAC PCI MOA TAX MOA CST UNS CNT UNT")
    places, found = declaration.explain(tags)
    assert found == []
    groups = [declaration.places[place].group for place in places]
    assert groups[5:9] == ["SG6", "SG6", "SG6", ""]
    assert groups[9] == groups[20]
    assert structure(DIRECTORIES.get("D.96B"), "CUSDEC") is declaration
    assert structure(DIRECTORIES.get("D.96B"), "NOSUCH") is None


def test_groups_that_collide_are_told_apart_by_what_follows() -> None:
    """By the sequential rule each BII behind the first were SG31, and no tender of D.93A could have two items."""
    tender = structure(DIRECTORIES.get("D.93A"), "CONITT")
    assert tender is not None
    tags = words("UNH BGM RFF DTM UNS BII RCS GIS QTY BII GIS BII RCS GIS QTY UNT")
    places = tender.place(tags)
    assert places is not None
    assert [tender.places[place].group for place in places][5:15] == words(
        "SG22 SG22 SG22 SG27 SG31 SG31 SG22 SG22 SG22 SG27"
    )
    assert sequential(tender.table.items, tags) is None


@pytest.mark.parametrize(("directory", "message"), SAMPLES)
@settings(max_examples=60, deadline=None)
@given(seed=st.integers(0, 2**32), density=st.floats(0, 0.6), most=st.integers(1, 4), changes=st.integers(0, 4))
def test_the_placers_agree_on_any_message(
    directory: str, message: str, seed: int, density: float, most: int, changes: int
) -> None:
    tested = structure(DIRECTORIES.get(directory, "4"), message)
    assert tested is not None
    chance = seeded(seed)
    tags = mutate(list(walk(tested.table.items, chance, density, most))[:2000], chance, changes)
    fast, (places, found) = tested.place(tags), tested.explain(tags)
    ruled = sequential(tested.table.items, tags)
    assert (ruled is None) == bool(found)
    assert ruled is None or fast == ruled == places
    assert len(places) == len(tags)
    assert all(place == -1 or tested.places[place].tag == tag for place, tag in zip(places, tags, strict=True))


@settings(max_examples=300, deadline=None)
@given(seed=st.integers(0, 2**32))
def test_the_placers_agree_on_any_table(seed: int) -> None:
    """Small random tables with few tags are full of the ambiguities that real ones avoid: what the table allows has
    places, those of the sequential rule where that finds some."""
    chance = seeded(seed)
    tested = made("UNH 1\n" + weave(chance, 0, 3) + "UNT 1\n")
    for _ in range(10):
        tags = list(walk(tested.table.items, chance, 0.6, 3))[:60]
        for case in (tags, mutate(tags, chance, 2)):
            fast, (places, found) = tested.place(case), tested.explain(case)
            ruled = sequential(tested.table.items, case)
            assert (ruled is None) == bool(found)
            assert (fast is not None) == allows(tested.table.items, case)
            assert ruled is None or fast == ruled == places
            assert fast is None or [tested.places[place].tag for place in fast] == case


def weave(chance: Random, depth: int, width: int) -> str:
    lines = []
    for _ in range(chance.randint(1, width)):
        tag, least, most = chance.choice("ABCDE") * 3, chance.randint(0, 1), chance.randint(1, 3)
        if depth < 3 and chance.random() < 0.4:
            own = chance.choice(["", "", " 1..2"])
            inner = weave(chance, depth + 1, width) if chance.random() < 0.8 else ""
            lines.append(f"{'  ' * depth}{tag} ({least}..{most}){own}\n{inner}")
        else:
            lines.append(f"{'  ' * depth}{tag} {least}..{most}\n")
    return "".join(lines)


def sequential(items: Items, tags: list[str]) -> list[int] | None:
    """The sequential rule once more, as a descent that takes from the left whatever fits; no state, no graph."""
    places: list[int] = []
    numbers: dict[int, int] = {}

    def number(level: Items) -> None:
        for item in level:
            if isinstance(item, GroupUse):
                number(item.items)
            else:
                numbers[id(item)] = len(numbers)

    def trigger(item: SegmentUse | GroupUse) -> str:
        return trigger(item.items[0]) if isinstance(item, GroupUse) else item.tag

    def take(level: Items) -> bool:
        for item in level:
            count = 0
            while count < item.limit and len(places) < len(tags) and tags[len(places)] == trigger(item):
                count += 1
                if isinstance(item, GroupUse):
                    if not take(item.items):
                        return False
                else:
                    places.append(numbers[id(item)])
            if item.mandatory and not count:
                return False
        return True

    number(items)
    return places if take(items) and len(places) == len(tags) else None


def test_what_the_table_allows_is_placed_where_nothing_is_ambiguous() -> None:
    declaration = structure(DIRECTORIES.get("D.96B"), "CUSDEC")
    assert declaration is not None
    for seed in range(200):
        tags = list(walk(declaration.table.items, seeded(seed), 0.3, 3))
        assert declaration.place(tags) == sequential(declaration.table.items, tags) is not None


def test_a_stranger_is_one_fault_wherever_it_stands() -> None:
    declaration = structure(DIRECTORIES.get("D.96B"), "CUSDEC")
    assert declaration is not None
    for seed in range(200):
        chance = seeded(seed)
        tags = list(walk(declaration.table.items, chance, 0.2, 2))
        place = chance.randint(0, len(tags))
        tags.insert(place, "ZZZ")
        assert [(f.kind, f.segment) for f in declaration.explain(tags)[1]] == [(FaultKind.UNKNOWN, place + 1)]


def test_a_lost_mandatory_segment_is_one_fault_and_moves_no_other() -> None:
    declaration = structure(DIRECTORIES.get("D.96B"), "CUSDEC")
    assert declaration is not None
    for seed in range(100):
        tags = list(walk(declaration.table.items, seeded(seed), 0.2, 2))
        whole = declaration.place(tags)
        assert whole is not None
        for lost in ("BGM", "UNS", "UNT"):
            place = len(tags) - 1 - tags[::-1].index(lost)
            places, found = declaration.explain(tags[:place] + tags[place + 1 :])
            assert [(fault.kind, fault.place) for fault in found] == [(FaultKind.MISSING, whole[place])]
            if lost != "UNS":  # without it, what follows may still fit before it
                assert places == whole[:place] + whole[place + 1 :]


def test_hostile_messages_cost_bounded_time() -> None:
    """The largest table there is, and long messages in which nothing fits or everything is too much."""
    tested = structure(DIRECTORIES.get("D.16A"), "GOVCBR")
    assert tested is not None
    tags = sorted(tested.tags)
    chance = seeded(1)
    for hostile in (
        [chance.choice(tags) for _ in range(50_000)],
        ["UNH", "BGM"] + ["DTM"] * 50_000,
        ["XXX"] * 50_000,
        ["UNT", "UNH"] * 25_000,
    ):
        start = time.process_time()
        assert tested.place(hostile) is None
        places, found = tested.explain(hostile)
        assert time.process_time() - start < 5
        assert len(places) == len(hostile)
        assert len(found) <= MOST_FAULTS + 200
