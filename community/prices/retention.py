"""Whether a figure may move (P7): by nobody, or by three organisations and more at once."""

from collections.abc import Iterable, Mapping

from community.prices.thresholds import LEAST_CHANGED

Basis = Mapping[str, str]
"""Who a figure rests on: a fingerprint of each organisation's contribution."""


def union(bases: Iterable[Basis]) -> Basis:
    """Return who the parts of a breakdown rest on, taken together."""
    return {name: said for basis in bases for name, said in basis.items()}


def count_changed(one: Basis, other: Basis) -> int:
    """Return how many organisations came, went, or contribute something else."""
    return sum(one.get(name) != other.get(name) for name in one.keys() | other.keys())


def overlap(one: Basis, other: Basis) -> int:
    """Return how many organisations contribute the same to both."""
    return sum(other.get(name) == said for name, said in one.items())


def may_move(new: Iterable[Basis], old: Iterable[Basis]) -> bool:
    """Whether no new figure differs from an old one by one or two organisations.

    Each is held against each: a band that was merged before must not be told apart by
    what is left of it.
    """
    before = list(old)
    return not any(
        0 < count_changed(one, other) < LEAST_CHANGED for one in new for other in before
    )
