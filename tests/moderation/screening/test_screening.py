"""Screening through the site: what is held, what its author reads, what moderators see."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import ANY

import pytest
import sqlalchemy as sa

from community.accounts.affiliations import work_domain
from community.accounts.models import User
from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job
from community.core.visibility import State
from community.core.worker import run_due
from community.notifications.kinds import Followed
from community.notifications.rules.following import follow
from community.notifications.targets import get_target_for
from community.reps.models import OfficialText
from community.reviews.models import HelpfulVote, Review
from community.threads import limits
from community.threads.drafts import Draft
from community.threads.models import Post, Thread, Vote
from community.threads.paths import thread_path
from community.threads.rules import asking, editing
from moderation.flagging import SCREEN_JOB
from moderation.models import Case
from moderation.screening import gathering
from moderation.screening.facts import RULE_LABELS, Rule
from moderation.screening.findings import Holds
from moderation.screening.likeness import BANDS
from moderation.screening.models import ScreeningFinding, TextBand
from moderation.screening.screen import screen
from moderation.screening.thresholds import THRESHOLDS
from moderation.screening.voting import look_at_votes
from tests.moderation.conftest import mails, report
from tests.notifications.made import inbox
from tests.reps.conftest import LONG_AGO
from tests.threads.conftest import GENEROUS

LINK = "Look at https://cheapdesk.example/offer, they gave us forty percent."
LONG = " ".join(f"word{number}" for number in range(40))


@pytest.fixture
def newcomer(app, cast):
    """Cleo's work address is not verified any more: her account is new again."""
    with app.app_context(), transaction():
        row = sa.update(User).where(User.id == cast.cleo.id)
        db.session.execute(row.values(organisation_id=None, email="cleo@arbor.example"))
    return cast.page("cleo")


def found(app) -> list[tuple[str, str]]:
    with app.app_context():
        rows = db.session.scalars(
            sa.select(ScreeningFinding).order_by(ScreeningFinding.id)
        )
        return [(one.rule.value, one.sentence) for one in rows]


def ask(app, cast, body: str, *, anonymous: bool = False) -> str:
    """Have Cleo ask at this moment; return the address of her question."""
    with app.app_context(), transaction():
        title = f"Who else would like a discount, {len(body)} times?"
        draft = Draft(title=title, body=body)
        thread = asking.ask(cast.actor("cleo"), draft, anonymous=anonymous)
        return thread_path(thread.public_id, thread.slug)


@pytest.mark.parametrize("anonymous", [False, True])
def test_the_first_post_of_a_new_account_waits_with_a_reason_and_a_time(
    app, cast, page, newcomer, anonymous
):
    with app.app_context(), transaction():
        ben = cast.actor("ben")
        follow(ben, get_target_for(ben, Followed.PERSON, "cleo"))
    path = ask(app, cast, LINK, anonymous=anonymous)

    page.get(path, status=404)
    told = newcomer.get(path).words()
    assert "Nobody but you and moderators sees this at the moment." in told
    assert "Why: Leads to cheapdesk.example; its author" in told
    assert ("is new here" in told) == anonymous
    with app.app_context():
        case = db.session.scalars(sa.select(Case)).one()
        assert f"by {case.due_at:%-d %b, %H:%M} UTC" in told
        assert (case.by_vendor_only, case.flag_count, case.rule) == (False, 0, "link")
        assert case.author_id == (None if anonymous else cast.cleo.id)
        desk = f"/moderation/cases/{case.public_id}"
    mo = cast.page("mo")
    assert "Rule: Link from a new account" in mo.get(desk).words()
    assert "cleo" not in mo.get(desk).words() or not anonymous
    letters = [text for _, _, text in mails(app)]
    assert anonymous == (letters == [])
    assert all("a rule that looks at every new text" in one for one in letters)
    mo.post(f"{desk}/claim")
    version = mo.get(desk).form(having="facts")["fields"]["version"]
    approve = {"verdict": "approve", "reason": "", "facts": "A fair question."}
    assert mo.post(f"{desk}/decide", {**approve, "version": version}).status == 303
    assert "discount" in page.get(path).words()
    # Its followers hear of it now, as of any question.
    run_due(app)
    assert ("cleo asked" in inbox(cast, "ben")) == (not anonymous)


def test_what_was_decided_is_not_found_again_and_the_next_only_comes_to_the_queue(
    app, cast, page, newcomer, monkeypatch
):
    monkeypatch.setattr(limits, "LIMITS", GENEROUS)
    ask(app, cast, LINK)
    with app.app_context(), transaction():
        db.session.execute(sa.update(Post).values(state=State.PUBLIC))
        db.session.execute(sa.update(Thread).values(state=State.PUBLIC))
        db.session.execute(sa.text("UPDATE moderation_case SET state = 'decided'"))
        thread = db.session.scalars(sa.select(Thread)).one()
        draft = Draft(title=thread.title, body=f"{LINK} Really.")
        editing.edit_question(cast.actor("cleo"), thread, draft, version=1)
    assert found(app) == [("link", ANY)]

    path = ask(app, cast, "Write to sales@cheapdesk.example, they answer in a day.")

    assert page.get(path).words()
    assert found(app) == [("link", ANY), ("contact", ANY)]


