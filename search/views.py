"""The search page, what the bar suggests while somebody types, and the host's look at gaps."""

from dataclasses import dataclass
from datetime import UTC
from typing import Any

from flask import Blueprint, jsonify, request, url_for
from werkzeug.wrappers import Response

from community.core import clock
from community.core.errors import Unavailable
from community.core.settings import get_settings
from community.core.text import clean_line
from community.core.web import (
    ANYONE,
    HOSTS,
    access,
    after_cursor,
    client_address,
    current_actor,
    only_known_args,
    render,
)
from search import narrowing
from search.engines.protocol import EngineBroken, EngineBusy
from search.gaps import LEAST_ASKERS, list_gaps, note
from search.limits import asker_of
from search.query import Query, QueryTooLong, parse
from search.results import Answer
from search.saying import understood
from search.service import get_search
from search.suggesting import Suggestion

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
        query = parse(typed, today=clock.now().astimezone(UTC).date())
    except QueryTooLong as error:
        return _page(400, typed=typed, problem=error.message)
    if query.seeks_nothing:
        return _page(200, typed=typed, query=query, notes=query.problems)
    answer = _find(query)
    if answer.is_empty and not answer.is_plain:
        note(query, asker_of(current_actor(), client_address()))
    return _page(
        200,
        typed=typed,
        query=query,
        answer=answer,
        notes=answer.notes,
        understood=understood(query, get_settings().base_currency, answer.called),
        tabs=_tabs(typed, answer),
        facets=_facets(query, answer),
        near=_near(query) if answer.is_empty else [],
        sorts=narrowing.sorts(query, _url),
    )


@blueprint.get("/host/searches")
@access(HOSTS)
def gaps() -> str:
    only_known_args()
    return render("search/gaps.html", gaps=list_gaps(), least=LEAST_ASKERS)


@blueprint.get("/search/suggest")
@access(ANYONE)
def suggest() -> Response:
    """Answer which products and vendors a half-typed name may become."""
    only_known_args("q")
    typed = clean_line(request.args.get("q", ""))
    search, actor = get_search(), current_actor()
    search.suggesting.hit(actor, client_address())
    try:
        found = search.suggester.suggest(actor, typed)
    except (EngineBroken, EngineBusy):
        found = []  # a help and no promise: Enter searches all the same
    response = jsonify(suggestions=[one.title for one in found])
    response.headers["Cache-Control"] = "private, no-cache"
    return response


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


def _url(typed: str) -> str:
    return url_for("search.show", q=typed, kind=_kind())


def _tabs(typed: str, answer: Answer) -> list[Tab]:
    counts = [group.count for group in answer.groups if group.count is not None]
    everything = Tab(
        "Everything",
        url_for("search.show", q=typed),
        answer.kind is None,
        sum(counts) if counts and answer.kind is None else None,
    )
    return [everything] + [
        Tab(
            group.label,
            url_for("search.show", q=typed, kind=group.kind),
            answer.kind == group.kind,
            group.count if answer.kind in {None, group.kind} else None,
        )
        for group in answer.groups
    ]


def _facets(query: Query, answer: Answer) -> list[narrowing.Facet]:
    if answer.facets is None:
        return []
    marked = get_search().marked.get("vendor")
    slugs = narrowing.vendors_of(answer.facets)
    names = marked.names(current_actor(), slugs) if marked and slugs else {}
    return narrowing.facets(query, answer.facets, names, _url)


def _near(query: Query) -> list[Suggestion]:
    """Return products and vendors that may be meant where nothing was found."""
    try:
        return get_search().suggester.near(current_actor(), " ".join(query.words))
    except (EngineBroken, EngineBusy):
        return []


_NOTHING: dict[str, Any] = {
    "query": None,
    "answer": None,
    "problem": None,
    "notes": (),
    "understood": (),
    "tabs": [],
    "facets": [],
    "sorts": [],
    "near": [],
}


def _page(status: int, **context: object) -> Response:
    response = Response(
        render("search/show.html", kind=_kind(), **{**_NOTHING, **context}),
        status=status,
        mimetype="text/html",
    )
    # The page cache knows when content changes, not when the index has caught up.
    if current_actor().is_visitor:
        response.headers["Cache-Control"] = "private, no-cache"
    return response
