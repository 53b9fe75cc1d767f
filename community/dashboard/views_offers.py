"""The host's desk of offers: make one, change it, show it, retire it."""

from collections.abc import Callable

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from community.catalog.models import Category, Product
from community.catalog.paths import category_path, product_path
from community.core.db import begin_clean, db
from community.core.errors import Invalid, NotFound
from community.core.forms import done_before, form_page, once
from community.core.vault import Stored
from community.core.web import (
    HOSTS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)
from community.dashboard.forms_offers import OfferForm
from community.dashboard.models import Offer
from community.dashboard.offerkinds import KIND_LABELS, STATE_LABELS, OfferKind
from community.dashboard.offers import filing, keeping, reading
from community.deals.evidence import limits, rewriting, vault
from community.deals.evidence.rewriting import CleanCopy
from community.deals.evidence.sniffing import FileType

blueprint = Blueprint("offers", __name__, url_prefix="/offers")
"""Mounted under the dashboard: endpoints are called dashboard.offers.…"""
_MOST_SENT = 2 * limits.MOST_BYTES
_Kept = tuple[CleanCopy, Stored] | None


@blueprint.get("/")
@access(HOSTS)
def index() -> str:
    only_known_args()
    return render(
        "dashboard/offers.html",
        offers=reading.list_all(),
        kinds=KIND_LABELS,
        states=STATE_LABELS,
    )


@blueprint.route("/new/<kind>", methods=["GET", "POST"])
@access(HOSTS, max_body=_MOST_SENT)
def new(kind: str) -> Response:
    only_known_args()
    sort, form = _kind(kind), OfferForm()
    if form.validate_on_submit():
        with form.refusals():
            return done_before(form) or _save(form, sort, _adding(form, sort))
    return form_page(
        form, "dashboard/offer.html", kind=sort, kinds=KIND_LABELS, offer=None
    )


def _adding(form: OfferForm, kind: OfferKind) -> Callable[[_Kept], str]:
    actor = current_actor()

    def add(file: _Kept) -> str:
        offer = keeping.add_offer(actor, form.wanted(kind), file)
        notice("Kept. Nobody sees it until you publish it.")
        return url_for("dashboard.offers.show", public_id=offer.public_id)

    return add


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(HOSTS, max_body=_MOST_SENT)
def show(public_id: str) -> Response:
    only_known_args()
    offer, form = reading.get_offer(public_id), OfferForm()
    if form.validate_on_submit():
        with form.refusals():
            change = _changing(form, public_id)
            return done_before(form) or _save(form, offer.kind, change)
    elif not form.is_submitted():
        form.show(offer, _subject_path(offer))
    return form_page(
        form,
        "dashboard/offer.html",
        kind=offer.kind,
        kinds=KIND_LABELS,
        offer=offer,
        state=STATE_LABELS[offer.state],
    )


def _changing(form: OfferForm, public_id: str) -> Callable[[_Kept], str]:
    actor = current_actor()

    def change(file: _Kept) -> str:
        offer = reading.get_offer(public_id)
        keeping.change_offer(actor, offer, form.wanted(offer.kind), file)
        notice("Changed. Links that were mailed bring this now.")
        return url_for("dashboard.offers.show", public_id=public_id)

    return change


@blueprint.post("/<public_id>/publish")
@access(HOSTS)
def publish(public_id: str) -> Response:
    keeping.publish(current_actor(), reading.get_offer(public_id))
    notice("Everybody can ask for it now.")
    return redirect_to("dashboard.offers.show", public_id=public_id)


@blueprint.post("/<public_id>/retire")
@access(HOSTS)
def retire(public_id: str) -> Response:
    keeping.retire(current_actor(), reading.get_offer(public_id))
    notice("Nobody can ask for it any more. Who has a link keeps it.")
    return redirect_to("dashboard.offers.show", public_id=public_id)


def _save(form: OfferForm, kind: OfferKind, save: Callable[[_Kept], str]) -> Response:
    """Save an offer, with a clean copy of the file if one was sent."""
    keeping.checked(form.wanted(kind))
    sent = form.content if kind is OfferKind.FILE else b""
    if not sent:
        return once(form, lambda: save(None))
    if rewriting.checked_type(sent) is not FileType.PDF:
        raise Invalid("Nothing is saved yet.", fields={"file": "A PDF."})
    begin_clean()  # drawing takes seconds: others write meanwhile
    copy = rewriting.clean_copy(sent, FileType.PDF, vault.folder())
    with filing.VAULT.offered(copy.data) as offer:

        def keep() -> str:
            path = save((copy, offer.stored))
            offer.is_taken = True
            return path

        return once(form, keep)


def _kind(kind: str) -> OfferKind:
    if kind not in set(OfferKind):
        raise NotFound("There is no such kind of offer.")
    return OfferKind(kind)


def _subject_path(offer: Offer) -> str:
    if offer.product_id is not None:
        return product_path(db.session.get_one(Product, offer.product_id))
    if offer.category_id is not None:
        return category_path(db.session.get_one(Category, offer.category_id))
    return ""
