from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.catalog.models import Product, Vendor
from community.core.actors import SYSTEM, VISITOR
from community.core.db import db
from community.core.errors import Conflict, Forbidden, Invalid, StaleEdit
from community.core.visibility import State
from community.threads.models import (
    Place,
    Post,
    PostKind,
    PostRevision,
    SourceFormat,
    Tag,
    Thread,
)
from community.threads.queries import get_question_post, list_tags_of
from community.threads.rules import asking, editing, wording
from tests.threads.made import ANSWER, BODY, DAY_ONE, answer, ask, draft, put_in_state

pytestmark = pytest.mark.usefixtures("context")
LATER = DAY_ONE + timedelta(days=30)


def count(model) -> int:
    return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def product_of(name="Arbor Desk", vendor="Arbor", state=State.PUBLIC) -> Product:
    seller = Vendor(name=vendor, slug=vendor.lower(), sort_key=vendor.lower())
    db.session.add(seller)
    db.session.flush()
    product = Product(
        name=name, slug="arbor-desk", sort_key=name, vendor_id=seller.id, state=state
    )
    db.session.add(product)
    db.session.flush()
    return product


def test_ask_makes_thread_post_and_tags(cast):
    thread = ask(cast.actor("ada"), at=LATER, tags="renewal saas")
    post = get_question_post(thread)

    assert (thread.title, thread.slug) == (
        "Is there room below $140 a seat?",
        "is-there-room-below-140-a-seat",
    )
    assert (thread.author_id, thread.answer_count) == (cast.ada.id, 0)
    assert (thread.created_at, thread.last_activity_at) == (LATER, LATER)
    assert thread.accepted_post_id is None
    assert (post.kind, post.place) == (PostKind.QUESTION, Place.QUESTION)
    assert (post.source, post.source_format) == (BODY, SourceFormat.MARKDOWN)
    assert "<strong>180 seats</strong>" in post.html
    assert (post.score, post.version, post.created_at) == (0, 1, LATER)
    assert list_tags_of([thread.id]) == {thread.id: ("renewal", "saas")}
    assert [tag.thread_count for tag in db.session.scalars(sa.select(Tag))] == [1, 1]


def test_ask_takes_the_vendor_from_the_product(cast):
    product = product_of()
    thread = ask(cast.actor("ada"), product_id=product.id, vendor_id=99)
    assert (thread.product_id, thread.vendor_id) == (product.id, product.vendor_id)


def test_ask_takes_a_vendor_alone(cast):
    vendor_id = product_of().vendor_id
    thread = ask(cast.actor("ada"), vendor_id=vendor_id)
    assert (thread.product_id, thread.vendor_id) == (None, vendor_id)


@pytest.mark.parametrize("which", ["product_id", "vendor_id"])
def test_ask_refuses_an_unknown_subject(cast, which):
    with pytest.raises(Invalid) as refused:
        ask(cast.actor("ada"), **{which: 404})
    assert set(refused.value.fields) == {"product"}


def test_ask_refuses_a_hidden_product(cast):
    product = product_of(state=State.HIDDEN)
    with pytest.raises(Invalid):
        ask(cast.actor("ada"), product_id=product.id)


@pytest.mark.parametrize("name", ["rae", None, "system"])
def test_ask_is_for_contributors(cast, name):
    actor = {None: VISITOR, "system": SYSTEM}.get(name) or cast.actor(name)
    with pytest.raises(Forbidden):
        ask(actor)
    assert count(Thread) == 0


def test_ask_refuses_bad_words_and_changes_nothing(cast):
    with pytest.raises(Invalid):
        ask(cast.actor("ada"), title="No")
    assert (count(Thread), count(Post), count(Tag)) == (0, 0, 0)


