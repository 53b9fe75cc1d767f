"""Attacks on what may be shown at all: too few, too alike, too dominant, cut too fine."""

import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.accounts.models import Organisation, User
from community.accounts.rules import grouping
from community.accounts.traits import OrgSize, Region
from community.core import clock
from community.core.db import db, transaction
from community.core.settings import SettingsError, load_settings
from community.deals.kinds import ReviewState, Stage, Visibility
from community.prices.dimensions import Dimension
from community.prices.models import PriceChoice
from community.prices.reviewing import review_new_lines
from tests.market import Paid, spread
from tests.prices.tables import F1
from tests.privacy.scene import DESK, Scene, after

SIZES = {"SMB": OrgSize.TO_50, "MID": OrgSize.TO_1000, "ENT": OrgSize.OVER_10000}
REGIONS = {
    "EMEA": Region.EMEA,
    "AMER": Region.NORTH_AMERICA,
    "APAC": Region.APAC,
}


def f1(count: int = 12) -> list[Paid]:
    """Return fixture F1 of the method as deals."""
    return [
        Paid(number, price, age_months=age, size=SIZES[size], region=REGIONS[region])
        for number, (_, price, size, region, age) in enumerate(F1[:count])
    ]


def choose(scene: Scene, first: Dimension, *, instead: bool = True) -> None:
    with scene.app.app_context(), transaction():
        db.session.add(
            PriceChoice(
                product_id=scene.product_id,
                first=first,
                instead_of_quartiles=instead,
                chosen_on=after(-13),
            )
        )


def assert_nothing_shows(scene: Scene, *paid: Paid) -> None:
    """Report and release; every page must be as it was when nobody had reported."""
    empty = scene.bodies()
    scene.pay(*paid)
    scene.release()
    assert scene.bodies() == empty


def test_a01_four_organisations_are_as_none(scene):
    assert_nothing_shows(scene, *spread(4))
    assert _nameless(scene.body()) == _nameless(scene.body("/prices/arbor/deck/"))


def _nameless(body: bytes) -> bytes:
    return re.sub(rb"Des?c?k|des?c?k|product[=/][\w-]+", b"", body)


def test_a02_five_deals_of_one_organisation_are_as_none(scene):
    assert_nothing_shows(scene, *[Paid(0, 1000 + n, quantity=50 + n) for n in range(5)])


@pytest.mark.parametrize(
    "odd",
    [{"stage": Stage.QUOTE}, {"age_months": 1}, {"review": ReviewState.PENDING}],
    ids=["a quote", "one month old", "pending"],
)
def test_a03_a_fifth_that_does_not_count_shows_nothing(scene, odd):
    assert_nothing_shows(scene, *spread(4), Paid(4, 1000, **odd))


def test_a03_the_same_fifth_that_counts_is_shown(scene):
    scene.pay(*spread(5))
    scene.release()
    assert scene.shown().median == "1,000"


def test_a04_one_fresh_price_among_old_ones_dominates(scene):
    old = [Paid(n, 1000, age_months=36) for n in range(1, 5)]
    assert_nothing_shows(scene, Paid(0, 1000, age_months=3), *old)


def test_a05_a_price_that_all_can_see_does_not_count(scene):
    shown = Paid(4, 1000, visibility=Visibility.CARD)
    scene.pay(*[Paid(n, 1000) for n in range(4)], shown)
    scene.release()

    figures = scene.shown()

    assert (figures.median, figures.organisations) == (None, None)


def test_a06_parts_that_leave_one_out_are_all_withheld(scene):
    choose(scene, Dimension.REGION)
    scene.pay(
        *[
            replace(one, region=Region.EMEA if n < 8 else Region.NORTH_AMERICA)
            for n, one in enumerate(f1())
        ]
    )
    scene.release()

    assert scene.shown().parts == ()


def test_a06_parts_of_seven_and_five_are_shown(scene):
    choose(scene, Dimension.REGION)
    scene.pay(
        *[
            replace(one, region=Region.EMEA if n < 7 else Region.NORTH_AMERICA)
            for n, one in enumerate(f1())
        ]
    )
    scene.release()

    figures = scene.shown()

    assert [part[1:] for part in figures.parts] == [("5–9", "$940"), ("5–9", "$1,200")]
    assert figures.middle_half is None


@pytest.mark.parametrize(
    "query",
    [
        "size=ENT&region=APAC",
        "exclude=o12",
        "k=1",
        "floor=1",
        "quantity=50-99",
        "verified=1",
        "series=any.new.commercial.x",
        "currency=EUR",
        "per=month",
        "at=2026-05",
        "stage=quote",
        "format=json",
    ],
)
@pytest.mark.parametrize("deals", [0, 13])
def test_a07_free_filters_are_refused_without_data(scene, query, deals):
    """Toggles of A14 ("verified only", "include quotes") are among them: not offered."""
    scene.pay(*spread(deals))
    if deals:
        scene.release()

    answer = scene.client.get(f"{DESK}?{query}")

    assert answer.status_code == 400
    assert "Median" not in answer.text
    assert "1,000" not in answer.text


