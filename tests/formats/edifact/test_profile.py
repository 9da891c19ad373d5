"""What a partner wants of an interchange, as its mapping says it under `edifact:`."""

import io
from pathlib import Path
from typing import Any

import pytest

from edi_engine.cli.frame import run
from edi_engine.errors import ConfigurationError
from edi_engine.findings import Report
from edi_engine.formats.edifact.profile import read_profile
from edi_engine.formats.edifact.reader import read
from edi_engine.formats.edifact.segments import escape
from edi_engine.formats.edifact.service_string import ServiceString
from edi_engine.formats.edifact.writer import write
from edi_engine.interchange import Envelope, Message
from edi_engine.mapping.registry import Mappings
from edi_engine.pipeline import Engine
from edi_engine.workspace import Workspace
from tests.formats.edifact.wire import interchange, message

PROJECT = Path(__file__).parents[3]
ENVELOPE = Envelope(
    sender="S", recipient="R", prepared="250131:1200", reference="1", syntax_identifier="UNOC", syntax_version="3"
)


def written(options: dict[str, str], *segments: str, **facts: Any) -> tuple[bytes, list[str]]:
    """An interchange as a partner with these options gets it, and what is said of its message."""
    envelope = read_profile(options).on(Envelope(**{**{n: getattr(ENVELOPE, n) for n in Envelope.__slots__}, **facts}))
    out = Message(syntax="edifact", type="CUSDEC", directory="D.96B", reference="7", body=list(segments))
    return write(envelope, [out]), [finding.code for finding in out.report]


PLAIN = b"UNB+UNOC:3+S+R+250131:1200+1'UNH+7+CUSDEC:D:96B:UN'BGM+9'UNT+3+7'UNZ+1+1'"
WISHES = {
    "": PLAIN,
    "una: always": b"UNA:+.? '" + PLAIN,
    "una: needed": PLAIN,
    "repertoire: UNOB": PLAIN.replace(b"UNOC", b"UNOB"),
    "version: 2": PLAIN.replace(b"UNOC:3", b"UNOC:2"),
    "version: 4": PLAIN.replace(b"UNOC:3", b"UNOC:4").replace(b"250131", b"20250131"),
    "line_breaks: crlf": PLAIN.replace(b"'", b"'\r\n"),
    "line_breaks: lf": PLAIN.replace(b"'", b"'\n"),
    "line_breaks: none": PLAIN,
    "separators: =*,? ~": b"UNA=*,? ~" + PLAIN.replace(b"+", b"*").replace(b":", b"=").replace(b"'", b"~"),
    "transliterate: yes": PLAIN,
}


@pytest.mark.parametrize("wish", WISHES)
def test_each_option_does_what_it_says(wish: str) -> None:
    key, _, value = wish.partition(": ")
    assert written({key: value} if key else {}, "BGM+9") == (WISHES[wish], [])


def test_options_go_together() -> None:
    options = {
        "separators": ":+.?*'",
        "repertoire": "UNOA",
        "version": "4",
        "line_breaks": "lf",
        "transliterate": "yes",
    }
    data, codes = written(options, "FTX+Grün*Blau")
    assert data.startswith(b"UNB+UNOA:4+S+R+20250131:1200+1'\n")  # these are the default characters of version 4
    assert b"FTX+GRUN*BLAU'\n" in data
    assert codes == ["CHR-012", "CHR-012"]


def test_what_was_received_gives_way_to_what_is_wished() -> None:
    data = b"UNA:*.? ~" + interchange(message("BGM+1")).replace(b"+", b"*").replace(b"'", b"~")
    one = next(read(io.BytesIO(data)))
    messages = list(one.messages)
    for options, una in (({}, b"UNA:*.? ~UNB"), ({"separators": ":+.? '", "una": "needed"}, b"UNB+UNOC:3+")):
        assert write(read_profile(options).on(one.envelope), messages).startswith(una)


def test_default_characters_received_become_those_of_the_version_written() -> None:
    received = {"service": ServiceString.default("3")}
    assert written({"version": "4"}, "FTX+a*b", wrapper=received)[0].startswith(b"UNB+UNOC:4+")
    own = {"service": ServiceString(terminator="~")}
    assert written({"version": "4"}, "FTX+a", wrapper=own)[0].startswith(b"UNA:+.? ~UNB+UNOC:4+")


def test_a_date_of_eight_digits_is_shortened_for_versions_before_4() -> None:
    data, _ = written({"version": "3"}, syntax_version="4", prepared="20250131:1200")
    assert data.startswith(b"UNB+UNOC:3+S+R+250131:1200+")
    assert written({}, prepared="20250131:1200")[0].startswith(b"UNB+UNOC:3+S+R+20250131:1200+")


def test_a_value_written_otherwise_is_named_at_its_component() -> None:
    envelope = read_profile({"transliterate": "yes", "repertoire": "UNOB"}).on(ENVELOPE)
    out = Message(syntax="edifact", type="CUSDEC", directory="D.96B", body=["FTX+AAA++a:Œuvre" + escape("'s ß")])
    data = write(envelope, [out])
    assert b"FTX+AAA++a:OEuvre?'s ss'" in data
    (found,) = out.report
    place = found.where
    assert (found.code, place.segment, place.tag, place.element, place.component) == ("CHR-012", 2, "FTX", 3, 2)
    assert "Œuvre's ß" in found.what
    assert "OEuvre's ss" in found.what
    assert "UNOB" in found.why


