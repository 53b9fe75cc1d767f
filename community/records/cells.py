"""From the text of cells to values: names, prices, dates, units."""

import re
from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from community.catalog.kinds import Period
from community.core.errors import Invalid
from community.core.money import parse_amount
from community.core.text import clean_line
from community.records.kinds import MICRO, MOST_MICRO, Skip
from community.records.mapping import PART, PLACE, FieldRule, Style

Cells = Sequence[str]

_WORDS = re.compile(r"[A-Z]+(?=[A-Z][a-z])|[A-Z]?[a-z]+|[A-Z]+|\d+")
_LOUD = re.compile(r"[A-Z]+", re.ASCII)
_VOWEL = re.compile(r"[AEIOUY]")
_SMALL = frozenset({"AND", "FOR", "IN", "OF", "ON", "OR", "THE", "TO", "WITH"})
_LONGEST_ALONE = 7
_LONGEST_ABBREVIATION = 3
_DIGIT = re.compile(r"\d", re.ASCII)
_MONTH = re.compile(r"(\d{4})[-/](\d{1,2})", re.ASCII)
_FIRST_YEAR, _LAST_YEAR = 1970, 2999
_ACRONYM = 3
_PERIODS = {
    "once": Period.ONCE,
    "month": Period.MONTH,
    "year": Period.YEAR,
}


class PriceError(Exception):
    """A text is no price; `reason` says why."""

    def __init__(self, reason: Skip) -> None:
        super().__init__(reason)
        self.reason = reason


def compile_rule(rule: FieldRule, columns: tuple[str, ...]) -> Callable[[Cells], str]:
    """Return the function that finds a field's text in the cells of a row."""
    read = _reader(rule, {name: index for index, name in enumerate(columns)})
    translate, contains = dict(rule.translate), rule.contains
    styled = _STYLES[rule.style]

    def find(cells: Cells) -> str:
        text = read(cells) or rule.value
        if not text:
            return ""
        if contains:
            text = _first_in(text, contains, otherwise="" if rule.only else text)
        if translate:
            text = translate.get(text.casefold(), "" if rule.only else text)
        return styled(text)

    return find


def _reader(rule: FieldRule, index: dict[str, int]) -> Callable[[Cells], str]:
    """Return the function that reads a field's column, or fills its template."""
    if not rule.template:
        at = index.get(rule.column)
        return (lambda _: "") if at is None else (lambda cells: tidy(cells[at]))
    parts = [(part, PLACE.findall(part)) for part in rule.template.split(PART)]

    def fill(cells: Cells) -> str:
        texts = {name: tidy(cells[index[name]]) for name in rule.reads if name in index}
        return PART.join(
            PLACE.sub(lambda found: texts[found[1]], part)
            for part, named in parts
            if all(texts.get(name) for name in named)
        )

    return fill


def _first_in(text: str, contains: Sequence[tuple[str, str]], *, otherwise: str) -> str:
    folded = text.casefold()
    return next((meant for part, meant in contains if part in folded), otherwise)


def tidy(text: str) -> str:
    """Return a cell as one clean line; plain ASCII takes the short way."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split()) if "  " in text else text.strip()
    # What was damaged before it came to us is left out rather than shown as a hole.
    return clean_line(text.replace("\ufffd", ""))


def words(text: str) -> str:
    """Return BUSINESS_PLUS as "Business Plus" and teamPack as "Team Pack"."""
    if " " in text:
        return text
    if text.isupper():
        return " ".join(part.capitalize() for part in text.split("_") if part)
    found = _WORDS.findall(text)
    if not found or "".join(found) != text.replace("_", "").replace("-", ""):
        return text  # it holds more than letters and digits
    return " ".join(word[0].upper() + word[1:] for word in found)


def calm(text: str) -> str:
    """Return PROJECT MANAGER as "Project Manager", and CISSP as it is.

    What is short, has no vowel or stands alone is taken for an abbreviation.
    """
    alone = " " not in text and len(text) <= _LONGEST_ALONE
    return text if alone or not text.isupper() else _LOUD.sub(_calm_word, text)


def _calm_word(found: re.Match[str]) -> str:
    word = found[0]
    if word in _SMALL:
        return word.lower() if found.start() else word.capitalize()
    is_short = len(word) <= _LONGEST_ABBREVIATION
    return word if is_short or not _VOWEL.search(word) else word.capitalize()


def parse_price(text: str, decimal: str) -> Decimal:
    """Return the amount that a cell holds; raise PriceError when it holds none.

    `decimal` is the mark before decimals, "" when it has to be guessed. Amounts in
    brackets and with a minus behind them are negative, as accountants write.
    """
    if not text:
        raise PriceError(Skip.NO_PRICE)
    if not _DIGIT.search(text):
        raise PriceError(Skip.WORDS)
    bare, negative = text, False
    if text.startswith("(") and text.endswith(")"):
        bare, negative = text[1:-1], True
    elif text.endswith("-"):
        bare, negative = text[:-1], True
    if decimal == ",":
        bare = bare.replace(".", "").replace(",", ".")
    elif decimal == ".":
        bare = bare.replace(",", "")
    try:
        amount = parse_amount(bare)
    except Invalid:
        raise PriceError(Skip.BAD_PRICE) from None
    return -amount if negative else amount


def to_micro(amount: Decimal) -> int:
    """Return an amount in millionths; raise PriceError when too large."""
    return _bounded(int((amount * MICRO).to_integral_value(rounding=ROUND_HALF_EVEN)))


def divided(total: Decimal, quantity: Decimal) -> int:
    """Return a total per unit in millionths, rounded half to even."""
    return _bounded(round(Fraction(total) / Fraction(quantity) * MICRO))


def _bounded(micro: int) -> int:
    if micro > MOST_MICRO:
        raise PriceError(Skip.BAD_PRICE)
    return micro


def parse_quantity(text: str, decimal: str) -> Decimal | None:
    """Return a number above zero, or None."""
    try:
        quantity = parse_price(text, decimal)
    except PriceError:
        return None
    return quantity if quantity > 0 else None


def parse_day(text: str, form: str) -> date | None:
    """Return the day that a cell names, the first of the month for a mere month."""
    if not text:
        return None
    try:
        if form:
            day = datetime.strptime(text, form).replace(tzinfo=UTC).date()
        elif found := _MONTH.fullmatch(text):
            day = date(int(found[1]), int(found[2]), 1)
        else:
            day = datetime.fromisoformat(text.replace("/", "-")).date()
    except ValueError:
        return None
    return day if _FIRST_YEAR <= day.year <= _LAST_YEAR else None


def plain_unit(text: str) -> str:
    """Return a unit without the capitals of a heading: "Hour" is "hour", "GB" stays."""
    return " ".join(
        word.lower() if word.istitle() or len(word) > _ACRONYM else word
        for word in text.split()
    )


def parse_unit(text: str) -> tuple[str, Period] | None:
    """Return ("user", month) for "user/month"; None when no period is named."""
    unit, _, period = text.rpartition("/")
    if period not in _PERIODS:
        return None
    return unit.strip(), _PERIODS[period]


_STYLES: dict[Style, Callable[[str], str]] = {
    Style.AS_IS: str,
    Style.WORDS: words,
    Style.CALM: calm,
}
