"""Pages on which moderators look organisations up and say which are one."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from community.accounts.forms import ApartForm, GroupForm, typed
from community.accounts.organisations import (
    LONGEST_SEARCH,
    Detail,
    get_organisation_for,
    list_organisations,
)
from community.accounts.rules import grouping
from community.core.forms import Form, form_page, once
from community.core.web import (
    MODERATORS,
    access,
    after_cursor,
    current_actor,
    notice,
    only_known_args,
    render,
)

blueprint = Blueprint("organisations", __name__, url_prefix="/moderation/organisations")


@blueprint.get("/")
@access(MODERATORS)
def index() -> str:
    only_known_args("domain", "after")
    search = request.args.get("domain", "")[:LONGEST_SEARCH]
    page = list_organisations(current_actor(), search, after=after_cursor())
    return render("accounts/organisations.html", page=page, search=search)


@blueprint.get("/<public_id>")
@access(MODERATORS)
def show(public_id: str) -> Response:
    detail = get_organisation_for(current_actor(), public_id)
    return _page(detail, ApartForm() if detail.root else GroupForm())


@blueprint.post("/<public_id>/group")
@access(MODERATORS, audited="organisation.group")
def group(public_id: str) -> Response:
    detail = get_organisation_for(current_actor(), public_id)
    form = GroupForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _group(detail, form))
    return _page(detail, form)


def _group(detail: Detail, form: GroupForm) -> str:
    grouping.group_organisation(
        current_actor(),
        detail.organisation,
        into=typed(form.into),
        reason=typed(form.reason),
    )
    notice("The two count as one now.")
    return _path(detail)


@blueprint.post("/<public_id>/apart")
@access(MODERATORS, audited="organisation.apart")
def apart(public_id: str) -> Response:
    detail = get_organisation_for(current_actor(), public_id)
    form = ApartForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _take_apart(detail, form))
    return _page(detail, form)


def _take_apart(detail: Detail, form: ApartForm) -> str:
    grouping.take_apart(current_actor(), detail.organisation, reason=typed(form.reason))
    notice("It counts by itself now.")
    return _path(detail)


def _path(detail: Detail) -> str:
    return url_for(
        "accounts.organisations.show", public_id=detail.organisation.public_id
    )


def _page(detail: Detail, form: Form) -> Response:
    return form_page(
        form,
        "accounts/organisation.html",
        detail=detail,
        grouping=isinstance(form, GroupForm),
    )
