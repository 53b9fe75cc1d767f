"""Answers that are files: a page of a long table, a feed, a date for a calendar."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from urllib.parse import urlencode

from flask import Response, request

from community.core.atom import Entry, Feed, write_atom
from community.core.errors import NotFound
from community.core.settings import get_settings
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


def kept_table(path: Path, size: int, name: str, *, missing: str) -> Response:
    """Return the first `size` bytes of a table that a job writes on, to be kept.

    Raises NotFound, which says what is `missing`, for none and for a file that is gone.
    """
    if not size or not path.is_file():
        raise NotFound(missing)
    with path.open("rb") as file:
        answer = Response(file.read(size), mimetype="text/csv")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def feed_answer(feed: Feed) -> Response:
    settings = get_settings()
    written = write_atom(feed, base_url=settings.base_url, site_name=settings.site_name)
    return Response(written, content_type="application/atom+xml; charset=utf-8")


def filtered_feed(
    title: str, page: str, entries: Sequence[Entry], asked: Mapping[str, str]
) -> Response:
    """Return the feed at the address asked for, which follows `page`.

    What was `asked` for stands in both addresses: for each it is a feed of its own.
    """
    query = f"?{urlencode(asked)}" if asked else ""
    return feed_answer(Feed(title, f"{request.path}{query}", f"{page}{query}", entries))


def calendar_answer(text: str, name: str) -> Response:
    """Return a calendar file to be kept or opened, under a `name` that says nothing."""
    answer = Response(text, mimetype="text/calendar")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
