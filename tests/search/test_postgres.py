"""What PostgreSQL's engine does beyond what every engine must."""

from collections.abc import Iterator
from contextlib import closing

import pytest

from community.core.ports import SearchDocument
from community.core.settings import Settings
from search.engines.postgres import PostgresEngine
from search.engines.protocol import Changes, EngineBroken, EngineBusy, EngineStuck, Key
from search.query import Query, parse
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
        engine.tables(1).remove(cursor, [Key("note", 1)])  # and does not count
    assert not engine.is_sound()


def test_a_search_that_takes_too_long_ends(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(
        "search.engines.postgres_scoring._MOST_ROWS", "(SELECT 9 FROM pg_sleep(5))"
    )
    answer = engine.search(parse("kestrel"), NOTES)
    assert (answer.complete, answer.hits) == (False, {"note": []})


def test_the_most_common_words_are_left_out_when_all_are_too_many(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    engine.apply(Changes(notes("Pear", "Pear", "Pear kestrel")))
    monkeypatch.setattr("search.engines.postgres_scoring._MOST_POSTINGS", 2)
    answer = engine.search(parse("pear kestrel"), NOTES)
    assert [hit.key.object_id for hit in answer.hits["note"]] == [3]
    assert not answer.complete


def test_only_so_many_search_at_a_time(
    engine: PostgresEngine, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("search.engines.postgres._WAIT_SECONDS", 0.01)
    monkeypatch.setattr("search.engines.postgres._SEARCHES_AT_A_TIME", 1)
    engine.close()
    with engine._reader(), pytest.raises(EngineBusy):
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
        assert engine._generations(cursor) == {3, 4}


@pytest.mark.parametrize(
    "text", ["'", "a'b \\c", "x:* | !y & (z <-> w)", "\x00", "\udcff", '"the" "of a"']
)
def test_what_looks_like_sql_is_words(engine: PostgresEngine, text: str) -> None:
    engine.search(parse(text), NOTES)
    engine.suggest(text, ("note", "it's"), 3)
    engine.resembling(text, ("note",), 3)
    hits = engine.search(parse("arbor's desk"), NOTES).hits["note"]
    assert [hit.key.object_id for hit in hits] == [2]
