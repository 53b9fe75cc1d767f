"""Private feeds: what is new and what is saved, for whoever has the address."""

from collections.abc import Sequence

from flask import Blueprint
from werkzeug.wrappers import Response

from community.accounts.models import AccountState, User
from community.core.actors import Actor
from community.core.answers import feed_answer
from community.core.atom import Entry, Feed
from community.core.errors import NotFound
from community.core.web import ANYONE, access, only_known_args
from community.notifications import queries, tokens
from community.notifications.feeding import news_entries, saved_entries

blueprint = Blueprint("private_feeds", __name__, url_prefix="/feeds/private")


@blueprint.get("/<token>/news.atom")
@access(ANYONE)
def news(token: str) -> Response:
    actor = _owner(token)
    path = f"/feeds/private/{token}/news.atom"
    return _feed("What is new for you", path, "/inbox", news_entries(actor))


@blueprint.get("/<token>/saved.atom")
@access(ANYONE)
def saved(token: str) -> Response:
    actor = _owner(token)
    path = f"/feeds/private/{token}/saved.atom"
    return _feed("Your saved list", path, "/saved", saved_entries(actor))


def _owner(token: str) -> Actor:
    feed_id = tokens.read_feed_token(token)
    user: User | None = None if feed_id is None else queries.find_feed_owner(feed_id)
    if user is None or user.state is not AccountState.ACTIVE:
        raise NotFound("There is no such feed. Its owner may have closed it.")
    return user.actor


def _feed(title: str, path: str, page: str, entries: Sequence[Entry]) -> Response:
    only_known_args()
    response = feed_answer(Feed(title, path, page, entries))
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response
