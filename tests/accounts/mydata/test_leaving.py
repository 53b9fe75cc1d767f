"""Asking for one's account to go: with the password, undone by a link, carried out by a job."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from community.accounts.models import User
from community.accounts.mydata.limits import COOLING_OFF
from community.accounts.mydata.models import AccountErasure
from community.core import clock
from community.core.db import db, transaction
from community.core.mail import Mail
from community.core.worker import run_due
from tests.accounts.mydata.going import FIELD, ask_to_go, let_days_pass
from tests.cast import PASSWORD, Cast
from tests.page import PageClient


def test_nothing_happens_before_the_day(app: Flask, cast: Cast) -> None:
    ask_to_go(app, cast)
    with time_machine.travel(clock.now() + COOLING_OFF - timedelta(hours=1)):
        with app.app_context(), transaction():
            app.extensions["fairquote.jobs"].handlers["accounts.erase.due"]()
            app.extensions["fairquote.jobs"].handlers["accounts.erase"](
                user_id=cast.ada.id
            )
        run_due(app)

    with app.app_context():
        assert db.session.get_one(User, cast.ada.id).handle == "ada"


@pytest.mark.parametrize("who", ["ada", "nobody"])
def test_a_link_in_the_mail_undoes_it(app: Flask, cast: Cast, who: str) -> None:
    ask_to_go(app, cast)
    with app.app_context():
        text = db.session.scalars(sa.select(Mail.text)).one()
    link = next(line for line in text.split("\n") if "/account/keep/" in line)
    path = link[link.index("/account/keep/") :]
    page = cast.page(who) if who == "ada" else PageClient(app)

    page.send(page.get(path), having="submission_key", action=None, status=303)
    let_days_pass(app)

    with app.app_context():
        assert db.session.get_one(User, cast.ada.id).handle == "ada"
        assert db.session.scalar(sa.select(AccountErasure.id)) is None
    PageClient(app).get(path, status=404)


def test_the_account_page_undoes_it(app: Flask, cast: Cast) -> None:
    ask_to_go(app, cast)
    page = cast.page("ada")

    page.send(page.get("/account/data"), action="/account/delete/undo", status=303)
    page.post("/account/delete/undo", status=303)  # once more does no harm
    let_days_pass(app)

    with app.app_context():
        assert db.session.get_one(User, cast.ada.id).handle == "ada"


def test_without_the_password_nothing_begins(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")

    refused = page.send(
        page.get("/account/delete"),
        {FIELD: "not this one", "texts": "take"},
        having=FIELD,
        status=422,
    )

    assert "This is not your password." in refused.text
    assert refused.form(having=FIELD)["fields"]["texts"] == "take"
    with app.app_context():
        assert db.session.scalar(sa.select(AccountErasure.id)) is None


@pytest.mark.parametrize("who", ["mo", "hana"])
def test_staff_gives_its_role_back_first(app: Flask, cast: Cast, who: str) -> None:
    page = cast.page(who)

    assert "give their role back first" in page.get("/account/delete").text
    page.post("/account/delete", {FIELD: PASSWORD, "texts": "take"}, status=403)


def test_whoever_became_staff_meanwhile_stays(app: Flask, cast: Cast) -> None:
    ask_to_go(app, cast)
    with app.app_context(), transaction():
        user = db.session.get_one(User, cast.ada.id)
        user.role = cast.mo.role
    let_days_pass(app)

    with app.app_context():
        assert db.session.get_one(User, cast.ada.id).handle == "ada"
        assert db.session.scalar(sa.select(AccountErasure.id)) is None


def test_a_second_wish_is_refused(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")
    form = page.get("/account/delete")
    ask_to_go(app, cast)

    page.send(form, {FIELD: PASSWORD, "texts": "take"}, having=FIELD, status=409)


def test_her_profile_and_log_in_are_gone(app: Flask, cast: Cast) -> None:
    page = cast.page("ada")
    ask_to_go(app, cast)
    let_days_pass(app)

    assert page.get("/account/", status=303).location.startswith("/login")
    PageClient(app).get("/u/ada", status=404)
    visitor = PageClient(app)
    refused = visitor.send(
        visitor.get("/login"), {"name": "ada", "password": PASSWORD}, having="name"
    )
    assert refused.status == 422
