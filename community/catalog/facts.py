"""How later slices add a figure to the catalogue's lists, without the lists knowing them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

EXTENSION = "fairquote.product_facts"
"""`app.extensions[EXTENSION]` is a list of ProductFacts that app.py fills."""


@dataclass(frozen=True)
class Fact:
    """One figure in a row: "Median paid", "$109", "/ seat / year"."""

    label: str
    value: str
    unit: str = ""


class ProductFacts(Protocol):
    """Something that knows figures of products; asked once for each page of a list."""

    def facts(self, product_ids: Sequence[int]) -> dict[int, list[Fact]]:
        """Return the figures of those products that have any, in one query or two."""
        ...
