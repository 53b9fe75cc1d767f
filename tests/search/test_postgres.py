"""What PostgreSQL's engine does beyond what every engine must."""

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date

import pytest

from community.core.ports import SearchDocument, SearchFacts
from community.core.settings import Settings
from search.engines.postgres import PostgresEngine
from search.engines.protocol import Changes, EngineBroken, EngineBusy, EngineStuck, Key
from search.query import Query, parse
from search.selection import Marks, Order, Selection
from tests.search import engines

if "postgres" not in engines.REAL:
    pytest.skip("this run has no PostgreSQL", allow_module_level=True)

NOTES = {"note": 10}


def notes(*titles: str, body: str = "") -> list[SearchDocument]:
    return [
        SearchDocument("note", number, 1, title, body)
        for number, title in enumerate(titles, 1)
    ]


@pytest.fixture
def engine(settings: Settings) -> Iterator[PostgresEngine]:
    with closing(
        PostgresEngine(settings.database_url, schema="search_tried")
    ) as engine:
        engine.drop()
        build = engine.build(1)
        build.add(notes("Kestrel renewal", 'Arbor\'s \\ "desk"', "Pear"))
        build.finish()
        engine.activate(1)
        yield engine
        engine.drop()


def test_slips_are_found_without_the_extension_too(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    words = ("kestral", "renwal", "dekk", "zebra")
    expected = {"kestral": "kestrel", "renwal": "renewal", "dekk": "desk"}
    for has_trigrams in (True, False):
        monkeypatch.setattr(engine, "_has_trigrams", has_trigrams)
        assert engine.corrections(words) == expected


def test_a_word_of_any_frequency_counts_as_often_as_it_stands(
    engine: PostgresEngine,
) -> None:
    often = [
        SearchDocument("note", 10 + n, 1, "x", "pear " * times + "fill " * (99 - times))
        for n, times in enumerate((1, 2, 5, 7, 70))
    ]
    engine.apply(Changes(often))
    hits = engine.search(parse("pear"), NOTES).hits["note"]
    assert [hit.key.object_id for hit in hits] == [3, 14, 13, 12, 11, 10]


def test_counts_of_terms_follow_what_comes_and_goes(engine: PostgresEngine) -> None:
    before = engine.search(parse("kestrel"), NOTES).hits["note"]
    more = [SearchDocument("note", n, 1, "Kestrel again", "x") for n in range(20, 40)]
    engine.apply(Changes(more))
    assert engine.search(parse("kestrel"), NOTES).counts == {"note": 21}
    engine.apply(Changes(removed=Changes(more).keys))
    assert engine.search(parse("kestrel"), NOTES).hits["note"] == before
    assert engine.is_sound()


def test_documents_that_vanish_are_noticed(engine: PostgresEngine) -> None:
    with engine.making() as cursor:
        cursor.execute(f"DELETE FROM {engine.tables(1).documents} WHERE object_id = 1")
    assert not engine.is_sound()


def test_a_search_that_takes_too_long_ends(
    engine: PostgresEngine, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    url = settings.database_url
    slow = "(SELECT 9 FROM pg_sleep(3))"
    monkeypatch.setattr("search.engines.postgres_reading._MOST_LOOKED_AT", slow)
    monkeypatch.setattr("search.engines.postgres_names._MOST_ENDINGS", slow)
    with closing(PostgresEngine(url, schema="search_tried", seconds=0.04)) as hasty:
        answer = hasty.search(parse("kest*"), NOTES)
        assert hasty.suggest("kest", ["note"], 3) == []
    assert (answer.complete, answer.hits) == (False, {"note": []})


def test_out_of_time_says_that_there_may_be_better(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(engine, "_seconds", -1.0)
    assert not engine.search(parse("pear kestrel"), NOTES).complete


def test_a_list_that_lost_a_byte_is_broken(engine: PostgresEngine) -> None:
    with engine.making() as cursor:
        cursor.execute(
            f"UPDATE {engine.tables(1).postings} SET documents = substr(documents, 2)"
        )
    with pytest.raises(EngineBroken):
        engine.search(parse("kestrel"), NOTES)


def test_small_segments_are_merged_without_what_is_gone(engine: PostgresEngine) -> None:
    sizes = f"SELECT size FROM {engine.tables(1).segments} ORDER BY number"
    engine.apply(Changes(removed=[Key("note", 2)]))
    for number in range(10, 16):
        engine.apply(Changes([numbered(number)]))
    with engine.making() as cursor:
        cursor.execute(sizes)
        assert cursor.fetchall() == [(3,), *([(1,)] * 6)]
    engine.apply(Changes([numbered(16), numbered(17)]))
    with engine.making() as cursor:
        cursor.execute(sizes)
        assert cursor.fetchall() == [(10,)]
    engine.apply(Changes([numbered(12, version=2)], [Key("note", 14)]))
    found = engine.search(parse('"plum pear"'), NOTES).hits["note"]
    assert sorted(hit.key.object_id for hit in found) == [10, 11, 12, 13, 15, 16, 17]
    assert engine.is_sound()


def numbered(number: int, *, version: int = 1) -> SearchDocument:
    return SearchDocument("note", number, version, f"Note {number}", "fill plum pear")


@pytest.mark.parametrize("counted", [True, False])
def test_the_newest_come_by_date_or_by_a_look_at_everything(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch, *, counted: bool
) -> None:
    dated = [
        replace(numbered(n), facts=SearchFacts(day=date(2026, 1, n % 7 + 1)))
        for n in range(10, 31)
    ]
    engine.apply(Changes(dated))
    selection = Selection(
        Marks(kinds=frozenset(["note"])),
        since=date(2026, 1, 2),
        before=date(2026, 1, 7),
        order=Order.NEWEST,
        counted=counted,
        every_word=True,
    )
    expected = [26, 19, 12, 25, 18, 11, 24, 17, 10, 30]
    for looked_through in (1_000, 3):
        monkeypatch.setattr(
            "search.engines.postgres_newest._LOOKED_THROUGH", looked_through
        )
        found = engine.search(parse("plum pear -apple"), NOTES, selection)
        assert [hit.key.object_id for hit in found.hits["note"]] == expected


def test_only_so_many_search_at_a_time(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.postgres_connections._WAIT_SECONDS", 0.01)
    monkeypatch.setattr("search.engines.postgres_connections._AT_A_TIME", 1)
    engine.close()
    with engine._connections.reading(), pytest.raises(EngineBusy):
        engine.search(parse("kestrel"), NOTES)


def test_a_server_that_is_away_is_stuck_and_a_lost_table_is_broken(
    engine: PostgresEngine,
) -> None:
    with (
        closing(PostgresEngine("postgresql+psycopg://nobody@127.0.0.1:1/none")) as away,
        pytest.raises(EngineStuck),
    ):
        away.search(Query(), {})
    with engine.making() as cursor:
        engine.tables(1).drop(cursor)
    with pytest.raises(EngineBroken):
        engine.search(parse("kestrel"), NOTES)
    assert not engine.is_sound()


def test_builds_that_died_are_dropped_with_the_next_swap(
    engine: PostgresEngine,
) -> None:
    engine.build(2)
    for generation in (3, 4):
        engine.build(generation).finish()
        engine.activate(generation)
    with engine.making() as cursor:
        assert engine.generations(cursor) == {3, 4}


def test_a_generation_that_others_dropped_is_not_asked_again(
    engine: PostgresEngine, settings: Settings
) -> None:
    query = parse("kestrel")
    assert engine.search(query, NOTES).hits["note"] != []
    with closing(PostgresEngine(settings.database_url, schema="search_tried")) as other:
        for generation in (2, 3):
            build = other.build(generation)
            build.add(notes("Kestrel renewal"))
            build.finish()
            other.activate(generation)

    assert engine.search(query, NOTES).hits["note"] != []
    engine.drop()
    for _ in range(2):
        with pytest.raises(EngineBroken):
            engine.search(query, NOTES)


@pytest.mark.parametrize(
    "text", ["'", "a'b \\c", "x:* | !y & (z <-> w)", "\x00", "\udcff", '"the" "of a"']
)
def test_what_looks_like_sql_is_words(engine: PostgresEngine, text: str) -> None:
    engine.search(parse(text), NOTES)
    engine.suggest(text, ("note", "it's"), 3)
    engine.resembling(text, ("note",), 3)
    hits = engine.search(parse("arbor's desk"), NOTES).hits["note"]
    assert [hit.key.object_id for hit in hits] == [2]
