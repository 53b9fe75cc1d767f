"""An account goes, in one transaction: each room takes its part, the rest is looked through.

What stays points at a row without name, address and organisation.
"""

import sqlalchemy as sa
import structlog

from community.accounts.models import AccountState, User
from community.accounts.mydata import queries
from community.accounts.mydata.models import AccountErasure
from community.accounts.mydata.rules.sweeping import sweep
from community.accounts.retired import retire_handle
from community.accounts.rules.sessions import end_all_sessions
from community.core import clock, events
from community.core.actors import Role
from community.core.db import Base, changed, db, new_public_id
from community.core.events import Audited, WordsErased
from community.core.jobs import enqueue
from community.core.personal import NOBODY, Fate, Leaver, Person, items_of, parts
from community.core.zones import UTC_ZONE

ERASE = "accounts.erase"
_A_JOB = 20

log = structlog.get_logger()


def erase_due() -> None:
    """Have a job each erase the accounts whose days are over."""
    for user_id in queries.list_due(_A_JOB):
        enqueue(ERASE, user_id=user_id)


def erase_account(user_id: int) -> None:
    """Erase an account whose owner asked for it and did not change their mind."""
    wish = db.session.scalar(
        sa.select(AccountErasure)
        .where(AccountErasure.user_id == user_id, AccountErasure.due_at <= clock.now())
        .with_for_update()
    )
    if wish is None:
        return
    user = db.session.get_one(User, user_id)
    if user.actor.is_staff:
        db.session.delete(wish)  # a role that was given meanwhile has its duties
        return
    leaver = Leaver(
        user_id,
        user.handle,
        user.email,
        items_of(user_id),
        leave_texts=wish.leave_texts,
    )
    _let_rooms_erase(leaver)
    retire_handle(user.handle)
    take_name(user_id)
    sweep(leaver)
    events.publish(
        Audited(
            actor_id=user_id,
            role=str(Role.MEMBER),
            action="account.erased",
            subject="an account",
            reason="Its owner asked for it.",
        )
    )
    events.publish(WordsErased())
    log.info("account_erased", user=user_id)


def _let_rooms_erase(leaver: Leaver) -> None:
    end_all_sessions(leaver.user_id)
    for part in parts():
        if part.erase is not None:
            part.erase(leaver)
            db.session.flush()  # the next one asks the database
    delete_rows(leaver)


def delete_rows(person: Person) -> None:
    """Delete the rows of all tables that go with the person whose they are."""
    whose = {
        held.table: held.whose
        for part in parts()
        for held in part.held
        if held.fate is Fate.ERASED and held.whose is not None
    }
    # Rows go before those that they point at.
    for table in reversed(Base.metadata.sorted_tables):
        if table in whose:
            changed(sa.delete(table).where(whose[table](person)))
    db.session.expire_all()


def take_name(user_id: int) -> None:
    """Leave a row that tells of nobody, for what is without an author to point at."""
    name = f"deleted-{new_public_id().lower()}"
    changed(
        sa.update(User)
        .where(User.id == user_id)
        .values(
            handle=name,
            handle_key=name,
            email=None,
            email_proven_at=None,
            password_hash=None,
            role=Role.MEMBER,
            state=AccountState.LOCKED,
            org_size=None,
            industry=None,
            region=None,
            organisation_id=None,
            work_verified_month=None,
            work_mailbox_key=None,
            two_factors_since=None,
            attribution_name=NOBODY,
            attribution_url=None,
            import_key=None,
            may_be_asked=False,
            is_trusted=False,
            time_zone=UTC_ZONE,
            waits_since=None,
            created_at=clock.now(),
            erased_at=clock.now(),
        )
    )
    db.session.expire_all()
