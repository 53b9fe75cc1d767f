"""The note in .venv that says what it was last completed for; written last."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

_UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Stamp:
    """What an environment was made from, and which extras it has.

    `base` is its place, Python and lock: where that differs the environment is made anew,
    since a package that left the lock must not stay. `project` is pyproject.toml.
    """

    base: str
    project: str
    extras: frozenset[str]

    def covers(self, wanted: "Stamp") -> bool:
        """Whether an environment with this stamp serves for `wanted`."""
        return (
            self.base == wanted.base
            and self.project == wanted.project
            and wanted.extras <= self.extras
        )


def wanted_stamp(root: Path, python: Path, extras: frozenset[str]) -> Stamp:
    """Return the stamp that a complete environment would have here and now."""
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    lock = _digest(root / "requirements.lock")
    return Stamp(
        base=f"{root} {python.resolve()} {version} {lock}",
        project=_digest(root / "pyproject.toml"),
        extras=extras,
    )


def _digest(file: Path) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def read_stamp(file: Path) -> Stamp | None:
    """Return the stamp, or None when there is none or the install was interrupted."""
    try:
        base, project, extras = file.read_text().split("\n")
    except (OSError, ValueError):
        return None
    return Stamp(base, project, frozenset(extras.split()))


def write_stamp(file: Path, stamp: Stamp) -> None:
    _write(file, "\n".join([stamp.base, stamp.project, " ".join(sorted(stamp.extras))]))


def write_unfinished(file: Path) -> None:
    """Say that an install has begun; the next start clears what it finds then."""
    file.parent.mkdir(exist_ok=True)
    _write(file, _UNFINISHED)


def _write(file: Path, text: str) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(text)
    draft.replace(file)
