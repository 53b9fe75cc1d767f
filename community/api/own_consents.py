"""One's own consents to be contacted by the host: each with what was agreed to."""

from flask import Blueprint

from community.api.bearer import ROOT
from community.api.operations import Operations
from community.api.scopes import Scope
from community.api.shapes_consents import Consent, Consents
from community.core.web import MEMBERS, current_actor
from community.dashboard.leads import reading, rules

part = Operations(Blueprint("api_consents", __name__, url_prefix=ROOT), "My consents")


@part.get("/me/consents", answer=Consents, scope=Scope.READ_OWN, policy=MEMBERS)
def list_my_consents() -> Consents:
    """List for what you let the host contact you, and what you took back of it.

    Giving a consent is left to the page: its words have to be read there.
    """
    return Consents(
        items=[
            Consent(
                id=lead.public_id,
                purpose=str(lead.purpose),
                about=about,
                words=lead.words or None,
                words_hash=lead.words_hash,
                given_at=lead.given_at,
                withdrawn_at=lead.withdrawn_at,
            )
            for lead, about in reading.list_own(current_actor())
        ]
    )


@part.change(
    "POST",
    "/me/consents/{public_id}/withdraw",
    scope=Scope.WRITE_REQUESTS,
    policy=MEMBERS,
)
def withdraw_consent(public_id: str) -> None:
    """Take a consent back: the host finds your name and address no more."""
    rules.withdraw(current_actor(), public_id)
