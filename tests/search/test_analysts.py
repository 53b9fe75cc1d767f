"""Analysing in two processes: the same comes out, whoever does it and whoever dies."""

import os
import signal

import pytest

from community.core.ports import SearchDocument
from search.engines import analysts
from search.engines.analysts import Analysts
from search.engines.portions import Portion, portion_of


def batch(begin: int) -> list[SearchDocument]:
    return [
        SearchDocument("note", n, 1, f"Note {n}", f"fill pear{n} pear")
        for n in range(begin, begin + 3)
    ]


@pytest.fixture
def two(monkeypatch: pytest.MonkeyPatch) -> Analysts:
    """A helper is worth it at once, also on a small machine."""
    monkeypatch.setattr(analysts, "_ALONE", 0)
    monkeypatch.setattr(os, "cpu_count", lambda: 2)
    return Analysts(with_vectors=True)


def by_first(portions: list[Portion]) -> list[Portion]:
    return sorted(portions, key=lambda one: one.documents[0].key)


def test_a_helper_and_whoever_asks_share_the_work(two: Analysts) -> None:
    batches = [batch(n) for n in range(0, 60, 3)]
    portions = [portion for one in batches for portion in two.analyse(one)]
    portions += two.finish()
    expected = [portion_of(one, with_vectors=True) for one in batches]
    assert by_first(portions) == expected


def test_what_a_lost_helper_had_is_done_here(two: Analysts) -> None:
    portions = [*two.analyse(batch(0))]
    assert two._helper is not None
    os.kill(two._helper._process.pid, signal.SIGKILL)
    portions += [one for n in (3, 6, 9) for one in two.analyse(batch(n))]
    portions += two.finish()
    expected = [portion_of(batch(n), with_vectors=True) for n in (0, 3, 6, 9)]
    assert by_first(portions) == expected


def test_few_documents_need_no_helper() -> None:
    alone = Analysts()
    assert list(alone.analyse(batch(0))) == [portion_of(batch(0))]
    assert list(alone.finish()) == []
    alone.close()
