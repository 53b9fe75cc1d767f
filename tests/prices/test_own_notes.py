"""What the list of one's own prices says of a release: the private note that a price is out."""

import pytest
from flask import Flask

from community.accounts.rules.sessions import start_session
from community.catalog.disclosure import Relationship
from community.core.db import transaction
from community.deals.kinds import Stage
from tests.market import Paid, spread
from tests.page import PageClient
from tests.privacy.scene import Scene
from tests.queries import count_queries


class Listed:
    """The list of an author, after releases of what all others paid for Desk and Pay."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.page = PageClient(scene.app)
        with scene.app.app_context(), transaction():
            token = start_session(scene.market.user_ids[0], user_agent="Firefox")
        with self.page.client.session_transaction() as browser:
            browser["_user_id"] = token
        self.queries = 0

    def __call__(self, *paid: Paid, months: int = 0, twins: int = 6) -> str:
        self.scene.pay(*paid)
        self.scene.pay(*spread(twins), twin=True)
        self.scene.release(months)
        with self.scene.app.app_context(), count_queries() as queries:
            words = self.page.get("/deals/mine").words()
        self.queries = len(queries)
        return words


@pytest.fixture
def listed(app: Flask) -> Listed:
    return Listed(Scene(app, 12))


NEWS = "The newest release has figures with prices of yours in them: "


def test_the_list_says_which_prices_came_out(listed):
    words = listed(*spread(4))

    assert f"{NEWS}Deck." in words
    assert words.count("In a published figure since 1 ") == 1


def test_what_came_out_before_is_no_news(listed):
    assert NEWS in listed(*spread(6))

    words = listed(months=1, twins=0)

    assert NEWS not in words
    assert words.count("In a published figure since 1 ") == 2


@pytest.mark.parametrize(
    "odd",
    [
        {"stage": Stage.QUOTE},
        {"age_months": 1},
        {"relationship": Relationship.RESELLER},
    ],
)
def test_a_price_that_does_not_count_is_in_nothing(listed, odd):
    others = spread(5, first=1)

    words = listed(Paid(0, 1000, **odd), *others, twins=0)

    assert "published figure since" not in words


def test_the_list_takes_as_many_queries_for_one_as_for_many(listed):
    listed(*spread(6))
    once = listed.queries

    listed(*[Paid(0, 1000 + n) for n in range(8)], months=1)

    assert listed.queries == once
