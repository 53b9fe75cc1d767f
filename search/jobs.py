"""What the worker does for search: drain twice a second, rebuild, compare hourly."""

from datetime import UTC, datetime, timedelta

import structlog

from community.core import clock
from community.core.events import WordsErased
from community.core.jobs import JobRegistry, enqueue
from search.engines.protocol import EngineBroken, Purpose
from search.gaps import forget_old
from search.rebuild import AlreadyBuilding
from search.service import REBUILD_JOB, Search

AUDIT_JOB = "search.audit"
FORGET_JOB = "search.forget_gaps"
RENEW_JOB = "search.renew"
DROP_JOB = "search.drop_previous"
_RENEWED_EVERY_SECONDS = 3_600
# The worker looks at its tickers every half second, so this keeps what is posted
# findable within two seconds with room to spare.
_TICK_SECONDS = 0.5

log = structlog.get_logger()


def renew(_event: WordsErased) -> None:
    """Have the index built anew: deleted documents lie in its segments until then.

    Once an hour at most, an hour after the first of several: another build costs minutes.
    """
    slot = int(clock.now().timestamp()) // _RENEWED_EVERY_SECONDS + 1
    run_at = datetime.fromtimestamp(slot * _RENEWED_EVERY_SECONDS, UTC)
    enqueue(RENEW_JOB, run_at=run_at, unique_key=f"{RENEW_JOB}@{slot}")


def register(registry: JobRegistry, search: Search) -> None:
    def rebuild() -> None:
        try:
            search.rebuild_if_needed()
        except AlreadyBuilding:
            log.info("search_rebuild_runs_already")

    def renewed() -> None:
        search.rebuilder.rebuild()  # while another runs the job comes back
        # By then no process reads the one before any more.
        enqueue(DROP_JOB, run_at=clock.now() + timedelta(hours=1))

    def drop_previous() -> None:
        with search.engine.exclusive(Purpose.REBUILD) as alone:
            if not alone:
                raise AlreadyBuilding
            search.engine.drop_previous()

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
    registry.handler(RENEW_JOB, renewed)
    registry.handler(DROP_JOB, drop_previous)
    registry.handler(AUDIT_JOB, audit)
    registry.periodic(AUDIT_JOB, every=timedelta(hours=1))
    registry.ticker("search", _TICK_SECONDS, search.tick)
