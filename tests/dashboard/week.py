"""A week at Arbor's, as people live it: each step says when, and goes through the site."""

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import sqlalchemy as sa
import time_machine

from community.accounts.traits import OrgSize, Region
from community.catalog.disclosure import Incentive, IncentiveSource, Relationship
from community.catalog.kinds import Period, PricingModel
from community.core.clock import Month
from community.core.db import db, transaction
from community.core.worker import run_due
from community.dashboard.metrics.tally import EXTENSION as TALLY
from community.deals.drafts import DealDraft, LineDraft
from community.deals.kinds import (
    Billing,
    Channel,
    ContractForbids,
    Covers,
    Sector,
    Stage,
)
from community.deals.rules.reporting import submit_deal
from community.prices.reviewing import review_new_lines
from community.reps.rules import publishing
from community.reviews.models import Review
from community.rooms.rules import deciding, opening, shortlisting
from community.rooms.rules.deciding import UNDECIDED, Decided
from community.threads.drafts import Draft
from community.threads.rules import asking, choosing
from moderation import flagging
from moderation.flagging import FlagDraft
from moderation.items import get_item_for
from moderation.kinds import Reason
from tests.dashboard import trade
from tests.moderating import moderate
from tests.page import PageClient
from tests.requests.conftest import PERSON, answered, sent
from tests.reviews import made as reviews
from tests.rooms.conftest import joined

MONDAY = datetime(2027, 1, 18, tzinfo=UTC)
ROBOT = {"User-Agent": "Otherbot/2.0"}
FROM_HERE = {"Referer": "http://localhost/questions/"}


def at(day: int, hour: int) -> time_machine.travel:
    return time_machine.travel(MONDAY + timedelta(days=day, hours=hour), tick=False)


class Week:
    """What people do; each step says when, and all of it goes through the rules."""

    def __init__(self, app, cast, vendors) -> None:
        self.app, self.cast, self.vendors = app, cast, vendors
        self.threads: dict[str, int] = {}
        self.answers: dict[str, int] = {}

    def do(self, day, hour, deed):
        with at(day, hour), self.app.app_context(), transaction():
            return deed()

    def ask(self, day, hour, who, name, *, anonymous=False):
        draft = Draft(
            title=f"What did you pay, {name}?",
            body=f"We were told a price for {name} and wonder what it was for others.",
            product_id=self.vendors["desk"],
        )

        def deed():
            actor = self.cast.actor(who)
            self.threads[name] = asking.ask(actor, draft, anonymous=anonymous).id

        self.do(day, hour, deed)

    def thread(self, name):
        return db.session.get_one(asking.Thread, self.threads[name])

    def answer(self, day, hour, who, name):
        words = f"About {name}: we got some {name} off, after a long talk with them."

        def deed():
            post = asking.answer(self.cast.actor(who), self.thread(name), words)
            return post.id

        self.answers[name] = self.do(day, hour, deed)

    def reply(self, day, hour, name):
        words = "Ask us: it depends on the seats."

        def deed():
            publishing.reply(self.cast.actor("rae"), self.thread(name), words)

        self.do(day, hour, deed)

    def report(self, who, post_id, reason):
        """Report a post, within somebody's deed."""
        actor = self.cast.actor(who)
        item = get_item_for(actor, "post", public_id(post_id))
        flagging.flag(actor, item, FlagDraft(reason, (("Why?", "It is."),)))

    def look(self, what):
        return with_app(self.app, what)

    def public(self, post_id) -> str:
        return self.look(lambda: public_id(post_id))

    def at(self, day, hour):
        return at(day, hour)


def scripted(app, cast, vendors, page) -> None:
    """Live the week; tests count what came of it."""
    week = Week(app, cast, vendors)
    steps = (
        _earlier,
        _read,
        _meet,
        _talk,
        _review,
        _report,
        _request,
        _moderate,
        _decide,
    )
    trade.offer_guide(app, cast, week)
    for step in steps:
        step(app, cast, week, page)
    trade.take_guide(app, week)
    trade.announce_events(cast, week)
    trade.decide_rooms(cast, week)
    trade.appeal(cast, week)
    trade.check_figures(week)


def _earlier(app, cast, week, page) -> None:
    """The weeks before: Cleo's company is here already, and asked twice."""
    week.ask(-9, 9, "cleo", "older")
    week.answer(-9, 11, "mo", "older")
    week.ask(-6, 9, "cleo", "nought")
    trade.hold_prices(cast, week, priced(week))


def _read(app, cast, week, page) -> None:
    """Monday. Three come from elsewhere; two of the pages have a price, one has none."""
    with at(0, 8):
        page.get("/")
        page.get("/prices/arbor/arbor-desk/", headers=FROM_HERE)
        page.get(
            "/prices/arbor/arbor-desk/", headers={"Referer": "https://o.example/q"}
        )
        page.get("/prices/arbor/arbor-mill/", headers=FROM_HERE)
        page.get("/prices/arbor/arbor-mill/", headers=ROBOT)
        shown = page.get("/prices/arbor/arbor-desk/", headers=ROBOT)
        page.send(shown, {"amount": "1000"}, having="amount", status=200)
        page.get("/questions/")
        for _ in range(4):
            page.get(f"/guides/{week.guide}", headers=FROM_HERE)
        app.extensions[TALLY].write()
    with at(0, 8):
        for name in ("ada", "ben", "cleo", "rae", "mo", "mia"):
            setattr(week, name, quiet(cast.page(name)))
        week.visitor = quiet(PageClient(app))


