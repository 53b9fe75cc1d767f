"""What a product's pages say in a sentence, where their links are shown elsewhere. Pure."""

from community.core.money import format_money
from community.core.text import clean_line
from community.prices.heads import Head
from community.prices.listprices import ListPrices
from community.prices.paid import Paid
from community.records.panels import Panel

_MOST_LETTERS = 200
"""What is longer is cut wherever links are shown, and a price must not be."""


def describe(
    head: Head, paid: Paid | None, records: Panel | None, asked: ListPrices
) -> str:
    """Return what the page prints of its prices, whole sentences of _MOST_LETTERS at most.

    All of it is published and told to everybody alike: the same bytes for each reader.
    """
    told = [*_paid(head, paid), *_recorded(records), *_asked(asked), *_reviewed(head)]
    if not told:
        told = [
            f"What buyers pay for {_name(head)}: real prices, list prices, answers."
        ]
    said = ""
    for sentence in filter(None, map(clean_line, told)):
        if not said or len(said) + len(sentence) < _MOST_LETTERS:
            said = f"{said} {sentence}".lstrip()
    return said


def describe_reviews(head: Head) -> str:
    """Return what reviews say of a product in a sentence; "" where there are none."""
    return " ".join(f"Buyers of {_name(head)}: {one}" for one in _reviewed(head))


def describe_questions(head: Head) -> str:
    return (
        f"What buyers ask about {_name(head)} before they sign, and what others answer."
    )


def _name(head: Head) -> str:
    return f"{head.name} by {head.vendor}" if head.vendor else head.name


def _paid(head: Head, paid: Paid | None) -> list[str]:
    if paid is None:
        return []
    half = f"The middle half pays {paid.middle_half}." if paid.middle_half else ""
    pay = f"Buyers pay {paid.median} {paid.per} for {_name(head)}"
    return [f"{pay}, the median of {paid.organisations} organisations.", half]


def _recorded(records: Panel | None) -> list[str]:
    if records is None or not records.count:
        return []
    median = format_money(records.money("median"))
    return [f"On public record: {median} {records.group.per}, the median."]


def _asked(asked: ListPrices) -> list[str]:
    if not asked.on_offer:
        return []
    plan = asked.on_offer[0]
    return [f"List price of {plan.name}: {plan.newest.amount} {plan.newest.unit}."]


def _reviewed(head: Head) -> list[str]:
    if head.reviewed is None:
        return []
    return [f"{head.reviewed.value} of 5 stars in {head.reviewed.count}."]
