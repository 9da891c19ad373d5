"""JSON documents come whole, with every doubt said and its place named, whatever arrives."""

import io
import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from edi_engine.errors import EdiError
from edi_engine.findings import Finding
from edi_engine.formats.json import read, sniff, write
from edi_engine.formats.json.faults import RULES
from edi_engine.interchange import Envelope, Message

CORPUS = Path(__file__).parents[3].parent / "shared" / "corpus"


def documents(data: bytes, **limits: int) -> list[Message]:
    (one,) = [(one, list(one.messages)) for one in read(io.BytesIO(data), **limits)]
    for finding in one[0].report:
        one[1].append(Message(syntax="json", type="", body=b""))
        one[1][-1].report.add(finding)
    return one[1]


def findings(data: bytes, **limits: int) -> list[Finding]:
    return [finding for message in documents(data, **limits) for finding in message.report]


CASES: dict[str, list[tuple[bytes, int, str | None]]] = {
    "JSN-001": [(b"", 0, None), (b" \n\t ", 0, None)],
    "JSN-002": [(b'{"a":"x\xff"}', 7, None)],
    "JSN-003": [(b'{"a":}', 5, None), (b"[1,]", 3, None), (b"{'a':1}", 1, None), (b'["', 1, None), (b"[01]", 2, None)],
    "JSN-004": [(b'{"a":1}}', 7, None), (b'{"a":1} x', 8, None)],
    "JSN-005": [
        (b'{"a":1,"b":2,"a":3}', 13, "/a"),
        (b'[{"x":{"a/b":1,"a\\/b":2}}]', 15, "/0/x/a~1b"),
        (b'{"a":{"b":1},"c":{"b":1,"b":2}}', 24, "/c/b"),
    ],
    "JSN-006": [(b"[NaN]", 1, "/0"), (b'{"a":[1,-Infinity]}', 8, "/a/1")],
    "JSN-007": [(b"[1E+200000000]", 1, "/0"), (b"[" + b"9" * 500 + b"]", 1, "/0"), (b"[0,1e-99999999999999]", 3, "/1")],
    "JSN-010": [(b'["\\ud800x"]', 2, "/0"), (b'["\\ud83d\\ude00","\\udc00"]', 17, "/1")],
    "JSN-012": [(b"5", 0, None), (b'"text"', 0, None)],
}


@pytest.mark.parametrize("code", CASES)
def test_each_fault_is_found_once_and_where_it_is(code: str) -> None:
    for data, offset, pointer in CASES[code]:
        (found,) = findings(data)
        assert (found.code, found.where.offset, found.where.path) == (code, offset, pointer)
        assert found.where.column == offset + 1


def test_lines_and_columns_are_those_of_an_editor() -> None:
    (found,) = findings('{\n  "ä": "漢字", "b": ]\n}'.encode())
    assert (found.where.line, found.where.column, found.where.offset) == (2, 19, 25)


def test_every_rule_has_its_case() -> None:
    others = {"JSN-008", "JSN-009", "JSN-011", "JSN-013"}
    assert set(CASES) | others == set(RULES)


@pytest.mark.parametrize("opening", [b"[", b'{"a":', b'{"a":['])
@pytest.mark.parametrize("closed", [True, False])
def test_nesting_is_bounded(opening: bytes, closed: bool) -> None:
    count = 200_000
    closing = opening.replace(b'"a":', b"")[::-1].replace(b"{", b"}").replace(b"[", b"]")
    data = opening * count + (b"1" + closing * count if closed else b"")
    start = time.process_time()
    (found,) = findings(data)
    assert time.process_time() - start < 3
    assert found.code == "JSN-008"
    brackets = 201
    per_opening = opening.count(b"{") + opening.count(b"[")
    assert found.where.offset == (brackets - 1) // per_opening * len(opening) + (
        opening.index(b"[") if per_opening == 2 and brackets % 2 == 0 else 0
    )


def test_nesting_at_the_limit_passes() -> None:
    assert findings(b"[" * 200 + b"]" * 200) == []
    assert [found.code for found in findings(b"[" * 4 + b"]" * 4, depth=3)] == ["JSN-008"]


def test_brackets_in_texts_are_no_nesting() -> None:
    assert findings(json.dumps(["[{" * 500, '"[\\' * 99]).encode()) == []


def test_a_document_that_is_too_long_is_not_read() -> None:
    data = b'{"a":1}\n{"a":"' + b"x" * 50 + b'"}\n{"b":2}'
    for one in (b'{"a":1234567}', b'{"a":1234567}\n', b'{"a":\n1234567}', data):
        assert [found.code for found in findings(one, document_bytes=10)] == ["JSN-009"]
    assert [message.body for message in documents(data, document_bytes=10)] == [b'{"a":1}\n', b"", b'{"b":2}']


@pytest.mark.parametrize(
    ("data", "limit"),
    [('{"a":[{},{},{}]}', {"objects": 3}), ('{"a":[1,2,3]}', {"values": 3}), ('["x{",{}]', {"objects": 0})],
)
def test_a_document_of_too_many_values_is_not_read(data: str, limit: dict[str, int]) -> None:
    (document,) = documents(data.encode(), **limit)
    assert [found.code for found in document.report] == ["JSN-013"]
    assert next(iter(limit)) in next(iter(document.report)).fix
    assert findings(data.encode(), **{name: most + 1 for name, most in limit.items()}) == []


def test_signs_in_texts_are_no_values() -> None:
    assert findings(json.dumps(["{,[" * 50]).encode(), objects=1, values=3) == []


