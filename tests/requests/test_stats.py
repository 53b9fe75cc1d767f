"""A vendor's record: medians and shares of a year, silent where too few stand behind them."""

from datetime import timedelta

import sqlalchemy as sa
from hypothesis import given
from hypothesis import strategies as st

from community.accounts.models import User
from community.core.db import db, transaction
from community.requests.kinds import RequestState, Reveals
from community.requests.models import BuyerRequest, ContactRecord
from community.requests.rules.counting import refresh_records
from community.requests.stats import FEWEST, Contact, Figures, figures_of
from tests.requests.conftest import NOON

_DAY = timedelta(days=1)


def contact(whose: int, hours: float | None = None, **more) -> Contact:
    """Return a request of a month ago, answered after some hours or not."""
    asked = NOON - 30 * _DAY
    answered = None if hours is None else asked + timedelta(hours=hours)
    return Contact(whose, asked, answered, more.get("closed_at"), more.get("stars"))


def test_figures_of_five_organisations_are_told():
    many = [contact(n, hours=n + 1, stars=n % 5 + 1) for n in range(5)]
    assert figures_of(many, NOON) == Figures(3 * 3600, 0, 30)
    assert figures_of([*many, contact(9)], NOON) == Figures(3 * 3600, 2, 30)
    late = contact(9, hours=8 * 24)
    assert figures_of([*many, late], NOON) == Figures(round(3.5 * 3600), 2, 30)


def test_what_fewer_stand_behind_is_not_told():
    one_buyer = [contact(1, hours=2, stars=5) for _ in range(20)]
    assert figures_of(one_buyer, NOON) is None
    silent = [contact(n) for n in range(5)]
    assert figures_of(silent, NOON) == Figures(None, 10, None)
    assert figures_of([], NOON) is None


def test_what_is_young_or_was_taken_back_soon_does_not_count_as_unanswered():
    answered = [contact(n, hours=1) for n in range(5)]
    soon = contact(7, closed_at=NOON - 29 * _DAY)
    young = Contact(8, NOON - 6 * _DAY, None, None, None)
    assert figures_of([*answered, soon, young], NOON) == Figures(3600, 0, None)


@given(
    st.lists(
        st.tuples(
            st.integers(0, 8),
            st.none() | st.floats(0, 1_000),
            st.none() | st.integers(1, 5),
        ),
        max_size=12,
    )
)
def test_nothing_is_told_of_fewer_than_five(rows):
    contacts = [contact(who, hours, stars=stars) for who, hours, stars in rows]
    figures = figures_of(contacts, NOON)
    if len({one.whose for one in contacts}) < FEWEST:
        assert figures is None
    if figures is not None:
        assert 0 <= figures.unanswered_tenths <= 10
        assert figures.stars_tenths is None or 10 <= figures.stars_tenths <= 50


def test_a_job_writes_the_record_that_everybody_reads(app, cast, scene, page):
    with app.app_context(), transaction():
        homes = {
            user.id: user.organisation_id
            for user in db.session.scalars(sa.select(User))
        }
        for number, buyer_id in enumerate(sorted(homes)):
            asked = NOON - 20 * _DAY
            db.session.add(
                BuyerRequest(
                    buyer_id=buyer_id,
                    vendor_id=scene.vendor_id,
                    alias=f"Buyer {number}",
                    subject="Seats",
                    reveals=Reveals.NOTHING,
                    last_day=NOON.date(),
                    ends_at=NOON,
                    created_at=asked,
                    answered_at=asked + timedelta(hours=5),
                    state=RequestState.ENDED,
                    closed_at=NOON,
                    stars=4,
                )
            )
    # Ada and Ben are of one organisation, and Cleo of another: six of seven count.
    assert len(homes) == 7
    assert "Too few buyers" in page.get("/prices/arbor/").words()
    with app.app_context(), transaction():
        refresh_records()
        refresh_records()
    read = page.get("/prices/arbor/").words()
    assert "within 5 hours, half of the time" in read
    assert "about 0 % of requests" in read
    assert "4.0 of 5 stars" in read
    with app.app_context(), transaction():
        lone = sorted(homes)[2:4]
        db.session.execute(
            sa.delete(BuyerRequest).where(BuyerRequest.buyer_id.in_(lone))
        )
        refresh_records()
    with app.app_context():
        assert db.session.scalars(sa.select(ContactRecord)).all() == []
