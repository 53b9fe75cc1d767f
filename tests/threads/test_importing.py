import json
import re
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from community.accounts.models import AccountState, User
from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.threads import listing
from community.threads.archive import parse_line
from community.threads.importing import ONSTARTUPS, Taken, import_threads
from community.threads.models import Post, Tag, Thread
from community.threads.reading import get_thread_view
from community.threads.searchable import SOURCES
from community.threads.threadview import Sort
from tests.threads.test_archive import ANSWER, RECORD

pytestmark = pytest.mark.usefixtures("context")


def take(*records: dict) -> Taken:
    lines = [json.dumps({**RECORD, **record}).encode() for record in records]
    batch = [parse_line(number, line) for number, line in enumerate(lines, 1)]
    with transaction():
        return import_threads(ONSTARTUPS, batch)


def reply(key: int, **changes) -> dict:
    return {**ANSWER, "id": key, **changes}


def counts() -> tuple[int, int, int]:
    return tuple(
        db.session.scalar(sa.select(sa.func.count()).select_from(model))
        for model in (Thread, Post, User)
    )


def test_import_keeps_date_score_licence_source_and_authors():
    taken = take({"answers": [reply(7)]})
    thread = db.session.scalars(sa.select(Thread)).one()
    shown = get_thread_view(VISITOR, thread.public_id, sort=Sort.BEST, after=None)

    assert taken == Taken(threads=1, answers=1, present=0)
    assert thread.created_at == datetime(2011, 5, 31, tzinfo=UTC)
    assert thread.last_activity_at == datetime(2011, 6, 1, 8, tzinfo=UTC)
    assert (thread.answer_count, shown.tags) == (1, ("saas", "per-seat"))
    assert shown.question.post.score == -2
    assert shown.question.author.name == "Jo Doe"
    assert shown.question.author.url == "https://example.com/users/1"
    assert shown.answers.items[0].post.html == "<p>Four <em>percent</em>.</p>"
    assert shown.origin.licence == "CC BY-SA 3.0"
    assert shown.origin.url.endswith("/questions/3/what-uplift.md")


def test_authors_are_locked_accounts():
    take({})
    user = db.session.scalars(sa.select(User)).one()
    assert (user.state, user.email, user.password_hash) == (
        AccountState.IMPORTED,
        None,
        None,
    )


def test_same_author_is_one_account():
    same = {"author": "Jo Doe", "author_url": "https://example.com/users/1"}
    take({"answers": [reply(1, **same), reply(2)]}, {"id": 4})
    take({"id": 5})
    assert counts()[2] == 2


def test_authors_with_long_addresses_stay_apart():
    url = "https://example.com/" + "x" * 200
    take({"author_url": url + "1"}, {"id": 4, "author_url": url + "2"})
    assert counts()[2] == 2


def test_second_import_adds_nothing():
    records = [{"answers": [reply(1), reply(2)]}, {"id": 4, "answers": []}]
    take(*records)
    before = counts()
    assert take(*records) == Taken(threads=0, answers=0, present=2)
    assert counts() == before
    assert [tag.thread_count for tag in db.session.scalars(sa.select(Tag))] == [2, 2]


def test_second_import_adds_answers_that_are_new():
    take({"answers": [reply(1)]})
    late = reply(2, date="2014-01-01")
    assert take({"answers": [reply(1), late]}) == Taken(0, 1, 1)
    thread = db.session.scalars(sa.select(Thread)).one()
    assert thread.answer_count == 2
    assert thread.last_activity_at == datetime(2014, 1, 1, tzinfo=UTC)


def test_doubled_ids_come_once():
    taken = take({"answers": [reply(1), reply(1)]}, {"title": "The same id again"})
    assert taken == Taken(threads=1, answers=1, present=1)


def test_imported_threads_are_listed_by_their_dates():
    take({"id": 1, "date": "2012-01-01"}, {"id": 2, "date": "2013-01-01"})
    rows = listing.list_new(None).items
    assert [row.created_at.year for row in rows] == [2013, 2012]
    assert rows[0].author == "Jo Doe"


def test_import_is_found_by_search():
    take({})
    thread_id = db.session.scalar(sa.select(Thread.id))

    (document,) = SOURCES[0].documents([thread_id])
    assert not re.search(r"\S@\S", document.body)


def test_what_an_archive_tells_twice_comes_once_with_all_answers():
    records = [
        {"answers": [reply(1), reply(1)]},
        {"answers": [reply(1), reply(2)]},
        {"id": 4, "answers": [reply(2), reply(3)]},
    ]
    assert take(*records) == Taken(threads=2, answers=3, present=1)
    assert counts()[:2] == (2, 5)
    assert take(*records) == Taken(threads=0, answers=0, present=3)
