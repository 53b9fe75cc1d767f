"""The life of an import of questions: uploaded, checked, imported, piece by piece."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

import sqlalchemy as sa

from community.accounts.models import User
from community.accounts.rules.importing import author_key
from community.accounts.rules.moving import Seen
from community.catalog.paths import is_public_id
from community.core import clock
from community.core.actors import Actor
from community.core.db import db, new_public_id
from community.core.errors import Conflict, NotFound
from community.core.jobs import enqueue
from community.core.paging import Page, keyset_page
from community.core.reasons import audit
from community.core.settings import get_settings
from community.core.text import clean_line, excerpt
from community.core.uploads import append_after, arriving, keep_upload
from community.dashboard.archivekinds import (
    BUSY,
    FAILURE_LENGTH,
    FILE_NAME_LENGTH,
    FIRST,
    NAME_LENGTH,
    TOLD,
    ArchiveState,
)
from community.dashboard.archives.models import ArchiveRun
from community.dashboard.archives.reading import Piece, require_archive
from community.threads import importing
from community.threads.archive import ArchivedPost, ArchivedThread
from community.threads.importing import Archive, Taken, import_threads, would_import

STEP_JOB = "archives.step"
MOST_UPLOADED = 100_000_000
COLUMNS = ("line", "reason")
PAGE_SIZE = 20
MOST_PROBLEM_BYTES = 10_000_000
"""From there on lines that are skipped are counted, and not written down."""


@dataclass(frozen=True)
class Listed:
    """An import with the handle of who began it, if they are here still."""

    run: ArchiveRun
    by: str | None


def path_of(run: ArchiveRun) -> Path:
    return _folder() / f"{run.public_id}.threads.jsonl"


def problems_path(run: ArchiveRun) -> Path:
    return _folder() / f"{run.public_id}.problems.csv"


def seen_path(run: ArchiveRun) -> Path:
    return _folder() / f"{run.public_id}.{run.state}.seen"


def _folder() -> Path:
    return get_settings().data_dir / "imports"


def archive_of(run: ArchiveRun) -> Archive:
    return Archive(run.archive, run.name, run.url, run.licence, run.licence_url)


def upload(
    actor: Actor, stream: BinaryIO, file_name: str, archive: Archive
) -> ArchiveRun:
    """Keep a file and have it checked; Invalid for no archive, TooLarge above the limit."""
    run = ArchiveRun(
        public_id=new_public_id(),
        archive=archive.key,
        name=archive.name,
        url=archive.url,
        licence=archive.licence,
        licence_url=archive.licence_url,
        file_name=clean_line(file_name)[:FILE_NAME_LENGTH] or "unnamed",
        started_by_id=actor.user_id,
    )
    path = path_of(run)
    with arriving(path):
        _, run.file_bytes = keep_upload(
            stream, path, most=MOST_UPLOADED, command="fairquote import threads"
        )
        require_archive(path)
    db.session.add(run)
    db.session.flush()  # the job names it
    audit(actor, "threads.checked", f"archive {run.public_id}", "Uploaded and checked.")
    enqueue(STEP_JOB, run_id=run.id)
    return run


def ask_import(actor: Actor, run: ArchiveRun) -> None:
    """Have a checked file imported; raise Conflict for any other."""
    _require_checked(run)
    run.state = ArchiveState.IMPORTING
    run.bytes_done = run.lines_done = run.problem_bytes = 0
    run.counts, run.preview, run.problems = {}, [], []
    audit(actor, "threads.imported", f"archive {run.public_id}", f"From {run.name}.")
    enqueue(STEP_JOB, run_id=run.id)


def discard(actor: Actor, run: ArchiveRun) -> None:
    """Have a checked file deleted instead of imported; raise Conflict for any other."""
    _require_checked(run)
    run.state = ArchiveState.DISCARDED
    run.preview, run.problems, run.problem_bytes = [], [], 0
    enqueue(STEP_JOB, run_id=run.id)  # what is refused after this deletes no file
    audit(actor, "threads.discarded", f"archive {run.public_id}", "Not imported.")


def discarded_files(run: ArchiveRun) -> list[Path]:
    """Return what is to be deleted of a file that was discarded, nothing of any other."""
    is_discarded = run.state is ArchiveState.DISCARDED
    return [path_of(run), problems_path(run)] if is_discarded else []


def _require_checked(run: ArchiveRun) -> None:
    db.session.refresh(run, with_for_update=True)  # another host may be deciding
    if run.state is not ArchiveState.CHECKED:
        raise Conflict("This file is not checked, or was imported already.")


def list_runs(after: str | None) -> Page[Listed]:
    order = (ArchiveRun.created_at.desc(), ArchiveRun.id.desc())
    page = keyset_page(_listed(), order=order, after=after, size=PAGE_SIZE)
    return Page([Listed(run, by) for run, by in page.items], page.next_cursor)


def get_run(public_id: str) -> Listed:
    found = None
    if is_public_id(public_id):
        found = db.session.execute(
            _listed().where(ArchiveRun.public_id == public_id)
        ).first()
    if found is None:
        raise NotFound("There is no such import.")
    return Listed(*found)


def _listed() -> sa.Select[Any]:
    columns: list[Any] = [ArchiveRun, User.handle]
    return sa.select(*columns).outerjoin(User, User.id == ArchiveRun.started_by_id)


def list_lacking(run: ArchiveRun, piece: Piece) -> list[ArchivedPost]:
    """Return the posts that taking a piece in will add; none for a check."""
    if run.state is not ArchiveState.IMPORTING:
        return []
    return importing.list_lacking(archive_of(run), piece.threads)


def take(run: ArchiveRun, piece: Piece, seen: Seen) -> None:
    """Take a piece in, or look at it only, and note what came of it; in one transaction."""
    if run.state is ArchiveState.IMPORTING:
        taken = import_threads(archive_of(run), piece.threads)
    else:
        taken = would_import(archive_of(run), piece.threads, seen)
    _count(run, piece, taken, seen)
    room = FIRST - len(run.preview)
    run.preview = [*run.preview, *map(_shown, piece.threads[: max(room, 0)])]
    _note_problems(run, sorted([*piece.skipped, *piece.left_out]))
    run.bytes_done, run.lines_done = piece.end, piece.lines


def _count(run: ArchiveRun, piece: Piece, taken: Taken, seen: Seen) -> None:
    posts = [post for one in piece.threads for post in (one.question, *one.answers)]
    found = {
        "threads": taken.threads,
        "answers": taken.answers,
        "present": taken.present,
        "skipped": len(piece.skipped),
        "left_out": len(piece.left_out),
        "authors": sum(_new_authors(one, seen) for one in piece.threads),
        "posts": len(posts),
        "characters": sum(len(post.source) for post in posts),
    }
    longest = max((len(post.source) for post in posts), default=0)
    run.counts = {
        **{name: run.counts.get(name, 0) + count for name, count in found.items()},
        "longest": max(longest, run.counts.get("longest", 0)),
    }


def _new_authors(thread: ArchivedThread, seen: Seen) -> int:
    """Return how many wrote in a thread who did not in the lines before."""
    people = (post.author for post in (thread.question, *thread.answers))
    keys = {author_key(one.url or one.name) for one in people}
    return sum(seen("author", key, thread.line) is None for key in keys)


def _shown(thread: ArchivedThread) -> list[str]:
    first = thread.question
    day = first.at.date().isoformat()
    answers = str(len(thread.answers))
    name = excerpt(first.author.name, NAME_LENGTH)  # a line may hold nothing else
    return [str(thread.line), thread.title, name, day, answers]


def _note_problems(run: ArchiveRun, problems: Iterable[tuple[int, str]]) -> None:
    told = [[str(line), reason] for line, reason in problems]
    if not told:
        return
    room = TOLD - len(run.problems)
    run.problems = [*run.problems, *told[: max(room, 0)]]
    if run.problem_bytes >= MOST_PROBLEM_BYTES:
        return
    text = io.StringIO(newline="")
    table = csv.writer(text)
    if not run.problem_bytes:
        table.writerow(COLUMNS)
    table.writerows(told)
    run.problem_bytes = append_after(
        problems_path(run), run.problem_bytes, text.getvalue()
    )


def close_run(run: ArchiveRun, *, failure: str = "") -> list[Path]:
    """End a check or an import; return the files to delete once that is committed."""
    useless = [seen_path(run)]
    run.finished_at = clock.now()
    if failure:
        run.state, run.failure = ArchiveState.FAILED, failure[:FAILURE_LENGTH]
    elif run.state is ArchiveState.CHECKING:
        run.state = ArchiveState.CHECKED
        return useless
    else:
        run.state = ArchiveState.DONE
    return [*useless, path_of(run)]


def is_busy(run: ArchiveRun) -> bool:
    return run.state in BUSY
