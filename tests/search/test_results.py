"""Results: re-checked for whoever asks, in order, page by page, and without an index."""

from collections.abc import Callable

import pytest

from community.core.actors import VISITOR, Actor, Role
from community.core.db import db, transaction
from community.core.errors import BadRequest, NotFound
from search.engines.protocol import EngineBroken
from search.engines.whoosh import WhooshEngine
from search.query import parse
from search.results import Answer
from search.service import Search
from tests.queries import count_queries
from tests.search import notes

MO = Actor(5, "mo", Role.MODERATOR, proven=True)
ADA = Actor(1, "ada", Role.MEMBER, proven=True)


@pytest.fixture
def find(search: Search) -> Callable[..., Answer]:
    def find(
        text: str,
        actor: Actor = VISITOR,
        *,
        kind: str | None = None,
        after: str | None = None,
    ) -> Answer:
        try:
            return search.finder.find(actor, parse(text), kind=kind, after=after)
        finally:
            db.session.rollback()

    return find


def urls(answer: Answer) -> list[str]:
    return [row.url for group in answer.shown for row in group.rows]


def add(search: Search, *titles: str, kind: str = "note", body: str = "") -> list[int]:
    with transaction():
        ids = [notes.post(title, body, kind=kind) for title in titles]
    search.catch_up()
    return ids


def test_everything_shows_the_best_of_each_kind(
    search: Search, find: Callable[..., Answer]
) -> None:
    add(search, *(f"Arbor {n}" for n in range(9)))
    memo_ids = add(search, "Arbor memo", kind="memo")
    answer = find("arbor")
    assert [(g.kind, g.label, g.count, len(g.rows)) for g in answer.shown] == [
        ("note", "Notes", 9, 5),
        ("memo", "Memos", 1, 1),
    ]
    assert urls(answer)[-1] == f"/notes/{memo_ids[0]}"
    assert (answer.is_empty, answer.is_plain, answer.is_partial) == (
        False,
        False,
        False,
    )


def test_rows_are_highlighted_and_carry_facts(
    search: Search, find: Callable[..., Answer]
) -> None:
    (note_id,) = add(search, "<b>Arbor</b> renewals", body="Renewal & uplift")
    (row,) = find("renewal").shown[0].rows
    assert row.title == "&lt;b&gt;Arbor&lt;/b&gt; <mark>renewals</mark>"
    assert row.snippet == "<mark>Renewal</mark> &amp; uplift"
    assert row.facts == [f"note {note_id}"]


def test_a_kind_comes_in_pages_that_neither_repeat_nor_skip(
    search: Search, find: Callable[..., Answer]
) -> None:
    ids = add(search, *(f"Arbor {n}" for n in range(45)))
    seen: list[str] = []
    sizes = []
    after = None
    while True:
        answer = find("arbor", kind="note", after=after)
        (group,) = answer.shown
        sizes.append(len(group.rows))
        seen += urls(answer)
        after = group.next_cursor
        if after is None:
            break
    assert sizes == [20, 20, 5]
    assert sorted(seen) == sorted(f"/notes/{i}" for i in ids)


def test_what_the_index_still_has_but_nobody_may_see_is_not_shown(
    search: Search, find: Callable[..., Answer]
) -> None:
    ids = add(search, *(f"Arbor {n}" for n in range(50)))
    with transaction():
        for note_id in ids[:10]:
            notes.edit(note_id, state="hidden")
        for note_id in ids[10:12]:
            notes.edit(note_id, state="deleted")
    # The index has not heard of it.
    first = find("arbor", kind="note")
    assert len(urls(first)) == 20
    rest = find("arbor", kind="note", after=first.shown[0].next_cursor)
    seen = urls(first) + urls(rest)
    assert sorted(seen) == sorted(f"/notes/{i}" for i in ids[12:])


def test_roles_see_what_their_role_may(
    search: Search, find: Callable[..., Answer]
) -> None:
    (note_id,) = add(search, "Arbor")
    with transaction():
        notes.edit(note_id, state="hidden")
    assert urls(find("arbor", VISITOR)) == []
    assert urls(find("arbor", ADA)) == []
    assert urls(find("arbor", MO)) == [f"/notes/{note_id}"]
    search.catch_up()
    assert urls(find("arbor", MO)) == []


def test_a_page_of_nothing_visible_leads_on(
    search: Search, find: Callable[..., Answer]
) -> None:
    ids = add(search, *(f"Arbor {n}" for n in range(70)))
    with transaction():
        for note_id in ids[:60]:
            notes.edit(note_id, state="hidden")
    answer = find("arbor", kind="note")
    assert answer.is_empty
    assert urls(find("arbor", kind="note", after="60")) == [
        f"/notes/{i}" for i in ids[60:]
    ]


@pytest.mark.parametrize("after", ["x", "-1", "0", "1001", "9" * 30, "1.5", "٣", ""])
def test_markers_that_are_not_ours_are_refused(
    search: Search, find: Callable[..., Answer], after: str
) -> None:
    search.catch_up()
    with pytest.raises(BadRequest):
        find("arbor", kind="note", after=after)


@pytest.mark.usefixtures("search")
def test_a_kind_that_is_not_searched_is_not_found(find: Callable[..., Answer]) -> None:
    with pytest.raises(NotFound):
        find("arbor", kind="deal")


def test_the_number_of_queries_does_not_grow_with_the_results(
    search: Search, find: Callable[..., Answer]
) -> None:
    add(search, "Arbor", "Kestrel")
    add(search, "Arbor", kind="memo")
    with count_queries() as one:
        find("arbor")
    add(search, *(f"Arbor {n}" for n in range(200)))
    with count_queries() as many:
        find("arbor")
    assert len(one) == len(many) == 3


def test_a_broken_index_answers_from_titles_and_is_reported(
    search: Search, find: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    first, second = add(search, "Arbor Desk", "Kestrel")
    add(search, "The Arbor desk memo", kind="memo")

    def fail(*_args: object) -> None:
        raise EngineBroken("torn")

    with monkeypatch.context() as patch:
        patch.setattr(WhooshEngine, "search", fail)
        answer = find("desk arbor")
        assert answer.is_plain
        assert [(g.kind, g.count, len(g.rows)) for g in answer.shown] == [
            ("note", None, 1),
            ("memo", None, 1),
        ]
        assert urls(answer)[0] == f"/notes/{first}"
        assert urls(find("desk", kind="memo")) != []
        assert find("100%_\\' OR 1=1").is_empty
    assert search.engine.is_reported()
    assert not find("arbor").is_plain
    assert urls(find("kestrel")) == [f"/notes/{second}"]


@pytest.mark.usefixtures("search")
def test_without_an_index_titles_are_searched(find: Callable[..., Answer]) -> None:
    with transaction():
        note_id = notes.post("Arbor")
    answer = find("arbor")
    assert answer.is_plain
    assert urls(answer) == [f"/notes/{note_id}"]


def test_an_index_of_another_database_is_not_asked(
    search: Search, find: Callable[..., Answer]
) -> None:
    add(search, "Arbor")
    with transaction():
        notes_of_another = notes.post("Kestrel")
        db.session.execute(db.text("DELETE FROM search_state"))
    answer = find("kestrel")
    assert answer.is_plain
    assert urls(answer) == [f"/notes/{notes_of_another}"]


@pytest.mark.usefixtures("search")
def test_a_report_that_cannot_be_written_is_no_failure(
    find: Callable[..., Answer], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_args: object) -> None:
        raise EngineBroken("the disk is full")

    monkeypatch.setattr(WhooshEngine, "report_broken", fail)
    assert find("arbor").is_empty
