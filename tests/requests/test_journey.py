"""A request from the first word to its withdrawal, as buyer and vendor see it."""

from datetime import timedelta

import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.core.mail import Mail
from community.notifications.jobs import mail_at_once
from community.reps.rules import stating
from community.requests.models import BuyerRequest
from tests.requests.conftest import (
    ANSWER,
    BODY,
    NAME,
    NOON,
    PERSON,
    SUBJECT,
    answered,
    claim_of,
    sent,
    typed,
)


def test_what_is_sent_was_seen_before_and_goes_once(app, cast, scene):
    ada = cast.page("ada")
    form = ada.get(f"/requests/new?product={scene.product}")
    seen = ada.send(form, typed(), having="body", status=200)
    assert "What Arbor will see: not sent yet" in seen.words()
    assert "may tell who you are" not in seen.words()
    named = {"body": f"{BODY} Write to ada@northwind.example, or ask for ada."}
    warned = ada.send(form, typed(**named), having="body", status=200)
    assert "may tell who you are: ada@northwind.example" in warned.words()
    alias = seen.words().partition("Called ")[2].partition(" Revealed")[0]
    changed = ada.send(seen, {"body": f"{BODY} Now."}, having="body", status=200)
    assert "Now." in changed.words()
    sending = ada.send(changed, {}, having="body", status=303)
    again = ada.send(changed, {}, having="body", status=303)
    assert again.location == sending.location
    receipt = ada.follow(sending)
    assert f"Called {alias}" in receipt.words()
    assert "Everybody who speaks for Arbor" in receipt.words()
    with app.app_context():
        kept = db.session.scalars(sa.select(BuyerRequest)).one()
        assert (kept.alias, kept.shown_name, kept.shown_mail) == (alias, None, None)
        mail = db.session.scalars(sa.select(Mail)).one()
    assert mail.recipient == "ada@northwind.example"
    assert SUBJECT in mail.text
    assert SUBJECT not in mail.subject
    assert SUBJECT in ada.get("/requests/").words()


