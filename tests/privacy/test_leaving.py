"""Attacks on what leaves the site besides its pages: feeds, the map, and what comes later."""

import re

from community.deals.kinds import Stage
from tests.market import spread

PUBLIC_FILES = (
    "/feeds/questions.atom",
    "/feeds/prices/arbor.atom",
    "/feeds/prices/arbor/desk.atom",
    "/robots.txt",
    "/sitemap.xml",
)
_BY_LINK = ("", "/confirm", "/withdraw", "/file", "/read", "/report.csv")
"""What a proven address brings, and what visitors see elsewhere: tests/dashboard/test_guides
and test_offers."""


def test_a28_feeds_and_the_map_of_the_site_do_not_know_who_reported(scene):
    """Feeds are of questions; the map has a product when its page says something (P11)."""
    empty = {path: scene.body(path) for path in PUBLIC_FILES}

    scene.pay(*spread(4))
    scene.release()
    assert {path: scene.body(path) for path in PUBLIC_FILES} == empty

    scene.pay(*spread(13, price=777, stage=Stage.RENEWAL))
    scene.release(1)
    assert scene.shown().median is not None
    assert all(b"777" not in scene.body(path) for path in PUBLIC_FILES)


def test_a28_what_leaves_the_site_later_joins_this_suite_then(app):
    """A route that takes something out of the site has a test that is named here."""
    later = re.compile(
        "[.]atom|feed|/api|room|embed|export|[.]ics|digest|token|share/|sitemap|robots"
    )
    known = {"/account/work-email/<token>", "/prove/<token>", "/reset/<token>"}
    known |= {"/feeds/tags/<name>.atom", "/feeds/prices/<vendor>.atom"}
    known |= {"/feeds/prices/<vendor>/<slug>.atom", "/sitemaps/<kind>/<int:number>.xml"}
    known |= {*PUBLIC_FILES}
    # What a visitor finds by searching, and no deal among it: tests/notifications/test_searches.
    known |= {"/feeds/search.atom"}
    # Whose they are and what they hold: tests/notifications; figures are in none.
    known |= {"/unsubscribe/<token>", "/account/notifications/feeds"}
    known |= {f"/feeds/private/<token>/{name}.atom" for name in ("news", "saved")}

    # A visitor's for everybody, and one's own: tests/api/test_privacy.
    known |= {one for one in map(str, app.url_map.iter_rules()) if "/api/" in one}
    known |= {"/account/tokens", "/account/tokens/<public_id>/revoke"}
    # For their people alone, with what everybody is shown: tests/rooms/test_privacy.
    known |= {one for one in map(str, app.url_map.iter_rules()) if "/rooms/" in one}
    # Whoever sent a notice reads it, and who leaves may stay: tests/moderation/test_notifying,
    # tests/accounts/mydata.
    known |= {"/notices/mine/<token>", "/account/keep/<token>"}
    # What is public, without anybody's id: tests/dashboard/test_export. The card for the
    # host's own pages has the snapshot's figures: tests/dashboard/test_site.
    known |= {f"/guides/link/<token>{one}" for one in _BY_LINK}
    known |= {"/host/export/", "/host/export/<name>.zip", "/embed/<vendor>/<slug>"}

    # What moderators did, and what was asked of them; no names, no hours, and of a hidden
    # dispute that it is hidden: tests/moderation/test_log_feeds.
    known |= {"/log.atom", "/log/requests.atom", "/log/disputes.atom"}

    # Where to join stands in one's own alone: tests/demos/test_privacy.
    known |= {one for one in map(str, app.url_map.iter_rules()) if "/events/" in one}
    known |= {"/feeds/events.atom"}
    # A time that was agreed, to its two sides: tests/requests.
    known |= {one for one in map(str, app.url_map.iter_rules()) if "/times/" in one}

    found = {str(rule) for rule in app.url_map.iter_rules() if later.search(str(rule))}

    assert found <= known
