"""The public log, takedown requests and disputes as feeds: found, filtered, the same ids."""

import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.reps.models import Figure, Grounds
from community.reps.rules import disputing
from moderation.kinds import Reason
from moderation.models import Flag
from tests.moderation.appealing import APPROVE, HIDE, decided
from tests.moderation.conftest import report
from tests.queries import count_queries
from tests.sharing import shared_pages

FEEDS = ("/log.atom", "/log/requests.atom", "/log/disputes.atom")
HOME = "http://127.0.0.1:8000"
TEXT = "The uplift has been capped in every contract since June."


def tagged(text: str, name: str) -> list[str]:
    """Return what stands in elements of that name, the feed's own left out."""
    entries = text.partition("<entry>")[2]
    return re.findall(f"<{name}[^>]*>(.*?)</{name}>", entries)


def dispute(app, cast, figure: Figure = Figure.PAID) -> str:
    with app.app_context(), transaction():
        return disputing.raise_dispute(
            cast.actor("rae"),
            address="/prices/arbor/arbor-desk/",
            figure=figure,
            grounds=Grounds.OUTDATED,
            text=TEXT,
        ).public_id


@pytest.mark.parametrize("path", FEEDS)
def test_each_page_names_its_feed(page, scene, path):
    listed = path.removesuffix(".atom")
    shown = page.get(listed)
    assert re.search(f'rel="alternate"[^>]*href="{path}"', shown.html)
    assert path in shown.links
    first = page.client.get(path)
    assert first.mimetype == "application/atom+xml"
    assert f"{HOME}{listed}" in first.text
    assert first.headers["Cache-Control"].startswith("public")
    page.get(f"{path}?after=x", status=400)


@pytest.mark.parametrize("path", FEEDS)
def test_a_feed_that_did_not_change_is_not_sent_again(app, settings, path):
    with shared_pages(settings) as site:
        client = site.app.test_client()
        client.get(path)
        etag = client.get(path).headers["ETag"]
        assert client.get(path, headers={"If-None-Match": etag}).status_code == 304


def test_filters_stay_from_the_page_to_its_feed(app, cast, page, scene):
    decided(app, cast, scene.review, HIDE, kind="review")
    decided(app, cast, scene.post, APPROVE, by="mia", of="rae")
    report(app, cast, "cleo", "official", scene.official, Reason.ILLEGAL)
    for listed, query, titles in (
        ("/log", "what=review", ["Review: Hidden from everybody but its author"]),
        ("/log", "moderator=mo&reason=outdated", []),
        ("/log/requests", "outcome=dismissed", ["Post: Refused"]),
        ("/log/requests", "outcome=open", ["Official text: Not decided yet"]),
    ):
        shown = page.get(f"{listed}?{query}")
        (found,) = re.findall(r'rel="alternate"[^>]*href="([^"]*)"', shown.html)
        found = found.replace("&amp;", "&")
        assert set(found.partition("?")[2].split("&")) == set(query.split("&"))
        feed = page.client.get(found).text
        assert tagged(feed, "title") == titles
        assert f"{HOME}{found}".replace("&", "&amp;") in feed
    assert (
        "/log/requests.csv?outcome=open" in page.get("/log/requests?outcome=open").html
    )
    for path in ("/log.atom?action=x", "/log/requests.atom?outcome=x"):
        page.get(path, status=400)
    page.get("/log/disputes.atom?outcome=open", status=400)


def test_requests_keep_their_ids_and_tell_no_hour_and_no_name(app, cast, page, scene):
    with time_machine.travel("2026-11-20T13:14:15Z"):
        case = report(app, cast, "rae", "post", scene.post, Reason.OUTDATED)
        before = page.client.get("/log/requests.atom").text
    with time_machine.travel("2026-11-22T13:14:15Z"):
        mo, path = cast.page("mo"), f"/moderation/cases/{case}"
        mo.post(f"{path}/claim")
        mo.post(f"{path}/decide", {**APPROVE, "version": "2"}, status=303)
        after = page.client.get("/log/requests.atom").text

    (own_id,) = tagged(before, "id")
    assert tagged(after, "id") == [own_id]
    assert f'id="{own_id.partition("#")[2]}"' in page.get("/log/requests").html
    assert tagged(before, "updated") == ["2026-11-20T00:00:00Z"]
    assert tagged(after, "published") == ["2026-11-20T00:00:00Z"]
    assert tagged(after, "updated") == ["2026-11-22T00:00:01Z"]
    assert tagged(after, "name") == ["A vendor&#8217;s own people"]
    assert "It is outdated. Refused." in tagged(after, "content")[0]
    for told in ("rae", "mo<", "13:14", scene.post):
        assert told not in after


def test_disputes_are_followed_and_a_hidden_one_says_no_more(app, cast, page, scene):
    first = dispute(app, cast)
    page.client.get("/log/disputes.atom")
    second = dispute(app, cast, Figure.LIST_PRICE)
    with app.app_context(), transaction():
        one = db.session.scalars(sa.select(disputing.Dispute)).first()
        disputing.decide_dispute(
            cast.actor("mo"), one, upheld=False, reason="It follows <its> method."
        )
    feed = page.client.get("/log/disputes.atom").text
    ids = [f"{HOME}/log/disputes#dispute-{one}" for one in (second, first)]
    assert tagged(feed, "id") == ids
    assert "What buyers paid: Arbor Desk: Rejected" in tagged(feed, "title")
    assert all("Rae" in name and "Arbor" in name for name in tagged(feed, "name"))
    assert "Rejected by the moderator mo: It follows &amp;lt;its&amp;gt; method" in feed

    later = clock.now() + timedelta(days=2)
    with time_machine.travel(later):
        decided(app, cast, first, HIDE, kind="dispute")
        hidden = cast.page("rae").client.get("/log/disputes.atom").text

    assert tagged(hidden, "id") == ids
    assert "A dispute that was hidden: Rejected" in tagged(hidden, "title")
    assert tagged(hidden, "name")[1] == "A vendor"
    assert "Hidden by a moderator: It tells who a person is" in hidden
    assert tagged(hidden, "updated")[1].startswith(f"{later:%Y-%m-%d}")
    assert "What buyers paid" not in hidden
    assert "method" not in hidden


def test_feeds_ask_as_much_for_many_as_for_few(app, cast, page, scene):
    asked = []
    for who, figure in (("cleo", Figure.PAID), ("ben", Figure.LIST_PRICE)):
        report(app, cast, who, "official", scene.official, Reason.ILLEGAL)
        dispute(app, cast, figure)
        with count_queries() as queries:
            for path in FEEDS:
                page.get(path)
        asked.append(len(queries))
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count(Flag.id))) == 2
    assert asked[0] == asked[1]
