"""Four adversaries who see all that is published, and ten thousand sets of prices, in small.

tests/bench/adversaries.py prints the figures of the large ones.
"""

import random
from dataclasses import replace

import pytest

from community.prices import publisher
from community.prices.contributions import Contribution
from community.prices.dimensions import Dimension
from community.prices.kinds import CellKind
from community.prices.publisher import Published
from tests.privacy import datasets, scraper, sybil, vendor
from tests.privacy.insider import Knows, shares_pinned
from tests.privacy.sybil import Attack, Sees, share_pinned

pytestmark = pytest.mark.any_database

VICTIMS = 40


def test_a_vendor_with_its_order_book_never_finds_fewer_than_five():
    cards = 0
    for seed in range(12):
        chance = random.Random(seed)  # noqa: S311 - the same each time
        book = vendor.order_book(chance, 60)
        reported = [one for one in book if chance.random() < 0.7]
        found = vendor.link(book, reported)
        cards += found.cards
        assert min(found.fitting, default=5) >= 5

    assert cards > 100


@pytest.mark.parametrize(
    ("attack", "most"),
    [
        (Attack(5, Sees.MEDIAN), 0.40),
        (Attack(8, Sees.MEDIAN), 0.20),
        (Attack(12, Sees.MEDIAN), 0.10),
        (Attack(20, Sees.MEDIAN), 0.05),
        (Attack(12, Sees.QUARTILES), 0.35),
        (Attack(20, Sees.QUARTILES), 0.15),
    ],
    ids=str,
)
def test_a_sybil_who_knows_all_others_finds_few(attack, most):
    """With 40 victims a stated share of a quarter is seldom above a third."""
    assert share_pinned(attack, VICTIMS) <= most


def test_a_sybil_sees_everything_when_all_is_printed_exactly(monkeypatch):
    """The same search finds everybody where prices are not rounded: it can fail."""
    monkeypatch.setattr(
        sybil, "look", lambda published, _sees: list(published.total.members.values())
    )

    assert share_pinned(Attack(12, Sees.QUARTILES), 5) == 1


@pytest.mark.parametrize(
    ("knows", "most"),
    [
        (Knows(8, CellKind.FEES), 0.20),
        (Knows(12, CellKind.UPLIFT), 0.10),
        (Knows(12, CellKind.CONCESSION), 0.10),
    ],
    ids=str,
)
def test_an_insider_finds_as_few_as_the_median_alone_lets(knows, most):
    found = shares_pinned(knows, VICTIMS)

    assert max(found.extra, found.both) <= most


def test_an_insider_finds_many_where_changes_are_whole_per_cent(monkeypatch):
    """So we printed them before: the same search finds what there is to find."""
    monkeypatch.setitem(publisher.EXTRA_STEPS, CellKind.UPLIFT, 1)

    assert shares_pinned(Knows(12, CellKind.UPLIFT), VICTIMS).both > 0.15


def test_a_scraper_finds_no_two_figures_one_or_two_apart(scene):
    found = scraper.live(scene, random.Random(24), 24)  # noqa: S311 - the same

    assert found.moves >= 4
    assert found.stood_still >= 4
    assert found.parts
    assert min(found.smallest) >= 3


def test_random_sets_have_no_small_difference_and_nothing_shows_through():
    found = datasets.tally(150)

    assert found.cells > 100
    assert found.breakdowns > 20
    assert found.suppressed > 30
    assert found.words > 200
    assert found.extras > 100
    assert found.cards > 20
    assert found.unanswered > 10
    assert (found.small_differences, found.changed_bytes, found.thin) == (0, 0, 0)


def test_a_small_difference_would_be_seen():
    """A part that leaves one organisation out is what the search looks for."""
    published = publisher.publish([Contribution(f"o{n}", 9.0, 6) for n in range(12)])
    total = published.total
    few = dict(list(total.members.items())[1:])
    cut = Published(total, {Dimension.SIZE: {"x": replace(total, members=few)}})

    assert 1 in list(datasets.differences(cut))


def test_shares_of_too_few_would_be_seen(monkeypatch):
    """And so would a price that shows where it should not."""
    monkeypatch.setattr("community.prices.questions.LEAST_NAMING", 1)
    monkeypatch.setattr("community.prices.publisher.is_dominated", lambda _: False)
    monkeypatch.setattr("community.prices.publisher.counted", lambda _: 5)

    found = datasets.tally(40)

    assert found.thin > 0
