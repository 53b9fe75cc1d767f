"""The settings of published prices: they may ask for more than the method does, never less."""

from collections.abc import Callable

from community.core.variable import Variable

RELEASES = ("weekly", "monthly", "quarterly")
_MOST_ORGANISATIONS = 1_000
_MOST_PAGES = 100_000


def _at_least(least: int, most: int, of: str) -> Callable[[str], int]:
    """Return a reader of numbers between the two, that says why less is refused."""

    def read(value: str) -> int:
        number = int(value) if value.isascii() and value.isdigit() else -1
        if not least <= number <= most:
            raise ValueError(
                f"{least} to {most} {of}: a setting may ask for more, never for less"
            )
        return number

    return read


def _release(value: str) -> str:
    if value not in RELEASES:
        raise ValueError("one of " + ", ".join(RELEASES))
    return value


def _pages(value: str) -> int:
    if value == "off":
        return 0
    number = int(value) if value.isascii() and value.isdigit() else 0
    if not 0 < number <= _MOST_PAGES:
        raise ValueError("a number of pages a minute, or off")
    return number


def _organisations(name: str, sets: str, least: int, what: str) -> Variable:
    read = _at_least(least, _MOST_ORGANISATIONS, "organisations")
    help_text = f"Organisations from which on {what}; {least} or more."
    return Variable(name, sets, read, help_text, str(least))


PRICE_VARIABLES = (
    _organisations("FAIRQUOTE_MEDIAN_FROM", "median_from", 5, "a median is shown"),
    _organisations(
        "FAIRQUOTE_QUARTILES_FROM", "quartiles_from", 12, "quartiles are shown"
    ),
    _organisations(
        "FAIRQUOTE_INTERVAL_FROM",
        "interval_from",
        20,
        "an interval, and a breakdown beside quartiles, are shown",
    ),
    _organisations(
        "FAIRQUOTE_TAILS_FROM",
        "tails_from",
        40,
        "a histogram, the 10th and 90th percentile, and a second breakdown are shown",
    ),
    Variable(
        "FAIRQUOTE_MIN_AGE_MONTHS",
        "min_age_months",
        _at_least(3, 12, "months"),
        "Months after which a price counts; 3 to 12, and always 12 for a vendor of a "
        "wider category.",
        "3",
    ),
    Variable(
        "FAIRQUOTE_RELEASE",
        "release",
        _release,
        "When figures come out, all at once: weekly, monthly or quarterly.",
        "monthly",
    ),
    Variable(
        "FAIRQUOTE_PAGE_BUDGET",
        "page_budget",
        _pages,
        "Pages that one address may ask for in a minute, of each web process; off for "
        "no limit.",
        "120",
    ),
)
