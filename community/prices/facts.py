"""The published median as a figure in the catalogue's lists."""

from collections.abc import Sequence

from community.catalog.facts import Fact
from community.catalog.queries import products_by_id
from community.prices import snapshot
from community.prices.paidplots import median_of
from community.prices.wording import money_words, per_words


class PublishedFacts:
    """A catalog.facts.ProductFacts: each product's figure with most organisations."""

    def facts(self, product_ids: Sequence[int]) -> dict[int, list[Fact]]:
        figures = snapshot.list_main_figures(product_ids)
        products = products_by_id(figures)
        return {
            product_id: [
                Fact(
                    label="Median paid",
                    value=money_words(median_of(found.total), found.series.currency),
                    unit=per_words(found.series, products[product_id]),
                    amount=median_of(found.total),
                    basis=f"{found.total.organisations} organisations",
                )
            ]
            for product_id, found in figures.items()
        }
