"""The layout is a promise: a room imports only from rooms below it, and what differs per agency or message is data."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
PACKAGE = PROJECT / "edi_engine"
MODULES = sorted(PACKAGE.rglob("*.py"))

# A room (top-level module or folder) and the rooms it may import from, itself aside.
WORDS = {"findings", "errors", "interchange", "alike"}
ALLOWED: dict[str, set[str]] = {
    "__init__": {"*"},
    "findings": set(),
    "alike": set(),
    "errors": {"findings"},
    "interchange": {"findings", "errors"},
    "configuration": {"findings", "errors"},
    "rows": {"findings", "configuration", "conditions"},
    "folders": {"findings", "errors"},
    "workspace": {"findings", "errors", "configuration", "folders"},
    "canonical": {"findings", "errors", "alike"},
    "conditions": {"alike"},
    "formats": {*WORDS, "configuration", "canonical"},
    "mapping": {*WORDS, "configuration", "conditions", "formats", "canonical"},
    "routing": {*WORDS, "configuration", "conditions", "canonical", "rows"},
    "checks": {*WORDS, "configuration", "conditions", "canonical"},
    "transports": WORDS,
    "audit": {*WORDS, "configuration"},
    "sources": {*WORDS, "audit", "folders", "workspace"},
    "wishes": {"findings"},
    "exchange": {*WORDS, "routing"},
    "states": {*WORDS, "configuration", "conditions", "rows"},
    "answer_rules": {*WORDS, "formats"},
    "deadlines": {*WORDS, "answer_rules", "audit", "exchange", "routing", "states"},
    "ladder": {*WORDS, "answer_rules", "audit", "exchange", "states"},
    "attempts": {*WORDS, "audit", "exchange", "routing", "transports"},
    "envelopes": {*WORDS, "exchange", "formats", "routing"},
    "deliveries": {
        *WORDS,
        *("attempts", "audit", "envelopes", "exchange", "folders", "formats", "mapping", "routing", "transports"),
        *("wishes", "workspace"),
    },
    "refusals": {*WORDS, "exchange", "routing"},
    "correlation": {*WORDS, "audit", "canonical", "exchange", "formats", "states"},
    "file_names": {"routing"},
    "keeping": {*WORDS, "exchange"},
    "outgoing": {
        *WORDS,
        *("acknowledgement", "answer", "audit", "deliveries", "exchange", "file_names", "refusals", "routing"),
        *("states", "way_back", "wishes"),
    },
    "journey": {
        *WORDS,
        *("acknowledgement", "answer", "audit", "canonical", "correlation", "deadlines", "deliveries", "exchange"),
        *("keeping", "ladder", "outgoing", "refusals", "routing", "states", "way_back", "wishes"),
    },
    "resumption": {*WORDS, "attempts", "audit", "deliveries", "exchange", "file_names", "routing", "wishes"},
    "recovery": {*WORDS, "attempts", "audit", "exchange", "journey", "refusals", "resumption"},
    "acknowledgement": {*WORDS, "canonical", "formats"},
    "answer": {*WORDS, "acknowledgement", "envelopes", "exchange", "formats", "routing"},
    "intake": {*WORDS, "exchange", "formats", "mapping", "refusals"},
    "installation": {
        *WORDS,
        *("audit", "canonical", "checks", "deliveries", "exchange", "formats", "intake", "mapping", "routing"),
        *("sources", "states", "transports", "wishes", "workspace"),
    },
    "pipeline": {"*"},
    "explanation": {*WORDS, "exchange", "formats", "mapping"},
    "rejection": {*WORDS, "canonical", "exchange", "explanation", "mapping"},
    "returns": {
        *WORDS,
        "answer_rules",
        "audit",
        "canonical",
        "deliveries",
        "exchange",
        "explanation",
        "mapping",
        "recorded",
        "rejection",
        "routing",
        "states",
    },
    "way_back": {
        *WORDS,
        "answer_rules",
        "canonical",
        "deliveries",
        "envelopes",
        "exchange",
        "explanation",
        "mapping",
        "returns",
        "routing",
        "states",
    },
    "responses": {
        *WORDS,
        *("audit", "canonical", "exchange", "intake", "recorded", "returns", "routing", "states", "way_back"),
    },
    "recorded": {*WORDS, "audit", "exchange", "explanation", "mapping", "routing"},
    "comparison": {*WORDS, "audit", "canonical", "exchange", "recorded"},
    "translation": {"*"},
    "convoy": {"*"},
    "past_engines": {"*"},
    "replay": {"*"},
    "cli": {"*"},
}
# Between the rooms that may import all: who is above whom.
ABOVE = {
    "pipeline": {"cli", "translation", "convoy", "past_engines", "replay"},
    "translation": {"cli", "convoy", "past_engines", "replay"},
    "convoy": {"cli", "translation", "past_engines", "replay"},
    "past_engines": {"cli", "translation", "convoy", "replay"},
    "replay": {"cli", "translation", "convoy"},
    "__init__": {"cli"},
}


def room(module: Path) -> str:
    first = module.relative_to(PACKAGE).parts[0]
    return first.removesuffix(".py")


def imports(module: Path) -> Iterator[tuple[str, int]]:
    """Rooms of ours that a module imports, those in functions too, with the line."""
    for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
        names: list[str] = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{module}:{node.lineno} imports relatively"
            base = node.module or ""
            names = [f"{base}.{alias.name}" for alias in node.names] if base == "edi_engine" else [base]
        for name in names:
            if name.split(".")[0] == "edi_engine":
                yield (name.split(".")[1] if "." in name else "__init__"), getattr(node, "lineno", 0)


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_a_room_imports_only_from_rooms_below_it(module: Path) -> None:
    own = room(module)
    assert own in ALLOWED, f"{own} is a new room: say in this table what it may import"
    for imported, line in imports(module):
        where = f"{module.relative_to(PROJECT)}:{line} imports {imported}"
        assert imported not in ABOVE.get(own, set()), where
        assert imported == own or "*" in ALLOWED[own] or imported in ALLOWED[own], where


def test_the_layers_have_no_circle() -> None:
    order: list[str] = []
    left = {name: {*below} - {"*"} for name, below in ALLOWED.items() if "*" not in below}
    while left:
        ready = sorted(name for name, below in left.items() if below <= set(order))
        assert ready, f"a circle among {sorted(left)}"
        order += ready
        for name in ready:
            del left[name]


def test_only_some_rooms_touch_disk_network_or_clock() -> None:
    outside = {"socket", "urllib", "http", "subprocess", "sqlite3", "tempfile", "shutil", "time"}
    free = {"findings", "errors", "interchange", "configuration", "canonical", "conditions", "checks", "routing"}
    for module in MODULES:
        if room(module) in free:
            for node in ast.walk(ast.parse(module.read_text(encoding="utf-8"))):
                names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
                names += [node.module or ""] if isinstance(node, ast.ImportFrom) else []
                touched = {name.split(".")[0] for name in names} & outside
                assert not touched, f"{module.relative_to(PROJECT)} imports {touched}"


def words(module: Path) -> Iterator[tuple[str, int]]:
    """String literals (documentation aside) and names in a module, with their lines."""
    tree = ast.parse(module.read_text(encoding="utf-8"))
    documentation = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value, node.lineno
        elif isinstance(node, ast.Name | ast.arg):
            yield node.id if isinstance(node, ast.Name) else node.arg, node.lineno
        elif isinstance(node, ast.Attribute):
            yield node.attr, node.lineno
        elif isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield node.name, node.lineno


def message_types() -> set[str]:
    """Every message of the UN directories, from the shipped data; CONTRL is the syntax's own."""
    files = (PROJECT / "schemas" / "edifact").rglob("messages/*")
    found = {path.stem for path in files if re.fullmatch(r"[A-Z]{6}", path.stem)}
    return found - {"CONTRL"}


def agencies() -> set[str]:
    text = (PROJECT / "mappings" / "routes.yaml").read_text(encoding="utf-8")
    return set(re.findall(r"agency: *([\w.+-]+)", text))


def test_the_lists_of_what_is_data_are_there() -> None:
    assert {"CUSDEC", "INVOIC"} <= message_types()
    assert len(message_types()) > 150
    assert len(agencies()) >= 4


@pytest.mark.parametrize("module", MODULES, ids=lambda path: str(path.relative_to(PACKAGE)))
def test_no_module_names_a_message_type_or_an_agency(module: Path) -> None:
    types, offices = message_types(), agencies()
    for text, line in words(module):
        named = types & set(re.findall(r"(?<![A-Za-z])[A-Z]{6}(?![A-Za-z])", text))
        named |= {office for office in offices if office in text or office.replace("-", "_") in text.lower()}
        assert not named, f"{module.relative_to(PROJECT)}:{line} names {named}: that is data"


def test_no_module_holds_a_path_of_one_machine() -> None:
    for module in MODULES:
        for text, line in words(module):
            assert not re.match(r"/(home|root|work|tmp|usr/local|Users)\b", text), f"{module}:{line}"