def test_the_body_is_the_bytes_and_the_type_the_kind() -> None:
    (only,) = documents(b' {"documentKind": "Declaration", "kind": "x", "n": 1.10}')
    assert (only.syntax, only.type, only.body) == (
        "json", "Declaration", b' {"documentKind": "Declaration", "kind": "x", "n": 1.10}',
    )  # fmt: skip
    assert [message.type for message in documents(b'{"kind":"x"}\n{"kind":5}\n[1]')] == ["x", "", ""]


def test_json_lines_come_one_by_one_with_their_places() -> None:
    messages = documents(b'\n{"a":1}\r\n\n{"a":}\n{"a":2}\n')
    assert [json.loads(messages[i].body) for i in (0, 2)] == [{"a": 1}, {"a": 2}]
    (found,) = messages[1].report
    assert (found.code, found.where.message, found.where.line, found.where.column) == ("JSN-003", 2, 4, 6)
    assert found.where.offset == 16


def test_json_lines_are_read_lazily() -> None:
    class Endless(io.RawIOBase):
        def readline(self, size: int | None = -1) -> bytes:
            return b'{"a": 1}\n'

    (one,) = [next(read(Endless()))]  # type: ignore[arg-type]
    assert [next(one.messages).number for _ in range(5)] == [1, 2, 3, 4, 5]


def test_a_document_over_several_lines_is_one() -> None:
    data = json.dumps({"a": [1, {"b": 2}]}, indent=2).encode()
    assert [message.body for message in documents(data)] == [data]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le"])
def test_wide_encodings_are_read_and_said(encoding: str) -> None:
    (only,) = documents('{"kind":"Überführung"}'.encode(encoding))
    assert (only.type, only.body) == ("Überführung", '{"kind":"Überführung"}'.encode())
    assert [found.code for found in only.report] == ["JSN-011"]


@pytest.mark.parametrize("encoding", ["gbk", "gb18030", "iso-8859-1", "big5"])
def test_other_encodings_are_named_at_their_first_byte(encoding: str) -> None:
    text = "é" if encoding == "iso-8859-1" else "中"
    (message,) = documents(f'{{"kind":"Declaration",\n "id":"{text}"}}'.encode(encoding))
    (found,) = message.report
    assert (found.code, found.where.line, found.where.column, found.where.offset) == ("JSN-002", 2, 8, 30)


def test_a_byte_order_mark_of_utf_8_is_no_part_of_the_document() -> None:
    (message,) = documents(b'\xef\xbb\xbf{"kind":"x"}')
    assert (message.body, list(message.report)) == (b'{"kind":"x"}', [])
    (found,) = findings(b'\xef\xbb\xbf{"kind":"\xe9"}')
    assert (found.code, found.where.offset) == ("JSN-002", 12)


def test_utf_16_that_is_cut_off_is_no_json() -> None:
    assert [found.code for found in findings('{"kind":"x"}'.encode("utf-16")[:-1])] == ["JSN-011", "JSN-003"]


def test_a_flood_of_faults_is_cut_short() -> None:
    assert len(findings(b"[" + b"NaN," * 5000 + b"1]")) == 100


@pytest.mark.parametrize(
    "data",
    [
        b'"' * 500_000,
        b"[" * 201 + b'"' + b'\\"' * 500_000,
        b'["' + b"\\" * 1_000_001,
        b'{"a":1' + b',"a":1' * 300_000 + b"}",
    ],
    ids=range(4),
)
def test_hostile_documents_cost_little_time(data: bytes) -> None:
    start = time.process_time()
    assert findings(data)
    assert time.process_time() - start < 5


@given(
    st.one_of(st.binary(max_size=100), st.text(alphabet='{}[]",:\\u0dE+-1a\n NaInfity', max_size=60).map(str.encode))
)
def test_any_bytes_give_findings_only(data: bytes) -> None:
    for message in documents(data):
        try:
            strict = json.loads(message.body, parse_constant=float)
        except ValueError:
            assert message.report.rejected
        else:
            assert message.report.rejected or isinstance(strict, dict | list)


trees = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**60), 2**60) | st.text(st.characters(exclude_categories=["Cs"])),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.text(st.characters(exclude_categories=["Cs"])), inner)
    ),
    max_leaves=12,
).filter(lambda tree: isinstance(tree, dict | list))


@given(st.lists(trees, min_size=1, max_size=4), st.booleans())
def test_what_is_written_reads_back(values: list[object], pretty: bool) -> None:
    data = write(Envelope(), values, pretty=pretty)
    messages = documents(data)
    assert [json.loads(message.body) for message in messages] == values
    assert not [finding for message in messages for finding in message.report]
    assert sniff(data)
    assert write(Envelope(), messages, pretty=pretty) == data


def test_numbers_stay_as_written() -> None:
    data = b'{"a":1.10,"b":1E+2,"c":123456789012345678901234567890}'
    assert write(Envelope(), documents(data)) == data
    assert write(Envelope(), [data], pretty=True).startswith(b'{\n  "a": 1.10,\n')


def test_what_is_no_json_is_not_written() -> None:
    with pytest.raises(EdiError, match="JSN-003"):
        write(Envelope(), [b'{"a":'])


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_real_documents_are_read() -> None:
    for path in sorted(CORPUS.glob("json/*.json")):
        assert findings(path.read_bytes()) == [], path.name
    broken = {path.name: [f.code for f in findings(path.read_bytes())] for path in CORPUS.glob("invalid/*.json")}
    assert {name: codes for name, codes in broken.items() if codes} == {
        "dcsa_jit-200-port-call-service-request.json": ["JSN-003"],
        "eu-ncts_invalid-with-extra-braces.json": ["JSN-004"],
        "onerecord_CIMP-Example1.json": ["JSN-003"],
    }
