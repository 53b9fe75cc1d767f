"""Threads and posts for tests, made through the rules, at times a month ago."""

from datetime import UTC, datetime, timedelta
from itertools import count

from flask import Flask

from community.core.actors import Actor
from community.core.db import db, transaction
from community.core.visibility import State
from community.threads.drafts import Draft
from community.threads.models import Post, Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking

BODY = "We have **180 seats** and the renewal quote went up. What did you pay?"
ANSWER = "We renewed in August at 140 seats and got four percent off."
DAY_ONE = datetime(2026, 10, 1, 12, tzinfo=UTC)
_minutes = count()


def some_time() -> datetime:
    """Return a moment later than all that were handed out before."""
    return DAY_ONE + timedelta(minutes=next(_minutes))


def draft(**changes: object) -> Draft:
    words = {"title": "Is there room below $140 a seat?", "body": BODY, **changes}
    return Draft(**words)


def ask(actor: Actor, *, at: datetime | None = None, **changes: object) -> Thread:
    return asking.ask(actor, draft(**changes), at=at or some_time())


def answer(
    actor: Actor, thread: Thread, body: str = ANSWER, *, at: datetime | None = None
) -> Post:
    return asking.answer(actor, thread, body, at=at or some_time())


def put_in_state(thread: Thread, post: Post, state: State) -> None:
    """Set a state directly, as screening or a moderator would."""
    post.state = state
    if post.place == 0:
        thread.state = state
    db.session.flush()


def thread_with_answers(app: Flask, asker: Actor, *helpers: Actor) -> tuple[str, list]:
    """Commit a thread with an answer of each helper; return its path and their ids."""
    with app.app_context(), transaction():
        thread = ask(asker)
        posts = [answer(helper, thread) for helper in helpers]
        path = f"/questions/{thread.public_id}/{thread.slug}"
        return path, [
            get_question_post(thread).public_id,
            *(p.public_id for p in posts),
        ]
