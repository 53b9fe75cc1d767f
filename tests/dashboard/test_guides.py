"""Whoever gives an address for a guide proves it first, agrees to words, and takes it back."""

import csv
import hashlib
import io
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.core.measuring import Fact
from community.core.worker import run_due
from community.dashboard.leadkinds import WORDS_VERSION, Purpose, guide_words
from community.dashboard.leadlinks import link_path, read_token
from community.dashboard.metrics.tally import EXTENSION as TALLY
from community.dashboard.models import Lead, MeasuredFact, OfferAsk
from community.dashboard.offerkinds import PROOF_KEPT_FOR
from community.dashboard.offers import asking
from tests.cast import PASSWORD
from tests.dashboard.offering import (
    MAIL,
    NAME,
    TITLE,
    ask,
    get_offer,
    link_of,
    mails,
    offer,
    taken,
)
from tests.page import PageClient

_FACTS = [one for one in Fact if one.startswith("offer-")]


@pytest.fixture
def guide(app, cast) -> str:
    return offer(app, cast)


def leads(app) -> list[Lead]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Lead).order_by(Lead.id)))


def asks(app) -> int:
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count(OfferAsk.id)))


def facts(app) -> dict[str, int]:
    with app.app_context():
        app.extensions[TALLY].write()
        rows = db.session.execute(
            sa.select(MeasuredFact.fact, sa.func.sum(MeasuredFact.times))
            .where(MeasuredFact.fact.in_(_FACTS))
            .group_by(MeasuredFact.fact)
        )
        return {str(fact): int(times) for fact, times in rows}


def csv_rows(cast) -> list[dict[str, str]]:
    hana = cast.page("hana")
    typed = {"csrf_token": hana.token(), "current_password": PASSWORD}
    text = hana.client.post("/host/leads/", data=typed).get_data(as_text=True)
    return list(csv.DictReader(io.StringIO(text)))


@time_machine.travel("2027-01-20T12:00:00+00:00", tick=False)
def test_an_address_becomes_a_lead_by_its_link_with_the_proof_of_consent(
    app, cast, page, guide
):
    shown = page.get(f"/guides/{guide}")
    assert "agreed" not in shown.form(having="words")["fields"]
    assert "Talk to me about prices and offers" in shown.words()
    assert page.follow(ask(page, guide)).words().count("Look into your mail") == 1
    assert leads(app) == []
    assert NAME not in cast.page("hana").get("/host/leads/").html
    ((to, text),) = mails(app)
    assert (to, TITLE in text) == (MAIL, True)

    path = link_of(app)
    assert "Confirm and get it" in page.get(path).words()
    page.get(f"{path}/read", status=404)
    assert leads(app) == []  # a scanner that opens links proves nothing
    page.post(f"{path}/confirm", status=303)
    page.post(f"{path}/confirm", status=303)
    assert "Here it is" in page.get(path).words()
    assert "<em>renewal cap</em>" in page.get(f"{path}/read").html

    (row,) = csv_rows(cast)
    words = guide_words(Purpose.OFFERS, "Fairquote", TITLE)
    assert row == {
        "Id": row["Id"],
        "Purpose": "Talk to me about prices and offers",
        "Handle": "",
        "Name": NAME,
        "Mail": MAIL,
        "Agreed to": words,
        "Hash of the words": hashlib.sha256(words.encode()).hexdigest(),
        "Given at": "2027-01-20T12:00:00Z",
        "Withdrawn at": "",
        "Version of the words": WORDS_VERSION,
        "Proven at": "2027-01-20T12:00:00Z",
        "Offer": TITLE,
        "Withdrawn by this link": f"http://127.0.0.1:8000{path}",
    }
    assert asks(app) == 0


