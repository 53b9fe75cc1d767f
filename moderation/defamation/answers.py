"""Who posted something and stands by it: kept under a seal, passed on when they say so."""

import json
from dataclasses import dataclass

from community.core.errors import Invalid
from community.core.sealing import seal, unseal
from community.core.text import clean_block, clean_line
from moderation.defamation.models import Complaint

_SEALED = "complaint.answer"
_NAME = range(2, 201)
_ADDRESS = range(10, 501)


@dataclass(frozen=True)
class Poster:
    """As they called themselves; nothing of it was proven."""

    name: str
    address: str


@dataclass(frozen=True)
class Answer:
    """What who posted something says to a complaint."""

    agrees: bool
    """Whether it may go; nothing else is asked then."""
    name: str = ""
    address: str = ""
    passes: bool | None = None
    """Whether the complainant may learn name and address."""


def checked(answer: Answer) -> Poster:
    """Return who stands by it; raise Invalid for what the Regulations don't accept."""
    name, address = clean_line(answer.name), _on_one_line(answer.address)
    wrong = {}
    if len(name) not in _NAME:
        wrong["name"] = "Give your full name."
    if len(address) not in _ADDRESS:
        wrong["address"] = "Give the postal address at which you live or do business."
    if answer.passes is None:
        wrong["passes"] = "Say whether we may pass them on."
    if wrong:
        raise Invalid("Nothing has been answered yet.", fields=wrong)
    return Poster(name, address)


def _on_one_line(address: str) -> str:
    lines = [clean_line(one).rstrip(",") for one in clean_block(address).split("\n")]
    return ", ".join(filter(None, lines))


def keep(poster: Poster) -> str:
    """Return what is written down of who stands by it."""
    return seal(_SEALED, json.dumps([poster.name, poster.address]))


def find_poster(complaint: Complaint) -> Poster | None:
    """Return who stands by it; None before they said so, and once it is forgotten."""
    if complaint.sealed_answer is None:
        return None
    return Poster(*json.loads(unseal(_SEALED, complaint.sealed_answer)))


def passed_on(complaint: Complaint) -> Poster | None:
    """Return what the complainant may learn of who posted it; None for nothing."""
    return find_poster(complaint) if complaint.passes_answer else None
