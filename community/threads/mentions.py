"""@names in a post's HTML: members and vendors' teams become links, once and for all."""

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field

import sqlalchemy as sa

from community.accounts.models import AccountState, User
from community.catalog.models import Vendor
from community.core.db import db
from community.core.visibility import State

_MOST_LOOKED_UP = 50
_TAG = re.compile(r"(<[^>]*>)")
_CLOSED_TO_NAMES = re.compile(r"</?(?:a|blockquote|code|pre)\b")
# Begins where a word begins: the addresses of mails are left alone.
_NAME = re.compile(
    r"(?<![\w@./+-])@([A-Za-z][A-Za-z0-9]*(?:[_-][A-Za-z0-9]+)*)", re.ASCII
)
# What is written in Markdown has a rel; only ours are bare.
_LINK = re.compile(r'<a href="/(u|prices)/([a-z0-9_-]+)/?">@')


@dataclass(frozen=True)
class Mentioned:
    """Who is named: ids of members by their handles, of vendors by their slugs."""

    members: dict[str, int] = field(default_factory=dict)
    vendors: dict[str, int] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.members) + len(self.vendors)


def linked(html: str) -> str:
    """Return `html` with a link for each @name that somebody has; a vendor's comes first."""
    if "@" not in html:
        return html
    return _linked(html, _find(names_in(html)))


def linked_to_vendors(html: str) -> str:
    """Return `html` with links to vendors alone.

    In previews, of which one can ask for many, the links would tell who is a member.
    """
    if "@" not in html:
        return html
    return _linked(html, Mentioned(vendors=_find(names_in(html)).vendors))


def _linked(html: str, there: Mentioned) -> str:
    if not there:
        return html
    return "".join(
        _NAME.sub(lambda found: _link(found, there), text) if is_open else text
        for text, is_open in _pieces(html)
    )


def names_in(html: str) -> list[str]:
    """Return the names behind an @ in the words of `html`, each once; code and quotations are left."""
    names = [
        found[1].lower()
        for text, is_open in _pieces(html)
        if is_open
        for found in _NAME.finditer(text)
    ]
    return list(dict.fromkeys(names))


def count_links(html: str) -> int:
    """Return how many links linked() made in `html`."""
    return len(_LINK.findall(html))


def mentioned_in(html: str) -> Mentioned:
    """Return whom the links of linked() name."""
    found = set(_LINK.findall(html))
    return _find(
        [name for _, name in found],
        handles={name for kind, name in found if kind == "u"},
        slugs={name for kind, name in found if kind == "prices"},
    )


def _pieces(html: str) -> Iterator[tuple[str, bool]]:
    """Yield tags and the texts between them, and whether names may stand there."""
    depth = 0
    for piece in _TAG.split(html):
        if not piece.startswith("<"):
            yield piece, depth == 0
            continue
        if _CLOSED_TO_NAMES.match(piece):
            depth += -1 if piece.startswith("</") else 1
        yield piece, False


def _link(found: re.Match[str], there: Mentioned) -> str:
    name = found[1].lower()
    if name in there.vendors:
        return f'<a href="/prices/{name}/">@{found[1]}</a>'
    if name in there.members:
        return f'<a href="/u/{name}">@{found[1]}</a>'
    return found[0]


def _find(
    names: list[str],
    *,
    handles: Collection[str] | None = None,
    slugs: Collection[str] | None = None,
) -> Mentioned:
    few = names[:_MOST_LOOKED_UP]
    if not few:
        return Mentioned()
    members = db.session.execute(
        sa.select(User.handle, User.id).where(
            User.handle.in_(few if handles is None else handles),
            User.state == AccountState.ACTIVE,
        )
    )
    vendors = db.session.execute(
        sa.select(Vendor.slug, Vendor.id).where(
            Vendor.slug.in_(few if slugs is None else slugs),
            Vendor.state == State.PUBLIC,
        )
    )
    return Mentioned(dict(members.all()), dict(vendors.all()))
