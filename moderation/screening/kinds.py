"""What is screened: the kinds that the composition root handed over."""

from collections.abc import Sequence

from flask import current_app

from community.core.screening import KnowsTeams, Screened

SCREENED = "fairquote.screened"
TEAMS = "fairquote.teams"


def screened() -> Sequence[Screened]:
    known: Sequence[Screened] = current_app.extensions[SCREENED]
    return known


def teams() -> KnowsTeams:
    known: KnowsTeams = current_app.extensions[TEAMS]
    return known
