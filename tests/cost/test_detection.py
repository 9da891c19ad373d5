"""Which mapping reads a message is found by looking at the message once, however many mappings there are."""

import io

import msgspec
import pytest

from edi_engine import formats
from edi_engine.mapping import detection
from tests.cost.work import MAPPINGS


def test_a_json_document_is_parsed_once(monkeypatch: pytest.MonkeyPatch) -> None:
    parsed = []

    def watched(body: bytes) -> object:
        parsed.append(body)
        return msgspec.json.decode(body)

    [interchange] = formats.read(io.BytesIO(b'{"documentKind": "Declaration", "typeCode": "IM"}'))
    [message] = interchange.messages
    monkeypatch.setattr(detection, "decode", watched)
    assert MAPPINGS.detect(message)[0] is not None
    assert len(parsed) == 1
