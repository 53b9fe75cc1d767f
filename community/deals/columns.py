"""Column types for figures that must come back digit by digit from both databases."""

from decimal import Decimal

import sqlalchemy as sa

SCALE = 6
"""Decimal places of what people type: amounts, quantities, rates, percentages."""


class Micro(sa.TypeDecorator[Decimal]):
    """A typed figure, stored as whole millionths: exact, sortable, small."""

    impl = sa.BigInteger
    cache_ok = True

    def process_bind_param(
        self,
        value: Decimal | None,
        dialect: sa.Dialect,  # noqa: ARG002 - the signature is SQLAlchemy's
    ) -> int | None:
        if value is None:
            return None
        scaled = value.scaleb(SCALE)
        if scaled != scaled.to_integral_value():
            raise ValueError(f"{value} has more than {SCALE} decimal places.")
        return int(scaled)

    def process_result_value(
        self,
        value: int | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> Decimal | None:
        return None if value is None else plain(Decimal(value).scaleb(-SCALE))


class Exact(sa.TypeDecorator[Decimal]):
    """A computed figure with all its digits, stored as text."""

    impl = sa.String(48)
    cache_ok = True

    def process_bind_param(
        self,
        value: Decimal | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> str | None:
        return None if value is None else str(value)

    def process_result_value(
        self,
        value: str | None,
        dialect: sa.Dialect,  # noqa: ARG002
    ) -> Decimal | None:
        return None if value is None else Decimal(value)


def plain(value: Decimal) -> Decimal:
    """Return `value` without trailing zeros and without an exponent: 1200, 0.5."""
    return Decimal(f"{value.normalize():f}")
