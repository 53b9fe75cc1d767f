"""Quotes, votes, the decision, the reminder, the brief and guests' links."""

import csv
import io
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.notices import send_notices
from community.catalog.merges import merge_products
from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.core.errors import Conflict, Invalid, NotFound, StaleEdit
from community.core.mail import Mail
from community.notifications.rules import rationing
from community.rooms import jobs, links, queries
from community.rooms.kinds import MOST_GUESTS, MOST_QUOTES
from community.rooms.models import Room, RoomDecision
from community.rooms.rules import (
    deciding,
    guests,
    opening,
    quoting,
)
from tests.rooms.conftest import NOON, joined

OFFER = quoting.Offer(Decimal("54000.50"), "USD", Decimal(60), 24, "All in")
TYPED = {
    "amount": "54,000",
    "quantity": "60",
    "term_months": "24",
    "note": "CANARY all in",
}


@pytest.fixture
def room(scene, context) -> Room:
    return db.session.get_one(Room, scene.room_id)


def guest_link(ada, url: str) -> str:
    """Have Ada make a link; return its path."""
    form = ada.get(f"{url}/guests")
    made = ada.send(form, {"label": "The auditor"}, having="label", status=303)
    words = ada.follow(made).words()
    return "/rooms/guest/" + words.partition("/rooms/guest/")[2].split()[0]


def test_a_quote_becomes_a_filled_in_deal_in_one_step(cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    form = ada.get(f"{scene.url}/quotes")
    ada.send(form, {**TYPED, "amount": "0"}, having="amount", status=422)
    ada.send(form, {**TYPED, "amount": ""}, having="amount", status=422)
    ada.send(form, TYPED, having="amount", status=303)
    room = ada.get(scene.url)
    assert "Arbor Desk $54,000 a year $900 each for 60 24 months, ada" in room.words()
    assert "Signed: share it as a price" not in ben.get(scene.url).words()
    deal = ada.send(room, action="/deals/begin", status=200)
    fields = deal.form(having="lines-0-product")["fields"]
    assert "Arbor Desk" in fields["lines-0-product"]
    assert fields["lines-0-recurring_amount"] == "54000"
    assert fields["lines-0-quantity"] == "60"
    assert (fields["currency"], fields["term_months"]) == ("USD", "24")
    assert "CANARY" not in deal.html
    assert scene.room not in deal.html
    odd = {"product": "x", "quantity": "many", "currency": "XXX", "term_months": "²"}
    ada.post("/deals/begin", odd, status=200)


def test_two_who_edit_one_quote_lose_nothing_and_others_leave_it(cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    ada.send(ada.get(f"{scene.url}/quotes"), TYPED, having="amount", status=303)
    path = next(
        link
        for link in ada.get(scene.url).links
        if link.startswith(f"{scene.url}/quotes/")
    )
    ben.get(path, status=403)
    ben.post(f"{path}/delete", status=403)
    one, other = ada.get(path), ada.get(path)
    ada.send(one, {"amount": "50,000"}, having="amount", status=303)
    ada.send(one, {"amount": "50,000"}, having="amount", status=303)
    stale = ada.send(other, {"note": "Mine"}, having="amount", status=409)
    assert "it is 50000 USD now" in stale.words()
    assert stale.form(having="amount")["fields"]["note"] == "Mine"
    ada.send(stale, {"amount": "50,000"}, having="amount", status=303)
    assert "Mine" in ada.get(scene.url).words()
    ada.send(ada.get(scene.url), action=f"{path}/delete", status=303)
    assert "No quotes yet" in ada.get(scene.url).words()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        ({"amount": Decimal(-1)}, "amount"),
        ({"amount": Decimal("0.0000001")}, "amount"),
        ({"quantity": Decimal(10) ** 12}, "quantity"),
        ({"currency": "XXX"}, "currency"),
        ({"term_months": 0}, "term_months"),
        ({"note": "x" * 301}, "note"),
    ],
)
def test_quotes_are_such_as_somebody_could_get(cast, room, scene, wrong, field):
    ada = cast.actor("ada")
    with pytest.raises(Invalid) as refused:
        quoting.add_quote(ada, room, scene.desk, replace(OFFER, **wrong))
    assert list(refused.value.fields) == [field]
    quote = quoting.add_quote(ada, room, scene.desk, OFFER)
    assert quote.amount == Decimal("54000.5")
    quoting.add_quote(ada, room, scene.desk, replace(OFFER, quantity=None))


def test_a_room_holds_so_many_quotes_and_links(cast, room, scene):
    ada = cast.actor("ada")
    for _ in range(MOST_QUOTES):
        quoting.add_quote(ada, room, scene.desk, OFFER)
    with pytest.raises(Conflict):
        quoting.add_quote(ada, room, scene.desk, OFFER)
    for _ in range(MOST_GUESTS):
        guests.make_link(ada, room, "Somebody", 7)
    with pytest.raises(Conflict):
        guests.make_link(ada, room, "Somebody", 7)
    with pytest.raises(Invalid):
        guests.make_link(ada, room, "Somebody", 400)


