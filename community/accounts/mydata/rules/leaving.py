"""Asking for one's account to go, and changing one's mind: nothing happens for some days."""

from community.accounts.models import User
from community.accounts.mydata import access, letters, queries
from community.accounts.mydata.limits import COOLING_OFF
from community.accounts.mydata.models import AccountErasure
from community.accounts.post import post, post_and_forget, site
from community.accounts.queries import get_own_account
from community.accounts.rules.entering import require_password
from community.accounts.tokens import digest, new_token
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import Conflict


def ask_to_go(actor: Actor, *, password: str, leave_texts: bool) -> AccountErasure:
    """Note the wish and mail a link that undoes it."""
    user_id = access.require_can_leave(actor)
    require_password(actor, password)
    if queries.find_erasure(actor) is not None:
        raise Conflict("You have asked for it already.")
    token = new_token()
    erasure = AccountErasure(
        user_id=user_id,
        token_hash=digest(token),
        leave_texts=leave_texts,
        due_at=clock.now() + COOLING_OFF,
    )
    db.session.add(erasure)
    user = get_own_account(actor)
    if user.email is not None:
        letter = letters.erasure_begun(site(), user.handle, erasure.due_at, token)
        post_and_forget(user.email, letter)
    return erasure


def stay(actor: Actor) -> None:
    """Call one's own deletion off; nothing happens where there is none."""
    erasure = queries.find_erasure(actor)
    if erasure is not None:
        _call_off(erasure)


def stay_by(token: str) -> None:
    """Call the deletion off that a mailed link is about, logged in or not."""
    _call_off(queries.get_erasure_by(token))


def _call_off(erasure: AccountErasure) -> None:
    user = db.session.get_one(User, erasure.user_id)
    db.session.delete(erasure)
    if user.email is not None:
        post(user.email, letters.erasure_called_off(site(), user.handle))
