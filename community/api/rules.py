"""Every change of a token: made, used, revoked, forgotten."""

from collections.abc import Iterable
from datetime import timedelta

import sqlalchemy as sa
import structlog

from community.accounts.post import post, site
from community.accounts.queries import get_own_account
from community.accounts.refusals import refused
from community.accounts.rules.entering import require_password
from community.accounts.tokens import digest, new_token
from community.api import letters, queries
from community.api.access import is_own_token, require_may_have_tokens
from community.api.models import ApiToken
from community.api.scopes import (
    LIFETIMES,
    LONGEST_LABEL,
    MOST_TOKENS,
    PREFIX,
    SCOPE_LABELS,
    Scope,
)
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.sqlite import write_if_free
from community.core.text import clean_line

log = structlog.get_logger()
_NOTED_EVERY = timedelta(minutes=10)
_SHOWN = 4


def make_token(
    actor: Actor, *, label: str, scopes: Iterable[Scope], days: int, password: str
) -> str:
    """Return a new token, which nobody can read again; its owner gets a letter."""
    user_id = require_may_have_tokens(actor)
    require_password(actor, password)
    label, wanted = clean_line(label), frozenset(scopes)
    wrong = {}
    if not 1 <= len(label) <= LONGEST_LABEL:
        wrong["label"] = f"Give it a name of at most {LONGEST_LABEL} characters."
    if not wanted:
        wrong["scopes"] = "Choose at least one."
    if days not in LIFETIMES:
        wrong["days"] = "Choose how long it works."
    if not wrong and len(queries.list_tokens(actor)) >= MOST_TOKENS:
        wrong["label"] = f"You have {MOST_TOKENS} tokens: revoke one first."
    if wrong:
        raise refused(**wrong)
    token = f"{PREFIX}{new_token()}"
    kept = [one for one in Scope if one in wanted]
    db.session.add(
        ApiToken(
            user_id=user_id,
            token_hash=digest(token),
            label=label,
            ending=token[-_SHOWN:],
            scopes=[str(one) for one in kept],
            expires_at=clock.now() + timedelta(days=days),
        )
    )
    _tell(actor, label, kept)
    log.info("token_made", user=user_id)
    return token


def _tell(actor: Actor, label: str, scopes: Iterable[Scope]) -> None:
    user = get_own_account(actor)
    if user.email is not None:
        told = [SCOPE_LABELS[one] for one in scopes]
        post(user.email, letters.token_made(site(), user.handle, label, told))


def revoke_token(actor: Actor, token: ApiToken) -> None:
    """Let one of the actor's own tokens open nothing any more."""
    if not is_own_token(actor, token):
        raise NotFound("You have no such token.")
    db.session.delete(token)
    log.info("token_revoked", user=actor.user_id)


def revoke_all_tokens(user_id: int) -> None:
    """Let no token of an account open anything: its owner has logged all devices out."""
    db.session.execute(sa.delete(ApiToken).where(ApiToken.user_id == user_id))


def note_use(token: queries.LiveToken) -> None:
    """Note that a token was used; rarely, and never waiting for another writer."""
    now = clock.now()
    if token.used_at is not None and now - token.used_at < _NOTED_EVERY:
        return
    write_if_free(
        sa.update(ApiToken).where(ApiToken.id == token.id).values(used_at=now)
    )


def forget_old_tokens() -> None:
    """Delete the tokens that have run out."""
    db.session.execute(sa.delete(ApiToken).where(ApiToken.expires_at <= clock.now()))
