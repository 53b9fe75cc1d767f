"""Becoming a member: a registration waits until the address is proven.

Whatever a stranger can see is the same for known and unknown addresses: the page does
the same work, the handle is kept for the same time, and only the mail differs.
"""

from datetime import timedelta

import sqlalchemy as sa

from community.accounts import handles, letters, limits, queries
from community.accounts.addresses import normalise_email
from community.accounts.letters import LINK_MINUTES
from community.accounts.models import Registration, User
from community.accounts.passwords import (
    check_password,
    hash_password,
    verify_password,
)
from community.accounts.post import post, site
from community.accounts.refusals import refused
from community.accounts.rules.joining import follow_address
from community.accounts.tokens import digest, new_token
from community.core import clock
from community.core.actors import Role
from community.core.db import db
from community.core.errors import Conflict, Invalid
from community.core.jobs import enqueue

MAIL_PROOF = "accounts.mail_proof"
_LINK_LIFE = timedelta(minutes=LINK_MINUTES)
_SUGGESTIONS = 8


def suggest_free_handle() -> str:
    """Return a pseudonym that nobody has."""
    candidates = [handles.suggest_handle() for _ in range(_SUGGESTIONS)]
    taken = queries.find_taken_keys({handles.fold(one) for one in candidates})
    free = [one for one in candidates if handles.fold(one) not in taken]
    return free[0] if free else f"{candidates[0]}_{clock.now():%f}"


def register(*, handle: str, email: str, password: str, address: str) -> None:
    """Keep the wish to be a member and mail the proof; raise Invalid for bad values."""
    handle, email = _check(handle, email, password)
    limits.count_registration(address=address, email=email)
    password_hash = hash_password(password)
    registration = _keep(handle, email, password_hash)
    db.session.flush()  # the job needs the id
    _order_mail(registration)


def _check(handle: str, email: str, password: str) -> tuple[str, str]:
    """Return handle and address as we keep them; raise Invalid for all that is wrong."""
    wrong: dict[str, str] = {}
    try:
        email = normalise_email(email)
    except Invalid as error:
        wrong |= error.fields
    try:
        handle = handles.check_handle(handle, site_name=site().name)
        _require_free(handle, email, password)
    except Invalid as error:
        wrong |= error.fields
    try:
        check_password(password, role=Role.MEMBER, handle=handle, email=email)
    except Invalid as error:
        wrong |= error.fields
    if wrong:
        raise refused(**wrong)
    return handle, email


def _require_free(handle: str, email: str, password: str) -> None:
    key = handles.fold(handle)
    if key in queries.find_taken_keys({key}) and not _is_own_wish(key, email, password):
        raise refused(handle="Somebody has this handle, or one that looks like it.")


def _is_own_wish(key: str, email: str, password: str) -> bool:
    """Say whether the handle waits for this very person: sending twice is welcome.

    Only who knows the password is told, or strangers could try addresses on a handle.
    """
    wish = db.session.execute(
        sa.select(Registration.email, Registration.password_hash).where(
            Registration.handle_key == key, Registration.expires_at > clock.now()
        )
    ).one_or_none()
    if wish is None:
        return False
    # Counting also gives the write lock back: nobody waits while this hash is made.
    limits.count_wish_check(key)
    return verify_password(wish.password_hash, password) and wish.email == email


def _keep(handle: str, email: str, password_hash: str) -> Registration:
    key = handles.fold(handle)
    db.session.execute(
        sa.delete(Registration).where(
            Registration.handle_key == key, Registration.expires_at <= clock.now()
        )
    )
    registration = db.session.scalar(
        sa.select(Registration).where(
            Registration.handle_key == key, Registration.email == email
        )
    )
    if registration is None:
        registration = Registration(
            token_hash=digest(
                new_token()
            ),  # nobody knows it: the mail brings a real one
            handle=handle,
            handle_key=key,
            email=email,
            password_hash=password_hash,
        )
        db.session.add(registration)
    registration.expires_at = clock.now() + _LINK_LIFE
    return registration


def _order_mail(registration: Registration) -> None:
    # The hash changes with each mail: sending the form twice orders one.
    key = f"{MAIL_PROOF}:{registration.token_hash}"
    enqueue(MAIL_PROOF, registration_id=registration.id, unique_key=key)


def mail_proof(registration_id: int) -> None:
    """Mail the owner of the address: the link, or that there is an account already."""
    registration = db.session.get(Registration, registration_id)
    if registration is None:
        return
    if queries.find_user_by_email(registration.email) is not None:
        post(registration.email, letters.already_registered(site()))
        return
    token = new_token()
    registration.token_hash = digest(token)
    registration.expires_at = clock.now() + _LINK_LIFE
    letter = letters.prove_registration(site(), registration.handle, token)
    post(registration.email, letter)


def complete_registration(token: str) -> User:
    """Make a member of the registration that `token` proves; it works once."""
    claimed = db.session.execute(
        sa.delete(Registration)
        .where(
            Registration.token_hash == digest(token),
            Registration.expires_at > clock.now(),
        )
        .returning(
            Registration.handle,
            Registration.handle_key,
            Registration.email,
            Registration.password_hash,
        )
    ).one_or_none()
    if claimed is None:
        raise queries.dead_link()
    if queries.find_user_by_email(claimed.email) is not None:
        raise Conflict("There is an account with this address already. Log in.")
    user = User(**claimed._asdict(), email_proven_at=clock.now())
    db.session.add(user)
    db.session.flush()  # whoever hears of the organisation needs the id
    follow_address(user)
    # Registrations of the same address under other handles have lost.
    db.session.execute(
        sa.delete(Registration).where(Registration.email == claimed.email)
    )
    return user


def forget_old_registrations() -> None:
    db.session.execute(
        sa.delete(Registration).where(Registration.expires_at <= clock.now())
    )
