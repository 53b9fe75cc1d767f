"""Looking over a post before others do: its author reads what it tells, and decides."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wtforms import Field

from community.accounts.queries import find_user
from community.core.actors import Actor
from community.core.telltales import Find, Kind, find, redacted
from community.core.text import clean_block

REDACT_ALL, AS_IT_IS, ONLY = "all", "as-is", "only:"
MOST_SHOWN = 20
_AROUND = 25
_CUT_BEFORE, _CUT_AFTER = re.compile(r"^\S+"), re.compile(r"\S+$")
"""The part of a word that is left where one cuts."""


class LookedOver(Protocol):
    """A form whose text others will read."""

    looked_over: tuple[tuple[str, str], ...]
    """The fields that are looked over before others read them, and what we call them."""
    check: Field
    """Which button about what the text tells was pressed; see look_over()."""

    def __getitem__(self, name: str) -> Field:
        """Return a field of the form."""
        ...


@dataclass(frozen=True)
class Place:
    """One find, and where its author sees it."""

    find: Find
    where: str
    around: str

    @property
    def button(self) -> str:
        """What the button sends that takes out this and all that read the same."""
        return f"{ONLY}{self.find.key}"


@dataclass(frozen=True)
class Warned:
    """What a page warns of; no finds are left when the last was taken out."""

    places: list[Place]
    more: int = 0
    may_publish: bool = True


def look_over(form: LookedOver, own: Sequence[str]) -> Warned | None:
    """Do what its author chose about a text; return what to warn of, None to go on.

    `own` is what an anonymous text must not hold: their address, for one, never stays.
    """
    choice = form.check.data or ""
    if choice == REDACT_ALL:
        _redact(form, own)
        return None
    if choice.startswith(ONLY):
        _redact(form, own, only=choice.removeprefix(ONLY))
        return warning_of(form, own) or Warned([])
    warned = warning_of(form, own)
    if warned is not None and choice == AS_IT_IS and warned.may_publish:
        return None
    return warned


def warning_of(form: LookedOver, own: Sequence[str]) -> Warned | None:
    """Return what the text of a form tells, None if it tells nothing."""
    places = [
        Place(one, _where(label, one), _around(text, one))
        for name, label in form.looked_over
        for text in [clean_block(form[name].data or "")]
        for one in find(text, own)
    ]
    if not places:
        return None
    more = max(0, len(places) - MOST_SHOWN)
    forbidden = any(_tells_address(one.find) for one in places)
    return Warned(places[:MOST_SHOWN], more, may_publish=not forbidden)


def own_names(actor: Actor, *, anonymous: bool) -> list[str]:
    """Return what would tell who `actor` is; nothing where the handle stands beside it."""
    user = find_user(actor.user_id) if anonymous and actor.user_id else None
    return [] if user is None else [one for one in (user.email, user.handle) if one]


def _redact(form: LookedOver, own: Sequence[str], only: str | None = None) -> None:
    for name, _label in form.looked_over:
        text = clean_block(form[name].data or "")
        form[name].data = redacted(text, own, only)


def _tells_address(one: Find) -> bool:
    return one.kind is Kind.OWN and "@" in one.text.removeprefix("@")


def _where(label: str, one: Find) -> str:
    return label if label == "Title" else f"{label}, line {one.line}"


def _around(text: str, one: Find) -> str:
    start, end = max(0, one.start - _AROUND), one.end + _AROUND
    before, after = text[start : one.start], text[one.end : end]
    if start:
        before = "…" + _CUT_BEFORE.sub("", before)
    if end < len(text):
        after = _CUT_AFTER.sub("", after) + "…"
    return " ".join(f"{before}{one.text}{after}".split())
