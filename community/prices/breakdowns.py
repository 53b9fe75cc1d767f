"""A total cut into parts (P5, P6): bands with their neighbours, all others into one rest."""

from collections.abc import Sequence

from community.prices.cells import Parts, counted, part
from community.prices.contributions import Unit
from community.prices.dimensions import JOINED, ORDERED, OTHER, Dimension, in_order
from community.prices.thresholds import Thresholds
from community.prices.weights import is_dominated


def breakdown(
    units: Sequence[Unit], dimension: Dimension, least: int, thresholds: Thresholds
) -> Parts | None:
    """Return the parts that may be shown, or None when what they leave out is thin (P6)."""
    groups = _ordered(units, dimension, least) if dimension in ORDERED else []
    if dimension not in ORDERED:
        groups = _with_other(units, dimension, least)
    shown = {
        label: members
        for label, members in groups
        if counted(members) >= least
        and not is_dominated([unit.weight for unit in members])
    }
    inside = {unit.organisation for members in shown.values() for unit in members}
    left_out = [unit for unit in units if unit.organisation not in inside]
    if not shown or _is_thin(left_out, thresholds) or len(shown) == len(groups) == 1:
        return None
    return {label: part(members) for label, members in shown.items()}


def _is_thin(left_out: Sequence[Unit], thresholds: Thresholds) -> bool:
    """Whether the total without the parts would speak of too few organisations."""
    least = thresholds.median
    return 0 < counted(left_out) < least or 0 < len(left_out) < least


Group = tuple[str, list[Unit]]


def _by_label(units: Sequence[Unit], dimension: Dimension) -> dict[str, list[Unit]]:
    found: dict[str, list[Unit]] = {}
    for unit in units:
        label = unit.traits.get(dimension, "")
        if label:
            found.setdefault(label, []).append(unit)
    return found


def _ordered(units: Sequence[Unit], dimension: Dimension, least: int) -> list[Group]:
    """Return bands from small to large, each thin one merged with the next."""
    by_label = _by_label(units, dimension)
    groups: list[Group] = []
    for label in in_order(dimension, by_label):
        if groups and counted(groups[-1][1]) < least:
            groups[-1] = _joined(groups[-1], (label, by_label[label]))
        else:
            groups.append((label, by_label[label]))
    if len(groups) > 1 and counted(groups[-1][1]) < least:
        last = groups.pop()
        groups[-1] = _joined(groups[-1], last)
    return groups


def _joined(one: Group, other: Group) -> Group:
    return one[0] + JOINED + other[0], [*one[1], *other[1]]


def _with_other(units: Sequence[Unit], dimension: Dimension, least: int) -> list[Group]:
    """Return the parts that are large enough by name, and all others as one."""
    groups: list[Group] = []
    rest: list[Unit] = []
    by_label = _by_label(units, dimension)
    for label in in_order(dimension, by_label):
        if label != OTHER and counted(by_label[label]) >= least:
            groups.append((label, by_label[label]))
        else:
            rest += by_label[label]
    return [*groups, (OTHER, rest)] if rest else groups
