"""The host's page of watched patterns, and what they do to what people write."""

from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.catalog.disclosure import Incentive, Relationship
from community.core import clock
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.visibility import State
from community.reps.models import OfficialText
from community.reps.rules import publishing
from community.reviews.dimensions import Dimension
from community.reviews.drafts import Draft as ReviewDraft
from community.reviews.models import Review
from community.reviews.rules import writing
from community.threads import limits
from community.threads.drafts import Draft
from community.threads.models import Post, Thread
from community.threads.rules import asking, editing
from moderation.models import AuditRow
from moderation.screening import watching
from moderation.screening.models import WatchedPattern
from moderation.screening.patterns import PatternAction
from moderation.screening.watching import Wanted
from tests.threads.conftest import GENEROUS

BLOCK = {
    "words": "arbor",
    "action": "block",
    "replacement": "",
    "told": "Name no vendor here.",
    "version": "1",
}


def rows(app) -> list[str]:
    with app.app_context():
        found = db.session.scalars(sa.select(AuditRow).order_by(AuditRow.number))
        return [f"{one.action}: {one.reason}" for one in found]


def watch(app, cast, words: str, action: PatternAction, by: str = "") -> None:
    with app.app_context(), transaction():
        wanted = Wanted(words, action, by, "Not here, please.")
        watching.watch_for(cast.actor("hana"), wanted)


def test_a_pattern_is_tried_before_it_is_saved_then_changed_and_stopped(
    app, cast, scene
):
    hana = cast.page("hana")
    assert "Nothing is watched for" in hana.get("/host/patterns/").words()

    tried = hana.post("/host/patterns/new", BLOCK)

    assert tried.status == 200
    assert "It fits 1 of the latest 4 public texts." in tried.words()
    assert "more than a fifth" in tried.words()
    assert "<mark>Arbor</mark>" in tried.html
    assert rows(app) == []
    assert hana.post("/host/patterns/new", {**BLOCK, "save": "yes"}).status == 303
    assert "arbor" in hana.get("/host/patterns/").words()
    with app.app_context():
        path = (
            f"/host/patterns/{db.session.scalar(sa.select(WatchedPattern.public_id))}"
        )
    assert hana.get(path).form(having="words")["fields"]["words"] == "arbor"
    replace = {**BLOCK, "action": "replace", "replacement": "[vendor]"}
    assert "<ins>[vendor]</ins>" in hana.post(path, replace).html
    assert hana.post(path, {**replace, "save": "yes"}).status == 303
    stale = hana.post(path, {**replace, "save": "yes", "told": "Another."})
    assert (stale.status, "changed this pattern" in stale.words()) == (409, True)
    assert hana.post(f"{path}/stop").status == 303
    hana.get(path, status=404)
    assert rows(app) == [
        "pattern.add: block: arbor",
        "pattern.change: replace: arbor",
        "pattern.stop: arbor",
    ]


def test_a_pattern_is_tried_on_the_latest_of_all_kinds(app, cast, scene, monkeypatch):
    monkeypatch.setattr(watching, "DRY_RUN", 2)
    with app.app_context(), transaction():
        now = clock.now()
        for kind, days in ((OfficialText, 0), (Review, 1), (Post, 2)):
            db.session.execute(
                sa.update(kind).values(created_at=now - timedelta(days=days))
            )
    with app.app_context():

        def fitted(words: str) -> list[str]:
            tried = watching.dry_run(Wanted(words, PatternAction.HOLD, "", "No."))
            assert tried.looked_at == 2
            return [one.title for one in tried.matches]

        assert fitted("cap") == ["Official reply"]
        assert fitted("extra") == ["Review of Arbor Desk"]
        assert fitted("percent") == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"words": "*a*"}, "3 letters"),
        ({"told": ""}, "what the author of such a text should read"),
        ({"told": "x" * 301}, "longer than 300"),
        ({"action": "replace"}, "Say what stands there instead"),
        ({"action": "replace", "replacement": "x" * 101}, "longer than 100"),
        ({"action": "replace", "replacement": "an Arbor"}, "never come to rest"),
        ({"action": "shout"}, "Not a valid choice"),
        ({"words": ""}, "Say which words"),
    ],
)
def test_what_can_not_be_watched_for_is_said_at_its_field(app, cast, wrong, sentence):
    refused = cast.page("hana").post("/host/patterns/new", {**BLOCK, **wrong})

    assert (refused.status, sentence in refused.words()) == (422, True), refused.words()
    assert rows(app) == []


