"""What somebody typed while logged out, kept under a seal until they are logged in again."""

import json
import secrets
from datetime import timedelta
from urllib.parse import urlsplit

import sqlalchemy as sa
from flask import redirect, request, session, url_for
from sqlalchemy.orm import Mapped, mapped_column
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from community.core import clock
from community.core.db import Base, CreatedAt, db
from community.core.errors import TooMany
from community.core.ratelimit import Limit, hit
from community.core.sealing import BrokenSeal, seal, unseal
from community.core.sqlite import write_connection
from community.core.web import DEFAULT_BODY, client_address, is_own_path

KEPT = timedelta(days=1)
_MOST_BYTES = 200_000
_SESSION_KEY = "stash"
_SEALED = "stash.fields"
_NEVER_KEPT = ("csrf_token", "submission_key", "live", "kept")
_SECRET_WORDS = ("password", "code", "token")


class StashedForm(Base):
    """One refused form; only the browser session that sent it can have it back."""

    __tablename__ = "stashed_form"

    id: Mapped[str] = mapped_column(sa.String(43), primary_key=True)
    path: Mapped[str] = mapped_column(sa.String(500))
    fields: Mapped[str] = mapped_column(sa.Text)
    """Under a seal: prices, names and addresses are typed into forms, too."""
    created_at: Mapped[CreatedAt]


def send_to_login() -> Response:
    """Keep the posted form, if there is one, and redirect to the log-in page."""
    path = request.full_path.rstrip("?")
    if request.method not in {"GET", "HEAD"}:
        path = page_of_form()
        keep_form(path)
    return redirect(url_for("accounts.login", next=path), code=303)


def page_of_form() -> str:
    """Return the path of the page that the posted form stood on."""
    try:
        referer = urlsplit(request.headers.get("Referer", ""))
    except ValueError:  # what nobody can read leads nowhere
        return request.path
    if referer.path and referer.netloc == request.host and is_own_path(referer.path):
        return referer.path
    return request.path


def keep_form(path: str) -> None:
    """Keep what this request posted: the page at `path` comes back filled in with it.

    Commits in a short transaction of its own; call it before the request writes.
    """
    if (request.content_length or 0) > DEFAULT_BODY:
        return  # too much to be kept: not even read
    fields = typed_fields()
    content = json.dumps(fields)
    if not fields or len(content) > _MOST_BYTES:
        return
    try:
        hit("stash", client_address(), Limit(30, 3600))
    except TooMany:
        return
    stash_id, sealed = secrets.token_urlsafe(32), seal(_SEALED, content)
    with write_connection() as connection:
        connection.execute(
            sa.insert(StashedForm).values(
                id=stash_id, path=path[:500], fields=sealed, created_at=clock.now()
            )
        )
    session[_SESSION_KEY] = stash_id


def typed_fields() -> list[tuple[str, str]]:
    """Return what was typed into the form that this request sent, and no secret."""
    return [
        (name, value)
        for name, value in request.form.items(multi=True)
        if name not in _NEVER_KEPT and not any(w in name for w in _SECRET_WORDS)
    ]


def find_stashed(names: set[str]) -> MultiDict[str, str] | None:
    """Return what was typed on this page into a form with these fields, if anything."""
    stash_id = session.get(_SESSION_KEY)
    if not stash_id:
        return None
    row = db.session.get(StashedForm, stash_id)
    if row is None or row.path != request.path:
        return None
    try:
        content = unseal(_SEALED, row.fields)
    except BrokenSeal:  # of a release that did not seal it: it goes within the day
        return None
    fields = [(str(name), str(value)) for name, value in json.loads(content)]
    typed = MultiDict(fields)
    return typed if _belongs(set(typed), names) else None


def _belongs(typed: set[str], names: set[str]) -> bool:
    # Enclosed fields carry a prefix ("lines-0-quantity"): their list is a known name.
    return all(name in names or name.split("-", 1)[0] in names for name in typed)


def forget_stashed() -> None:
    """Drop this session's stash if it is of the form that has now been sent.

    Another page's stays: somebody may send a form on the way back to it.
    """
    stash_id = session.get(_SESSION_KEY)
    if stash_id is None:
        return
    row = db.session.get(StashedForm, stash_id)
    if row is None or row.path in {request.path, page_of_form()}:
        session.pop(_SESSION_KEY, None)


def forget_old() -> None:
    """Delete what nobody came back for; a periodic job calls it."""
    db.session.execute(
        sa.delete(StashedForm).where(StashedForm.created_at < clock.now() - KEPT)
    )
