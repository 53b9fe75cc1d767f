"""How a query was understood is said back."""

from datetime import date

import pytest

from search.query import parse
from search.saying import understood


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("arbor", []),
        ("vendor:a,b product:c", ["about the vendor a or b", "about the product c"]),
        ("by:ada tag:x", ["by ada", "tagged x"]),
        ("kind:question has:no-answer", ["of the kind question", "with no answer yet"]),
        ("price:<1,500", ["with a published price under 1,500 USD"]),
        ("price:<=150", ["with a published price up to 150 USD"]),
        ("price:>0.5", ["with a published price over 0.5 USD"]),
        ("price:>=2k", ["with a published price from 2,000 USD"]),
        ("price:150", ["with a published price of 150 USD"]),
        ("seats:1..9", ["for seats or units from 1 to 9"]),
        ("after:2026-03", ["from 1 March 2026 on"]),
        ("before:2026-03", ["up to 28 February 2026"]),
        ("march 2026", ["from 1 March 2026 to 31 March 2026"]),
        ("-tag:x -old", ["not tagged x", "without “old”"]),
        ("renew* sort:new", ["words that begin with “renew”", "the newest first"]),
    ],
)
def test_each_narrowing_is_said(typed: str, said: list[str]) -> None:
    assert understood(parse(typed, today=date(2026, 11, 26)), "USD", {}) == said
