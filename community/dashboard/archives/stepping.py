"""The job of the import of questions: a piece of a file at a time."""

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import BinaryIO

from community.core.db import db, transaction
from community.core.jobs import enqueue
from community.core.uploads import take_pieces
from community.dashboard.archives import running
from community.dashboard.archives.models import ArchiveRun
from community.dashboard.archives.reading import Piece, read_pieces
from community.dashboard.seeing import SeenBefore

_SECONDS = 2.0


def step(run_id: int) -> None:
    """Go on with a file for some seconds, piece by piece; come back while there is more.

    What was committed is never read twice; what was not is, and finds itself here.
    """
    with transaction():
        run = db.session.get(ArchiveRun, run_id)
        if run is None:
            return
        if not running.is_busy(run):
            _delete(running.discarded_files(run))
            return
        at, lines = run.bytes_done, run.lines_done
        path, seen_path = running.path_of(run), running.seen_path(run)
    file = _opened(path)
    if file is None:
        _close(run_id, failure="The file is gone. Upload it again.")
        return
    with file, closing(SeenBefore(seen_path)) as seen:

        def take(piece: Piece) -> None:
            _render(run_id, piece)
            with transaction():
                running.take(db.session.get_one(ArchiveRun, run_id), piece, seen)
                seen.keep()
            db.session.expunge_all()  # memory stays flat

        is_read = take_pieces(
            read_pieces(file, at=at, lines=lines), take, seconds=_SECONDS
        )
    if is_read:
        _close(run_id)
    else:
        enqueue(running.STEP_JOB, run_id=run_id)


def _render(run_id: int, piece: Piece) -> None:
    """Render what is to be added while others may write: it takes longest."""
    with transaction():
        lacking = running.list_lacking(db.session.get_one(ArchiveRun, run_id), piece)
    for post in lacking:
        _ = post.html


def _opened(path: Path) -> BinaryIO | None:
    try:
        return path.open("rb")
    except FileNotFoundError:
        return None


def _close(run_id: int, *, failure: str = "") -> None:
    with transaction():
        run = db.session.get_one(ArchiveRun, run_id)
        useless = running.close_run(run, failure=failure)
    _delete(useless)


def _delete(files: Iterable[Path]) -> None:
    for file in files:
        file.unlink(missing_ok=True)
