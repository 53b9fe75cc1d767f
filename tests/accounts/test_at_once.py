"""Two at a time: one wins, the others are told so, and nobody sees a crash."""

import threading

import pytest
import sqlalchemy as sa

from community.accounts.models import LoginSession, Registration, User
from community.core.db import db
from tests.accounts.conftest import GOOD_PASSWORD
from tests.cast import PASSWORD
from tests.page import PageClient

_MANY = 5


def _at_once(works):
    """Run all of `works` at the same time; return what they returned, in order."""
    results = [None] * len(works)
    gate = threading.Barrier(len(works))

    def run(number):
        gate.wait()
        results[number] = works[number]()

    threads = [threading.Thread(target=run, args=(n,)) for n in range(len(works))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return results


def _sender(app, path, values, having="submission_key", address="127.0.0.1"):
    client = app.test_client()
    client.environ_base["REMOTE_ADDR"] = address
    page = PageClient(app, client)
    shown = page.get(path)
    data = {**shown.form(having=having)["fields"], **values}
    return lambda: client.post(path, data=data).status_code


def _count(app, model):
    with app.app_context():
        return db.session.scalar(sa.select(sa.func.count()).select_from(model))


def _registration(handle, email):
    return {"handle": handle, "email": email, "password": GOOD_PASSWORD}


def test_link_that_is_used_at_once_makes_one_member(app, page, post):
    shown = page.get("/register")
    page.send(shown, _registration("grey_heron", "n@acme.example"), having="handle")
    link = post.link("n@acme.example")
    statuses = _at_once([_sender(app, link, {}) for _ in range(_MANY)])
    assert sorted(statuses) == [303] + [404] * (_MANY - 1)
    assert _count(app, User) == 1


def test_handle_that_is_wanted_at_once_goes_to_one(app):
    statuses = _at_once(
        [
            _sender(
                app,
                "/register",
                _registration("grey_heron", f"n{number}@acme.example"),
                "handle",
                f"192.0.2.{number}",
            )
            for number in range(_MANY)
        ]
    )
    assert statuses.count(303) == 1
    assert set(statuses) <= {303, 409, 422}
    assert _count(app, Registration) == 1


def test_one_link_resets_a_password_once(app, cast, page, post):
    shown = page.get("/forgot")
    page.send(shown, {"email": cast.ada.email}, having="email")
    link = post.link(cast.ada.email)
    wanted = [f"seven slow herons {number}" for number in range(_MANY)]
    statuses = _at_once([_sender(app, link, {"password": one}) for one in wanted])
    assert sorted(statuses) == [303] + [404] * (_MANY - 1)


def test_logins_at_once_all_succeed(app, cast):
    values = {"name": cast.ada.handle, "password": PASSWORD}
    statuses = _at_once([_sender(app, "/login", values, "name") for _ in range(_MANY)])
    assert statuses == [303] * _MANY
    assert _count(app, LoginSession) == _MANY


@pytest.mark.usefixtures("still")
def test_limit_counts_tries_at_once_one_by_one(app, cast):
    values = {"name": cast.ada.handle, "password": "wrong password"}
    statuses = _at_once([_sender(app, "/login", values, "name") for _ in range(10)])
    # A try that came when too many were writing was not checked either.
    assert statuses.count(422) <= 6
    assert set(statuses) <= {422, 429, 503}
