"""The outbox: changes wait here, in the transaction that made them, for the indexer."""

from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import sqlalchemy as sa

from community.core import clock
from community.core.chunks import chunks
from community.core.db import db, write
from community.core.events import Bus, ContentChanged, ManyContentChanged
from community.core.sqlite import expect_reads_only, expect_writes
from search.engines.protocol import Key
from search.models import OutboxRow, SearchState

MOST_ATTEMPTS = 5
_STATE_ID = 1
_ADDING = sa.insert(OutboxRow)


def subscribe(bus: Bus, kinds: Collection[str]) -> None:
    """Note every change of something that can be searched for."""

    def note(event: ContentChanged) -> None:
        if event.kind in kinds:
            add([Key(event.kind, event.object_id)])

    def note_many(event: ManyContentChanged) -> None:
        if event.kind in kinds:
            add([Key(event.kind, object_id) for object_id in event.object_ids])

    bus.subscribe(ContentChanged, note)
    bus.subscribe(ManyContentChanged, note_many)


def add(keys: Sequence[Key]) -> None:
    """Have `keys` indexed again once this transaction is committed."""
    if keys:
        now = clock.now()
        rows = [
            {"kind": key.kind, "object_id": key.object_id, "created_at": now}
            for key in keys
        ]
        write(_ADDING, rows)


@contextmanager
def reading() -> Iterator[None]:
    """Read in a transaction that takes no write lock; keep nothing open afterwards."""
    db.session.rollback()
    expect_reads_only()
    try:
        yield
    finally:
        db.session.rollback()
        expect_writes()


def waiting(limit: int | None, *, indexed_too: bool = False) -> list[tuple[int, Key]]:
    """Return (row id, key) of what waits; also what is kept for a build, if asked.

    Oldest first, but what failed before comes last.
    """
    statement = sa.select(OutboxRow.id, OutboxRow.kind, OutboxRow.object_id)
    if not indexed_too:
        statement = statement.where(OutboxRow.is_indexed.is_(False))
    ordered = statement.order_by(OutboxRow.attempts, OutboxRow.id).limit(limit)
    rows = db.session.execute(ordered)
    return [(row_id, Key(kind, object_id)) for row_id, kind, object_id in rows]


def settle(row_ids: Sequence[int], *, keep: bool) -> None:
    """Strike rows that the index has; `keep` them for the index in the making."""
    for chunk in chunks(row_ids):
        here = OutboxRow.id.in_(chunk)
        if keep:
            db.session.execute(sa.update(OutboxRow).where(here).values(is_indexed=True))
        else:
            db.session.execute(sa.delete(OutboxRow).where(here))


def postpone(row_ids: Sequence[int]) -> int:
    """Count a failure for each row; give up on those that failed too often.

    Returns how many were given up; `search check` still finds what they are about.
    """
    for chunk in chunks(row_ids):
        failed = sa.update(OutboxRow).where(OutboxRow.id.in_(chunk))
        db.session.execute(failed.values(attempts=OutboxRow.attempts + 1))
    hopeless = sa.delete(OutboxRow).where(OutboxRow.attempts >= MOST_ATTEMPTS)
    return int(db.session.execute(hopeless).rowcount)  # type: ignore[attr-defined]


def oldest_waiting() -> datetime | None:
    """Return since when the oldest change waits; None when nothing does."""
    return db.session.scalar(
        sa.select(OutboxRow.created_at)
        .where(OutboxRow.is_indexed.is_(False))
        .order_by(OutboxRow.id)
        .limit(1)
    )


def find_state() -> SearchState | None:
    return db.session.get(SearchState, _STATE_ID, populate_existing=True)


def note_building(engine: str, generation: int) -> None:
    """Remember that `generation` is in the making: settled rows are kept from now on."""
    state = find_state()
    if state is None:
        state = SearchState(id=_STATE_ID, engine=engine, generation=0)
        db.session.add(state)
    state.building = generation


def note_built(engine: str, generation: int) -> None:
    """Remember that `generation` serves this database."""
    state = find_state()
    if state is None:
        raise RuntimeError("A generation was built that nobody had begun.")
    state.engine = engine
    state.generation = generation
    state.building = None
    state.built_at = clock.now()


def replay_kept() -> None:
    """Let rows that were kept for a build wait to be indexed once more."""
    db.session.execute(sa.update(OutboxRow).values(is_indexed=False))


def note_abandoned() -> None:
    """Forget the generation in the making and the rows kept for it."""
    state = find_state()
    if state is not None:
        state.building = None
    db.session.execute(sa.delete(OutboxRow).where(OutboxRow.is_indexed.is_(True)))
