"""Questions that stand in the wrong place: moved, merged, split; undone, and told."""

import pytest
import sqlalchemy as sa

from community.catalog.models import Product
from community.core.db import db, transaction
from community.core.errors import Conflict
from community.core.visibility import State
from community.threads.drafts import Draft
from community.threads.models import Post, Thread
from community.threads.queries import get_question_post
from community.threads.rules import asking, rearranging
from tests.moderating import moderate
from tests.moderation.conftest import mails
from tests.reps.conftest import LONG_AGO

TITLE = "What do renewals cost at Arbor?"


@pytest.fixture
def other(app, cast) -> str:
    """Return the public id of a question's first post, with one answer, about nothing."""
    with app.app_context(), transaction():
        draft = Draft(title=TITLE, body="Twelve percent was asked of us, as it seems.")
        thread = asking.ask(cast.actor("cleo"), draft, at=LONG_AGO)
        answer = asking.answer(
            cast.actor("ben"), thread, "Ten percent for us, no more.", at=LONG_AGO
        )
        thread.accepted_post_id, answer.place = answer.id, 1
        thread.accepted_as = "asker"
        return get_question_post(thread).public_id


def undo(browser, case: str, status: int = 303):
    path = browser.get(case).form(having="reason")["action"]
    return browser.post(path, {"reason": "I was too fast."}, status=status)


def at(page, post: str) -> str:
    return page.get(f"/questions/posts/{post}", status=302).location.partition("#")[0]


def wrong(browser, post: str, verdict: str, target: str) -> str:
    """Return what is said to a target that is none."""
    case = browser.post(f"/moderation/open/post/{post}").location
    answers = {"verdict": verdict, "reason": "wrong-product", "facts": "It is there."}
    answers["target"] = target
    page = browser.get(case)
    return browser.send(page, answers, action=f"{case}/decide", status=422).words()


def test_a_question_is_moved_to_where_it_belongs(app, cast, page, scene, other):
    mo = cast.page("mo")
    for target in ("/prices/nobody/", "/prices/market/", "hello"):
        assert "Paste the address" in wrong(mo, other, "move", target)
    assert "There it stands already" in wrong(mo, other, "move", "")

    case = moderate(mo, "post", other, "move", target="/prices/arbor/arbor-desk/")

    assert TITLE in page.get("/prices/arbor/arbor-desk/questions").words()
    assert "It stands at another product" in mails(app)[-1][2]
    assert "Moved to where it belongs" in page.get("/log?action=moved").words()
    undo(mo, case)
    assert TITLE not in page.get("/prices/arbor/arbor-desk/questions").words()
    moderate(mo, "post", other, "move", target="http://127.0.0.1:8000/prices/arbor/")
    with app.app_context():
        thread = db.session.scalars(
            sa.select(Thread).where(Thread.title == TITLE)
        ).one()
        product = db.session.scalars(sa.select(Product)).one()
        assert (thread.product_id, thread.vendor_id) == (None, product.vendor_id)


def test_a_question_is_merged_and_its_address_leads_on(app, cast, page, scene, other):
    mo = cast.page("mo")
    first, second = at(page, scene.post), at(page, other)
    assert "A vendor has replied here" in wrong(mo, scene.post, "merge", second)
    assert "There is no such question" in wrong(mo, other, "merge", "/questions/x")

    case = moderate(mo, "post", other, "merge", target=first)

    assert page.get(second, status=302).location == first
    merged = page.get(first).words()
    assert "2 answers" in merged
    assert "Ten percent for us, no more." in merged
    undo(mo, case)
    assert "Ten percent for us, no more." in page.get(second).words()
    assert "1 answer" in page.get(first).words()
    assert "Ten percent for us, no more." not in page.get(first).words()
    case = moderate(mo, "post", other, "merge", target=first)
    mo.post(f"/questions/{second.split('/')[2]}/reopen", status=303)
    undo(mo, case, status=409)
    assert "0 answers" in page.get(second).words()


def test_an_answer_becomes_a_question_with_links_both_ways(app, cast, page, scene):
    mo = cast.page("mo")
    first = at(page, scene.post)
    with app.app_context(), transaction():
        thread = db.session.scalars(sa.select(Thread)).one()
        along = asking.answer(
            cast.actor("ben"), thread, "Nine percent here, for us too.", at=LONG_AGO
        ).public_id
    assert "15 characters" in wrong(mo, scene.whisper, "split", "Short")
    assert "no other answer" in wrong(mo, scene.whisper, "split", f"{TITLE}\nnothing")
    with app.app_context():
        post = db.session.scalars(
            sa.select(Post).where(Post.public_id == scene.whisper)
        ).one()
        post.state = State.DELETED
        with pytest.raises(Conflict, match="taken away"):
            rearranging.split(cast.mo.actor, thread, post, TITLE, "It is another one.")

    target = f"{TITLE}\n{first}#post-{along}\n\n"
    case = moderate(mo, "post", scene.whisper, "split", target=target)

    made = at(page, scene.whisper)
    assert made != first
    words = page.get(made).words()
    assert "This was split from: What about renewals?" in words
    assert "Nine percent here, for us too." in words
    assert "1 answer" in words
    assert f"Split off: {TITLE}" in page.get(first).words()
    assert "Nine percent here" not in page.get(first).words()
    undo(mo, case)
    page.get(made, status=404)
    assert "Nine percent here, for us too." in page.get(first).words()
    assert "2 answers" in page.get(first).words()
    case = moderate(mo, "post", scene.whisper, "split", target=TITLE)
    with app.app_context(), transaction():
        own = sa.select(Post.thread_id).where(Post.public_id == scene.whisper)
        forget = sa.update(Thread).where(Thread.id == own.scalar_subquery())
        db.session.execute(forget.values(split_from_id=None))
    undo(mo, case, status=409)
