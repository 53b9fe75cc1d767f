"""What can be decided besides hiding: redact, remove, restore, lock; undone, and logged."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.errors import Forbidden
from community.core.jobs import Job
from community.threads.models import Post, PostRevision, Thread
from community.threads.rules import locking
from moderation import deciding
from moderation.models import Action
from moderation.telling import forget_kept
from tests.moderating import moderate
from tests.moderation.conftest import mails, report

CLEAN = "of Arbor told us 12 percent. What did you get?"


def undo(browser, case: str, **status):
    path = browser.get(case).form(having="reason")["action"]
    return browser.post(path, {"reason": "I was too fast."}, **status)


def kinds(app) -> list[str]:
    with app.app_context():
        return [
            str(one)
            for one in db.session.scalars(sa.select(Action.kind).order_by(Action.id))
        ]


def sources(app) -> list[str]:
    with app.app_context():
        return list(
            db.session.scalars(
                sa.select(PostRevision.source).order_by(PostRevision.version)
            )
        )


@pytest.mark.parametrize("kind", ["post", "review", "official"])
def test_what_is_removed_is_gone_for_its_author_but_for_the_statement(
    app, cast, page, scene, kind
):
    mo, ada = cast.page("mo"), cast.page("rae" if kind == "official" else "ada")
    path = {"post": "/questions/posts", "review": "/reviews", "official": "/official"}
    path = f"{path[kind]}/{scene.of(kind)}"
    said = {"post": "Jane Doe", "review": "Single sign-on", "official": "5 %"}[kind]

    case = moderate(mo, kind, scene.of(kind), "remove")

    page.get(path, status=404)
    own = ada.get(path, status=200 if kind == "review" else 302)
    words = own.words() if kind == "review" else ada.follow(own).words()
    assert said not in words
    assert ada.post(f"{path}/restore").status in {303, 409}
    assert ada.post(f"{path}/remove").status in {303, 409}
    page.get(path, status=404)
    letter = mails(app)[-1][2]
    statement = letter[letter.index("/statements/") :].strip()
    assert said in ada.get(statement).words()
    assert "Nobody sees it any more" in letter
    assert "Removed, for its author too" in page.get("/log?action=removed").words()

    undo(mo, case, status=303)
    assert page.get(path, status=200 if kind == "review" else 302)
    moderate(mo, kind, scene.of(kind), "remove")
    case = moderate(mo, kind, scene.of(kind), "remove")
    undo(mo, case, status=303)
    page.get(path, status=404)


def test_what_was_hidden_is_restored_with_reasons_and_that_can_be_undone(
    app, cast, page, scene
):
    mo, mia = cast.page("mo"), cast.page("mia")
    path = f"/reviews/{scene.review}"
    moderate(mo, "review", scene.review, "hide")
    moderate(mo, "review", scene.review, "remove")
    assert (
        "Restore it"
        in mia.get(mia.post(f"/moderation/open/review/{scene.review}").location).words()
    )

    case = moderate(mia, "review", scene.review, "restore", facts="It names nobody.")

    page.get(path)
    assert "does not stand any more" in mails(app)[-1][1]
    assert "It names nobody." in mails(app)[-1][2]
    undo(mo, case, status=303)
    page.get(path, status=404)
    assert "removed by a moderator" in cast.page("ada").get(path).words()
    again = mia.post(f"/moderation/open/review/{scene.review}")
    refused = mia.send(
        mia.get(again.location),
        {"verdict": "approve", "reason": "", "facts": "It is fine so."},
        action=f"{again.location}/decide",
        status=422,
    )
    assert "as it is now" in refused.words()
    assert kinds(app) == ["hidden", "removed", "restored", "undone"]


def test_a_locked_question_takes_no_answers_and_says_so(app, cast, page, scene):
    mo, ben = cast.page("mo"), cast.page("ben")
    thread = page.get(f"/questions/posts/{scene.post}", status=302).location
    thread = thread.partition("#")[0]
    form = ben.get(thread)

    case = moderate(mo, "post", scene.post, "lock")

    assert "A moderator locked this question" in page.get(thread).words()
    assert "nobody adds an answer" in mails(app)[-1][2]
    refused = ben.send(
        form,
        {"body": "We got eight percent off.", "check": "as-is"},
        having="body",
        status=409,
    )
    assert "it takes no more answers" in refused.words()
    undo(mo, case, status=303)
    assert "locked this question" not in page.get(thread).words()
    moderate(mo, "post", scene.post, "lock")
    case = moderate(mo, "post", scene.post, "unlock", facts="It has cooled down.")
    assert "locked this question" not in page.get(thread).words()
    undo(mo, case, status=303)
    assert "locked this question" in page.get(thread).words()
    with app.app_context():
        question = db.session.scalars(
            sa.select(Post).where(Post.public_id == scene.post)
        ).one()
        owner = db.session.get_one(Thread, question.thread_id)
        with pytest.raises(Forbidden):
            locking.lock(cast.actor("hana"), owner, question, "Because it is.")
        since = owner.locked_at
        locking.lock(cast.actor("mo"), owner, question, "Because it is.")
        assert owner.locked_at == since


def test_words_are_taken_out_and_put_back_within_ten_minutes(app, cast, page, scene):
    mo = cast.page("mo")
    opened = mo.post(f"/moderation/open/post/{scene.post}").location
    shown = mo.get(opened)
    answers = {"verdict": "redact", "reason": "identifies-person", "facts": "A name."}
    for words, told in (
        ("Jane Doe of Arbor told us lies.", "put none in"),
        ("", "Nothing would be left"),
        ("Jane Doe of Arbor told us 12 percent. What did you get?", "Take words out"),
    ):
        refused = mo.send(
            shown, {**answers, "words": words}, action=f"{opened}/decide", status=422
        )
        assert told in refused.words(), told

    case = moderate(
        mo,
        "post",
        scene.post,
        "redact",
        words=f"[name removed] {CLEAN}",
        heading="What?",
    )

    thread = page.follow(page.get(f"/questions/posts/{scene.post}", status=302))
    assert f"[name removed] {CLEAN}" in thread.words()
    assert "Jane" not in thread.words()
    history = page.get(f"/questions/posts/{scene.post}/history").words()
    assert "Taken out by a moderator" in history
    assert "Jane" not in history
    assert "without the words that were taken out" in mails(app)[-1][2]

    undo(mo, case, status=303)

    assert "Jane Doe" in page.get(f"/questions/posts/{scene.post}/history").words()
    assert len(sources(app)) == 3


def test_an_answer_is_redacted_and_what_was_taken_out_goes_for_good(
    app, cast, page, scene
):
    mo, ada = cast.page("mo"), cast.page("ada")
    case = moderate(mo, "post", scene.whisper, "redact", words="We got percent.")
    assert "nine" not in page.get(f"/questions/posts/{scene.whisper}/history").words()
    edit = f"/questions/posts/{scene.whisper}/edit"
    words = {"body": "We got some percent off.", "check": "as-is"}
    ada.send(ada.get(edit), words, having="body", status=303)

    assert undo(mo, case).status == 409

    with app.app_context(), transaction():
        job = db.session.scalars(
            sa.select(Job).where(Job.kind == deciding.FORGET_JOB)
        ).one()
        assert db.session.scalars(sa.select(Action.kept)).one() is not None
        forget_kept(**job.args)
    with app.app_context():
        assert db.session.scalars(sa.select(Action.kept)).one() is None
    # Only the history is left to clean: nothing of the text is taken out.
    moderate(mo, "post", scene.whisper, "redact", words="We got some percent off.")
    assert sources(app) == ["", "", "We got some percent off."]
    case = moderate(mo, "post", scene.whisper, "redact", words="We got some off.")
    undo(mo, case, status=303)
    assert sources(app)[3:] == ["We got some off.", "We got some percent off."]
    case = moderate(
        mo, "post", scene.whisper, "redact", words="We got some percent off."
    )
    undo(mo, case, status=303)
    assert sources(app)[3] == "We got some off."


def test_what_a_vendor_flagged_takes_four_eyes_without_a_flag_too(app, cast, scene):
    report(app, cast, "rae", "review", scene.review)

    for who in ("mo", "mia"):
        moderate(cast.page(who), "review", scene.review, "remove")

    assert kinds(app) == ["proposed", "removed"]


def test_an_archives_html_is_not_redacted(app, cast, scene):
    with app.app_context(), transaction():
        db.session.execute(sa.update(Post).values(source_format="html"))
    mo = cast.page("mo")

    case = mo.post(f"/moderation/open/post/{scene.post}").location

    assert "Redact and approve" not in mo.get(case).words()
    mia = cast.page("mia")
    assert mia.post(f"/moderation/open/post/{scene.post}").location == case
    assert "mo holds this case" in mia.get(case).words()
    mo.post("/moderation/open/nothing/x", status=404)
