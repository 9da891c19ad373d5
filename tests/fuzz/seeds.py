"""What the fuzzer starts from: the samples of the project, and the corpus of received files where it is at hand."""

from pathlib import Path

PROJECT = Path(__file__).parents[2]
CORPUS = PROJECT.parent / "shared" / "corpus"
LARGEST = 60_000  # bytes; what is larger costs time and finds nothing more
FOLDERS = ("samples", "mappings", "tests/formats/edifact/dirt", "tests/fuzz/regressions")
SUFFIXES = {".edi", ".xml", ".json", ".csv", ".txt", ".dat"}

Seeds = dict[str, list[tuple[str, bytes]]]


def seeds(*, corpus: bool = True) -> Seeds:
    """Files by syntax (`edifact`, `xml`, `json`, `csv`), each with its name, in an order that is always the same."""
    found: Seeds = {"edifact": [], "xml": [], "json": [], "csv": []}
    folders = [PROJECT / folder for folder in FOLDERS] + ([CORPUS] if corpus else [])
    for path in (path for folder in folders for path in sorted(folder.rglob("*"))):
        if not path.is_file() or path.suffix not in SUFFIXES or path.name.endswith("findings.txt"):
            continue
        data = path.read_bytes()
        if data and len(data) <= LARGEST:
            found[syntax_of(path, data)].append((path.name, data))
    return found


def syntax_of(path: Path, data: bytes) -> str:
    """Which mutations suit a file."""
    begin = data[:64].lstrip(b"\xef\xbb\xbf \t\r\n")
    if path.suffix == ".json" or begin[:1] in (b"{", b"["):
        return "json"
    if path.suffix == ".xml" or begin[:1] == b"<":
        return "xml"
    return "csv" if path.suffix == ".csv" else "edifact"
