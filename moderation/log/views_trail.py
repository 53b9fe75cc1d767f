"""The audit, for moderators and the host to read, filter and take along."""

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.core.answers import csv_page
from community.core.web import (
    STAFF,
    access,
    after_cursor,
    current_actor,
    only_known_args,
    render,
)
from moderation.log import trail

blueprint = Blueprint("audit_trail", __name__)
_CSV_ROWS = 5_000
_DAY, _TIME = "%Y-%m-%d", "%Y-%m-%dT%H:%M:%SZ"
_COLUMNS = ("number", "at", "who", "role", "action", "subject", "reason", "hash")


@blueprint.get("/moderation/audit")
@access(STAFF)
def show() -> str:
    only_known_args(*trail.NAMES, "after")
    asked = trail.chosen(request.args)
    return render(
        "moderation/log/audit.html",
        page=trail.list_entries(current_actor(), asked, after_cursor()),
        chosen=asked,
        asked={name: one for name, one in asked.items() if one},
    )


@blueprint.get("/moderation/audit.csv")
@access(STAFF)
def as_csv() -> Response:
    """Return the latest rows as a table; a page marker leads to older ones."""
    only_known_args(*trail.NAMES, "after")
    page = trail.list_entries(
        current_actor(), trail.chosen(request.args), after_cursor(), size=_CSV_ROWS
    )
    rows = [
        (
            one.number,
            one.at.strftime(_DAY if one.is_kept else _TIME),
            *(one.who, one.role, one.action, one.subject, one.reason, one.hash),
        )
        for one in page.items
    ]
    return csv_page(_COLUMNS, rows, page.next_cursor)
