"""Work of accounts outside the request: mails with links, and forgetting."""

from datetime import timedelta

from community.accounts.rules.links import SEND_LINK, forget_old_links, send_link
from community.accounts.rules.registering import (
    MAIL_PROOF,
    forget_old_registrations,
    mail_proof,
)
from community.accounts.rules.sessions import forget_ended_sessions
from community.core.jobs import JobRegistry

FORGET = "accounts.forget"


def register(registry: JobRegistry) -> None:
    registry.handler(MAIL_PROOF, mail_proof)
    registry.handler(SEND_LINK, send_link)
    registry.handler(FORGET, forget)
    registry.periodic(FORGET, every=timedelta(hours=1))


def forget() -> None:
    """Delete what has run out: logins, links, registrations that nobody proved."""
    forget_ended_sessions()
    forget_old_links()
    forget_old_registrations()
