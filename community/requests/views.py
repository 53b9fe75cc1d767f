"""A buyer's pages of requests: asking a vendor, the receipt, the conversation, its end."""

from flask import Blueprint, redirect, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from community.accounts.queries import get_own_account
from community.catalog.models import Product, Vendor
from community.catalog.queries import (
    find_product_by_public_id_for,
    get_vendor_by_id_for,
    get_vendor_for,
)
from community.core import clock
from community.core.answers import calendar_answer
from community.core.errors import NotFound
from community.core.forms import form_page, once, previewed_page
from community.core.rights import Right
from community.core.web import (
    MEMBERS,
    SIGNED_IN,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.core.zones import in_zone
from community.reps.texts import get_text_for
from community.requests import queries, reading
from community.requests.aliases import alias_of
from community.requests.drafts import Draft
from community.requests.forms import (
    ButtonForm,
    MessageForm,
    RequestForm,
    RevealForm,
    StarsForm,
    VendorForm,
)
from community.requests.models import BuyerRequest
from community.requests.paths import (
    BUYERS,
    CALENDAR,
    anchor_of,
    ask_path,
    desk_path,
    request_path,
)
from community.requests.rules import (
    asking,
    ending,
    meeting,
    rating,
    revealing,
    saying,
)
from community.requests.views_own import blueprint as own_requests
from community.requests.views_rep import blueprint as desk

blueprint = Blueprint("requests", __name__)
blueprint.register_blueprint(desk)
blueprint.register_blueprint(own_requests)
Answer = str | Response
_BUYERS_ALONE = (
    "Only buyers ask a vendor privately. Who moderates or hosts stays independent of "
    "vendors, and a vendor’s representative answers on its desk. Ask in public instead: "
    "everybody may read the answer then."
)
_DECIDING = {"accept": meeting.accept, "decline": meeting.decline}


@blueprint.record_once
def _offer(state: BlueprintSetupState) -> None:
    """Let pages of other rooms show a vendor's record, and its desk what waits."""
    state.app.jinja_env.globals.update(
        contact_record_of=reading.record_of,
        unanswered_requests=queries.count_unanswered,
    )


@blueprint.get("/requests/")
@access(SIGNED_IN)
def index() -> str:
    only_known_args("after")
    page = queries.list_own_rows(current_actor(), after_cursor())
    shown = [(one, reading.state_of(one.request)) for one in page.items]
    return render("requests/list.html", page=page, rows=shown)


@blueprint.route("/requests/new", methods=["GET", "POST"])
@access(MEMBERS, right=Right.ASK, why=_BUYERS_ALONE)
def new() -> Answer:
    only_known_args("vendor", "product", "reply")
    vendor, product = _asked_about()
    if vendor is None:
        return _choose_vendor()
    actor = current_actor()
    team = queries.list_spokespeople(vendor.id)
    form = RequestForm()
    form.offer(vendor.name, team, in_zone(clock.now(), actor.time_zone).date())
    form.fill(get_own_account(actor).traits)
    alias = alias_of(actor.user_id or 0, str(form.submission_key.data))
    preview = None
    if form.validate_on_submit():
        with form.refusals():
            draft = form.draft
            preview = asking.preview(actor, vendor, draft, alias)
            if form.was_shown:
                return once(form, lambda: _send(vendor, product, draft, alias))
            form.note_shown()
    shown = {
        "vendor": vendor,
        "product": product,
        "team": team,
        "record": reading.record_of(vendor.id),
        "mail": get_own_account(actor).email,
    }
    return previewed_page(form, "requests/new.html", preview=preview, **shown)


def _asked_about() -> tuple[Vendor | None, Product | None]:
    """Return the vendor and product that the address names."""
    actor = current_actor()
    named, slug = request.args.get("product", ""), request.args.get("vendor", "")
    reply = request.args.get("reply", "")
    if reply:
        text = get_text_for(actor, reply)
        return get_vendor_by_id_for(actor, text.vendor_id), None
    if named:
        product = find_product_by_public_id_for(actor, named)
        if product is None or product.vendor is None:
            raise NotFound("There is no such product, or nobody sells it alone.")
        return product.vendor, product
    return (get_vendor_for(actor, slug) if slug else None), None


def _choose_vendor() -> Answer:
    form = VendorForm()
    if form.validate_on_submit():
        vendor = form.vendor.vendor
        assert vendor is not None  # noqa: S101 - the field is required and has found it
        return redirect_path(ask_path(vendor.slug))
    return form_page(form, "requests/vendor.html")


def _send(vendor: Vendor, product: Product | None, draft: Draft, alias: str) -> str:
    sent = asking.ask(current_actor(), vendor, product, draft, alias=alias)
    notice("Sent. This page is your receipt; a copy is in the mail.")
    return request_path(sent.public_id)


@blueprint.route("/requests/<public_id>", methods=["GET", "POST"])
@access(SIGNED_IN)
def show(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    form = MessageForm()

    def do() -> str:
        saying.write(actor, row.request, form.text)
        return request_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    own = reading.own_request(row, actor.time_zone)
    return form_page(form, "requests/show.html", own=own, talk=own.talk)


@blueprint.get("/requests/messages/<public_id>")
@access(SIGNED_IN)
def message(public_id: str) -> Response:
    """Lead buyer and vendor to where a message stands for them."""
    only_known_args()
    asked, is_own = queries.get_place_for(current_actor(), public_id)
    path = request_path(asked) if is_own else desk_path(asked)
    return redirect(f"{path}#{anchor_of(public_id)}", code=302)


@blueprint.route("/requests/<public_id>/reveal", methods=["GET", "POST"])
@access(MEMBERS)
def reveal(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    form = RevealForm()
    form.leave(revealing.steps_left(row.request))
    form.fill(get_own_account(actor).traits)
    preview = None
    if form.validate_on_submit():
        with form.refusals():
            told = form.told
            preview = revealing.preview_more(actor, row.request, told)
            if form.was_shown:
                return once(form, lambda: _reveal(row.request, form))
            form.note_shown()
    talk = reading.own_request(row, actor.time_zone).talk
    shown = {"talk": talk, "mail": get_own_account(actor).email}
    return previewed_page(form, "requests/reveal.html", preview=preview, **shown)


def _reveal(asked: BuyerRequest, form: RevealForm) -> str:
    public_id = asked.public_id
    revealing.reveal_more(current_actor(), asked, form.told)
    notice("Told. The vendor sees it from now on.")
    return request_path(public_id)


@blueprint.post("/requests/<public_id>/times/<time>/<any(accept, decline):answer>")
@access(SIGNED_IN)
def decide(public_id: str, time: str, answer: str) -> Answer:
    row = queries.get_own_row(current_actor(), public_id)
    found = queries.get_time(row.request, time)
    _DECIDING[answer](current_actor(), row.request, found)
    return redirect_path(request_path(public_id))


@blueprint.get("/requests/<public_id>/times/<time>.ics")
@access(SIGNED_IN)
def calendar(public_id: str, time: str) -> Response:
    only_known_args()
    row = queries.get_own_row(current_actor(), public_id)
    found = queries.get_time(row.request, time)
    return calendar_answer(reading.calendar_of(row, found, own=True), CALENDAR)


@blueprint.route("/requests/<public_id>/stars", methods=["GET", "POST"])
@access(SIGNED_IN)
def rate(public_id: str) -> Answer:
    only_known_args()
    row = queries.get_own_row(current_actor(), public_id)
    form = StarsForm(data={"stars": str(row.request.stars or "")})

    def do() -> str:
        rating.rate(current_actor(), row.request, int(form.stars.data))
        notice("Thank you. The vendor learns the mean of several buyers’ stars alone.")
        return request_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    talk = reading.own_request(row, current_actor().time_zone).talk
    return form_page(form, "requests/stars.html", talk=talk)


@blueprint.post("/requests/<public_id>/delete")
@access(SIGNED_IN)
def delete(public_id: str) -> Response:
    row = queries.get_own_row(current_actor(), public_id)
    ending.delete(current_actor(), row.request)
    notice("Deleted, with all that was said in it.")
    return redirect_path(BUYERS)


@blueprint.route("/requests/<public_id>/withdraw", methods=["GET", "POST"])
@access(SIGNED_IN)
def withdraw(public_id: str) -> Answer:
    only_known_args()
    actor = current_actor()
    row = queries.get_own_row(actor, public_id)
    form = ButtonForm()

    def do() -> str:
        ending.withdraw(actor, row.request)
        notice("Withdrawn. Nobody of the vendor finds it any more.")
        return request_path(public_id)

    if form.validate_on_submit():
        with form.refusals():
            return once(form, do)
    talk = reading.own_request(row, actor.time_zone).talk
    return form_page(form, "requests/withdraw.html", talk=talk)
