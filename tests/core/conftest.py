"""A second application on the same database, with a few routes made for trying out."""

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Blueprint, Flask, request
from werkzeug.wrappers import Response
from wtforms import StringField
from wtforms.validators import InputRequired

from community.app import create_app
from community.core import clock, web
from community.core.db import db
from community.core.errors import (
    Conflict,
    Forbidden,
    Invalid,
    NotFound,
    StorageFull,
    TooMany,
)
from community.core.forms import Form, once
from community.core.jobs import Job, enqueue
from community.core.settings import Settings
from tests.closing import close
from tests.page import PageClient

ERRORS = {
    "403": Forbidden("Not yours."),
    "404": NotFound("No such thing."),
    "409": Conflict("Too late."),
    "422": Invalid("Wrong.", fields={"name": "Too short."}),
    "429": TooMany("Slow down.", retry_after=7),
    "507": StorageFull("Full."),
}


class NameForm(Form):
    name = StringField("Name", validators=[InputRequired()])


def _playground() -> Blueprint:
    blueprint = Blueprint("playground", __name__, url_prefix="/playground")

    @blueprint.get("/error/<code>")
    @web.access(web.ANYONE)
    def error(code: str) -> str:
        if code == "500":
            raise RuntimeError("secret@mail.example")
        raise ERRORS[code]

    @blueprint.get("/open")
    @web.access(web.ANYONE)
    def open_page() -> Response:
        web.only_known_args("q", "after")
        body = f"{web.client_address()} {db.session.query(Job).count()}"
        return Response(body, mimetype="text/plain")

    @blueprint.route("/members", methods=["GET", "POST"])
    @web.access(web.CONTRIBUTORS)
    def members() -> tuple[str, int]:
        return _form_page()

    @blueprint.route("/form", methods=["GET", "POST"])
    @web.access(web.ANYONE, max_body=5_000)
    def form() -> tuple[str, int]:
        return _form_page()

    @blueprint.post("/button")
    @web.access(web.ANYONE)
    def button() -> Response:
        enqueue("playground.button")
        return Response("done", mimetype="text/plain")

    @blueprint.post("/ask")
    @web.access(web.ANYONE, changes_nothing=True)
    def ask() -> Response:
        enqueue("playground.asked")
        said = request.form.get("what", "")
        return Response(f"asked {said}", mimetype="text/plain")

    @blueprint.get("/write-on-get")
    @web.access(web.ANYONE)
    def write_on_get() -> str:
        db.session.add(Job(kind="never", args={}, run_at=clock.now()))
        return "done"

    @blueprint.get("/nobody")
    def nobody() -> str:
        return "unreachable"

    return blueprint


def _form_page():
    form = NameForm()
    if form.validate_on_submit():
        with form.refusals():
            return once(form, lambda: _do(form.name.data))
    errors = form.name.errors
    body = (
        "<!doctype html><title>Form</title><h1>Form</h1>"
        f"<p>{form.refusal or ''} {' '.join(errors)}</p>"
        f'<form method="post">{form.csrf_token}{form.submission_key}'
        f'<label for="name">Name</label>{form.name}</form>'
    )
    return body, 422 if request.method == "POST" else 200


def _do(name: str) -> str:
    enqueue("playground.named", name=name)
    if name == "refused":
        raise Invalid(
            "That name is refused.", fields={"name": "Choose another.", "x": "No x."}
        )
    return f"/playground/open?q={len(name)}"


@pytest.fixture
def build(app: Flask, settings: Settings) -> Iterator[Callable[..., Flask]]:
    """Return a maker of applications with the routes above and changed settings."""
    made: list[Flask] = []

    def build_one(**changes: object) -> Flask:
        built = create_app(replace(settings, **changes))
        built.config["PROPAGATE_EXCEPTIONS"] = False
        built.register_blueprint(_playground())
        made.append(built)
        return built

    yield build_one
    for one in made:
        close(one)


@pytest.fixture
def playground(build: Callable[..., Flask]) -> Flask:
    return build()


@pytest.fixture
def visitor(playground: Flask) -> PageClient:
    return PageClient(playground)


@pytest.fixture
def kinds(playground: Flask):
    """Return the kinds of the jobs that exist, in order."""

    def read() -> list[str]:
        with playground.app_context():
            return [job.kind for job in db.session.query(Job).order_by(Job.id)]

    return read