def _meet(app, cast, week, page) -> None:
    """Ada opens a room, Ben and Cleo join."""
    week.do(0, 9, lambda: opening.open_room(cast.actor("ada"), "Help desk"))
    with at(0, 9):
        url = "/rooms/" + room_id(app)
        joined(app, cast, week.ada, url, "ben")
        joined(app, cast, week.ada, url, "cleo")
    trade.open_rooms(cast, week)


def _talk(app, cast, week, page) -> None:
    """Six questions: members answer five after 1, 3, 4, 20 and 30 hours.

    Their vendor replies to five as well, after 25, 1, 6, 48 and 24: to the third and the
    fourth before anybody else, and to the last alone.
    """
    week.ask(0, 11, "ada", "one")
    week.answer(0, 12, "ben", "one")
    week.first = week.answers["one"]
    week.ask(0, 12, "cleo", "two", anonymous=True)
    week.answer(0, 13, "cleo", "one")
    week.answer(0, 15, "ben", "two")
    week.ask(1, 9, "ben", "three")
    week.reply(1, 10, "three")
    week.reply(1, 12, "one")
    week.answer(1, 13, "ada", "three")
    week.ask(2, 9, "ada", "four")
    week.ask(2, 10, "cleo", "five")

    def choose(name, post_id):
        thread = week.thread(name)
        post = db.session.get_one(asking.Post, post_id)
        choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)

    week.do(2, 12, lambda: choose("one", week.first))
    week.reply(2, 15, "four")
    week.answer(3, 5, "ben", "four")
    week.answer(3, 16, "ada", "five")
    week.ask(4, 9, "ben", "six")
    week.reply(4, 10, "five")
    week.reply(5, 9, "six")


def _review(app, cast, week, page) -> None:
    """Two reviews, one for a gift; Ben's four stars are hidden."""
    week.do(1, 10, lambda: write_review(week, "ben", stars=4))
    gift = {
        "incentive": Incentive.GIFT,
        "incentive_from": IncentiveSource.HOST,
        "relationship": Relationship.BUYER,
    }
    week.do(1, 11, lambda: write_review(week, "cleo", stars=5, **gift))


def _report(app, cast, week, page) -> None:
    """Two prices are reported and count."""
    for who in ("ada", "cleo"):
        week.do(1, 14, lambda who=who: submit(week, who))
    with at(2, 3), app.app_context():
        assert review_new_lines() == (2, 0)


def _request(app, cast, week, page) -> None:
    """Six requests; one is answered after five hours, and its buyer gives a name then."""
    with at(2, 9):
        request = sent(week.ada)
    with at(2, 14):
        answered(week.rae, request)
    with at(3, 9):
        more = week.ada.get(f"{request}/reveal")
        shown = week.ada.send(more, PERSON, having="name", status=200)
        week.ada.send(shown, {}, having="name", status=303)
    trade.ask_more(cast, week)
    with at(4, 12):
        sent(week.ben)


def _moderate(app, cast, week, page) -> None:
    """A report, a legal notice, and what a moderator does."""

    week.do(4, 10, lambda: week.report("cleo", week.first, Reason.OUTDATED))
    week.do(4, 10, lambda: week.report("ada", week.first, Reason.ILLEGAL))
    with at(4, 13):
        moderate(
            week.mo, "post", with_app(app, lambda: public_id(week.first)), "approve"
        )
        moderate(week.mo, "review", with_app(app, review_of_ben), "hide")
    with at(4, 14):
        run_due(app)  # the notice is answered once nobody can undo it


def _decide(app, cast, week, page) -> None:
    """The room decides, with a date of renewal."""

    def decide():
        room = db.session.scalars(adas_room(opening.Room)).one()
        ada = cast.actor("ada")
        product = db.session.get_one(shortlisting.Product, week.vendors["desk"])
        choice = shortlisting.add_product(ada, room, product)
        db.session.flush()
        decided = Decided(choice.public_id, "It is cheaper.", date(2028, 1, 1))
        deciding.decide(ada, room, decided, version=UNDECIDED)

    week.do(5, 9, decide)


def quiet(browser):
    """Have a browser be none of those that are counted."""
    browser.client.environ_base["HTTP_USER_AGENT"] = "Testbot"
    return browser


def with_app(app, look):
    with app.app_context():
        return look()


def room_id(app) -> str:
    return with_app(
        app, lambda: db.session.scalars(adas_room(opening.Room.public_id)).one()
    )


def adas_room(what):
    return sa.select(what).where(opening.Room.name == "Help desk")


def public_id(post_id: int) -> str:
    return db.session.get_one(asking.Post, post_id).public_id


def review_of_ben() -> str:
    statement = sa.select(Review.public_id).where(Review.overall < 500)
    return db.session.scalars(statement).one()


def write_review(week, who, **changes):
    product = db.session.get_one(shortlisting.Product, week.vendors["desk"])
    draft = reviews.draft(**changes)
    reviews.writing.write_review(week.cast.actor(who), product, draft)


def submit(week, who):
    submit_deal(week.cast.actor(who), priced(week))


def priced(week) -> DealDraft:
    line = LineDraft(
        product_id=week.vendors["desk"],
        pricing_model=PricingModel.SEAT,
        metric="user",
        metric_period=Period.YEAR,
        quantity=Decimal(150),
        recurring_amount=Decimal(324_000),
        recurring_covers=Covers.TERM,
    )
    return DealDraft(
        lines=(line,),
        currency="USD",
        tax_excluded=True,
        term_months=36,
        billing=Billing.ANNUAL,
        stage=Stage.NEW,
        deal_month=Month("2026-05"),
        org_size=OrgSize.TO_500,
        region=Region.EMEA,
        sector=Sector.PRIVATE,
        channel=Channel.DIRECT,
        relationship=Relationship.BUYER,
        right_to_share=True,
        contract_forbids=ContractForbids.NO,
    )
