"""Work of accounts outside the request: mails with links, trust, and forgetting."""

from datetime import timedelta

from community.accounts.retired import forget_retired_handles
from community.accounts.rules.links import SEND_LINK, forget_old_links, send_link
from community.accounts.rules.registering import (
    MAIL_PROOF,
    forget_old_registrations,
    mail_proof,
)
from community.accounts.rules.sessions import forget_ended_sessions
from community.accounts.standing import list_members, refresh_trust
from community.core import clock
from community.core.jobs import JobRegistry, enqueue

FORGET = "accounts.forget"
TRUST = "accounts.trust"
MEMBERS_A_JOB = 500


def register(registry: JobRegistry) -> None:
    registry.handler(MAIL_PROOF, mail_proof)
    registry.handler(SEND_LINK, send_link)
    registry.handler(FORGET, forget)
    registry.periodic(FORGET, every=timedelta(hours=1))
    registry.handler(TRUST, look_at_trust)
    registry.periodic(TRUST, every=timedelta(days=1))


def look_at_trust(after: int = 0) -> None:
    """See who is trusted by now, or is not any more; come back while there are more."""
    ids = list_members(after, MEMBERS_A_JOB)
    refresh_trust(ids, clock.now())
    if len(ids) == MEMBERS_A_JOB:
        enqueue(TRUST, after=ids[-1])


def forget() -> None:
    """Delete what has run out: logins, links, registrations that nobody proved, old names."""
    forget_ended_sessions()
    forget_old_links()
    forget_old_registrations()
    forget_retired_handles()
