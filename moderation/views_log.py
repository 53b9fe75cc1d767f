"""The public log: what moderators did and why, without anybody's name but theirs."""

import csv
import io

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.core.errors import BadRequest
from community.core.web import ANYONE, access, after_cursor, only_known_args, render
from moderation import audit, queries
from moderation.appeals.queries import overturn_rate
from moderation.kinds import ACTION_LABELS, REASONS, ActionKind, Reason

blueprint = Blueprint("moderation_log", __name__)
_CSV_ROWS = 5_000
_FORMULA = ("=", "+", "-", "@", "\t", "\r")


@blueprint.get("/log")
@access(ANYONE)
def show() -> str:
    only_known_args("reason", "action", "after")
    page = queries.list_log(_reason(), _action(), after_cursor())
    return render(
        "moderation/log.html",
        page=page,
        reasons={one: about.label for one, about in REASONS.items()},
        actions=ACTION_LABELS,
        chosen_reason=request.args.get("reason", ""),
        chosen_action=request.args.get("action", ""),
        head=audit.head_of_yesterday(),
        appeals=overturn_rate(),
    )


@blueprint.get("/log.csv")
@access(ANYONE)
def as_csv() -> Response:
    """Return the latest lines as a table; a page marker leads to older ones."""
    only_known_args("reason", "action", "after")
    page = queries.list_log(_reason(), _action(), after_cursor(), size=_CSV_ROWS)
    text = io.StringIO()
    table = csv.writer(text)
    names = ("at", "done", "what", "reason", "rule", "moderator", "automated", "undone")
    table.writerow(names)
    for one in page.items:
        row = (
            one.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            one.done,
            one.what,
            one.reason_code,
            one.rule,
            one.moderator,
            one.automated,
            one.undone,
        )
        table.writerow([_safe(str(cell)) for cell in row])
    return Response(text.getvalue(), mimetype="text/csv")


def _safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.startswith(_FORMULA) else cell


def _reason() -> Reason | None:
    asked = request.args.get("reason")
    if not asked:
        return None
    if asked not in set(Reason):
        raise BadRequest("There is no such reason.")
    return Reason(asked)


def _action() -> ActionKind | None:
    asked = request.args.get("action")
    if not asked:
        return None
    if asked not in set(ActionKind):
        raise BadRequest("There is no such action.")
    return ActionKind(asked)
