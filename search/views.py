"""The search page."""

from dataclasses import dataclass

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from community.core.errors import Unavailable
from community.core.text import clean_line
from community.core.web import (
    ANYONE,
    access,
    after_cursor,
    client_address,
    current_actor,
    only_known_args,
    render,
)
from search.engines.protocol import EngineBusy
from search.query import Query, QueryTooLong, parse
from search.results import Answer
from search.service import get_search

blueprint = Blueprint("search", __name__)


@dataclass(frozen=True)
class Tab:
    """A way to one kind of results, or to all."""

    label: str
    url: str
    current: bool
    count: int | None


@blueprint.get("/search")
@access(ANYONE)
def show() -> Response:
    only_known_args("q", "kind", "after")
    typed = clean_line(request.args.get("q", ""))
    try:
        query = parse(typed)
    except QueryTooLong as error:
        return _page(400, typed=typed, problem=error.message)
    if query.seeks_nothing:
        return _page(200, typed=typed, query=query)
    answer = _find(query)
    return _page(
        200, typed=typed, query=query, answer=answer, tabs=_tabs(typed, answer)
    )


def _find(query: Query) -> Answer:
    search, actor = get_search(), current_actor()
    search.limiter.hit(actor, client_address())
    try:
        return search.finder.find(actor, query, kind=_kind(), after=after_cursor())
    except EngineBusy:
        raise Unavailable(
            "Many people are searching right now. Please try again.", retry_after=2
        ) from None


def _kind() -> str | None:
    return request.args.get("kind") or None


def _tabs(typed: str, answer: Answer) -> list[Tab]:
    kind = _kind()
    counts = [group.count for group in answer.groups if group.count is not None]
    everything = Tab(
        "Everything",
        url_for("search.show", q=typed),
        kind is None,
        sum(counts) if counts else None,
    )
    return [everything] + [
        Tab(
            group.label,
            url_for("search.show", q=typed, kind=group.kind),
            kind == group.kind,
            group.count,
        )
        for group in answer.groups
    ]


def _page(status: int, **context: object) -> Response:
    shown = {"query": None, "answer": None, "problem": None, "tabs": [], **context}
    response = Response(
        render("search/show.html", kind=_kind(), **shown),
        status=status,
        mimetype="text/html",
    )
    # The page cache knows when content changes, not when the index has caught up.
    if current_actor().is_visitor:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
