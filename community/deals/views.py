"""Pages of deals: reporting one, and what a member reported, for that member alone."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from community.accounts.queries import get_own_account
from community.catalog.access import can_see_product
from community.catalog.models import Product
from community.core import clock
from community.core.rights import Right
from community.core.settings import get_settings
from community.core.text import clean_line
from community.core.web import (
    BUYERS,
    CONTRIBUTORS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)
from community.deals import queries, recording, steps
from community.deals.appeals.listing import statements
from community.deals.appeals.queries import list_rejected
from community.deals.checking import of_saved
from community.deals.describing import describe
from community.deals.drafts import DealDraft
from community.deals.evidence.forms import EvidenceForm
from community.deals.evidence.listing import own_evidence
from community.deals.filling import (
    first_amount,
    first_quantity,
    first_terms,
    first_values,
    values_of,
)
from community.deals.forms import DealForm
from community.deals.kinds import ReviewState
from community.deals.listing import deal_rows, review_lines
from community.deals.models import Deal
from community.deals.notes.listing import own_note
from community.deals.outlook import notes_of, outlook_of
from community.deals.renewals import SOON_MONTHS, renewals_of
from community.deals.rules import reporting
from community.deals.toolong import MOST_SENT

blueprint = Blueprint("deals", __name__, url_prefix="/deals")
Answer = str | Response


@blueprint.route("/new", methods=["GET", "POST"])
@access(CONTRIBUTORS, right=Right.REPORT, max_body=MOST_SENT)
def new() -> Answer:
    only_known_args("product")
    account = get_own_account(current_actor())
    form = DealForm(
        data=first_values(account, get_settings().base_currency, _asked_product())
    )
    return steps.run(form, _submit)


@blueprint.post("/begin")
@access(CONTRIBUTORS, changes_nothing=True)
def begin() -> Answer:
    """Show a new form with what somebody typed elsewhere: nothing of it is in an address."""
    product = _named_product(request.form.get("product", ""))
    currency = get_settings().base_currency
    values = first_values(get_own_account(current_actor()), currency, product)
    values |= first_terms(request.form)
    if product is not None:
        values["lines"][0] |= first_amount(product, request.form.get("amount", ""))
        values["lines"][0] |= first_quantity(request.form.get("quantity", ""))
    return steps.first(DealForm(formdata=None, data=values), url_for("deals.new"))


def _asked_product() -> Product | None:
    return _named_product(request.args.get("product", ""))


def _named_product(typed: str) -> Product | None:
    public_id = clean_line(typed)
    product = queries.find_product_by_public_id(public_id) if public_id else None
    if product is None or not can_see_product(current_actor(), product):
        return None
    return product


def _submit(draft: DealDraft) -> str:
    reporting.submit_deal(current_actor(), draft)
    notice("Thank you. Your price is saved.")
    return _list_address()


def _list_address() -> str:
    """Return where a saved form leads: to the list.

    The address is kept with the time of the sending, and nothing may tell when one
    deal was reported (P13).
    """
    return url_for("deals.mine")


@blueprint.get("/mine")
@access(BUYERS)
def mine() -> Answer:
    only_known_args("after")
    page = queries.list_deals_of(current_actor(), after=after_cursor())
    notes = notes_of(current_actor().user_id or 0, page.items)
    month = clock.current_month()
    ending = queries.list_running_out(
        current_actor(), first=month, last=clock.add_months(month, SOON_MONTHS)
    )
    return render(
        "deals/mine.html",
        page=page,
        rows=deal_rows(page.items, notes),
        renewals=renewals_of(ending, clock.now().date()),
    )


@blueprint.get("/mine/<public_id>")
@access(BUYERS)
def show(public_id: str) -> Answer:
    only_known_args()
    deal = queries.get_deal_for(current_actor(), public_id)
    found = of_saved(deal)
    return render(
        "deals/show.html",
        deal=deal,
        facts=describe(found.draft, found.named),
        outlook=_outlook(deal),
        evidence=own_evidence(deal),
        note=own_note(deal),
        form=EvidenceForm(),
        reviews=review_lines(deal, queries.list_holds_of(deal)),
        rejected=statements(list_rejected(deal)),
        **steps.shown(found),
    )


def _outlook(deal: Deal) -> list[str]:
    """Return what becomes of a deal; nothing of one that counts in nothing."""
    if all(line.review is ReviewState.REJECTED for line in deal.lines):
        return []
    return outlook_of(current_actor().user_id or 0, deal)


@blueprint.route("/mine/<public_id>/edit", methods=["GET", "POST"])
@access(CONTRIBUTORS, max_body=MOST_SENT)
def edit(public_id: str) -> Answer:
    only_known_args()
    deal = queries.get_deal_for(current_actor(), public_id)
    reporting.require_revisable(deal)
    draft = recording.read(deal)
    named = queries.named_in(draft)
    form = DealForm(data=values_of(draft, named))
    seen = _version(form, deal)
    return steps.run(
        form,
        lambda changed: _revise(deal, changed, seen),
        deal=deal,
        known=named.products.values(),
    )


def _version(form: DealForm, deal: Deal) -> int:
    """Return the version that the author saw; whoever comes from another form sees this one."""
    typed = str(form.version.data or "")
    if not (typed.isascii() and typed.isdigit() and len(typed) < 9):
        form.version.data = str(deal.version)
    return int(form.version.data or 0)


def _revise(deal: Deal, draft: DealDraft, version: int) -> str:
    reporting.revise_deal(current_actor(), deal, draft, version=version)
    notice("Your change is saved.")
    return _list_address()


@blueprint.post("/mine/<public_id>/withdraw")
@access(BUYERS)
def withdraw(public_id: str) -> Answer:
    deal = queries.get_deal_for(current_actor(), public_id)
    reporting.withdraw_deal(current_actor(), deal)
    notice("Withdrawn: it counts in nothing any more.")
    return redirect_to("deals.show", public_id=public_id)


@blueprint.post("/mine/<public_id>/restore")
@access(CONTRIBUTORS)
def restore(public_id: str) -> Answer:
    deal = queries.get_deal_for(current_actor(), public_id)
    reporting.restore_deal(current_actor(), deal)
    notice("Restored: it counts again.")
    return redirect_to("deals.show", public_id=public_id)


@blueprint.post("/mine/<public_id>/erase")
@access(BUYERS)
def erase(public_id: str) -> Answer:
    deal = queries.get_deal_for(current_actor(), public_id)
    reporting.erase_deal(current_actor(), deal)
    notice("Deleted for good.")
    return redirect_to("deals.mine")
