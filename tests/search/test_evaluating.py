"""Measuring the ranking: the figures by hand, collections as odd as they come."""

import json
import math
from dataclasses import astuple
from pathlib import Path

import pytest
from flask import Flask

from search.commands import evaluate
from search.engines.choosing import passing_engine
from search.evaluating import Scores, query_of, score
from search.ranking import Ranking
from tests.search import engines


def lines(folder: Path, name: str, *rows: object) -> None:
    text = "".join(f"{json.dumps(row)}\n" for row in rows)
    (folder / name).write_text(text, encoding="utf-8")


@pytest.fixture
def collection(tmp_path: Path) -> Path:
    folder = tmp_path / "odd ones"
    folder.mkdir()
    lines(
        folder,
        "docs.jsonl",
        {"id": "a/1 ü", "title": "Wing flutter", "text": "Flutter of a wing"},
        {"id": 2, "text": "Wing loads"},
        {"id": "3", "title": None, "text": "", "more": [1]},
        {"id": "a/1 ü", "text": "again"},
    )
    lines(
        folder,
        "queries.jsonl",
        {"id": 7, "text": 'price:<9 -wing "wing of flutter" (['},
        {"id": "unjudged", "text": "loads"},
        {"id": "7", "text": "loads"},
    )
    lines(
        folder,
        "qrels.jsonl",
        {"q": "7", "d": "a/1 ü", "r": 2},
        {"q": "7", "d": "2", "r": 0},
        {"q": "7", "d": "elsewhere", "r": 1},
    )
    return folder


def run(app: Flask, *arguments: str) -> tuple[int, str]:
    result = app.test_cli_runner().invoke(evaluate, arguments)
    return result.exit_code, result.output


def test_scores_are_those_of_the_textbook() -> None:
    ranked = ["x", "a", "b", *map(str, range(98)), "c"]
    expected = Scores(
        (1 / math.log2(3) + 1 / math.log2(4))
        / (1 + 1 / math.log2(3) + 1 / math.log2(4) + 1 / math.log2(5)),
        (1 / 2 + 2 / 3 + 3 / 102) / 4,
        2 / 4,
    )
    found = score(ranked, {"a", "b", "c", "never found"})
    assert astuple(found) == pytest.approx(astuple(expected))
    assert score([], {"a"}) == Scores(0, 0, 0)


def test_a_question_is_words_and_no_operators() -> None:
    assert query_of("-Wing of the price:9").words == ("wing", "price", "9")
    assert query_of("what is this").words == ("what", "is", "this")


def test_an_odd_collection_is_measured(app: Flask, collection: Path) -> None:
    code, output = run(app, str(collection))
    ideal = 1 + 1 / math.log2(3)
    assert (code, output.splitlines()[-5:]) == (
        0,
        [
            f"odd ones: 3 documents, 1 queries, {engines.REAL[0]}, title boost 1, depth 1,000",
            "1 documents with the id of another left out",
            f"nDCG@10    {1 / ideal:.4f}",
            "MAP        0.5000",
            "recall@100 0.5000",
        ],
    )


def test_files_of_other_systems_are_read(app: Flask, collection: Path) -> None:
    for path in collection.iterdir():
        text = path.read_bytes().replace(b"\n", b"\r\n")
        path.write_bytes(b"\xef\xbb\xbf" + text + b"\r\n \r\n")
    code, output = run(app, str(collection), "--title-boost", "3")
    assert (code, "3 documents, 1 queries" in output) == (0, True)


def test_either_engine_is_tried_where_it_can_work(app: Flask, collection: Path) -> None:
    assert run(app, str(collection), "--engine", "whoosh")[0] == 0
    code, output = run(app, str(collection), "--engine", "postgres")
    is_there = "postgres" in engines.REAL
    assert (code, "set FAIRQUOTE_DATABASE_URL to one" in output) == (
        (0, False) if is_there else (1, True)
    )


@pytest.mark.skipif("postgres" not in engines.REAL, reason="Whoosh has a folder each")
def test_two_at_once_do_not_write_into_one_index(app: Flask, collection: Path) -> None:
    settings = app.extensions["fairquote.settings"]
    with passing_engine("postgres", settings, Ranking()):
        code, output = run(app, str(collection))

    assert (code, "Another evaluation works" in output) == (1, True)


@pytest.mark.parametrize(
    ("name", "content", "complaint"),
    [
        ("docs.jsonl", None, "There is no docs.jsonl in that folder."),
        ("docs.jsonl", b"\n\n", "docs.jsonl has no documents."),
        ("docs.jsonl", b"{", "docs.jsonl, line 1: this is not JSON."),
        ("docs.jsonl", b"[]", "docs.jsonl, line 1: this is not an object."),
        ("docs.jsonl", b"\xff", "docs.jsonl is not UTF-8."),
        ("docs.jsonl", b"{}", "docs.jsonl, line 1: “id” must be a text or a whole"),
        ("docs.jsonl", b'{"id": "1", "text": 5}', "line 1: “text” must be a text."),
        ("qrels.jsonl", b'{"q": "7", "d": "1", "r": "1"}', "“r” must be a number."),
        ("qrels.jsonl", b'{"q": "x", "d": "1", "r": 1}', "No query of queries.jsonl"),
    ],
)
def test_what_is_wrong_is_said_by_file_and_line(
    app: Flask, collection: Path, name: str, content: bytes | None, complaint: str
) -> None:
    (collection / name).unlink()
    if content is not None:
        (collection / name).write_bytes(content)
    code, output = run(app, str(collection))
    assert (code, complaint in output) == (1, True), output
