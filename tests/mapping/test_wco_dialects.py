"""What an administration takes is data: its date formats, its line breaks; nothing is made up to please it."""

import io
from pathlib import Path
from typing import cast

import pytest
from lxml import etree

from edi_engine import formats
from edi_engine.canonical import json as canonical_json
from edi_engine.canonical import model
from edi_engine.canonical.values import DateTime
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.mapping.golden import golden_pairs, try_golden_pair
from edi_engine.mapping.registry import Mappings
from edi_engine.mapping.roundtrip import round_trip
from edi_engine.mapping.wco.careful_writer import CarefulWriter
from edi_engine.mapping.wco.wrapping import read_wrapper
from edi_engine.mapping.wco_codec import WcoCodec, WcoMapping
from edi_engine.pipeline import Engine
from edi_engine.translation import Translator
from edi_engine.workspace import Workspace
from tests.corpus_report import canonical
from tests.mapping.wco_support import CODECS, SHARED, XSD, message

UK = cast(WcoMapping, Mappings(Workspace()).get("wco-dec-uk-cds"))
SAMPLES = sorted((Path(__file__).parents[2] / "samples").glob("*/received.edi"))
# The wrapper takes what other schemas describe by a strict wildcard, so both are loaded together.
META = "urn:wco:datamodel:WCO:DocumentMetaData-DMS:2"
BOTH = f"""<xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema">
<xs:import namespace="{META}" schemaLocation="{{folder}}/DocumentMetaData_2_DMS.xsd"/>
<xs:import namespace="urn:wco:datamodel:WCO:DEC-DMS:2" schemaLocation="{{folder}}/WCO_DEC_2_DMS.xsd"/></xs:schema>"""
NO_SCHEMA = pytest.mark.skipif(not XSD["wco-dec"].is_file(), reason="the official schema is not beside the project")


def written(document: model.Declaration, codec: WcoCodec = UK) -> tuple[etree._Element, Report]:
    """What the codec writes, by both of its ways alike."""
    report, careful = Report(), Report()
    body = codec.write(document, report)
    assert CarefulWriter(codec.layout, careful, codec.name).write(document)[1] in body
    assert list(report) == list(careful)
    return etree.fromstring(body), report


@pytest.mark.parametrize(
    ("text", "code", "as_text", "as_code"),
    [
        ("20260131", "102", "20260131", "102"),
        ("20260131120000Z", "304", "20260131120000Z", "304"),
        ("20260131120000+05:30", "304", "20260131120000+05:30", "304"),
        ("260131", "101", "20260131", "102"),
        ("991231", "101", "19991231", "102"),
        ("202601311200+0800", "303", "20260131120000+08", "304"),
        ("202601311200Z", "205", "20260131120000Z", "304"),
        ("20260131120005-03", "208", "20260131120005-03", "304"),
        ("2026-01-31", None, "20260131", "102"),
        ("2026-01-31T12:00:05+05:30", None, "20260131120005+0530", "304"),
        ("2026-01-31T12:00:05.000Z", None, "20260131120005Z", "304"),
    ],
)
def test_a_date_is_written_in_a_format_of_the_dialect(text: str, code: str | None, as_text: str, as_code: str) -> None:
    root, report = written(model.Declaration(issue_date_time=DateTime(text, code)))
    (found,) = root.iter("{*}DateTimeString")
    assert (found.text, found.get("formatCode")) == (as_text, as_code)
    assert not len(report)


@pytest.mark.parametrize(
    ("text", "code", "day", "words"),
    [
        ("202601311200", "203", "20260131", "without its time: the dialect takes 102 and 304, and no zone is given"),
        ("2026-01-31T12:00:00", None, "20260131", "and no zone is given"),
        ("2026-01-31T12:00:05.25Z", None, "20260131120005Z", "without its fraction of a second"),
    ],
)
def test_a_zone_is_not_made_up(text: str, code: str | None, day: str, words: str) -> None:
    root, report = written(model.Declaration(issue_date_time=DateTime(text, code)))
    (found,) = root.iter("{*}DateTimeString")
    assert found.text == day
    (finding,) = report
    assert (finding.code, finding.where.path) == ("MAP-207", "issue_date_time")
    assert words in finding.what


