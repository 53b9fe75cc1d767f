"""Jobs of the import of members: a piece of a file at a time, and invitations by the minute."""

from collections.abc import Sequence
from contextlib import closing
from datetime import timedelta
from itertools import islice

import sqlalchemy as sa

from community.accounts.letters import Letter
from community.accounts.models import User
from community.accounts.mydata.limits import LAPSES_AFTER
from community.accounts.post import post, site
from community.accounts.rules.moving import Judged, MovedRow
from community.core import clock
from community.core.db import changed, db, transaction
from community.core.errors import AppError
from community.core.jobs import enqueue
from community.core.uploads import take_pieces
from community.dashboard.memberkinds import (
    BASIS_TOLD,
    LETTERS_A_MINUTE,
    Basis,
    MemberRunState,
)
from community.dashboard.members import running
from community.dashboard.members.models import MemberInvitation, MemberRun
from community.dashboard.members.reading import MemberFile
from community.dashboard.seeing import SeenBefore

ROWS_A_TRANSACTION = 200
_SECONDS = 2.0
_BUSY = frozenset({MemberRunState.CHECKING, MemberRunState.IMPORTING})


def step(run_id: int) -> None:
    """Go on with a file for some seconds, batch by batch; come back while there is more.

    What was committed is never read twice; what was not is, and finds itself here.
    """
    with transaction():
        run = db.session.get(MemberRun, run_id)
        if run is None or run.state not in _BUSY:
            return
        path, done = running.path_of(run), run.rows_done
        seen_path = running.seen_path(run)
    try:
        rows = MemberFile(path).rows(after=done)
    except AppError as error:
        with transaction():
            running.close_run(
                db.session.get_one(MemberRun, run_id), failure=error.message
            )
        return
    batches = iter(lambda: list(islice(rows, ROWS_A_TRANSACTION)), [])
    with closing(SeenBefore(seen_path)) as seen:

        def take(batch: Sequence[MovedRow | Judged]) -> None:
            with transaction():
                _take(db.session.get_one(MemberRun, run_id), batch, seen)
                seen.keep()
            db.session.expunge_all()  # memory stays flat

        is_read = take_pieces(batches, take, seconds=_SECONDS)
    if not is_read:
        enqueue(running.STEP_JOB, run_id=run_id)
        return
    with transaction():
        running.close_run(db.session.get_one(MemberRun, run_id))


def _take(run: MemberRun, batch: Sequence[MovedRow | Judged], seen: SeenBefore) -> None:
    judged = running.judge_batch(run.archive, batch, seen)
    if run.state is MemberRunState.IMPORTING and run.basis is not None:
        running.take_batch(judged, run.basis, invites=run.invites)
    running.note_batch(run, judged)


def invite_some() -> None:
    """Write to as many as a minute takes; come back for the others."""
    waiting = db.session.execute(
        sa.select(MemberInvitation, User)
        .join(User, User.id == MemberInvitation.user_id)
        .order_by(MemberInvitation.user_id)
        .limit(LETTERS_A_MINUTE)
    ).all()
    for invitation, user in waiting:
        if user.email is not None and not user.is_proven:
            post(user.email, _invitation(user, invitation.basis))
    ids = [invitation.user_id for invitation, _ in waiting]
    changed(sa.delete(MemberInvitation).where(MemberInvitation.user_id.in_(ids)))
    if len(ids) == LETTERS_A_MINUTE:
        later = clock.now() + timedelta(minutes=1)
        enqueue(running.INVITE_JOB, run_at=later)


def _invitation(user: User, basis: Basis) -> Letter:
    place = site()
    return Letter(
        "Your account has moved",
        f"The host of {place.name} moved your membership there, {BASIS_TOLD[basis]}: "
        f"there is an account for this address, with the handle {user.handle}. It has no "
        "password, and nobody can use it yet.\n\n"
        "To set a password, give this address here; a link comes by mail, and using it "
        f"proves the address:\n\n{place.link('/forgot')}\n\n"
        f"You don’t want it? Do nothing: after {LAPSES_AFTER.days} days the account goes, "
        "and your address with it. "
        f"What is kept of you, and why: {place.link('/privacy')}\n",
        discreet=True,
    )
