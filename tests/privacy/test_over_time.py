"""Attacks by those who keep every release: what one organisation more or less would change."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.accounts.models import Organisation, User
from community.accounts.rules import grouping, joining
from community.core.db import db, transaction
from community.deals import recording
from community.deals.kinds import Stage, Visibility
from community.deals.models import Deal
from community.deals.rules import reporting
from community.prices.contributions import Contribution, units_of
from tests.market import Paid, spread
from tests.privacy.scene import DESK, Scene


def halves(few: range, many: range) -> list[Paid]:
    """Return prices of two bands of quantity, which the default breaks down by."""
    return [
        *[Paid(n, 1000 + 40 * n, quantity=5) for n in few],
        *[Paid(n, 900 + 40 * n, quantity=60) for n in many],
    ]


def test_a09_one_more_and_two_more_change_no_byte(scene):
    scene.pay(*spread(6))
    scene.release()
    before = scene.bodies()

    scene.pay(Paid(20, 3000))
    assert scene.bodies() == before
    scene.release(1)
    assert scene.bodies() == before
    scene.pay(Paid(21, 3000))
    scene.release(2)
    assert scene.bodies() == before

    scene.pay(Paid(22, 3000))
    assert scene.bodies() == before
    scene.release(3)
    assert scene.bodies() != before


def test_a10_one_came_and_one_went_changes_no_byte(scene):
    deals = scene.pay(*spread(8))
    scene.release()
    before = scene.bodies()

    scene.withdraw(0, deals[0])
    scene.pay(Paid(20, 3000))
    scene.release(1)

    assert scene.bodies() == before


def test_a11_ninety_days_of_scraping_are_one_body(scene):
    """Deals here are of many ages; that they grow older tells nobody how old they are."""
    scene.pay(*[Paid(n, 1000 + 9 * n, age_months=3 + n) for n in range(13)])
    scene.release()
    bodies = {scene.body()}

    for months in (1, 2, 3):
        scene.release(months)
        bodies |= {scene.body()}

    assert len(bodies) == 1


def test_a24_who_leaves_five_takes_the_figure_along_at_once(scene):
    deals = scene.pay(*spread(5))
    scene.pay(*spread(5), twin=True)
    empty = scene.body()
    scene.release()
    others = scene.body("/prices/arbor/deck/")
    assert scene.body() != empty

    scene.own(0, reporting.erase_deal, deals[0])

    assert scene.body() == empty
    assert scene.body("/prices/arbor/deck/") == others


@pytest.mark.parametrize(
    "other",
    [
        {"stage": Stage.RENEWAL},
        {"stage": Stage.QUOTE},
        {"age_months": 1},
        {"age_months": 0},
    ],
)
def test_a24_another_price_that_is_not_in_the_figure_does_not_hold_it_up(scene, other):
    empty = scene.body()
    deals = scene.pay(*spread(5), Paid(0, 1000, **other))
    scene.release()

    scene.withdraw(0, deals[0])

    assert scene.body() == empty


def test_a24_a_deal_that_was_said_to_be_of_another_product_first(scene):
    """Edit, then erase: the figure that the deal stood in must go all the same."""
    empty = scene.body()
    deals = scene.pay(*spread(5))
    scene.release()

    def move(actor, deal: Deal) -> None:
        draft = recording.read(deal)
        moved = replace(draft.lines[0], product_id=scene.twin_id)
        other = replace(draft, lines=(moved,))
        reporting.revise_deal(actor, deal, other, version=deal.version)

    scene.own(0, move, deals[0])
    scene.own(0, reporting.erase_deal, deals[0])

    assert scene.body() == empty


def test_a24_who_changed_the_organisation_still_takes_the_figure_along(scene):
    empty = scene.body()
    deals = scene.pay(*spread(5))
    scene.release()
    with scene.app.app_context(), transaction():
        user = db.session.get_one(User, scene.market.user_ids[0])
        joining.join(user, "new@elsewhere.example", "elsewhere.example")

    scene.withdraw(0, deals[0])

    assert scene.body() == empty


def test_a24_who_was_grouped_meanwhile_still_takes_the_figure_along(scene, cast):
    empty = scene.body()
    deals = scene.pay(*spread(5))
    scene.release()
    with scene.app.app_context(), transaction():
        first = db.session.get_one(Organisation, scene.market.organisation_ids[0])
        grouping.group_organisation(
            cast.actor("mo"), first, into=scene.market.domain(9), reason="Its parent."
        )

    scene.withdraw(0, deals[0])

    assert scene.body() == empty


def test_three_who_come_and_go_do_not_hide_a_fourth_who_stays(scene):
    """What came out before the three came differs from what comes out now by one."""
    scene.pay(*spread(8))
    scene.release()
    planted = scene.pay(*[Paid(n, 1000) for n in (20, 21, 22)])
    scene.release(1)
    between = scene.shown()

    for number, deal_id in zip((20, 21, 22), planted, strict=True):
        scene.withdraw(number, deal_id)
    scene.pay(Paid(30, 4000))
    scene.release(2)

    assert scene.shown() == between


def test_a_breakdown_that_begins_does_not_tell_the_twentieth(scene):
    """The total must not move by one; parts that sum to one more would tell the same."""
    scene.pay(*halves(range(9), range(9, 19)))
    scene.release()
    before = scene.body()

    scene.pay(Paid(30, 4000, quantity=60))
    scene.release(1)

    assert scene.body() == before


def test_a_breakdown_never_runs_one_or_two_ahead_of_its_total(scene):
    scene.pay(*halves(range(10), range(10, 20)))
    scene.release()
    # Of the first part one more, of the second three: the total moves, the parts don't.
    scene.pay(*halves(range(20, 21), range(21, 24)))
    scene.release(1)
    before = scene.shown()
    assert before.parts

    # Two more of the first: each part has three now, the total has two.
    scene.pay(*halves(range(30, 32), range(0)))
    scene.release(2)

    assert scene.shown() == before


def test_editing_back_and_forth_moves_nothing(scene):
    deals = scene.pay(*spread(8))
    scene.release()
    before = scene.body()

    for months, price in ((1, 3000), (2, 1000), (3, 3000)):
        with scene.app.app_context(), transaction():
            deal = db.session.get_one(Deal, deals[0])
            deal.lines[0].unit_price = price
        scene.pay(*([Paid(20, 1000)] if months == 2 else []))
        scene.release(months)

    assert scene.body() == before


def test_withdrawing_and_reporting_again_makes_nothing_vanish_that_others_hold(scene):
    """In a figure of six, one who plays with its own deal learns nothing of the rest."""
    deals = scene.pay(*spread(6))
    scene.release()
    before = scene.body()

    scene.withdraw(0, deals[0])
    assert scene.body() == before
    scene.own(0, reporting.restore_deal, deals[0])
    scene.release(1)

    assert scene.body() == before


def test_grouping_two_who_are_in_the_figure_moves_nothing(scene, cast):
    scene.pay(*spread(8))
    scene.release()
    before = scene.body()

    with scene.app.app_context(), transaction():
        one = db.session.get_one(Organisation, scene.market.organisation_ids[1])
        grouping.group_organisation(
            cast.actor("mo"), one, into=scene.market.domain(0), reason="Its subsidiary."
        )
    scene.release(1)

    assert scene.body() == before


@pytest.mark.parametrize("visibility", [Visibility.AGGREGATE, Visibility.NAMED])
def test_who_no_longer_shows_a_deal_has_no_card_at_once(scene, visibility):
    shown = Paid(0, 1000, visibility=Visibility.CARD)
    deals = scene.pay(shown, *[Paid(n, 1000) for n in range(1, 8)])
    scene.release()
    assert "Deals that buyers show" in scene.page().get(DESK).words()

    def change(actor, deal: Deal) -> None:
        draft = replace(recording.read(deal), visibility=visibility)
        reporting.revise_deal(actor, deal, draft, version=deal.version)

    scene.own(0, change, deals[0])

    assert "Deals that buyers show" not in scene.page().get(DESK).words()


def rows(scene: Scene, table: str) -> str:
    with scene.app.app_context():
        found = db.session.execute(sa.text(f"SELECT * FROM {table}"))  # noqa: S608
        return repr(found.all())


def test_what_a_figure_rests_on_tells_no_price_to_who_has_the_rows_alone(scene):
    """A fingerprint without a key could be tried against all prices there are."""
    scene.pay(*spread(5))
    scene.release()
    kept = rows(scene, "price_cell_basis")
    with scene.app.app_context():
        line = db.session.scalars(sa.select(Deal)).first().lines[0]
        guess = Contribution("o", float(line.unit_price), 6, key=f"{line.id}@")

    assert units_of([guess])[0].fingerprint not in kept