def test_a_month_has_no_day_to_write() -> None:
    root, report = written(model.Declaration(id="1", issue_date_time=DateTime("202601", "610")))
    assert not list(root.iter("{*}DateTimeString"))
    (finding,) = report
    assert (finding.code, "no day is given" in finding.what) == ("MAP-203", True)


@pytest.mark.parametrize(("text", "code"), [("to follow", None), ("20261340", "203"), ("Wed Nov 13 2019", "102")])
def test_what_is_no_date_is_written_as_it_came(text: str, code: str | None) -> None:
    root, report = written(model.Declaration(issue_date_time=DateTime(text, code)))
    (found,) = root.iter("{*}DateTimeString")
    assert (found.text, found.get("formatCode")) == (text, code)
    assert not len(report)


def test_lines_are_joined_where_the_schema_forbids_breaks() -> None:
    party = model.Party(role="declarant", name="NORTHMERE LTD\n EXPORT & IMPORT\r\n")
    root, report = written(model.Declaration(parties=[party]))
    (name,) = root.iter("{*}Name")
    assert name.text == "NORTHMERE LTD EXPORT & IMPORT"
    assert [(f.code, f.severity.value) for f in report] == [("MAP-211", "note")]


def test_a_dialect_without_such_lines_takes_all() -> None:
    document = model.Declaration(id="1\n2", issue_date_time=DateTime("202601311200", "203"))
    root, report = written(document, CODECS["wco-dec"])
    assert [element.text for element in root.iter("{*}ID", "{*}DateTimeString")] == ["1\n2", "202601311200"]
    assert not len(report)


@pytest.mark.parametrize(("line", "word"), [("date_time_formats = 102 999", "999"), ("line_breaks = maybe", "maybe")])
def test_a_wrong_setting_says_where(line: str, word: str) -> None:
    with pytest.raises(ConfigurationError, match=word) as caught:
        WcoCodec(f"namespace = n\ndate_time_namespace = d\n{line}\nroot = Declaration\nDeclaration = ID")
    assert (caught.value.finding.code, caught.value.finding.where.line) == ("WCO-001", 3)


@NO_SCHEMA
@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.parent.name)
def test_what_came_as_edifact_obeys_the_official_schema(path: Path) -> None:
    schema = etree.XMLSchema(etree.fromstring(BOTH.format(folder=XSD["wco-dec"].parent.as_uri())))
    with Engine(Workspace()) as engine:
        translator = Translator(engine, "wco-dec-uk-cds")
        found = [done for done in translator.translate(io.BytesIO(path.read_bytes())) if done.body]
        assert found
        for done in found:
            root = etree.fromstring(translator.bytes_of([done]))
            assert root.tag == f"{{{META}}}MetaData"
            schema.assertValid(root)


@NO_SCHEMA
def test_what_came_as_edifact_reads_back_but_for_what_was_named(tmp_path: Path) -> None:
    data = (SAMPLES[0].parents[1] / "import_ten_items" / "declaration.json").read_bytes()
    document = canonical_json.read(data, Report())
    root, report = written(document)
    again = UK.read(message(root), Report())
    assert again.issue_date_time == DateTime("20260126", "102")
    assert "issue_date_time" in {finding.where.path for finding in report}


def test_a_party_that_is_a_value_has_no_element_for_its_role() -> None:
    document = model.Declaration(authentication=model.Authentication(authenticator=model.Party(role="x", name="A")))
    _, report = written(document)
    assert [(f.code, f.where.path) for f in report] == [("MAP-201", "authentication.authenticator.role")]


def test_a_party_of_whom_nothing_is_known_is_named() -> None:
    _, report = written(
        model.Declaration(id="1", parties=[model.Party(role="declarant"), model.Party(role="agent", id="2")])
    )
    assert [(f.code, f.where.path) for f in report] == [("MAP-202", "parties[role=declarant]")]


# -- what an administration adds -----------------------------------------------------------------------------------

DANISH = (Path(__file__).parents[2] / "mappings/wco-dec-dk-dms/samples/import_with_extensions.xml").read_bytes()


