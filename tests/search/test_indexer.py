"""The outbox and the indexer: nothing lost, nothing blocked, nothing indexed twice."""

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import OperationalError

from community.core.db import db, transaction
from community.core.events import ContentChanged, ManyContentChanged, publish
from community.core.ports import SearchDocument
from search import outbox
from search.engines.protocol import Changes, EngineBroken, EngineStuck, Key, Purpose
from search.engines.whoosh import WhooshEngine
from search.models import OutboxRow
from search.query import parse
from search.service import Search
from tests.search import notes


def waiting() -> int:
    with outbox.reading():
        return db.session.scalar(sa.select(sa.func.count()).select_from(OutboxRow))


def found(search: Search, text: str) -> list[int]:
    hits = search.engine.search(parse(text), {"note": 50}).hits["note"]
    return [hit.key.object_id for hit in hits]


@pytest.mark.usefixtures("search")
def test_a_change_is_a_row_of_its_transaction() -> None:
    with transaction():
        note_id = notes.post("Arbor")
    with outbox.reading():
        assert [key for _, key in outbox.waiting(10)] == [Key("note", note_id)]
    notes.post("Kestrel")
    db.session.rollback()
    assert waiting() == 1


@pytest.mark.usefixtures("search")
def test_changes_of_other_kinds_are_no_rows() -> None:
    with transaction():
        publish(ContentChanged("deal", 1))
    assert waiting() == 0


def test_a_batch_of_changes_is_a_row_each(search: Search) -> None:
    search.catch_up()
    with transaction():
        ids = [notes.post(f"Arbor {number}") for number in range(3)]
    search.indexer.drain()
    with transaction():
        publish(ManyContentChanged("note", tuple(ids)))
        publish(ManyContentChanged("deal", (1, 2)))
    assert waiting() == 3


def test_nothing_is_drained_before_there_is_an_index(search: Search) -> None:
    with transaction():
        notes.post("Arbor")
    assert search.indexer.drain() == 0
    assert waiting() == 1


def test_draining_follows_every_change(search: Search) -> None:
    search.catch_up()
    with transaction():
        first, second = notes.post("Arbor one"), notes.post("Arbor two")
        memo = notes.post("Arbor memo", kind="memo")
    assert search.indexer.drain() == 3
    assert sorted(found(search, "arbor")) == [first, second]
    with transaction():
        notes.edit(first, title="Kestrel")
        notes.edit(second, state="hidden")
        notes.edit(memo, state="deleted")
    assert search.indexer.drain() == 3
    assert waiting() == 0
    assert found(search, "arbor") == []
    assert found(search, "kestrel") == [first]
    assert list(search.engine.versions()) == [(Key("note", first), 2)]


def test_many_changes_of_one_thing_are_one_document(search: Search) -> None:
    search.catch_up()
    with transaction():
        note_id = notes.post("Arbor")
        for number in range(5):
            notes.edit(note_id, body=f"body{number}")
    assert search.indexer.drain() == 6
    assert list(search.engine.versions()) == [(Key("note", note_id), 6)]


def test_more_than_a_batch_is_drained_at_once(search: Search) -> None:
    search.catch_up()
    with transaction():
        for number in range(1_100):
            notes.post(f"Arbor {number}")
    assert search.indexer.drain() == 1_100
    assert len(list(search.engine.versions())) == 1_100


def test_draining_ends_when_its_time_is_up(search: Search) -> None:
    search.catch_up()
    with transaction():
        for number in range(1_100):
            notes.post(f"Arbor {number}")
    assert search.indexer.drain(seconds=0) == 500
    assert search.indexer.drain(seconds=60) == 600