def test_a13_a14_no_currency_no_unit_and_no_subset_can_be_chosen(scene):
    """What a page offers to choose from is the published series, and nothing else."""
    scene.pay(*spread(13))
    scene.release()

    page = scene.page().get(DESK)

    names = {name for form in page.forms for name in form["fields"]}
    assert names <= {"q", "csrf_token", "series", "quantity", "amount"}


def test_a16_sybils_around_a_victim_print_nothing_before_a_person_looked(scene):
    pending = ReviewState.PENDING
    planted = [Paid(n, 1000, review=pending) for n in range(4)]
    with scene.app.app_context(), transaction():
        puppets = User.id.in_(scene.market.user_ids[:4])
        db.session.execute(
            sa.update(User).where(puppets).values(created_at=clock.now())
        )
    scene.pay(*planted, Paid(4, 1234))
    with scene.app.app_context():
        review_new_lines()
    scene.release()

    assert scene.shown().is_nothing


def test_a16_once_accepted_the_victims_price_is_not_printed(scene):
    scene.pay(*[Paid(n, 1000) for n in range(4)], Paid(4, 1234))
    scene.release()

    assert scene.shown().median == "1,000"
    assert b"1,23" not in scene.body()


def test_a17_extremes_around_a_victim_wait_for_a_person(scene):
    planted = (1, 2, 1e6, 2e6)
    pending = [
        Paid(n, price, review=ReviewState.PENDING)
        for n, price in enumerate((*planted, 1234))
    ]
    scene.pay(*pending)
    with scene.app.app_context():
        review_new_lines()
    scene.release()

    assert scene.shown().is_nothing


def test_a18_a_group_of_subsidiaries_is_one(scene, cast):
    scene.pay(*spread(5))
    with scene.app.app_context(), transaction():
        two = db.session.get_one(Organisation, scene.market.organisation_ids[1])
        grouping.group_organisation(
            cast.actor("mo"), two, into=scene.market.domain(0), reason="Its subsidiary."
        )
    scene.release()

    assert scene.shown().is_nothing


def test_a18_an_account_without_an_organisation_is_none(scene):
    deals = scene.pay(*spread(5))
    scene.change(deals[:1], org_key=None)
    scene.release()

    assert scene.shown().is_nothing


def test_a19_below_forty_there_is_no_histogram(scene):
    scene.pay(*spread(39))
    scene.release()

    assert "10th percentile" not in scene.page().get(DESK).words()


def test_a19_a_lonely_price_has_no_bar_of_its_own(scene):
    scene.pay(*spread(39, price=1000), Paid(40, 9000))
    scene.release()

    words = scene.page().get(DESK).words()

    assert "10th percentile" in words
    assert "9,0" not in words


def test_a20_there_is_no_interval_of_eight(scene):
    scene.pay(*spread(8))
    scene.release()

    words = scene.page().get(DESK).words()

    assert "Median paid" in words
    assert "95 %" not in words


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("FAIRQUOTE_MEDIAN_FROM", "3"),
        ("FAIRQUOTE_QUARTILES_FROM", "11"),
        ("FAIRQUOTE_INTERVAL_FROM", "19"),
        ("FAIRQUOTE_TAILS_FROM", "39"),
        ("FAIRQUOTE_MIN_AGE_MONTHS", "0"),
    ],
)
def test_a30_a_threshold_below_ours_stops_the_start(tmp_path, variable, value):
    with pytest.raises(SettingsError, match=variable):
        load_settings({variable: value}, data_dir=tmp_path)


def test_a31_a_homogeneous_cell_is_shown_rounded(scene):
    """An accepted residual risk: where all pay the same, the median tells it."""
    scene.pay(*[Paid(n, 1234) for n in range(6)])
    scene.release()

    assert scene.shown().median == "1,250"


@pytest.mark.parametrize("instead", [True, False])
def test_a33_quartiles_and_a_breakdown_of_twelve_never_stand_together(scene, instead):
    choose(scene, Dimension.SIZE, instead=instead)
    scene.pay(*f1())
    scene.release()

    figures = scene.shown()

    assert figures.median == "1,000"
    assert (figures.middle_half is None) == instead
    assert bool(figures.parts) == instead


def test_a33_two_breakdowns_of_twenty_never_stand_together(scene):
    halves = [
        Paid(
            n,
            1000 + n,
            quantity=5 if n < 10 else 60,
            size=OrgSize.TO_50 if n % 2 else OrgSize.OVER_10000,
        )
        for n in range(20)
    ]
    scene.pay(*halves)
    scene.release()

    words = scene.page().get(DESK).words()

    assert "By quantity" in words
    assert "By size" not in words
