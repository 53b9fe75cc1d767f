"""Feeds: the questions of the site, a vendor, a product or a tag, and events, for any reader."""

from datetime import date
from urllib.parse import quote

from flask import Blueprint, redirect, request
from werkzeug.wrappers import Response

from community.catalog.paths import product_path, vendor_path
from community.catalog.queries import get_product_for, get_vendor_for
from community.core.answers import feed_answer
from community.core.atom import Feed
from community.core.paging import Page
from community.core.web import (
    ANYONE,
    access,
    client_address,
    current_actor,
    only_known_args,
)
from community.demos.paths import EVENTS
from community.notifications.feeding import event_entries, found_entries
from community.notifications.queries import LIST_SIZE
from community.notifications.watching import watching
from community.threads import listing, queries
from community.threads.feeding import list_entries
from community.threads.listing import ThreadRow

blueprint = Blueprint("notifications", __name__, url_prefix="/feeds")


@blueprint.get("/questions.atom")
@access(ANYONE)
def site() -> Response:
    page = listing.list_active(None)
    return _feed("Questions", "/feeds/questions.atom", "/questions/", page)


@blueprint.get("/events.atom")
@access(ANYONE)
def coming_events() -> Response:
    """Tell of open demos and webinars; where to join is told to who registers."""
    only_known_args()
    path = "/feeds/events.atom"
    return feed_answer(Feed("Demos and events", path, EVENTS, event_entries()))


@blueprint.get("/tags/<name>.atom")
@access(ANYONE)
def tag(name: str) -> Response:
    tag = queries.get_tag(name)
    page = listing.list_tagged(tag.id, None)
    path = f"/questions/tagged/{tag.name}"
    title = f"Questions tagged {tag.name}"
    return _feed(title, f"/feeds/tags/{tag.name}.atom", path, page)


@blueprint.get("/search.atom")
@access(ANYONE)
def search() -> Response:
    """Tell what a search finds, the newest first: to everybody the same."""
    only_known_args("q")
    watching().hit(current_actor(), client_address())
    text = watching().checked(request.args.get("q", ""))
    path = f"/feeds/search.atom?q={quote(text)}"
    entries = found_entries(watching().newest(text, date.min, LIST_SIZE))
    return feed_answer(
        Feed(f"Search for {text}", path, f"/search?q={quote(text)}", entries)
    )


@blueprint.get("/prices/<vendor>.atom")
@access(ANYONE)
def vendor(vendor: str) -> Response:
    found = get_vendor_for(current_actor(), vendor)
    path = f"/feeds/prices/{found.slug}.atom"
    if found.slug != vendor:
        return redirect(path, code=301)
    page = listing.list_about_vendor(found.id, None)
    return _feed(f"Questions about {found.name}", path, vendor_path(found), page)


@blueprint.get("/prices/<vendor>/<slug>.atom")
@access(ANYONE)
def product(vendor: str, slug: str) -> Response:
    found = get_product_for(current_actor(), vendor, slug)
    path = f"/feeds{product_path(found).rstrip('/')}.atom"
    if (found.vendor_slug, found.slug) != (vendor, slug):
        return redirect(path, code=301)
    page = listing.list_about_product(found.id, None)
    return _feed(f"Questions about {found.name}", path, product_path(found), page)


def _feed(title: str, path: str, about: str, page: Page[ThreadRow]) -> Response:
    only_known_args()
    return feed_answer(Feed(title, path, about, list_entries(page.items)))
