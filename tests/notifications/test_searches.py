"""Following a search: told of what is new by inbox, mail and feed, once and to oneself."""

from datetime import date

import feedparser
import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.worker import run_due
from community.notifications.jobs import look
from community.notifications.kinds import Followed, Frequency, News
from community.notifications.models import Follow, InboxEntry, SavedSearch
from community.notifications.rules import forgetting, watching
from community.threads.models import Thread
from community.threads.rules import asking
from search.engines.protocol import EngineBroken
from tests.search.real import Site, make_site


@pytest.fixture
def site(app, cast) -> Site:
    return make_site(app, cast)


def look_again(site: Site) -> None:
    site.catch_up()
    with site.app.app_context(), transaction():
        look()
    run_due(site.app)


def test_a_search_that_is_followed_brings_a_mail_with_what_is_new_once(site, mails):
    ada = site.page("ada")
    address = "/search?q=kestrel+vendor:arbor"
    for page in (ada, ada, site.page("cleo")):
        page.post("/follow/searches", {"q": "kestrel vendor:arbor"}, status=303)
    assert "You follow this search" in ada.get(address).words()
    with site.app.app_context(), transaction():
        follow = db.session.scalars(
            sa.select(Follow)
            .where(Follow.followed == Followed.SEARCH)
            .order_by(Follow.id)
            .limit(1)
        ).one()
        follow.frequency = Frequency.AT_ONCE

    look_again(site)
    assert "New for your search" not in ada.get("/inbox").words()
    site.ask("newest", "ben")
    for _ in range(2):
        look_again(site)
    words = ada.get("/inbox").words()
    assert words.count("New for your search “kestrel vendor:arbor”") == 1
    assert "“The newest kestrel question”" in words
    assert "you follow the search “kestrel vendor:arbor”" in words

    (mail,) = mails()
    assert "The newest kestrel question" in mail.get_body(("plain",)).get_content()
    assert mail["List-Unsubscribe"]


def test_the_feed_of_a_search_is_for_everybody_and_has_no_deals(site):
    page = site.page("ada")
    got = page.client.get("/feeds/search.atom?q=kestrel")
    entries = feedparser.parse(got.data).entries
    assert len(entries) == len({one.id for one in entries}) == 13
    for wrong, status in (
        ("q=", 422),
        ("q=-x", 422),
        ("x=1", 400),
        (f"q={'x' * 300}", 422),
    ):
        assert page.client.get(f"/feeds/search.atom?{wrong}").status_code == status
    only = page.client.get("/feeds/search.atom?q=kestrel+kind:product")
    assert feedparser.parse(only.data).entries == []


def test_what_cannot_be_followed_is_refused_and_what_is_followed_is_ones_own(
    site, monkeypatch
):
    ada = site.page("ada")
    ada.post("/follow/searches", {"q": "-x"}, status=422)
    ada.post("/follow/searches", {"q": "x" * 300}, status=422)
    monkeypatch.setattr(watching, "MOST_SEARCHES", 1)
    ada.post("/follow/searches", {"q": "kestrel"}, status=303)
    ada.post("/follow/searches", {"q": "falcon"}, status=409)
    followed = next(
        one for one in ada.get("/search?q=kestrel").links if "/follow/" in one
    )
    site.page("ben").get(followed, status=404)
    ada.post(followed, {"level": "off"}, status=303)
    assert "You follow this search" not in ada.get("/search?q=kestrel").words()
    with site.app.app_context(), transaction():
        db.session.execute(sa.delete(Follow))
        forgetting.forget_searches()
        assert db.session.scalars(sa.select(SavedSearch)).all() == []


def test_an_index_out_of_order_brings_nothing_and_breaks_nothing(site, monkeypatch):
    site.page("ada").post("/follow/searches", {"q": "kestrel"}, status=303)

    def broken(*_: object) -> None:
        raise EngineBroken("no index")

    monkeypatch.setattr(site.search.engine, "search", broken)
    with site.app.app_context():
        assert site.search.watching.newest("kestrel", date.min, 5) == []


@pytest.mark.parametrize(("level", "told"), [("all", True), ("important", False)])
def test_important_finds_are_what_somebody_begins(site, level, told):
    ada = site.page("ada")
    ada.post("/follow/searches", {"q": "kestrel vendor:arbor"}, status=303)
    listed = ada.get("/search?q=kestrel+vendor:arbor")
    path = next(one for one in listed.links if "/follow/search/" in one)
    offered = ada.get(path).words()
    assert "Important only: new questions, reviews and official words" in offered
    ada.post(path, {"level": level}, status=303)
    look_again(site)
    site.ask("newest", "ben")
    look_again(site)
    assert "New for your search" in ada.get("/inbox").words()
    ada.post("/inbox/read-all", status=303)
    with site.app.app_context(), transaction():
        thread = db.session.get_one(Thread, site.threads["newest"])
        text = "The kestrel plan cost us four percent less in August."
        asking.answer(site.cast.actor("mo"), thread, text)
    look_again(site)
    with site.app.app_context():
        entry = db.session.scalars(
            sa.select(InboxEntry).where(InboxEntry.news == News.FOUND)
        ).one()
        assert entry.is_read is not told
