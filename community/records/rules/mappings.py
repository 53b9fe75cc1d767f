"""Mappings by name: those that we ship, and those that the host keeps."""

import re
from dataclasses import dataclass
from pathlib import Path

from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict, Invalid, NotFound
from community.records.access import require_importer
from community.records.mapping import Mapping
from community.records.mappingtext import parse_mapping
from community.records.mappingwriting import write_mapping
from community.records.models import SavedMapping
from community.records.runlist import find_saved_mapping, list_saved_mappings

_FOLDER = Path(__file__).resolve().parent.parent / "mappings"
_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}", re.ASCII)


@dataclass(frozen=True)
class Named:
    """A mapping and what it is called; shipped ones can't be changed."""

    name: str
    mapping: Mapping
    shipped: bool


def shipped_names() -> list[str]:
    return sorted(path.stem for path in _FOLDER.glob("*.toml"))


def get_mapping(name: str) -> Named:
    """Return the mapping of this name; NotFound lists those that there are."""
    if name in shipped_names():
        text = (_FOLDER / f"{name}.toml").read_text(encoding="utf-8")
        return Named(name, parse_mapping(text), shipped=True)
    saved = find_saved_mapping(name)
    if saved is None:
        known = [*shipped_names(), *(one.name for one in list_saved_mappings())]
        raise NotFound(f"There is no mapping “{name[:60]}”. Known: {', '.join(known)}.")
    return Named(saved.name, parse_mapping(saved.mapping), shipped=False)


def list_mappings() -> list[Named]:
    """Return all mappings, ours first."""
    names = [*shipped_names(), *(one.name for one in list_saved_mappings())]
    return [get_mapping(name) for name in names]


def fitting(columns: tuple[str, ...]) -> Named | None:
    """Return the mapping that reads most of these columns and misses none."""
    fits = [one for one in list_mappings() if not one.mapping.missing_from(columns)]
    return max(fits, key=lambda one: len(one.mapping.reads), default=None)


def save_mapping(actor: Actor, name: str, mapping: Mapping) -> SavedMapping:
    """Keep a mapping under a name; an older one of that name is replaced."""
    require_importer(actor)
    if not _NAME.fullmatch(name):
        raise Invalid(
            "Check the name.",
            fields={"save_as": "Small letters, digits and hyphens, 40 at most."},
        )
    if name in shipped_names():
        raise Conflict(f"“{name}” is one of ours: choose another name.")
    saved = find_saved_mapping(name)
    if saved is None:
        saved = SavedMapping(name=name)
        db.session.add(saved)
    saved.mapping = write_mapping(mapping)
    saved.saved_by_id = actor.user_id
    return saved


def forget_mapping(actor: Actor, name: str) -> None:
    require_importer(actor)
    saved = find_saved_mapping(name)
    if saved is None:
        raise NotFound("There is no such mapping.")
    db.session.delete(saved)
