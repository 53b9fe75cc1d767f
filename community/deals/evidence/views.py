"""A member's own evidence: sending a file, seeing what became of it, taking it back."""

from flask import Blueprint, url_for
from werkzeug.wrappers import Response

from community.core.db import begin_clean
from community.core.forms import done_before, form_page, once
from community.core.web import (
    BUYERS,
    CONTRIBUTORS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
)
from community.deals.evidence import limits, queries, rewriting, rules, vault
from community.deals.evidence.forms import EvidenceForm
from community.deals.evidence.listing import own_evidence
from community.deals.evidence.uploads import count_upload
from community.deals.queries import get_deal_for

blueprint = Blueprint("evidence", __name__, url_prefix="/deals/mine")

_MOST_SENT = 2 * limits.MOST_BYTES
"""More than we take, so that what is a little too large hears so at its field."""


@blueprint.route("/<public_id>/evidence", methods=["GET", "POST"])
@access(CONTRIBUTORS, max_body=_MOST_SENT)
def add(public_id: str) -> Response:
    only_known_args()
    form = EvidenceForm()
    if form.validate_on_submit():
        with form.refusals():
            return done_before(form) or _add(form, public_id)
    deal = get_deal_for(current_actor(), public_id)
    return form_page(
        form, "deals/evidence/add.html", deal=deal, evidence=own_evidence(deal)
    )


def _add(form: EvidenceForm, public_id: str) -> Response:
    """Make a clean copy of what was sent, while nobody waits for us, and keep that."""
    actor, sent = current_actor(), form.content
    file_type, mark = rewriting.checked_type(sent), rules.mark_of(sent)
    rules.require_welcome(actor, get_deal_for(actor, public_id), mark)
    count_upload(actor)
    begin_clean()  # drawing takes seconds: others write meanwhile
    copy = rewriting.clean_copy(sent, file_type, vault.folder())
    with vault.offered(copy.data) as offer:

        def keep() -> str:
            deal = get_deal_for(actor, public_id)
            rules.add_evidence(actor, deal, form.said_kind, copy, offer.stored, mark)
            offer.is_taken = True
            notice("Thank you. A moderator will look at it.")
            return url_for("deals.show", public_id=public_id)

        return once(form, keep)


@blueprint.post("/<public_id>/evidence/<evidence_id>/delete")
@access(BUYERS)
def delete(public_id: str, evidence_id: str) -> Response:
    deal = get_deal_for(current_actor(), public_id)
    evidence = queries.get_of_deal(deal, evidence_id)
    rules.take_back(current_actor(), deal, evidence)
    notice("Deleted: nobody can read it any more.")
    return redirect_to("deals.show", public_id=public_id)
