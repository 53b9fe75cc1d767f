"""Joining screening to the application: what is looked at, by whom it is told, and when."""

from collections.abc import Sequence

from flask import Flask

from community.core.events import Bus
from community.core.jobs import JobRegistry
from community.core.screening import (
    HOLDS,
    TEAMS,
    WATCHWORDS,
    KnowsTeams,
    Posted,
    Screened,
)
from moderation.screening import findings, learning, screen, views, voting
from moderation.screening.kinds import SCREENED
from moderation.screening.watching import Watched


def init(
    app: Flask,
    screened: Sequence[Screened],
    teams: KnowsTeams,
    registry: JobRegistry,
    bus: Bus,
) -> None:
    """Look at whatever is posted; let the host say what is watched for."""
    app.extensions[SCREENED] = screened
    app.extensions[TEAMS] = teams
    app.extensions[WATCHWORDS] = Watched()
    app.extensions[HOLDS] = findings.Holds()
    app.register_blueprint(views.blueprint)
    bus.subscribe(Posted, screen.on_posted)
    for part in (screen, voting, learning):
        part.register(registry)
