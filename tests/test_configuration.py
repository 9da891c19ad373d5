"""Our YAML: texts stay texts, everything knows its place, what could surprise is refused."""

import pytest

from edi_engine.configuration import read_yaml
from edi_engine.errors import ConfigurationError


def test_scalars_stay_text_and_know_their_place() -> None:
    table = read_yaml("country: NO\nrows:\n  - rate: 1.10\n", "t.yaml")
    assert table == {"country": "NO", "rows": [{"rate": "1.10"}]}
    rate = table["rows"][0]["rate"]
    assert (rate.line, rate.column) == (3, 11)


@pytest.mark.parametrize(
    ("text", "line"),
    [("a: 1\na: 2", 2), ("a: &x 1\nb: *x", 2), ("a:\n  [", 3), ("b: 1\na: !!python/object:os.system 1", 2)],
)
def test_what_could_surprise_is_refused_at_its_line(text: str, line: int) -> None:
    with pytest.raises(ConfigurationError) as caught:
        read_yaml(text, "t.yaml")
    where = caught.value.finding.where
    assert (where.path, where.line) == ("t.yaml", line)


def test_nesting_is_bounded() -> None:
    with pytest.raises(ConfigurationError, match="deeper"):
        read_yaml("[" * 100 + "]" * 100, "t.yaml")
