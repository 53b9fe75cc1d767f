"""The note in .venv that says what it was last completed for; written last."""

import hashlib
import sys
from dataclasses import dataclass
from pathlib import Path

_UNFINISHED = "unfinished"


@dataclass(frozen=True)
class Stamp:
    """Where an environment stands, what it was made from, and which extras it has."""

    place: str
    content: str
    extras: frozenset[str]

    def covers(self, wanted: "Stamp") -> bool:
        """Whether an environment with this stamp serves for `wanted`."""
        return (
            self.place == wanted.place
            and self.content == wanted.content
            and wanted.extras <= self.extras
        )


def wanted_stamp(root: Path, python: Path, extras: frozenset[str]) -> Stamp:
    """Return the stamp of a complete environment.

    One that has moved, whose Python was upgraded, or that another Python made differs.
    """
    version = f"{sys.version_info.major}.{sys.version_info.minor}"
    digest = hashlib.sha256()
    for name in ("pyproject.toml", "requirements.lock"):
        digest.update((root / name).read_bytes())
    return Stamp(f"{root} {python.resolve()} {version}", digest.hexdigest(), extras)


def read_stamp(file: Path) -> Stamp | None:
    """Return the stamp, or None when there is none or the install was interrupted."""
    try:
        place, content, extras = file.read_text().split("\n")
    except (OSError, ValueError):
        return None
    return Stamp(place, content, frozenset(extras.split()))


def write_stamp(file: Path, stamp: Stamp) -> None:
    _write(
        file, "\n".join([stamp.place, stamp.content, " ".join(sorted(stamp.extras))])
    )


def write_unfinished(file: Path) -> None:
    """Say that an install has begun; the next start clears what it finds then."""
    file.parent.mkdir(exist_ok=True)
    _write(file, _UNFINISHED)


def _write(file: Path, text: str) -> None:
    draft = file.with_suffix(".draft")
    draft.write_text(text)
    draft.replace(file)
