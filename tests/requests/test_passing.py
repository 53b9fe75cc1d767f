"""A representative leaves: the buyer is told, and decides who reads on."""

import json

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db, transaction
from community.core.errors import Conflict
from community.core.mail import Mail
from community.core.measuring import Fact
from community.dashboard.models import MeasuredFact
from community.notifications.kinds import News
from community.notifications.models import InboxEntry
from community.reps.models import RepClaim
from community.reps.rules.deciding import withdraw_claim
from community.requests.models import BuyerRequest
from community.requests.rules.passing import pass_on
from tests.page import PageClient
from tests.requests.conftest import (
    ANSWER,
    BODY,
    NAME,
    PERSON,
    SUBJECT,
    answered,
    claim_of,
    exported,
    sent,
)

WHY = "She changed employers."


@pytest.fixture
def leave(app, cast):
    """Return what has a representative speak for the vendor no more."""

    def go(handle: str = "rae") -> None:
        with app.app_context(), transaction():
            claim = db.session.scalars(
                sa.select(RepClaim)
                .join(User, User.id == RepClaim.user_id)
                .where(User.handle == handle)
            ).one()
            withdraw_claim(cast.actor("mo"), claim, WHY)

    return go


def _letters(app) -> list[str]:
    """Return what waits to be mailed about requests and representatives."""
    about = Mail.subject.contains("About a request")
    with app.app_context():
        return list(db.session.scalars(sa.select(Mail.text).where(about)))


def test_the_buyer_is_told_and_lets_another_read_on(app, cast, scene, leave):
    ada, ben = cast.page("ada"), cast.page("ben")
    path = sent(ada, to=claim_of(app, "rae"), **PERSON)
    answered(cast.page("rae"), path)
    ben.get(f"/rep{path}", status=404)
    leave()

    (letter,) = _letters(app)
    assert "Nobody reads it now. You decide" in letter
    ben.get(f"/rep{path}", status=404)  # nobody but the buyer passes it on
    page = ada.get(f"{path}/pass-on")
    assert NAME in page.text  # what the next one will see
    ada.send(page, {"to": claim_of(app, "ben")}, having="to", status=303)

    seen = ben.get(f"/rep{path}")
    assert BODY in seen.text
    assert ANSWER in seen.text
    assert NAME in seen.text
    assert SUBJECT in ben.get("/rep/requests/").text
    assert "Pass it on" not in ada.get(path).text


def test_a_request_that_is_passed_on_is_one_request(app, cast, scene, leave):
    ada = cast.page("ada")
    path = sent(ada, to=claim_of(app, "rae"), **PERSON)
    leave()
    before = _counted(app)

    ada.send(ada.get(f"{path}/pass-on"), {"to": ""}, having="to", status=303)

    assert before == {Fact.REQUEST_SENT: 1, Fact.IDENTITY_RELEASED: 1}
    assert _counted(app) == before
    with app.app_context():
        told = sa.select(InboxEntry.news).where(InboxEntry.user_id == cast.ben.id)
        assert db.session.scalars(told).all() == [News.REQUEST]


def _counted(app) -> dict[str, int]:
    with app.app_context():
        found = db.session.execute(
            sa.select(MeasuredFact.fact, sa.func.sum(MeasuredFact.times))
            .where(MeasuredFact.fact.in_((Fact.REQUEST_SENT, Fact.IDENTITY_RELEASED)))
            .group_by(MeasuredFact.fact)
        ).all()
    return {fact: int(times) for fact, times in found}


def test_only_what_was_revealed_is_passed_on(app, cast, scene, leave):
    ada = cast.page("ada")
    path = sent(ada, to=claim_of(app, "rae"))
    leave()

    ada.send(ada.get(f"{path}/pass-on"), {"to": ""}, having="to", status=303)

    seen = cast.page("ben").get(f"/rep{path}").text
    assert BODY in seen
    assert "ada" not in seen.lower().replace("adapt", "")


def test_the_team_reads_on_by_itself_and_the_buyer_is_told(app, cast, scene, leave):
    ada = cast.page("ada")
    path = sent(ada)
    answered(cast.page("rae"), path)
    leave()

    (letter,) = _letters(app)
    assert "read on, as before" in letter
    assert ANSWER in cast.page("ben").get(f"/rep{path}").text
    ada.get(f"{path}/pass-on", status=409)


