"""What the worker does: drain, notice what is wrong, rebuild, compare."""

from datetime import timedelta
from pathlib import Path

import pytest
import sqlalchemy as sa

from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job, JobRegistry
from search import jobs, outbox
from search.engines.memory import MemoryEngine
from search.engines.protocol import Changes, EngineBroken, Key
from search.engines.whoosh import WhooshEngine
from search.models import OutboxRow
from search.service import REBUILD_JOB, Search
from tests.search import notes


def rebuild_jobs() -> int:
    with outbox.reading():
        asked = sa.select(sa.func.count()).where(Job.kind == REBUILD_JOB)
        return db.session.scalar(asked)


def test_the_first_tick_asks_for_an_index_and_later_ones_keep_it_up(
    search: Search,
) -> None:
    with transaction():
        note_id = notes.post("Arbor")
    search.tick()
    search.tick()
    assert rebuild_jobs() in {1, 2}  # one a slot of half a minute
    search.rebuild_if_needed()
    assert dict(search.engine.versions()) == {Key("note", note_id): 1}
    with transaction():
        notes.edit(note_id, title="Kestrel")
    before = rebuild_jobs()
    search.tick()
    assert dict(search.engine.versions()) == {Key("note", note_id): 2}
    assert rebuild_jobs() == before
    assert not search.needs_rebuild()


@pytest.mark.usefixtures("note_source")
def test_an_index_of_another_database_is_not_trusted(search: Search) -> None:
    search.catch_up()
    assert not search.needs_rebuild()
    with transaction():
        db.session.execute(sa.text("DELETE FROM search_state"))
    assert search.needs_rebuild()
    search.catch_up()
    with transaction():
        outbox.note_built("whoosh", 99)
    assert search.needs_rebuild()


def test_an_index_of_another_engine_is_not_trusted(
    search: Search, note_source: notes.NoteSource
) -> None:
    search.catch_up()
    assert Search(MemoryEngine(), [note_source]).needs_rebuild()


def test_a_report_about_a_sound_index_is_forgotten(search: Search) -> None:
    search.catch_up()
    search.engine.report_broken()
    assert not search.needs_rebuild()
    assert not search.engine.is_reported()


def test_a_report_is_looked_into_once_a_minute(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.catch_up()
    looks: list[bool] = []
    monkeypatch.setattr(
        WhooshEngine, "is_sound", lambda _engine: looks.append(True) or True
    )
    for _ in range(3):
        search.engine.report_broken()
        assert not search.needs_rebuild()
    assert len(looks) == 1


@pytest.mark.usefixtures("damaging")
def test_a_damaged_index_is_rebuilt(search: Search, tmp_path: Path) -> None:
    with transaction():
        note_id = notes.post("Arbor")
    search.catch_up()
    for path in (tmp_path / "search/1").glob("*.trm"):
        path.write_bytes(b"\xff" * 100)
    with transaction():
        later = notes.post("Kestrel")
        notes.edit(note_id, title="Arbor anew")
    search.tick()  # meets the damage and leaves the mark
    search.tick()  # asks for a rebuild
    assert rebuild_jobs() == 1
    search.rebuild_if_needed()
    search.tick()
    assert dict(search.engine.versions()) == {
        Key("note", note_id): 2,
        Key("note", later): 1,
    }


@pytest.mark.usefixtures("damaging")
def test_a_flipped_bit_is_found_by_the_hourly_audit_and_repaired(
    search: Search, tmp_path: Path
) -> None:
    registry = JobRegistry()
    jobs.register(registry, search)
    with transaction():
        note_id = notes.post("Arbor")
    search.catch_up()
    path = min((tmp_path / "search/1").glob("*.pst"))
    whole = path.read_bytes()
    path.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    registry.handlers["search.audit"]()
    search.tick()
    assert rebuild_jobs() == 1
    registry.handlers["search.rebuild"]()
    assert search.engine.generation() == 2
    assert search.engine.is_sound()
    assert dict(search.engine.versions()) == {Key("note", note_id): 1}


def test_trouble_is_an_old_row_and_nothing_else(search: Search) -> None:
    assert search.trouble() is None
    with transaction():
        notes.post("Arbor")
    assert search.trouble() is None
    with transaction():
        old = clock.now() - timedelta(seconds=61)
        db.session.execute(sa.update(OutboxRow).values(created_at=old))
    assert search.trouble() == "search index is behind"
    with transaction():
        db.session.execute(sa.update(OutboxRow).values(is_indexed=True))
    assert search.trouble() is None


def test_an_audit_lists_each_kind_of_difference_and_repairs_it(search: Search) -> None:
    with transaction():
        ids = [notes.post(f"Arbor {number}") for number in range(5)]
    search.catch_up()
    missing, outdated, surplus, fine, waiting = ids
    with transaction():
        # Changed behind the events' back.
        note = notes.NOTE
        db.session.execute(
            sa.update(note).where(note.c.id == outdated).values(version=5)
        )
        db.session.execute(
            sa.update(note).where(note.c.id == surplus).values(state="deleted")
        )
    search.engine.apply(Changes(removed=[Key("note", missing)]))
    found, memos = sorted(search.audit(), key=lambda one: one.kind, reverse=True)
    assert (found.kind, found.in_database, found.in_index) == ("note", 4, 4)
    assert (found.missing, found.outdated, found.surplus, found.doubled) == (
        [missing],
        [outdated],
        [surplus],
        [],
    )
    assert found.database_sum != found.index_sum
    assert (memos.kind, memos.in_database, memos.differing) == ("memo", 0, [])
    search.repair([found, memos])
    after = next(one for one in search.audit() if one.kind == "note")
    assert after.differing == []
    assert after.database_sum == after.index_sum
    assert {fine, waiting} <= {key.object_id for key, _ in search.engine.versions()}


def test_an_audit_does_not_count_what_still_waits(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.catch_up()
    with transaction():
        notes.post("Arbor")
    monkeypatch.setattr(search.indexer, "drain", lambda: 0)
    assert [one.differing for one in search.audit()] == [[], []]


def test_an_audit_needs_an_index(search: Search) -> None:
    with pytest.raises(EngineBroken):
        search.audit()


@pytest.mark.usefixtures("app")
def test_the_jobs_rebuild_when_needed_and_repair_differences(search: Search) -> None:
    registry = JobRegistry()
    jobs.register(registry, search)
    assert [(one.name, one.seconds) for one in registry.tickers] == [("search", 0.5)]
    assert {one.kind for one in registry.periodics} == {
        "search.audit",
        "search.forget_gaps",
    }
    registry.handlers["search.audit"]()  # without an index: a mark, and no failure
    assert search.engine.is_reported()
    with transaction():
        note_id = notes.post("Arbor")
    registry.handlers["search.rebuild"]()
    assert search.engine.generation() == 1
    registry.handlers["search.rebuild"]()
    assert search.engine.generation() == 1
    search.engine.apply(Changes(removed=[Key("note", note_id)]))
    registry.handlers["search.audit"]()
    assert dict(search.engine.versions()) == {Key("note", note_id): 1}


def test_a_rebuild_that_runs_elsewhere_is_no_failure(search: Search) -> None:
    registry = JobRegistry()
    jobs.register(registry, search)
    with search.engine.exclusive("rebuild"):
        registry.handlers["search.rebuild"]()
    assert search.engine.generation() is None
