"""The queue as a list: its filters, its clock, and several cases decided alike."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import User
from community.core import clock
from community.core.db import db, transaction
from community.core.errors import Conflict, NotFound
from community.core.visibility import State
from community.reviews.models import Review
from community.reviews.moderated import ModeratedReviews
from moderation import cases, deciding
from moderation.items import get_item_for, get_moderated
from moderation.kinds import CaseState, Reason
from moderation.models import Action, AuditRow, Case
from moderation.screening.facts import Finding, Rule
from moderation.screening.findings import keep
from moderation.worklist import bulk
from tests.moderation.conftest import case_of, report

WHY = {"reason": "advertising", "facts": "It sells something else.", "rule": ""}


@pytest.fixture
def three(app, cast, scene) -> list[str]:
    """A post that names a person, a review and a reply that advertise."""
    return [
        report(app, cast, "cleo", "post", scene.post),
        report(app, cast, "cleo", "review", scene.review, Reason.ADVERTISING),
        report(app, cast, "ben", "official", scene.official, Reason.ADVERTISING),
    ]


def titles(page) -> list[str]:
    return [
        title
        for title in ("What about renewals?", "Review of Arbor Desk", "Official reply")
        if title in page.words()
    ]


def test_the_queue_is_filtered(app, cast, scene, three):
    mo = cast.page("mo")
    post, review, official = (
        "What about renewals?",
        "Review of Arbor Desk",
        "Official reply",
    )
    with app.app_context(), transaction():
        item = get_item_for(cast.actor("mo"), "official", scene.official)
        keep(item, [Finding(Rule.PACE, "Fast.", 1.0, Reason.ADVERTISING)])
    mo.post(f"/moderation/cases/{three[0]}/claim")
    for address, shown in (
        ("", [post, review, official]),
        ("?kind=review", [review]),
        ("?reason=advertising&kind=", [review, official]),
        ("?rule=pace", [official]),
        ("?show=mine", [post]),
        ("?show=overdue", []),
        ("?show=decided", []),
        ("?vendor=arbor&product=arbor-desk", [post, review]),
        ("?vendor=birch", []),
    ):
        assert titles(mo.get(f"/moderation/{address}")) == shown, address
    for wrong in ("?kind=deal", "?show=all", "?rule=x", "?reason=x", "?after=x&q=1"):
        mo.get(f"/moderation/{wrong}", status=400)
    mo.get(f"/moderation/?vendor={'x' * 101}", status=400)
    words = mo.get("/moderation/").words()
    assert (
        "1 flag · Many texts in a short time · score 2.0" in words
        or "1 flag · Many texts" in words
    )
    assert "3 h left" in words
    assert "mo, 15 min" in words
    with time_machine.travel(clock.now() + timedelta(hours=5)):
        words = mo.get("/moderation/?show=overdue").words()
        assert "1 h overdue" in words or "59 min overdue" in words
        assert titles(mo.get("/moderation/?show=overdue")) == [post]
    similar = mo.get(f"/moderation/cases/{three[1]}").words()
    assert "Similar cases Official text" in similar
    with app.app_context(), transaction():
        ben = sa.update(Case).where(Case.public_id == three[0])
        db.session.execute(ben.values(author_id=cast.ben.id))
    related = mo.get(f"/moderation/cases/{three[1]}").words()
    assert "ben is of the same organisation, and 1 case is about" in related


def test_what_is_no_kind_is_not_found(app, context):
    with pytest.raises(NotFound, match="no such thing"):
        get_moderated("deal")


def ticked(app, ids: list[str]) -> list[str]:
    with app.app_context():
        rows = db.session.execute(
            sa.select(Case.public_id, Case.version).where(Case.public_id.in_(ids))
        )
        versions = dict(rows.all())
    return [f"{one}:{versions[one]}" for one in ids]


def actions(app) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(sa.select(AuditRow.action).order_by(AuditRow.number))
        return list(rows)


def test_several_cases_are_tried_and_then_decided_each_by_itself(app, cast, three):
    mo, mia = cast.page("mo"), cast.page("mia")
    mia.post(f"/moderation/cases/{three[2]}/claim")
    chosen = ticked(app, three)

    first = mo.post("/moderation/several/", {"case": chosen})
    assert first.status == 200
    assert "mia holds this case for 15 more minutes." in first.words()
    tried = mo.post(
        "/moderation/several/",
        {"case": chosen, "step": "try", "verdict": "hide", **WHY},
    )

    assert tried.status == 200
    assert tried.words().count("Would be Hidden from everybody but its author") == 2
    assert actions(app) == []
    form = {
        **tried.form(having="facts")["fields"],
        "case": chosen[:2],
        "verdict": "hide",
    }
    done = mo.post("/moderation/several/", {**form, **WHY, "step": "decide"})
    assert (done.status, done.location) == (303, "/moderation/")
    assert "Decided: 2 of 2." in mo.get("/moderation/").words()
    assert actions(app) == ["case.hidden", "case.hidden"]
    again = mo.post("/moderation/several/", {**form, **WHY, "step": "decide"})
    assert again.location == "/moderation/"
    assert actions(app) == ["case.hidden", "case.hidden"]
    late = {
        "case": chosen,
        "verdict": "approve",
        "reason": "",
        "facts": "All is well.",
        "rule": "",
    }
    assert mo.post("/moderation/several/", {**late, "step": "decide"}).status == 303
    words = mo.get("/moderation/").words()
    assert "Decided: 0 of 3." in words
    assert "mo was faster. Hidden from everybody but its author" in words
    assert mo.get("/moderation/several/", status=303).location == "/moderation/"


def test_who_goes_through_a_part_of_the_queue_stays_in_it(cast, three):
    mo = cast.page("mo")
    post, review, _ = three
    kept = "?kind=review"
    case = f"/moderation/cases/{review}{kept}"
    assert f"/moderation/next{kept}" in mo.get(f"/moderation/{kept}").links
    assert mo.get(f"/moderation/next{kept}", status=303).location == case
    page = mo.get(case)
    assert f"/moderation/{kept}" in page.links
    base = f"/moderation/cases/{review}"
    assert mo.send(page, action=f"{base}/claim", status=303).location == case
    said = {"verdict": "approve", "facts": "All is well here."}
    decided = mo.send(mo.get(case), said, action=f"{base}/decide", status=303)
    assert decided.location == case
    following = f"/moderation/next{kept}&after={review}"
    assert following in mo.get(case).links
    assert mo.get(following, status=303).location == f"/moderation/{kept}"
    mo.get(f"/moderation/cases/{post}?kind=deal", status=400)
    mo.get("/moderation/next?x=1", status=400)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({}, "Choose one case at least."),
        (
            {"case": ["x:1", *[f"y{n}:1" for n in range(60)]]},
            "Choose 50 cases at most.",
        ),
        ({"case": ["x:one"]}, "Choose the cases in the queue."),
        ({"case": ["x:1"], "step": "try", "facts": ""}, "Say what you found."),
        (
            {
                "case": ["x:1"],
                "step": "decide",
                "verdict": "hide",
                "reason": "",
                "facts": "It is so.",
            },
            "Choose the reason",
        ),
    ],
)
def test_what_can_not_be_decided_alike_is_said(cast, data, sentence):
    refused = cast.page("mo").post("/moderation/several/", data)

    assert (refused.status, sentence in refused.words()) == (422, True), refused.words()


def test_whoever_has_a_part_in_one_of_several_leaves_a_row(app, cast, scene, three):
    own = report(app, cast, "mo", "post", scene.whisper)
    with app.app_context(), transaction():
        mine = sa.update(User).where(User.id == cast.mo.id)
        db.session.execute(mine.values(organisation_id=cast.ada.organisation_id))
    sent = {"case": ticked(app, [*three, own]), "verdict": "hide", **WHY}
    mo = cast.page("mo")

    mo.post("/moderation/several/", {**sent, "step": "try"})
    assert actions(app) == []
    assert mo.post("/moderation/several/", {**sent, "step": "decide"}).status == 303

    # The alias's text is a colleague's, which no row may tell.
    assert sorted(actions(app)) == [
        *["case.decide.refused", "case.decide.refused", "case.hidden"]
    ]


def test_what_stands_in_the_way_is_said_of_each(app, cast, scene, three, monkeypatch):
    from_vendor = report(app, cast, "rae", "post", scene.whisper)
    with app.app_context(), transaction():
        own = sa.update(User).where(User.id == cast.mo.id)
        db.session.execute(own.values(organisation_id=cast.ada.organisation_id))
    with app.app_context(), transaction():
        everything = {
            one.public_id: one.version for one in db.session.scalars(sa.select(Case))
        }
        mo = cast.actor("mo")
        told = {
            one.case.public_id: (one.becomes, one.obstacle)
            for one in bulk.preview(mo, everything, bulk.Verdict.HIDE)
        }
        for one in (
            three[0],
            from_vendor,
        ):  # the second stands under a colleague's alias
            assert told[one][1].startswith("You have a part in it, or")
        db.session.execute(own.values(organisation_id=None))
        db.session.expire_all()
        told = {
            one.case.public_id: (one.becomes, one.obstacle)
            for one in bulk.preview(mo, everything, bulk.Verdict.HIDE)
        }
        assert told[from_vendor] == ("Proposed, a second moderator decides", "")
        db.session.execute(
            sa.update(Case)
            .where(Case.public_id == from_vendor)
            .values(proposed_by_id=cast.mo.id)
        )
        only = {from_vendor: everything[from_vendor]}
        db.session.execute(sa.text("UPDATE official_text SET state = 'hidden'"))
        db.session.expire_all()
        told = {
            one.case.public_id: one.obstacle
            for one in bulk.preview(mo, everything, bulk.Verdict.HIDE)
        }
        assert told[from_vendor] == deciding.TAKES_TWO
        second = cast.actor("mia")
        assert [
            one.becomes for one in bulk.preview(second, only, bulk.Verdict.HIDE)
        ] == ["Hidden from everybody but its author"]
        (approval,) = bulk.preview(mo, only, bulk.Verdict.APPROVE)
        assert (approval.becomes, approval.obstacle) == (
            "Approved, flags dismissed",
            "",
        )
        (hidden,) = bulk.preview(
            mo, {three[2]: everything[three[2]]}, bulk.Verdict.APPROVE
        )
        assert hidden.obstacle == "That can’t be decided about it as it is now."

        def faster(*_args):
            raise Conflict("mia was faster.")

        monkeypatch.setattr(cases, "claim", faster)
        wanted = bulk.Wanted(bulk.Verdict.APPROVE, None, "All is well.", "")
        db.session.execute(sa.update(Case).values(proposed_by_id=None))
        db.session.expire_all()
        (left,) = bulk.decide_all(mo, only, wanted)
        assert left.obstacle == "mia was faster."
        assert db.session.scalar(sa.select(sa.func.count(Action.id))) == 0


def test_a_case_whose_room_refuses_stays_as_it_was(app, cast, three, monkeypatch):
    mo, hide = cast.page("mo"), ModeratedReviews.hide
    chosen = [*ticked(app, three[:2]), "nothing:1"]

    def refuse(self, actor, object_id, reason):
        hide(self, actor, object_id, reason)
        raise Conflict("Its author took it away meanwhile.")

    monkeypatch.setattr(ModeratedReviews, "hide", refuse)
    form = {"case": chosen, "step": "decide", "verdict": "hide", **WHY}
    mo.post("/moderation/several/", form, status=303)
    words = mo.get("/moderation/").words()
    assert "Decided: 1 of 3." in words
    assert "Review of Arbor Desk: Its author took it away meanwhile." in words
    assert actions(app) == ["case.hidden"]
    with app.app_context():
        states = [case_of(one).state for one in three[:2]]
        assert states == [CaseState.DECIDED, CaseState.OPEN]
        assert case_of(three[1]).claimed_by_id is None
        assert db.session.scalars(sa.select(Review.state)).one() is State.PUBLIC
