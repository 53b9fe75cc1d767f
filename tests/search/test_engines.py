"""What every engine must do: the same tests for each."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from community.core.ports import SearchDocument
from community.core.settings import Settings
from search.engines.protocol import (
    Changes,
    EngineBroken,
    Key,
    Purpose,
    SearchEngine,
)
from search.query import parse
from tests.search.engines import ALL, empty_engine


def document(
    object_id: int, title: str, body: str = "", *, kind: str = "note", version: int = 1
) -> SearchDocument:
    return SearchDocument(kind, object_id, version, title, body)


DOCUMENTS = (
    document(1, "Arbor Desk renewal", "They want an annual uplift of 22 % for seats"),
    document(2, "Kestrel maintenance", "No annual price; the uplift was small"),
    document(3, "Palisade sandbox", "Arbor is mentioned here once"),
    document(4, "Arbor", "The vendor", kind="vendor"),
)


@pytest.fixture(params=ALL)
def engine(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path
) -> Iterator[SearchEngine]:
    with empty_engine(request.param, settings, tmp_path) as engine:
        build = engine.build(1)
        build.add(DOCUMENTS)
        build.finish()
        engine.activate(1)
        yield engine


def found(engine: SearchEngine, text: str, *, kind: str = "note") -> list[int]:
    hits = engine.search(parse(text), {kind: 10}).hits[kind]
    return [hit.key.object_id for hit in hits]


def test_any_word_finds_and_the_title_counts_more(engine: SearchEngine) -> None:
    assert found(engine, "arbor") == [1, 3]
    assert sorted(found(engine, "sandbox kestrel")) == [2, 3]
    assert found(engine, "nowhere") == []


def test_hits_and_counts_are_by_kind(engine: SearchEngine) -> None:
    answer = engine.search(parse("arbor"), {"note": 1, "vendor": 0, "other": 5})
    assert [hit.key for hit in answer.hits["note"]] == [Key("note", 1)]
    assert list(answer.hits["vendor"]) == []
    assert list(answer.hits["other"]) == []
    assert dict(answer.counts) == {"note": 2, "vendor": 1}
    assert answer.complete


def test_a_kind_that_nobody_asked_for_is_left_out(engine: SearchEngine) -> None:
    assert set(engine.search(parse("arbor"), {"vendor": 5}).counts) == {"vendor"}


def test_scores_fall(engine: SearchEngine) -> None:
    hits = engine.search(parse("arbor"), {"note": 10}).hits["note"]
    assert hits[0].score > hits[1].score > 0


def test_phrases_must_be_there_in_order(engine: SearchEngine) -> None:
    assert found(engine, '"annual uplift"') == [1]
    assert found(engine, '"uplift annual"') == []
    assert found(engine, '"annual uplift" kestrel') == [1]
    assert found(engine, '"arbor desk" "annual uplift"') == [1]
    assert found(engine, '"arbor desk" "annual price"') == []


def test_exclusions_leave_out(engine: SearchEngine) -> None:
    assert found(engine, "arbor -sandbox") == [1]
    assert found(engine, 'arbor -"arbor desk"') == [3]
    assert found(engine, "arbor -sandbox -desk") == []
    assert found(engine, '"annual uplift" -seats') == []


def test_folding_joins_what_differs_in_form(engine: SearchEngine) -> None:
    engine.apply(Changes([document(9, "Café Über GmbH")]))
    assert found(engine, "CAFE uber") == [9]


def test_a_name_of_stop_words_is_found_in_titles(engine: SearchEngine) -> None:
    engine.apply(Changes([document(9, "Next")]))
    assert found(engine, "next") == [9]


def test_extra_names_are_searched(engine: SearchEngine) -> None:
    extra = SearchDocument("note", 9, 1, "Renewal", "text", {"vendor": "Quorum"})
    engine.apply(Changes([extra]))
    assert found(engine, "quorum") == [9]


def test_changes_add_replace_and_remove(engine: SearchEngine) -> None:
    changes = Changes(
        documents=[document(1, "Something else", version=2), document(5, "Arbor too")],
        removed=[Key("note", 3), Key("note", 77)],
    )
    for _ in range(2):  # the same twice is the same as once
        engine.apply(changes)
        assert dict(engine.versions()) == {
            Key("note", 1): 2,
            Key("note", 2): 1,
            Key("note", 5): 1,
            Key("vendor", 4): 1,
        }
        assert len(list(engine.versions())) == 4
    assert found(engine, "arbor") == [5]


def test_no_changes_are_fine(engine: SearchEngine) -> None:
    engine.apply(Changes())
    assert found(engine, "arbor") == [1, 3]


def test_many_small_changes_keep_everything(engine: SearchEngine) -> None:
    for number in range(10, 60):
        engine.apply(Changes([document(number, f"Flood {number}")]))
    assert sorted(all_found(engine, "flood")) == list(range(10, 60))
    engine.apply(Changes(removed=[Key("note", n) for n in range(10, 60, 2)]))
    assert sorted(all_found(engine, "flood")) == list(range(11, 60, 2))


def all_found(engine: SearchEngine, text: str) -> list[int]:
    hits = engine.search(parse(text), {"note": 1_000}).hits["note"]
    return [hit.key.object_id for hit in hits]


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "x" * 100_000,
        "a\x00b",
        "\ud800",
        "\u202e\u200b",
        "💸" * 1_000,
        "Ǆ" * 99,
    ],
)
def test_odd_texts_are_taken(engine: SearchEngine, text: str) -> None:
    engine.apply(Changes([document(9, text, f"{text} oddity")]))
    assert found(engine, "oddity") == [9]


def test_a_build_does_not_show_until_it_is_activated(engine: SearchEngine) -> None:
    build = engine.build(2)
    build.add([document(8, "Arbor anew")])
    engine.apply(Changes([document(5, "Arbor meanwhile")]))
    assert sorted(found(engine, "arbor")) == [1, 3, 5]
    build.finish()
    engine.apply(Changes([document(6, "Arbor played back")]), generation=2)
    assert engine.generation() == 1
    engine.activate(2)
    assert engine.generation() == 2
    assert sorted(found(engine, "arbor")) == [6, 8]


def test_an_abandoned_build_leaves_what_serves(engine: SearchEngine) -> None:
    build = engine.build(2)
    build.add([document(8, "Arbor anew")])
    build.abandon()
    assert engine.generation() == 1
    assert found(engine, "arbor") == [1, 3]


def test_an_empty_index_answers(engine: SearchEngine) -> None:
    build = engine.build(2)
    build.finish()
    engine.activate(2)
    assert found(engine, '"arbor desk" x -y') == []
    assert list(engine.versions()) == []
    engine.apply(Changes([document(1, "First")], [Key("note", 5)]))
    assert found(engine, "first") == [1]


def test_one_holder_of_a_purpose_at_a_time(engine: SearchEngine) -> None:
    with (
        engine.exclusive(Purpose.INDEX) as first,
        engine.exclusive(Purpose.INDEX) as second,
        engine.exclusive(Purpose.REBUILD) as other,
    ):
        assert (first, second, other) == (True, False, True)
    with engine.exclusive(Purpose.INDEX) as again:
        assert again


def test_a_report_stands_until_it_is_looked_into_or_rebuilt(
    engine: SearchEngine,
) -> None:
    assert not engine.is_reported()
    engine.report_broken()
    assert engine.is_reported()
    engine.forget_report()
    assert not engine.is_reported()
    engine.report_broken()
    assert engine.is_sound()
    engine.build(2).finish()
    engine.activate(2)
    assert not engine.is_reported()


@pytest.mark.parametrize("name", ALL)
def test_without_an_index_an_engine_is_broken(
    name: str, settings: Settings, tmp_path: Path
) -> None:
    with empty_engine(name, settings, tmp_path) as engine:
        assert engine.generation() is None
        assert not engine.is_sound()
        with pytest.raises(EngineBroken):
            engine.search(parse("x"), {"note": 1})
        with pytest.raises(EngineBroken):
            engine.apply(Changes())
        with pytest.raises(EngineBroken):
            list(engine.versions())