def test_the_link_takes_the_consent_back_without_a_login(app, cast, page, guide):
    path = taken(app, page, guide)
    run_due(app)

    other = PageClient(app)
    assert other.get(f"{path}/withdraw", status=303).location == path
    assert leads(app)[0].withdrawn_at is None
    # As a mail program does (RFC 8058): no cookie, no token of a form.
    sent = other.client.post(f"{path}/withdraw", data={"List-Unsubscribe": "One-Click"})
    again = other.client.post(f"{path}/withdraw")
    assert (sent.status_code, again.status_code) == (303, 303)

    (lead,) = leads(app)
    assert (lead.name, lead.mail, lead.words) == ("", "", "")
    assert len(lead.words_hash) == 64
    assert "You took your consent back" in page.get(path).words()
    page.get(f"{path}/read", status=404)
    for rows in ("/host/leads/", "/host/"):
        assert "anary" not in cast.page("hana").get(rows).html
    assert csv_rows(cast)[0]["Withdrawn by this link"] == ""
    assert taken(app, page, guide) != path  # and may be given again


def test_what_was_not_proven_in_time_is_forgotten_and_told_to_nobody(app, page, guide):
    ask(page, guide)
    path = link_of(app)
    with time_machine.travel(clock.now() + timedelta(days=3), tick=False):
        page.get(path, status=404)
        page.post(f"{path}/confirm", status=404)
        with app.app_context(), transaction():
            asking.forget_old()
    assert (asks(app), leads(app)) == (0, [])


def test_who_did_not_ask_deletes_the_address(app, page, guide):
    ask(page, guide)
    path = link_of(app)
    gone = page.send(page.get(path), action=f"{path}/withdraw", status=303)
    assert "nobody was told of it" in page.follow(gone).words()
    page.get(path, status=404)
    assert (asks(app), leads(app)) == (0, [])


def test_asking_again_brings_the_same_link_and_reads_the_same(app, page, guide):
    first = ask(page, guide)
    assert ask(page, guide).location == first.location
    assert (asks(app), len(mails(app))) == (1, 2)
    path = link_of(app)
    page.post(f"{path}/confirm", status=303)

    assert ask(page, guide, mail=MAIL.upper()).location == first.location
    assert link_of(app) == path
    assert "confirmed this address already" in mails(app)[-1][1]
    assert (asks(app), len(leads(app))) == (0, 1)


def test_nothing_is_agreed_to_by_accident(app, page, guide):
    assert ask(page, guide, agreed=None).status == 422
    assert ask(page, guide, words="Send me everything.").status == 409
    refused = ask(page, guide, mail="no address")
    assert (refused.status, NAME in refused.html) == (422, True)
    assert ask(page, guide, mail="").status == 422
    assert ask(page, guide, name="x" * 81).status == 422
    assert (asks(app), mails(app)) == (0, [])
    assert facts(app).get("offer-asked") is None


def test_a_mailbox_gets_three_letters_a_day_whoever_asks(app, still, guide):
    for _ in range(4):
        assert ask(PageClient(app), guide).status == 303
    assert len(mails(app)) == 3


def test_one_network_address_asks_ten_times_an_hour(app, still, guide, page):
    for number in range(10):
        ask(page, guide, mail=f"canary{number}@hopper.example")
    refused = ask(page, guide, mail="canary11@hopper.example")
    assert refused.status == 429
    assert refused.response.headers["Retry-After"]
    assert asks(app) == 10


def test_a_double_click_asks_once(app, page, guide):
    shown = page.get(f"/guides/{guide}")
    typed = {"mail": MAIL, "agreed": "y"}
    page.send(shown, typed, having="words", status=303)
    page.send(shown, typed, having="words", status=303)
    assert len(mails(app)) == 1


def test_a_link_that_we_did_not_make_leads_nowhere(app, page, guide):
    path = taken(app, page, guide)
    with app.app_context():
        assert read_token(path.rpartition("/")[2])
        unknown = link_path("0123456789abcdef")
    page.get(unknown, status=404)
    for wrong in (path[:-1], f"{path[:-1]}!", "/guides/link/x", "/guides/link/é-ü"):
        page.get(wrong, status=404)
        page.post(f"{wrong}/confirm", status=404)
        page.post(f"{wrong}/withdraw", status=404)
    page.get(f"{path}/file", status=404)
    page.get(f"{path}/report.csv", status=404)


def test_what_a_link_leads_to_is_kept_by_nobody_on_the_way(app, page, guide):
    path = taken(app, page, guide)
    for one in (path, f"{path}/read"):
        headers = page.get(one).response.headers
        assert headers["Cache-Control"] == "no-store"
        assert headers["Referrer-Policy"] == "no-referrer"
        assert "noindex" in headers["X-Robots-Tag"]


