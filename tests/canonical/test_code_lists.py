"""Code lists hold what their keepers publish: known facts, days, and the names of what may be meant."""

import csv
from collections.abc import Iterator
from datetime import date
from itertools import pairwise, product
from pathlib import Path

import pytest

from edi_engine.canonical import model, values
from edi_engine.canonical.code_lists import CodeLists
from edi_engine.canonical.codes import Code, CodeList
from edi_engine.errors import ConfigurationError
from edi_engine.formats.edifact.directory import Directories
from edi_engine.workspace import Workspace, shipped_root

CHINA = Path(__file__).parents[2].parent / "shared/domain/china_codelists.tsv"
REUSED = {"AI", "BY", "TF"}  # letters that meant another country before, in one of the lists
NOT_LISTED = {"container-types", "hs", "locodes"}  # rules, not tables


@pytest.fixture(scope="module")
def lists(tmp_path_factory: pytest.TempPathFactory) -> CodeLists:
    workspace = Workspace(tmp_path_factory.mktemp("none"))
    return CodeLists(workspace, Directories(workspace.schema_text))


def named(lists: CodeLists, name: str) -> CodeList:
    found = lists.find(name)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "code", "day", "held"),
    [
        ("countries", "SS", "2011-07-01", False),
        ("countries", "SS", "2012-01-01", True),
        ("countries", "CS", "1990-01-01", True),
        ("countries", "CS", "2000-01-01", False),
        ("countries", "CS", "2005-01-01", True),
        ("countries", "CS", "2007-01-01", False),
        ("countries", "SU", "1991-01-01", True),
        ("countries", "SU", "1993-01-01", False),
        ("countries", "KZ", "1991-01-01", False),
        ("countries", "CZ", "1993-01-01", False),
        ("countries", "CZ", "1994-01-01", True),
        ("countries-alpha-3", "SSD", "2010-01-01", False),
        ("countries", "AN", "2009-01-01", True),
        ("countries", "CW", "2009-01-01", False),
        ("countries", "XI", "2022-01-01", False),
        ("countries-customs", "XI", "2022-01-01", True),
        ("countries-customs", "XI", "2020-01-01", False),
        ("countries-customs", "QZ", "2022-01-01", True),
        ("countries-customs", "DE", "2022-01-01", True),
        ("countries-alpha-3", "SSD", "2012-01-01", True),
        ("countries-former", "ANHH", "2009-01-01", True),
        ("currencies", "HRK", "2022-12-31", True),
        ("currencies", "HRK", "2023-01-01", False),
        ("currencies", "EUR", "1998-12-31", False),
        ("currencies", "EUR", "1999-01-01", True),
        ("currencies", "DEM", "2001-12-31", True),
        ("currencies", "DEM", "2002-01-01", False),
        ("incoterms", "DAT", "2010-12-31", False),
        ("incoterms", "DAT", "2015-01-01", True),
        ("incoterms", "DAT", "2020-01-01", False),
        ("incoterms", "DPU", "2019-12-31", False),
        ("incoterms", "DPU", "2020-01-01", True),
        ("incoterms", "FOB", "1999-01-01", True),
        ("hs-2022", "854143", "2021-12-31", False),  # photovoltaic cells in modules: new in 2022
        ("hs-2022", "854143", "2022-01-01", True),
    ],
)
def test_a_code_holds_on_its_days_only(lists: CodeLists, name: str, code: str, day: str, held: bool) -> None:
    assert lists.known(name, code, date.fromisoformat(day)) is held


