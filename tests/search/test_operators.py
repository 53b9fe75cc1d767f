"""Operators narrow a search; what they can't be is said, and never silently dropped."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from search.filters import Filters, Has, Sort, Span
from search.operators import OPERATORS, read_span
from search.query import QueryTooLong, corrected, parse, with_operator, without

TODAY = date(2026, 11, 26)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("vendor:Arbor", Filters(vendors=("arbor",))),
        ('vendor:"Arbor  Software"', Filters(vendors=("arbor software",))),
        ("vendor:arbor,birch vendor:arbor", Filters(vendors=("arbor", "birch"))),
        ("product:Desk", Filters(products=("desk",))),
        ("author:@ada by:ben", Filters(authors=("ada", "ben"))),
        ("tag:#renewal", Filters(tags=("renewal",))),
        ("kind:Questions,review", Filters(kinds=("question", "review"))),
        ("type:deal", Filters(kinds=("deal",))),
        ("has:no-answer has:price", Filters(has=(Has.NO_ANSWER, Has.PRICE))),
        ("price:<150", Filters(price=Span(high=Decimal(150), is_below=True))),
        ("seats:100..250", Filters(seats=Span(Decimal(100), Decimal(250)))),
        ("after:2026-01", Filters(since=date(2026, 1, 1))),
        ("since:2026-01", Filters(since=date(2026, 1, 1))),
        ('before:"march 2026"', Filters(before=date(2026, 3, 1))),
        (
            "march 2026",
            Filters(since=date(2026, 3, 1), before=date(2026, 4, 1)),
        ),
        ("since 2025", Filters(since=date(2025, 1, 1))),
        ("until 2025", Filters(before=date(2026, 1, 1))),
        (
            "since 2025 before march",
            Filters(since=date(2025, 1, 1), before=date(2026, 3, 1)),
        ),
    ],
)
def test_an_operator_narrows(text: str, expected: Filters) -> None:
    query = parse(text, today=TODAY)
    assert query.filters == expected
    assert query.problems == ()
    assert query.is_wordless
    assert not query.seeks_nothing


def test_operators_stand_between_words_and_after_a_minus() -> None:
    text = 'uplift vendor:arbor "per seat" -tag:old -kind:deal -sandbox sort:new'
    query = parse(text, today=TODAY)
    assert query.words == ("uplift",)
    assert query.phrases == (("per", "seat"),)
    assert query.excluded == (("sandbox",),)
    assert query.filters == Filters(vendors=("arbor",))
    assert query.unwanted == Filters(tags=("old",), kinds=("deal",))
    assert query.sort is Sort.NEW


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (
            "vendr:arbor",
            (
                "“vendr:” is no operator here, so it was searched for as words. "
                "Did you mean “vendor:”?"
            ),
        ),
        ("foo:bar", "“foo:” is no operator here, so it was searched for as words."),
        (
            "vendor: arbor",
            (
                "“vendor:” stands alone: write what it is to be right behind "
                "the colon, as in vendor:arbor."
            ),
        ),
        (
            "tag:,",
            (
                "“tag:” stands alone: write what it is to be right behind the colon, "
                "as in tag:renewal."
            ),
        ),
        (
            "kind:qestion",
            (
                "“kind:” takes question, answer, review, deal, product, vendor, "
                "official or event; “qestion” is none of them, so that was left out. Did you mean "
                "kind:question?"
            ),
        ),
        (
            "has:x",
            (
                "“has:” takes answer, no-answer, official or price; “x” is none of "
                "them, so that was left out."
            ),
        ),
        (
            "sort:old",
            "“sort:” takes top or new; “old” is none of them, so that was left out.",
        ),
        (
            "price:cheap",
            (
                "“price:” takes a number, as in price:<150 or price:100..250; "
                "“cheap” is none, so that was left out."
            ),
        ),
        ("seats:9..1", "“seats:9..1” begins above its end, so that was left out."),
        (
            "after:soon",
            (
                "“after:” takes a day, a month or a year, as in after:2026-01 or "
                'after:"march 2026"; “soon” is none, so that was left out.'
            ),
        ),
        ("-price:<5", "A minus can’t stand before “price:”, so that was left out."),
        ("price:<5 price:<6", "“price:” stands there twice; the last one counts."),
        (
            "a OR b",
            "OR is read as a word: any of the words may be there, and all are best.",
        ),
        ("NOT a", "NOT is read as a word: put a minus before what should be left out."),
        (
            "ren*",
            (
                "“ren*” was searched for as it stands: a star stands for endings behind "
                "4 letters or more."
            ),
        ),
    ],
)
def test_what_an_operator_cannot_be_is_said(text: str, problem: str) -> None:
    assert parse(text, today=TODAY).problems == (problem,)


def test_unknown_operators_are_searched_for_as_words() -> None:
    query = parse('ratio:"lift drag" https://arbor.example/x', today=TODAY)
    assert query.phrases == (("ratio", "lift", "drag"),)
    assert query.words == ("https", "arbor", "example", "x")


def test_days_are_words_where_nobody_says_which_is_today() -> None:
    assert parse("march 2026").words == ("march", "2026")
    assert parse("after:2026-01").problems


def test_prefixes_need_four_letters() -> None:
    query = parse("renew* ren* e-mail*")
    assert query.prefixes == ("renew", "mail")
    assert query.words == ("ren", "e")


def test_no_more_than_eight_operators_are_taken() -> None:
    eight = " ".join(f"tag:t{number}" for number in range(8))
    assert len(parse(eight).filters.tags) == 8
    with pytest.raises(QueryTooLong, match="at most 8 operators"):
        parse(f"{eight} has:answer")


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("150", Span(Decimal(150), Decimal(150))),
        ("=150", Span(Decimal(150), Decimal(150))),
        ("<=1,500", Span(high=Decimal(1500))),
        (">$20k", Span(low=Decimal(20_000), is_above=True)),
        (">= 1.5m", Span(low=Decimal(1_500_000))),
        ("100..", Span(low=Decimal(100))),
        ("..100", Span(high=Decimal(100))),
        ("50-99", Span(Decimal(50), Decimal(99))),
        ("..", None),
        ("<", None),
        ("1e9", None),
        ("NaN", None),
        ("9" * 13, None),
        ("١٢", None),
    ],
)
def test_numbers_are_read_as_spans(text: str, expected: Span | None) -> None:
    assert read_span(text) == expected


@pytest.mark.parametrize(
    ("text", "operators", "left"),
    [
        ("a vendor:b c", ("vendor",), "a c"),
        ('-vendor:"b c" x "y z" -w', ("vendor",), 'x "y z" -w'),
        ("since:2025 before:2026 a", ("after", "before"), "a"),
        ("vendr:b  a", ("vendor",), "vendr:b a"),
    ],
)
def test_operators_are_taken_back(text, operators, left) -> None:
    assert without(text, *operators) == left


def test_operators_are_put_behind_with_quotes_where_needed() -> None:
    assert with_operator("a ", "vendor", "b") == "a vendor:b"
    assert with_operator("", "vendor", "b c") == 'vendor:"b c"'


def test_misspelt_words_are_put_right_outside_operators() -> None:
    text = 'Kestrle "kestrle price" -kestrle vendor:kestrle'
    right = corrected(text, {"kestrle": "kestrel"})
    assert right == 'kestrel "kestrel price" -kestrel vendor:kestrle'


_VALUES = st.text(st.characters(exclude_characters=' "'), max_size=20)


@given(st.sampled_from([*OPERATORS, "foo"]), _VALUES, st.booleans())
@example("vendor", "\u00b8", False)  # noqa: FBT003
@example("tag", "\u0301", True)  # noqa: FBT003
def test_no_operator_is_silently_dropped(name: str, value: str, minus: bool) -> None:  # noqa: FBT001
    text = f"{'-' if minus else ''}{name}:{value}"
    query = parse(text, today=TODAY)
    sorts = query.sort is Sort.NEW or value.casefold() == "top"
    assert query.filters or query.unwanted or query.problems or sorts or "//" in value
