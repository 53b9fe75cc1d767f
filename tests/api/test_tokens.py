"""Tokens: made for the password, shown once, good for what was ticked, and gone."""

import re
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.api import jobs, rules
from community.api.models import ApiToken
from community.api.scopes import MOST_TOKENS, Scope
from community.core import clock
from community.core.db import db
from community.core.errors import Forbidden, Invalid, NotFound
from community.core.mail import Mail
from tests.cast import PASSWORD

PAGE = "/account/tokens"


def _make(page, *, password=PASSWORD, scopes=("read:own",), label="Sheet", status=200):
    form = page.get(PAGE)
    return page.send(
        form,
        {"label": label, "scopes": list(scopes), "current_password": password},
        having="label",
        status=status,
    )


def test_a_token_is_shown_once_and_opens_what_was_ticked(app, cast, program):
    page = cast.page("ada")

    shown = _make(page)
    token = re.search(r"fqt_[\w-]{43}", shown.text)[0]

    program.token = token
    assert program.get("/me")["handle"] == "ada"
    assert program.get("/me")["scopes"] == ["read:own"]
    again = page.get(PAGE).text
    assert token not in again
    assert f"…{token[-4:]}" in again
    with app.app_context():
        assert token not in str(db.session.scalars(sa.select(ApiToken)).one().__dict__)


def test_a_wrong_password_makes_none(app, cast):
    _make(cast.page("ada"), password="wrong-password-1", status=422)

    with app.app_context():
        assert db.session.scalars(sa.select(ApiToken)).all() == []


def test_its_owner_gets_a_letter(app, cast):
    _make(cast.page("ada"), label="Warehouse")

    with app.app_context():
        mails = db.session.scalars(sa.select(Mail)).all()
        assert any("Warehouse" in one.text for one in mails)


def test_a_revoked_one_opens_nothing(cast, program):
    page = cast.page("ada")
    program.token = re.search(r"fqt_[\w-]{43}", _make(page).text)[0]
    program.ask("/me")
    listed = page.get(PAGE)

    page.send(listed, action=_revoking(listed), status=303)

    refused = program.ask("/me", status=401)
    assert refused.headers["WWW-Authenticate"] == "Bearer"


def _revoking(page):
    return next(one["action"] for one in page.forms if one["action"].endswith("revoke"))


def test_logging_all_devices_out_revokes_all(app, cast, program_of):
    program = program_of("ada")
    page = cast.page("ada")
    cast.login("ada")

    page.post("/account/sessions/end-others", {}, status=303)

    program.ask("/me", status=401)


@pytest.mark.parametrize(
    "said",
    [
        "Bearer fqt_" + "x" * 43,
        "Bearer nonsense",
        "Bearer",
        "Basic YWRhOmFkYQ==",
        "Bearer fqt_" + "é" * 43,
    ],
)
def test_what_is_no_token_of_ours_is_refused_everywhere(program, said):
    for path in ("/me", "/openapi.json"):
        answer = program.ask(path, status=401, headers={"Authorization": said})
        assert answer.headers["WWW-Authenticate"] == "Bearer"


def test_a_token_ends_by_itself_and_is_forgotten(app, program_of, time_machine):
    program = program_of("ada", days=7)
    program.ask("/me")

    time_machine.move_to(clock.now() + timedelta(days=8))

    program.ask("/me", status=401)
    with app.app_context():
        jobs.forget_old_tokens()
        db.session.commit()
        assert db.session.scalars(sa.select(ApiToken)).all() == []


def test_a_token_without_the_scope_is_told_which_it_lacks(program_of):
    program = program_of("ada", Scope.READ_PUBLIC)

    answer = program.ask("/me", status=403)

    assert answer.json["code"] == "insufficient-scope"
    assert "read:own" in answer.json["detail"]


def test_the_cookie_opens_nothing(app, cast):
    page = cast.page("ada")

    read = page.client.get("/api/v1/me")
    written = page.client.post("/api/v1/me/notifications/read-all")

    assert (read.status_code, written.status_code) == (401, 401)
    assert "Set-Cookie" not in written.headers


def test_a_locked_account_opens_nothing(app, cast, program_of):
    program = program_of("ada")
    with app.app_context():
        db.session.execute(
            sa.text("UPDATE \"user\" SET state = 'locked' WHERE handle = 'ada'")
        )
        db.session.commit()

    program.ask("/me", status=401)


def test_its_use_is_noted_now_and_then(app, program_of, time_machine):
    program = program_of("ada")

    program.ask("/me")
    with app.app_context():
        first = db.session.scalars(sa.select(ApiToken.used_at)).one()
    time_machine.move_to(clock.now() + timedelta(minutes=1))
    program.ask("/me")

    with app.app_context():
        assert first is not None
        assert db.session.scalars(sa.select(ApiToken.used_at)).one() == first


@pytest.mark.usefixtures("context")
def test_who_has_proven_no_address_gets_none(cast):
    with pytest.raises(Forbidden):
        _rule(replace(cast.actor("ben"), proven=False))


@pytest.mark.usefixtures("context")
def test_who_needs_two_factors_gets_none_without(cast):
    with pytest.raises(Forbidden):
        _rule(replace(cast.actor("mo"), two_factors=False))


def _rule(actor, **other):
    given = {"label": "x", "scopes": [Scope.READ_OWN], "days": 7, "password": PASSWORD}
    return rules.make_token(actor, **{**given, **other})


@pytest.mark.usefixtures("context")
@pytest.mark.parametrize(
    ("field", "wrong"),
    [("label", ""), ("label", "x" * 61), ("scopes", []), ("days", 400)],
)
def test_each_wrong_field_is_named(cast, field, wrong):
    with pytest.raises(Invalid) as refused:
        _rule(cast.actor("ada"), **{field: wrong})

    assert set(refused.value.fields) == {field}


@pytest.mark.usefixtures("context")
def test_nobody_has_very_many(cast):
    ada = cast.actor("ada")
    for number in range(MOST_TOKENS):
        db.session.add(
            ApiToken(
                user_id=ada.user_id,
                token_hash=str(number),
                label="x",
                ending="x",
                scopes=[],
                expires_at=clock.now().replace(year=2100),
            )
        )
    db.session.commit()

    with pytest.raises(Invalid):
        _rule(ada)


@pytest.mark.usefixtures("context")
def test_nobody_revokes_somebody_elses(cast):
    _rule(cast.actor("ada"))
    token = db.session.scalars(sa.select(ApiToken)).one()

    with pytest.raises(NotFound):
        rules.revoke_token(cast.actor("cleo"), token)


@pytest.mark.usefixtures("context")
def test_who_has_no_address_gets_no_letter(cast):
    ada = cast.actor("ada")
    db.session.execute(sa.update(User).where(User.id == ada.user_id).values(email=None))
    db.session.commit()

    token = _rule(ada)

    assert token.startswith("fqt_")
    assert db.session.scalars(sa.select(Mail)).all() == []