def test_what_cannot_be_transliterated_is_still_an_error() -> None:
    _, codes = written({"transliterate": "yes", "repertoire": "UNOA"}, "FTX+漢字")
    assert codes == ["CHR-007"]


def test_the_envelope_is_transliterated_too() -> None:
    report = Report()
    envelope = read_profile({"transliterate": "yes", "repertoire": "UNOA"}).on(ENVELOPE)
    envelope.sender = "Müller"
    assert b"+MULLER+" in write(envelope, [], report=report)
    assert [(finding.code, finding.where.tag, finding.where.element) for finding in report] == [("CHR-012", "UNB", 2)]


# -- the mapping -------------------------------------------------------------------------------------------------------

WRONG = {
    'separators: "=+.?"': ("six ASCII characters", 4, 17),
    'separators: "++.? \'"': ("are the same", 4, 17),
    'separators: "A+.? \'"': ("cannot be a service character", 4, 17),
    "una: sometimes": ("una is one of always, needed", 4, 10),
    "repertoire: UTF8": ("repertoire is one of UNOA", 4, 17),
    "version: 5": ("version is one of 1, 2, 3, 4", 4, 14),
    "line_breaks: yes": ("line_breaks is one of crlf, lf, none", 4, 18),
    "transliterate: maybe": ("transliterate is one of yes, no", 4, 20),
    "seperators: ':+.? ~'": ("edifact has no option 'seperators'", 4, 5),
    "una: [always, needed]": ("una is a text", 4, 5),
}


def mappings(tmp_path: Path, option: str) -> Mappings:
    """The project's mappings and one more, for a partner with a wish."""
    folder = tmp_path / "mappings" / "partner"
    folder.mkdir(parents=True)
    text = f"title: Partner\nextends: cusdec-d96b-import\nedifact:\n    {option}\n"
    (folder / "mapping.yaml").write_text(text, encoding="utf-8")
    return Mappings(Workspace(tmp_path))


@pytest.mark.parametrize("option", WRONG)
def test_a_wrong_option_is_refused_at_its_place(option: str, tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        mappings(tmp_path, option).get("partner")
    (found,) = caught.value.findings
    what, line, column = WRONG[option]
    assert what in found.what
    assert (found.where.path, found.where.line, found.where.column) == ("partner/mapping.yaml", line, column)


def test_a_key_that_is_almost_one_is_told_which(tmp_path: Path) -> None:
    with pytest.raises(ConfigurationError) as caught:
        mappings(tmp_path, "seperators: ':+.? ~'").get("partner")
    assert caught.value.finding.fix == "did you mean 'separators' or 'repertoire'?"


def test_an_option_of_the_mapping_extended_holds_for_the_one_that_extends(tmp_path: Path) -> None:
    found = mappings(tmp_path, "una: always")
    more = tmp_path / "mappings" / "more"
    more.mkdir()
    (more / "mapping.yaml").write_text("title: More\nextends: partner\nedifact: {version: 4}\n", encoding="utf-8")
    assert dict(found.get("more").definition.options) == {"una": "always", "version": "4"}


@pytest.mark.parametrize("target", ["file", "folder"])
def test_translate_writes_as_the_partner_wishes_and_says_what_it_altered(
    tmp_path: Path, target: str, capsys: pytest.CaptureFixture[str]
) -> None:
    mappings(tmp_path, "{una: always, repertoire: UNOA, line_breaks: crlf, transliterate: yes}")
    declaration = (PROJECT / "samples/import_minimal/declaration.json").read_text(encoding="utf-8")
    received = tmp_path / "received.json"
    received.write_text(declaration.replace("PRINTED BOOKS", "Bøger"), encoding="utf-8")
    out = tmp_path / "out"
    out.mkdir()
    place = out if target == "folder" else out / "received-1.edi"
    arguments = ["--workspace", str(tmp_path), "translate", str(received), "--to", "partner", "-o", str(place)]
    assert run(arguments) == 0
    data = (out / "received-1.edi").read_bytes()
    assert data.startswith(b"UNA:+.? '\r\nUNB+UNOA:3+")
    assert data.endswith(b"'\r\n")
    assert data == data.upper()
    assert b"+BOGER'" in data
    assert "warning CHR-012: 'Bøger' was written as 'BOGER'\n" in capsys.readouterr().err


def test_route_sends_what_the_partner_wishes_and_records_what_it_altered(tmp_path: Path) -> None:
    mappings(tmp_path, '{separators: "=*.#!~", repertoire: UNOB, version: 4, line_breaks: lf, transliterate: yes}')
    (tmp_path / "routes.yaml").write_text("routes: [{name: r, agency: partner, mapping: partner}]\n", encoding="utf-8")
    sample = (PROJECT / "samples/import_minimal/received.edi").read_text(encoding="ascii")
    payload = sample.replace("PRINTED BOOKS", "Bøger #1 ~ fun!").encode("latin-1")
    with Engine(Workspace(tmp_path)) as engine:
        exchange = engine.route(io.BytesIO(payload), "r.edi")
        (delivery,) = [each for one in exchange.interchanges for m in one.messages for each in m.deliveries]
    data = next((tmp_path / "outbox" / "partner").iterdir()).read_bytes()
    assert data.startswith(b"UNA=*.#!~\nUNB*UNOB=4*EDIGATE=ZZZ*PARTNER*20")
    assert b"\nFTX*AAA***Boger ##1 - fun#!~\n" in data
    assert [finding.code for finding in delivery.findings if finding.code.startswith("CHR")] == ["CHR-012"]
