"""Whose an anonymous post is: by a keyed name that says nothing without the key, and sealed.

A copy of the database alone does not tell who wrote it.
"""

from typing import Any, Protocol

import sqlalchemy as sa

from community.core.sealing import pseudonym, seal, unseal
from community.threads.models import Post, Thread

_OWNER = "post.owner"
_AUTHOR = "post.author"
_DIGITS = 12
"""All sealed ids are of one length: that of an old member's would tell it."""


class Owned(Protocol):
    """What says whose it is."""

    @property
    def author_id(self) -> int | None: ...

    @property
    def owner_key(self) -> str | None: ...


def owner_key(user_id: int) -> str:
    """Return what all anonymous posts of one member have in common, for our eyes only."""
    return pseudonym(_OWNER, str(user_id))


def seal_author(user_id: int) -> str:
    """Return the author's id under seal, different each time."""
    return seal(_AUTHOR, f"{user_id:0{_DIGITS}d}")


def open_author(sealed: str) -> int:
    """Return the id under a seal; only after an audit row has said why."""
    return int(unseal(_AUTHOR, sealed))


def is_of(user_id: int, item: Owned | sa.Row[Any]) -> bool:
    """Whether a member wrote it, under their name or an alias."""
    if item.owner_key is None:
        return item.author_id == user_id
    return item.owner_key == owner_key(user_id)


def all_of(user_id: int, kind: type[Thread | Post]) -> sa.ColumnElement[bool]:
    """Return the filter that is_of() is the predicate of."""
    author: Any = kind.author_id
    return sa.or_(author == user_id, kind.owner_key == owner_key(user_id))
