"""What results can be narrowed to, as links that change what was typed; and the way back."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from search.filters import Filters, Has, Sort
from search.query import Query, with_operator, without
from search.selection import Facets

_MOST_VENDORS = 8
_MOST_YEARS = 6

Url = Callable[[str], str]
"""Makes the address of what would be typed."""


@dataclass(frozen=True)
class Choice:
    """One way to narrow results down, and how many are left then."""

    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Facet:
    """One sort of choices; with a way back when one of them is taken already."""

    label: str
    choices: tuple[Choice, ...]
    back: Choice | None = None


def facets(
    query: Query, found: Facets, names: Mapping[str, str], url: Url
) -> list[Facet]:
    """Return the facets that have something to choose.

    `names` are those of vendors that may be named; others are left out.
    """
    made = [
        _vendors(query, found, names, url),
        _years(query, found, url),
        _answered(query, found, url),
    ]
    return [facet for facet in made if facet.choices or facet.back]


def sorts(query: Query, url: Url) -> list[tuple[str, str, bool]]:
    """Return (label, address, is it so now) for each order."""
    plain = without(query.text, "sort")
    return [
        ("Best first", url(plain), query.sort is Sort.TOP),
        (
            "Newest first",
            url(with_operator(plain, "sort", "new")),
            query.sort is Sort.NEW,
        ),
    ]


def vendors_of(found: Facets) -> list[str]:
    """Return the vendors worth naming, those with most results first."""
    ranked = sorted(found.vendors.items(), key=lambda pair: (-pair[1], pair[0]))
    return [slug for slug, _ in ranked if slug][:_MOST_VENDORS]


def _vendors(query: Query, found: Facets, names: Mapping[str, str], url: Url) -> Facet:
    plain = without(query.text, "vendor")
    if query.filters.vendors:
        return Facet("Vendor", (), Choice("All vendors", url(plain)))
    return Facet(
        "Vendor",
        tuple(
            Choice(
                names[slug],
                url(with_operator(plain, "vendor", slug)),
                found.vendors[slug],
            )
            for slug in vendors_of(found)
            if slug in names
        ),
    )


def _years(query: Query, found: Facets, url: Url) -> Facet:
    plain = without(query.text, "after", "before")
    if query.filters.since or query.filters.before:
        # Spoken dates are words of the query: their owner takes them back.
        is_typed = plain != " ".join(query.text.split())
        return Facet("Year", (), Choice("All years", url(plain)) if is_typed else None)
    years = sorted(found.years.items(), reverse=True)[:_MOST_YEARS]
    return Facet(
        "Year",
        tuple(Choice(str(year), url(_in_year(plain, year)), n) for year, n in years),
    )


def _in_year(text: str, year: int) -> str:
    since = with_operator(text, "after", str(year))
    return with_operator(since, "before", str(year + 1))


def _answered(query: Query, found: Facets, url: Url) -> Facet:
    plain = without(query.text, "has")
    if query.filters.has:
        return Facet("Has", (), Choice("Whatever it has", url(plain)))
    return Facet("Questions", tuple(_answers(query.filters, found, plain, url)))


def _answers(filters: Filters, found: Facets, plain: str, url: Url) -> Iterator[Choice]:
    if filters.kinds and "question" not in filters.kinds:
        return
    for is_answered, has, label in (
        (True, Has.ANSWER, "Answered"),
        (False, Has.NO_ANSWER, "No answer yet"),
    ):
        if count := found.answered.get(is_answered):
            yield Choice(label, url(with_operator(plain, "has", has)), count)
