"""The API's description and its reference page, and the account's page of tokens."""

import json
from functools import cache

from flask import Blueprint
from werkzeug.wrappers import Response

from community.accounts.forms import typed
from community.api import bearer, conditional, queries, rules
from community.api.description import Json, describe
from community.api.forms import TokenForm
from community.api.parts import PARTS, all_operations
from community.api.reference import parts_of, shapes_of
from community.api.scopes import SCOPE_LABELS
from community.core.forms import form_page
from community.core.settings import get_settings
from community.core.web import (
    ANYONE,
    SIGNED_IN,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_to,
    render,
)

blueprint = Blueprint("api", __name__)
for one in PARTS:
    blueprint.register_blueprint(one.blueprint)
Answer = str | Response


@cache
def _described(site_name: str, base_url: str) -> Json:
    return describe(all_operations(), site_name=site_name, base_url=base_url)


def _description() -> Json:
    settings = get_settings()
    return _described(settings.site_name, settings.base_url)


@blueprint.get(f"{bearer.ROOT}/openapi.json")
@access(ANYONE, by_token=True)
def openapi() -> Response:
    only_known_args()
    text = json.dumps(_description(), ensure_ascii=False, separators=(",", ":"))
    answer = Response(text, mimetype="application/json")
    return conditional.told(answer, shared=True, kept=True)


@blueprint.get("/api/")
@access(ANYONE)
def reference() -> str:
    only_known_args()
    described = _description()
    return render(
        "api/reference.html",
        about=described["info"]["description"].split("\n\n"),
        server=described["servers"][0]["url"],
        parts=parts_of(described),
        shapes=shapes_of(described),
        scopes=SCOPE_LABELS,
    )


@blueprint.route("/account/tokens", methods=["GET", "POST"])
@access(SIGNED_IN)
def tokens() -> Answer:
    only_known_args()
    actor, form = current_actor(), TokenForm()
    if form.validate_on_submit():
        with form.refusals():
            token = rules.make_token(
                actor,
                label=form.label.data or "",
                scopes=form.wanted,
                days=int(form.days.data),
                password=typed(form.current_password),
            )
            return render("api/token.html", token=token)
    return form_page(
        form,
        "api/tokens.html",
        tokens=queries.list_tokens(actor),
        labels={str(scope): label for scope, label in SCOPE_LABELS.items()},
    )


@blueprint.post("/account/tokens/<public_id>/revoke")
@access(SIGNED_IN)
def revoke(public_id: str) -> Response:
    actor = current_actor()
    rules.revoke_token(actor, queries.get_token_for(actor, public_id))
    notice("Revoked: it opens nothing any more.")
    return redirect_to("api.tokens")
