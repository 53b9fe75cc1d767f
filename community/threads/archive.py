"""Reading an archive of questions and answers: one JSON object a line, checked."""

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any, BinaryIO

from community.core import clock
from community.core.text import (
    clean_block,
    clean_line,
    has_huge_tables,
    render_html,
    render_markdown,
    slugify,
)
from community.threads.drafts import MAX_TAG, MOST_TAGS
from community.threads.models import TITLE_COLUMN, SourceFormat
from community.threads.oldtext import converted, redacted

LONGEST_LINE = 5_000_000
"""Bytes of a question with its answers: as objects in memory it may be twentyfold."""
MOST_ANSWERS = 5_000
LONGEST_BODY = 50_000
"""Characters: forums allow up to 40,000, and what renders slowly does so with the square."""
_AHEAD = timedelta(days=1)
"""How far a clock elsewhere may be ahead of ours."""
_MOST_POINTS = 1_000_000
_ID = re.compile(r"[A-Za-z0-9_-]{1,40}", re.ASCII)
_NO_SLUG = "-"


class BadRecordError(Exception):
    """A line, or an answer on it, can't be taken; the message says why."""


@dataclass(frozen=True)
class ArchivedAuthor:
    name: str
    url: str | None


@dataclass(frozen=True)
class ArchivedPost:
    """A question's text or an answer, cleaned, e-mail addresses taken out."""

    id: str
    author: ArchivedAuthor
    at: datetime
    score: int
    source: str
    source_format: SourceFormat

    @cached_property
    def html(self) -> str:
        """Return its text rendered, which the longest take seconds for: once."""
        is_html = self.source_format is SourceFormat.HTML
        return render_html(self.source) if is_html else render_markdown(self.source)


@dataclass(frozen=True)
class ArchivedThread:
    """One line of the file; `problems` tells which of its answers were left out."""

    line: int
    title: str
    slug: str
    tags: tuple[str, ...]
    question: ArchivedPost
    answers: tuple[ArchivedPost, ...]
    problems: tuple[str, ...] = ()


def read_lines(
    file: BinaryIO, on_bytes: Callable[[int], None], *, after: int = 0
) -> Iterator[tuple[int, bytes]]:
    """Yield number and content of each line that is not empty; tell how far we are.

    `file` stands behind its first `after` lines.
    """
    number = after
    while line := file.readline(LONGEST_LINE):
        number += 1
        size = len(line)
        while not line.endswith(b"\n") and (rest := file.readline(LONGEST_LINE)):
            size += len(rest)  # too long to be taken: only its end is looked for
            if rest.endswith(b"\n"):
                break
        on_bytes(size)
        if line.strip():
            yield number, line if size <= LONGEST_LINE else b""


def parse_line(number: int, line: bytes) -> ArchivedThread:
    """Return the thread on a line; raise BadRecordError when it can't be taken."""
    if not line:
        raise BadRecordError(f"longer than {LONGEST_LINE:,} bytes")
    try:
        record = json.loads(line.decode("utf-8-sig"))
    except UnicodeDecodeError:
        raise BadRecordError("not in UTF-8") from None
    except (ValueError, RecursionError):
        raise BadRecordError("not a JSON object") from None
    if not isinstance(record, dict):
        raise BadRecordError("not a JSON object")
    title = clean_line(redacted(clean_line(_text(record, "title"))))
    if not title or len(title) > TITLE_COLUMN:
        raise BadRecordError(f"title has not 1 to {TITLE_COLUMN} characters")
    answers, problems = _answers(record)
    return ArchivedThread(
        line=number,
        title=title,
        slug=slugify(_text(record, "slug")) if record.get("slug") else slugify(title),
        tags=_tags(record),
        question=_post(record),
        answers=answers,
        problems=problems,
    )


def _answers(
    record: dict[str, Any],
) -> tuple[tuple[ArchivedPost, ...], tuple[str, ...]]:
    given = record.get("answers", [])
    if not isinstance(given, list):
        raise BadRecordError("answers is not a list")
    if len(given) > MOST_ANSWERS:
        raise BadRecordError(f"more than {MOST_ANSWERS:,} answers")
    good: list[ArchivedPost] = []
    problems: list[str] = []
    for position, one in enumerate(given, 1):
        try:
            if not isinstance(one, dict):
                raise BadRecordError("not a JSON object")
            good.append(_post(one))
        except BadRecordError as error:
            problems.append(f"answer {position}: {error}")
    good.sort(key=lambda post: (post.at, len(post.id), post.id))
    return tuple(good), tuple(problems)


def _post(record: dict[str, Any]) -> ArchivedPost:
    key = record.get("id")
    if not isinstance(key, str | int) or not _ID.fullmatch(str(key)):
        raise BadRecordError("id is neither a number nor a short name")
    body = clean_block(_text(record, "body")).strip()
    if not body or len(body) > LONGEST_BODY:
        raise BadRecordError(f"body has not 1 to {LONGEST_BODY:,} characters")
    source, source_format = converted(redacted(body))
    if has_huge_tables(source):
        raise BadRecordError("body has a table that is too large")
    return ArchivedPost(
        id=str(key),
        author=_author(record),
        at=_date(record),
        score=_score(record),
        source=source,
        source_format=source_format,
    )


def _author(record: dict[str, Any]) -> ArchivedAuthor:
    name = clean_line(redacted(_text(record, "author")))
    if not name:
        raise BadRecordError("author is missing")
    url = record.get("author_url")
    return ArchivedAuthor(name, clean_line(url) if isinstance(url, str) else None)


def _date(record: dict[str, Any]) -> datetime:
    try:
        at = datetime.fromisoformat(_text(record, "date").strip())
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        raise BadRecordError("date is not like 2011-05-31") from None
    if at.year < 1970:
        raise BadRecordError("date is not like 2011-05-31")
    if at > clock.now() + _AHEAD:
        raise BadRecordError("date is yet to come")
    return at


def _score(record: dict[str, Any]) -> int:
    score = record.get("score", 0)
    if isinstance(score, bool) or not isinstance(score, int):
        raise BadRecordError("score is not a whole number")
    if abs(score) > _MOST_POINTS:
        raise BadRecordError("score is out of range")
    return score


def _tags(record: dict[str, Any]) -> tuple[str, ...]:
    given = record.get("tags", [])
    if not isinstance(given, list) or not all(isinstance(one, str) for one in given):
        raise BadRecordError("tags is not a list of texts")
    names = [slugify(one)[:MAX_TAG].strip("-") for one in given]
    return tuple(dict.fromkeys(one for one in names if one and one != _NO_SLUG))[
        :MOST_TAGS
    ]


def _text(record: dict[str, Any], name: str) -> str:
    value = record.get(name)
    if not isinstance(value, str):
        raise BadRecordError(f"{name} is not a text")
    return value