def test_extensions_are_known_by_their_namespace_kept_and_given_back() -> None:
    with Engine(Workspace()) as engine:
        translator = Translator(engine, "wco-dec-dk-dms")
        (there,) = translator.translate(io.BytesIO(DANISH))
        assert (there.read.mapping and there.read.mapping.name, list(there.report)) == ("wco-dec-dk-dms", [])
        assert canonical(etree.fromstring(there.body)) == canonical(etree.fromstring(DANISH))
        again = Translator(engine, "json").bytes_of([next(Translator(engine, "json").translate(io.BytesIO(DANISH)))])
        (back,) = translator.translate(io.BytesIO(again))
    assert canonical(etree.fromstring(back.body)) == canonical(etree.fromstring(DANISH))
    assert [child.tag.partition("}")[0] for child in list(etree.fromstring(back.body))[:2]] == [
        "{urn:eds:datamodel:EDS:EDS_EXTENSIONS:1"
    ] * 2


def test_extensions_are_reported_where_the_dialect_has_none() -> None:
    report = Report()
    document = CODECS["wco-dec"].read(message(etree.fromstring(DANISH)), report)
    assert {finding.what.partition(" ")[0] for finding in report} == {
        "<Extensions>",
        "<ProcedureCategory>",
        "<SequenceNumeric>",
    }
    written = etree.fromstring(CODECS["wco-dec"].write(document, Report()))
    assert canonical(written) == canonical(etree.fromstring(DANISH)), "kept all the same"


@pytest.mark.parametrize("name", [UK.name, "wco-dec-dk-dms"])
def test_a_dialect_proves_itself(name: str) -> None:
    mapping = Mappings(Workspace()).get(name)
    result = round_trip(mapping, count=20)  # type: ignore[arg-type]
    assert result.proven, (result.unequal, result.examples, result.rare)
    pairs = golden_pairs(Workspace(), name)
    assert pairs
    assert [try_golden_pair(mapping, pair) for pair in pairs] == [[]] * len(pairs)


@pytest.mark.parametrize("namespace", ["", "urn:wco:datamodel:WCO:DEC:1", "urnwcodatamodelWCODEC-DMS2"])
def test_a_dialect_of_another_namespace_is_a_line_of_its_layout(namespace: str) -> None:
    text = f'<Declaration xmlns="{namespace}"><ID>1</ID><Agent><ID>2</ID></Agent></Declaration>'
    document = CODECS["wco-dec"].read(message(etree.fromstring(text)), Report())
    layout = Workspace().mapping_text("wco-dec", "layout.txt")
    root, report = written(document, WcoCodec(layout, "x", "", ("x", f"namespace = {namespace or 'urn:x'}")))
    assert {etree.QName(element).namespace for element in root.iter()} == {namespace or "urn:x"}
    assert not len(report)


def test_several_answers_in_one_wrapper_are_messages_each() -> None:
    answers = "".join(
        f"<Response><FunctionCode>0{n}</FunctionCode><Status><NameCode>{n}</NameCode></Status></Response>"
        for n in (1, 2, 3)
    )
    data = f'<MetaData xmlns="{META}"><WCOTypeName>RES</WCOTypeName>{answers}</MetaData>'.encode()
    with Engine(Workspace()) as engine:
        translator = Translator(engine, "wco-res")
        piece = b"".join(translator.pieces(translator.translate(io.BytesIO(data))))
    assert canonical(etree.fromstring(piece)) == canonical(etree.fromstring(data))


@pytest.mark.skipif(not SHARED.is_dir(), reason="the corpus is not beside the project")
def test_an_official_sample_with_hyphens_in_a_comment_is_told_so() -> None:
    (path,) = (SHARED / "corpus" / "invalid").glob("gb-cds_not-well-formed*")
    (interchange,) = formats.read(io.BytesIO(path.read_bytes()))
    assert not list(interchange.messages)
    (finding,) = interchange.report
    line = path.read_text(encoding="utf-8").splitlines()[(finding.where.line or 0) - 1]
    assert (finding.code, "`--`" in finding.fix, "--" in line) == ("XML-002", True, True)


# -- what stands around --------------------------------------------------------------------------------------------


