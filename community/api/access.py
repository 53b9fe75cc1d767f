"""Whose a token is, and who may have one."""

import sqlalchemy as sa

from community.api.models import ApiToken
from community.core.actors import Actor
from community.core.errors import Forbidden
from community.core.factors import NEEDED, lacks


def is_own_token(actor: Actor, token: ApiToken) -> bool:
    return actor.user_id is not None and token.user_id == actor.user_id


def own_tokens(actor: Actor) -> sa.ColumnElement[bool]:
    """Match the rows for which `is_own_token` is true."""
    if actor.user_id is None:
        return sa.false()
    return ApiToken.user_id == actor.user_id


def require_may_have_tokens(actor: Actor) -> int:
    """Return the account's id; raise Forbidden for whom no token is made."""
    if actor.user_id is None or not actor.proven:
        raise Forbidden("Please prove your e-mail address first.")
    if lacks(actor):
        raise Forbidden(
            "Two factors come first: a token of yours opens what your log-in opens.",
            code=NEEDED,
        )
    return actor.user_id
