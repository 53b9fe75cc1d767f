"""What the worker does for search: drain twice a second, rebuild, compare hourly."""

from datetime import timedelta

import structlog

from community.core.jobs import JobRegistry
from search.engines.protocol import EngineBroken
from search.gaps import forget_old
from search.rebuild import AlreadyBuilding
from search.service import REBUILD_JOB, Search

AUDIT_JOB = "search.audit"
FORGET_JOB = "search.forget_gaps"
# The worker looks at its tickers every half second, so this keeps what is posted
# findable within two seconds with room to spare.
_TICK_SECONDS = 0.5

log = structlog.get_logger()


def register(registry: JobRegistry, search: Search) -> None:
    def rebuild() -> None:
        try:
            search.rebuild_if_needed()
        except AlreadyBuilding:
            log.info("search_rebuild_runs_already")

    def audit() -> None:
        try:
            audits = search.audit()
        except EngineBroken as error:
            log.warning("search_index_broken", error=str(error)[:200])
            search.engine.report_broken()  # the ticker asks for a rebuild
            return
        differing = sum(len(one.differing) for one in audits)
        if differing:
            log.error("search_index_differs", documents=differing)
            search.repair(audits)

    registry.handler(FORGET_JOB, forget_old)
    registry.periodic(FORGET_JOB, every=timedelta(days=1))
    registry.handler(REBUILD_JOB, rebuild)
    registry.handler(AUDIT_JOB, audit)
    registry.periodic(AUDIT_JOB, every=timedelta(hours=1))
    registry.ticker("search", _TICK_SECONDS, search.tick)
