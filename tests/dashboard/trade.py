"""What goes on at Arbor's beside the talk: rooms, held prices, events, guides, appeals."""

from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal

import sqlalchemy as sa

from community.accounts.traits import PublicSize, Region
from community.catalog.models import Vendor
from community.catalog.rules import ensure_product
from community.core.db import db
from community.dashboard.leads.rules import take_back
from community.dashboard.models import Lead
from community.deals.kinds import Evidence, Ground, HoldReason
from community.deals.models import Deal, LineHold
from community.deals.rules.moderating import accept_held, reject_held
from community.deals.rules.reporting import submit_deal
from community.deals.rules.reviewing import hold_line
from community.demos import queries as demos
from community.demos.access import require_organiser
from community.demos.kinds import DemoKind
from community.demos.models import Demo
from community.demos.plans import Plan
from community.demos.rules import announcing, attending
from community.prices.guarding import look_over
from community.prices.kinds import CellKind
from community.prices.models import CellBasis, PriceCell
from community.requests.drafts import Told
from community.requests.kinds import Reveals
from community.requests.models import BuyerRequest
from community.requests.rules.rating import rate
from community.rooms.models import Room
from community.rooms.rules import deciding, opening, shortlisting
from community.rooms.rules.deciding import UNDECIDED, Decided
from moderation.kinds import Reason
from moderation.models import Action
from tests.dashboard.offering import ask, link_of, offer
from tests.moderating import moderate
from tests.moderation.appealing import OVERTURN, UPHOLD, WHY, judged
from tests.prices.factories import release, series_of
from tests.requests.conftest import answered, sent

BY_NAME = Told(Reveals.PERSON, PublicSize.TO_200, Region.EMEA, "Canary Lovelace")


def publish_savings(vendors) -> None:
    """Three figures of what was won over the first offer, two of them on enough."""
    for number, percent in enumerate((10, 15, 35)):
        arbor = db.session.get_one(Vendor, vendors["arbor"])
        cell = PriceCell(
            series_id=series_of(ensure_product(arbor, f"Arbor {number}")).id,
            kind=CellKind.CONCESSION,
            organisations="10–19",
            median=Decimal(percent),
            released_in_id=release().id,
        )
        db.session.add(cell)
        db.session.flush()  # what it rests on names it
        if number:
            members = {str(one): ["", 1.0, True] for one in range(12)}
            db.session.add(CellBasis(cell_id=cell.id, members=members))


def open_rooms(cast, week) -> None:
    """Ben and Cleo have two rooms each."""
    for day, hour, who in (
        (0, 10, "ben"),
        (1, 8, "cleo"),
        (2, 8, "ben"),
        (3, 8, "cleo"),
    ):
        week.do(day, hour, lambda who=who: opening.open_room(cast.actor(who), who))


def decide_rooms(cast, week) -> None:
    """Each of their rooms decides: after 24, 36, 48 and 48 hours, one with a renewal."""
    steps = (
        (1, 10, "ben", 0, date(2028, 1, 1)),
        (2, 20, "cleo", 0, None),
        (4, 8, "ben", 1, None),
        (5, 8, "cleo", 1, None),
    )
    for day, hour, who, which, renewal in steps:
        week.do(
            day,
            hour,
            lambda who=who, which=which, renewal=renewal: _decide(
                cast, week, who, which, renewal
            ),
        )


def _decide(cast, week, who, which, renewal) -> None:
    actor = cast.actor(who)
    rooms = sa.select(Room).where(Room.name == who).order_by(Room.id)
    room = db.session.scalars(rooms).all()[which]
    product = db.session.get_one(shortlisting.Product, week.vendors["desk"])
    choice = shortlisting.add_product(actor, room, product)
    db.session.flush()  # the decision names it
    decided = Decided(choice.public_id, "It is cheaper.", renewal)
    deciding.decide(actor, room, decided, version=UNDECIDED)


def hold_prices(cast, week, draft) -> None:
    """Cleo's five lines are held three weeks, a week and no week before Mo decides.

    Her deal has a document behind it; Mo lets three lines in and keeps two out.
    """

    def submit() -> int:
        arbor = db.session.get_one(Vendor, week.vendors["arbor"])
        names = [f"Arbor Saw {number}" for number in range(5)]
        lines = tuple(
            replace(draft.lines[0], product_id=ensure_product(arbor, name).id)
            for name in names
        )
        deal = submit_deal(cast.actor("cleo"), replace(draft, lines=lines))
        deal.evidence = Evidence.DOCUMENT
        return deal.id

    deal_id = week.do(-20, 9, submit)
    for day, numbers in ((-20, (0, 1)), (-6, (2, 3)), (1, (4,))):

        def hold(numbers=numbers) -> None:
            lines = db.session.get_one(Deal, deal_id).lines
            for number in numbers:
                hold_line(lines[number], [HoldReason.SANITY_HIGH], Decimal(12))

        week.do(day, 10, hold)

    def decide() -> None:
        holds = db.session.scalars(sa.select(LineHold).order_by(LineHold.id)).all()
        for number, one in enumerate(holds):
            why = "It is twelve times the others."
            if number < 3:
                accept_held(cast.actor("mo"), one, why)
            else:
                reject_held(cast.actor("mo"), one, why, Ground.NOT_PAID)

    week.do(4, 9, decide)


