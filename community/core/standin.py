"""A reader who is nobody: what members share of a page is made for one, and names no one.

A stand-in has no account, so nothing that anybody wrote, chose or keeps can get into its
page; what is each reader's own stands there as marks, which core.sharedpages fills in.
Who has something of their own on a page is stood in for by themselves: the page is made
for them, and kept for them alone.
"""

import secrets
from collections.abc import Hashable
from dataclasses import dataclass, field
from typing import Any

from flask import g, has_request_context, request

from community.core import formtimes
from community.core.actors import Actor, Role
from community.core.zones import UTC_ZONE

ENVIRON = "fairquote.stand_in"
"""In the environment of a request that we make ourselves; no header can set it."""

_NOBODY = -1
"""No account's id."""


def _mark() -> str:
    # Drawn anew for each page: nobody can write a post that holds one.
    return f"mark{secrets.token_hex(16)}"


@dataclass(frozen=True)
class Marks:
    """What stands in a page for what is a reader's own."""

    csrf: str = field(default_factory=_mark)
    submission: str = field(default_factory=_mark)
    account: str = field(default_factory=_mark)
    """The part of the bar that says who one is and how much is new."""
    handle: str = field(default_factory=_mark)
    """Filled in by nobody: a page that holds it says more of its reader than we know."""


@dataclass(frozen=True)
class StandIn:
    """Who a shared page is made for: any member of whom the same is `known`.

    `known` are names and values of what the page tells its reader of themselves, such as
    how far they have read: readers of whom something else is known get another page.
    """

    trusted: bool = False
    time_zone: str = UTC_ZONE
    known: tuple[tuple[str, Hashable], ...] = ()
    marks: Marks = field(default_factory=Marks, compare=False)
    alone: Actor | None = None
    """The one reader of a page that holds what is theirs; None for all others' page."""
    shown: dict[str, Any] = field(default_factory=dict, compare=False)
    """What the view says of the page that it made, by tell()."""

    @property
    def actor(self) -> Actor:
        return self.alone or Actor(
            user_id=_NOBODY,
            handle=self.marks.handle,
            role=Role.MEMBER,
            proven=True,
            trusted=self.trusted,
            time_zone=self.time_zone,
        )


def stand_in() -> StandIn | None:
    """Return whom this request's page is made for, if that is nobody in particular."""
    if not has_request_context():
        return None
    found: StandIn | None = request.environ.get(ENVIRON)
    return found


def stand_in_actor() -> Actor | None:
    found = stand_in()
    return None if found is None else found.actor


def known_of_reader(name: str) -> Any:
    """Return what is known of those for whom the page is made; None for a page of one's own."""
    found = stand_in()
    return None if found is None else dict(found.known).get(name)


def begin() -> None:
    """Have forms carry marks in place of tokens."""
    found = stand_in()
    if found is not None:
        g.csrf_token = found.marks.csrf  # where flask_wtf looks before it makes one


def new_submission_key() -> str:
    """Return what tells a form from the next one; of a shared page, the mark for it."""
    found = stand_in()
    return formtimes.new_key() if found is None else found.marks.submission


def account_mark() -> str:
    """Return what stands for the reader's part of the bar, "" in a page of one's own."""
    found = stand_in()
    return "" if found is None else found.marks.account


def tell(**shown: Any) -> bool:
    """Say of a shared page what SharedPage.note() shall get; False for a page of one's own."""
    found = stand_in()
    if found is None:
        return False
    found.shown.update(shown)
    return True