def test_a_mapping_writes_the_wrapper_of_its_partner_unless_the_document_came_in_it(tmp_path: Path) -> None:
    inner = b'<Declaration xmlns="urn:wco:datamodel:WCO:DEC-DMS:2"><ID>1</ID></Declaration>'
    uk = UK.frames[0]["namespace"].encode()
    mine, other = b'<m:MetaData xmlns:m="%s"><m:WCOTypeName>X</m:WCOTypeName>' % uk, b"<MetaData><Mine>1</Mine>"
    end = {inner: b"", mine + inner: b"</m:MetaData>", other + inner: b"</MetaData>"}
    fields = []
    with Engine(Workspace()) as engine:
        for begin, closing in end.items():
            translator = Translator(engine, UK.name)
            (piece,) = translator.pieces(translator.translate(io.BytesIO(begin + closing)))
            fields.append([etree.QName(child).localname for child in etree.fromstring(piece)])
    ours = [*(etree.QName(etree.fromstring(field)).localname for field in UK.frames[0]["fields"]), "Declaration"]
    assert ours[0] == "WCODataModelVersionCode"
    assert fields == [ours, ["WCOTypeName", "Declaration"], ours]


def test_a_mapping_that_extends_another_states_what_is_other() -> None:
    base = (
        "base/layout.txt",
        "namespace = n\ndate_time_namespace = d\nroot = Declaration\nDeclaration = ID Agent\nAgent = ID",
    )
    changed = WcoCodec(base[1], "child", base[0], ("child/layout.txt", "namespace = m\nAgent = Name"))
    root, _ = written(model.Declaration(id="1", parties=[model.Party(role="agent", name="A")]), changed)
    assert [element.tag for element in root.iter()] == ["{m}Declaration", "{m}ID", "{m}Agent", "{m}Name"]
    with pytest.raises(ConfigurationError) as caught:
        WcoCodec(base[1], "child", base[0], ("child/layout.txt", "\n\nAgent = Nonsense"))
    assert (caught.value.finding.where.path, caught.value.finding.where.line) == ("child/layout.txt", 3)


@pytest.mark.parametrize(
    "text", ["", "<a/>", "<MetaData><D><x/></D></MetaData>", "<MetaData>", "<!DOCTYPE MetaData><MetaData/>"]
)
def test_a_wrapper_file_that_is_none_says_so(text: str) -> None:
    with pytest.raises(ConfigurationError, match="WCO-002") as caught:
        read_wrapper("uk/wrapper.xml", text)
    assert caught.value.finding.where.path == "uk/wrapper.xml"


WRAPPER = Path(__file__).parents[2] / "schemas" / "wco" / "metadata.xsd"


def test_our_own_schema_of_the_wrapper_holds_the_documents_in_it_too(tmp_path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(WRAPPER))
    translator = Translator(Engine(Workspace(tmp_path)), "wco-dec-uk-cds")
    sample = next(path for path in SAMPLES if path.parent.name == "import_minimal").read_bytes()
    written = translator.bytes_of(translator.translate(io.BytesIO(sample)))
    schema.assertValid(etree.fromstring(written))
    for right, wrong in ((b"WCOTypeName", b"WCOTypename"), (b"FunctionCode", b"Functioncode")):
        assert right in written
        assert not schema.validate(etree.fromstring(written.replace(right, wrong)))
    root = etree.fromstring(written)
    root.insert(2, root[0])  # the fields have their order
    assert not schema.validate(root)


@pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the corpus is not beside the project")
def test_published_wrappers_obey_our_own_schema() -> None:
    schema = etree.XMLSchema(etree.parse(WRAPPER))
    found = 0
    for path in sorted((SHARED / "corpus" / "wco-xml").glob("*.xml")):
        try:
            root = etree.parse(path).getroot()
        except etree.XMLSyntaxError:
            continue
        for frame in root.iter(f"{{{META}}}MetaData"):
            documents = [child for child in frame if not str(child.tag).startswith(f"{{{META}}}")]
            for document in documents:  # what stands in them is another test's business
                frame.replace(document, etree.Element("{urn:other}document"))
            schema.assertValid(frame)
            found += 1
    assert found > 20