def test_the_rules_check_what_the_form_does_not(app, cast, monkeypatch):
    long = Wanted("arbor", PatternAction.REPLACE, "x" * 101, "y" * 301)
    good = Wanted("arbor", PatternAction.FLAG, "", "")
    with app.app_context(), transaction():
        with pytest.raises(Invalid) as refused:
            watching.checked(long)
        assert set(refused.value.fields) == {"told", "replacement"}
        for handle in ("mo", "ada"):
            with pytest.raises(Forbidden):
                watching.watch_for(cast.actor(handle), good)
        monkeypatch.setattr(watching, "MOST_PATTERNS", 0)
        with pytest.raises(Conflict, match="stop one first"):
            watching.watch_for(cast.actor("hana"), good)


def test_blocked_words_come_back_and_replaced_ones_are_changed(
    app, cast, scene, monkeypatch
):
    monkeypatch.setattr(limits, "LIMITS", GENEROUS)
    watch(app, cast, "cheapdesk", PatternAction.BLOCK)
    watch(app, cast, "*@arbor.example", PatternAction.REPLACE, "[address]")
    ada = cast.actor("ada")
    ask = Draft(title="Is CheapDesk any good for us?", body="We would like to know it.")
    fine = Draft(
        title="Whom does one ask there?", body="Is sales@arbor.example still right?"
    )
    with app.app_context(), transaction():
        with pytest.raises(Invalid) as refused:
            asking.preview_question(ada, ask)
        told = "Not here, please. It is about “CheapDesk”."
        assert refused.value.fields == {"title": told}
        thread = asking.ask(ada, fine)
        post = asking.answer(ada, thread, "Not sales@arbor.example, ask me instead.")
        editing.edit_answer(
            ada, post, "Still sales@arbor.example, I was told.", version=1
        )
        assert post.source == "Still [address], I was told."
        sources = db.session.scalars(sa.select(Post.source).order_by(Post.id)).all()
        assert "Is [address] still right?" in sources
        stars = dict.fromkeys(Dimension, 4)
        draft = ReviewDraft(
            relationship=Relationship.BUYER,
            incentive=Incentive.NONE,
            ratings=stars,
            good="Ask sales@arbor.example for the price list, we did so.",
            bad="Slow answers from CheapDesk, for the whole of the year.",
        )
        review = db.session.scalars(sa.select(Review)).one()
        with pytest.raises(Invalid) as refused:
            writing.edit_review(ada, review, draft, version=1)
        assert set(refused.value.fields) == {"bad"}
        text = db.session.scalars(sa.select(OfficialText)).one()
        body = "Write to sales@arbor.example, we answer."
        publishing.edit_text(cast.rae.actor, text, body=body, version=1)
        assert text.source == "Write to [address], we answer."


def test_held_and_listed_words_come_to_the_moderators(app, cast, page, scene):
    watch(app, cast, "kickback", PatternAction.HOLD)
    watch(app, cast, "rumour", PatternAction.FLAG)
    ada = cast.actor("ada")
    with app.app_context(), transaction():
        review = db.session.scalars(sa.select(Review)).one()
        good = "There was a kickback, or so the rumour goes among buyers."
        draft = writing.draft_of(review)
        writing.edit_review(ada, review, replaced(draft, good), version=1)
        text = db.session.scalars(sa.select(OfficialText)).one()
        publishing.edit_text(
            cast.rae.actor,
            text,
            body="That rumour and the kickback are not true.",
            version=1,
        )
        assert (review.state, text.state) == (State.HELD, State.HELD)
        thread = db.session.scalars(sa.select(Thread)).one()
        path = f"/questions/{thread.public_id}/{thread.slug}"
        at = f"/reviews/{review.public_id}"
    assert (
        "Why: Not here, please. It is about “kickback”."
        in cast.page("ada").get(at).words()
    )
    page.get(at, status=404)
    assert "It is about “kickback”" in cast.page("rae").get(path).words()
    assert "kickback" not in page.get(path).words()


def replaced(draft: ReviewDraft, good: str) -> ReviewDraft:
    return ReviewDraft(
        relationship=draft.relationship,
        incentive=draft.incentive,
        ratings=draft.ratings,
        good=good,
        bad=draft.bad,
    )
