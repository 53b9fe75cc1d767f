"""Rebuilding beside what serves: posts go on, and no crash leaves a mess."""

from pathlib import Path

import pytest

from community.core import clock
from community.core.db import transaction
from search import outbox
from search.engines.protocol import EngineBroken, Key, Purpose
from search.engines.whoosh import WhooshEngine
from search.query import parse
from search.rebuild import AlreadyBuilding
from search.service import Search
from tests.search import notes


def indexed(search: Search) -> dict[Key, int]:
    return dict(search.engine.versions())


def state() -> tuple[int, int | None]:
    with outbox.reading():
        row = outbox.find_state()
        assert row is not None
        return row.generation, row.building


def rows() -> int:
    with outbox.reading():
        return len(outbox.waiting(None, indexed_too=True))


def test_the_first_build_indexes_what_is_public(search: Search) -> None:
    with transaction():
        first, hidden = notes.post("Arbor"), notes.post("Kestrel")
        notes.edit(hidden, state="hidden")
        memo = notes.post("Memo", kind="memo")
    assert search.rebuilder.rebuild() == 2
    assert indexed(search) == {Key("note", first): 1, Key("memo", memo): 1}
    assert (state(), rows()) == ((1, None), 0)
    assert search.engine.generation() == 1


def test_a_rebuild_tells_its_progress(search: Search) -> None:
    with transaction():
        for number in range(620):
            notes.post(f"Arbor {number}")
    heard: list[int] = []
    search.rebuilder.rebuild(heard.append)
    assert heard == [500, 620]


def test_posts_during_a_rebuild_are_found_before_and_after_the_swap(
    search: Search,
) -> None:
    with transaction():
        ids = [notes.post(f"Arbor {number}") for number in range(1_200)]
    search.catch_up()
    posted: list[int] = []
    seen_before_the_swap: list[bool] = []

    def while_building(_count: int) -> None:
        with transaction():
            posted.append(notes.post("Kestrel meanwhile"))
            notes.edit(ids[0], title=f"Edited {len(posted)}")
            notes.edit(ids[len(posted)], state="deleted")
        search.indexer.drain()
        hits = search.engine.search(parse("kestrel"), {"note": 9}).hits["note"]
        seen_before_the_swap.append(
            {hit.key.object_id for hit in hits} == set(posted)
            and search.engine.generation() == 1
        )

    search.rebuilder.rebuild(while_building)
    assert seen_before_the_swap == [True] * 3
    assert search.engine.generation() == 2
    assert (state(), rows()) == ((2, None), 0)
    after = indexed(search)
    assert {Key("note", one) for one in posted} <= after.keys()
    assert after[Key("note", ids[0])] == 4
    assert all(Key("note", ids[n]) not in after for n in (1, 2, 3))
    assert len(after) == 1_200 + 3 - 3


def test_one_rebuild_at_a_time(search: Search) -> None:
    with search.engine.exclusive(Purpose.REBUILD), pytest.raises(AlreadyBuilding):
        search.rebuilder.rebuild()


@pytest.mark.parametrize("step", ["build", "apply", "activate"])
def test_a_rebuild_that_fails_leaves_what_served(
    search: Search, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    with transaction():
        note_id = notes.post("Arbor")
    search.catch_up()

    def fail(*_args: object, **_kwargs: object) -> None:
        raise EngineBroken("no space left")

    def post_once(_count: int) -> None:
        with transaction():
            notes.post("Kestrel")

    with monkeypatch.context() as patch:
        patch.setattr(WhooshEngine, step, fail)
        with pytest.raises(EngineBroken):
            search.rebuilder.rebuild(post_once)
    search.rebuilder.recover()
    assert state() == (1, None)
    search.indexer.drain()
    assert rows() == 0
    assert Key("note", note_id) in indexed(search)
    assert len(indexed(search)) == (1 if step == "build" else 2)


def test_a_build_whose_process_died_is_tidied_up(search: Search) -> None:
    search.catch_up()
    with transaction():
        outbox.note_building("whoosh", 2)
        notes.post("Arbor")
    search.indexer.drain()
    assert rows() == 1  # kept for the build
    with search.engine.exclusive(Purpose.REBUILD):
        search.rebuilder.recover()  # it lives: nothing to tidy
    assert state() == (1, 2)
    search.rebuilder.recover()
    assert (state(), rows()) == ((1, None), 0)


def test_a_process_that_died_after_the_swap_is_completed(search: Search) -> None:
    search.catch_up()
    with transaction():
        outbox.note_building("whoosh", 2)
        note_id = notes.post("Arbor")
    search.indexer.drain()
    search.engine.build(2).finish()
    search.engine.activate(2)
    search.rebuilder.recover()
    assert state() == (2, None)
    assert search.indexer.drain() == 1
    assert indexed(search) == {Key("note", note_id): 1}


def test_the_next_build_takes_over_from_a_dead_one(
    search: Search, tmp_path: Path
) -> None:
    with transaction():
        outbox.note_building("whoosh", 7)
        notes.post("Arbor")
    (tmp_path / "search/7").mkdir(parents=True)
    (tmp_path / "search/7/half.trm").write_bytes(b"half")
    assert search.rebuilder.rebuild() == 1
    assert (state(), search.engine.generation()) == ((8, None), 8)
    assert not (tmp_path / "search/7").exists()


def test_a_build_is_dated(search: Search) -> None:
    before = clock.now()
    search.catch_up()
    with outbox.reading():
        row = outbox.find_state()
        assert row is not None
        assert row.built_at is not None
        assert before <= row.built_at <= clock.now()


def test_a_build_that_nobody_began_is_a_mistake(search: Search) -> None:
    assert search.engine.generation() is None
    with pytest.raises(RuntimeError), transaction():
        outbox.note_built("whoosh", 1)


def test_who_waits_in_vain_for_the_index_gives_up(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.rebuild._LOCK_SECONDS", 0.05)
    with search.engine.exclusive(Purpose.INDEX), pytest.raises(AlreadyBuilding):
        search.rebuilder.rebuild()
    assert search.engine.generation() is None
