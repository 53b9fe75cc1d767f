"""Appeals: who may, until when, to whom, and what overturning does."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.core.errors import Conflict
from moderation import scoring
from moderation.actions import Grounds
from moderation.appeals import filing, judging
from moderation.appeals.queries import Rate, overturn_rate
from moderation.items import get_item_for, item_of
from moderation.kinds import ActionKind, Reason
from moderation.models import Action, Case
from tests.moderation.appealing import (
    APPROVE,
    HIDE,
    OVERTURN,
    UPHOLD,
    WHY,
    appealed,
    audited,
    decided,
    judged,
    log,
    missing_in,
    outcomes,
)
from tests.moderation.conftest import mails, report


def test_a_statement_leads_to_one_appeal_with_a_receipt(app, cast, scene):
    path = decided(app, cast, scene.post, HIDE)
    ada, statement = cast.page("ada"), mails(app)[0][2]
    until = (clock.now() + timedelta(days=184)).strftime("%-d %B %Y")
    assert f"http://127.0.0.1:8000{path}" in statement
    assert f"until {until}, without cost" in statement
    mine = path.replace("decisions", "statements").removesuffix("/appeal")
    assert f'href="{path}"' in ada.get(mine).html
    assert f'href="{path}"' not in cast.page("mo").get(mine).html
    assert HIDE["facts"] in ada.get(path).words()
    assert ada.post(path, {"text": "No."}).status == 422

    desk = appealed(cast, path)

    (to, subject, receipt) = mails(app)[1]
    assert (to, subject) == (cast.ada.email, "We have your appeal at Fairquote")
    assert desk.removeprefix("/moderation") in receipt
    again = ada.post(path, {"text": "I say it again: it is a company."})
    assert again.status == 409
    assert "once is what there is" in again.words()
    assert "See your appeal" in ada.get(path).words()
    assert "See your appeal" in ada.get(mine).words()


@pytest.mark.parametrize("kind", ["post", "review", "official"])
def test_what_is_restricted_says_so_to_its_author_where_it_stands(
    app, cast, scene, kind
):
    author = cast.page("rae" if kind == "official" else "ada")
    way = f"/statements/{kind}/{scene.of(kind)}"
    author.get(way, status=404)
    decided(app, cast, scene.of(kind), HIDE, kind=kind)
    with app.app_context():
        url = get_item_for(cast.mo.actor, kind, scene.of(kind)).url

    page = author.client.get(url, follow_redirects=True).get_data(as_text=True)

    assert "Others don’t see this." in page
    assert f'href="{way}"' in page
    statement = author.get(way, status=303).location
    assert "Appeal" in author.get(statement).words()
    cast.page("cleo").get(way, status=404)


def test_an_author_appeals_and_somebody_else_overturns(app, cast, page, scene):
    path = decided(app, cast, scene.post, HIDE)
    desk = appealed(cast, path)
    ada, mo, mia = cast.page("ada"), cast.page("mo"), cast.page("mia")
    assert "Appeal of its author" in mo.get(desk).words()
    assert "somebody else decides" in mo.get(desk).words()
    refused = judged(mo, desk, OVERTURN)
    assert (refused.status, log(app)) == (403, [("hidden", False)])
    assert "What about renewals?" in mia.get("/moderation/appeals/").words()

    assert judged(mia, desk, OVERTURN).status == 303

    assert log(app) == [("hidden", True), ("overturned", False)]
    assert audited(app)[-1] == "case.overturned"
    assert outcomes(app) == ["dismissed"]
    cast.page("ben").get(f"/questions/posts/{scene.post}", status=302)
    outcome, flagger = mails(app)[2:]
    assert outcome[:2] == (cast.ada.email, "How your appeal at Fairquote ended")
    for told in (
        "The decision was overturned. The restriction is lifted.",
        OVERTURN["facts"],
        "no part in the first decision, not by a program",
        "out-of-court dispute settlement",
    ):
        assert told in outcome[2]
    assert flagger[0] == cast.cleo.email
    assert "Not upheld: it stays" in flagger[2]
    assert "/decisions/" not in flagger[2]
    shown = ada.get(desk.removeprefix("/moderation")).words()
    assert "The decision was overturned" in shown
    assert WHY["text"] in shown
    assert "The decision was overturned" in mia.get(desk).words()
    words = page.get("/log").words()
    assert "Overturned on appeal: the restriction is lifted" in words
    assert "1 of 1 appeals overturned a decision, 100 %" in words
    assert "The decision was overturned" in judged(mia, desk, OVERTURN).words()


def test_a_decision_can_stand(app, cast, page, scene):
    assert "No appeal was decided yet" in page.get("/log").words()
    path = decided(app, cast, scene.review, HIDE, kind="review")
    desk = appealed(cast, path)
    mia = cast.page("mia")

    assert judged(mia, desk, UPHOLD).status == 303

    assert log(app) == [("hidden", False), ("upheld", False)]
    assert outcomes(app) == ["upheld"]
    assert len(mails(app)) == 3
    letter = mails(app)[-1][2]
    assert "The decision stands. Nothing changes." in letter
    assert "Name no private person." in letter
    cast.page("ben").get(f"/reviews/{scene.review}", status=404)
    with app.app_context():
        assert (overturn_rate().per_cent, Rate().per_cent) == (0, 0)


def test_flaggers_appeal_a_dismissal_and_all_hear_of_it(app, cast, scene):
    report(app, cast, "ben", "post", scene.post, Reason.HARASSMENT)
    report(app, cast, "hana", "post", scene.post, Reason.OUTDATED)
    with app.app_context(), transaction():
        db.session.execute(sa.update(Case).values(version=1))  # as decided() knows it
    path = decided(app, cast, scene.post, APPROVE)
    cleo, mia = cast.page("cleo"), cast.page("mia")
    assert f'href="{path}"' in cleo.get("/flags/mine").html
    assert "What was found" not in cleo.get(path).words()
    desk = appealed(cast, path, "cleo")
    appealed(cast, path, "ben")
    assert "Appeal of who reported it" in mia.get(desk).words()
    lacking = judged(mia, desk, OVERTURN)
    assert (lacking.status, "Choose the reason" in lacking.words()) == (422, True)

    hidden = {**OVERTURN, "reason": "identifies-person"}
    assert judged(mia, desk, hidden).status == 303

    assert log(app) == [("approved", True), ("hidden-on-appeal", False)]
    assert set(outcomes(app)) == {"upheld"}
    cast.page("ben").get(f"/questions/posts/{scene.post}", status=404)
    told = [(to, subject) for to, subject, _ in mails(app)[2:]]
    assert sorted(told) == sorted(
        [
            (cast.ada.email, "Why something of yours was restricted at Fairquote"),
            (cast.cleo.email, "How your appeal at Fairquote ended"),
            (cast.ben.email, "How your appeal at Fairquote ended"),
            (cast.hana.email, "What became of your report at Fairquote"),
        ]
    )
    statement = next(text for to, _, text in mails(app)[2:] if to == cast.ada.email)
    assert missing_in(statement) == []
    anew = re.search(r"/decisions/\w+/appeal", statement)[0]
    second = appealed(cast, anew)
    assert cast.page("mia").get(second).status == 200
    assert judged(mia, second, UPHOLD).status == 403
    assert judged(cast.page("mo"), second, UPHOLD).status == 303


def test_what_a_vendor_alone_asked_for_still_takes_two_to_hide(app, cast, scene):
    path = decided(app, cast, scene.post, APPROVE, of="rae")
    desk = appealed(cast, path, "rae")
    mia, mo = cast.page("mia"), cast.page("mo")
    mia.post(f"{desk}/claim")
    assert "another moderator has to agree" in mia.get(desk).words()

    assert judged(mia, desk, {**OVERTURN, "reason": "outdated"}).status == 303

    assert log(app) == [("approved", True), ("proposed", False)]
    assert outcomes(app) == ["open"]
    assert "a second moderator has to agree" in mails(app)[-1][2]
    cast.page("ben").get(f"/questions/posts/{scene.post}", status=302)
    case = mo.get("/moderation/next", status=303).location
    mo.post(f"{case}/claim")
    assert mo.post(f"{case}/decide", {**HIDE, "version": "4"}).status == 303
    assert log(app)[-1] == ("hidden", False)


def test_what_flags_alone_held_any_moderator_may_release(app, cast, scene, monkeypatch):
    monkeypatch.setattr(scoring, "HIDES_FROM", 1.0)
    case = report(app, cast, "cleo", "post", scene.post)
    assert missing_in(mails(app)[0][2]) == []
    assert "By a program alone" in mails(app)[0][2]
    path = re.search(r"/decisions/\w+/appeal", mails(app)[0][2])[0]
    desk = appealed(cast, path)
    mo = cast.page("mo")
    mo.post(f"/moderation/cases/{case}/claim")

    assert judged(mo, desk, OVERTURN).status == 303

    assert log(app) == [("held", True), ("overturned", False)]
    late = mo.post(f"/moderation/cases/{case}/decide", {**HIDE, "version": "2"})
    assert late.status == 409
    cast.page("ben").get(f"/questions/posts/{scene.post}", status=302)


def test_why_something_cannot_be_appealed_is_said(app, cast, scene, monkeypatch):
    path = decided(app, cast, scene.post, HIDE)
    ada, cleo, ben = cast.page("ada"), cast.page("cleo"), cast.page("ben")
    assert "was not dismissed" in cleo.get(path).words()
    assert cleo.post(path, WHY).status == 409
    ben.get(path, status=404)
    ben.get(f"{path}?x=1", status=400)
    refused = ada.post(path, {"text": f"{' ' * 30}No."})
    assert (refused.status, "Write 20 to" in refused.words()) == (422, True)
    with time_machine.travel(clock.now() + timedelta(days=185)):
        assert (
            "It could be appealed for six months, until"
            in cast.page("ada").get(path).words()
        )
    desk = appealed(cast, path)
    undo = re.search(r"/moderation/decisions/\w+/undo", _case_page(app, cast))[0]
    assert cast.page("mo").post(undo, {"reason": "Too fast."}).status == 303
    statement = path.replace("decisions", "statements").removesuffix("/appeal")
    assert "undone: there is nothing left" in ada.get(statement).words()
    with app.app_context(), pytest.raises(Conflict, match="was undone"):
        _overturn_all(cast)
    assert "was undone" in cast.page("mia").get(desk).words()
    assert "undone meanwhile" in ada.get(desk.removeprefix("/moderation")).words()
    assert "No appeal waits" in cast.page("mia").get("/moderation/appeals/").words()
    late = judged(cast.page("mia"), desk, OVERTURN)
    assert (late.status, "was undone" in late.words()) == (409, True)
    monkeypatch.setattr(filing, "_A_DAY", filing.Limit(0, 86_400))
    again = decided(app, cast, scene.review, HIDE, kind="review")
    assert ada.post(again, WHY).status == 429


def _overturn_all(cast) -> None:
    """Overturn as somebody does whose page was read a moment before it was undone."""
    action = db.session.scalars(sa.select(Action)).first()
    case = db.session.get_one(Case, action.case_id)
    grounds = Grounds(ActionKind.OVERTURNED, None, "It is a company.", "House rules")
    judging._overturn(cast.mia.actor, action, case, item_of(case), grounds)


def _case_page(app, cast) -> str:
    with app.app_context():
        case = db.session.scalars(sa.select(Case.public_id)).first()
    return cast.page("mo").get(f"/moderation/cases/{case}").html
