"""Members whom the host moves here from elsewhere: judged row by row, then taken in.

They have no password and an address that is not proven; nobody who is here is changed.
Who does not come to take the account over is forgotten: see mydata/rules/lapsing.py.
What an earlier import of threads credits to them becomes theirs.
"""

import secrets
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import sqlalchemy as sa

from community.accounts import handles, queries
from community.accounts.addresses import normalise_email
from community.accounts.models import AccountState, User
from community.accounts.post import site
from community.accounts.rules.importing import author_key, import_key
from community.core import clock
from community.core.actors import Role
from community.core.db import db, insert_ignore
from community.core.errors import Invalid

_NUMBERS = 1_000_000


class Outcome(StrEnum):
    NEW = "new"
    CLAIMS = "claims"
    """New, and gets what an import of threads credits to them."""
    EXISTS = "exists"
    REFUSED = "refused"


@dataclass(frozen=True)
class MovedRow:
    """A row of the host's file; `author` is how an archive of threads names them."""

    line: int
    email: str
    handle: str = ""
    author: str = ""


@dataclass(frozen=True)
class Judged:
    """What would become of a row: `handle` is "" where one is made up at the import."""

    line: int
    outcome: Outcome
    reason: str = ""
    email: str = ""
    handle: str = ""
    author_id: int | None = None


Seen = Callable[[str, str, int], int | None]
"""(what, value, line) to the earlier line that has the same, None for the first."""


@dataclass(frozen=True)
class _Known:
    emails: frozenset[str]
    keys: frozenset[str]
    authors: dict[str, tuple[int, bool]]


def judge_rows(source: str, rows: Sequence[MovedRow], seen: Seen) -> list[Judged]:
    """Say of each row what an import does with it; three queries for all, no change.

    `source` is the short name of the archive that `author` stands in.
    """
    cleaned = [_clean(row) for row in rows]
    known = _known(source, cleaned)
    return [
        row if isinstance(row, Judged) else _judge(row, source, known, seen)
        for row in cleaned
    ]


def _clean(row: MovedRow) -> MovedRow | Judged:
    try:
        email = normalise_email(row.email)
        name = row.handle
        handle = handles.check_handle(name, site_name=site().name) if name else ""
    except Invalid as error:
        return Judged(row.line, Outcome.REFUSED, " ".join(error.fields.values()))
    return MovedRow(row.line, email, handle, row.author)


def _known(source: str, rows: Sequence[MovedRow | Judged]) -> _Known:
    good = [row for row in rows if isinstance(row, MovedRow)]
    emails = db.session.scalars(
        sa.select(User.email).where(User.email.in_([row.email for row in good]))
    )
    keys = {handles.fold(row.handle) for row in good if row.handle}
    wanted = {import_key(source, author_key(row.author)) for row in good if row.author}
    authors = db.session.execute(
        sa.select(User.import_key, User.id, User.state).where(
            User.import_key.in_(wanted)
        )
    )
    return _Known(
        frozenset(filter(None, emails)),
        frozenset(queries.find_taken_keys(keys)),
        {
            str(key): (one, state is AccountState.IMPORTED)
            for key, one, state in authors
        },
    )


def _judge(row: MovedRow, source: str, known: _Known, seen: Seen) -> Judged:
    if earlier := seen("email", row.email, row.line):
        return _refused(row, f"The same address as line {earlier}.")
    if row.email in known.emails:
        return Judged(row.line, Outcome.EXISTS, "Their address has an account here.")
    if why := _against_handle(row, known, seen):
        return _refused(row, why)
    if not row.author:
        return Judged(row.line, Outcome.NEW, "", row.email, row.handle)
    return _with_author(row, import_key(source, author_key(row.author)), known, seen)


def _with_author(row: MovedRow, author: str, known: _Known, seen: Seen) -> Judged:
    if earlier := seen("author", author, row.line):
        return _refused(row, f"The same author as line {earlier}.")
    author_id, is_free = known.authors.get(author, (None, True))
    if not is_free:
        return _refused(
            row, "What this author wrote belongs to another member already."
        )
    outcome = Outcome.NEW if author_id is None else Outcome.CLAIMS
    return Judged(row.line, outcome, "", row.email, row.handle, author_id)


def _refused(row: MovedRow, reason: str) -> Judged:
    return Judged(row.line, Outcome.REFUSED, reason)


def _against_handle(row: MovedRow, known: _Known, seen: Seen) -> str:
    """Return why a row's handle cannot be given, "" if it can or there is none."""
    key = handles.fold(row.handle) if row.handle else ""
    if key in known.keys:
        return "Somebody has this handle, or one that looks like it."
    if key and (earlier := seen("handle", key, row.line)):
        return f"The same handle as line {earlier}."
    return ""


def take_in(judged: Sequence[Judged]) -> list[int]:
    """Make accounts of the new ones; return their ids. What is here stays as it is.

    Two runs at the same time: whoever comes second finds the address taken.
    """
    wanted = [one for one in judged if one.outcome in {Outcome.NEW, Outcome.CLAIMS}]
    here = set(_ids_by_email(wanted))
    new = [one for one in wanted if one.email not in here]
    for one in new:
        if one.author_id is not None:
            _claim(one, one.author_id)
    db.session.flush()  # what follows is past the ORM
    rows = [_row(one, _handle_for(one)) for one in new if one.author_id is None]
    if rows:
        insert_ignore(User, rows)
    return list(_ids_by_email(new).values())


def _ids_by_email(rows: Sequence[Judged]) -> dict[str, int]:
    found = db.session.execute(
        sa.select(User.email, User.id).where(
            User.email.in_([one.email for one in rows])
        )
    )
    return {str(email): user_id for email, user_id in found}


def _claim(one: Judged, author_id: int) -> None:
    """Give an imported author's account to the member; the name that credits it stays."""
    author = db.session.get_one(User, author_id)
    if author.is_imported:
        author.state, author.email = AccountState.ACTIVE, one.email
        author.waits_since = clock.now()
        if one.handle:
            author.handle, author.handle_key = one.handle, handles.fold(one.handle)


def _handle_for(one: Judged) -> str:
    """Return the row's handle, or a made up one: of words alone there are too few for all."""
    return one.handle or f"{handles.suggest_handle()}{secrets.randbelow(_NUMBERS)}"


def _row(one: Judged, handle: str) -> dict[str, object]:
    # Since now, whatever the file says: what new accounts may not do rests on it.
    return {
        "handle": handle,
        "handle_key": handles.fold(handle),
        "email": one.email,
        "role": Role.MEMBER,
        "state": AccountState.ACTIVE,
        "created_at": clock.now(),
        "waits_since": clock.now(),
    }
