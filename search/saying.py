"""How a query was understood, said back in plain words. Pure."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal

from search.filters import Filters, Has, Sort, Span
from search.query import Query

_HAS = {
    Has.ANSWER: "an answer",
    Has.NO_ANSWER: "no answer yet",
    Has.OFFICIAL: "an official word",
    Has.PRICE: "a published price",
}


def understood(query: Query, currency: str, called: Mapping[str, str]) -> list[str]:
    """Return what narrows a search besides its words, a phrase for each thing.

    `called` has the names of vendors and products by what was typed for them.
    """
    said = list(_narrowed(query.filters, currency, called))
    said += [f"not {one}" for one in _narrowed(query.unwanted, currency, called)]
    said += [f"words that begin with “{prefix}”" for prefix in query.prefixes]
    said += [f"without “{' '.join(phrase)}”" for phrase in query.excluded]
    if query.sort is Sort.NEW:
        said.append("the newest first")
    return said


def _narrowed(
    wanted: Filters, currency: str, called: Mapping[str, str]
) -> Iterator[str]:
    vendors = [called.get(one, one) for one in wanted.vendors]
    products = [called.get(one, one) for one in wanted.products]
    yield from _listed("of the kind", wanted.kinds)
    yield from _listed("about the vendor", vendors)
    yield from _listed("about the product", products)
    yield from _listed("by", wanted.authors)
    yield from (f"tagged {tag}" for tag in wanted.tags)
    yield from (f"with {_HAS[one]}" for one in wanted.has)
    if wanted.price:
        yield f"with a published price {_between(wanted.price)} {currency}"
    if wanted.seats:
        yield f"for seats or units {_between(wanted.seats)}"
    yield from _days(wanted.since, wanted.before)


def _listed(of: str, names: Sequence[str]) -> Iterator[str]:
    if names:
        yield f"{of} {' or '.join(names)}"


def _between(span: Span) -> str:
    if span.low is None:
        return f"{'under' if span.is_below else 'up to'} {_number(span.high)}"
    if span.high is None:
        return f"{'over' if span.is_above else 'from'} {_number(span.low)}"
    if span.low == span.high:
        return f"of {_number(span.low)}"
    return f"from {_number(span.low)} to {_number(span.high)}"


def _number(number: Decimal | None) -> str:
    return f"{number or 0:,f}"


def _days(since: date | None, before: date | None) -> Iterator[str]:
    last = before and before - timedelta(days=1)
    if since and last:
        yield f"from {_day(since)} to {_day(last)}"
    elif since:
        yield f"from {_day(since)} on"
    elif last:
        yield f"up to {_day(last)}"


def _day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"
