"""Attacks on notes: when they come and go, whose they are, and what is not shown at all."""

import re

import pytest
import sqlalchemy as sa

from community.accounts.models import Organisation
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.deals.models import Deal
from community.deals.notes.queries import find_of_deal
from community.deals.notes.rules import accept_note, take_in, take_in_again
from community.deals.rules import reporting
from tests.market import Paid, spread
from tests.privacy.scene import DESK, Scene

HEADING = "What buyers say about buying it"
SAID = "They gave in at the end."


def note(scene: Scene, number: int, deal_id: int, text: str = SAID, *, accept=True):
    """Let the member of an organisation write a note, and a moderator accept it."""
    with scene.app.app_context(), transaction():
        deal = db.session.get_one(Deal, deal_id)
        deal.note = text
        take_in(deal, scene.market.user_ids[number])
        found = find_of_deal(deal)
        if accept:
            accept_note(SYSTEM, found, found.text, "Nothing tells.")


def said(scene: Scene) -> list[str]:
    """Return the notes of the product's page, in their order there."""
    html = scene.page().get(DESK).html
    return re.findall(r"<blockquote>\s*<p>(.*?)</p>", html)


def test_a_note_comes_with_a_release_and_never_before(scene):
    deals = scene.pay(*spread(6))
    note(scene, 0, deals[0], accept=False)
    scene.release()
    before = scene.body()
    assert HEADING.encode() not in before

    with scene.app.app_context(), transaction():
        found = find_of_deal(db.session.get_one(Deal, deals[0]))
        accept_note(SYSTEM, found, found.text, "Nothing tells.")
    assert scene.body() == before

    scene.release(1)
    assert said(scene) == [SAID]


@pytest.mark.parametrize(
    "paid",
    [spread(4), [*spread(4), Paid(0, 1100)], spread(6, age_months=1)],
    ids=["four", "four of five deals", "too young"],
)
def test_beside_no_figure_there_is_no_note_and_the_page_is_that_of_nothing(scene, paid):
    empty = scene.bodies()
    deals = scene.pay(*paid)
    note(scene, 0, deals[0])
    scene.release()

    assert scene.bodies() == empty

    with scene.app.app_context(), transaction():
        deal = db.session.get_one(Deal, deals[0])
        deal.note = "Something else."
        take_in_again(deal, scene.market.user_ids[0])
    scene.release(1)
    assert scene.bodies() == empty


def test_who_joins_a_figure_that_stands_still_says_nothing_yet(scene):
    """The note of one joiner would tell that somebody joined."""
    scene.pay(*spread(6))
    scene.release()
    before = scene.shown()
    (deal,) = scene.pay(Paid(10, 1000, age_months=4))
    note(scene, 10, deal)
    scene.release(1)
    assert (said(scene), scene.shown()) == ([], before)

    scene.pay(*spread(2, first=11, age_months=5))
    scene.release(2)
    assert said(scene) == [SAID]


def test_an_organisation_speaks_once_also_as_a_group(scene):
    first = scene.pay(*spread(8))
    (again,) = scene.pay(Paid(0, 1010, age_months=7))
    with scene.app.app_context(), transaction():
        ids = scene.market.organisation_ids
        db.session.execute(
            sa.update(Organisation)
            .where(Organisation.id == ids[1])
            .values(grouped_into_id=ids[0])
        )
    note(scene, 0, first[0])
    note(scene, 0, again, "They moved twice.")
    note(scene, 1, first[1], "So it was with us.")
    note(scene, 2, first[2], "Nothing helped.")
    note(scene, 3, first[3], "Nothing helped.")
    scene.release()
    shown = said(scene)

    assert len(shown) == 2
    assert "Nothing helped." in shown
    scene.release(1)
    assert said(scene) == shown


@pytest.mark.parametrize("rule", [reporting.withdraw_deal, reporting.erase_deal])
def test_with_its_deal_a_note_goes_at_once_and_another_stays(scene, rule):
    deals = scene.pay(*spread(8))
    note(scene, 0, deals[0])
    note(scene, 1, deals[1], "Nothing helped.")
    scene.release()
    assert len(said(scene)) == 2

    scene.own(0, rule, deals[0])

    assert said(scene) == ["Nothing helped."]
    assert "Median paid" in scene.page().get(DESK).words()


def test_with_its_figure_a_note_goes_at_once(scene):
    deals = scene.pay(*spread(5))
    note(scene, 0, deals[0])
    scene.release()
    assert said(scene) == [SAID]

    scene.withdraw(1, deals[1])

    assert said(scene) == []


def test_a_changed_note_goes_at_once_and_a_rejected_price_with_the_release(scene):
    deals = scene.pay(*spread(8))
    for number in range(2):
        note(scene, number, deals[number], f"Note {chr(97 + number)}.")
    scene.release()
    with scene.app.app_context(), transaction():
        deal = db.session.get_one(Deal, deals[0])
        deal.note = "Another one."
        take_in_again(deal, scene.market.user_ids[0])
    assert said(scene) == ["Note b."]

    with scene.app.app_context(), transaction():
        db.session.get_one(Deal, deals[1]).lines[0].review = "rejected"
    assert said(scene) == ["Note b."]
    scene.release(1)
    assert said(scene) == []


def test_notes_are_without_number_author_date_size_and_order(scene):
    deals = scene.pay(*spread(12))
    for number, deal in enumerate(deals):
        domain = scene.market.domain(number)
        name = f"Note {chr(97 + number)} of {scene.market.handle(number)}, {domain}: "
        note(scene, number, deal, f"{name}we paid $41,300 on 3 May, quote Q-1182.")
    scene.release()
    shown = said(scene)

    assert len(shown) == 12
    typed = [f"Note {chr(97 + n)} of " for n in range(12)]
    orders = [next(t for t in typed if one.startswith(t)) for one in shown]
    assert sorted(orders) == typed
    assert orders != typed  # one order in 479 million
    for one in shown:
        assert (
            one[7:] == "of [removed]: we paid [removed] on [removed], quote [removed]."
        )


def test_a_bundle_speaks_of_its_first_product_alone(scene):
    deals = scene.pay(*spread(6))
    scene.pay(*spread(6), twin=True)
    with scene.app.app_context(), transaction():
        line = db.session.get_one(Deal, deals[0]).lines[0]
        values = {
            column.key: getattr(line, column.key)
            for column in line.__table__.columns
            if column.key != "id"
        }
        twin = {**values, "position": 1, "product_id": scene.twin_id}
        db.session.execute(sa.insert(line.__table__), [twin])
    note(scene, 0, deals[0])
    scene.release()

    assert said(scene) == [SAID]
    assert SAID not in scene.page().get("/prices/arbor/deck/").words()
