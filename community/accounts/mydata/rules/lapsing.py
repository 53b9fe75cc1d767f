"""Accounts that the host moved here, and that nobody came to take over, lapse.

They wrote nothing here, so nothing is looked through. What an archive credits to one is
its author's again, whom nobody can log in as; of any other a row without a name stays.
"""

from datetime import timedelta

import sqlalchemy as sa
import structlog

from community.accounts.models import EmailToken, User
from community.accounts.mydata.limits import LAPSES_AFTER
from community.accounts.mydata.rules.erasing import delete_rows, take_name
from community.accounts.rules.importing import give_back
from community.core import clock
from community.core.db import db
from community.core.personal import Person

A_JOB = 50
"""How many go in one transaction: each is looked for in all tables with rows of people."""
_USED = timedelta(minutes=10)
"""Who used a link in its last second may not be through with it."""

log = structlog.get_logger()


def lapse_some() -> bool:
    """Let some accounts go whose days are over; return whether there may be more.

    Whoever has a link in the mail that still works, or waits for one, is about to come.
    """
    now = clock.now()
    comes = sa.exists().where(
        # A link has nobody's id until it is mailed.
        sa.or_(EmailToken.user_id == User.id, EmailToken.email == User.email),
        EmailToken.expires_at > now - _USED,
    )
    found = db.session.scalars(
        sa.select(User)
        .where(
            User.waits_since <= now - LAPSES_AFTER,
            User.email_proven_at.is_(None),
            ~comes,
        )
        .order_by(User.id)
        .limit(A_JOB)
        .with_for_update()
    ).all()
    for user in found:
        _lapse(user)
    if found:
        log.info("accounts_lapsed", accounts=len(found))
    return len(found) == A_JOB


def _lapse(user: User) -> None:
    # Without the address: what was agreed to under it elsewhere here is not the account's.
    delete_rows(Person(user.id, user.handle, None))
    if user.import_key is None:
        take_name(user.id)
    else:
        give_back(user)
