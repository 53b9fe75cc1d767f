"""Queries made to hurt: each is answered, without a 500, and not much work."""

import random
from collections.abc import Iterator
from urllib.parse import quote

import pytest
from flask import Flask

from community.core.ports import SearchDocument
from search.engines.whoosh import WhooshEngine
from search.query import QueryTooLong, parse
from search.service import Search
from tests.effort import little_work
from tests.page import PageClient

pytestmark = pytest.mark.any_database

HOSTILE = {
    "star": "*",
    "prefix": "a*",
    "inner": "*a*",
    "stars": "*a*b*",
    "marks": "?????",
    "letters": "mx*",
    "fuzzy": "seat~3 price~2",
    "regex": 'r"(a+)+$"',
    "terms": " OR ".join(f"w{n}" for n in range(500)),
    "twelve common words": " ".join(f"c{n}" for n in range(12)),
    "phrases of common words": '"c0 c1 c2 c3" "c4 c5 c6 c7" "c8 c9 c10 c11"',
    "phrase of one word": '"c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0 c0"',
    "phrase of a repeated word": '"drum drum drum drum drum drum drum"',
    "excluded phrase of a repeated word": 'c0 -"drum drum drum drum drum drum"',
    "exclusions": "c0 " + " ".join(f"-c{n}" for n in range(1, 12)),
    "brackets": "(" * 2_000 + "x" + ")" * 2_000,
    "brackets that fit": "(" * 250,
    "nots": "NOT " * 1_000 + "x",
    "minuses": "-" * 250,
    "quotes": '"' * 250,
    "quotes and minuses": '-"' * 100,
    "100 kB": "seat " * 20_000,
    "one long word": "x" * 256,
    "range": "price:[0 TO 99999999999999999999]",
    "date": "date:[foo TO bar]",
    "fields": "key:note\\:1 kind:note title:* body:c1 object_id:1",
    "slop": '"c0 c1"~1000',
    "boost": "c0^999999999999 c1^^",
    "nul": "a\x00b",
    "surrogate": "\udcff",
    "right to left": "\u202ec0\u202c",
    "combining": "a" + "\u0301" * 100,
    "ligature that unfolds": "\ufdfa" * 80,
    "emoji": "💸" * 60,
    "operators": "vendor:a kind:b tag:c has:d price:e after:f sort:g seats:h",
    "operators of operators": "tag:" * 60,
    "names of nothing": "zz:" * 80,
    "long lists": "vendor:" + ",x" * 120,
    "numbers": "price:999999999999..1 seats:<0.0000001 price:1e999",
    "dates": "since since since 0000 last 999 years before 9999-99-99",
    "sql": "' OR 1=1; DROP TABLE thread; --",
    "html": "<script>alert(1)</script>",
    "template": "{{ 7*7 }} ${7*7} %(x)s %s",
    "percent": "%c0%a7%2500",
}


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WhooshEngine]:
    """An index in which a dozen words stand in nearly every one of 6,000 documents."""
    engine = WhooshEngine(tmp_path_factory.mktemp("crowded"))
    chance = random.Random(7)  # noqa: S311
    common = [f"c{n}" for n in range(12)]
    build = engine.build(1)
    for number in range(1, 6_001):
        words = [*chance.choices(common, k=60), f"w{number % 900}"]
        title = " ".join(chance.sample(common, 6))
        build.add([SearchDocument("note", number, 1, title, " ".join(words))])
    build.add(
        SearchDocument("note", number, 1, "drum " * 60, "drum " * 40_000)
        for number in range(7_001, 7_021)
    )
    build.finish()
    engine.activate(1)
    engine.search(parse("c0"), {"note": 5})
    yield engine
    engine.close()


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_queries_are_over_soon(crowded: WhooshEngine, name: str) -> None:
    with little_work():
        try:
            answer = crowded.search(parse(HOSTILE[name]), {"note": 60})
        except QueryTooLong:
            answer = None
    assert answer is None or len(answer.hits["note"]) <= 60


def test_what_takes_too_long_is_cut_and_not_empty(crowded: WhooshEngine) -> None:
    answer = crowded.search(parse(HOSTILE["twelve common words"]), {"note": 60})
    assert len(answer.hits["note"]) == 60


@pytest.mark.parametrize("name", HOSTILE)
@pytest.mark.usefixtures("service")
def test_hostile_queries_get_a_page(app: Flask, service: Search, name: str) -> None:
    with app.app_context():
        service.catch_up()
    text = quote(HOSTILE[name].encode("utf-8", "surrogatepass"))
    shown = PageClient(app).get(f"/search?q={text}", status=None)
    assert shown.status in {200, 400}
