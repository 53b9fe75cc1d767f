"""Somebody asks to go, and the days to change their mind pass."""

from datetime import timedelta

import time_machine
from flask import Flask

from community.accounts.mydata.limits import COOLING_OFF
from community.core import clock
from community.core.db import transaction
from community.core.worker import run_due
from tests.cast import PASSWORD, Cast

FIELD = "current_password"


def ask_to_go(app: Flask, cast: Cast, texts: str = "take") -> None:
    page = cast.page("ada")
    form = page.get("/account/delete")
    page.send(form, {FIELD: PASSWORD, "texts": texts}, having=FIELD, status=303)


def let_days_pass(app: Flask) -> None:
    """Let the days to change one's mind be over, and the jobs be done."""
    with time_machine.travel(clock.now() + COOLING_OFF + timedelta(hours=1)):
        with app.app_context(), transaction():
            app.extensions["fairquote.jobs"].handlers["accounts.erase.due"]()
        run_due(app)
    for hours in (3, 5):  # the index is renewed, and the one before dropped
        with time_machine.travel(clock.now() + COOLING_OFF + timedelta(hours=hours)):
            run_due(app)
