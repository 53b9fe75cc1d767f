"""The sample community: dense enough to look around in, and gone without a trace."""

import re
from collections import Counter

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.kinds import PricingModel
from community.catalog.models import Product
from community.catalog.paths import product_path
from community.catalog.rules import ensure_product
from community.catalog.specs import ProductSpec
from community.cli.sample import commands, marks, reviews, talk
from community.cli.sample import deals as sample_deals
from community.cli.sample.fill import fill_sample
from community.cli.sample.people import PASSWORD
from community.core import clock
from community.core.actors import Role
from community.core.db import Base, db, transaction
from community.dashboard.models import Offer
from community.deals.models import DealLine
from community.deals.rules.reporting import submit_deal
from community.threads.models import Thread
from community.threads.rules import asking
from moderation.deciding import Decision, decide
from moderation.items import get_kind
from moderation.kinds import CaseState, Verdict
from moderation.models import Action, Case
from moderation.opening import open_without_flag
from tests.page import PageClient
from tests.reviews.made import write as review
from tests.security.town import deal_draft

SEATS = ProductSpec(PricingModel.SEAT, metric="user")

_NOT_COUNTED = {
    "job",
    "public_version",
    "rate_count",
    "reference_rate",
    "seal_mark",
    "search_outbox",
}


def counts():
    return {
        table.name: db.session.scalar(sa.select(sa.func.count()).select_from(table))
        for table in Base.metadata.sorted_tables
        if table.name not in _NOT_COUNTED
    }


def titles():
    return sorted(db.session.scalars(sa.select(Thread.title)))


def prices():
    return sorted(db.session.scalars(sa.select(DealLine.recurring_amount)), key=repr)


def add_stranger():
    stranger = User(
        handle="stranger",
        handle_key="stranger",
        email="s@s.example",
        email_proven_at=clock.now(),
        role=Role.MEMBER,
    )
    db.session.add(stranger)
    db.session.flush()
    thread = db.session.scalars(sa.select(Thread).limit(1)).one()
    post = asking.answer(stranger.actor, thread, "Somebody who is no sample says so.")
    mo = db.session.scalars(sa.select(User).where(User.handle == "mo")).one().actor
    item = get_kind("post").load(post.id)
    decide(
        mo, open_without_flag(mo, item), Decision(Verdict.APPROVE, None, "Fine.", "", 1)
    )
    ada = db.session.scalars(sa.select(User).where(User.handle == "ada")).one()
    other = ensure_product(None, "Stranger's Service", SEATS)
    sample = db.session.scalars(sa.select(Product).limit(1)).one()
    submit_deal(ada.actor, deal_draft(other.id))
    review(ada.actor, other)
    submit_deal(stranger.actor, deal_draft(sample.id))


def look_around(app):
    """The counts that DESIGN promises, and the door that the README opens."""
    rows = counts()
    assert (rows["user"], rows["deal"], rows["thread"]) == (60, 2_000, 300)
    assert rows["product"] >= 40
    assert rows["vendor"] >= 20
    assert rows["post"] > 800
    assert rows["duplicate_mark"] == 24
    often = PageClient(app).get("/questions/often").words()
    asked = [int(times) for times in re.findall(r"Asked (\d+) times", often)]
    assert (len(asked), asked[0]) == (11, 6)
    assert asked == sorted(asked, reverse=True)
    assert (rows["review"], rows["helpful_vote"] > 100) == (200, True)
    assert rows["review_revision"] > 20
    assert rows["product_score"] > 30
    assert rows["price_record"] > 300
    assert rows["record_summary"] >= 6
    assert rows["deal_line"] >= rows["deal"]
    assert rows["official_text"] > 5
    assert rows["review_response"] > 2
    assert (rows["rep_claim"], rows["dispute"]) == (1, 2)
    assert (rows["offer"], rows["lead"]) == (2, 4)
    assert (rows["demo"], rows["demo_registration"]) == (4, 11)
    look_at_guides(app)
    roles = Counter(db.session.scalars(sa.select(User.role)))
    assert (roles[Role.REP], roles[Role.HOST], roles[Role.MODERATOR]) == (1, 1, 2)
    look_at_cases(rows)
    again = app.test_cli_runner().invoke(commands.sample, ["fill"])
    assert (again.exit_code, "here already" in again.output) == (1, True)


