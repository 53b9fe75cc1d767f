"""The public log: what moderators did and why, without anybody's name but theirs."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.core.answers import csv_page, filtered_feed
from community.core.errors import BadRequest
from community.core.web import ANYONE, access, after_cursor, only_known_args, render
from moderation import heads
from moderation.appeals.queries import overturn_rate
from moderation.items import kinds
from moderation.kinds import ACTION_LABELS, REASONS, Outcome
from moderation.lines import list_log
from moderation.log import filters, queries
from moderation.log.feed import log_entry, request_entry
from moderation.notices.queries import count_in_time

blueprint = Blueprint("moderation_log", __name__)
_CSV_ROWS = 5_000
_TIME = "%Y-%m-%dT%H:%M:%SZ"


@blueprint.get("/log")
@access(ANYONE)
def show() -> str:
    only_known_args(*filters.NAMES, "after")
    return render(
        "moderation/log/show.html",
        page=list_log(filters.conditions(request.args), after_cursor()),
        reasons={one: about.label for one, about in REASONS.items()},
        actions=ACTION_LABELS,
        kinds={one.kind: one.label for one in kinds().values()},
        chosen={name: request.args.get(name, "") for name in filters.NAMES},
        asked=filters.chosen(request.args),
        head=heads.find_latest(),
        appeals=overturn_rate(),
        stars=queries.stars(),
        counted=queries.reasons(),
        prices=queries.about_prices(),
    )


@blueprint.get("/log.csv")
@access(ANYONE)
def as_csv() -> Response:
    """Return the latest lines as a table; a page marker leads to older ones."""
    only_known_args(*filters.NAMES, "after")
    wanted = filters.conditions(request.args)
    page = list_log(wanted, after_cursor(), size=_CSV_ROWS)
    names = ("at", "done", "what", "reason", "rule", "moderator", "automated", "undone")
    rows = [
        (
            one.at.strftime(_TIME),
            one.done,
            one.what,
            one.reason_code,
            one.rule,
            one.moderator,
            one.automated,
            one.undone,
        )
        for one in page.items
    ]
    return csv_page(names, rows, page.next_cursor)


@blueprint.get("/log.atom")
@access(ANYONE)
def as_feed() -> Response:
    """Return the latest lines that are wanted."""
    only_known_args(*filters.NAMES)
    lines = list_log(filters.conditions(request.args), None).items
    entries = [log_entry(one) for one in lines]
    return filtered_feed(
        "Moderation log", "/log", entries, filters.chosen(request.args)
    )


@blueprint.get("/log/heads")
@access(ANYONE)
def audit_heads() -> str:
    only_known_args("after")
    page = heads.list_heads(after_cursor())
    return render("moderation/log/heads.html", page=page)


@blueprint.get("/log/requests")
@access(ANYONE)
def requests() -> str:
    only_known_args("outcome", "after")
    return render(
        "moderation/log/requests.html",
        page=queries.list_requests(_outcome(), after_cursor()),
        asked=_asked(),
        counts=queries.count_requests(),
        notices=count_in_time(),
    )


@blueprint.get("/log/requests.csv")
@access(ANYONE)
def requests_as_csv() -> Response:
    only_known_args("outcome", "after")
    page = queries.list_requests(_outcome(), after_cursor(), size=_CSV_ROWS)
    rows = [
        (f"{one.at:%Y-%m-%d}", one.what, one.reason, one.asked_by, one.outcome)
        for one in page.items
    ]
    names = ("day", "what", "reason", "asked_by", "outcome")
    return csv_page(names, rows, page.next_cursor)


@blueprint.get("/log/requests.atom")
@access(ANYONE)
def requests_as_feed() -> Response:
    only_known_args("outcome")
    found = queries.list_requests(_outcome(), None).items
    entries = [request_entry(one) for one in found]
    return filtered_feed("Takedown requests", "/log/requests", entries, _asked())


def _asked() -> dict[str, str]:
    outcome = _outcome()
    return {} if outcome is None else {"outcome": outcome.value}


def _outcome() -> Outcome | None:
    asked = request.args.get("outcome")
    if not asked:
        return None
    if asked not in set(Outcome):
        raise BadRequest("There is no such outcome.")
    return Outcome(asked)
