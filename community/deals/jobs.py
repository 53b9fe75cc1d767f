"""Work of deals outside the request."""

from datetime import timedelta

from community.accounts.notices import send_notices
from community.core.jobs import JobRegistry

_SEND_NOTICES = "deals.send-notices"


def register(registry: JobRegistry) -> None:
    registry.handler(_SEND_NOTICES, send_notices)
    registry.periodic(_SEND_NOTICES, every=timedelta(days=1))