@pytest.mark.parametrize(
    ("name", "code", "fact", "value"),
    [
        ("currencies", "EUR", "decimals", "2"),
        ("currencies", "JPY", "decimals", "0"),
        ("currencies", "BHD", "decimals", "3"),
        ("currencies", "CLF", "decimals", "4"),
        ("currencies", "ITL", "decimals", "0"),
        ("currencies", "HRK", "successor", "EUR"),
        ("currencies", "XAU", "decimals", None),  # gold has none
        ("countries", "DE", "alpha_3", "DEU"),
        ("countries-alpha-3", "DEU", "alpha_2", "DE"),
        ("units", "KGM", "symbol", "kg"),
        ("incoterms", "FOB", "transport", "water"),
        ("incoterms", "DAT", "editions", "2010"),
    ],
)
def test_a_code_has_its_facts(lists: CodeLists, name: str, code: str, fact: str, value: str | None) -> None:
    found = named(lists, name).get(code)
    assert found is not None
    assert found.facts.get(fact) == value


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("units", "KGM", "kilogram"),
        ("units", "H87", "piece"),
        ("units", "FS", "foot per second"),
        ("units", "PGL", "proof gallon"),
        ("units", "E22", "TEU"),
        ("packages", "PX", "Pallet"),
        ("packages", "CT", "Carton"),
        ("packages", "4G", "Box, fibreboard"),
        ("packages", "OV", "Returnable pallet"),
        ("transport-means", "1511", "Full container ship"),
        ("transport-modes", "1", "Maritime"),
        ("transport-modes", "8", "Inland water"),
        ("hs-chapters", "87", "vehicles"),
        ("languages", "de", "German"),
        ("subdivisions", "DE-BY", "Bayern"),
        ("hazard-classes", "3", "Flammable liquids"),
        ("valuation-methods", "1", "Transaction value"),
        ("TradeTerms.condition_code", "FOB", "Free on board"),
        ("3207", "DE", "Germany"),
        ("8067", "3", "Road"),
        ("4053", "FOB", "Free on board"),
        ("4053@D.98B", "1", "Delivery arranged by the supplier"),  # the directories have codes of their own
        ("3035", "IM", "Importer"),
        ("3035@D.96B", "IM", "Importer"),
        ("locodes", "NLRTM", "Netherlands"),
        ("hs", "870323", "vehicles"),
        ("hs", "990500", "country"),
        ("locodes", "XZAAA", "international waters"),
        ("units", "NMB", "number"),
        ("container-types", "22G1", "20 feet"),
        ("container-types", "45R1", "40 feet"),
        ("container-types", "L5G1", "45 feet"),
        ("container-types", "22GP", "20 feet"),
        ("eu-procedures", "40", "Free circulation and home use"),
        ("eu-declaration-types", "IMA", "Import: standard"),
        ("wco-classes", "42A", "Declaration"),
        ("wco-classes", "68A", "GovernmentAgencyGoodsItem"),
        ("wco-attributes", "D013", "TypeCode"),
    ],
)
def test_a_code_has_its_name(lists: CodeLists, name: str, code: str, words: str) -> None:
    found = named(lists, name).get(code)
    assert found is not None
    assert words.casefold() in found.name.casefold()


@pytest.mark.parametrize("code", ["NLRT", "NL1TM", "ZZRTM", "nlrtm", "NLRTMX", "NLR0M"])
def test_a_place_is_a_country_and_three_letters_or_digits_from_two(lists: CodeLists, code: str) -> None:
    assert not lists.known("locodes", code)


@pytest.mark.parametrize("code", ["22G", "02G1", "2XG1", "2211", "22g1", "22G1 ", "40HC", "Z2G1", "22GP1"])
def test_a_type_of_container_is_length_height_and_type(lists: CodeLists, code: str) -> None:
    assert not lists.known("container-types", code)


@pytest.mark.parametrize("code", ["770110", "000110", "870023", "87032", "8703230", "87032A", "٨٧٠٣٢٣"])
def test_a_subheading_is_six_digits_in_a_chapter_that_is_there(lists: CodeLists, code: str) -> None:
    assert not lists.known("hs", code)


@pytest.mark.parametrize(
    ("name", "code", "meant"),
    [
        ("countries", "UK", ["GB"]),
        ("countries", "deu", ["DE"]),
        ("countries", "Germany", ["DE"]),
        ("countries", " de", ["DE"]),
        ("countries", "ZR", ["CD"]),
        ("units", "kg", ["KGM"]),
        ("units", "PCE", ["H87"]),
        ("units", "KGX", ["KGM", "KGS", "KLX"]),
        ("hs-2022", "870341", ["870321", "870331", "870340"]),
        ("currencies", "HRK", ["EUR"]),
        ("currencies", "usd", ["USD"]),
        ("incoterms", "DAT", ["DPU"]),
        ("hs", "8703.23", ["870323"]),
        ("container-types", "22g1", ["22G1"]),
        ("locodes", "NL RTM", ["NLRTM"]),
        ("languages", "DE", ["de"]),
        ("countries", "??", []),
        ("countries", "", []),
    ],
)
def test_a_code_that_is_not_there_has_what_may_be_meant(
    lists: CodeLists, name: str, code: str, meant: list[str]
) -> None:
    assert list(lists.suggest(name, code)) == meant


def test_a_list_that_is_not_there_is_said_with_names_like_it(lists: CodeLists) -> None:
    with pytest.raises(ConfigurationError) as raised:
        lists.known("country", "DE")
    assert raised.value.finding.code == "COD-006"
    assert "countries" in raised.value.finding.fix


def test_a_directory_that_is_not_there_is_answered_with_near_ones(lists: CodeLists) -> None:
    assert list(lists.near("3035@D.99Z")) == ["3035@D.99B", "3035@D.99A", "3035@D.98B"]
    assert list(lists.near("0000@D.99B")) == []


def all_lists() -> list[str]:
    return [name for name in CodeLists(Workspace("nowhere")).names() if name not in NOT_LISTED]


@pytest.mark.parametrize("name", all_lists())
def test_every_list_says_what_it_is_and_where_it_is_from(lists: CodeLists, name: str) -> None:
    found = named(lists, name)
    assert found.title
    assert found.version
    assert found.source
    assert list(found.codes())
    assert [code.code for code in found.codes() if not code.name] == []


def test_what_is_from_memory_says_so(lists: CodeLists) -> None:
    memory = named(lists, "units").source.partition("from memory")[2]
    former = [code.code for code in named(lists, "units").codes() if code.facts.get("status") == "former"]
    assert len(former) == 6
    assert [code for code in [*former, "HJ"] if code not in memory] == []
    assert "lengths from memory" in named(lists, "container-types").source


