"""Joining moderation to the application: the one entry for the composition root."""

from collections.abc import Sequence

from flask import Flask

from community.core.events import Audited, Bus
from community.core.jobs import JobRegistry
from community.core.ports import Moderated
from moderation import audit, telling, views_desk, views_member
from moderation.appeals import views as views_appeals
from moderation.items import EXTENSION, SUBJECTS
from moderation.log import views as views_log
from moderation.worklist import views as views_several


def init(
    app: Flask, moderated: Sequence[Moderated], registry: JobRegistry, bus: Bus
) -> None:
    """Let every Audited event leave a row; open the desk for what is `moderated`."""
    app.extensions[EXTENSION] = {one.kind: one for one in moderated}
    app.extensions[SUBJECTS] = dict(app.extensions[EXTENSION])
    for views in (views_member, views_desk, views_log, views_appeals, views_several):
        app.register_blueprint(views.blueprint)
    telling.register(registry)
    bus.subscribe(Audited, audit.record)
