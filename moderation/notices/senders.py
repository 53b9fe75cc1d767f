"""Who signed a legal notice: kept under a seal, written to, and forgotten.

The law asks for a name and an address (Article 16 (2) of the DSA), and nobody but the
moderators of the case needs them. The link of their mails is made again from the key, so
that the database holds its hash alone.
"""

import json
from dataclasses import dataclass

import sqlalchemy as sa

from community.accounts.letters import Letter
from community.accounts.post import post_and_forget
from community.accounts.tokens import digest
from community.core.db import changed, db
from community.core.sealing import pseudonym, seal, unseal
from moderation.letters import Written
from moderation.models import Flag
from moderation.notices.models import Notice, NoticeSender

_SEALED = "notice.sender"
_LINK = "notice.link"


@dataclass(frozen=True)
class Sender:
    """As they called themselves; nothing of it was proven."""

    name: str
    email: str


def keep_sender(notice: Notice, sender: Sender | None) -> None:
    """Keep who sent a notice; None for nobody who can be written to."""
    told = None if sender is None else json.dumps([sender.name, sender.email])
    row = NoticeSender(
        notice_id=notice.id,
        link_hash=digest(_token(notice)),
        sealed=None if told is None else seal(_SEALED, told),
    )
    db.session.add(row)


def link_path(notice: Notice) -> str:
    """Return where a sender reads about a notice: whoever knows it may."""
    return f"/notices/mine/{_token(notice)}"


def _token(notice: Notice) -> str:
    return pseudonym(_LINK, notice.number)


def find_by_token(token: str) -> Notice | None:
    """Return the notice that a link leads to, None once its sender is forgotten."""
    return db.session.scalar(
        sa.select(Notice)
        .join(NoticeSender, NoticeSender.notice_id == Notice.id)
        .join(Flag, Flag.id == Notice.flag_id)
        .where(
            NoticeSender.link_hash == digest(token),
            # A member reads theirs at /flags/mine, signed in: no mail has a link.
            Flag.reporter_id.is_(None),
        )
    )


def find_sender(notice: Notice) -> Sender | None:
    """Return who sent a notice, None if they did not say or are forgotten."""
    row = db.session.get(NoticeSender, notice.id)
    if row is None or row.sealed is None:
        return None
    return _opened(row.sealed)


def forget_address(email: str | None) -> None:
    """Forget who sent notices from an address, whose account goes."""
    if email is None:
        return
    for row in db.session.scalars(
        sa.select(NoticeSender).where(NoticeSender.sealed.is_not(None))
    ):
        if _opened(str(row.sealed)).email.casefold() == email.casefold():
            db.session.delete(row)


def _opened(sealed: str) -> Sender:
    return Sender(*json.loads(unseal(_SEALED, sealed)))


def forget_senders_of(user_id: int) -> None:
    """Forget how a member signed their notices, whose account goes."""
    own = (
        sa.select(Notice.id)
        .join(Flag, Flag.id == Notice.flag_id)
        .where(Flag.reporter_id == user_id)
    )
    changed(sa.delete(NoticeSender).where(NoticeSender.notice_id.in_(own)))


def write_to_sender(notice: Notice, letter: Written) -> None:
    """Send a letter at once; nothing to whom left no address, or is forgotten."""
    sender = find_sender(notice)
    if sender is not None:
        post_and_forget(sender.email, Letter(letter.subject, letter.text))