def test_rendered_refuses_what_shows_nothing_or_far_too_much():
    with pytest.raises(Invalid):
        wording.rendered("[](https://example.com/a/very/long/address)")
    with pytest.raises(Invalid) as refused:
        wording.rendered("&" * 50_000)
    assert set(refused.value.fields) == {"body"}


def test_answer_counts_and_moves_the_thread_up(cast):
    thread = ask(cast.actor("ada"), at=DAY_ONE, tags="saas")
    post = answer(cast.actor("ben"), thread, at=LATER)

    assert (thread.answer_count, thread.last_activity_at) == (1, LATER)
    assert (post.kind, post.is_chosen, post.source) == (PostKind.ANSWER, False, ANSWER)
    assert post.html == f"<p>{ANSWER}</p>"


def test_answer_of_an_earlier_time_does_not_move_the_thread_down(cast):
    thread = ask(cast.actor("ada"), at=LATER)
    answer(cast.actor("ben"), thread, at=DAY_ONE)
    assert (thread.answer_count, thread.last_activity_at) == (1, LATER)


def test_asker_may_answer(cast):
    thread = ask(cast.actor("ada"))
    assert answer(cast.actor("ada"), thread).author_id == cast.ada.id


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.DELETED])
def test_answer_needs_a_public_question(cast, state):
    thread = ask(cast.actor("ada"))
    put_in_state(thread, get_question_post(thread), state)
    with pytest.raises(Conflict):
        answer(cast.actor("ada"), thread)


def test_answer_to_a_question_removed_meanwhile_is_refused(cast):
    thread = ask(cast.actor("ada"))
    db.session.execute(
        sa.update(Thread).values(state=State.DELETED),
        execution_options={"synchronize_session": False},
    )
    with pytest.raises(Conflict):
        answer(cast.actor("ben"), thread)


def test_answer_is_for_contributors(cast):
    thread = ask(cast.actor("ada"))
    with pytest.raises(Forbidden):
        answer(cast.actor("rae"), thread)
    assert thread.answer_count == 0


def test_edit_answer_keeps_both_versions(cast):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread, at=DAY_ONE)
    editing.edit_answer(
        cast.actor("ben"),
        post,
        "We paid **120** a seat in the end.",
        version=1,
        at=LATER,
    )

    assert (post.version, post.edited_at, post.editor_id) == (2, LATER, cast.ben.id)
    assert post.html == "<p>We paid <strong>120</strong> a seat in the end.</p>"
    kept = db.session.scalars(sa.select(PostRevision).order_by(PostRevision.version))
    assert [(r.version, r.source, r.author_id, r.written_at) for r in kept] == [
        (1, ANSWER, cast.ben.id, DAY_ONE),
        (2, "We paid **120** a seat in the end.", cast.ben.id, LATER),
    ]


def test_third_version_adds_one_revision(cast):
    post = answer(cast.actor("ben"), ask(cast.actor("ada")))
    for version in (1, 2):
        text = f"This is the text of version {version + 1}."
        editing.edit_answer(cast.actor("ben"), post, text, version=version)
    versions = db.session.scalars(sa.select(PostRevision.version)).all()
    assert sorted(versions) == [1, 2, 3]


def test_edit_of_an_old_version_is_refused(cast):
    post = answer(cast.actor("ben"), ask(cast.actor("ada")))
    editing.edit_answer(
        cast.actor("ben"), post, "The first edit that was made.", version=1
    )
    with pytest.raises(StaleEdit):
        editing.edit_answer(
            cast.actor("ben"), post, "An edit of the old text.", version=1
        )
    assert post.source == "The first edit that was made."
    assert count(PostRevision) == 2


def test_edit_without_a_change_makes_no_version(cast):
    post = answer(cast.actor("ben"), ask(cast.actor("ada")))
    editing.edit_answer(cast.actor("ben"), post, f" {ANSWER}\r\n", version=1)
    assert (post.version, count(PostRevision)) == (1, 0)


