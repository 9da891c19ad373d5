"""The wheel holds all that a clone holds, and does the main job in an empty environment, from any folder."""

import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[1]
SHIPPED = ("mappings", "schemas", "samples")


def run(*command: str | Path, cwd: Path, home: Path) -> subprocess.CompletedProcess[str]:
    """A command with nothing of this environment but the search path and the way to the package index."""
    kept = {name: value for name, value in os.environ.items() if name == "PATH" or name.startswith(("PIP_", "SSL_"))}
    kept |= {name: value for name, value in os.environ.items() if name.lower().endswith("_proxy")}
    words = [str(word) for word in command]
    return subprocess.run(
        words, cwd=cwd, env={**kept, "HOME": str(home)}, capture_output=True, text=True, timeout=600, check=False
    )


def tracked() -> list[str]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=PROJECT, capture_output=True, text=True, check=False)
    if listed.returncode:
        pytest.skip("no git checkout: what a clone would hold is not known")
    return [name for name in listed.stdout.split("\0") if name and (PROJECT / name).is_file()]


def test_the_wheel_is_complete_and_does_the_main_job(tmp_path: Path) -> None:
    clone, home, users, away = (tmp_path / name for name in ("a clone", "builder", "user", "elsewhere"))
    for folder in (clone, home, users, away):
        folder.mkdir()
    for name in tracked():
        (clone / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copy(PROJECT / name, clone / name)

    built = run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "-o", tmp_path, cwd=clone, home=home)
    assert built.returncode == 0, built.stdout + built.stderr
    (wheel,) = tmp_path.glob("edi_engine-*.whl")
    assert inside(wheel) == expected()

    run(sys.executable, "-m", "venv", tmp_path / "venv", cwd=away, home=home)
    programs = tmp_path / "venv" / "bin"
    installed = run(programs / "python", "-m", "pip", "install", "--quiet", wheel, cwd=away, home=home)
    if "Failed to establish a new connection" in installed.stderr or "name resolution" in installed.stderr:
        pytest.skip("the package index cannot be reached")
    assert installed.returncode == 0, installed.stderr

    received = away / "received.edi"
    shutil.copy(PROJECT / "samples/export_two_items/received.edi", received)
    routed = run(programs / "edi-engine", "route", "received.edi", cwd=away, home=users)
    assert routed.returncode == 0, routed.stdout + routed.stderr
    agencies = sorted(path.name for path in (away / "edi-workspace/outbox").iterdir())
    assert all(list((away / "edi-workspace/outbox" / agency).iterdir()) for agency in agencies)
    assert len(agencies) == routed.stdout.count("done: ") > 0
    listed = run(programs / "edi-engine", "map", "list", cwd=away, home=users)
    assert [line.split()[0] for line in listed.stdout.splitlines()] == sorted(mappings())
    assert list(users.iterdir()) == [], "nothing is written into the user's home"


def inside(wheel: Path) -> set[str]:
    names = zipfile.ZipFile(wheel).namelist()
    return {name for name in names if ".dist-info/" not in name}


def expected() -> set[str]:
    """What is tracked, in its place in the wheel."""
    names = tracked()
    return {name for name in names if name.startswith("edi_engine/")} | {
        f"edi_engine/_shipped/{name}" for name in names if name.split("/")[0] in SHIPPED
    }


def mappings() -> set[str]:
    return {name.split("/")[1] for name in tracked() if name.startswith("mappings/") and name.endswith("/mapping.yaml")}
