from datetime import timedelta

import pytest

from community.catalog.models import Product, Vendor
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import BadRequest, NotFound
from community.core.visibility import State
from community.threads import listing, queries
from community.threads.queries import get_question_post
from community.threads.rules import choosing
from tests.queries import count_queries
from tests.threads.made import DAY_ONE, answer, ask, put_in_state

pytestmark = pytest.mark.usefixtures("context")
NAUGHTY = ["", "x", "0" * 16, "a" * 25, "../etc", "\x00", "é", "1; DROP TABLE thread"]


def at(minute: int):
    return DAY_ONE + timedelta(minutes=minute)


def subject() -> tuple[int, int]:
    vendor = Vendor(name="Arbor", slug="arbor", sort_key="arbor")
    db.session.add(vendor)
    db.session.flush()
    product = Product(
        name="Arbor Desk", slug="arbor-desk", sort_key="x", vendor_id=vendor.id
    )
    db.session.add(product)
    db.session.flush()
    return product.id, vendor.id


def test_active_list_follows_answers_and_new_does_not(cast):
    old, new = ask(cast.actor("ada"), at=at(0)), ask(cast.actor("ben"), at=at(1))
    answer(cast.actor("cleo"), old, at=at(2))
    assert [row.id for row in listing.list_active(None).items] == [old.id, new.id]
    assert [row.id for row in listing.list_new(None).items] == [new.id, old.id]
    assert [row.id for row in listing.list_unanswered(None).items] == [new.id]


def test_row_tells_what_a_list_shows(cast):
    product_id, _ = subject()
    thread = ask(cast.actor("ada"), product_id=product_id, tags="saas seats", at=at(0))
    post = answer(cast.actor("ben"), thread, at=at(5))
    choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
    assert listing.list_active(None).items == [
        listing.ThreadRow(
            id=thread.id,
            title="Is there room below $140 a seat?",
            url=f"/questions/{thread.public_id}/is-there-room-below-140-a-seat",
            answers=1,
            solved=True,
            closed=False,
            author="ada",
            created_at=at(0),
            last_activity_at=at(5),
            subject="Arbor Desk",
            subject_url="/prices/arbor/arbor-desk/",
            tags=("saas", "seats"),
            public_id=thread.public_id,
        )
    ]


def test_row_of_a_vendor_and_of_nothing(cast):
    _, vendor_id = subject()
    ask(cast.actor("ada"), vendor_id=vendor_id, at=at(1))
    ask(cast.actor("ada"), at=at(0))
    rows = listing.list_active(None).items
    assert [(row.subject, row.subject_url) for row in rows] == [
        ("Arbor", "/prices/arbor/"),
        ("", ""),
    ]


def test_lists_about_product_and_vendor(cast):
    product_id, vendor_id = subject()
    one = ask(cast.actor("ada"), product_id=product_id, at=at(0))
    two = ask(cast.actor("ada"), vendor_id=vendor_id, at=at(1))
    ask(cast.actor("ada"), at=at(2))
    about_product = listing.list_about_product(product_id, None).items
    about_vendor = listing.list_about_vendor(vendor_id, None).items
    assert [row.id for row in about_product] == [one.id]
    assert [row.id for row in about_vendor] == [two.id, one.id]
    assert listing.list_for_product(VISITOR, product_id) == about_product


def test_tagged_list_is_sorted_by_activity(cast):
    first = ask(cast.actor("ada"), tags="saas", at=at(0))
    second = ask(cast.actor("ada"), tags="saas seats", at=at(1))
    ask(cast.actor("ada"), tags="seats", at=at(2))
    tag = queries.get_tag("saas")
    assert [r.id for r in listing.list_tagged(tag.id, None).items] == [
        second.id,
        first.id,
    ]
    answer(cast.actor("ben"), first, at=at(3))
    assert [r.id for r in listing.list_tagged(tag.id, None).items] == [
        first.id,
        second.id,
    ]


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.DELETED])
def test_lists_leave_out_what_is_not_public(cast, state):
    product_id, vendor_id = subject()
    thread = ask(cast.actor("ada"), product_id=product_id, tags="saas")
    put_in_state(thread, get_question_post(thread), state)
    tag = queries.get_tag("saas")
    lists = [
        listing.list_active(None).items,
        listing.list_new(None).items,
        listing.list_unanswered(None).items,
        listing.list_about_product(product_id, None).items,
        listing.list_about_vendor(vendor_id, None).items,
        listing.list_tagged(tag.id, None).items,
        listing.list_for_home(cast.actor("ada")),
    ]
    assert lists == [[]] * 7


