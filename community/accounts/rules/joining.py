"""Speaking for an organisation: a proven mailbox at its domain joins or makes it."""

from community.accounts import lookalikes, queries
from community.accounts.addresses import mailbox_key
from community.accounts.domains import (
    DomainClass,
    domain_class,
    domain_of,
    registrable_domain,
)
from community.accounts.events import OrganisationChanged
from community.accounts.models import Organisation, OrganisationDomain, User
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict
from community.core.events import publish


def follow_address(user: User, *, before: str | None = None) -> None:
    """Let the address of the account, which was just proven, decide for whom it speaks.

    One at an organisation's domain wins over what was verified earlier. Any other only
    ends what the address `before` it had verified.
    """
    email = user.email or ""
    domain = find_joinable(user, email)
    if domain is not None:
        join(user, email, domain)
    elif before is not None and user.work_mailbox_key == mailbox_key(before):
        _speak_for(user, None)


def find_joinable(user: User, email: str) -> str | None:
    """Return the organisation's domain that the mailbox of `email` stands for.

    None for one that anybody can have, or that serves another account already.
    """
    host = domain_of(email)
    if domain_class(host) is not DomainClass.CORPORATE:
        return None
    is_free = queries.find_mailbox_user(email) in {None, user.id}
    return registrable_domain(host) if is_free else None


def join(user: User, email: str, domain: str) -> None:
    """Let `user`, whose mailbox it is, speak for the organisation of `domain`."""
    user.work_mailbox_key = mailbox_key(email)
    user.work_verified_month = clock.current_month()
    _speak_for(user, _ensure_organisation(domain))


def leave_organisation(actor: Actor) -> None:
    """Take the verification of the actor's mailbox back; raise Conflict without one."""
    user = queries.get_own_account(actor)
    if user.work_mailbox_key is None:
        raise Conflict("No work e-mail of yours is verified.")
    _speak_for(user, None)


def _speak_for(user: User, organisation_id: int | None) -> None:
    if organisation_id is None:
        user.work_mailbox_key = None
        user.work_verified_month = None
    if user.organisation_id == organisation_id:
        return
    user.organisation_id = organisation_id
    publish(OrganisationChanged(user.id, organisation_id))


def _ensure_organisation(domain: str) -> int:
    found = queries.find_organisation(domain)
    if found is not None:
        return found.id
    organisation = Organisation(created_month=clock.current_month())
    db.session.add(organisation)
    db.session.flush()  # its domain needs the id
    # Two of its people at the same moment: the unique domain sends one to try again.
    db.session.add(
        OrganisationDomain(
            domain=domain,
            skeleton=lookalikes.skeleton(domain),
            organisation_id=organisation.id,
        )
    )
    return organisation.id
