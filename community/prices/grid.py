"""The price grid of P9 beyond plain rounding: outward, and from binary fractions."""

from decimal import Decimal

from community.deals.bands import grid_step, on_grid

_DIGITS = 10
"""Significant digits kept of a computed price: enough, and none of the noise beyond."""


def exact(value: float) -> Decimal:
    """Return a computed price without its binary noise: 1274.9999999999998 is 1275."""
    return Decimal(f"{value:.{_DIGITS}g}")


def floor_on_grid(amount: Decimal) -> Decimal:
    """Return the nearest price on the grid that is not above `amount`."""
    near = on_grid(amount)
    return near if near <= amount else on_grid(near - grid_step(amount))


def ceiling_on_grid(amount: Decimal) -> Decimal:
    """Return the nearest price on the grid that is not below `amount`."""
    near = on_grid(amount)
    return near if near >= amount else on_grid(near + grid_step(amount))
