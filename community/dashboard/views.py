"""The host's desk: the funnel, trends and health; the way to all the rest."""

from datetime import timedelta

from flask import Blueprint, current_app
from werkzeug.wrappers import Response

from community.core import clock, health, jobs
from community.core.web import (
    HOSTS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)
from community.dashboard import queries
from community.dashboard.metrics.funnel import funnel
from community.dashboard.metrics.log import Period, read_log
from community.dashboard.metrics.tally import EXTENSION as TALLY
from community.dashboard.metrics.trends import trends
from community.dashboard.progress import STATE_WORDS
from community.dashboard.views_archives import blueprint as archives
from community.dashboard.views_export import blueprint as export
from community.dashboard.views_imports import blueprint as imports
from community.dashboard.views_leads import blueprint as leads
from community.dashboard.views_members import blueprint as members
from community.dashboard.views_metrics import blueprint as metrics
from community.dashboard.views_offers import blueprint as offers
from community.dashboard.views_site import blueprint as site
from community.dashboard.views_webhooks import blueprint as webhooks
from community.records.runlist import list_runs

blueprint = Blueprint("dashboard", __name__, url_prefix="/host")
blueprint.register_blueprint(imports)
blueprint.register_blueprint(members)
blueprint.register_blueprint(archives)
blueprint.register_blueprint(metrics)
blueprint.register_blueprint(leads)
blueprint.register_blueprint(offers)
blueprint.register_blueprint(webhooks)
blueprint.register_blueprint(site)
blueprint.register_blueprint(export)

_NEWEST = 5
_WEEKS = 13
_FUNNEL_DAYS = 28


@blueprint.get("/")
@access(HOSTS)
def overview() -> str:
    only_known_args()
    current_app.extensions[TALLY].write()
    today = clock.now().date()
    lately = read_log(Period(today - timedelta(days=_FUNNEL_DAYS - 1), today))
    quarter = read_log(Period(today - timedelta(weeks=_WEEKS - 1), today))
    return render(
        "dashboard/overview.html",
        funnel=funnel(lately),
        days=_FUNNEL_DAYS,
        trends=trends(quarter),
        troubles=health.troubles(),
        waiting=queries.waiting_jobs(),
        runs=list_runs(current_actor(), size=_NEWEST).items,
        jobs=queries.list_dead_jobs(),
        state_words=STATE_WORDS,
    )


@blueprint.post("/jobs/<int(max=2147483647):job_id>/retry")
@access(HOSTS)
def retry(job_id: int) -> Response:
    jobs.retry(queries.get_dead_job(job_id).id)
    notice("The job will be tried again.")
    return redirect_to("dashboard.overview")


@blueprint.post("/jobs/<int(max=2147483647):job_id>/drop")
@access(HOSTS)
def drop(job_id: int) -> Response:
    jobs.drop(queries.get_dead_job(job_id).id)
    notice("The job is dropped: what it was to do stays undone.")
    return redirect_to("dashboard.overview")
