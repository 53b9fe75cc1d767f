"""How later slices add a figure to the catalogue's lists, without the lists knowing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Protocol

from flask import current_app

EXTENSION = "fairquote.product_facts"
"""`app.extensions[EXTENSION]` is a list of ProductFacts that app.py fills."""


@dataclass(frozen=True)
class Fact:
    """One figure in a row: "Median paid", "$109", "/ seat / year"."""

    label: str
    value: str
    unit: str = ""
    amount: Decimal | None = None
    """What search may be narrowed to: a published median, in the base currency."""
    basis: str = ""
    """On how many organisations it rests, in words; "" when that is not said."""

    @property
    def line(self) -> str:
        """The figure in one line, as search shows it."""
        words = f"{self.label} {self.value} {self.unit}".strip()
        return f"{words}, {self.basis}" if self.basis else words


class ProductFacts(Protocol):
    """Something that knows figures of products; asked once for each page of a list."""

    def facts(self, product_ids: Sequence[int]) -> dict[int, list[Fact]]:
        """Return the figures of those products that have any, in one query or two."""
        ...


def known_facts(product_ids: Sequence[int]) -> dict[int, list[Fact]]:
    """Return the figures of products from everything that knows some."""
    providers: list[ProductFacts] = current_app.extensions[EXTENSION]
    found: dict[int, list[Fact]] = {}
    if product_ids:
        for provider in providers:
            for product_id, facts in provider.facts(product_ids).items():
                found.setdefault(product_id, []).extend(facts)
    return found
