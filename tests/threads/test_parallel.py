"""Two at a time, on the real database: nothing is lost, nothing is counted twice."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import sqlalchemy as sa
from flask import Flask

from community.accounts.models import User
from community.core.actors import Actor
from community.core.db import db, transaction
from community.core.errors import AppError
from community.threads.models import Place, Post, PostRevision, Tag, Thread, Vote
from community.threads.rules import asking, choosing, editing, removing
from tests.threads.made import answer, ask, draft


def at_once(app: Flask, *acts: Callable[[], None]) -> list[int]:
    """Run each act in a thread and transaction of its own; return 0 or its refusal."""
    together = Barrier(len(acts))

    def run(act: Callable[[], None]) -> int:
        with app.app_context():
            together.wait(10)
            try:
                with transaction():
                    act()
            except AppError as error:
                return error.status
            return 0

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


def members(app: Flask, number: int) -> list[Actor]:
    with app.app_context(), transaction():
        users = [User(handle=f"m{n}", handle_key=f"m{n}") for n in range(number)]
        db.session.add_all(users)
        db.session.flush()
        return [Actor(u.id, u.handle, u.role, proven=True) for u in users]


def setting(app: Flask, asker: Actor, *helpers: Actor) -> tuple[int, list[int]]:
    with app.app_context(), transaction():
        thread = ask(asker, tags="saas")
        return thread.id, [answer(helper, thread).id for helper in helpers]


def get(model, key):
    return db.session.get_one(model, key)


def test_votes_at_once_all_count(app, cast):
    thread_id, (post_id,) = setting(app, cast.actor("ada"), cast.actor("ben"))
    voters = members(app, 8)

    def vote(actor: Actor) -> Callable[[], None]:
        return lambda: choosing.vote(actor, get(Thread, thread_id), get(Post, post_id))

    assert at_once(app, *(vote(actor) for actor in voters)) == [0] * 8
    with app.app_context():
        assert get(Post, post_id).score == 8


def test_votes_of_one_member_at_once_count_once(app, cast):
    thread_id, (post_id,) = setting(app, cast.actor("ada"), cast.actor("ben"))

    def vote() -> None:
        choosing.vote(cast.actor("cleo"), get(Thread, thread_id), get(Post, post_id))

    assert at_once(app, *[vote] * 6) == [0] * 6
    with app.app_context():
        assert get(Post, post_id).score == 1
        assert db.session.scalar(sa.select(sa.func.count(Vote.user_id))) == 1


def test_votes_withdrawn_at_once_count_once(app, cast):
    thread_id, (post_id,) = setting(app, cast.actor("ada"), cast.actor("ben"))
    with app.app_context(), transaction():
        choosing.vote(cast.actor("cleo"), get(Thread, thread_id), get(Post, post_id))

    def withdraw() -> None:
        choosing.withdraw_vote(cast.actor("cleo"), get(Post, post_id))

    assert at_once(app, *[withdraw] * 6) == [0] * 6
    with app.app_context():
        assert get(Post, post_id).score == 0


def test_of_two_choices_at_once_one_wins(app, cast):
    helpers = cast.actor("ben"), cast.actor("cleo")
    thread_id, post_ids = setting(app, cast.actor("ada"), *helpers)

    def choose(post_id: int) -> Callable[[], None]:
        return lambda: choosing.choose_answer(
            cast.actor("ada"),
            get(Thread, thread_id),
            get(Post, post_id),
            instead_of=None,
        )

    results = at_once(app, *(choose(post_id) for post_id in post_ids))
    assert sorted(results) == [0, 409]
    with app.app_context():
        winner = post_ids[results.index(0)]
        chosen = db.session.scalars(
            sa.select(Post.id).where(Post.place == Place.CHOSEN)
        ).all()
        assert (get(Thread, thread_id).accepted_post_id, chosen) == (winner, [winner])


def test_answers_at_once_are_all_counted(app, cast):
    thread_id, _ = setting(app, cast.actor("ada"))
    helpers = members(app, 6)

    def reply(actor: Actor) -> Callable[[], None]:
        return lambda: answer(actor, get(Thread, thread_id)) and None

    assert at_once(app, *(reply(actor) for actor in helpers)) == [0] * 6
    with app.app_context():
        assert get(Thread, thread_id).answer_count == 6


def test_of_two_edits_at_once_one_wins(app, cast):
    _, (post_id,) = setting(app, cast.actor("ada"), cast.actor("ben"))

    def edit(words: str) -> Callable[[], None]:
        return lambda: editing.edit_answer(
            cast.actor("ben"), get(Post, post_id), words, version=1
        )

    texts = [f"This is the text of window {n}." for n in (1, 2)]
    results = at_once(app, *(edit(text) for text in texts))
    assert sorted(results) == [0, 409]
    with app.app_context():
        assert get(Post, post_id).source == texts[results.index(0)]
        assert db.session.scalar(sa.select(sa.func.count(PostRevision.id))) == 2


def test_removals_at_once_count_once(app, cast):
    thread_id, (post_id,) = setting(app, cast.actor("ada"), cast.actor("ben"))

    def remove() -> None:
        thread, post = get(Thread, thread_id), get(Post, post_id)
        removing.remove_post(cast.actor("ben"), thread, post)

    results = at_once(app, *[remove] * 4)
    assert set(results) <= {0, 409}
    assert 0 in results
    with app.app_context():
        assert get(Thread, thread_id).answer_count == 0


def test_questions_with_the_same_new_tags_at_once(app, cast):
    askers = members(app, 4)
    orders = ["new tags here", "here tags new"] * 2

    def put(actor: Actor, tags: str) -> Callable[[], None]:
        return lambda: asking.ask(actor, draft(tags=tags)) and None

    acts = [put(actor, tags) for actor, tags in zip(askers, orders, strict=True)]
    assert at_once(app, *acts) == [0] * 4
    with app.app_context():
        counts = db.session.execute(sa.select(Tag.name, Tag.thread_count)).all()
        assert dict(counts) == {"new": 4, "tags": 4, "here": 4}
    assert cast.ada.handle == "ada"


def test_same_form_sent_ten_times_at_once_posts_once(app, cast):
    page = cast.page("ada").get("/questions/ask")
    fields = page.form(having="body")["fields"]
    words = {
        **fields,
        "title": "What did you pay for it?",
        "body": "We have 180 seats.",
    }
    browsers = [cast.page("ada") for _ in range(10)]
    for one in browsers:
        words["csrf_token"] = one.token()
    together = Barrier(10)

    def send(browser) -> tuple[int, str]:
        data = {**words, "body": words["body"] * 2, "csrf_token": browser.token()}
        together.wait(10)
        sent = browser.client.post("/questions/ask", data=data)
        return sent.status_code, sent.headers.get("Location", "")

    with ThreadPoolExecutor(10) as pool:
        answers = list(pool.map(send, browsers))
    # Writers beyond the gate are told to come back (503); nobody posts twice.
    done = {location for status, location in answers if status == 303}
    assert {status for status, _ in answers} <= {303, 503}
    assert len(done) == 1
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Thread.id))) == 1
