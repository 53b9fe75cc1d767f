"""Links by mail: asked for on a page that does the same for everybody, sent by a job."""

from collections.abc import Callable
from datetime import timedelta

import sqlalchemy as sa

from community.accounts import letters, queries
from community.accounts.letters import LINK_MINUTES, Letter, Site
from community.accounts.models import (
    AccountState,
    EmailToken,
    Registration,
    TokenPurpose,
    User,
)
from community.accounts.post import post, site
from community.accounts.rules.registering import mail_proof
from community.accounts.tokens import digest, new_token
from community.core import clock
from community.core.db import db
from community.core.jobs import enqueue

SEND_LINK = "accounts.send_link"
_LINK_LIFE = timedelta(minutes=LINK_MINUTES)


def ask_for_link(
    purpose: TokenPurpose, *, email: str, user_id: int | None = None
) -> None:
    """Note that a link shall go to `email`; a job finds out whether it may."""
    link = EmailToken(
        token_hash=digest(new_token()),  # nobody knows it: the mail brings a real one
        purpose=purpose,
        email=email,
        user_id=user_id,
        expires_at=clock.now() + _LINK_LIFE,
    )
    db.session.add(link)
    db.session.flush()  # the job needs the id
    enqueue(SEND_LINK, link_id=link.id)


def send_link(link_id: int) -> None:
    """Mail the link that was asked for, or drop it when it is nobody's."""
    link = db.session.get(EmailToken, link_id)
    if link is None:
        return
    if link.purpose is TokenPurpose.PROVE:
        _send_proof(link)
    elif link.purpose is TokenPurpose.RESET:
        _send_to_owner(link, letters.reset_password)
    elif link.purpose is TokenPurpose.CHANGE:
        _send_change(link)
    elif link.purpose is TokenPurpose.VENDOR:
        _send_vendor(link)
    else:
        _send_work(link)


def _send_proof(link: EmailToken) -> None:
    waiting = db.session.scalar(
        sa.select(Registration)
        .where(Registration.email == link.email)
        .order_by(Registration.id.desc())
        .limit(1)
    )
    if waiting is not None:
        db.session.delete(link)
        mail_proof(waiting.id)
        return
    owner = queries.find_user_by_email(link.email)
    if owner is not None and owner.is_proven:
        db.session.delete(link)
        return
    _send_to_owner(link, letters.prove_address)


def _send_to_owner(link: EmailToken, write: Callable[[Site, str, str], Letter]) -> None:
    owner = queries.find_user_by_email(link.email)
    if owner is None or owner.state is not AccountState.ACTIVE:
        db.session.delete(link)
        return
    _send(link, owner, write)


def _find_asker(link: EmailToken) -> User | None:
    return None if link.user_id is None else db.session.get(User, link.user_id)


def _send_change(link: EmailToken) -> None:
    user = _find_asker(link)
    if user is None or queries.find_user_by_email(link.email) is not None:
        db.session.delete(link)
        if user is not None:
            post(link.email, letters.address_in_use(site()))
        return
    _send(link, user, letters.change_address)


def _send_work(link: EmailToken) -> None:
    user = _find_asker(link)
    if user is None or queries.find_mailbox_user(link.email) is not None:
        db.session.delete(link)
        if user is not None:
            post(link.email, letters.work_address_in_use())
        return
    _send(link, user, letters.confirm_work_address)


def _send_vendor(link: EmailToken) -> None:
    user = _find_asker(link)
    if user is None:
        db.session.delete(link)
        return
    _send(link, user, letters.confirm_vendor_address)


def _send(
    link: EmailToken, user: User, write: Callable[[Site, str, str], Letter]
) -> None:
    token = new_token()
    link.token_hash = digest(token)
    link.user_id = user.id
    link.expires_at = clock.now() + _LINK_LIFE
    post(link.email, write(site(), user.handle, token))


def use_link(token: str, *purposes: TokenPurpose) -> tuple[TokenPurpose, str, User]:
    """Use up the link of `token`; return what it was for, the address, and whose it is.

    Deleting it is what claims it: of two at the same time, one finds nothing. Raises
    NotFound for a link that is dead; those of locked accounts are, see `drop_links`.
    """
    claimed = db.session.execute(
        sa.delete(EmailToken)
        .where(
            EmailToken.token_hash == digest(token),
            EmailToken.purpose.in_(purposes),
            EmailToken.expires_at > clock.now(),
        )
        .returning(EmailToken.purpose, EmailToken.email, EmailToken.user_id)
    ).one_or_none()
    if claimed is None:
        raise queries.dead_link()
    return claimed.purpose, claimed.email, db.session.get_one(User, claimed.user_id)


def drop_links(user_id: int) -> None:
    """Make all links useless that were sent to somebody."""
    db.session.execute(sa.delete(EmailToken).where(EmailToken.user_id == user_id))


def forget_old_links() -> None:
    db.session.execute(
        sa.delete(EmailToken).where(EmailToken.expires_at <= clock.now())
    )
