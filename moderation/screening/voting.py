"""Looking at the votes of a month, once a day: who gets theirs from few hands."""

from datetime import timedelta

from community.accounts.models import User
from community.core import clock
from community.core.db import db
from community.core.jobs import JobRegistry
from moderation.items import get_kind
from moderation.screening import ballots
from moderation.screening.findings import keep
from moderation.screening.kinds import screened
from moderation.screening.thresholds import THRESHOLDS

VOTES_JOB = "moderation.votes"
_MOST_BALLOTS = 50_000


def look_at_votes() -> None:
    """Say in the case of an author's text who gives most of their votes."""
    since = clock.now() - THRESHOLDS.votes_within
    for kind in screened():
        for ring in ballots.rings(kind.ballots(since, _MOST_BALLOTS)):
            name = db.session.get_one(User, ring.voter_id).handle
            item = get_kind(kind.kind).load(ring.object_id)
            keep(item, [ballots.finding_of(ring, name)])


def register(registry: JobRegistry) -> None:
    registry.handler(VOTES_JOB, look_at_votes)
    registry.periodic(VOTES_JOB, every=timedelta(days=1))
