"""Answers that are files: a page of a long table, a date for a calendar."""

from collections.abc import Iterable, Sequence
from urllib.parse import urlencode

from flask import Response, request

from community.core.tables import write_csv


def csv_page(
    names: Sequence[str], rows: Iterable[Sequence[object]], older: str | None
) -> Response:
    """Return a page of a list as a table; `Link` leads to the `older` rows, filtered alike."""
    answer = Response(write_csv(names, rows), mimetype="text/csv")
    if older is not None:
        query = urlencode({**request.args.to_dict(), "after": older})
        answer.headers["Link"] = f'<{request.path}?{query}>; rel="next"'
    return answer


def calendar_answer(text: str, name: str) -> Response:
    """Return a calendar file to be kept or opened, under a `name` that says nothing."""
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
