"""The lists of questions that everybody reads: of all, of one tag, and of one vendor."""

from typing import Any

from flask import Blueprint, redirect, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from community.catalog.models import Vendor
from community.catalog.queries import get_vendor_for
from community.core.paging import Page
from community.core.web import (
    ANYONE,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    render,
)
from community.threads import listing, queries
from community.threads.listing import ThreadRow
from community.threads.sharing import tell_news

Answer = str | Response


def add_to(blueprint: Blueprint) -> None:
    """Add these routes to the blueprint of questions."""
    blueprint.get("/questions/")(active)
    blueprint.get("/questions/new")(new)
    blueprint.get("/questions/unanswered")(unanswered)
    blueprint.get("/questions/often")(often)
    blueprint.get("/questions/tagged/<name>")(tagged)
    blueprint.record_once(_offer)


def _offer(state: BlueprintSetupState) -> None:
    """Let the page of a vendor, which stands below, show what is asked about it."""
    state.app.jinja_env.globals.update(questions_of_vendor=_latest_about)


def _latest_about(vendor_id: int) -> tuple[list[ThreadRow], dict[int, int]]:
    """Return the latest questions about a vendor, and how much in each is new to a reader."""
    rows = listing.list_for_vendor(vendor_id)
    return rows, tell_news(current_actor(), rows)


@access(ANYONE)
def active() -> Answer:
    vendor = _asked_vendor()
    if moved := _moved(vendor):
        return moved
    if vendor is None:
        return _list("Active", listing.list_active(after_cursor()))
    page = listing.list_about_vendor(vendor.id, after_cursor())
    return _list("Active", page, about=vendor)


@access(ANYONE)
def new() -> str:
    return _list("New", listing.list_new(_page_marker()))


@access(ANYONE)
def unanswered() -> Answer:
    vendor = _asked_vendor()
    if moved := _moved(vendor):
        return moved
    page = listing.list_unanswered(
        after_cursor(), vendor_id=vendor.id if vendor else None
    )
    return _list("Unanswered", page, about=vendor)


@access(ANYONE)
def often() -> str:
    return _list("Asked often", listing.list_often_asked(_page_marker()))


@access(ANYONE)
def tagged(name: str) -> str:
    tag = queries.get_tag(name)
    return _list("", listing.list_tagged(tag.id, _page_marker()), tag=tag.name)


def _asked_vendor() -> Vendor | None:
    """Return the vendor that the address names, if it does."""
    only_known_args("vendor", "after")
    slug = request.args.get("vendor", "")
    return get_vendor_for(current_actor(), slug) if slug else None


def _moved(vendor: Vendor | None) -> Response | None:
    """Return the way to the list under the name that a vendor has now."""
    if vendor is None or request.args["vendor"] == vendor.slug:
        return None
    return redirect(f"{request.path}?vendor={vendor.slug}", code=301)


def _page_marker() -> str | None:
    only_known_args("after")
    return after_cursor()


def _list(
    tab: str, page: Page[ThreadRow], tag: str = "", about: Vendor | None = None
) -> str:
    popular = queries.list_popular_tags()
    news = tell_news(current_actor(), page.items)
    context: dict[str, Any] = {"popular": popular, "news": news, "about": about}
    return render("threads/list.html", tab=tab, page=page, tag=tag, **context)
