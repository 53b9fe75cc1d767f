"""Wanted prices: who would like to know one is counted by the week, and told in words."""

from datetime import timedelta

import pytest

from community.accounts.models import AccountState, Organisation, User
from community.catalog.models import Product
from community.catalog.rules import ensure_product, ensure_vendor
from community.catalog.wanted import Wanted, wanted_by, wanted_words
from community.core import clock
from community.core.actors import Role
from community.core.db import db, transaction
from community.notifications.jobs import count_demand
from community.notifications.kinds import Followed, Level, Why
from community.notifications.models import Follow
from tests.prices.factories import crowd, publish_series, series_of
from tests.prices.seeds import arbor_desk
from tests.queries import count_queries

DESK = "/prices/arbor/arbor-desk/"
LONG_AGO = clock.now() - timedelta(days=60)


@pytest.mark.parametrize(
    ("count", "told"),
    [
        *((0, ""), (4, ""), (5, "Several members"), (19, "Several members")),
        *((20, "Many members"), (99, "Many members"), (100, "A great many members")),
    ],
)
def test_who_wants_to_know_is_told_in_steps_from_five_on(count, told):
    assert wanted_words(wanted_by(count)) == told


def follower(number: int, product: Product, **changes: object) -> User:
    """Add a proven member of sixty days who follows `product`."""
    level = changes.pop("level", Level.IMPORTANT)
    stopped = changes.pop("stopped_on", None)
    usual = {
        "handle": f"fan{number}",
        "handle_key": f"fan{number}",
        "email": f"fan{number}@example.org",
        "email_proven_at": LONG_AGO,
        "created_at": LONG_AGO,
    }
    user = User(**{**usual, **changes})
    db.session.add(user)
    db.session.flush()  # for its id
    db.session.add(
        Follow(
            user_id=user.id,
            followed=Followed.PRODUCT,
            object_id=product.id,
            level=level,
            why=Why.PRODUCT,
            stopped_on=stopped,
        )
    )
    return user


UNCOUNTED = [
    {"level": Level.MUTE},
    {"stopped_on": LONG_AGO.date()},
    {"email_proven_at": None},
    {"state": AccountState.LOCKED},
    {"role": Role.REP},
    {"created_at": clock.now() - timedelta(days=13)},
]


def test_five_count_once_a_week_and_colleagues_as_one(app, page):
    with app.app_context(), transaction():
        desk = arbor_desk()
        for number, changes in enumerate(UNCOUNTED):
            follower(number, desk, **changes)
        group = Organisation(created_month="2026-01")
        db.session.add(group)
        db.session.flush()  # for its id
        branch = Organisation(created_month="2026-01", grouped_into_id=group.id)
        db.session.add(branch)
        db.session.flush()  # for its id
        for number, where in enumerate((group, group, branch)):
            follower(20 + number, desk, organisation_id=where.id)
        for number in range(3):
            follower(30 + number, desk)
        count_demand()
    assert "Several members" not in page.get(DESK).words()
    assert "Nothing is wanted here" in page.get("/prices/wanted").words()

    with app.app_context(), transaction():
        follower(40, arbor_desk())
    assert "Several members" not in page.get(DESK).words()
    with app.app_context(), transaction():
        count_demand()
    assert "Several members want to know this price" in page.get(DESK).words()
    listed = page.get("/prices/wanted")
    assert "Several members" in listed.words()
    assert any(one.startswith("/deals/new?product=") for one in listed.links)

    with app.app_context(), transaction():
        desk = arbor_desk()
        db.session.execute(db.update(Follow).values(level=Level.MUTE))
        count_demand()
    assert "Several members" not in page.get(DESK).words()


def test_who_wants_to_know_presses_one_button_and_stops_as_usual(cast, app, page):
    with app.app_context(), transaction():
        ref = arbor_desk().public_id
    ben = cast.page("ben")
    wants = ben.get(DESK)
    assert f"/follow/product/{ref}" in page.get(DESK).links

    ben.post(f"/follow/product/{ref}", {"level": "important"}, status=303)
    assert "✓ You will hear of it" in ben.get(DESK).words()
    assert "✓ You will hear of it" not in wants.words()
    ben.post(f"/follow/product/{ref}", {"level": "mute"}, status=303)
    assert "✓ You will hear of it" not in ben.get(DESK).words()


def test_everybody_reads_the_same_list_and_the_most_wanted_stand_first(app, cast, page):
    with app.app_context(), transaction():
        vendor = ensure_vendor("Arbor")
        for number in range(32):
            one = ensure_product(vendor, f"Product {number}")
            one.wanted = Wanted.MANY if number == 7 else Wanted.SEVERAL
        known = arbor_desk()
        known.wanted = Wanted.VERY_MANY
        publish_series(series_of(known), crowd(12))
    with count_queries() as asked:
        first = page.get("/prices/wanted")
    assert len(asked) == 2  # one for what the site wears
    words = first.words()
    assert words.index("Product 7 ") < words.index("Product 31")
    assert "Arbor Desk" not in words
    rest = page.get(next(one for one in first.links if "after=" in one))
    assert "Product 0" in rest.words()
    page.get("/prices/wanted?k=1", status=400)
    main = first.html[first.html.index("<main") : first.html.index("</main>")]
    for handle in ("rae", "mo", "hana", "ada"):
        assert main in cast.page(handle).get("/prices/wanted").html
