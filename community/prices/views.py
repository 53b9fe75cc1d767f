"""The pages that a stranger sees first: home, what a product costs, and how our parts look."""

from flask import Blueprint, current_app, redirect, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from community.catalog.models import Product
from community.catalog.paths import product_path
from community.catalog.queries import get_product_for
from community.core import clock
from community.core.actors import VISITOR, Actor, Role
from community.core.errors import BadRequest, NotFound
from community.core.forms import form_page
from community.core.settings import get_settings
from community.core.web import (
    ANYONE,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    render,
)
from community.prices import choosing, queries
from community.prices import style as samples
from community.prices.describing import (
    describe,
    describe_questions,
    describe_reviews,
)
from community.prices.explained import explain
from community.prices.forms import QuoteForm
from community.prices.heads import Page
from community.prices.listprices import tell
from community.prices.picture import Subject, draw
from community.prices.quoting import answer as tell_quote
from community.prices.recordplots import plot
from community.prices.views_compare import blueprint as compare
from community.prices.wanting import list_wanted
from community.records.panels import PLOT_EXTENSION
from community.reviews.linkeddata import linked_data, rated_product
from community.reviews.queries import Sort, get_score
from community.reviews.queries import list_about_product as list_reviews
from community.reviews.scorecard import card_of
from community.reviews.sharing import tell_reviews
from community.threads.listing import list_about_product
from community.threads.sharing import tell_news

_QUOTE_BODY = 10_000

blueprint = Blueprint("prices", __name__)
blueprint.register_blueprint(compare)


@blueprint.record_once
def _offer(state: BlueprintSetupState) -> None:
    """Hand our drawing to the records room, which stands below and cannot ask for it."""
    state.app.extensions[PLOT_EXTENSION] = plot


@blueprint.get("/")
@access(ANYONE)
def home() -> str:
    only_known_args()
    home = queries.home_for(current_actor())
    news = tell_news(current_actor(), home.questions)
    return render("home/show.html", home=home, news=news)


@blueprint.get("/prices/<vendor>/<slug>/")
@access(ANYONE)
def product(vendor: str, slug: str) -> str | Response:
    found = get_product_for(current_actor(), vendor, slug)
    if moved := _moved(found):
        return moved
    only_known_args(choosing.PARAMETER)
    return _paid_page(found)


@blueprint.get("/prices/wanted")
@access(ANYONE)
def wanted() -> str:
    only_known_args("after")
    return render("prices/wanted.html", page=list_wanted(after_cursor()))


@blueprint.post("/prices/<vendor>/<slug>/quote")
@access(ANYONE, max_body=_QUOTE_BODY, changes_nothing=True)
def quote(vendor: str, slug: str) -> str | Response:
    """Answer whether a quote is fair; it is in no address, no log, no table, no cookie."""
    found = get_product_for(current_actor(), vendor, slug)
    only_known_args(choosing.PARAMETER)
    return _paid_page(found)


def _paid_page(found: Product) -> str | Response:
    """Return the page of a product; after a POST with what the quote is told."""
    listed = queries.history_of(found)
    paid = queries.paid_for(current_actor(), found, request.args, listed)
    form = answer = None
    if paid is not None:
        form = QuoteForm(paid.card)
        if form.validate_on_submit():
            answer = tell_quote(paid.card, form.amount.data, form.quantity.data)
            paid = paid.marked(answer.unit_price)
    head = queries.head_for(found, Page.PAID)
    deals = queries.shown_deals_of(found)
    asked, records = tell(listed), queries.records_of(found)
    questions = queries.questions_about(current_actor(), found)
    page = {
        "head": head,
        "linked_data": rated_product(
            found, head.score, get_settings().base_url + head.url
        ),
        "paid": paid,
        "answer": answer,
        "deals": deals,
        "reviewed": queries.reviewed_of(found, paid, deals),
        "notes": queries.notes_of(found),
        "asked": asked,
        "questions": questions,
        "news": tell_news(_member_or_visitor(), questions),
        "records": records,
        "about": describe(head, paid, records, asked),
    }
    if form is None or answer is not None:
        return render("prices/product.html", form=form, **page)
    return form_page(form, "prices/product.html", **page)


