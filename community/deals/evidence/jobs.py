"""Deleting evidence: at once when it is asked for, in time after the decision."""

from datetime import timedelta

from community.core.jobs import JobRegistry
from community.deals.evidence import queries, rules, vault

TIDY_JOB = "deals.evidence.tidy"


def register(registry: JobRegistry) -> None:
    registry.handler(rules.DELETE_JOB, vault.delete)
    registry.handler(TIDY_JOB, tidy)
    registry.periodic(TIDY_JOB, every=timedelta(hours=1))


def tidy() -> None:
    """Delete the files whose time is over, and those that no row knows (any more)."""
    rules.delete_due()
    vault.sweep(queries.all_file_names())
