"""What the host offers for an address: the offers, asking for one, and the link of the mail."""

from flask import Blueprint, make_response, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from community.core.errors import NotFound
from community.core.forms import form_page, once
from community.core.tables import write_csv
from community.core.text import render_markdown
from community.core.web import (
    ANYONE,
    access,
    client_address,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.dashboard.forms_offers import AskForm
from community.dashboard.leadkinds import PURPOSE_LABELS
from community.dashboard.leadlinks import link_path
from community.dashboard.models import Offer
from community.dashboard.offerkinds import KIND_LABELS, LINK_LIFE, OfferKind
from community.dashboard.offers import asking, filing, reading, report

blueprint = Blueprint("guides", __name__, url_prefix="/guides")
_SMALL_BODY = 10_000
_SENT = "/guides/sent"


@blueprint.record_once
def _link_reports(state: BlueprintSetupState) -> None:
    """Let a product's page lead to its report: the same for everybody."""
    state.app.jinja_env.globals["report_of_product"] = reading.find_report_of


@blueprint.get("/")
@access(ANYONE)
def index() -> str:
    only_known_args()
    return render(
        "dashboard/guides.html", offers=reading.list_offered(), kinds=KIND_LABELS
    )


@blueprint.get("/sent")
@access(ANYONE)
def sent() -> str:
    only_known_args()
    return render("dashboard/guide_sent.html", hours=LINK_LIFE.days * 24)


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(ANYONE, max_body=_SMALL_BODY)
def show(public_id: str) -> Response:
    """Show an offer with the consent that it takes; a POST asks for its link."""
    only_known_args()
    offer = reading.get_offered(public_id)
    form = AskForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _ask(form, offer))
    words = asking.words_for(offer)
    form.words.data, form.words.raw_data = words, None
    return form_page(
        form,
        "dashboard/guide.html",
        offer=offer,
        words=words,
        kind=KIND_LABELS[offer.kind],
        purpose=PURPOSE_LABELS[offer.purpose],
        is_report=offer.kind is OfferKind.REPORT,
    )


def _ask(form: AskForm, offer: Offer) -> str:
    asking.ask(
        offer,
        mail=form.mail.data or "",
        name=form.name.data or "",
        words=form.words.data or "",
        address=client_address(),
    )
    return _SENT


@blueprint.get("/link/<token>")
@access(ANYONE)
def link(token: str) -> Response:
    """Show where a consent stands. It proves nothing: scanners of mail open links, too."""
    only_known_args()
    found = reading.get_by_link(token)
    page = render(
        "dashboard/guide_link.html", found=found, kinds=OfferKind, path=_to(found)
    )
    return _private(make_response(page))


@blueprint.post("/link/<token>/confirm")
@access(ANYONE, max_body=_SMALL_BODY, by_link=True)
def confirm(token: str) -> Response:
    """Prove the address that a link was sent to."""
    found = reading.get_by_link(token)
    asking.prove(found)
    return _private(redirect_path(_to(found)))


@blueprint.route("/link/<token>/withdraw", methods=["GET", "POST"])
@access(ANYONE, max_body=_SMALL_BODY, by_link=True)
def withdraw(token: str) -> Response:
    """Take a consent back without a login (RFC 8058); a GET only leads to the page."""
    found = reading.get_by_link(token)
    if request.method == "POST":
        asking.withdraw(found)
        if found.proven_at is None:
            notice("Your address is deleted: nobody was told of it.")
            return _private(redirect_path("/guides/"))
    return _private(redirect_path(_to(found)))


@blueprint.get("/link/<token>/file")
@access(ANYONE)
def file(token: str) -> Response:
    """Return the clean copy: to keep, never to run."""
    only_known_args()
    found = reading.get_open_link(token)
    stored = filing.stored_of(found.offer)
    name = f"guide-{found.offer.public_id[:6]}.pdf"
    return _download(filing.VAULT.load(stored), "application/pdf", name)


@blueprint.get("/link/<token>/read")
@access(ANYONE)
def read(token: str) -> Response:
    only_known_args()
    found = reading.get_open_link(token)
    offer, back = found.offer, _to(found)
    if offer.kind is OfferKind.PAGE:
        html = render_markdown(offer.source)
        page = render("dashboard/guide_read.html", offer=offer, html=html, back=back)
    else:
        told = report.report_of(_a_report(offer))
        page = render(
            "dashboard/guide_report.html", offer=offer, report=told, back=back
        )
    return _private(make_response(page))


@blueprint.get("/link/<token>/report.csv")
@access(ANYONE)
def table(token: str) -> Response:
    only_known_args()
    found = reading.get_open_link(token)
    told = report.report_of(_a_report(found.offer))
    text = write_csv(report.COLUMNS, report.rows_of(told))
    return _download(text.encode(), "text/csv; charset=utf-8", "published-prices.csv")


def _a_report(offer: Offer) -> Offer:
    if offer.kind is not OfferKind.REPORT:
        raise NotFound("This is no report.")
    return offer


def _to(found: reading.Linked) -> str:
    return link_path(found.public_id)


def _download(body: bytes, content_type: str, name: str) -> Response:
    response = _private(Response(body, content_type=content_type))
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    response.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _private(response: Response) -> Response:
    """Keep what a link leads to out of caches, of search engines and of Referer headers."""
    response.headers["Cache-Control"] = "no-store"
    response.headers["X-Robots-Tag"] = "noindex, nofollow"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response
