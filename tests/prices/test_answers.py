"""What buyers answered besides the price: shares in words, and medians of contracts."""

from dataclasses import replace
from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.catalog.models import Product
from community.core.db import db, transaction
from community.core.visibility import State
from community.deals.models import DealLine
from community.prices import snapshot
from community.prices.kinds import CellKind, Satisfaction
from community.prices.questions import satisfaction
from community.prices.release import publish_release
from tests.market import Paid, spread
from tests.privacy.scene import DESK, Scene, after

TERMS = {"renewal_cap_pct": Decimal(5), "notice_days": 60, "price_hold_months": 24}


@pytest.fixture
def scene(app) -> Scene:
    return Scene(app)


def words(scene: Scene) -> str:
    return scene.page().get(DESK).words()


def said(scene: Scene) -> dict[CellKind, list[list[str]]]:
    """Return the shares that are published of the scene's product."""
    with scene.app.app_context():
        (figures,) = snapshot.list_figures(scene.product_id)
        return {kind: cell.words for kind, cell in figures.words.items()}


def medians(scene: Scene) -> dict[CellKind, int]:
    with scene.app.app_context():
        (figures,) = snapshot.list_figures(scene.product_id)
        return {cell.kind: int(cell.median or 0) for cell in figures.extras}


def answering(count: int, *, first: int = 0, **more) -> list[Paid]:
    return spread(count, first=first, more=more)


def test_shares_of_eight_stand_in_words_on_the_page(scene):
    twin = scene.twin_id
    weighed = {"alternatives": (twin,), "more": {"payment_days": "30"}}
    scene.pay(
        *spread(7, **weighed),
        *answering(2, first=7, payment_days="60", other_alternatives=["incumbent"]),
        *answering(8, first=10, satisfaction=5),
        *answering(3, first=18, satisfaction=3),
    )
    scene.release()

    assert said(scene) == {
        CellKind.ALTERNATIVES: [[str(twin), "most"]],
        CellKind.SATISFACTION: [["happy", "some"], ["in-between", "some"]],
        CellKind.PAYMENT: [["30", "most"]],
    }
    shown = words(scene)
    assert "What they weighed it against Deck most" in shown
    assert "Happy with the price some In between some" in shown
    assert "When they pay 30 days most" in shown
    assert "60 days" not in shown


def test_seven_answers_are_not_told(scene):
    scene.pay(
        *spread(7, alternatives=(scene.twin_id,), more={**TERMS, "payment_days": "30"}),
        *answering(7, first=7, satisfaction=1),
    )
    scene.release()

    assert (said(scene), medians(scene)) == ({}, {})
    assert "How they bought" not in words(scene)


def test_an_alternative_that_two_named_is_not_told(scene):
    rare = spread(2, alternatives=(scene.twin_id,))
    scene.pay(*rare, *answering(10, first=2, other_alternatives=["none"]))
    scene.release()

    assert said(scene) == {CellKind.ALTERNATIVES: [["none", "most"]]}


def test_an_alternative_that_is_hidden_now_has_no_name(scene):
    scene.pay(*spread(9, alternatives=(scene.twin_id,)))
    scene.release()
    with scene.app.app_context(), transaction():
        twin = db.session.get_one(Product, scene.twin_id)
        twin.state = State.HIDDEN

    shown = words(scene)

    assert "How they bought" not in shown
    assert "Median paid" in shown


def test_terms_of_contracts_are_medians_in_coarse_steps(scene):
    near = {
        "renewal_cap_pct": Decimal("5.4"),
        "notice_days": 55,
        "price_hold_months": 25,
    }
    scene.pay(*answering(6, **TERMS), *answering(4, first=6, **near))
    scene.release()

    assert medians(scene) == {
        CellKind.CAP: 5,
        CellKind.NOTICE: 60,
        CellKind.HOLD: 24,
    }
    assert "Cap on the next rise" not in words(scene)
    assert "caps and notice periods" in words(scene)


def test_a_cap_of_nothing_is_an_answer(scene):
    none = {"renewal_cap_pct": Decimal(0), "notice_days": 0, "price_hold_months": 0}
    scene.pay(*answering(8, **none))
    scene.release()

    assert set(medians(scene).values()) == {0}


def test_what_one_contract_says_of_two_editions_is_one_answer(scene):
    """Two editions of nine contracts, of which one differs, would tell that one's notice."""
    deals = scene.pay(*answering(9, **TERMS), *answering(1, first=9, notice_days=30))
    with scene.app.app_context(), transaction():
        lines = db.session.scalars(
            sa.select(DealLine).where(DealLine.deal_id.in_(deals[:8]))
        )
        rows = [
            {
                column.key: getattr(line, column.key)
                for column in DealLine.__table__.columns
                if column.key != "id"
            }
            | {"position": 1, "metric": "core"}
            for line in lines
        ]
        db.session.execute(sa.insert(DealLine), rows)
    scene.release()

    with scene.app.app_context():
        shown = snapshot.list_figures(scene.product_id)
        notices = [
            one
            for figures in shown
            for one in figures.extras
            if one.kind is CellKind.NOTICE
        ]
    assert len(shown) == 2
    assert len(notices) == 1


def test_one_and_two_other_answers_move_nothing_and_three_do(scene):
    scene.pay(*answering(10, **TERMS, payment_days="30"), *spread(10, first=20))
    scene.release()
    before = said(scene), medians(scene)

    scene.pay(*answering(2, first=10, notice_days=365, payment_days="90+"))
    scene.release(1)
    assert (said(scene), medians(scene)) == before

    scene.pay(*answering(9, first=30, notice_days=365, payment_days="90+"))
    scene.release(2)
    assert said(scene)[CellKind.PAYMENT] == [["30", "some"], ["90+", "some"]]
    assert medians(scene)[CellKind.NOTICE] > 60


def test_what_is_answered_about_a_price_that_is_not_shown_changes_nothing(scene):
    empty = scene.bodies()
    answers = {**TERMS, "payment_days": "30", "satisfaction": 1}
    deals = scene.pay(*spread(4, alternatives=(scene.twin_id,), more=answers))
    with scene.app.app_context():
        publish_release(after(0))
    assert scene.bodies() == empty

    scene.change(deals, notice_days=7, satisfaction=5, payment_days="90+")
    scene.release(1)

    assert scene.bodies() == empty


@pytest.mark.parametrize(
    ("mark", "word"),
    [
        (1, Satisfaction.UNHAPPY),
        (2, Satisfaction.UNHAPPY),
        (3, Satisfaction.IN_BETWEEN),
        (4, Satisfaction.HAPPY),
        (5, Satisfaction.HAPPY),
    ],
)
def test_five_marks_are_three_words(mark, word):
    assert satisfaction(mark) is word


def test_a_question_that_one_more_answered_takes_no_other_along(scene):
    """Seven had answered it too: were they new with it, all shares would move for one."""
    both = {"auto_renew": "yes", "true_down": "no"}
    some = [replace(one, clauses=both) for one in spread(7)]
    others = [replace(one, clauses={"auto_renew": "no"}) for one in spread(2, first=7)]
    scene.pay(*some, *others)
    scene.release()
    assert said(scene) == {CellKind.CLAUSES: [["auto_renew", "most"]]}

    scene.pay(Paid(20, 1000, clauses={"auto_renew": "no", "true_down": "yes"}))
    scene.release(1)

    assert said(scene) == {CellKind.CLAUSES: [["auto_renew", "most"]]}
