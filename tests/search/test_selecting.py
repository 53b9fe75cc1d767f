"""Filters, order, counts and names: the same for each engine."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import pytest

from community.core.ports import SearchDocument, SearchFacts
from community.core.settings import Settings
from search.engines.protocol import Changes, Key, SearchEngine
from search.query import Query, parse
from search.selection import Facets, Marks, Order, Selection, Span, Trait
from tests.search import engines

ALL = {"question": 10, "product": 10, "vendor": 10}


def facts(**values: object) -> SearchFacts:
    return SearchFacts(**values)


DOCUMENTS = (
    SearchDocument(
        "question",
        1,
        1,
        "Arbor Desk renewal uplift",
        "Seats and seats of a renewal",
        facts=facts(
            vendor="arbor",
            product="arbor/desk",
            author="ada",
            tags=("renewal", "seats"),
            traits=("answer", "accepted"),
            can_answer=True,
            day=date(2026, 3, 1),
            band="11-50",
        ),
    ),
    SearchDocument(
        "question",
        2,
        1,
        "Kestrel renewal",
        "What is a fair price for seats",
        facts=facts(
            vendor="kestrel",
            author="ben",
            tags=("renewal",),
            can_answer=True,
            day=date(2025, 12, 31),
        ),
    ),
    SearchDocument(
        "product",
        3,
        1,
        "Arbor Desk",
        "Seats for people",
        {"names": "Arbor Service Desk\nTreedesk"},
        facts(
            vendor="arbor",
            product="arbor/desk",
            traits=("price",),
            price=109.0,
            seats=(50, 99),
        ),
    ),
    SearchDocument("vendor", 4, 1, "Arbor", "", {"names": "Arbour Ltd"}),
)


@pytest.fixture(params=engines.ALL)
def engine(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path
) -> Iterator[SearchEngine]:
    with _filled(request.param, settings, tmp_path) as engine:
        yield engine


@pytest.fixture(params=engines.REAL)
def real_engine(
    request: pytest.FixtureRequest, settings: Settings, tmp_path: Path
) -> Iterator[SearchEngine]:
    with _filled(request.param, settings, tmp_path) as engine:
        yield engine


@contextmanager
def _filled(name: str, settings: Settings, folder: Path) -> Iterator[SearchEngine]:
    with engines.empty_engine(name, settings, folder) as engine:
        build = engine.build(1)
        build.add(DOCUMENTS)
        build.finish()
        engine.activate(1)
        yield engine


def ids(engine: SearchEngine, query: Query, selection: Selection) -> list[int]:
    found = engine.search(query, ALL, selection)
    return sorted(hit.key.object_id for hits in found.hits.values() for hit in hits)


@pytest.mark.parametrize(
    ("selection", "expected"),
    [
        (Selection(), [1, 2, 3]),
        (Selection(Marks(kinds=frozenset(["product", "vendor"]))), [3]),
        (Selection(Marks(vendors=frozenset(["arbor"]))), [1, 3]),
        (Selection(Marks(vendors=frozenset(["arbor", "kestrel"]))), [1, 2, 3]),
        (Selection(Marks(vendors=frozenset(["nobody"]))), []),
        (Selection(Marks(products=frozenset(["arbor/desk"]))), [1, 3]),
        (Selection(Marks(authors=frozenset(["ben"]))), [2]),
        (Selection(Marks(tags=frozenset(["renewal", "seats"]))), [1]),
        (Selection(Marks(traits=frozenset([Trait.ANSWER]))), [1]),
        (Selection(unwanted=Marks(traits=frozenset([Trait.ANSWER]))), [2, 3]),
        (Selection(unwanted=Marks(vendors=frozenset(["arbor", "x"]))), [2]),
        (Selection(unwanted=Marks(tags=frozenset(["seats", "x"]))), [2, 3]),
        (Selection(price=Span(high=109)), [3]),
        (Selection(price=Span(low=110)), []),
        (Selection(seats=Span(99, 200)), [3]),
        (Selection(seats=Span(high=49)), []),
        (Selection(since=date(2026, 1, 1)), [1]),
        (Selection(before=date(2026, 1, 1)), [2]),
        (Selection(since=date(2025, 12, 31), before=date(2026, 3, 1)), [2]),
        (Selection(Marks(vendors=frozenset(["arbor"])), since=date(2026, 1, 1)), [1]),
    ],
)
def test_filters_narrow(
    engine: SearchEngine, selection: Selection, expected: list[int]
) -> None:
    assert ids(engine, parse("seats"), selection) == expected


def test_filters_alone_find_all_that_fits(engine: SearchEngine) -> None:
    arbor = Selection(Marks(vendors=frozenset(["arbor"])))
    assert ids(engine, Query(), arbor) == [1, 3]
    assert ids(engine, Query(), Selection()) == []
    assert ids(engine, parse('"arbor desk" -renewal'), arbor) == [3]


def test_every_word_may_be_needed(engine: SearchEngine) -> None:
    assert ids(engine, parse("seats uplift"), Selection()) == [1, 2, 3]
    assert ids(engine, parse("seats uplift"), Selection(every_word=True)) == [1]
    assert ids(engine, parse("seats nowhere"), Selection(every_word=True)) == []


def test_the_newest_may_come_first(engine: SearchEngine) -> None:
    found = engine.search(parse("renewal"), ALL, Selection(order=Order.NEWEST))
    assert [hit.key.object_id for hit in found.hits["question"]] == [1, 2]
    engine.apply(Changes([_dated(7, date(2026, 11, 1)), _dated(8, date(2020, 1, 1))]))
    found = engine.search(parse("renewal"), ALL, Selection(order=Order.NEWEST))
    assert [hit.key.object_id for hit in found.hits["question"]] == [7, 1, 2, 8]


def _dated(object_id: int, day: date) -> SearchDocument:
    return SearchDocument(
        "question", object_id, 1, "Renewal renewal", "renewal", facts=facts(day=day)
    )


def test_facets_count_what_is_found(engine: SearchEngine) -> None:
    found = engine.search(parse("seats"), ALL, Selection(with_facets=True))
    assert found.facets == Facets(
        kinds={"question": 2, "product": 1},
        vendors={"arbor": 2, "kestrel": 1},
        years={2026: 1, 2025: 1},
        answered={True: 1, False: 1},
    )
    narrow = Selection(Marks(vendors=frozenset(["kestrel"])), with_facets=True)
    found = engine.search(parse("seats"), {"question": 0}, narrow)
    assert found.facets == Facets(
        {"question": 1}, {"kestrel": 1}, {2025: 1}, {False: 1}
    )
    assert engine.search(parse("seats"), ALL).facets is None


def test_prefixes_stand_for_their_endings(engine: SearchEngine) -> None:
    assert ids(engine, Query("kestr*", prefixes=("kestr",)), Selection()) == [2]
    assert ids(engine, Query("kes renew*", prefixes=("renewa",)), Selection()) == [1, 2]
    assert ids(engine, Query("zzzz*", prefixes=("zzzz",)), Selection()) == []


def test_names_are_suggested_by_what_words_begin_with(engine: SearchEngine) -> None:
    def suggested(typed: str, *kinds: str) -> list[tuple[int, str]]:
        names = engine.suggest(typed, kinds or tuple(ALL), 5)
        return [(name.key.object_id, name.text) for name in names]

    assert suggested("arb", "vendor", "product") == [(4, "Arbor"), (3, "Arbor Desk")]
    assert suggested("desk ar", "product") == [(3, "Arbor Desk")]
    assert suggested("TREE") == [(3, "Treedesk")]
    assert suggested("bor") == []
    assert suggested("") == []
    assert len(engine.suggest("arbor", tuple(ALL), 1)) == 1


def test_slips_still_find_the_name(engine: SearchEngine) -> None:
    def alike(text: str) -> list[int]:
        names = engine.resembling(text, ("vendor", "product"), 5)
        return [name.key.object_id for name in names]

    assert alike("Abror") == [4, 3]
    assert alike("arbor dsek") == [3]
    assert alike("kestrel") == []
    assert alike("!") == []


def test_words_that_stand_nowhere_are_corrected(engine: SearchEngine) -> None:
    words = ("kestral", "arbor", "renwal", "zebra", "of")
    assert engine.corrections(words) == {"kestral": "kestrel", "renwal": "renewal"}
    assert engine.corrections(()) == {}


def test_words_that_stand_in_no_document_are_told(engine: SearchEngine) -> None:
    query = parse('kestrel kestral the renwal "zebra crossing" -wolf')
    assert engine.search(query, ALL).unknown == ("kestral", "renwal")
    assert engine.search(parse("kestrel renewal"), ALL).unknown == ()


def test_what_is_removed_is_found_by_no_filter(engine: SearchEngine) -> None:
    engine.apply(Changes(removed=[Key("product", 3), Key("vendor", 4)]))
    assert ids(engine, Query(), Selection(Marks(vendors=frozenset(["arbor"])))) == [1]
    assert engine.suggest("arbor", ("vendor", "product"), 5) == []


NEUTRAL = SearchDocument("question", 11, 1, "Seat swaps", "text text")


@pytest.mark.parametrize(
    "better",
    [
        facts(traits=("accepted",)),
        facts(traits=("verified",)),
        facts(day=date(2026, 11, 20)),
        facts(band="51-200"),
    ],
)
def test_gentle_factors_settle_what_words_leave_open(
    real_engine: SearchEngine, better: SearchFacts
) -> None:
    preferred = SearchDocument(
        "question", 12, 1, "Seat swaps", "text text", facts=better
    )
    real_engine.apply(Changes([NEUTRAL, preferred]))
    found = real_engine.search(parse("swaps seat"), ALL, Selection(band="51-200"))
    assert [hit.key.object_id for hit in found.hits["question"]][:2] == [12, 11]


def test_all_words_the_phrase_and_the_title_count_more(
    real_engine: SearchEngine,
) -> None:
    titles = [
        "Fair quota swaps",
        "Quota fair swaps",
        "Quota swaps long fair",
        "Fair quota",
    ]
    real_engine.apply(
        Changes(
            [SearchDocument("question", 20 + i, 1, t, "") for i, t in enumerate(titles)]
        )
    )
    found = real_engine.search(parse("fair quota swaps"), ALL).hits["question"]
    assert [hit.key.object_id for hit in found][:2] == [20, 21]
    assert found[0].score > found[1].score * 1.5
