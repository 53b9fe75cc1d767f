"""What rooms say of pages that members share: see core.sharedpages, which serves them.

All that a shared page must know of its reader is asked in one statement: it begins with
the login, and each part adds its columns. The parameters `reader` and `key`, an account's
id and the key of what it wrote under an alias, are there for all of them.
"""

from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from typing import Any, Protocol

import sqlalchemy as sa

from community.core.actors import Actor

Known = Mapping[str, Hashable]
"""Names and values of what a page tells its reader of themselves."""
OWN = "own"
"""Known of who has something of their own on a page: its version. It is kept for them alone.

What else they own there, without a version, is public: to write it has all pages made anew.
"""
Question = sa.Select[Any]
Row = sa.Row[Any]
Values = Mapping[str, Any]


@dataclass(frozen=True)
class Reader:
    """Who a login is of at this moment, and the version of what is public."""

    actor: Actor
    version: int


class Logins(Protocol):
    """Who is logged in: where the statement begins."""

    def question(self) -> Question: ...

    def values(self, token: str) -> Values: ...

    def reader(self, row: Row) -> Reader:
        """Return who it is, and note that their login is in use."""
        ...


class Bar(Protocol):
    """What the bar on all pages says of its reader."""

    def add_to(self, question: Question) -> Question: ...

    def count_unread(self, actor: Actor, row: Row) -> int: ...


class SharedPage(Protocol):
    """A page that is the same for all members of whom the same is known."""

    parameters: frozenset[str]
    """What its address may ask for."""

    def add_to(self, question: Question) -> Question: ...

    def values(self, user_id: int, args: Mapping[str, Any]) -> Values | None:
        """Return the values for what it added; None where there is no such page."""
        ...

    def known(self, row: Row) -> Known | None:
        """Return what the page tells its reader of themselves; None: ask Flask."""
        ...

    def known_of_shown(self, actor: Actor, shown: Mapping[str, Any]) -> Known:
        """Return what more it tells them, once it is clear what stands on it.

        `shown` is what the view told; nothing for who is nobody to all that stands there.
        """
        ...

    def note(self, actor: Actor, row: Row, shown: Mapping[str, Any]) -> None:
        """Do what its view does once the page was shown; `shown` is what the view told."""
        ...


class KnownAtOnce:
    """A page of which one statement tells all."""

    def known_of_shown(self, _actor: Actor, _shown: Mapping[str, Any]) -> Known:
        return {}


class SameForAll(KnownAtOnce):
    """A page that says nothing of its reader but who they are."""

    def __init__(self, *parameters: str) -> None:
        self.parameters = frozenset(parameters)

    def add_to(self, question: Question) -> Question:
        return question

    def values(self, _user_id: int, _args: Mapping[str, Any]) -> Values | None:
        return {}

    def known(self, _row: Row) -> Known | None:
        return {}

    def note(self, actor: Actor, row: Row, shown: Mapping[str, Any]) -> None:
        """Nothing follows."""


class MoreOf:
    """A shared page of which a room further up knows more."""

    def __init__(self, page: SharedPage) -> None:
        self.page = page
        self.parameters = page.parameters

    def add_to(self, question: Question) -> Question:
        return self.page.add_to(question)

    def values(self, user_id: int, args: Mapping[str, Any]) -> Values | None:
        return self.page.values(user_id, args)

    def known(self, row: Row) -> Known | None:
        return self.page.known(row)

    def known_of_shown(self, actor: Actor, shown: Mapping[str, Any]) -> Known:
        return self.page.known_of_shown(actor, shown)

    def note(self, actor: Actor, row: Row, shown: Mapping[str, Any]) -> None:
        self.page.note(actor, row, shown)


@dataclass(frozen=True)
class Sharing:
    """What the rooms above hand over: who reads, the bar, and the pages by endpoint."""

    logins: Logins
    key_of: Callable[[int], str]
    """Return the key of what an account wrote under an alias."""
    bar: Bar
    pages: Mapping[str, SharedPage]