def test_draining_ends_although_somebody_keeps_posting(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.catch_up()
    apply = WhooshEngine.apply

    def apply_while_others_post(
        engine: WhooshEngine, changes: Changes, **kwargs: object
    ) -> None:
        apply(engine, changes, **kwargs)
        with transaction():
            notes.post("Arbor again")

    monkeypatch.setattr(WhooshEngine, "apply", apply_while_others_post)
    with transaction():
        notes.post("Arbor")
    assert search.indexer.drain() == 1
    assert search.indexer.drain() == 1


def test_what_was_indexed_but_not_settled_is_indexed_again(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.catch_up()
    with transaction():
        note_id = notes.post("Arbor")
    with monkeypatch.context() as patch:
        patch.setattr(outbox, "settle", _crash)
        with pytest.raises(KeyboardInterrupt):
            search.indexer.drain()
    assert waiting() == 1
    assert search.indexer.drain() == 1
    assert list(search.engine.versions()) == [(Key("note", note_id), 1)]


def _crash(*_args: object, **_kwargs: object) -> None:
    raise KeyboardInterrupt


def test_one_indexer_at_a_time(search: Search) -> None:
    search.catch_up()
    with transaction():
        notes.post("Arbor")
    with search.engine.exclusive(Purpose.INDEX):
        assert search.indexer.drain() == 0
    assert search.indexer.drain() == 1


def test_a_document_that_cannot_be_made_blocks_nobody(
    search: Search, note_source: notes.NoteSource
) -> None:
    search.catch_up()
    with transaction():
        ids = [notes.post(f"Arbor {number}") for number in range(4)]
    note_source.unreadable = {ids[1]}
    assert search.indexer.drain() == 3
    assert sorted(found(search, "arbor")) == [ids[0], ids[2], ids[3]]
    assert waiting() == 1
    with transaction():
        later = notes.post("Arbor later")
    assert search.indexer.drain() == 1
    assert later in found(search, "arbor")
    for _ in range(outbox.MOST_ATTEMPTS):
        search.indexer.drain()
    assert waiting() == 0


def test_a_document_that_comes_right_is_indexed_after_all(
    search: Search, note_source: notes.NoteSource
) -> None:
    search.catch_up()
    with transaction():
        note_id = notes.post("Arbor")
    note_source.unreadable = {note_id}
    assert search.indexer.drain() == 0
    note_source.unreadable = set()
    assert search.indexer.drain() == 1
    assert found(search, "arbor") == [note_id]


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "memo"},
        {"object_id": 999},
        {"version": "1"},
        {"title": None},
        {"body": b"bytes"},
        {"extra": {"vendor": None}},
    ],
)
def test_a_document_of_the_wrong_shape_is_refused(
    search: Search,
    note_source: notes.NoteSource,
    monkeypatch: pytest.MonkeyPatch,
    wrong: dict[str, object],
) -> None:
    search.catch_up()
    with transaction():
        bad, good = notes.post("bad"), notes.post("good")

    def documents(ids: list[int]) -> list[SearchDocument]:
        made = {
            "kind": "note",
            "version": 1,
            "title": "Arbor",
            "body": "",
            "extra": {},
        }
        return [
            SearchDocument(**{**made, "object_id": i, **(wrong if i == bad else {})})
            for i in ids
        ]

    monkeypatch.setattr(note_source, "documents", documents)
    assert search.indexer.drain() == 1
    assert found(search, "arbor") == [good]


def test_a_document_that_the_engine_refuses_blocks_nobody(
    search: Search, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.catch_up()
    with transaction():
        bad, good = notes.post("Arbor poison"), notes.post("Arbor good")
    apply = WhooshEngine.apply

    def picky(engine: WhooshEngine, changes: Changes, **kwargs: object) -> None:
        if any("poison" in one.title for one in changes.documents):
            raise EngineBroken("it hurts")
        apply(engine, changes, **kwargs)

    monkeypatch.setattr(WhooshEngine, "apply", picky)
    assert search.indexer.drain() == 1
    assert found(search, "arbor") == [good]
    assert bad not in found(search, "arbor")


@pytest.mark.parametrize("trouble", [EngineStuck, EngineBroken])
def test_trouble_of_the_index_keeps_every_row(
    search: Search, monkeypatch: pytest.MonkeyPatch, trouble: type[Exception]
) -> None:
    search.catch_up()
    with transaction():
        notes.post("Arbor")
        notes.post("Kestrel")

    def fail(*_args: object, **_kwargs: object) -> None:
        raise trouble("no space left")

    with monkeypatch.context() as patch:
        patch.setattr(WhooshEngine, "apply", fail)
        patch.setattr(WhooshEngine, "is_sound", lambda _engine: False)
        for _ in range(outbox.MOST_ATTEMPTS + 1):
            with pytest.raises(trouble):
                search.indexer.drain()
    assert waiting() == 2
    assert search.indexer.drain() == 2


def test_trouble_of_the_database_keeps_every_row(
    search: Search, note_source: notes.NoteSource, monkeypatch: pytest.MonkeyPatch
) -> None:
    search.catch_up()
    with transaction():
        notes.post("Arbor")

    def fail(_ids: list[int]) -> list[SearchDocument]:
        raise OperationalError("select", {}, Exception("database is locked"))

    with monkeypatch.context() as patch:
        patch.setattr(note_source, "documents", fail)
        for _ in range(outbox.MOST_ATTEMPTS + 1):
            with pytest.raises(OperationalError):
                search.indexer.drain()
    assert search.indexer.drain() == 1
