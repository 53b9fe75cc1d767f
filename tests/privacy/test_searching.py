"""Attacks by searching: filters on prices know published figures and cards, and no deal."""

import pytest

from community.deals.kinds import Visibility
from tests.market import Paid, spread

FILTERS = (
    "kind:product+price:>0",
    "kind:product+has:price",
    "kind:product+price:990..1010",
    "kind:deal",
    "kind:deal+seats:1..1000",
    "desk",
)


@pytest.fixture
def search(scene):
    service = scene.app.extensions["fairquote.search"]

    def find(typed: str) -> bytes:
        service.limiter.forget()
        return scene.body(f"/search?q={typed}").partition(b"How to search")[0]

    def catch_up() -> None:
        with scene.app.app_context():
            service.catch_up()

    find.catch_up = catch_up
    return find


def test_what_is_suppressed_is_found_as_what_is_empty(scene, search):
    search.catch_up()
    empty = {typed: search(typed) for typed in FILTERS}

    scene.pay(*spread(4, visibility=Visibility.CARD))
    scene.release()
    search.catch_up()

    assert {typed: search(typed) for typed in FILTERS} == empty


def test_a_filter_on_prices_answers_as_the_published_figure_does(scene, search):
    scene.pay(*spread(13))
    search.catch_up()
    assert b"Median paid" not in search("kind:product+price:>0")
    scene.release()
    search.catch_up()

    median = scene.shown().median
    assert b"Median paid" in search(f"kind:product+price:{median}")
    assert b"Median paid" in search(f"kind:product+price:..{median}")
    assert b"Median paid" not in search(f"kind:product+price:<{median}")
    assert b"Median paid" not in search(f"kind:product+price:>{median}")


def test_cards_are_found_as_they_are_shown_and_gone_with_their_deal(scene, search):
    alike = [Paid(n, 1000, visibility=Visibility.CARD) for n in range(8)]
    deals = scene.pay(*alike)
    scene.release()
    search.catch_up()
    shown = search("kind:deal+seats:40..60")
    assert b"Deals shown \xc2\xb7 8" in shown
    assert b"Deals shown \xc2\xb7 0" in search("kind:deal+seats:5000..")
    assert b"Deals shown \xc2\xb7 0" in search("kind:deal+price:<1000")

    scene.withdraw(0, deals[0])
    before_the_index = search("kind:deal")
    assert b"Deals shown \xc2\xb7 7" in before_the_index
    search.catch_up()
    assert b"Deals shown \xc2\xb7 7" in search("kind:deal")


def test_a_figure_that_was_withheld_is_found_no_more_even_before_the_index(
    scene, search
):
    deals = scene.pay(*spread(5))
    scene.release()
    search.catch_up()
    assert b"Median paid" in search("kind:product+price:>0")
    scene.withdraw(0, deals[0])
    assert b"Desk" not in search("kind:product+price:>0").partition(b"<main")[2]
