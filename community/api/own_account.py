"""One's own: who one is."""

from flask import Blueprint, g

from community.api.bearer import ROOT
from community.api.operations import Operations
from community.api.scopes import Scope
from community.api.shapes_own import Me
from community.core.web import SIGNED_IN, current_actor

part = Operations(Blueprint("api_account", __name__, url_prefix=ROOT), "Account")


@part.get("/me", answer=Me, scope=Scope.READ_OWN, policy=SIGNED_IN)
def show_me() -> Me:
    """Tell whose token it is, and what it may be used for."""
    actor, token = current_actor(), g.api_token
    return Me(
        handle=actor.handle or "",
        role=str(actor.role),
        proven=actor.proven,
        time_zone=actor.time_zone,
        scopes=[str(one) for one in Scope if one in token.scopes],
        token_ends=token.expires_at,
    )
