"""Importing public records in the browser: upload, say what columns mean, check, import, undo."""

from pathlib import Path

from flask import Blueprint, make_response, request, url_for
from flask import Response as FlaskResponse
from werkzeug.wrappers import Response

from community.core.answers import kept_table
from community.core.forms import form_page, once
from community.core.web import (
    HOSTS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)
from community.dashboard.fields import mapping_from, start_for, typed_of
from community.dashboard.forms import (
    FIELD_NAMES,
    MappingForm,
    MappingTextForm,
    UploadForm,
)
from community.dashboard.progress import STATE_WORDS, Progress
from community.records.files import open_csv
from community.records.mapping import Mapping
from community.records.mappingtext import parse_mapping
from community.records.mappingwriting import write_mapping
from community.records.models import ImportRun
from community.records.rules import mappings, runs
from community.records.runlist import get_run_for, list_runs

blueprint = Blueprint("imports", __name__, url_prefix="/imports")
"""Mounted under the dashboard: endpoints are called dashboard.imports.…"""

_UPLOAD = runs.MOST_UPLOADED + 1_000_000
_CURRENT = "@current"
_GUESSED = "@guessed"


@blueprint.route("/", methods=["GET", "POST"])
@access(HOSTS, max_body=_UPLOAD)
def index() -> Response:
    only_known_args("after")
    form = UploadForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _upload(form))
    return form_page(
        form,
        "dashboard/imports.html",
        page=list_runs(current_actor(), after_cursor()),
        mappings=mappings.list_mappings(),
        state_words=STATE_WORDS,
        megabytes=runs.MOST_UPLOADED // 1_000_000,
    )


def _upload(form: UploadForm) -> str:
    file = form.file.data
    run = runs.upload(current_actor(), file.stream, file.filename or "")
    return url_for("dashboard.imports.mapping", public_id=run.public_id)


@blueprint.get("/<public_id>")
@access(HOSTS)
def show(public_id: str) -> Response:
    run = get_run_for(current_actor(), public_id)
    progress = Progress.of(run)
    answer = make_response(render("dashboard/import.html", run=run, progress=progress))
    if progress.is_busy:
        # Works without scripts: the browser asks again while there is news to come.
        answer.headers["Refresh"] = "2"
    return answer


@blueprint.route("/<public_id>/mapping", methods=["GET", "POST"])
@access(HOSTS)
def mapping(public_id: str) -> Response:
    only_known_args("map")
    run = get_run_for(current_actor(), public_id)
    name = request.form.get("base", "") or request.args.get("map", "")
    name, base, columns = _base(run, name)
    form = MappingForm()
    form.offer(columns, typed_of(base).date_format)
    if form.validate_on_submit():
        with form.refusals():
            chosen = mapping_from(form.typed(), base)
            return once(form, lambda: _choose(run, chosen, form.save_as.data, name))
    elif not form.is_submitted():
        form.fill(typed_of(base), name)
    return form_page(
        form,
        "dashboard/mapping.html",
        run=run,
        base=name,
        rows=[form[one] for one in FIELD_NAMES],
        named=[one for one in mappings.list_mappings() if _fits(one.mapping, columns)],
        columns=columns,
    )


@blueprint.route("/<public_id>/mapping/text", methods=["GET", "POST"])
@access(HOSTS)
def mapping_text(public_id: str) -> Response:
    only_known_args("map")
    run = get_run_for(current_actor(), public_id)
    form = MappingTextForm()
    if form.validate_on_submit():
        with form.refusals():
            chosen = parse_mapping(form.text.data or "")
            return once(form, lambda: _choose(run, chosen, form.save_as.data, ""))
    elif not form.is_submitted():
        base = _base(run, request.args.get("map", ""))[1]
        form.text.data = write_mapping(base)
    return form_page(form, "dashboard/mapping_text.html", run=run)


def _choose(run: ImportRun, chosen: Mapping, save_as: str | None, name: str) -> str:
    actor = current_actor()
    if save_as:
        name = mappings.save_mapping(actor, save_as.strip(), chosen).name
    runs.choose_mapping(actor, run, chosen, name=name.removeprefix("@"))
    runs.ask_check(actor, run)
    return url_for("dashboard.imports.show", public_id=run.public_id)


def _base(run: ImportRun, name: str) -> tuple[str, Mapping, tuple[str, ...]]:
    """Return what the form starts from, with the file's columns as it reads them.

    As asked for, as chosen before, as fits, or guessed from the columns' names.
    """
    path = Path(run.path)
    columns = open_csv(path).columns
    if name and not name.startswith("@"):
        base = mappings.get_mapping(name).mapping
    elif run.mapping and name != _GUESSED:
        name, base = _CURRENT, parse_mapping(run.mapping)
    elif name != _GUESSED and (fitting := mappings.fitting(columns)):
        name, base = fitting.name, fitting.mapping
    else:
        return _GUESSED, start_for(columns, run.file_name), columns
    return name, base, open_csv(path, base.file).columns


def _fits(mapping: Mapping, columns: tuple[str, ...]) -> bool:
    return not mapping.missing_from(columns)


@blueprint.post("/<public_id>/check")
@access(HOSTS)
def check(public_id: str) -> Response:
    run = get_run_for(current_actor(), public_id)
    runs.ask_check(current_actor(), run)
    return redirect_to("dashboard.imports.show", public_id=public_id)


@blueprint.post("/<public_id>/import")
@access(HOSTS)
def start(public_id: str) -> Response:
    run = get_run_for(current_actor(), public_id)
    runs.ask_import(current_actor(), run)
    return redirect_to("dashboard.imports.show", public_id=public_id)


@blueprint.post("/<public_id>/undo")
@access(HOSTS)
def undo(public_id: str) -> Response:
    run = get_run_for(current_actor(), public_id)
    runs.undo(current_actor(), run)
    notice("The prices of this import are gone again.")
    return redirect_to("dashboard.imports.show", public_id=public_id)


@blueprint.get("/<public_id>/errors.csv")
@access(HOSTS)
def errors(public_id: str) -> FlaskResponse:
    run = get_run_for(current_actor(), public_id)
    return kept_table(
        runs.errors_path(run),
        run.error_bytes,
        f"skipped-and-flagged-{run.public_id}.csv",
        missing="Nothing was skipped or flagged, or the file is gone by now.",
    )


@blueprint.post("/mappings/<name>/forget")
@access(HOSTS)
def forget(name: str) -> Response:
    mappings.forget_mapping(current_actor(), name)
    notice(f"The mapping “{name}” is forgotten.")
    return redirect_to("dashboard.imports.index")
