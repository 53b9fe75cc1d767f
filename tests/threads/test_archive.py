import io
import json
from datetime import UTC, datetime

import pytest

from community.threads import archive
from community.threads.archive import BadRecordError, parse_line, read_lines
from community.threads.models import SourceFormat

RECORD = {
    "id": 3,
    "slug": "what-uplift",
    "title": "What uplift?",
    "author": "Jo Doe",
    "author_url": "https://example.com/users/1",
    "date": "2011-05-31",
    "tags": ["SaaS", "per seat"],
    "score": -2,
    "body": "<p>Write to jo@example.com</p>",
    "answers": [],
}
ANSWER = {
    "id": 7,
    "author": "Max",
    "author_url": None,
    "date": "2011-06-01T10:00:00+02:00",
    "score": 4,
    "body": "Four *percent*.",
}


def parsed(**changes):
    return parse_line(5, json.dumps({**RECORD, **changes}).encode())


def reason(line: bytes) -> str:
    with pytest.raises(BadRecordError) as refused:
        parse_line(1, line)
    return str(refused.value)


def test_parse_line_reads_question_and_answers():
    thread = parsed(answers=[ANSWER])
    assert (thread.line, thread.title, thread.slug) == (
        5,
        "What uplift?",
        "what-uplift",
    )
    assert thread.tags == ("saas", "per-seat")
    question, (answer,) = thread.question, thread.answers
    assert (question.id, question.score) == ("3", -2)
    assert question.at == datetime(2011, 5, 31, tzinfo=UTC)
    assert (question.source, question.source_format) == (
        "<p>Write to [e-mail removed]</p>",
        SourceFormat.HTML,
    )
    assert (answer.author.name, answer.author.url) == ("Max", None)
    assert answer.at == datetime(2011, 6, 1, 8, tzinfo=UTC)
    assert answer.source_format is SourceFormat.MARKDOWN


def test_titles_keep_their_length_but_not_addresses():
    assert parsed(title="Hm?").title == "Hm?"
    assert parsed(title="x" * 300).title == "x" * 300
    assert parsed(title="Ask a@b.de").title == "Ask [e-mail removed]"


def test_slug_is_made_when_there_is_none():
    assert parsed(slug="").slug == "what-uplift"
    assert parsed(slug="/../x").slug == "x"


def test_answers_are_sorted_by_date_then_id():
    dated = [("11", "2012-01-01"), ("9", "2012-01-01"), ("8", "2013-01-01")]
    answers = [{**ANSWER, "id": key, "date": date} for key, date in dated]
    assert [one.id for one in parsed(answers=answers).answers] == ["9", "11", "8"]


def test_a_bad_answer_is_left_out_and_told():
    thread = parsed(answers=[ANSWER, 5, {**ANSWER, "body": " "}])
    assert len(thread.answers) == 1
    assert thread.problems == (
        "answer 2: not a JSON object",
        "answer 3: body has not 1 to 50,000 characters",
    )


def test_tags_are_five_short_ones_each_once():
    tags = ["a", "A", "b", "价格", "c" * 50, "d", "e", "f"]
    assert parsed(tags=tags).tags == ("a", "b", "c" * 30, "d", "e")


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"title": ""}, "title has not"),
        ({"title": "x" * 301}, "title has not"),
        ({"title": 5}, "title is not a text"),
        ({"body": None}, "body is not a text"),
        ({"body": "\x00"}, "body has not"),
        ({"body": "x" * 50_001}, "body has not"),
        ({"body": "|" * 500 + "\n" + "|-" * 500 + "\n|" * 500}, "body has a table"),
        ({"author": "\u200b"}, "author is missing"),
        ({"author": None}, "author is not a text"),
        ({"date": "yesterday"}, "date is not"),
        ({"date": "0001-01-01T00:00:00+23:59"}, "date is not"),
        ({"date": "1969-12-31"}, "date is not"),
        ({"date": "2999-12-31"}, "date is yet to come"),
        ({"score": "5"}, "score is not"),
        ({"score": True}, "score is not"),
        ({"score": 10**9}, "score is out"),
        ({"id": "../x"}, "id is neither"),
        ({"id": [1]}, "id is neither"),
        ({"id": None}, "id is neither"),
        ({"tags": "saas"}, "tags is not"),
        ({"tags": [1]}, "tags is not"),
        ({"answers": {}}, "answers is not"),
    ],
)
def test_lines_with_wrong_fields_are_refused(changes, why):
    assert reason(json.dumps({**RECORD, **changes}).encode()).startswith(why)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (b"", "longer than"),
        (b"{", "not a JSON object"),
        (b"[]", "not a JSON object"),
        (b"null", "not a JSON object"),
        (b"\xff\xfe", "not in UTF-8"),
        (b"[" * 100_000, "not a JSON object"),
        (b"1" * 10_000, "not a JSON object"),
    ],
)
def test_lines_that_are_no_records_are_refused(line, why):
    assert reason(line).startswith(why)


def test_a_byte_order_mark_is_no_matter():
    line = b"\xef\xbb\xbf" + json.dumps(RECORD).encode()
    assert parse_line(1, line).title == "What uplift?"


def test_lone_surrogates_become_marks():
    line = json.dumps({**RECORD, "title": "x\ud800y", "author": "\udfffz"}).encode()
    thread = parse_line(1, line)
    assert (thread.title, thread.question.author.name) == ("x\ufffdy", "\ufffdz")


def test_read_lines_numbers_lines_and_skips_the_empty(monkeypatch):
    monkeypatch.setattr(archive, "LONGEST_LINE", 10)
    told = []
    file = io.BytesIO(b"one\n\n  \ntwo\n" + b"x" * 25 + b"\nend")
    assert list(read_lines(file, told.append)) == [
        (1, b"one\n"),
        (4, b"two\n"),
        (5, b""),
        (6, b"end"),
    ]
    assert sum(told) == len(file.getvalue())