def test_what_reads_like_advertising_is_listed_with_its_words(app, cast, page):
    with app.app_context(), transaction():
        db.session.execute(sa.update(User).values(created_at=LONG_AGO))
    path = ask(app, cast, "Buy cheap watches online, best price, free shipping!!!")

    assert page.get(path).words()
    ((rule, sentence),) = found(app)
    assert rule == "advertising"
    assert "“cheap”" in sentence or "doubled marks" in sentence


def test_texts_alike_and_the_vendors_people_are_seen_later(app, cast, scene, newcomer):
    with app.app_context(), transaction():
        db.session.execute(sa.update(Post).values(source=LONG))
        rows = db.session.execute(
            sa.select(Post.id, Post.public_id).order_by(Post.id)
        ).all()
        db.session.execute(
            sa.update(Post).where(Post.id == rows[0].id).values(author_id=cast.cleo.id)
        )
        db.session.execute(
            sa.update(User)
            .where(User.id == cast.rae.id)
            .values(
                organisation_id=sa.select(User.organisation_id)
                .where(User.id == cast.ada.id)
                .scalar_subquery()
            )
        )
        for post_id, _ in [*rows, *rows]:
            screen("post", post_id)
        review = db.session.scalar(sa.select(Review.id))
        official = db.session.scalar(sa.select(OfficialText.id))
        screen("review", review)
        screen("official", official)
        bands = db.session.scalar(sa.select(sa.func.count()).select_from(TextBand))
    rules = [one for one, _ in found(app)]
    told = " ".join(sentence for _, sentence in found(app))

    assert sorted(set(rules)) == ["organisation", "repeated", "team"]
    assert rules.count("repeated") == 2
    assert "Its author gets mail at arbor.example" in told
    assert bands == 3 * BANDS
    with app.app_context():
        case = db.session.scalars(
            sa.select(Case).where(Case.object_id == rows[1].id, Case.kind == "post")
        ).one()
        path = f"/moderation/cases/{case.public_id}"
    page = cast.page("mo").get(path)
    assert f"/questions/posts/{rows[0].public_id}" in page.html


def test_a_burst_of_new_accounts_about_one_vendor_is_seen(
    app, cast, scene, monkeypatch
):
    monkeypatch.setattr(gathering, "new_authors_about", lambda _vendor, _now: 4)
    with app.app_context(), transaction():
        screen("review", db.session.scalar(sa.select(Review.id)))

    assert [one for one, _ in found(app)] == ["burst"]


def test_authors_about_a_vendor_are_counted_once(app, cast, scene):
    with app.app_context(), transaction():
        now = clock.now()
        db.session.execute(sa.update(Review).values(created_at=now))
        db.session.execute(sa.update(Post).values(created_at=now))
        db.session.execute(sa.update(Thread).values(last_activity_at=now))
        vendor = db.session.scalar(sa.select(Thread.vendor_id))
        assert gathering.new_authors_about(vendor, now) == 1
        later = now + timedelta(days=2)
        assert gathering.new_authors_about(vendor, later) == 0
        assert work_domain(cast.ada.id) == "northwind.example"
        db.session.execute(
            sa.update(User).where(User.id == cast.ada.id).values(email="ada@gmail.com")
        )
        assert work_domain(cast.ada.id) == ""
        assert not gathering.share_organisation(cast.ada.id, {cast.mo.id})
        assert not gathering.share_organisation(cast.mo.id, {cast.ada.id})


def test_votes_from_few_hands_come_to_the_queue_once(app, cast, scene, monkeypatch):
    with app.app_context(), transaction():
        post = db.session.scalar(sa.select(Post.id).where(Post.public_id == scene.post))
        review = db.session.scalar(sa.select(Review.id))
        db.session.add(Vote(post_id=post, user_id=cast.ben.id))
        db.session.add(HelpfulVote(review_id=review, user_id=cast.ben.id))
    with app.app_context(), transaction():
        look_at_votes()
    assert found(app) == []
    monkeypatch.setattr(
        "moderation.screening.ballots.THRESHOLDS", replace(THRESHOLDS, votes_least=1)
    )
    for _ in range(2):
        with app.app_context(), transaction():
            look_at_votes()

    assert [one for one, _ in found(app)] == ["votes", "votes"]
    assert "ben gave 1 of the 1 votes" in found(app)[0][1]


def test_what_people_reported_is_compared_too_and_four_eyes_stay(app, cast, scene):
    report(app, cast, "rae", "post", scene.post)
    with app.app_context(), transaction():
        case = db.session.scalars(sa.select(Case)).one()
        assert case.by_vendor_only
        rule = sa.select(Job.args).where(Job.kind == SCREEN_JOB)
        assert db.session.scalar(rule) == {"what": "post", "object_id": case.object_id}


def test_what_no_case_holds_has_no_sentence(app, context):
    assert Holds().sentence_of("post", 1) == ""


def test_every_rule_has_a_name():
    assert set(RULE_LABELS) == set(Rule)