def test_a_vendor_answers_and_learns_what_its_buyer_tells_step_by_step(cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    path = sent(ada)
    on_desk = f"/rep{path}"
    read = rae.get(on_desk)
    short = rae.send(read, {"body": "No."}, having="body", status=422)
    assert "20 characters or more" in short.words()
    rae.send(read, {"body": ANSWER}, having="body", status=303)
    assert ANSWER in ada.get(path).words()
    reply = "Thank you: who would walk us through that?"
    ada.send(ada.get(path), {"body": reply}, having="body", status=303)
    assert reply in rae.get(on_desk).words()

    form = ada.get(f"{path}/reveal")
    traits = {**PERSON, "reveals": "traits"}
    seen = ada.send(form, traits, having="seen", status=200)
    assert "not told yet" in seen.words()
    assert "Latin America" not in rae.get(on_desk).words()
    ada.send(seen, {}, having="seen", status=303)
    told = rae.get(on_desk).words()
    assert "Latin America" in told
    assert NAME not in told
    seen = ada.send(ada.get(f"{path}/reveal"), PERSON, having="seen", status=200)
    ada.send(seen, {}, having="seen", status=303)
    told = rae.get(on_desk).words()
    assert NAME in told
    assert "told more of themselves" in told
    ada.get(f"{path}/reveal", status=409)

    form = ada.get(f"{path}/stars")
    ada.send(form, {}, having="submission_key", status=422)
    ada.send(form, {"stars": "4"}, having="submission_key", status=303)
    assert "4 of 5 stars, yours" in ada.get(path).words()
    ada.send(
        ada.get(f"{path}/stars"), {"stars": "4"}, having="submission_key", status=303
    )


def test_mails_say_why_and_nothing_that_would_have_to_be_called_back(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    path = sent(ada, **PERSON)
    answered(rae, path)
    with app.app_context(), transaction():
        mail_at_once()
    with app.app_context():
        mails = db.session.scalars(sa.select(Mail).order_by(Mail.id)).all()
    to_rae = [one for one in mails if one.recipient == "rae@arbor.example"]
    assert len(to_rae) == 1
    told = f"{to_rae[0].subject} {to_rae[0].text} {to_rae[0].html}"
    assert "/rep/requests/" in told
    assert "you speak for Arbor" in told
    assert "List-Unsubscribe" in (to_rae[0].headers or {})
    public_id = path.rpartition("/")[2]
    for canary in (NAME, SUBJECT, "CANARYBODY", "Latin", public_id, "Buyer "):
        assert canary not in told
    to_ada = [one for one in mails if one.recipient == "ada@northwind.example"]
    assert "Arbor wrote in a request of yours" in to_ada[-1].text
    assert "you asked Arbor privately" in to_ada[-1].text
    assert path in to_ada[-1].text


def test_of_what_is_withdrawn_nobody_of_the_vendor_finds_anything(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    path = sent(ada, **PERSON)
    on_desk = f"/rep{path}"
    assert SUBJECT in rae.get("/rep/requests/").words()
    assert NAME in rae.get(on_desk).words()
    assert "Buyers wrote to Arbor privately" in rae.get("/inbox").words()
    ada.send(ada.get(f"{path}/withdraw"), {}, having="submission_key", status=303)
    assert "nobody there finds this request" in ada.get(path).words()

    rae.get(on_desk, status=404)
    rae.post(on_desk, {"body": ANSWER}, status=404)
    assert SUBJECT not in rae.get("/rep/requests/").words()
    assert "Buyers wrote" not in rae.get("/inbox").words()
    with app.app_context(), transaction():
        mail_at_once()
        kept = db.session.scalars(sa.select(BuyerRequest)).one()
        assert (kept.shown_name, kept.shown_mail, kept.shown_size) == (None,) * 3
    with app.app_context():
        to_rae = Mail.recipient == "rae@arbor.example"
        assert db.session.scalars(sa.select(Mail).where(to_rae)).all() == []
    for what in ("", "/withdraw"):
        ada.post(f"{path}{what}", {"body": ANSWER}, status=409)
    ada.get(f"{path}/reveal", status=409)
    ada.send(ada.get(path), {}, action=f"{path}/delete", status=303)
    ada.get(path, status=404)


def test_one_of_the_team_can_be_chosen_and_nobody_else_sees_it(app, cast, scene):
    ada, rae, ben = cast.page("ada"), cast.page("rae"), cast.page("ben")
    to_all = sent(ada)
    to_ben = sent(ada, to=claim_of(app, "ben"))
    assert "Ben Alder, Head of Pricing" in ada.get(to_ben).words()
    for page, sees in ((ben, 200), (rae, 404)):
        page.get(f"/rep{to_ben}", status=sees)
        page.get(f"/rep{to_all}", status=200)
    cleo = cast.page("cleo")
    cleo.get(f"/rep{to_all}", status=404)
    assert "No open requests" in cleo.get("/rep/requests/").words()


def test_where_nobody_speaks_for_a_vendor_it_is_asked_in_the_open(app, cast, scene):
    ada = cast.page("ada")
    told = ada.get("/requests/new?vendor=cedar")
    assert "Nobody speaks for Cedar here yet" in told.words()
    assert "/questions/ask" in told.links
    soon = (clock.now() + timedelta(days=9)).strftime("%Y-%m-%d")
    ada.post(
        "/requests/new?vendor=cedar",
        {**typed(), "to": "", "size": "", "region": "", "last_day": soon},
        status=409,
    )
    picked = ada.send(
        ada.get("/requests/new"), {"vendor": "Arbor"}, having="vendor", status=303
    )
    assert "Ask Arbor privately" in ada.follow(picked).words()
    ada.get("/requests/new?product=nope", status=404)
    ada.get("/requests/new?reply=nope", status=404)
    with app.app_context(), transaction():
        words = "Every plan has had single sign-on since June, at no charge."
        said = stating.publish_statement(
            cast.actor("rae"), None, heading="Single sign-on", body=words
        )
        reply = said.public_id
    told = ada.get(f"/requests/new?reply={reply}").words()
    assert "Ask Arbor privately" in told


def test_a_vendor_s_desk_tells_how_long_each_waits_or_took(app, cast, scene):
    ada, rae = cast.page("ada"), cast.page("rae")
    first, _ = sent(ada), sent(ada, subject="Another plant")
    with time_machine.travel(NOON + timedelta(hours=5), tick=False):
        answered(rae, first)

    with time_machine.travel(NOON + timedelta(days=2, hours=1), tick=False):
        words = rae.get("/rep/requests/").words()

    assert "answered after 5 hours" in words
    assert "waits for 2 days" in words
