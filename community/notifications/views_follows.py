"""Following things and saving them for later: the buttons, and the lists of both."""

from collections.abc import Callable

from flask import Blueprint, g, request
from flask.sansio.blueprints import BlueprintSetupState
from werkzeug.wrappers import Response

from community.accounts.limits import count_unknown_profile
from community.core.errors import NotFound
from community.core.forms import form_page
from community.core.standin import known_of_reader
from community.core.web import (
    SIGNED_IN,
    access,
    after_cursor,
    client_address,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    render,
)
from community.notifications import queries
from community.notifications.access import require_may_follow
from community.notifications.forms import OFF, USUAL, FollowForm, FollowRowForm
from community.notifications.kinds import (
    FREQUENCY_LABELS,
    LEVEL_LABELS,
    Followed,
    Level,
)
from community.notifications.queries import Standing
from community.notifications.rules import following, saving, watching
from community.notifications.sharing import STANDING
from community.notifications.targets import SAVEABLE, Target, get_target_for

_LIST = "/account/follows"

blueprint = Blueprint("following", __name__)
Answer = str | Response


@blueprint.record_once
def _offer(state: BlueprintSetupState) -> None:
    """Let pages below this room show their buttons: they ask by the thing's address."""
    state.app.jinja_env.globals["standing"] = standing
    state.app.jinja_env.globals["followed_search"] = followed_search


def standing(kind: str, ref: str) -> Standing:
    """Return what the buttons on the page of a thing need: one query, however many ask."""
    known = known_of_reader(STANDING)
    if isinstance(known, Standing):
        return known
    asked: dict[tuple[str, str], Standing] = g.setdefault(STANDING, {})
    if (kind, ref) not in asked:
        asked[kind, ref] = queries.standing_of(current_actor(), Followed(kind), ref)
    return asked[kind, ref]


def followed_search(typed: str) -> Target | None:
    """Return what the search page needs: one query or two, none for visitors."""
    return watching.find_followed(current_actor(), typed)


def _follow_page(followed: Followed) -> Callable[[str], Answer]:
    @access(SIGNED_IN)
    def page(ref: str) -> Answer:
        only_known_args()
        target = _get_target(followed, ref)
        require_may_follow(current_actor(), followed)
        stands = queries.standing_of(current_actor(), followed, target.ref)
        form = FollowForm(level=stands.level or Level.ALL)
        form.explain(followed)
        if form.validate_on_submit():
            with form.refusals():
                _set(target, form.wanted)
                return redirect_path(target.path)
        return form_page(
            form,
            "notifications/follow.html",
            target=target,
            standing=stands,
            off=OFF,
        )

    return page


def _get_target(followed: Followed, ref: str) -> Target:
    try:
        return get_target_for(current_actor(), followed, ref)
    except NotFound:
        if followed is Followed.PERSON:  # as on /u/: who guesses names is slowed down
            count_unknown_profile(client_address())
        raise


def _set(target: Target, level: Level | None) -> None:
    if level is None:
        following.stop(current_actor(), target)
        notice(f"You don’t follow “{target.name}” any more.")
        return
    following.follow(current_actor(), target, level)
    if level is Level.MUTE:
        notice(f"You hear nothing of “{target.name}” any more.")
    else:
        notice(f"You follow “{target.name}”. What is new comes to your inbox.")


def _save_button(kind: Followed) -> Callable[[str], Answer]:
    @access(SIGNED_IN)
    def button(ref: str) -> Answer:
        target = get_target_for(current_actor(), kind, ref)
        if request.form.get("keep") == "no":
            saving.unsave(current_actor(), target)
            notice(f"“{target.name}” is out of your list.")
        else:
            saving.save(current_actor(), target)
            notice(f"“{target.name}” is in your saved list.")
        from_list = request.form.get("back") == "list"
        return redirect_path("/saved" if from_list else target.path)

    return button


for one in Followed:
    blueprint.add_url_rule(
        f"/follow/{one}/<ref>",
        one.value,
        _follow_page(one),
        methods=["GET", "POST"],
    )
for one in SAVEABLE:
    blueprint.add_url_rule(
        f"/saved/{one}/<ref>", f"save_{one}", _save_button(one), methods=["POST"]
    )


@blueprint.post("/follow/searches")
@access(SIGNED_IN)
def follow_search() -> Answer:
    target = watching.follow_search(current_actor(), request.form.get("q", ""))
    notice(
        f"You follow the search “{target.name}”. What is new comes to your inbox, "
        "and by mail as you like it."
    )
    return redirect_path(target.path)


@blueprint.get(_LIST)
@access(SIGNED_IN)
def follows() -> Answer:
    only_known_args("after")
    page = queries.list_follows(current_actor(), after_cursor())
    return render(
        "notifications/follows.html",
        page=page,
        levels=[*LEVEL_LABELS.items(), (OFF, "Stop")],
        frequencies=[(USUAL, "As usual"), *FREQUENCY_LABELS.items()],
    )


@blueprint.post(f"{_LIST}/<public_id>")
@access(SIGNED_IN)
def change(public_id: str) -> Answer:
    found = queries.get_follow_for(current_actor(), public_id)
    form = FollowRowForm()
    if form.validate_on_submit():
        wanted = form.wanted
        following.change(current_actor(), found, level=wanted, frequency=form.how_often)
        notice(
            "Saved."
            if wanted
            else "Stopped. Choose a level and save it again to undo that."
        )
        return redirect_path(_LIST)
    page = queries.list_follows(current_actor(), None)
    return form_page(
        form,
        "notifications/follows.html",
        page=page,
        levels=[*LEVEL_LABELS.items(), (OFF, "Stop")],
        frequencies=[(USUAL, "As usual"), *FREQUENCY_LABELS.items()],
    )


@blueprint.get("/saved")
@access(SIGNED_IN)
def saved() -> Answer:
    only_known_args("after")
    page = queries.list_saved(current_actor(), after_cursor())
    return render("notifications/saved.html", page=page)
