"""Files nobody of us wrote, and what is found in each: a committed table, so that no finding changes unseen.

A row has the file, whether it is accepted under each strictness, and how often each code is found. `pytest --accept`
rewrites the table; read the diff, for each changed row is a change in what partners are told.
"""

from pathlib import Path

import pytest

from edi_engine.findings import Strictness
from edi_engine.formats.edifact.directory import Directories
from edi_engine.workspace import Workspace
from tests.conftest import Golden
from tests.formats.edifact.judging import counts, reports, verdict
from tests.formats.edifact.wire import CORPUS

TABLE = Path(__file__).with_name("corpus_findings.tsv")
HEAD = ("file", *Strictness, "findings")


def row(path: Path, directories: Directories) -> str:
    data = path.read_bytes()
    found = {strictness: list(reports(data, directories, strictness)) for strictness in Strictness}
    codes = {strictness: counts(each) for strictness, each in found.items()}
    assert codes[Strictness.STRICT] == codes[Strictness.NORMAL] == codes[Strictness.LENIENT], path.name
    told = ", ".join(f"{code} {times}" for code, times in sorted(codes[Strictness.NORMAL].items()))
    return "\t".join(
        (f"{path.parent.name}/{path.name}", *(verdict(found[each]) for each in Strictness), told or "none")
    )


@pytest.mark.skipif(not CORPUS.is_dir(), reason="the corpus is not beside the project")
def test_what_is_found_in_the_corpus_is_what_was_judged_right(golden: Golden) -> None:
    directories = Directories(Workspace().schema_text)
    files = sorted(path for folder in ("edifact", "invalid") for path in (CORPUS / folder).iterdir())
    golden(TABLE, "\n".join(["\t".join(HEAD), *(row(path, directories) for path in files), ""]))


def test_what_is_accepted_strictly_is_accepted_normally_and_leniently() -> None:
    rank = {"rejected": 0, "partly": 1, "accepted": 2}
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines()[1:]]
    assert len(rows) > 150
    for name, *verdicts, _ in rows:
        ranks = [rank[each] for each in verdicts]
        assert ranks == sorted(ranks), name