def look_at_guides(app):
    """What is offered for an address, and that the report's product leads to it."""
    report = db.session.scalars(
        sa.select(Offer).where(Offer.product_id.is_not(None))
    ).one()
    product = db.session.get_one(Product, report.product_id)
    page = PageClient(app)
    offered = page.get("/guides/").words()
    assert "A renewal in four weeks" in offered
    assert f"What buyers pay for {product.name}" in offered
    assert f"/guides/{report.public_id}" in page.get(product_path(product)).links
    assert "How to read a price here" in page.get("/events/").words()


def look_at_cases(rows):
    """What moderators did, dated and by the rules; the audit never heard of it."""
    assert (rows["audit_row"], rows["mail"]) == (0, 0)
    assert (rows["flag"], rows["appeal"], rows["legal_notice"]) == (14, 3, 1)
    assert (rows["measure"], rows["screening_finding"]) == (1, 1)
    states = Counter(db.session.scalars(sa.select(Case.state)))
    assert states == {CaseState.OPEN: 5, CaseState.DECIDED: 7}
    days = [
        (clock.now() - at).days
        for at in db.session.scalars(sa.select(Action.created_at))
    ]
    assert days == sorted(days, reverse=True)
    assert (max(days), min(days)) == (44, 9)


def look_as_mo(app):
    """What a newcomer finds in the queue and in the public log."""
    mo = PageClient(app)
    form = mo.get("/login")
    mo.send(form, {"name": "mo", "password": PASSWORD}, having="password", status=303)
    assert "overdue" in mo.get("/moderation/").words()
    assert "Refused" in mo.get("/log/requests").words()
    assert "Overturned on appeal" in mo.get("/log").words()


@pytest.fixture
def small(monkeypatch):
    monkeypatch.setattr(sample_deals, "DEALS", 100)
    monkeypatch.setattr(sample_deals, "_POPULAR", 99)
    monkeypatch.setattr(talk, "THREADS", 20)
    monkeypatch.setattr(reviews, "REVIEWS", 120)


@pytest.mark.any_database
@pytest.mark.usefixtures("small")
def test_the_sample_is_the_same_each_time(app):
    runner = app.test_cli_runner()
    with app.app_context():
        with transaction():
            fill_sample(lambda _step: None)
        first = titles(), prices()
        assert runner.invoke(commands.sample, ["clear", "--yes"]).exit_code == 0
        with transaction():
            fill_sample(lambda _step: None)
        assert (titles(), prices()) == first


# One test, because filling takes seconds and each step needs the one before.
@pytest.mark.any_database  # tests/structure moves a filled one about
def test_the_sample_is_dense_and_gone_without_a_trace(app):
    runner = app.test_cli_runner()
    filled = runner.invoke(commands.sample, ["fill"])
    assert filled.exit_code == 0
    assert PASSWORD in filled.output
    page = PageClient(app)
    form = page.get("/login")
    sent = page.send(
        form, {"name": "ada", "password": PASSWORD}, having="password", status=303
    )
    assert page.follow(sent).status == 200
    look_as_mo(app)
    with app.app_context():
        look_around(app)
        with transaction():
            add_stranger()
        others = marks.others_rows()
        assert (others["post"], others["deal"], others["deal_line"]) == (1, 2, 2)
        asked = runner.invoke(commands.sample, ["clear"], input="n\n")
        assert (asked.exit_code, "1 of post" in asked.output) == (1, True)
        assert runner.invoke(commands.sample, ["clear", "--yes"]).exit_code == 0
        left = {name: count for name, count in counts().items() if count}
        for nobodys in ("measured_fact", "organisation_week"):
            left.pop(nobodys)  # numbers of what happened
        # The audit keeps for good what mo did about the stranger's answer.
        kept = {"user": 1, "product": 1, "product_alias": 1, "audit_row": 2}
        assert left == kept
        nothing = runner.invoke(commands.sample, ["clear"])
        assert (nothing.exit_code, "no sample" in nothing.output) == (1, True)
