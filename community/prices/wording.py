"""How published cells read: bands, shares, slopes, and what a price is for."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from community.accounts.traits import REGION_LABELS, Region
from community.catalog.models import Product
from community.core.money import Money, format_money, format_number
from community.deals.kinds import Sector
from community.deals.labels import label
from community.deals.previewing import per_text
from community.deals.units import unit_text
from community.prices.dimensions import JOINED, OTHER, Dimension
from community.prices.kinds import (
    CHANGES,
    CellKind,
    ChannelGroup,
    Confidence,
    Share,
)
from community.prices.models import PriceCell, Series

DIMENSION_WORDS = {
    Dimension.SIZE: ("By size of the organisation", "People"),
    Dimension.REGION: ("By region", "Region"),
    Dimension.QUANTITY: ("By quantity", "Quantity"),
    Dimension.TERM: ("By term", "Term"),
    Dimension.SECTOR: ("By sector", "Sector"),
}
"""The heading of a breakdown, and of the column that names its parts."""

CHANNEL_WORDS = {
    ChannelGroup.COMMERCIAL: "Commercial",
    ChannelGroup.FRAMEWORK: "Framework agreement",
}
CONFIDENCE_WORDS = {
    Confidence.HIGH: "Confidence: high",
    Confidence.MEDIUM: "Confidence: medium",
    Confidence.LOW: "Confidence: low",
}
SHARE_WORDS = {Share.MOST: "most", Share.SOME: "some", Share.FEW: "few"}

_NAMED: tuple[tuple[type[StrEnum], Mapping[Any, str]], ...] = (
    (Region, REGION_LABELS),
    (Sector, {member: label(member) for member in Sector}),
)
_JOINT = re.compile(re.escape(JOINED) + r"(?=.)")
_RANGE = re.compile(r"([<>]?)([\d,]+)(?:–([\d,]+)|(\+))?( months?)?", re.ASCII)


def money_words(amount: Decimal, currency: str) -> str:
    return format_money(Money(amount, currency))


def range_words(low: Decimal, high: Decimal, currency: str) -> str:
    """Return "$96 – $127", or one price where both are the same."""
    if low == high:
        return money_words(low, currency)
    return f"{money_words(low, currency)} – {money_words(high, currency)}"


def per_words(series: Series, product: Product) -> str:
    """Return what the price is for: "per user and year", "per 1,000 API calls"."""
    unit = unit_text(product, series.metric, series.unit_quantity)
    return per_text(series.basis, unit)


def series_words(series: Series) -> str:
    """Return what a figure is of: "Professional · Renewal", a framework's only if it is."""
    parts = [series.plan.name] if series.plan is not None else []
    parts.append(label(series.stage))
    if series.channel is not ChannelGroup.COMMERCIAL:
        parts.append(CHANNEL_WORDS[series.channel])
    return " · ".join(parts)


def part_words(dimension: Dimension, text: str) -> str:
    """Return how the label of a part reads; merged bands read as one.

    "201–1,000+1,001–5,000" is "201–5,000", "25–36 months+>36 months" is "25 months or
    more". Names of regions and sectors are spelt out, OTHER stays.
    """
    if text == OTHER:
        return text
    if dimension in {Dimension.REGION, Dimension.SECTOR}:
        return _named(text)
    bounds = part_bounds(text)
    if bounds is None:
        return " and ".join(_JOINT.split(text))
    return _bounds_words(*bounds, months="month" in text)


def _named(text: str) -> str:
    for kind, words in _NAMED:
        if text in set(kind):
            return words[kind(text)]
    return text


def part_bounds(text: str) -> tuple[int | None, int | None] | None:
    """Return the least and the most of a band, or of merged ones; None: no such end.

    Returns None when the label is no band of numbers.
    """
    found = [_RANGE.fullmatch(piece) for piece in _JOINT.split(text)]
    if not found[0] or not found[-1]:
        return None
    return _edges(found[0])[0], _edges(found[-1])[1]