def test_edit_is_for_the_author(cast):
    post = answer(cast.actor("ben"), ask(cast.actor("ada")))
    for name in ("ada", "mo", "hana"):
        with pytest.raises(Forbidden):
            editing.edit_answer(
                cast.actor(name), post, "Somebody else's words.", version=1
            )
    assert (post.source, post.version) == (ANSWER, 1)


def test_edit_question_changes_title_slug_tags_and_subject(cast):
    product = product_of()
    thread = ask(cast.actor("ada"), tags="saas renewal")
    new = draft(
        title="Is there room below $130 a seat?",
        tags="renewal seats",
        product_id=product.id,
    )
    editing.edit_question(cast.actor("ada"), thread, new, version=1)

    assert thread.slug == "is-there-room-below-130-a-seat"
    assert (thread.product_id, thread.vendor_id) == (product.id, product.vendor_id)
    assert list_tags_of([thread.id])[thread.id] == ("renewal", "seats")
    counts = dict(db.session.execute(sa.select(Tag.name, Tag.thread_count)).all())
    assert counts == {"saas": 0, "renewal": 1, "seats": 1}
    kept = db.session.scalars(sa.select(PostRevision).order_by(PostRevision.version))
    assert [(r.title, r.tags) for r in kept] == [
        ("Is there room below $140 a seat?", "saas renewal"),
        ("Is there room below $130 a seat?", "renewal seats"),
    ]


def test_edit_question_without_a_change_makes_no_version(cast):
    thread = ask(cast.actor("ada"), tags="saas")
    editing.edit_question(cast.actor("ada"), thread, draft(tags="saas"), version=1)
    assert count(PostRevision) == 0


def test_edit_question_of_an_old_version_is_refused(cast):
    thread = ask(cast.actor("ada"))
    editing.edit_question(cast.actor("ada"), thread, draft(tags="a"), version=1)
    with pytest.raises(StaleEdit):
        editing.edit_question(cast.actor("ada"), thread, draft(tags="b"), version=1)
    assert list_tags_of([thread.id])[thread.id] == ("a",)


def test_edit_of_a_held_question_does_not_count_its_tags(cast):
    thread = ask(cast.actor("ada"))
    put_in_state(thread, get_question_post(thread), State.HELD)
    editing.edit_question(cast.actor("ada"), thread, draft(tags="saas"), version=1)
    assert db.session.scalar(sa.select(Tag.thread_count)) == 0


def test_previews_store_nothing(cast):
    question = asking.preview_question(cast.actor("ada"), draft(tags="saas"))
    reply = asking.preview_answer(cast.actor("ada"), ANSWER)

    assert (question.title, question.tags) == (
        "Is there room below $140 a seat?",
        ("saas",),
    )
    assert "<strong>180 seats</strong>" in question.html
    assert reply == asking.Preview(html=f"<p>{ANSWER}</p>")
    assert (count(Thread), count(Post), count(Tag)) == (0, 0, 0)


def test_previews_are_for_contributors(cast):
    with pytest.raises(Forbidden):
        asking.preview_question(cast.actor("rae"), draft())
    with pytest.raises(Forbidden):
        asking.preview_answer(VISITOR, ANSWER)


def test_live_posts_are_dated_now_and_limited(cast, monkeypatch):
    asked = []

    def note_post(_user_id, *, place, **_rest):
        asked.append(place)

    def note_edit(_user_id, _at):
        asked.append("edit")

    monkeypatch.setattr(asking.limits, "require_may_post", note_post)
    monkeypatch.setattr(asking.limits, "require_may_edit", note_edit)
    thread = asking.ask(cast.actor("ada"), draft())
    post = asking.answer(cast.actor("ben"), thread, ANSWER)
    editing.edit_answer(
        cast.actor("ben"), post, "An answer that was edited.", version=1
    )
    assert asked == [Place.QUESTION, Place.ANSWER, "edit"]
    assert post.created_at > thread.created_at > LATER