def test_the_file_of_who_left_tells_nothing_of_it(app, cast, scene, leave):
    path = sent(cast.page("ada"))
    answered(cast.page("rae"), path)
    with app.app_context():
        before = exported(cast.rae)
    leave()

    with app.app_context():
        after = exported(cast.rae)
    assert ANSWER in before
    assert [one for one in (ANSWER, SUBJECT) if one in after] == []


def test_whoever_was_not_answered_by_them_hears_nothing(app, cast, scene, leave):
    sent(cast.page("ada"))
    leave()

    assert _letters(app) == []


def test_with_nobody_left_there_is_nobody_to_pass_it_to(app, cast, scene, leave):
    ada = cast.page("ada")
    path = sent(ada, to=claim_of(app, "rae"))
    team = sent(ada)
    answered(cast.page("ben"), team)
    leave()
    leave("ben")

    assert any("Nobody speaks for Arbor" in one for one in _letters(app))
    page = ada.get(path)
    assert "Nobody else speaks for it at the moment" in page.text
    form = ada.get(f"{path}/pass-on")
    refused = ada.send(form, {"to": ""}, having="to", status=422)
    assert "Choose somebody who speaks for the vendor." in refused.text


@pytest.mark.parametrize("to", ["rae", "cleo"])
def test_nobody_outside_the_vendor_is_chosen(app, cast, scene, leave, to):
    ada = cast.page("ada")
    path = sent(ada, to=claim_of(app, "rae"))
    leave()

    form = ada.get(f"{path}/pass-on")
    ada.send(form, {"to": claim_of(app, to)}, having="to", status=422)

    cast.page("ben").get(f"/rep{path}", status=404)


def test_who_still_reads_it_is_not_passed_over(app, cast, scene, leave):
    ada = cast.page("ada")
    path = sent(ada, to=claim_of(app, "rae"))
    leave()
    form = ada.get(f"{path}/pass-on")
    ada.send(form, {"to": claim_of(app, "ben")}, having="to", status=303)

    late = ada.send(form, {"to": ""}, having="to", status=409)

    assert late.status == 409


def test_the_rule_asks_again_whether_they_are_gone(app, cast, scene):
    path = sent(cast.page("ada"), to=claim_of(app, "rae"))

    with app.app_context():
        asked = db.session.scalars(
            sa.select(BuyerRequest).where(
                BuyerRequest.public_id == path.rpartition("/")[2]
            )
        ).one()
        with pytest.raises(Conflict):
            pass_on(cast.actor("ada"), asked, "")


def test_a_buyer_has_the_request_as_a_file(app, cast, scene):
    ada = cast.page("ada")
    path = sent(ada, **PERSON)
    answered(cast.page("rae"), path)

    csv = ada.client.get(f"{path}/request.csv")
    told = json.loads(ada.client.get(f"{path}/request.json").data)

    assert csv.headers["Content-Disposition"] == 'attachment; filename="request.csv"'
    lines = csv.get_data(as_text=True).splitlines()
    assert lines[0] == "When (UTC),Who,What"
    assert any(ANSWER in line for line in lines)
    assert told["subject"] == SUBJECT
    assert told["revealed_name"] == NAME
    assert [one["vendor"] for one in told["messages"]] == [False, True]
    assert told["messages"][1]["text"] == ANSWER


@pytest.mark.parametrize("kind", ["csv", "json"])
def test_nobody_else_has_it(app, cast, scene, kind):
    path = sent(cast.page("ada"))

    for handle in ("rae", "cleo", "mo", "hana"):
        assert cast.page(handle).client.get(f"{path}/request.{kind}").status_code == 404
    assert PageClient(app).client.get(f"{path}/request.{kind}").status_code == 303


@pytest.mark.parametrize("who", ["mo", "hana", "rae"])
def test_staff_that_follows_a_products_link_reads_why_not(app, cast, scene, who):
    page = cast.page(who).get(f"/requests/new?product={scene.product}", status=403)

    assert "Only buyers ask a vendor privately." in page.text
