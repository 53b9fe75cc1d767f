"""Letters to authors, which wait under seal for the day's sending, in no order.

Sent at once, a mail would stand in the database beside the audit row of the same
second, and tell whose deal or anonymous post it was.
"""

import json
from random import SystemRandom

import sqlalchemy as sa

from community.accounts.letters import Letter
from community.accounts.models import SealedNotice
from community.accounts.post import post_and_forget, site
from community.accounts.queries import find_user
from community.core.db import db
from community.core.repeating import Repeated, send_repeated
from community.core.sealing import seal, unseal

_PURPOSE = "deal.notice"  # what waits under this name must stay readable


def author_was_revealed(reason: str) -> Letter:
    """Return a letter that says nothing of prices: an employer may see it arrive."""
    place = site()
    return Letter(
        f"A note about your account at {place.name}",
        f"A moderator of {place.name} looked up who is behind something that you "
        "reported or posted, and gave this reason:\n\n"
        f"{reason}\n\n"
        "Nobody else has seen it, and it is written down in the audit that the host "
        "cannot change. Questions? Answer to whoever runs "
        f"{place.name}, or log in: {place.link('/login')}\n",
    )


def you_were_asked(title: str, path: str) -> Letter:
    """Return a letter with a question; it says of nobody what they bought."""
    place = site()
    return Letter(
        f"A question that you may be able to answer at {place.name}",
        f"Somebody at {place.name} asks:\n\n{title}\n{place.link(path)}\n\n"
        "You were asked because you agreed to be asked about products that you know. "
        "Who asks doesn't learn who was asked, or whether anybody was; you can answer "
        "anonymously, or not at all.\n",
        repeated=Repeated.ASKED,
    )


def keep_notice(user_id: int, letter: Letter) -> None:
    """Let a letter to an author wait for the day's sending."""
    told = json.dumps([user_id, letter.subject, letter.text, letter.repeated])
    db.session.add(SealedNotice(sealed_letter=seal(_PURPOSE, told)))


def post_or_keep(user_id: int, letter: Letter) -> None:
    """Post a letter, or let it wait where its reader's day has no room left for it."""
    if not _post(user_id, letter):
        keep_notice(user_id, letter)


def open_notice(notice: SealedNotice) -> tuple[int, Letter]:
    """Return for whom a letter waits, and the letter."""
    told = json.loads(unseal(_PURPOSE, notice.sealed_letter))
    user_id, subject, text, *kinds = told  # of earlier ones none was said
    kind = Repeated(kinds[0]) if kinds and kinds[0] else None
    return user_id, Letter(subject, text, repeated=kind)


def send_notices() -> None:
    """Post all letters that wait, in an order that tells nothing.

    What would be too much for somebody's day waits for the next.
    """
    waiting = list(db.session.scalars(sa.select(SealedNotice)))
    SystemRandom().shuffle(waiting)
    for notice in waiting:
        if _post(*open_notice(notice)):
            db.session.delete(notice)


def _post(user_id: int, letter: Letter) -> bool:
    """Post one letter, or drop it where none may go; False where it has to wait."""
    if letter.repeated is not None:
        return send_repeated(letter.repeated, user_id, letter.subject, letter.text)
    user = find_user(user_id)
    if user is not None and user.email is not None:
        post_and_forget(user.email, letter)
    return True
