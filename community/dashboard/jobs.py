"""Work that the host's desk leaves to the worker."""

from datetime import timedelta

from community.core import clock
from community.core.jobs import JobRegistry
from community.core.measuring import Fact, Measured
from community.dashboard import exporting
from community.dashboard.archives import running as archives
from community.dashboard.archives import stepping as archive_stepping
from community.dashboard.members import running, stepping
from community.dashboard.metrics.recording import SUPPLY_JOB, forget_old_weeks, record
from community.dashboard.offers import asking, filing
from community.dashboard.webhooks import telling
from community.dashboard.webhooks.delivering import deliver
from community.prices.supply import count_supply

FORGET_JOB = "host.forget-weeks"
FORGET_EVENTS_JOB = "webhooks.forget"
FORGET_ASKS_JOB = "offers.forget"
TIDY_FILES_JOB = "offers.file.tidy"


def register(registry: JobRegistry) -> None:
    registry.handler(SUPPLY_JOB, note_supply)
    registry.handler(FORGET_JOB, forget_old_weeks)
    registry.periodic(FORGET_JOB, every=timedelta(days=1))
    registry.handler(telling.SPREAD_JOB, telling.spread)
    registry.handler(telling.DELIVER_JOB, deliver)
    registry.handler(exporting.JOB, exporting.write_export)
    registry.handler(exporting.FORGET_JOB, exporting.forget_old)
    registry.periodic(exporting.FORGET_JOB, every=timedelta(days=1))
    registry.handler(FORGET_EVENTS_JOB, telling.forget_old)
    registry.periodic(FORGET_EVENTS_JOB, every=timedelta(days=1))
    registry.handler(FORGET_ASKS_JOB, asking.forget_old)
    registry.periodic(FORGET_ASKS_JOB, every=timedelta(hours=6))
    registry.handler(running.STEP_JOB, stepping.step)
    registry.handler(archives.STEP_JOB, archive_stepping.step)
    registry.handler(running.INVITE_JOB, stepping.invite_some)
    registry.handler(filing.DROP, filing.VAULT.delete)
    registry.handler(TIDY_FILES_JOB, filing.tidy)
    registry.periodic(TIDY_FILES_JOB, every=timedelta(hours=6))


def note_supply() -> None:
    """Note how many organisations the prices rest on: at each release, and never between."""
    found = count_supply()
    today = clock.now().date()
    for product_id, band in sorted(found.products.items()):
        record(
            Measured(Fact.PRODUCT_SUPPLY, detail=band, product_id=product_id, day=today)
        )
    for sort, count in (("all", found.series), ("published", found.published)):
        record(Measured(Fact.SERIES_SUPPLY, times=count, detail=sort, day=today))