def _edges(match: re.Match[str]) -> tuple[int | None, int | None]:
    sign, first, last, more, _ = match.groups()
    number = int(first.replace(",", ""))
    if sign == "<":
        return None, number - 1
    if sign == ">":
        return number + 1, None
    if more:
        return number, None
    return number, int(last.replace(",", "")) if last else number


def _bounds_words(low: int | None, high: int | None, *, months: bool) -> str:
    unit = " months" if months else ""
    if low is None:
        return f"up to {format_number(high or 0)}{unit}"
    if high is None:
        return f"{format_number(low)}{unit} or more" if months else _or_more(low)
    if low == high:
        return f"{format_number(low)}{unit}"
    return f"{format_number(low)}–{format_number(high)}{unit}"


def _or_more(low: int) -> str:
    return f"{format_number(low)} or more"


@dataclass(frozen=True)
class Shares:
    """Shares in words: what most and some said line by line, what few said in a sentence."""

    lines: tuple[tuple[str, str], ...] = ()
    few: str = ""


def shares_words(words: Sequence[Sequence[str]], names: Mapping[str, str]) -> Shares:
    """Return what each share is of and its word, those of most first."""
    order = list(SHARE_WORDS)
    pairs = [(str(one[0]), Share(one[1])) for one in words]
    pairs.sort(key=lambda pair: order.index(pair[1]))
    few = [names.get(name, name) for name, share in pairs if share is Share.FEW]
    return Shares(
        lines=tuple(
            (names.get(name, name), SHARE_WORDS[share])
            for name, share in pairs
            if share is not Share.FEW
        ),
        few=f"Few: {'; '.join(few)}." if few else "",
    )


@dataclass(frozen=True)
class Extra:
    """What was paid or agreed besides the price: a median of those who said."""

    name: str
    value: str
    unit: str


def extra_words(cell: PriceCell, currency: str, per: str) -> Extra:
    """Return how a cell of an extra reads; `per` is what the series' prices are for."""
    median = cell.median or Decimal(0)
    said = f"{cell.organisations} organisations"
    if cell.kind is CellKind.FEES:
        price = money_words(median, currency)
        return Extra("One-time fees add", price, f"{per} · {said}")
    number = int(median)
    if cell.kind in CHANGES:
        said = f"to the nearest 5 % · {said}"
    name, value = {
        CellKind.UPLIFT: ("On the price before", signed(number)),
        CellKind.CONCESSION: ("Against the first offer", signed(-number)),
        CellKind.CAP: ("Cap on the next rise", f"{number} %"),
        CellKind.NOTICE: ("Notice", f"{number} days"),
        CellKind.HOLD: ("Price held", f"{number} months"),
    }[cell.kind]
    return Extra(name, value, said)


def change_words(percent: int) -> str:
    """Return "6 % less", "3 % more", "no change"."""
    if percent == 0:
        return "no change"
    return f"{abs(percent)} % {'less' if percent < 0 else 'more'}"


def per_year_words(percent: int, low: int, high: int) -> str:
    """Return how prices move in a year, with how sure that is."""
    if low <= 0 <= high:
        return (
            f"No clear trend: {signed(percent)} a year, and with 95\N{NO-BREAK SPACE}% confidence between "
            f"{signed(low)} and {signed(high)}."
        )
    moves = "Falling" if percent < 0 else "Rising"
    return (
        f"{moves} by {abs(percent)} % a year, with 95\N{NO-BREAK SPACE}% confidence between "
        f"{signed(low)} and {signed(high)}."
    )


def signed(percent: int) -> str:
    """Return "+4 %", "−31 %", "0 %"."""
    sign = "+" if percent > 0 else "−" if percent < 0 else ""
    return f"{sign}{abs(percent)} %"


def plural(unit: str) -> str:
    """Return "users" for "user"; what is written as a sign, such as GB, stays."""
    if not unit[-1:].islower() or unit.endswith("s"):
        return unit
    return f"{unit}s"
