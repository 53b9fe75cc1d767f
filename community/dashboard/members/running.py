"""The life of an import of members: uploaded, checked, imported, piece by piece."""

import csv
import io
from collections.abc import Sequence
from pathlib import Path
from typing import BinaryIO

import sqlalchemy as sa

from community.accounts.rules.moving import (
    Judged,
    MovedRow,
    Seen,
    judge_rows,
    take_in,
)
from community.catalog.paths import is_public_id
from community.core.actors import Actor
from community.core.db import db, insert_ignore, new_public_id
from community.core.errors import Conflict, NotFound
from community.core.jobs import enqueue
from community.core.reasons import audit
from community.core.settings import get_settings
from community.core.text import slugify
from community.core.uploads import append_after, arriving, keep_upload
from community.dashboard.memberkinds import (
    BASIS_LABELS,
    PREVIEW,
    Basis,
    MemberRunState,
)
from community.dashboard.members.models import MemberInvitation, MemberRun
from community.dashboard.members.reading import MemberFile

STEP_JOB = "members.step"
INVITE_JOB = "members.invite"
MOST_UPLOADED = 50_000_000
COLUMNS = ("line", "outcome", "reason")
_LIST_SIZE = 20


def path_of(run: MemberRun) -> Path:
    return _folder() / f"{run.public_id}.members.csv"


def outcomes_path(run: MemberRun) -> Path:
    return _folder() / f"{run.public_id}.outcomes.csv"


def seen_path(run: MemberRun) -> Path:
    return _folder() / f"{run.public_id}.{run.state}.seen"


def _folder() -> Path:
    return get_settings().data_dir / "imports"


def upload(actor: Actor, stream: BinaryIO, archive: str) -> MemberRun:
    """Keep a file and have it checked; Invalid for no table, TooLarge above the limit."""
    run = MemberRun(public_id=new_public_id(), archive=slugify(archive)[:40])
    path = path_of(run)
    with arriving(path):
        keep_upload(
            stream, path, most=MOST_UPLOADED, command="fairquote import members"
        )
        MemberFile(path)
    db.session.add(run)
    db.session.flush()  # the job names it
    audit(actor, "members.checked", f"members {run.public_id}", "Uploaded and checked.")
    enqueue(STEP_JOB, run_id=run.id)
    return run


def ask_import(actor: Actor, run: MemberRun, basis: Basis, *, invites: bool) -> None:
    """Have a checked file imported; raise Conflict for any other."""
    db.session.refresh(run, with_for_update=True)  # another host may be deciding
    if run.state is not MemberRunState.CHECKED:
        raise Conflict("This file is not checked, or was imported already.")
    run.state = MemberRunState.IMPORTING
    run.basis, run.invites = basis, invites
    run.rows_done = run.outcome_bytes = 0
    run.counts, run.preview = {}, []
    audit(
        actor, "members.imported", f"members {run.public_id}", f"{BASIS_LABELS[basis]}."
    )
    enqueue(STEP_JOB, run_id=run.id)


def list_runs() -> list[MemberRun]:
    newest = sa.select(MemberRun).order_by(MemberRun.id.desc()).limit(_LIST_SIZE)
    return list(db.session.scalars(newest))


def get_run(public_id: str) -> MemberRun:
    found = None
    if is_public_id(public_id):
        found = db.session.scalar(
            sa.select(MemberRun).where(MemberRun.public_id == public_id)
        )
    if found is None:
        raise NotFound("There is no such import.")
    return found


def judge_batch(
    archive: str, rows: Sequence[MovedRow | Judged], seen: Seen
) -> list[Judged]:
    """Judge rows of a file in its order; those that could not be read stay refused."""
    good = [row for row in rows if isinstance(row, MovedRow)]
    judged = {one.line: one for one in judge_rows(archive, good, seen)}
    return [judged[row.line] if isinstance(row, MovedRow) else row for row in rows]


def take_batch(judged: Sequence[Judged], basis: Basis, *, invites: bool) -> int:
    """Take in those who are new, and note who is to be invited; return how many that were."""
    made = take_in(judged)
    if made and invites:
        waiting = [{"user_id": one, "basis": basis} for one in made]
        insert_ignore(MemberInvitation, waiting)
        enqueue(INVITE_JOB, unique_key=INVITE_JOB)
    return len(made)


def note_batch(run: MemberRun, judged: Sequence[Judged]) -> None:
    """Count a batch, and write down what became of each row, line by line."""
    counts = dict(run.counts)
    for one in judged:
        counts[one.outcome] = counts.get(one.outcome, 0) + 1
    run.counts = counts
    room = PREVIEW - len(run.preview)
    told = [[str(one.line), str(one.outcome), one.reason] for one in judged]
    run.preview = [*run.preview, *told[:room]] if room > 0 else run.preview
    text = io.StringIO()
    table = csv.writer(text)
    if not run.rows_done:
        table.writerow(COLUMNS)
    table.writerows(told)
    run.outcome_bytes = append_after(
        outcomes_path(run), run.outcome_bytes, text.getvalue()
    )
    run.rows_done += len(judged)


def close_run(run: MemberRun, *, failure: str = "") -> None:
    """End a check or an import; the file with its addresses goes with the latter."""
    seen_path(run).unlink(missing_ok=True)
    if failure:
        run.state, run.failure = MemberRunState.FAILED, failure
    elif run.state is MemberRunState.CHECKING:
        run.state = MemberRunState.CHECKED
        return
    else:
        run.state = MemberRunState.DONE
    path_of(run).unlink(missing_ok=True)
