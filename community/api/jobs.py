"""Work for later: tokens that have run out are forgotten."""

from datetime import timedelta

from community.api.rules import forget_old_tokens
from community.core.jobs import JobRegistry

FORGET = "api.forget"


def register(registry: JobRegistry) -> None:
    registry.handler(FORGET, forget_old_tokens)
    registry.periodic(FORGET, every=timedelta(days=1))
