"""Finding tokens: by what a program sends, and those of one member."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.orm import joinedload

from community.accounts.models import AccountState, User
from community.accounts.tokens import digest
from community.api.access import own_tokens
from community.api.models import ApiToken
from community.api.scopes import PREFIX, Scope
from community.catalog.models import Product
from community.catalog.paths import is_public_id
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound

_TOKEN = re.compile(rf"{PREFIX}[A-Za-z0-9_-]{{43}}", re.ASCII)


@dataclass(frozen=True)
class LiveToken:
    """A token that opens something, and for whom."""

    id: int
    used_at: datetime | None
    expires_at: datetime
    scopes: frozenset[Scope]
    actor: Actor


def find_live_token(sent: str) -> LiveToken | None:
    """Return what a token stands for now; one query, none for what is no token of ours."""
    if _TOKEN.fullmatch(sent) is None:
        return None
    row = db.session.execute(
        sa.select(ApiToken, User)
        .join(User, User.id == ApiToken.user_id)
        .where(
            ApiToken.token_hash == digest(sent),
            ApiToken.expires_at > clock.now(),
            User.state == AccountState.ACTIVE,
        )
    ).one_or_none()
    if row is None:
        return None
    token, user = row
    scopes = frozenset(Scope(one) for one in token.scopes if one in set(Scope))
    return LiveToken(token.id, token.used_at, token.expires_at, scopes, user.actor)


def list_tokens(actor: Actor) -> list[ApiToken]:
    """Return the tokens of `actor` that have not run out, the newest first."""
    return list(
        db.session.scalars(
            sa.select(ApiToken)
            .where(own_tokens(actor), ApiToken.expires_at > clock.now())
            .order_by(ApiToken.id.desc())
        )
    )


def get_token_for(actor: Actor, public_id: str) -> ApiToken:
    """Return one of the actor's own tokens; raise NotFound otherwise."""
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(ApiToken).where(
                own_tokens(actor), ApiToken.public_id == public_id
            )
        )
    if found is None:
        raise NotFound("You have no such token.")
    return found


def products_named(public_ids: Iterable[str]) -> dict[str, Product]:
    """Return the products with these public ids, whatever their state: one query."""
    wanted = set(public_ids)
    rows = db.session.scalars(
        sa.select(Product)
        .where(Product.public_id.in_(wanted))
        .options(joinedload(Product.vendor))
    )
    return {one.public_id: one for one in rows}
