"""The median of public records as a figure in the catalogue's lists."""

from collections.abc import Sequence
from decimal import Decimal

from community.catalog.facts import Fact
from community.core.money import Money, format_money
from community.records.kinds import MICRO
from community.records.queries import summaries_of


class RecordFacts:
    """A catalog.facts.ProductFacts; totals are no prices and stay out."""

    def facts(self, product_ids: Sequence[int]) -> dict[int, list[Fact]]:
        return {
            product_id: [
                Fact(
                    label="Median on record",
                    value=format_money(
                        Money(
                            Decimal(group.figures.quantiles.median) / MICRO,
                            group.currency,
                        )
                    ),
                    unit=group.per,
                )
            ]
            for product_id, group in summaries_of(product_ids).items()
            if not group.is_total
        }
