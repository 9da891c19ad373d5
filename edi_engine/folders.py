"""Files and folders whose names may come from received data: which names are safe, and what lies below a folder."""

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path

from edi_engine.errors import ConfigurationError
from edi_engine.findings import Finding, Position, Severity

MAX_FILE_BYTES = 64 * 1024 * 1024
MOST_BOX = 60  # characters

_PART = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._+-]{0,99}(?<!\.)")
# Device names of Windows: a workspace on a shared folder must stay readable there.
_RESERVED = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(1, 10))})


def is_safe_name(name: str) -> bool:
    """Whether a text may name one file or folder: letters, digits and `._+-`, no leading dot, no device name."""
    return bool(_PART.fullmatch(name)) and name.partition(".")[0].lower() not in _RESERVED


def box_name(party: str) -> str:
    """The folder of a party whom only an envelope names: its identification, `_XX` for each byte that none may hold.

    Two identifications never have the same folder; a long one is cut and ends in its hash.
    """
    data = party.encode("utf-8", "surrogatepass")
    escaped = re.sub(rb"[^A-Za-z0-9.+-]|^[.+-]|\.$", lambda match: b"_%02X" % match[0][0], data).decode()
    if escaped.partition(".")[0].lower() in _RESERVED:
        escaped = f"_{ord(escaped[0]):02X}{escaped[1:]}"
    if len(escaped) > MOST_BOX:
        return f"{escaped[:MOST_BOX]}_{hashlib.sha256(data).hexdigest()[:32]}"
    return escaped or "_"


def inside(folder: Path, relative: str) -> Path:
    """The file `relative` below `folder`, or `FileNotFoundError`: also for names and links that leave it."""
    if relative and all(map(is_safe_name, relative.split("/"))):
        path = folder / relative
        try:
            if path.is_file() and path.resolve().is_relative_to(folder.resolve()):
                return path
        except OSError:
            pass  # too long, a loop of links, no right to look: as if it were not there
    raise FileNotFoundError(f"no file {relative[:200]!r}")


def folders_in(parent: Path, holding: str | None) -> Iterator[tuple[str, Path]]:
    """Folders of safe names below another one, those with a file of a name if one is given; no links that leave it."""
    if not parent.is_dir():
        return
    for folder in parent.iterdir():
        within = is_safe_name(folder.name) and folder.resolve().is_relative_to(parent.resolve())
        if within and folder.is_dir() and (holding is None or (folder / holding).is_file()):
            yield folder.name, folder


def text_of(path: Path) -> str:
    """The text of a file, which must be there.

    Raises:
        ConfigurationError: `WSP-004`, it is too large, no UTF-8, or cannot be read.
    """
    try:
        if path.stat().st_size > MAX_FILE_BYTES:
            raise wrong("WSP-004", f"more than {MAX_FILE_BYTES} bytes", str(path), "split the file")
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise wrong("WSP-004", f"byte {error.start} is not UTF-8", str(path), "save the file as UTF-8") from error
    except FileNotFoundError:
        raise
    except OSError as error:
        raise wrong("WSP-004", f"cannot be read: {error.strerror}", str(path), "give the right to read it") from error


def wrong(code: str, what: str, path: str, fix: str) -> ConfigurationError:
    """What is wrong with the workspace."""
    return ConfigurationError(
        Finding(code=code, severity=Severity.ERROR, what=what, where=Position(path=path), why="workspace", fix=fix)
    )
