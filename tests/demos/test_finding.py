"""Events are found by search and by search engines as long as they stand, never where to join."""

import re

import pytest
import sqlalchemy as sa

from community.catalog.events import ProductRenamed, VendorRenamed
from community.catalog.merges import merge_vendors
from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_vendor
from community.core.db import db, transaction
from community.core.events import publish
from community.core.visibility import State
from community.demos.access import require_organiser
from community.demos.models import Demo
from community.demos.moderated import ModeratedEvents
from community.demos.rules import announcing
from tests.demos.conftest import TITLE, plan, registered, typed
from tests.page import PageClient

ROLES = (None, "ada", "cleo", "ben", "rae", "mo", "mia", "hana")
_JOIN = "CANARYLINK"


@pytest.fixture
def find(app, cast, page):
    """Search for something as somebody, once all that waits is indexed."""

    def found(who: str | None, asked: str):
        service = app.extensions["fairquote.search"]
        with app.app_context():
            service.catch_up()
        service.limiter.forget()
        browser = page if who is None else cast.page(who)
        return browser.get(f"/search?q={asked}")

    return found


def mapped(page: PageClient) -> str:
    """Return the map of events, "" where there is none."""
    answer = page.client.get("/sitemaps/events/1.xml")
    return answer.text if answer.status_code == 200 else ""


def is_listed(shown, scene) -> bool:
    return scene.path in shown.links


def cancel(cast, scene) -> None:
    rae = cast.page("rae")
    form = rae.get(f"{scene.desk}/cancel")
    rae.send(form, {}, having="submission_key", status=303)


def put(app, state: State) -> None:
    """Change its state behind the back of the index."""
    with app.app_context(), transaction():
        db.session.scalars(sa.select(Demo)).one().state = state


@pytest.mark.parametrize("who", ROLES)
def test_everybody_finds_an_event_and_nobody_where_to_join(cast, scene, find, who):
    registered(cast.page("ada"), scene)

    for asked in ("spring+price+book", "kind:event+vendor:arbor", "kind:event"):
        shown = find(who, asked)
        assert is_listed(shown, scene), asked
        assert "Events · 1" in shown.words()
        assert _JOIN not in shown.html
    assert "webinar Wednesday, 10 February 2027 Arbor Desk by Arbor" in shown.words()
    assert not is_listed(find(who, _JOIN), scene)


def test_the_index_holds_no_place_to_join(app, scene):
    source = app.extensions["fairquote.search"].sources["event"]
    with app.app_context():
        (event_id,) = source.ids_after(0, 9)
        (document,) = source.documents([event_id])

    assert document.title == TITLE
    assert _JOIN not in repr(document)


def test_a_cancelled_event_is_found_no_more(cast, scene, find, page):
    assert scene.path in mapped(page)
    assert is_listed(find(None, "spring"), scene)

    cancel(cast, scene)

    assert not is_listed(find(None, "spring"), scene)
    assert mapped(page) == ""


def test_what_is_past_stays_to_be_found_and_says_so(scene, find, page, clock_hand):
    clock_hand.shift(30 * 86_400)

    shown = find(None, "spring")
    assert is_listed(shown, scene)
    assert "10 February 2027 over" in shown.words()
    assert scene.path in mapped(page)


def test_a_change_is_found_by_its_new_words_alone(cast, scene, find):
    assert is_listed(find(None, "spring"), scene)
    rae = cast.page("rae")
    form = rae.get(f"{scene.desk}/edit")
    told = typed(title="What autumn brings", body="Walruses, in every edition.")
    rae.send(form, told, having="title", status=303)

    assert is_listed(find(None, "walruses"), scene)
    assert not is_listed(find(None, "spring"), scene)


@pytest.mark.parametrize("state", [State.HELD, State.HIDDEN, State.REMOVED])
def test_what_moderators_took_away_nobody_finds_though_the_index_lags(
    app, scene, find, page, state
):
    assert is_listed(find(None, "spring"), scene)

    put(app, state)

    for who in ROLES:
        assert not is_listed(find(who, "spring"), scene), who
    assert mapped(page) == ""


@pytest.mark.parametrize("take", ["hold", "hide", "remove"])
def test_the_index_hears_what_moderators_take_and_give_back(
    app, cast, scene, find, take
):
    assert is_listed(find(None, "spring"), scene)
    moderated, mo = ModeratedEvents(), cast.actor("mo")
    with app.app_context(), transaction():
        demo_id = db.session.scalars(sa.select(Demo.id)).one()
        if take == "hold":
            moderated.hold(demo_id)
        else:
            getattr(moderated, take)(mo, demo_id, "It is not true.")
    assert not is_listed(find(None, "spring"), scene)

    put(app, State.PUBLIC)
    assert not is_listed(find(None, "spring"), scene)  # the index has let it go

    with app.app_context(), transaction():
        moderated.show(mo, demo_id, "It is true after all.")
    assert is_listed(find(None, "spring"), scene)


@pytest.mark.parametrize(
    ("model", "happened"), [(Product, ProductRenamed), (Vendor, VendorRenamed)]
)
def test_an_event_is_found_by_the_new_name_of_what_it_is_about(
    app, scene, find, model, happened
):
    assert is_listed(find(None, "spring"), scene)
    with app.app_context(), transaction():
        id_of = sa.select(getattr(Demo, f"{model.__tablename__}_id"))
        renamed = db.session.get_one(model, db.session.scalar(id_of))
        renamed.name = "Walrus"
        publish(happened(object_id=renamed.id))

    assert is_listed(find(None, "walrus+kind:event"), scene)


def test_an_event_is_found_by_whom_its_vendor_became(app, cast, scene, find):
    assert is_listed(find(None, "spring"), scene)
    with app.app_context(), transaction():
        arbor = db.session.get_one(Vendor, scene.vendor_id)
        merge_vendors(cast.actor("mo"), arbor, ensure_vendor("Walrus"), "Bought.")

    assert is_listed(find(None, "spring+vendor:walrus"), scene)


def test_the_map_tells_when_an_event_changed(cast, scene, page, clock_hand):
    before = re.findall("<lastmod>(.+?)</lastmod>", mapped(page))
    clock_hand.shift(3_600)
    rae = cast.page("rae")
    form = rae.get(f"{scene.desk}/edit")
    rae.send(form, typed(title="Renamed"), having="title", status=303)

    after = re.findall("<lastmod>(.+?)</lastmod>", mapped(page))
    assert before == ["2027-01-27T12:00:00+00:00"]
    assert after == ["2027-01-27T13:00:00+00:00"]
    assert "/sitemaps/events/1.xml" in page.client.get("/sitemap.xml").text


def test_what_the_host_announces_is_found_without_a_vendor(app, cast, scene, find):
    with app.app_context(), transaction():
        announcing.announce(
            require_organiser(cast.actor("hana")),
            plan(title="How to read a price page", body="Half an hour of walruses."),
        )

    shown = find("ada", "walruses")
    assert "How to read a price page" in shown.words()
    assert "by The host of" in shown.words()
    assert "price page" not in find("ada", "walruses+has:official").words()
