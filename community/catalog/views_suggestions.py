"""Pages on which people suggest what is missing, and moderators decide."""

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from community.catalog.access import require_suggester
from community.catalog.forms import AcceptForm, ReasonForm, SuggestForm
from community.catalog.kinds import NAME_LENGTH, SuggestionState
from community.catalog.models import Suggestion
from community.catalog.suggestions import (
    accept_suggestion,
    decline_suggestion,
    get_suggestion_for,
    list_own_suggestions,
    list_suggestions,
    suggest_missing,
)
from community.core import stash
from community.core.errors import BadRequest
from community.core.forms import form_page, once
from community.core.ratelimit import Limit, hit
from community.core.web import (
    MODERATORS,
    SIGNED_IN,
    access,
    after_cursor,
    current_actor,
    is_own_path,
    notice,
    only_known_args,
    redirect_to,
    render,
)

blueprint = Blueprint("suggestions", __name__, url_prefix="/suggestions")
_PER_DAY = Limit(20, 86_400)


@blueprint.get("/")
@access(MODERATORS)
def index() -> str:
    only_known_args("state", "after")
    try:
        state = SuggestionState(request.args.get("state", SuggestionState.OPEN))
    except ValueError:
        raise BadRequest("Suggestions are open, accepted or declined.") from None
    page = list_suggestions(current_actor(), state, after=after_cursor())
    return render("catalog/suggestions.html", page=page, state=state)


@blueprint.get("/mine")
@access(SIGNED_IN)
def mine() -> str:
    only_known_args("after")
    page = list_own_suggestions(current_actor(), after=after_cursor())
    return render("catalog/my_suggestions.html", page=page)


@blueprint.route("/new", methods=["GET", "POST"])
@access(SIGNED_IN)
def new() -> Response:
    actor = current_actor()
    require_suggester(actor)
    form = SuggestForm()
    if form.validate_on_submit():
        with form.refusals():
            hit("suggest", str(actor.user_id), _PER_DAY)
            return once(form, lambda: _suggest(form))
    if request.method == "GET":
        only_known_args("vendor", "product", "back")
        for field in (form.vendor, form.product):
            field.data = field.data or request.args.get(field.name, "")[:NAME_LENGTH]
        form.back.data = form.back.data or request.args.get("back", "")
    return form_page(form, "catalog/suggest.html")


def _suggest(form: SuggestForm) -> str:
    suggest_missing(current_actor(), form.missing, form.comment.data or "")
    back = form.back.data or ""
    if is_own_path(back):
        notice("Thank you. What you had typed is here again; a moderator looks at it.")
        return back
    notice("Thank you. A moderator looks at it.")
    return url_for("catalog.suggestions.mine")


@blueprint.post("/keep")
@access(SIGNED_IN)
def keep() -> Response:
    """Keep a form that misses a product, and lead to suggesting it and back."""
    field = request.args.get("field", "")
    kind = "vendor" if request.args.get("kind") == "vendor" else "product"
    back = stash.page_of_form()
    stash.keep_form(back)
    typed = request.form.get(field, "")[:NAME_LENGTH]
    return redirect_to("catalog.suggestions.new", **{kind: typed, "back": back})


@blueprint.get("/<public_id>")
@access(MODERATORS)
def show(public_id: str) -> Response:
    suggestion = get_suggestion_for(current_actor(), public_id)
    form = AcceptForm()
    if not form.vendor.raw_data:
        form.fill(suggestion)
    return _page(suggestion, form, ReasonForm())


@blueprint.post("/<public_id>/accept")
@access(MODERATORS, audited="suggestion.accept")
def accept(public_id: str) -> Response:
    suggestion = get_suggestion_for(current_actor(), public_id)
    form = AcceptForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _accept(suggestion, form))
    return _page(suggestion, form, ReasonForm(formdata=None))


def _accept(suggestion: Suggestion, form: AcceptForm) -> str:
    accept_suggestion(current_actor(), suggestion, form.missing)
    notice("It is in the catalogue.")
    return url_for("catalog.suggestions.index")


@blueprint.post("/<public_id>/decline")
@access(MODERATORS, audited="suggestion.decline")
def decline(public_id: str) -> Response:
    suggestion = get_suggestion_for(current_actor(), public_id)
    form = ReasonForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _decline(suggestion, form))
    accepting = AcceptForm(formdata=None)
    accepting.fill(suggestion)
    return _page(suggestion, accepting, form)


def _decline(suggestion: Suggestion, form: ReasonForm) -> str:
    decline_suggestion(current_actor(), suggestion, form.reason.data or "")
    notice("Declined; whoever suggested it reads the reason.")
    return url_for("catalog.suggestions.index")


def _page(
    suggestion: Suggestion, accepting: AcceptForm, declining: ReasonForm
) -> Response:
    refused = declining if declining.errors or declining.refusal else accepting
    return form_page(
        refused,
        "catalog/suggestion.html",
        suggestion=suggestion,
        accepting=accepting,
        declining=declining,
    )
