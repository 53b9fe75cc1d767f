"""All figures of the host's desk with their definitions, and what people miss."""

from datetime import date, timedelta

from flask import Blueprint, request
from flask import Response as FlaskResponse

from community.core import clock
from community.core.errors import BadRequest
from community.core.settings import get_settings
from community.core.tables import write_csv
from community.core.web import HOSTS, access, only_known_args, render
from community.dashboard.metrics.demand import coverage, list_missed
from community.dashboard.metrics.funnel import funnel
from community.dashboard.metrics.log import Log, Period, read_log
from community.dashboard.metrics.measures import Group, Metric, groups
from community.prices.queries import last_release, saving_on_first_quote
from community.prices.wanting import list_wanted

blueprint = Blueprint("metrics", __name__)
"""Mounted under the dashboard: endpoints are called dashboard.metrics.…"""

PERIODS = {"1": "Week", "4": "4 weeks", "13": "13 weeks"}
_USUAL = "4"


@blueprint.get("/metrics")
@access(HOSTS)
def show() -> str:
    only_known_args("weeks")
    weeks, log = _asked()
    return render(
        "dashboard/metrics.html",
        period=log.period,
        periods=PERIODS,
        weeks=weeks,
        funnel=funnel(log),
        groups=_groups(log),
    )


@blueprint.get("/metrics.csv")
@access(HOSTS)
def export() -> FlaskResponse:
    only_known_args("weeks")
    log = _asked()[1]
    rows = [
        ("Funnel", one.label, str(one.count), one.conversion, one.wait, one.definition)
        for one in funnel(log)
    ]
    rows += [
        (group.title, one.name, one.value, "", "", one.definition)
        for group in _groups(log)
        for one in group.metrics
    ]
    names = ("Group", "Metric", "Figure", "Of the step before", "Median", "Definition")
    name = f"metrics-{log.period.first}-{log.period.last}.csv"
    return FlaskResponse(
        write_csv(names, rows),
        mimetype="text/csv",
        headers={"Content-Disposition": f"attachment; filename={name}"},
    )


def _asked() -> tuple[str, Log]:
    weeks = request.args.get("weeks", _USUAL)
    if weeks not in PERIODS:
        raise BadRequest("Figures are told for 1, 4 or 13 weeks.")
    return weeks, read_log(_period(int(weeks)))


def _period(weeks: int) -> Period:
    today = clock.now().date()
    return Period(today - timedelta(days=7 * weeks - 1), today)


def _groups(log: Log) -> list[Group]:
    """Return the groups, with what is told of published prices among their last ones."""
    *others, outcome, guards = groups(log)
    released = last_release()
    age = "nothing yet" if released is None else _days(released)
    more = Metric(
        "Age of the snapshot",
        age,
        "Days since the prices that everybody sees came out.",
    )
    return [
        *others,
        Group(outcome.title, (*outcome.metrics, _saving())),
        Group(guards.title, (*guards.metrics, more)),
    ]


def _saving() -> Metric:
    count, median = saving_on_first_quote()
    value = "too few to tell" if median is None else f"{median:.0f} %"
    return Metric(
        "Saving against the first quote",
        value,
        "Median of what was won over the first offer, of the "
        f"{count} figures that are published of it now, each from twelve organisations "
        "on. The host sees no single deal.",
    )


def _days(released: date) -> str:
    count = (clock.now().date() - released).days
    return f"{count} day{'' if count == 1 else 's'}"


@blueprint.get("/demand")
@access(HOSTS)
def demand() -> str:
    only_known_args()
    settings = get_settings()
    thresholds = {
        "median": settings.median_from,
        "quartiles": settings.quartiles_from,
        "interval": settings.interval_from,
        "tails": settings.tails_from,
    }
    return render(
        "dashboard/demand.html",
        missed=list_missed(_period(13)),
        wanted=list_wanted(None).items,
        coverage=coverage(thresholds),
    )
