"""What is screened: the kinds that the composition root handed over."""

from collections.abc import Sequence

from flask import current_app

from community.core.screening import Screened

SCREENED = "fairquote.screened"


def screened() -> Sequence[Screened]:
    known: Sequence[Screened] = current_app.extensions[SCREENED]
    return known
