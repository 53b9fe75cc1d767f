"""The host's page of watched patterns: tried on what stands there before one is saved."""

from collections.abc import Callable

from flask import Blueprint, request
from werkzeug.wrappers import Response

from community.core.forms import form_page, once
from community.core.web import (
    HOSTS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from moderation.screening import watching
from moderation.screening.forms import PatternForm
from moderation.screening.models import WatchedPattern
from moderation.screening.patterns import ACTION_LABELS
from moderation.screening.thresholds import THRESHOLDS

blueprint = Blueprint("watched_patterns", __name__, url_prefix="/host/patterns")
_HERE = "/host/patterns/"


@blueprint.get("/")
@access(HOSTS)
def index() -> str:
    only_known_args()
    return render(
        "moderation/patterns.html",
        patterns=watching.list_watched(),
        actions=ACTION_LABELS,
        figures=THRESHOLDS,
    )


@blueprint.route("/new", methods=["GET", "POST"])
@access(HOSTS, audited="pattern.add")
def new() -> Response:
    only_known_args()
    form = PatternForm(version=1)
    return _edit(form, lambda: watching.watch_for(current_actor(), form.wanted))


@blueprint.route("/<public_id>", methods=["GET", "POST"])
@access(HOSTS, audited="pattern.change")
def change(public_id: str) -> Response:
    only_known_args()
    pattern = watching.get_watched(public_id)
    form = PatternForm(obj=pattern)

    def save() -> None:
        watching.change(current_actor(), pattern, form.wanted, form.seen)

    return _edit(form, save, pattern)


@blueprint.post("/<public_id>/stop")
@access(HOSTS, audited="pattern.stop")
def stop(public_id: str) -> Response:
    pattern = watching.get_watched(public_id)
    watching.stop(current_actor(), pattern, pattern.version)
    notice("It is not watched for any more.")
    return redirect_path(_HERE)


def _edit(
    form: PatternForm,
    save: Callable[[], object],
    pattern: WatchedPattern | None = None,
) -> Response:
    """Show the form; once it holds, what it would have done; then save it."""

    def do() -> str:
        save()
        notice("It is watched for from now on.")
        return _HERE

    tried = None
    if form.validate_on_submit():
        with form.refusals():
            tried = watching.dry_run(watching.checked(form.wanted))
            if "save" in request.form:
                return once(form, do)
    page = form_page(
        form, "moderation/pattern.html", pattern=pattern, tried=tried, here=_HERE
    )
    if tried is not None and form.refused_by is None:
        page.status_code = 200
    return page
