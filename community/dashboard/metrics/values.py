"""How a figure of the host's desk is written: shares, ratios, and how long things take."""

from community.core.measuring import HOURS_OF_WEEK

NOTHING = "–"
TOO_FEW = "too few to tell"
_DAY = 24
_SHORT = 48


def share(part: int, whole: int) -> str:
    """Return "25 %", and a dash of nothing."""
    return NOTHING if not whole else f"{round(100 * part / whole)} %"


def conversion(count: int, before: int) -> str:
    """Return the share that a step is of the one before: "12 %".

    A step that is no part of it can be more: "4.7 times".
    """
    if count <= before:
        return share(count, before)
    return f"{ratio(count, before)} times" if before else NOTHING


def ratio(part: int, whole: int, *, per: int = 1) -> str:
    """Return how many `part` there are for `per` of the whole: "1.5"."""
    return NOTHING if not whole else f"{per * part / whole:.1f}"


def lasting(hours: float | None) -> str:
    """Return "under an hour", "3 hours", "2.5 days"."""
    if hours is None:
        return TOO_FEW
    if not hours:
        return "under an hour"
    if hours < _SHORT:
        return f"{hours:g} hour{'' if hours == 1 else 's'}"
    return f"{hours / _DAY:.1f} days"


def lasting_weeks(hours: float | None) -> str:
    """Return "the same week", "1 week", "2.5 weeks" of what is known by its weeks alone."""
    if hours is None:
        return TOO_FEW
    weeks = hours / HOURS_OF_WEEK
    if not weeks:
        return "the same week"
    return f"{weeks:g} week{'' if weeks == 1 else 's'}"


def listed(counts: dict[str, int]) -> str:
    """Return counts in words, the highest first."""
    most = sorted(counts.items(), key=lambda one: (-one[1], one[0]))
    return ", ".join(f"{name} {number}" for name, number in most) or "none"
