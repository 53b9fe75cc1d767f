"""Who asks the host to contact them agrees to words, and can take that back; else nobody."""

import csv
import io

import pytest
import sqlalchemy as sa

from community.core.db import db
from community.core.errors import Invalid
from community.dashboard.leadkinds import Purpose
from community.dashboard.leads.rules import give_consent, words_for
from community.dashboard.models import Lead
from moderation.models import AuditRow
from tests.cast import PASSWORD

OFFERS = "/contact/agree/offers"
CANARY = "=Canary Lovelace"


@pytest.fixture
def ada(cast):
    return cast.page("ada")


def agree(browser, **more):
    typed = {"name": CANARY, "agreed": "y", **more}
    return browser.send(browser.get(OFFERS), typed, having="words")


def test_a_consent_is_kept_with_its_words_and_comes_out_as_csv(app, cast, ada):
    assert agree(ada).status == 303
    shown = ada.get("/contact/").words()
    assert "may write to me at ada@northwind.example about prices and offers" in shown

    hana = cast.page("hana")
    assert CANARY in hana.get("/host/leads/").words()
    assert hana.post("/host/leads/", {"current_password": "wrong"}).status == 422
    taken = hana.client.post(
        "/host/leads/", data={"csrf_token": hana.token(), "current_password": PASSWORD}
    )

    assert taken.mimetype == "text/csv"
    (row,) = csv.DictReader(io.StringIO(taken.get_data(as_text=True)))
    assert row["Name"] == f"'{CANARY}"
    assert row["Mail"] == "ada@northwind.example"
    assert row["Agreed to"].startswith("The host of Fairquote may write to me")
    assert (row["Given at"], row["Withdrawn at"])[1] == ""
    with app.app_context():
        deeds = db.session.scalars(
            sa.select(AuditRow.action).order_by(AuditRow.number)
        ).all()
    assert deeds == ["leads.exported"]


def test_taking_it_back_deletes_name_and_address_and_leaves_the_proof(app, cast, ada):
    agree(ada)
    action = [
        f["action"] for f in ada.get("/contact/").forms if "withdraw" in f["action"]
    ]
    ben = cast.page("ben")
    ben.post(action[0], status=404)
    ada.post(action[0], status=303)
    ada.post(action[0], status=303)

    with app.app_context():
        lead = db.session.scalars(sa.select(Lead)).one()
        assert (lead.name, lead.mail, lead.words) == ("", "", "")
        assert len(lead.words_hash) == 64
        assert lead.withdrawn_at is not None
    hana = cast.page("hana")
    assert "Canary" not in hana.get("/host/leads/").html
    assert "northwind" not in hana.get("/host/leads/").html
    assert agree(ada).status == 303  # and may be given again


def test_a_name_is_as_short_for_whoever_comes_without_the_form(app, cast):
    with app.app_context():
        ada = cast.actor("ada")
        words = words_for(ada, Purpose.OFFERS)
        with pytest.raises(Invalid):
            give_consent(ada, Purpose.OFFERS, "x" * 81, words)


def test_nothing_is_agreed_to_by_accident(app, ada):
    assert agree(ada, agreed=None).status == 422
    assert agree(ada, words="Send me everything.").status == 409
    assert agree(ada, name="x" * 81).status == 422
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Lead.id))) == 0
    assert agree(ada).status == 303
    refused = agree(ada)
    assert refused.status == 409
    assert "You agreed to that already" in refused.words()
    ada.get("/contact/agree/everything", status=404)


def test_who_sees_what(cast, page):
    for who in ("rae", "mo", "hana"):
        cast.page(who).get("/contact/", status=403)
    page.get("/contact/", status=303)
    for who in ("ada", "rae", "mo"):
        cast.page(who).get("/host/leads/", status=403)