@pytest.mark.parametrize("name", all_lists())
def test_a_code_means_one_thing_on_a_day(lists: CodeLists, name: str) -> None:
    for later, earlier in meanings_in_turn(named(lists, name)):
        assert earlier.valid_to
        assert later.valid_from
        assert earlier.valid_to < later.valid_from, later.code


def meanings_in_turn(found: CodeList) -> Iterator[tuple[Code, Code]]:
    return ((later, earlier) for later, earlier in pairwise(found.codes()) if later.code == earlier.code)


@pytest.mark.parametrize("name", all_lists())
def test_every_code_is_found_on_its_days(lists: CodeLists, name: str) -> None:
    found = named(lists, name)
    for code in found.codes():
        days = [day for day in (code.valid_from, code.valid_to) if day]
        assert all(found.get(code.code, day) is code for day in days), code
        assert found.holds(code.code)
        assert code.code == code.code.strip()


@pytest.mark.parametrize("name", all_lists())
def test_a_successor_is_in_the_list(lists: CodeLists, name: str) -> None:
    found = named(lists, name)
    for code in found.codes():
        if successor := code.facts.get("successor"):
            assert code.valid_to or code.facts["status"] == "former", code
            assert found.holds(successor), code


def test_what_is_published_of_chinese_codes_agrees(lists: CodeLists) -> None:
    if not CHINA.exists():
        pytest.skip("needs ../shared/domain")
    standards = {"UN/ECE Rec 20": "units", "UN/ECE Rec 21": "packages", "UN/ECE Rec 19": "transport-modes"}
    standards |= {"ISO 4217": "currencies", "Incoterms 2020": "incoterms"}
    with CHINA.open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if row["fit"] in ("exact", "historic")]
    checked = [(standards[row["standard"]], row["standard_code"]) for row in rows if row["standard"] in standards]
    assert len(checked) > 50
    assert [pair for pair in checked if not lists.known(*pair)] == [("currencies", "ASF")]  # never one of ISO's


def test_codes_that_a_directory_adds_to_a_list_kept_elsewhere_are_in_it(lists: CodeLists) -> None:
    assert lists.known("6411@D.24A", "CF3")
    assert all(lists.known("6411", code.code) for code in named(lists, "6411@D.24A").codes())


def test_countries_agree_in_two_and_three_letters(lists: CodeLists) -> None:
    two, three = named(lists, "countries"), named(lists, "countries-alpha-3")
    pairs = {(code.code, code.facts["alpha_3"], code.valid_from) for code in two.codes() if not code.valid_to}
    others = {(code.facts["alpha_2"], code.code, code.valid_from) for code in three.codes() if not code.valid_to}
    assert {pair for pair in pairs ^ others if pair[0] not in REUSED} == set()


def test_no_currency_holds_both_before_and_after_its_successor_began(lists: CodeLists) -> None:
    found = named(lists, "currencies")
    ended = [code for code in found.codes() if code.facts.get("successor") == "EUR" and code.code != "XEU"]
    assert len(ended) == 21  # the euro area of 2026
    for code, day in product(ended, (date(2026, 1, 1),)):
        assert not code.holds(day)


def test_every_field_that_holds_codes_is_in_the_model_and_its_list_is_there(lists: CodeLists) -> None:
    for (struct, field), held in lists.fields().items():
        owner = getattr(model, struct, None) or getattr(values, struct)
        assert field in owner.__struct_fields__, f"{struct}.{field}"
        assert all(lists.find(name) for name in held.lists), held


def test_every_field_whose_data_element_has_a_list_names_one(lists: CodeLists) -> None:
    with (shipped_root() / "schemas/wco/model.tsv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE))
    coded = {(row["struct"], row["field"]) for row in rows if "code" in row["field"] and lists.find(row["tded"])}
    assert len(coded) > 50
    assert coded - set(lists.fields()) == set()


def test_fields_that_users_fill_with_codes_of_their_own_are_open(lists: CodeLists) -> None:
    country, unit = lists.of_field("Origin", "country_code"), lists.of_field("Measure", "unit")
    assert country is not None
    assert country.closed
    assert unit is not None
    assert not unit.closed
    assert lists.of_field("Origin", "nothing") is None


def test_a_type_of_means_of_transport_begins_with_its_mode(lists: CodeLists) -> None:
    for code in named(lists, "transport-means").codes():
        assert lists.known("transport-modes", code.code[0]), code


def test_an_id_of_the_data_model_is_a_class_or_an_attribute(lists: CodeLists) -> None:
    classes, attributes = (
        {code.code for code in named(lists, name).codes()} for name in ("wco-classes", "wco-attributes")
    )
    assert len(classes) > 50
    assert len(attributes) > 200
    assert not classes & attributes


def test_a_list_of_a_directory_has_its_date(lists: CodeLists) -> None:
    found = named(lists, "3035@D.94A")
    assert found.valid_from == date(1994, 9, 21)
    assert found.holds("IM", date(1990, 1, 1))  # directories are not in force on days
