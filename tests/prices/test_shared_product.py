"""A product's pages are made once for members alike: what they paid for shows to them alone."""

from collections.abc import Iterator

import pytest
import sqlalchemy as sa

from community.catalog.models import Product
from community.core.db import db, transaction
from community.deals.kinds import ReviewState
from community.deals.models import Deal, DealLine
from community.deals.rules.reporting import submit_deal
from tests.prices.factories import crowd, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.queries import count_queries
from tests.reviews.made import write
from tests.security.town import deal_draft
from tests.sharing import ALL, FLASK, Sharing, shared_pages, words_of

PATH = "/prices/arbor/arbor-desk/"
MORE = "You see more because you shared a price"


@pytest.fixture
def sharing(app, settings) -> Iterator[Sharing]:
    with shared_pages(settings) as built:
        yield built


@pytest.fixture
def desk(app, cast) -> None:
    """Arbor Desk with figures; Ada's deal for it is accepted."""
    with app.app_context(), transaction():
        product = arbor_desk()
        publish_series(series_of(product), crowd(88), clauses=[["auto_renew", "most"]])
        deal = submit_deal(cast.actor("ada"), deal_draft(product.id))
        deal.lines[0].review = ReviewState.ACCEPTED


@pytest.mark.usefixtures("desk")
def test_each_gets_from_the_shared_page_what_flask_makes_for_them(app, cast, sharing):
    browsers = {one: cast.page(one) for one in ("ada", "ben", "cleo", "rae")}

    def alike(*shared: str, at: str) -> None:
        for name, browser in browsers.items():
            own = browser.get(at)
            made = []
            for _ in range(2):
                assert words_of(sharing.get(browser, at)) == words_of(own), name
                made += sharing.made
            if name in shared:
                assert made in ([ALL], []), name
            else:
                assert made == [FLASK, FLASK], name

    product = browsers["ben"].get(PATH).html.split('action="/saved/product/')[1][:16]
    browsers["ben"].post(f"/follow/product/{product}", {"level": "all"}, status=303)
    browsers["ben"].get("/account/")  # says what was done, once
    for tab in ("", "questions", "list-prices"):
        alike("ada", "ben", "cleo", at=PATH + tab)
        assert "✓ Following" in sharing.get(browsers["ben"], PATH + tab).html
        with count_queries() as asked:
            sharing.get(browsers["cleo"], PATH + tab)
        assert len(asked) == 1
    assert MORE in sharing.get(browsers["ada"], PATH).words()
    assert MORE not in sharing.get(browsers["ben"], PATH).words()
    # The raw store is private, so no version rises: who withdraws a deal sees less at once.
    with app.app_context(), transaction():
        db.session.execute(sa.delete(DealLine))
        db.session.execute(sa.delete(Deal))
    alike("ada", "ben", "cleo", at=PATH)
    assert MORE not in sharing.get(browsers["ada"], PATH).words()


@pytest.mark.usefixtures("desk")
def test_reviews_are_shared_by_those_who_voted_alike(app, cast, sharing):
    browsers = {one: cast.page(one) for one in ("ada", "ben", "cleo", "rae")}
    with app.app_context(), transaction():
        product = db.session.scalars(sa.select(Product)).one()
        review = write(cast.actor("cleo"), product)
        helpful = f"/reviews/{review.public_id}/helpful"

    def alike(at: str, *, alone: str) -> None:
        for name, browser in browsers.items():
            own = browser.get(at)
            expected = FLASK if name == "rae" else name if name == alone else ALL
            made = []
            for _ in range(2):
                assert words_of(sharing.get(browser, at)) == words_of(own), name
                made += sharing.made
            assert set(made) <= {ALL, expected}, (name, made)

    pages = ("/reviews/", f"{PATH}reviews", f"{PATH}reviews?sort=helpful")
    for at in pages:
        alike(at, alone="cleo")
    assert "/edit" in sharing.get(browsers["cleo"], pages[1]).html
    with count_queries() as asked:
        sharing.get(browsers["ben"], pages[1])
    assert len(asked) == 2
    browsers["ada"].post(helpful, status=303)
    assert "yours is in" in sharing.get(browsers["ada"], pages[1]).html
    assert "yours is in" not in sharing.get(browsers["ben"], pages[1]).html
    for at in pages:
        alike(at, alone="cleo")


@pytest.mark.usefixtures("desk")
def test_what_is_no_page_of_a_product_is_left_to_flask(cast, sharing):
    ada = cast.page("ada")
    ada.get(PATH)
    for at, status in (
        (f"{PATH}?series=none", 400),
        ("/prices/arbor/nothing/", 404),
        ("/prices/market/nothing/", 404),
        (f"{PATH}list-prices?series=any", 400),
    ):
        assert sharing.get(ada, at).status == status, at
        assert sharing.made[-1] == FLASK, at