def test_pages_hold_everything_once_and_cost_the_same(cast):
    made = [ask(cast.actor("ada"), tags="saas", at=at(n // 3)).id for n in range(65)]
    tag = queries.get_tag("saas")
    for list_one in (
        listing.list_active,
        listing.list_new,
        listing.list_unanswered,
        lambda after: listing.list_tagged(tag.id, after),
    ):
        seen, after, costs = [], None, []
        for _ in range(3):
            with count_queries() as counted:
                page = list_one(after)
            seen += [row.id for row in page.items]
            costs.append(len(counted))
            after = page.next_cursor
        assert seen == made[::-1]
        assert (after, costs) == (None, [2, 2, 2])


def test_foreign_page_marker_is_refused():
    for marker in ("x", "bm9wZQ", "W10", "%", "W251bGwsMV0", "\ud800"):
        with pytest.raises(BadRequest):
            listing.list_active(marker)


def test_home_shows_eight(cast):
    for minute in range(10):
        ask(cast.actor("ada"), at=at(minute))
    assert len(listing.list_for_home(VISITOR)) == 8


def test_popular_tags(cast):
    ask(cast.actor("ada"), tags="saas seats")
    ask(cast.actor("ada"), tags="saas")
    popular = [(tag.name, tag.thread_count) for tag in queries.list_popular_tags()]
    assert popular == [("saas", 2), ("seats", 1)]


def test_tag_without_questions_is_not_popular(cast):
    thread = ask(cast.actor("ada"), tags="saas")
    put_in_state(thread, get_question_post(thread), State.PUBLIC)
    queries.get_tag("saas").thread_count = 0
    assert queries.list_popular_tags() == []


@pytest.mark.parametrize("name", [*NAUGHTY, "SaaS"])
def test_get_tag_knows_only_tags(name):
    with pytest.raises(NotFound):
        queries.get_tag(name)


@pytest.mark.parametrize("public_id", NAUGHTY)
def test_get_for_refuses_what_is_no_id(cast, public_id):
    for get in (queries.get_thread_for, queries.get_post_for):
        with pytest.raises(NotFound):
            get(cast.actor("mo"), public_id)


def test_get_for_agrees_with_access(cast):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, post, State.HIDDEN)
    assert queries.get_thread_for(VISITOR, thread.public_id) is thread
    assert queries.get_post_for(cast.actor("ben"), post.public_id) == (post, thread)
    with pytest.raises(NotFound):
        queries.get_post_for(cast.actor("ada"), post.public_id)


def test_answers_of_a_hidden_question_are_hidden_with_it(cast):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, get_question_post(thread), State.HIDDEN)
    for name in ("ben", "cleo"):
        with pytest.raises(NotFound):
            queries.get_post_for(cast.actor(name), post.public_id)
    assert queries.get_post_for(cast.actor("mo"), post.public_id) == (post, thread)


def test_get_readable_post_needs_the_text(cast):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, post, State.DELETED)
    assert queries.get_post_for(VISITOR, post.public_id) == (post, thread)
    for actor in (VISITOR, cast.actor("ben")):
        with pytest.raises(NotFound):
            queries.get_readable_post_for(actor, post.public_id)
    assert queries.get_readable_post_for(cast.actor("mo"), post.public_id)[0] is post


def test_get_subject_returns_what_a_question_is_about(cast):
    product_id, vendor_id = subject()
    product = db.session.get(Product, product_id)
    thread = ask(cast.actor("ada"), product_id=product_id)
    assert queries.get_subject(thread) == (product, db.session.get(Vendor, vendor_id))
    assert queries.get_subject(ask(cast.actor("ada"))) == (None, None)


def test_find_post_id_is_of_one_thread(cast):
    thread, other = ask(cast.actor("ada")), ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)
    assert queries.find_post_id(thread, post.public_id) == post.id
    assert queries.find_post_id(other, post.public_id) is None
    assert queries.find_post_id(thread, "\x00") is None
