"""The site's look and what it says: the host's forms, and what every page asks for."""

from datetime import date

from flask import Blueprint, request, url_for
from werkzeug.wrappers import Response

from community.core.db import begin_clean
from community.core.errors import Invalid, NotFound
from community.core.forms import Form, done_before, form_page, once
from community.core.settings import get_settings
from community.core.theme import SAID_COOKIE, is_said_id, where_from
from community.core.web import (
    ANYONE,
    HOSTS,
    access,
    current_actor,
    notice,
    only_known_args,
    redirect_path,
    redirect_to,
)
from community.dashboard.forms_site import AnnouncementForm, ColoursForm, LogoForm
from community.dashboard.site import rules
from community.dashboard.site.dressing import name_of, stylesheet
from community.deals.evidence import rewriting, vault
from community.deals.evidence.sniffing import FileType

blueprint = Blueprint("site", __name__, url_prefix="/site")
"""Mounted under the dashboard: endpoints are called dashboard.site.…"""
public = Blueprint("brand", __name__)

_MOST_LOGO = 1_000_000
_MOST_BODY = 10_000
_A_YEAR = 365 * 86_400
_OURS = ("#0a6b68", "#54bfb4")
_TYPES = {FileType.PNG: "png", FileType.JPEG: "jpg"}
_MIMES = {"png": "image/png", "jpg": "image/jpeg"}


@blueprint.get("/")
@access(HOSTS)
def show() -> Response:
    only_known_args()
    return _page(None)


def _page(refused: Form | None) -> Response:
    """Return the page with all forms; the one that was refused as it was sent."""
    dress = rules.find_dress()
    colours, logo, said = ColoursForm(), LogoForm(), AnnouncementForm()
    if not isinstance(refused, ColoursForm):
        worn = (dress.accent_light, dress.accent_dark) if dress else (None, None)
        colours.show(worn[0] or _OURS[0], worn[1] or _OURS[1])
    if not isinstance(refused, AnnouncementForm):
        said.show(dress.said if dress else "", dress.said_until if dress else None)
    forms = {"colours": colours, "logo_form": logo, "said": said}
    for name, form in forms.items():
        if isinstance(refused, type(form)):
            forms[name] = refused
    return form_page(
        refused or colours,
        "dashboard/site.html",
        worn=dress,
        embed_on=get_settings().embed_on,
        **forms,
    )


@blueprint.post("/colours")
@access(HOSTS)
def colours() -> Response:
    form = ColoursForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _wear(form))
    return _page(form)


def _wear(form: ColoursForm) -> str:
    if form.usual.data:
        rules.drop_colours(current_actor())
    else:
        rules.choose_colours(current_actor(), *form.chosen)
    notice("The site wears these colours now.")
    return url_for("dashboard.site.show")


@blueprint.post("/logo")
@access(HOSTS, max_body=2 * _MOST_LOGO)
def logo() -> Response:
    form = LogoForm()
    if form.validate_on_submit():
        with form.refusals():
            return done_before(form) or _take(form)
    return _page(form)


def _take(form: LogoForm) -> Response:
    """Make a clean copy, as of evidence: pixels and nothing else."""
    data = form.file.data.read(_MOST_LOGO + 1)
    if len(data) > _MOST_LOGO:
        raise Invalid("Nothing is saved yet.", fields={"file": "At most 1 MB."})
    kind = rewriting.checked_type(data)
    if kind not in _TYPES:
        raise Invalid("Nothing is saved yet.", fields={"file": "A PNG or a JPEG."})
    actor = current_actor()
    begin_clean()  # drawing takes seconds: others write meanwhile
    copy = rewriting.clean_copy(data, kind, vault.folder())

    def keep() -> str:
        rules.take_logo(actor, copy.data, _TYPES[kind])
        notice("The site has a new logo.")
        return url_for("dashboard.site.show")

    return once(form, keep)


@blueprint.post("/logo/drop")
@access(HOSTS)
def drop_logo() -> Response:
    rules.drop_logo(current_actor())
    notice("The site has its usual mark again.")
    return redirect_to("dashboard.site.show")


@blueprint.post("/announcement")
@access(HOSTS)
def announcement() -> Response:
    form = AnnouncementForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _announce(form))
    return _page(form)


def _announce(form: AnnouncementForm) -> str:
    rules.announce(
        current_actor(), form.said.data or "", form.said_until.data or date.min
    )
    notice("It stands above every page now.")
    return url_for("dashboard.site.show")


@blueprint.post("/announcement/stop")
@access(HOSTS)
def stop() -> Response:
    rules.stop_announcing(current_actor())
    notice("It stands nowhere any more.")
    return redirect_to("dashboard.site.show")


@public.post("/announcement/read")
@access(ANYONE, max_body=_MOST_BODY, changes_nothing=True)
def read() -> Response:
    """Keep in the browser alone that somebody has read an announcement."""
    only_known_args()
    said_id = request.form.get("said", "")
    if not is_said_id(said_id):
        raise Invalid("There is no such announcement.")
    response = redirect_path(where_from())
    response.set_cookie(
        SAID_COOKIE,
        said_id,
        max_age=_A_YEAR,
        secure=get_settings().is_secure,
        httponly=True,
        samesite="Lax",
    )
    return response


@public.get("/brand/<name>.css")
@access(ANYONE)
def sheet(name: str) -> Response:
    only_known_args()
    dress = rules.find_dress()
    light, dark = (None, None)
    if dress is not None:
        light, dark = dress.accent_light, dress.accent_dark
    if light is None or dark is None or name_of(light, dark) != name:
        raise NotFound("The site wears other colours by now.")
    return _kept(stylesheet(light, dark).encode(), "text/css; charset=utf-8")


@public.get("/brand/<name>/logo")
@access(ANYONE)
def picture(name: str) -> Response:
    only_known_args()
    dress = rules.find_dress()
    if dress is None or dress.logo is None or dress.logo_hash != name:
        raise NotFound("The site has another logo by now.")
    return _kept(dress.logo, _MIMES[dress.logo_type])


def _kept(body: bytes, content_type: str) -> Response:
    """Return what never changes under its name."""
    response = Response(body, content_type=content_type)
    response.headers["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