def test_each_has_one_vote_and_takes_it_back(cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    for who in (ada, ben):
        who.send(who.get(scene.url), action=f"{scene.url}/products/{scene.desk}/vote")
    brief = ada.get(f"{scene.url}/brief.csv").html
    assert [row["Votes"] for row in csv.DictReader(io.StringIO(brief))] == ["2", "0"]
    ben.send(ben.get(scene.url), action=f"{scene.url}/products/{scene.board}/vote")
    ada.send(ada.get(scene.url), action=f"{scene.url}/products/{scene.desk}/vote")
    brief = ada.get(f"{scene.url}/brief.csv").html
    assert [row["Votes"] for row in csv.DictReader(io.StringIO(brief))] == ["0", "1"]
    history = ada.get(f"{scene.url}/history").words()
    assert "ada took back the vote for Arbor Desk" in history


def test_owners_write_down_the_decision_and_lose_nothing(app, cast, scene):
    ada, ben = cast.page("ada"), cast.page("ben")
    ben.get(f"{scene.url}/decision", status=403)
    first, second = (ada.get(f"{scene.url}/decision") for _ in range(2))
    wanted = {
        "choice": scene.desk,
        "reasons": "It is *good*.",
        "renewal_on": "2028-01-20",
    }
    past = ada.send(
        first, {**wanted, "renewal_on": "2020-01-01"}, having="reasons", status=422
    )
    assert "within the next ten years" in past.words()
    ada.send(first, wanted, having="reasons", status=303)
    stale = ada.send(second, {**wanted, "reasons": "No."}, having="reasons", status=409)
    assert "It is good" in stale.words()
    room = ben.get(scene.url).words()
    assert "Decided for Arbor Desk" in room
    assert "20 January 2028" in room or "2028" in room
    ada.post(f"{scene.url}/products/{scene.desk}/delete", status=409)
    again = {**wanted, "choice": scene.board, "reasons": "No."}
    ada.send(stale, again, having="reasons", status=303)
    assert "Decided for Birch Board" in ben.get(f"{scene.url}/brief").words()
    with app.app_context(), transaction():
        db.session.execute(sa.update(RoomDecision).values(renderer_version=0, html=""))
        jobs.rerender()
        assert db.session.scalars(sa.select(RoomDecision.html)).one() == "<p>No.</p>"


def test_a_decision_that_was_never_seen_is_not_replaced(cast, room, scene):
    ada = cast.actor("ada")
    decided = deciding.Decided(scene.desk, "It is good.")
    deciding.decide(ada, room, decided, version=deciding.UNDECIDED)
    with pytest.raises(StaleEdit):
        deciding.decide(ada, room, decided, version=deciding.UNDECIDED)


def test_people_are_reminded_once_for_each_distance(app, cast, scene):
    def mails() -> list[str]:
        with app.app_context(), transaction():
            jobs.remind()
        with app.app_context():
            found = db.session.scalars(sa.select(Mail).order_by(Mail.id)).all()
            return [f"{one.recipient} {one.subject} {one.text}" for one in found]

    day = date(2027, 12, 1)
    with app.app_context(), transaction():
        decided = deciding.Decided(scene.desk, "It is good.", day)
        room = db.session.get_one(Room, scene.room_id)
        deciding.decide(cast.actor("ada"), room, decided, version=deciding.UNDECIDED)
    counts = []
    for left in (91, 90, 89, 20, 7, 0, -1):
        noon = NOON.replace(month=12, day=1) - timedelta(days=left)
        with time_machine.travel(noon, tick=False):
            counts.append(len(mails()))
    assert counts == [0, 2, 2, 4, 6, 6, 6]
    told = mails()
    assert {one.split()[0] for one in told} == {cast.ada.email, cast.ben.email}
    assert "is in 90 days" in told[0]
    assert "is in 7 days" in told[-1]
    assert all("Arbor" not in one and "Help desk" not in one for one in told)


def test_a_reminder_beyond_a_days_mails_comes_the_next_day(app, cast, scene):
    def recipients() -> list[str | None]:
        return list(db.session.scalars(sa.select(Mail.recipient).order_by(Mail.id)))

    with app.app_context(), transaction():
        decided = deciding.Decided(scene.desk, "It is good.", NOON.date())
        room = db.session.get_one(Room, scene.room_id)
        deciding.decide(cast.actor("ada"), room, decided, version=deciding.UNDECIDED)
        while rationing.take_of_day(cast.ben.id, rationing.REPEATED_A_DAY):
            pass
    with app.app_context(), transaction():
        jobs.remind()
        send_notices()
    with app.app_context():
        assert recipients() == [cast.ada.email]
    with (
        app.app_context(),
        transaction(),
        time_machine.travel(NOON + timedelta(days=1)),
    ):
        jobs.remind()
        send_notices()
        assert recipients() == [cast.ada.email, cast.ben.email]


def test_the_brief_as_a_table_holds_no_formulas(app, cast, scene):
    ada = cast.page("ada")
    form = ada.get(f"{scene.url}/criteria")
    ada.send(form, {"name": "=1+1", "weight": "1"}, having="weight", status=303)
    ada.send(ada.get(f"{scene.url}/quotes"), TYPED, having="amount", status=303)
    answer = ada.get(f"{scene.url}/brief.csv")
    assert answer.response.mimetype == "text/csv"
    heads, desk, board = csv.reader(io.StringIO(answer.html))
    assert heads[-2:] == ["Price (weight 5)", "'=1+1 (weight 1)"]
    assert desk[:2] == ["Arbor Desk", "Arbor"]
    assert "$54,000 a year, $900 each for 60" in desk
    assert board[0] == "Birch Board"


def test_a_guest_reads_the_brief_until_the_link_ends_or_is_revoked(
    app, cast, scene, page
):
    ada, ben = cast.page("ada"), cast.page("ben")
    ada.send(ada.get(f"{scene.url}/quotes"), TYPED, having="amount", status=303)
    ada.send(ada.get(scene.url), {"body": "CANARYCOMMENT"}, having="body", status=303)
    notes = {"notes": "CANARYNOTES"}
    ada.send(ada.get(f"{scene.url}/edit"), notes, having="notes", status=303)
    ben.get(f"{scene.url}/guests", status=403)
    path = guest_link(ada, scene.url)
    read = page.get(path)
    assert read.h1 == ["Help desk"]
    assert "$54,000" in read.words()
    for secret in (
        "CANARYCOMMENT",
        "CANARYNOTES",
        "ada",
        f"{scene.url}/",
        "<form method",
    ):
        assert secret not in read.html.replace("data-", "").replace("metadata", ""), (
            secret
        )
    headers = read.response.headers
    assert headers["Cache-Control"] == "no-store"
    assert headers["Referrer-Policy"] == "no-referrer"
    assert "noindex" in headers["X-Robots-Tag"]
    cast.page("cleo").get(path, status=200)
    cast.page("rae").get(path, status=404)
    assert path.rpartition("/")[2] not in ada.get(f"{scene.url}/guests").html
    with time_machine.travel(NOON + timedelta(days=7), tick=False):
        page.get(path, status=404)
        with app.app_context(), transaction():
            jobs.settle()
    other = guest_link(ada, scene.url)
    page.get(other, status=200)
    listed = ada.get(f"{scene.url}/guests")
    revoke = next(one["action"] for one in listed.forms if "/revoke" in one["action"])
    ada.send(listed, action=revoke, status=303)
    page.get(other, status=404)


def test_who_leaves_takes_votes_along_and_leaves_quotes(app, cast, scene):
    ada = cast.page("ada")
    joined(app, cast, ada, scene.url, "cleo")
    cleo = cast.page("cleo")
    cleo.send(cleo.get(scene.url), action=f"{scene.url}/products/{scene.desk}/vote")
    cleo.send(cleo.get(f"{scene.url}/quotes"), TYPED, having="amount", status=303)
    cleo.send(cleo.get(f"{scene.url}/people"), action=f"{scene.url}/leave", status=303)
    with app.app_context():
        room = db.session.get_one(Room, scene.room_id)
        assert queries.list_votes(room) == []
        assert [handle for _, handle in queries.list_quotes(room)] == ["cleo"]


def test_a_merged_product_keeps_quotes_votes_and_the_decision(cast, room, scene):
    ada = cast.actor("ada")
    desk, board = (queries.get_choice(room, one) for one in (scene.desk, scene.board))
    quoting.add_quote(ada, room, scene.desk, OFFER)
    deciding.vote(ada, room, scene.desk)
    decided = deciding.Decided(scene.desk, "It is good.")
    deciding.decide(ada, room, decided, version=deciding.UNDECIDED)
    source, target = (
        next(p for one, p in queries.list_choices(room) if one.id == wanted.id)
        for wanted in (desk, board)
    )
    kept = board.id
    merge_products(cast.actor("mo"), source, target, "The same.")
    assert [one.choice_id for one, _ in queries.list_quotes(room)] == [kept]
    assert [choice for _, choice in queries.list_votes(room)] == [kept]
    decision = queries.find_decision(room)
    assert decision is not None
    assert decision.choice_id == kept


def test_links_and_quotes_of_another_room_are_not_found(cast, room, scene):
    other = opening.open_room(cast.actor("ada"), "Another")
    quote = quoting.add_quote(cast.actor("ada"), room, scene.desk, OFFER)
    for find, public_id in (
        (queries.get_quote, quote.public_id),
        (links.get_guest, "x" * 16),
    ):
        with pytest.raises(NotFound):
            find(other, public_id)
    with pytest.raises(NotFound):
        links.get_room_by(VISITOR, "nonsense")
