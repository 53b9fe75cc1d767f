"""Questions and answers of this minute, which followers hear of."""

from datetime import timedelta

import time_machine
from flask import Flask

from community.core import clock
from community.core.actors import Actor
from community.core.db import db, transaction
from community.core.worker import run_due
from community.threads.models import Thread
from community.threads.rules import asking
from tests.cast import Cast
from tests.threads.made import ANSWER, draft

MORNING = (clock.now() + timedelta(days=1)).replace(hour=8, minute=30)
"""When digests go out to those whose clocks show UTC."""
TITLE = "Is there room below $140 a seat?"


def in_the_morning() -> time_machine.travel:
    return time_machine.travel(MORNING)


def ask(
    app: Flask, actor: Actor, *, anonymous: bool = False, **changes: object
) -> tuple[str, str]:
    """Commit a question; return its public id and its path."""
    with app.app_context(), transaction():
        thread = asking.ask(actor, draft(**changes), anonymous=anonymous)
        told = thread.public_id, f"/questions/{thread.public_id}/{thread.slug}"
    run_due(app)
    return told


def answer(
    app: Flask,
    actor: Actor,
    public_id: str,
    body: str = ANSWER,
    *,
    anonymous: bool = False,
) -> str:
    """Commit an answer and have everybody told; return its public id."""
    with app.app_context(), transaction():
        thread = db.session.scalars(
            db.select(Thread).where(Thread.public_id == public_id)
        ).one()
        post = asking.answer(actor, thread, body, anonymous=anonymous)
        told = post.public_id
    run_due(app)
    return told


def inbox(cast: Cast, handle: str) -> str:
    """Return the words of somebody's inbox, without the bar and the foot."""
    words = cast.page(handle).get("/inbox").words()
    return words.partition("What I follow Mails")[2].partition("Fairquote · ")[0]
