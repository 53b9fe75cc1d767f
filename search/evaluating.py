"""How good the ranking is: nDCG@10, MAP and recall@100 on a collection with judgements.

A collection is a folder with docs.jsonl ({"id", "title", "text"}), queries.jsonl ({"id",
"text"}) and qrels.jsonl ({"q", "d", "r"}: what is relevant to what, where r > 0).
Analysis and formula are those that ship. Documents have no dates, marks or bands, so what
depends on those adds nothing.
"""

import json
import math
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from community.core.ports import SearchDocument
from search.engines.protocol import SearchEngine
from search.query import Query
from search.words import STOP_WORDS, words_of

DEPTH = 1_000
"""Hits that are looked at for each query."""

KIND = "document"
_BATCH = 500
_GENERATION = 1

Progress = Callable[[int], None]


class BadCollection(Exception):
    """A collection that cannot be read; says which file and line, and why."""


@dataclass(frozen=True)
class Scores:
    """How well one query was answered, or all of them on average; each from 0 to 1."""

    ndcg_at_10: float
    average_precision: float
    recall_at_100: float


@dataclass(frozen=True)
class Evaluation:
    """What came out for a collection."""

    documents: int
    repeated: int
    """Documents whose id stood there before; they are left out."""
    queries: int
    scores: Scores


def evaluate(
    folder: Path, engine: SearchEngine, progress: Progress = lambda _count: None
) -> Evaluation:
    """Index the collection in `folder`, ask its queries and return how well that went.

    `engine` is empty before and holds the collection afterwards. Raises BadCollection.
    """
    relevant = read_judgements(folder / "qrels.jsonl")
    queries: dict[str, str] = {}
    for name, text in _queries(folder / "queries.jsonl"):
        if name in relevant:
            queries.setdefault(name, text)  # as with documents, the first counts
    if not queries:
        raise BadCollection(
            "No query of queries.jsonl has a relevant document in qrels.jsonl."
        )
    names, repeated = _index(folder / "docs.jsonl", engine, progress)
    scores = []
    for name, text in queries.items():
        hits = engine.search(query_of(text), {KIND: DEPTH}).hits[KIND]
        ranked = [names[hit.key.object_id - 1] for hit in hits]
        scores.append(score(ranked, relevant[name]))
    return Evaluation(len(names), repeated, len(scores), _mean(scores))


def query_of(text: str) -> Query:
    """Return the query for a plain question: any of its words, and no operators."""
    words = tuple(dict.fromkeys(words_of(text)))
    telling = tuple(word for word in words if word not in STOP_WORDS)
    return Query(text, telling or words)


def score(ranked: Sequence[str], relevant: Collection[str]) -> Scores:
    """Return how good a ranking is, when just `relevant` should have been found."""
    good = [name in relevant for name in ranked]
    gained = sum(
        1 / math.log2(rank + 1) for rank, one in enumerate(good[:10], 1) if one
    )
    most = sum(1 / math.log2(rank + 1) for rank in range(1, min(10, len(relevant)) + 1))
    precision, found = 0.0, 0
    for rank, one in enumerate(good, 1):
        if one:
            found += 1
            precision += found / rank
    return Scores(
        gained / most, precision / len(relevant), sum(good[:100]) / len(relevant)
    )


def read_judgements(path: Path) -> dict[str, set[str]]:
    """Return the relevant documents of each query that has any."""
    relevant: dict[str, set[str]] = defaultdict(set)
    for place, row in _rows(path):
        grade = row.get("r")
        if isinstance(grade, bool) or not isinstance(grade, int | float):
            raise BadCollection(f"{place}: “r” must be a number.")
        if grade > 0:
            relevant[_id(place, row, "q")].add(_id(place, row, "d"))
    return dict(relevant)


def _queries(path: Path) -> Iterator[tuple[str, str]]:
    for place, row in _rows(path):
        yield _id(place, row, "id"), _text(place, row, "text")


def _index(
    path: Path, engine: SearchEngine, progress: Progress
) -> tuple[list[str], int]:
    """Build an index and return the ids of its documents, which count from 1 in it."""
    names: dict[str, None] = {}
    repeated = 0
    build = engine.build(_GENERATION)
    batch: list[SearchDocument] = []
    try:
        for place, row in _rows(path):
            name = _id(place, row, "id")
            if name in names:
                repeated += 1
                continue
            names[name] = None
            title, text = _text(place, row, "title"), _text(place, row, "text")
            batch.append(SearchDocument(KIND, len(names), 1, title, text))
            if len(batch) == _BATCH:
                build.add(batch)
                progress(len(names))
                batch = []
        if not names:
            raise BadCollection(f"{path.name} has no documents.")
        build.add(batch)
        build.finish()
    except BaseException:
        build.abandon()
        raise
    engine.activate(_GENERATION)
    return list(names), repeated


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Yield where each row stands, and the row; blank lines are skipped."""
    try:
        with path.open(encoding="utf-8-sig") as file:
            for number, line in enumerate(file, 1):
                if line.strip():
                    place = f"{path.name}, line {number}"
                    yield place, _row(place, line)
    except FileNotFoundError as error:
        raise BadCollection(f"There is no {path.name} in that folder.") from error
    except UnicodeDecodeError as error:
        raise BadCollection(f"{path.name} is not UTF-8.") from error
    except OSError as error:
        raise BadCollection(f"{path.name} cannot be read: {error.strerror}.") from error


def _row(place: str, line: str) -> Mapping[str, Any]:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        raise BadCollection(f"{place}: this is not JSON.") from error
    if not isinstance(row, dict):
        raise BadCollection(f"{place}: this is not an object.")
    return row


def _id(place: str, row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    if isinstance(value, bool) or not isinstance(value, str | int):
        raise BadCollection(f"{place}: “{key}” must be a text or a whole number.")
    return str(value)


def _text(place: str, row: Mapping[str, Any], key: str) -> str:
    """Return a text that may be missing."""
    value = row.get(key)
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadCollection(f"{place}: “{key}” must be a text.")
    return value


def _mean(scores: Sequence[Scores]) -> Scores:
    count = len(scores)
    return Scores(
        sum(one.ndcg_at_10 for one in scores) / count,
        sum(one.average_precision for one in scores) / count,
        sum(one.recall_at_100 for one in scores) / count,
    )
