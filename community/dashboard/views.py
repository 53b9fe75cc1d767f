"""The host's desk: an overview, and the import of public records."""

from flask import Blueprint
from werkzeug.wrappers import Response

from community.core import jobs
from community.core.web import HOSTS, access, current_actor, notice, redirect_to, render
from community.dashboard import queries
from community.dashboard.progress import STATE_WORDS
from community.dashboard.views_imports import blueprint as imports
from community.records.runlist import list_runs

blueprint = Blueprint("dashboard", __name__, url_prefix="/host")
blueprint.register_blueprint(imports)

_NEWEST = 5


@blueprint.get("/")
@access(HOSTS)
def overview() -> str:
    return render(
        "dashboard/overview.html",
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
