"""What older Pythons of a supported version get wrong is not used: distributions ship them for years."""

import ast
import itertools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
MODULES = sorted((PROJECT / "edi_engine").rglob("*.py"))
CLASS = re.compile(r"\[\^?\]?[^\]\n]*\]")
# Groups that cannot backtrack, so that every version repeats them rightly; each is compared below.
CANNOT_BACKTRACK = {r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?+': (r'"[^"\\]*+(?>(?:\\.[^"\\]*+)*)"?+', '"\\a')}
# Values of f-strings that are repeated possessively and are one character or class, never a group.
NO_GROUP = {"\0{\0,\0}+"}
POSSESSIVE_GROUP = re.compile(r"(?<!\\)[)\0](?:[*?+]|\{[^{}]*\})\+")


def texts(tree: ast.AST) -> Iterator[str]:
    """String constants, f-strings with their values as NUL, which may be groups; docstrings are left out."""
    told = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    parts = {id(part) for node in ast.walk(tree) if isinstance(node, ast.JoinedStr) for part in node.values}
    for node in ast.walk(tree):
        if isinstance(node, ast.JoinedStr):
            yield "".join(str(part.value) if isinstance(part, ast.Constant) else "\0" for part in node.values)
        elif isinstance(node, ast.Constant) and id(node) not in told | parts:
            value = node.value.decode("latin-1") if isinstance(node.value, bytes) else node.value
            if isinstance(value, str):
                yield value


def possessive_groups(source: str) -> list[str]:
    found = (
        POSSESSIVE_GROUP.search(CLASS.sub("C", text))
        for text in texts(ast.parse(source))
        if text not in CANNOT_BACKTRACK and text not in NO_GROUP
    )
    return [match.string for match in found if match]


@pytest.mark.parametrize("pattern", CANNOT_BACKTRACK)
def test_an_exception_matches_as_its_atomic_form_does(pattern: str) -> None:
    atomic, alphabet = CANNOT_BACKTRACK[pattern]
    one, other = re.compile(pattern, re.DOTALL), re.compile(atomic, re.DOTALL)
    for length in range(1, 8):
        for letters in itertools.product(alphabet, repeat=length):
            text = "".join(letters)
            assert [m.span() for m in one.finditer(text)] == [m.span() for m in other.finditer(text)], text


@pytest.mark.parametrize(
    "pattern",
    [
        'r"(?:a|b)*+"',
        'rb"(a)?+"',
        'f"(?:{x})?+"',
        'f"(?:{x}){{0,{n}}}+"',
        'f"a{x}{{1,{n}}}+"',
        'r"(?:a){2}+"',
        'r"[(](a)++"',
    ],
)
def test_a_possessive_group_is_seen(pattern: str) -> None:
    assert possessive_groups(f"X = {pattern}")


@pytest.mark.parametrize("pattern", ['r"(?>(?:a|b)*)"', 'r"[()*+]+"', 'r"(a)\\+"', 'r"a*+b?+"', 'r"(a)+"', 'r"\\)++"'])
def test_what_is_no_possessive_group_is_not(pattern: str) -> None:
    assert not possessive_groups(f"X = {pattern}")


@pytest.mark.parametrize("path", MODULES, ids=[str(path.relative_to(PROJECT)) for path in MODULES])
def test_no_group_is_repeated_possessively(path: Path) -> None:
    """`(?:…)*+` is matched wrongly before Python 3.11.5 where the group can backtrack; `(?>(?:…)*)` is right."""
    assert possessive_groups(path.read_text(encoding="utf-8")) == []