def test_a_retired_offer_takes_no_more_addresses_and_keeps_its_links(
    app, cast, page, guide
):
    path = taken(app, page, guide)
    ask(page, guide, mail="late@hopper.example")
    late = link_of(app)
    hana = cast.page("hana")
    hana.post(f"/host/offers/{guide}/retire", status=303)
    page.get(f"/guides/{guide}", status=404)
    assert TITLE not in page.get("/guides/").html
    page.get(f"{path}/read", status=200)
    page.post(f"{late}/confirm", status=404)
    assert len(leads(app)) == 1


def test_members_see_and_take_back_what_their_address_gave(app, cast, page, guide):
    taken(app, page, guide, mail="ada@northwind.example")
    ada, ben = cast.page("ada"), cast.page("ben")
    assert TITLE in ada.get("/contact/").words()
    assert "Talk to me about prices and offers" in ada.get("/contact/").words()
    assert TITLE not in ben.get("/contact/").words()
    action = f"/contact/{leads(app)[0].public_id}/withdraw"
    ben.post(action, status=404)
    ada.post(action, status=303)
    assert leads(app)[0].mail == ""


def test_the_host_forgets_an_address_for_whoever_asks(app, cast, page, guide):
    taken(app, page, guide)
    ask(page, offer(app, cast, title="Another guide"))
    hana = cast.page("hana")
    shown = hana.get("/host/leads/")
    assert hana.send(shown, {"mail": "no address"}, having="mail").status == 422
    hana.send(shown, {"mail": f" {MAIL.upper()} "}, having="mail", status=303)
    assert "anary" not in hana.get("/host/leads/").html
    assert (leads(app)[0].mail, asks(app)) == ("", 0)


def test_old_proofs_go(app, page, guide):
    path = taken(app, page, guide)
    page.post(f"{path}/withdraw", status=303)
    with app.app_context(), transaction():
        asking.forget_old()
    assert len(leads(app)) == 1
    later = clock.now() + PROOF_KEPT_FOR + timedelta(days=1)
    with time_machine.travel(later), app.app_context(), transaction():
        asking.forget_old()
    assert leads(app) == []


def test_the_host_learns_how_often_and_of_nobody(app, cast, page, guide):
    agent = {"User-Agent": "Firefox"}
    page.get(f"/guides/{guide}", headers=agent)
    page.get(f"/guides/{guide}", headers=agent)
    path = taken(app, page, guide)
    page.post(f"{path}/withdraw", status=303)
    told = facts(app)
    assert told.pop("offer-shown") >= 2
    assert told == {"offer-asked": 1, "offer-proven": 1, "offer-withdrawn": 1}
    with app.app_context():
        rows = db.session.execute(sa.select(MeasuredFact.__table__)).all()
        assert "anary" not in repr(rows)
        assert get_offer(guide).public_id not in repr(rows)
    shown = cast.page("hana").get("/host/metrics").words()
    assert "Addresses proven" in shown
    assert "Consents taken back" in shown


def test_words_and_their_version_change_together():
    told = [guide_words(one, "S", "T") for one in Purpose]
    digest = hashlib.sha256("".join(told).encode()).hexdigest()[:12]
    # Other words: count WORDS_VERSION up, and write the new pair here.
    assert (WORDS_VERSION, digest) == ("1", "2f2cef61add9")


def test_each_role_sees_of_an_address_what_is_its_own(app, cast, page, guide):
    """Canaries: only the host's desk and the link itself know name and address."""
    path = taken(app, page, guide)
    run_due(app)
    places = ("/", "/guides/", f"/guides/{guide}", "/search?q=hopper", "/log")
    for who in (None, "ada", "rae", "mo", "hana"):
        browser = PageClient(app) if who is None else cast.page(who)
        for place in places:
            assert "Canary" not in browser.get(place).html, (who, place)
            assert "canary.grace" not in browser.get(place).html, (who, place)
    assert MAIL not in page.get(path).html  # nor does whoever finds the link
    assert MAIL in cast.page("hana").get("/host/leads/").html
