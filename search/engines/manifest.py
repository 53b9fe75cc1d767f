"""Checksums of an index's files: Whoosh has none and takes a flipped bit for truth."""

import hashlib
import json
from pathlib import Path

_NAME = "manifest.json"


def write(folder: Path, commit: int) -> None:
    """Note the checksum of every file as of `commit`; known files are not read again.

    Index files never change once written, so their names stand for their content.
    """
    known = _read(folder)[1]
    files = {
        path.name: known.get(path.name) or _checksum(path) for path in _files(folder)
    }
    draft = folder / f"{_NAME}.draft"
    draft.write_text(json.dumps({"commit": commit, "files": files}), encoding="ascii")
    draft.replace(folder / _NAME)


def damaged(folder: Path, commit: int) -> list[str]:
    """Return the files that are gone or not what they were.

    A manifest of another commit was overtaken by a crash and proves nothing; the next
    commit writes a new one. None at all is damage: each generation begins with one.
    """
    noted, files = _read(folder)
    if noted is None:
        return [_NAME]
    if noted != commit:
        return []
    return [name for name, known in files.items() if _checksum(folder / name) != known]


def _read(folder: Path) -> tuple[int | None, dict[str, str]]:
    try:
        content = json.loads((folder / _NAME).read_text(encoding="ascii"))
        return int(content["commit"]), dict(content["files"])
    except (OSError, ValueError, KeyError, TypeError):
        return None, {}


def _files(folder: Path) -> list[Path]:
    return [
        path
        for path in sorted(folder.iterdir())
        if path.is_file() and not path.name.startswith(_NAME)
    ]


def _checksum(path: Path) -> str:
    try:
        with path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()
    except OSError:
        return ""
