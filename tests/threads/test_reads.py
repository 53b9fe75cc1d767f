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
from community.threads.reads import ReadingCount, ThreadRead
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


def pages_of(member) -> int:
    return reads.count_pages([member.id]).get(member.id, (0, None))[0]


def test_a_copy_of_the_database_does_not_tell_who_read_first(app, cast, path):
    """The author of an anonymous post does: by the time, or by what else they read."""
    with app.app_context(), transaction():
        other = ask(cast.actor("ben"))
        second = f"/questions/{other.public_id}/{other.slug}"
    moment = clock.now().replace(hour=9, minute=13, second=7, microsecond=11)
    with time_machine.travel(moment, tick=False):
        for one in (path, second, path):
            cast.page("cleo").get(one)
    with app.app_context():
        rows = db.session.scalars(sa.select(ThreadRead)).all()
        assert len({one.reader_key for one in rows}) == len(rows) == 2
        assert {one.read_on for one in rows} == {moment.date()}
        end = moment.replace(minute=20, second=0, microsecond=0)
        assert reads.count_pages([cast.cleo.id]) == {cast.cleo.id: (2, end)}


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
        counted = sa.select(ReadingCount.member_key)
        keys = {
            *db.session.scalars(sa.select(ThreadRead.reader_key)),
            *db.session.scalars(counted),
        }
        assert len(keys) == 4
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
        assert pages_of(cast.cleo) == 1
        with time_machine.travel(clock.now() + timedelta(days=59), tick=False):
            jobs.tidy()
        assert pages_of(cast.cleo) == 1
        with time_machine.travel(clock.now() + timedelta(days=61), tick=False):
            jobs.tidy()
        assert pages_of(cast.cleo) == 0
        assert reads.news_of(cast.actor("cleo"), []) == {}
