"""Authors of imported content: credited, found again by a second import, never here."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import sqlalchemy as sa

from community.accounts import handles
from community.accounts.models import AccountState, User
from community.core import clock
from community.core.actors import Role
from community.core.db import db
from community.core.text import clean_line

_BATCH = 500
_LONGEST_KEY = 80


@dataclass(frozen=True)
class ImportedAuthor:
    """Somebody who wrote elsewhere: `key` is theirs there, `name` and `url` credit them."""

    key: str
    name: str
    url: str | None = None


def import_authors(source: str, authors: Sequence[ImportedAuthor]) -> dict[str, int]:
    """Return the account of each author by key, making those that are missing.

    `source` is a short name of where they wrote; the same author is found again by it
    and by the key. Nobody can log in to these accounts.
    """
    found: dict[str, int] = {}
    for start in range(0, len(authors), _BATCH):
        found |= _import_batch(source, authors[start : start + _BATCH])
    return found


def _import_batch(source: str, authors: Sequence[ImportedAuthor]) -> dict[str, int]:
    wanted = {import_key(source, author.key): author for author in authors}
    known = _ids_by_import_key(wanted)
    missing = {key: one for key, one in wanted.items() if key not in known}
    names = _free_handles(source, missing)
    if missing:
        rows = [_imported_row(key, one, names[key]) for key, one in missing.items()]
        db.session.execute(sa.insert(User), rows)
    known |= _ids_by_import_key(missing)
    return {author.key: known[key] for key, author in wanted.items()}


def _imported_row(key: str, author: ImportedAuthor, handle: str) -> dict[str, object]:
    return {
        "handle": handle,
        "handle_key": handle,
        "role": Role.MEMBER,
        "state": AccountState.IMPORTED,
        "import_key": key,
        "attribution_name": clean_line(author.name)[:120] or "Unknown author",
        "attribution_url": _web_link(author.url),
        "created_at": clock.now(),
    }


def give_back(user: User) -> None:
    """Let an author whom a member had claimed be nobody's again, under an import's handle."""
    key, source = str(user.import_key), str(user.import_key).partition(":")[0]
    if not user.handle.endswith(f".{_suffix(source)}"):
        author = ImportedAuthor(key, user.attribution_name or "")
        user.handle = user.handle_key = _free_handles(source, {key: author})[key]
    user.state, user.email, user.waits_since = AccountState.IMPORTED, None, None


def _ids_by_import_key(keys: Iterable[str]) -> dict[str, int]:
    rows = db.session.execute(
        sa.select(User.import_key, User.id).where(User.import_key.in_(list(keys)))
    )
    return {key: user_id for key, user_id in rows if key is not None}


def _free_handles(source: str, authors: dict[str, ImportedAuthor]) -> dict[str, str]:
    """Return a handle for each author, numbered where names are the same."""
    used = _used_handles(source, authors)
    free: dict[str, str] = {}
    numbers: dict[str, int] = {}
    for key, author in authors.items():
        first = handles.imported_handle(author.name, source)
        # Of thousands with one name each goes on behind the one before.
        number = numbers.get(first, 1)
        while (handle := handles.numbered(first, number)) in used:
            number += 1
        used.add(handle)
        free[key], numbers[first] = handle, number + 1
    return free


def _used_handles(source: str, authors: dict[str, ImportedAuthor]) -> set[str]:
    suffix = _suffix(source)
    if not authors:
        return set()
    return set(
        db.session.scalars(
            sa.select(User.handle).where(
                User.handle.endswith(f".{suffix}", autoescape=True)
            )
        )
    )


def _suffix(source: str) -> str:
    """Return what handles of authors from there end in, behind a dot."""
    return handles.imported_handle("x", source).partition(".")[2]


def author_key(named: str) -> str:
    """Return the key of an author by their address or name elsewhere: a hash of a long one."""
    if len(named) <= _LONGEST_KEY:
        return named
    return hashlib.sha256(named.encode("utf-8", "replace")).hexdigest()


def import_key(source: str, key: str) -> str:
    """Return under what an author of an archive is found again."""
    return f"{clean_line(source)}:{clean_line(key)}"[:120]


def _web_link(url: str | None) -> str | None:
    link = clean_line(url or "")
    return (
        link if link.startswith(("https://", "http://")) and len(link) <= 500 else None
    )
