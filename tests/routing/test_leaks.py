"""What an agency may not see is in nothing that leaves for it, whatever the format: each shipped mapping writes its
richest samples with half of their fields withheld, with nothing but half of them, and with texts masked.
"""

import io
import re
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import pytest

from edi_engine.canonical import json as canonical_json
from edi_engine.envelopes import write_bytes
from edi_engine.findings import Report
from edi_engine.interchange import Envelope
from edi_engine.mapping.leaves import Leaf, leaves
from edi_engine.mapping.registry import Mappings
from edi_engine.pipeline import Engine
from edi_engine.routing.masking import Masking
from edi_engine.routing.projection import only, project, withhold
from edi_engine.routing.projection_paths import Held, held_at
from edi_engine.workspace import Workspace
from tests.routing.test_projection import View

PROJECT = Path(__file__).parents[2]
MAPPINGS = Mappings(Workspace("nowhere"))
NAMES = [name for name in MAPPINGS.names() if MAPPINGS.get(name).definition.document != "SyntaxAcknowledgement"]
SHORTEST = 4  # a text of fewer characters stands in another by chance
ROOM = 14  # a field for a text this long holds no code


def rich(name: str) -> msgspec.Struct:
    """The sample of a mapping with the most values, each text in it another."""
    found = [canonical_json.read(path.read_bytes(), Report()) for path in samples(name)]
    document: Any = max((one for one in found if one is not None), key=lambda each: len(leaves(each)))
    for number, leaf in enumerate(leaves(document)):
        held = held_at(path_of(leaf), type(document)) if "extensions" not in leaf.steps else None
        if isinstance(held, Held) and held.kind == "text" and held.longest >= ROOM:
            *way, last = leaf.steps
            holder = document
            for step in way:
                holder = getattr(holder, step) if isinstance(step, str) else holder[step]
            setattr(holder, str(last), f"ZQ{number:05}")
    return document  # type: ignore[no-any-return]


def samples(name: str) -> list[Path]:
    folder = PROJECT / "mappings" / name / "samples"
    return [*folder.glob("*.canonical.json")] or [PROJECT / "samples/import_ten_items/declaration.json"]


def path_of(leaf: Leaf) -> str:
    """The path by which a route would name a value: what has no field goes with its object."""
    steps = leaf.steps[: leaf.steps.index("extensions") + 1] if "extensions" in leaf.steps else leaf.steps
    return "".join("[*]" if isinstance(step, int) else f".{step}" for step in steps)[1:]


def distinct(document: msgspec.Struct) -> dict[str, str]:
    """Texts that stand at one path only and in no other text, with that path."""
    paths: dict[str, set[str]] = {}
    for leaf in leaves(document):
        paths.setdefault(leaf.text, set()).add(path_of(leaf))
    every = "\n".join(paths)
    return {
        text: min(at)
        for text, at in paths.items()
        if len(at) == 1 and re.fullmatch(rf"[A-Za-z0-9]{{{SHORTEST},}}", text) and every.count(text) == 1
    }


def words(name: str) -> str:
    """What a mapping writes of its own: names of elements, constants."""
    files = [file for file in MAPPINGS.files.mapping_files(name) if not file.startswith("samples/")]
    return "".join(MAPPINGS.files.mapping_text(name, file) for file in files)


def is_text(path: str, document: msgspec.Struct) -> bool:
    held = held_at(path, type(document))
    return isinstance(held, Held) and held.kind == "text"


def sent(name: str, document: msgspec.Struct) -> str:
    """All that leaves for an agency, and what is said of it."""
    mapping: Any = MAPPINGS.get(name)
    report = Report(limit=100_000)
    facts = {"syntax_identifier": "UNOC", "syntax_version": "3", "sender": "A", "recipient": "B", "reference": "1"}
    body = mapping.write(document, report)
    payload = write_bytes(mapping, [body], Envelope(**{**facts, **mapping.definition.envelope}), Report())
    return payload.decode("latin-1") + "".join(map(str, report))


@pytest.mark.parametrize("name", NAMES)
def test_what_is_withheld_left_out_or_masked_is_in_nothing_that_leaves(name: str) -> None:
    document, random = rich(name), Random(7)  # noqa: S311
    own, whole = words(name), sent(name, document)
    texts = {text: path for text, path in distinct(document).items() if text in whole and text not in own}
    assert len(texts) >= 3, "the sample has something to hide"
    paths = sorted(set(texts.values()))
    hidden = set(random.sample(paths, len(paths) // 2))
    every = sorted({path_of(leaf) for leaf in leaves(document)} - hidden)
    masks = [Masking(path=path, last=2) for path in sorted(hidden) if is_text(path, document)]
    views = [
        (View(withhold=tuple(sorted(hidden))), hidden),
        (View(only=tuple(every)), hidden),
        (View(mask=tuple(masks)), {mask.path for mask in masks}),
    ]
    for view, forbidden in views:
        left = sent(name, project(document, view).document)
        leaks = {text: path for text, path in texts.items() if path in forbidden and text in left}
        assert not leaks, view
        assert [text for text, path in texts.items() if path not in forbidden and text in left], "the rest is sent"


@pytest.mark.parametrize("sample", ["import_ten_items", "export_two_items"])
def test_what_the_shipped_routes_withhold_is_in_no_file_and_no_finding_of_theirs(sample: str, tmp_path: Path) -> None:
    folder, looked_at = PROJECT / "samples" / sample, 0
    document = canonical_json.read((folder / "declaration.json").read_bytes(), Report())
    assert document is not None
    with Engine(Workspace(tmp_path), losses=True) as engine:
        exchange = engine.route(io.BytesIO((folder / "received.edi").read_bytes()), "x")
        deliveries = {one.route: one for one in exchange.deliveries}
        table = [route for route in engine.routes.routes if route.withhold and route.name in deliveries]
    for route in table:
        left = {leaf.text for leaf in leaves(withhold(document, route.withhold)[0])}
        around = "\n".join(left)
        hidden = {leaf.text for leaf in leaves(only(document, route.withhold)) if len(leaf.text) >= SHORTEST}
        forbidden = {text for text in hidden if text not in around}
        (file,) = (tmp_path / "outbox" / route.agency).iterdir()
        told = file.read_text("latin-1") + "".join(map(str, deliveries[route.name].findings))
        assert {text for text in forbidden if text in told} == set()
        looked_at += len(forbidden)
    assert looked_at, "what is withheld stands nowhere else"