def _member_or_visitor() -> Actor:
    """Return who asks, reps and staff as a visitor: a page of prices is the same for them."""
    actor = current_actor()
    return actor if actor.role is Role.MEMBER else VISITOR


@blueprint.get("/prices/<vendor>/<slug>/questions")
@access(ANYONE)
def questions(vendor: str, slug: str) -> str | Response:
    found = get_product_for(current_actor(), vendor, slug)
    if moved := _moved(found):
        return moved
    only_known_args("after")
    head = queries.head_for(found, Page.QUESTIONS)
    page = list_about_product(found.id, after_cursor())
    return render(
        "prices/questions.html",
        head=head,
        about=describe_questions(head),
        page=page,
        news=tell_news(current_actor(), page.items),
    )


@blueprint.get("/prices/<vendor>/<slug>/reviews")
@access(ANYONE)
def reviews(vendor: str, slug: str) -> str | Response:
    actor = current_actor()
    found = get_product_for(actor, vendor, slug)
    if moved := _moved(found):
        return moved
    only_known_args("sort", "after")
    sort, score = _sort(), get_score(found.id)
    page = list_reviews(actor, found, sort=sort, after=after_cursor())
    tell_reviews(page.items)
    head = queries.head_for(found, Page.REVIEWS)
    return render(
        "prices/reviews.html",
        head=head,
        about=describe_reviews(head),
        page=page,
        sort=sort,
        card=card_of(score),
        linked_data=linked_data(
            found, score, page.items, base_url=get_settings().base_url
        ),
    )


def _sort() -> Sort:
    try:
        return Sort(request.args.get("sort", Sort.NEWEST))
    except ValueError:
        raise BadRequest("Reviews are sorted by “newest” or “helpful”.") from None


@blueprint.get("/prices/<vendor>/<slug>/list-prices")
@access(ANYONE)
def list_prices(vendor: str, slug: str) -> str | Response:
    found = get_product_for(current_actor(), vendor, slug)
    if moved := _moved(found):
        return moved
    only_known_args()
    return render(
        "prices/list_prices.html",
        head=queries.head_for(found, Page.LIST_PRICES),
        asked=queries.list_prices_of(found),
    )


@blueprint.get("/prices/<vendor>/<slug>/picture.png")
@access(ANYONE)
def picture(vendor: str, slug: str) -> Response:
    found = get_product_for(current_actor(), vendor, slug)
    if moved := _moved(found):
        return moved
    only_known_args()
    paid = queries.paid_for(VISITOR, found, {}, queries.history_of(found))
    sold_by = found.vendor.name if found.vendor else ""
    subject = Subject(found.name, sold_by, get_settings().site_name)
    return Response(draw(subject, paid), content_type="image/png")


def _moved(found: Product) -> Response | None:
    """Return the way to where a renamed or merged product lives now, tab and all."""
    asked = request.view_args or {}
    if (asked["vendor"], asked["slug"]) == (found.vendor_slug, found.slug):
        return None
    tab = request.path.rpartition("/")[2]
    return redirect(product_path(found) + tab, code=301)


@blueprint.get("/method")
@access(ANYONE)
def method() -> str:
    only_known_args()
    told = explain(get_settings(), queries.last_release(), clock.now().date())
    return render("prices/method.html", method=told)


@blueprint.get("/style")
@access(ANYONE)
def style() -> str:
    if not (current_app.debug or current_app.testing):
        raise NotFound("There is no such page.")
    return render(
        "prices/style.html",
        form=samples.refused_form(),
        page=samples.page(),
        plots=samples.plots(),
        strips=samples.strips(),
        trend=samples.trend(),
    )
