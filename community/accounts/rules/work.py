"""Proving a mailbox at work beside the address of the account; it is not kept."""

from community.accounts import limits, queries
from community.accounts.addresses import mailbox_key, normalise_email
from community.accounts.domains import DomainClass, domain_class, domain_of
from community.accounts.models import TokenPurpose, User
from community.accounts.refusals import refused
from community.accounts.rules.joining import find_joinable, join
from community.accounts.rules.links import ask_for_link, use_link
from community.core.actors import Actor
from community.core.errors import Conflict, Forbidden

_REFUSALS = {
    DomainClass.FREE_MAIL: "Anybody can have an address there, so it does not say where "
    "you work. Give the one that your employer gave you.",
    DomainClass.DISPOSABLE: "Addresses there are thrown away. Give the one that your "
    "employer gave you.",
    DomainClass.UNKNOWN: "Nobody can register that domain. Look for a typing error.",
}


def ask_for_work_proof(actor: Actor, *, email: str) -> None:
    """Send a link to the actor's mailbox at work.

    The answer and the work are the same when another account has verified it: only
    the mail says so.
    """
    user = _get_proven(actor)
    email = checked_employer_address(email)
    if user.work_mailbox_key == mailbox_key(email):
        raise refused(email="You have verified this mailbox already.")
    limits.count_work_proof(user.id, email=email)
    ask_for_link(TokenPurpose.WORK, email=email, user_id=user.id)


def checked_employer_address(email: str) -> str:
    """Return an address at somebody's own domain, normalised; raise Invalid otherwise."""
    email = normalise_email(email)
    refusal = _REFUSALS.get(domain_class(domain_of(email)))
    if refusal is not None:
        raise refused(email=refusal)
    return email


def confirm_work_address(actor: Actor, token: str) -> None:
    """Use the link that `token` is of: the actor speaks for that organisation now.

    Only whoever asked for the link can use it: it tells nobody else whose it is, and
    a mailbox is not lent by a click in a mail that one has not asked for.
    """
    queries.get_own_link(actor, token, TokenPurpose.WORK)
    _purpose, email, user = use_link(token, TokenPurpose.WORK)
    domain = find_joinable(user, email)
    if domain is None:
        raise Conflict("Another account has verified this mailbox by now.")
    join(user, email, domain)


def _get_proven(actor: Actor) -> User:
    user = queries.get_own_account(actor)
    if not user.is_proven:
        raise Forbidden("Prove the address of your account first.")
    return user
