"""What is new in questions since one looked, on pages that show some of them beside other things."""

import pytest

from community.core.db import db, transaction
from community.threads.models import Thread
from tests.prices.seeds import arbor_desk
from tests.queries import count_queries
from tests.sharing import ALL, shared_pages, words_of
from tests.threads.made import answer, ask

PAGES = [
    "/",
    "/prices/arbor/arbor-desk/",
    "/prices/arbor/arbor-desk/questions",
    "/prices/arbor/",
    "/questions/?vendor=arbor",
]


@pytest.fixture
def path(app, cast):
    """A question about Arbor Desk that Cleo, Rae and Mo have read."""
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"), product_id=arbor_desk().id)
        path = f"/questions/{thread.public_id}/{thread.slug}"
    for reader in ("cleo", "rae", "mo"):
        cast.page(reader).get(path)
    return path


def answers_come(app, cast, count):
    with app.app_context(), transaction():
        thread = db.session.scalars(db.select(Thread)).one()
        for number in range(count):
            answer(cast.actor("ben"), thread, f"We got {number} % off, in writing.")


@pytest.mark.parametrize("at", PAGES)
def test_a_row_says_how_much_is_new_and_leads_there(app, cast, page, path, at):
    answers_come(app, cast, 2)
    cleo = cast.page("cleo")

    shown = cleo.get(at)

    assert "2 new" in shown.words()
    assert f"{path.rpartition('/')[0]}/first-new" in shown.links
    assert "2 new" not in page.get(at).words()
    assert "2 new" not in cast.page("ben").get(at).words()
    cleo.get(path)
    assert "2 new" not in cleo.get(at).words()


def test_the_page_of_prices_stays_the_same_for_reps_and_staff(app, cast, page, path):
    answers_come(app, cast, 2)

    for reader in ("rae", "mo"):
        assert "2 new" not in cast.page(reader).get(PAGES[1]).words()
        assert "2 new" in cast.page(reader).get(PAGES[2]).words()


@pytest.mark.parametrize("at", PAGES)
def test_it_costs_one_query_however_many_questions_there_are(app, cast, page, path, at):
    cleo = cast.page("cleo")
    cleo.get(at)
    costs = []
    for _ in range(2):
        with count_queries() as asked:
            cleo.get(at)
        costs.append(len(asked))
        with app.app_context(), transaction():
            product = arbor_desk().id
            for number in range(3):
                title = f"And what did you get, number {number}?"
                ask(cast.actor("ada"), title=title, product_id=product)
    assert costs[0] == costs[1]


@pytest.mark.parametrize("at", PAGES[:3])
def test_those_of_whom_the_same_is_new_share_a_page(app, cast, settings, path, at):
    answers_come(app, cast, 2)
    cleo, ben = cast.page("cleo"), cast.page("ben")
    with shared_pages(settings) as sharing:
        for browser in (cleo, ben, cleo):
            own = browser.get(at)
            shown = sharing.get(browser, at)
            assert words_of(shown) == words_of(own)
            assert {*sharing.made} <= {ALL}
        with count_queries() as asked:
            assert "2 new" in sharing.get(cleo, at).words()
        assert (len(asked), sharing.made) == (2, [])