def ask_more(cast, week) -> None:
    """Four more requests are answered, after 2, 3, 7 and 10 hours; all five are rated."""
    for day, asked, hours, who in (
        (3, 9, 2, "ada"),
        (3, 10, 3, "cleo"),
        (3, 11, 7, "cleo"),
        (3, 12, 10, "ben"),
    ):
        with week.at(day, asked):
            request = sent(getattr(week, who))
        with week.at(day, asked + hours):
            answered(week.rae, request)

    def give_stars() -> None:
        requests = sa.select(BuyerRequest).where(BuyerRequest.answered_at.is_not(None))
        answered_ones = db.session.scalars(requests.order_by(BuyerRequest.id)).all()
        names = {cast.ada.id: "ada", cast.ben.id: "ben", cast.cleo.id: "cleo"}
        for stars, one in zip((5, 4, 4, 3, 2), answered_ones, strict=True):
            rate(cast.actor(names[one.buyer_id]), one, stars)

    week.do(5, 10, give_stars)


def announce_events(cast, week) -> None:
    """Rae and the host announce one each; three register, one by name, and one leaves."""
    plan = Plan(
        kind=DemoKind.WEBINAR,
        title="What changes in the spring edition",
        body="We show the new price book, line by line, and answer what you ask.",
        shown=datetime(2027, 2, 10, 14),  # noqa: DTZ001 - as clocks show it
        zone="Europe/Berlin",
        minutes=45,
        link="https://meet.arbor.example/room",
    )
    for hour, who in ((8, "rae"), (9, "hana")):
        organiser = lambda who=who: require_organiser(cast.actor(who))  # noqa: E731
        week.do(2, hour, lambda one=organiser: announcing.announce(one(), plan))

    def register(who: str, told: Told) -> None:
        event = db.session.scalars(sa.select(Demo).order_by(Demo.id)).first()
        actor = cast.actor(who)
        row = demos.get_row_for(actor, event.public_id)
        attending.register(actor, row, told)

    nothing = Told(Reveals.NOTHING)
    told = {"ben": nothing, "cleo": nothing, "ada": BY_NAME}
    for who, what in told.items():
        week.do(3, 9, lambda who=who, what=what: register(who, what))

    def leave() -> None:
        event = db.session.scalars(sa.select(Demo).order_by(Demo.id)).first()
        found = demos.find_registration(cast.actor("cleo"), event)
        attending.withdraw(cast.actor("cleo"), found)

    week.do(4, 9, leave)


def offer_guide(app, cast, week) -> None:
    with week.at(0, 7):
        week.guide = offer(app, cast)


def take_guide(app, week) -> None:
    """Two ask for the guide; one proves the address, and takes the consent back."""
    with week.at(1, 9):
        assert ask(week.visitor, week.guide).status == 303
        path = link_of(app)
        shown = week.visitor.get(path)
        week.visitor.send(shown, action=f"{path}/confirm", status=303)
        other = ask(week.visitor, week.guide, mail="alan@hopper.example")
        assert other.status == 303

    week.do(2, 9, lambda: take_back(db.session.scalars(sa.select(Lead)).one()))


def appeal(cast, week) -> None:
    """Two answers are hidden, after 4 and 8 hours; of two appeals one is granted, after 24."""
    for hours, name, author, answers in (
        (4, "two", "ben", UPHOLD),
        (8, "five", "ada", OVERTURN),
    ):
        post = week.answers[name]
        week.do(4, 10, lambda post=post: week.report("cleo", post, Reason.IDENTIFIES))
        with week.at(4, 10 + hours):
            moderate(week.mo, "post", week.public(post), "hide")
        with week.at(5, 10):
            path = f"/decisions/{week.look(_last_action)}/appeal"
            browser = getattr(week, author)
            browser.get(path)
            place = browser.post(path, WHY, status=303).location
            assert judged(week.mia, f"/moderation{place}", answers).status == 303


def _last_action() -> str:
    actions = sa.select(Action.public_id).order_by(Action.id.desc()).limit(1)
    return db.session.scalars(actions).one()


def check_figures(week) -> None:
    """The figures that are out are counted again: two rest on enough, two on nobody."""
    week.do(6, 3, look_over)
