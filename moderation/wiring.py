"""Joining moderation to the application: the one entry for the composition root."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask import Flask

from community.core.events import Audited, Bus
from community.core.fronts import OPEN_CASES
from community.core.jobs import JobRegistry
from community.core.moderating import ROSTER, Alerted, KnowsCategories, Moderated
from community.core.moderationevents import (
    AuthorHidden,
    DecidedInPlace,
    Refiled,
    ReportsJudged,
    VersionTakenOut,
)
from community.core.outcomes import OUTCOMES
from community.core.restricting import RESTRICTIONS
from community.core.rights import MEASURES
from moderation import (
    audit,
    heads,
    hiding,
    in_place,
    reminding,
    scopes,
    telling,
    views_desk,
    views_member,
)
from moderation.appeals import views as views_appeals
from moderation.complaints import steps
from moderation.complaints import views as views_complaints
from moderation.escalation import views as views_escalation
from moderation.fronting import OpenCases
from moderation.items import EXTENSION, SUBJECTS, VENDOR
from moderation.log import views as views_log
from moderation.log import views_trail
from moderation.notifying import forgetting
from moderation.notifying import views as views_notices
from moderation.outcomes import Outcomes
from moderation.people import views as people_views
from moderation.people import views_roster
from moderation.people.members import KIND as MEMBER
from moderation.people.members import Members
from moderation.people.roster import CATEGORIES, Roster
from moderation.people.standing import Standing
from moderation.restrictions import Restrictions
from moderation.worklist import views as views_several


@dataclass(frozen=True)
class Known:
    """What moderation decides about, as other rooms hand it over."""

    moderated: Sequence[Moderated]
    vendors: Alerted
    categories: KnowsCategories


def init(
    app: Flask,
    known: Known,
    registry: JobRegistry,
    bus: Bus,
) -> None:
    """Let every Audited event leave a row; open the desk for what is moderated."""
    app.extensions[EXTENSION] = {one.kind: one for one in known.moderated}
    app.extensions[SUBJECTS] = {
        **app.extensions[EXTENSION],
        MEMBER: Members(),
        VENDOR: known.vendors,
    }
    app.extensions[CATEGORIES] = known.categories
    app.extensions[ROSTER] = Roster()
    app.extensions[MEASURES] = Standing()
    app.extensions[OPEN_CASES] = OpenCases()
    app.extensions[OUTCOMES] = Outcomes()
    app.extensions[RESTRICTIONS] = Restrictions()
    desk = (views_member, views_desk, views_log, views_appeals, views_several)
    notices = (views_notices, views_complaints, views_trail, views_escalation)
    for views in (*desk, *notices, people_views, views_roster):
        app.register_blueprint(views.blueprint)
    telling.register(registry)
    scopes.register(registry)
    heads.register(registry)
    reminding.register(registry)
    forgetting.register(registry)
    steps.register(registry)
    bus.subscribe(Audited, audit.record)
    bus.subscribe(DecidedInPlace, in_place.on_decided)
    bus.subscribe(VersionTakenOut, in_place.on_taken_out)
    bus.subscribe(ReportsJudged, steps.on_judged)
    bus.subscribe(Refiled, scopes.on_refiled)
    bus.subscribe(AuthorHidden, hiding.on_author_hidden)
