"""The saved list, the private feeds, and news of prices: the same for all who follow."""

import re

import feedparser
import pytest
import sqlalchemy as sa

from community.accounts import limits as account_limits
from community.core.db import db, new_public_id, transaction
from community.core.ratelimit import Limit
from community.core.worker import run_due
from community.notifications.models import InboxEntry, Reader
from community.notifications.rules.wishing import have_reader
from community.prices.models import PriceCell, Release
from tests.market import spread
from tests.notifications.made import answer, ask, inbox
from tests.prices.seeds import arbor_desk
from tests.privacy.scene import Scene
from tests.queries import count_queries


def feeds_of(browser) -> list[str]:
    page = browser.get("/account/notifications")
    return [link for link in page.links if "/feeds/private/" in link]


def test_saved_for_later_and_taken_out(app, cast):
    with app.app_context(), transaction():
        public_id = arbor_desk().public_id
    asked, path = ask(app, cast.actor("cleo"))
    ada = cast.page("ada")
    assert "Nothing saved yet" in ada.get("/saved").words()
    for page, action in (
        (path, f"/saved/question/{asked}"),
        ("/prices/arbor/arbor-desk/", f"/saved/product/{public_id}"),
        ("/prices/arbor/", "/saved/vendor/arbor"),
    ):
        sent = ada.send(ada.get(page), action=action, status=303)
        assert "✓ Saved" in ada.follow(sent).words()
    ada.post("/saved/vendor/arbor", {"keep": "yes"}, status=303)
    listed = ada.get("/saved")
    for name in ("Is there room below", "Arbor Desk", "Arbor Vendor"):
        assert name in listed.words()
    out = ada.send(listed, action="/saved/vendor/arbor", status=303)
    assert "Arbor Vendor" not in ada.follow(out).words()
    ada.post("/saved/tag/renewal", status=404)
    assert "Nothing saved yet" in cast.page("ben").get("/saved").words()


def test_private_feeds_open_by_their_address_alone_and_close(app, cast, page):
    asked, path = ask(app, cast.actor("ada"))
    ada = cast.page("ada")
    ada.post(f"/saved/question/{asked}", {"keep": "yes"})
    answer(app, cast.actor("cleo"), asked)
    assert feeds_of(ada) == []
    ada.post("/account/notifications/feeds", {"what": "renew"}, status=303)

    news, saved = feeds_of(ada)
    got = page.client.get(news)
    assert got.headers["Cache-Control"] == "private, no-cache"
    (entry,) = feedparser.parse(got.data).entries
    assert entry.title.startswith("cleo answered")
    assert "/questions/posts/" in entry.link
    (kept,) = feedparser.parse(page.client.get(saved).data).entries
    assert kept.link.endswith(path)
    for wrong in (news.replace("/news", "x/news"), "/feeds/private/x/news.atom"):
        page.get(wrong, status=404)
    ada.post("/account/notifications/feeds", {"what": "renew"}, status=303)
    page.get(news, status=404)
    (newer, _) = feeds_of(ada)
    ada.post("/account/notifications/feeds", {"what": "close"}, status=303)
    page.get(newer, status=404)
    assert feeds_of(ada) == []


@pytest.mark.parametrize("orgs", [4, 13])
def test_a_release_is_told_to_all_followers_alike(app, cast, mails, orgs):
    """A28: who reported is told what everybody is, a figure is in no mail, and what is
    suppressed is told as what is empty: not at all."""
    scene = Scene(app)
    with app.app_context():
        product = scene.client.get("/prices/arbor/desk/").get_data(as_text=True)
        ref = product.partition("/follow/product/")[2].partition('"')[0]
    for handle in ("ada", "cleo"):
        browser = cast.page(handle)
        browser.post(f"/follow/product/{ref}", {"level": "important"}, status=303)
        browser.post(
            "/account/notifications",
            {"mail_is_on": "y", "oneself": "never", "followed": "at-once"},
        )
    scene.pay(*spread(orgs, price=777))
    run_due(app)
    assert "Nothing new" in inbox(cast, "ada"), "nothing before the release"
    scene.release()
    run_due(app)

    said = "New figures for Desk" if orgs == 13 else "Nothing new"
    told = {inbox(cast, handle).partition("just now")[2] for handle in ("ada", "cleo")}
    assert len(told) == 1
    assert all(said in inbox(cast, handle) for handle in ("ada", "cleo"))
    sent = mails()
    assert len(sent) == (2 if orgs == 13 else 0)
    told = [re.findall(r"(?<![\w-])777(?![\w-])", one.as_string()) for one in sent]
    assert told == [[]] * len(sent), "tokens of links aside"
    with app.app_context():
        shown = db.session.scalars(sa.select(PriceCell)).all()
        assert bool(shown) == (orgs == 13)
        assert db.session.scalars(sa.select(Release)).all()


def test_pages_cost_the_same_for_one_entry_and_for_many(app, cast):
    browser = cast.page("ada")
    costs = []
    for number in (1, 4):
        for one in range(number):
            title = f"Question {number} {one} about seats"
            asked, path = ask(app, cast.actor("ada"), title=title)
            answer(app, cast.actor("cleo"), asked)
            browser.post(f"/saved/question/{asked}", {"keep": "yes"})
        costs.append([])
        for page in ("/inbox", "/account/follows", "/saved", path):
            with count_queries() as seen:
                browser.get(page)
            costs[-1].append(len(seen))

    assert costs[0] == costs[1]
    assert max(costs[0][:3]) <= 10, "two of the inbox ask what moderators decided"


def test_the_inbox_goes_on_page_by_page(app, cast, monkeypatch):
    monkeypatch.setattr("community.notifications.queries.LIST_SIZE", 2)
    monkeypatch.setattr(
        "community.notifications.queries.list_entries.__kwdefaults__", {"size": 2}
    )
    for number in range(3):
        asked, _ = ask(app, cast.actor("ada"), title=f"Question {number} about seats")
        answer(app, cast.actor("cleo"), asked)
    ada = cast.page("ada")

    first = ada.get("/inbox")
    older = next(link for link in first.links if "after=" in link)
    assert "Question 0" not in first.words()
    last = ada.get(older)
    assert "Question 0 about seats" in last.words()
    with app.app_context(), transaction():
        db.session.execute(sa.delete(InboxEntry))
    assert "That was all" in ada.get(older).words()


def test_private_feeds_end_with_the_logins_of_other_devices(app, cast):
    browser = cast.page("ada")
    with app.app_context(), transaction():
        have_reader(cast.ada.id).feed_id = new_public_id()
    browser.post("/account/sessions/end-others", status=303)
    with app.app_context():
        assert db.session.get_one(Reader, cast.ada.id).feed_id is None


def test_who_guesses_handles_to_follow_is_slowed_down(cast, monkeypatch):
    monkeypatch.setattr(account_limits, "UNKNOWN_PROFILES", Limit(1, 3_600))
    for status in (404, 429):
        cast.page("ada").get("/follow/person/nobody_here", status=status)
    cast.page("ada").get("/follow/person/ben")
