"""What a product has shown so far, and whether its next figures may come out beside it (P7).

Whoever reads us keeps every release, so that a figure is held against all that was ever
shown of its product: a price that is counted under another edition, product or display
unit now is the same price, and another breakdown of the same prices is a second one.
"""

from collections.abc import Iterable, Mapping, Sequence

from community.prices.kinds import CLAUSE_MEDIANS, WORDS, CellKind
from community.prices.models import PriceCell, Series
from community.prices.remembering import TOTAL, Old, Place, together
from community.prices.retention import Basis, may_move, overlap, union
from community.prices.thresholds import LARGEST_OVERLAP, Thresholds


class Memory:
    """What the series of one product, and of those merged into it, have shown."""

    def __init__(
        self,
        shown: Mapping[int, Sequence[Old]],
        series: Mapping[int, Series],
        thresholds: Thresholds,
    ) -> None:
        """`shown` are all published cells by series, `series` the rows of these."""
        self._shown = shown
        self._series = series
        self._thresholds = thresholds
        self._added: dict[str, list[Basis]] = {}
        self._agreed: dict[Place, list[Basis]] = {}

    def lets(self, series: Series, place: Place, new: Sequence[Basis]) -> bool:
        """Whether figures of `place` may come out that rest on `new`.

        A total is held against totals and against breakdowns taken together, and these
        against it: what a breakdown has and its total has not is never one or two.
        """
        if place == TOTAL:
            allowed = self._are_apart(series, new, (TOTAL,), with_unions=True)
            self._added[series.key] = list(new) if allowed else []
            return allowed
        if not self._are_apart(series, new, (place,)):
            return False
        if place[0] in CLAUSE_MEDIANS:
            return self._is_no_second(place, new)
        if place[0] is not CellKind.PART:
            return True
        whole = [union(new)]
        return (
            self._are_apart(series, whole, (TOTAL,))
            and may_move(whole, self._added.get(series.key, ()))
            and not self._crosses(place, new)
        )

    def _is_no_second(self, place: Place, new: Sequence[Basis]) -> bool:
        """Whether no other series tells nearly the same of contracts in this release.

        A contract for two editions says one thing of both, where each price is its own.
        """
        before = self._agreed.setdefault(place, [])
        allowed = may_move(new, before)
        if allowed:
            before += new
        return allowed

    def tells_quartiles(self, total: PriceCell, basis: Basis) -> bool:
        """Whether quartiles may stand in a total: not after a breakdown instead of them."""
        if total.p25 is None or len(basis) >= self._thresholds.interval:
            return True
        before = [union(parts) for _, parts in self._breakdowns()]
        return not any(
            len(one) < self._thresholds.interval and _is_same_crowd(basis, one)
            for one in before
        )

    def tells_parts(self, total: PriceCell, new: Sequence[Basis]) -> bool:
        """Whether a breakdown may stand instead of quartiles: not after these."""
        if total.p25 is not None:
            return True
        before = [
            one.basis
            for one in self._cells()
            if one.place == TOTAL and one.row.p25 is not None
        ]
        return not any(_is_same_crowd(union(new), one) for one in before)

    def _are_apart(
        self,
        series: Series,
        new: Sequence[Basis],
        places: Sequence[Place],
        *,
        with_unions: bool = False,
    ) -> bool:
        """Whether `new` differs from all that was shown there by nobody, or by three."""
        names = [_names(one) for one in new]
        for series_id, cells in self._shown.items():
            other = self._series[series_id]
            is_own = other.key == series.key
            if places[0][0] in WORDS and not (is_own or _is_renamed(other, series)):
                continue  # answers in words are no contribution of one line
            before = [one.basis for one in cells if one.place in places]
            before += together(cells) if with_unions else []
            if is_own or not _is_renamed(other, series):
                if not may_move(new, before):
                    return False
            elif not may_move(names, map(_names, before)):
                return False
        return True

    def _crosses(self, place: Place, new: Sequence[Basis]) -> bool:
        """Whether the same prices were broken down by something else (P5).

        Two breakdowns stand together where one of them has large parts. Else whoever
        kept the first and knows all others would place two prices in five.
        """
        least = self._thresholds.part_of_second
        if min(len(one) for one in new) >= least:
            return False
        return any(
            shown_by != place
            and min(len(one) for one in parts) < least
            and _is_same_crowd(union(new), union(parts))
            for shown_by, parts in self._breakdowns()
        )

    def _breakdowns(self) -> list[tuple[Place, list[Basis]]]:
        """Return each breakdown that was ever shown: by what, and who is in its parts."""
        found: dict[tuple[int, int, Place], list[Basis]] = {}
        for one in self._cells():
            if one.row.kind is CellKind.PART:
                key = (one.row.series_id, one.row.released_in_id, one.place)
                found.setdefault(key, []).append(one.basis)
        return [(place, parts) for (_, _, place), parts in found.items()]

    def _cells(self) -> Iterable[Old]:
        return (one for cells in self._shown.values() for one in cells)


def _names(basis: Basis) -> Basis:
    return dict.fromkeys(basis, "")


def _is_same_crowd(new: Basis, old: Basis) -> bool:
    """Whether more than a sixth of the prices in `new` are in `old` as they are."""
    return overlap(new, old) > len(new) * LARGEST_OVERLAP


def _is_renamed(one: Series, other: Series) -> bool:
    """Whether two series are of the same thing in another unit or currency.

    The same price is another number there: only who is in them can be compared.
    """
    return (one.unit_quantity, one.basis, one.currency) != (
        other.unit_quantity,
        other.basis,
        other.currency,
    ) and (one.plan_id, one.stage, one.channel) == (
        other.plan_id,
        other.stage,
        other.channel,
    )
