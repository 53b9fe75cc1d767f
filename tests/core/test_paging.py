import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from community.core.db import db
from community.core.errors import BadRequest
from community.core.jobs import Job, enqueue
from community.core.paging import cursor_after, keyset_page

pytestmark = pytest.mark.usefixtures("context")


def pages(order, size):
    after, seen = None, []
    while True:
        page = keyset_page(sa.select(Job), order=order, after=after, size=size)
        seen.append([job.id for job in page.items])
        after = page.next_cursor
        if after is None:
            return seen


def make_jobs(kinds):
    for kind in kinds:
        enqueue(kind)
    db.session.flush()


@pytest.mark.parametrize("size", [1, 2, 3, 7])
def test_pages_show_each_row_once_in_order(size):
    kinds = "babacab"
    make_jobs(kinds)
    up = flat(pages((sa.asc(Job.kind), sa.asc(Job.id)), size))
    assert [kinds[number] for number in positions(up)] == list("aaabbbc")
    down = flat(pages((sa.desc(Job.run_at), sa.desc(Job.id)), size))
    assert down == sorted(up, reverse=True)


def flat(lists):
    return [one for page in lists for one in page]


def positions(ids):
    return [one - min(ids) for one in ids]


def test_a_full_last_page_has_no_next():
    make_jobs("ab")
    page = keyset_page(sa.select(Job), order=(sa.asc(Job.id),), after=None, size=2)
    assert page.next_cursor is None


@given(st.text(max_size=80))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
def test_a_marker_that_is_not_ours_is_refused(context, text):
    for order in (
        (sa.desc(Job.run_at), sa.desc(Job.id)),
        (sa.asc(Job.kind), sa.asc(Job.id)),
    ):
        with pytest.raises(BadRequest):
            keyset_page(sa.select(Job), order=order, after=text or "!", size=2)


@pytest.mark.parametrize(
    "cursor", ["WzFd", "W3RydWVd", "WyJ4Il0", "W251bGxd", "e30", "W1tdXQ", "WzFlOTk5XQ"]
)
def test_a_marker_of_the_wrong_shape_is_refused(cursor):
    with pytest.raises(BadRequest):
        keyset_page(
            sa.select(Job),
            order=(sa.desc(Job.run_at), sa.desc(Job.id)),
            after=cursor,
            size=2,
        )


@pytest.mark.parametrize(
    "key",
    [
        ["2026-01-01T00:00:00+00:00", 2**31],
        ["2026-01-01T00:00:00+00:00", -(2**31)],
        ["0001-01-01T00:00:00+23:59", 1],
        ["9999-12-31T23:59:59-23:59", 1],
    ],
)
def test_a_marker_beyond_what_the_database_holds_is_refused(key):
    with pytest.raises(BadRequest):
        keyset_page(
            sa.select(Job),
            order=(sa.desc(Job.run_at), sa.desc(Job.id)),
            after=cursor_after(key),
            size=2,
        )


@pytest.mark.parametrize("kind", ["\ud800", "a\x00b"])
def test_a_marker_with_text_that_no_database_takes_is_refused(kind):
    with pytest.raises(BadRequest):
        keyset_page(
            sa.select(Job),
            order=(sa.desc(Job.kind), sa.desc(Job.id)),
            after=cursor_after([kind, 1]),
            size=2,
        )
