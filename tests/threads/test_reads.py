"""What is new since one's visit: marked, counted in lists, and forgotten in time."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.core.visibility import State
from community.threads import jobs, reads
from community.threads.models import Thread
from community.threads.reads import ThreadRead
from tests.threads.made import ANSWER, answer, ask, put_in_state


@pytest.fixture
def path(app, cast) -> str:
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"))
        answer(cast.actor("ben"), thread)
        return f"/questions/{thread.public_id}/{thread.slug}"


def more_answers(app, cast, count: int = 2) -> list[str]:
    with app.app_context(), transaction():
        thread = db.session.scalars(sa.select(Thread)).one()
        posts = [
            answer(cast.actor("ben"), thread, f"{ANSWER} {n}") for n in range(count)
        ]
        return [post.public_id for post in posts]


def test_answers_since_ones_visit_are_marked_once(app, cast, page, path):
    cleo = cast.page("cleo")
    assert "new since" not in cleo.get(path).words()
    assert "new" not in cleo.get("/questions/").words().split()
    first, _ = more_answers(app, cast)
    assert "2 new" in cleo.get("/questions/").words()
    assert "2 new" not in cast.page("mo").get("/questions/").words()
    jump = cleo.get(f"{path.rsplit('/', 1)[0]}/first-new", status=302)
    assert jump.location == f"/questions/posts/{first}"
    seen = cleo.get(path)
    assert "2 new since your visit" in seen.words()
    assert f"#post-{first}" in seen.links
    assert "new since" not in cleo.get(path).words()
    assert "2 new" not in cleo.get("/questions/").words()
    end = cleo.get(f"{path.rsplit('/', 1)[0]}/first-new", status=302)
    assert end.location == path
    # Ben wrote them; to visitors nothing is new, and nothing is kept of them.
    ben = cast.page("ben")
    ben.get(path)
    more_answers(app, cast, 1)
    assert "new since" not in ben.get(path).words()
    page.get(path)
    with app.app_context():
        keys = set(db.session.scalars(sa.select(ThreadRead.reader_key)))
        assert len(keys) == 2
        assert not {str(cast.cleo.id), str(cast.ben.id)} & keys


@pytest.mark.usefixtures("context")
def test_hidden_answers_are_no_news(app, cast, path):
    thread = db.session.scalars(sa.select(Thread)).one()
    hidden = answer(cast.actor("ben"), thread)
    put_in_state(thread, hidden, State.HIDDEN)
    found = reads.find_first_new(cast.actor("cleo"), thread)
    assert found is not None
    assert found.id != hidden.id


def test_what_was_read_is_forgotten_after_60_days(app, cast, path):
    cast.page("cleo").get(path)
    with app.app_context():
        assert reads.read_since(cast.cleo.id)[0] == 1
        with time_machine.travel(clock.now() + timedelta(days=59), tick=False):
            jobs.tidy()
        assert reads.read_since(cast.cleo.id)[0] == 1
        with time_machine.travel(clock.now() + timedelta(days=61), tick=False):
            jobs.tidy()
        assert reads.read_since(cast.cleo.id) == (0, None)
        assert reads.news_of(cast.actor("cleo"), []) == {}
