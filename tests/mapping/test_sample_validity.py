"""The samples written by hand of every EDIFACT mapping pass the normal check, under the overlays that are shipped."""

from pathlib import Path

import pytest

from edi_engine.formats import edifact
from tests.mapping.edifact_support import MAPPINGS, errors, only_message

ROOT = Path(__file__).parents[2]
# `every_…` are made by the machine: a made-up value in every place, often too long, too many or in no list.
SAMPLES = [
    path
    for path in sorted(ROOT.glob("mappings/*/samples/*.edi"))
    if not path.name.startswith("every_") and not path.name.endswith(".written.edi")
]


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parts[-3]}-{path.stem}")
def test_a_sample_passes_the_normal_check(path: Path) -> None:
    found: list[str] = []
    count = 0
    with path.open("rb") as stream:
        for interchange in edifact.read(stream):
            for message in interchange.messages:
                edifact.check(message, MAPPINGS.directories)
                found += errors(message.report)
                count += 1
            found += errors(interchange.report)
    assert (count > 0, found) == (True, [])


def test_the_codes_of_a_guide_pass_only_where_unh_names_the_guide() -> None:
    sample = (ROOT / "mappings/coarri-d95b/samples/one_loaded_empty.edi").read_bytes()
    message = only_message(sample.replace(b":ITG13'", b"'"))
    assert [finding.code for finding in message.report if finding.severity == "error"] == ["EEL-009"]
