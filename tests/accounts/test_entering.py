from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import logins
from community.accounts.models import LoginSession, User
from community.accounts.passwords import hash_password
from community.accounts.rules import entering, people
from community.accounts.rules.importing import ImportedAuthor, import_authors
from community.core.actors import SYSTEM, VISITOR, Role
from community.core.db import db, transaction
from community.core.errors import Invalid, TooMany
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("context", "cast")
WRONG = (
    "That name and password do not belong together. If you have just registered, "
    "open the link in our mail first."
)


def _log_in(name="ada", password=PASSWORD, address="192.0.2.1"):
    with transaction():
        return entering.log_in(
            name=name, password=password, address=address, user_agent="Firefox Linux"
        )


def _refusal(**values):
    with pytest.raises(Invalid) as refusal:
        _log_in(**values)
    return refusal.value


@pytest.mark.parametrize(
    "name", ["ada", "Ada", " ada ", "ada@northwind.example", "ADA@Northwind.Example "]
)
def test_handle_and_address_both_log_in(cast, name):
    login = logins.find_live_login(_log_in(name))
    assert login.actor == cast.actor("ada")


def test_login_leaves_a_row_with_a_hash_and_a_label(cast):
    token = _log_in()
    row = db.session.scalar(sa.select(LoginSession))
    assert row.user_id == cast.ada.id
    assert row.label == "Firefox on Linux"
    assert token not in row.token_hash
    assert row.expires_at - row.created_at == timedelta(days=30)


@pytest.mark.parametrize(
    ("name", "password"),
    [
        ("ada", "wrong password"),
        ("ada", ""),
        ("ada", "x" * 100_000),
        ("ada", "\ud800\x00"),
        ("nobody", PASSWORD),
        ("nobody@acme.example", PASSWORD),
        ("", PASSWORD),
        ("@", PASSWORD),
        ("\x00\ud800" * 5000, PASSWORD),
        ("%", PASSWORD),
        ("' OR 1=1 --", PASSWORD),
    ],
)
def test_every_wrong_name_or_password_gets_the_same_answer_and_one_hash(
    hashes, name, password
):
    hashes.clear()
    refusal = _refusal(name=name, password=password)
    assert (refusal.message, refusal.code, refusal.fields) == (
        WRONG,
        "wrong-credentials",
        {},
    )
    assert len(hashes) == 1
    assert db.session.scalars(sa.select(LoginSession)).all() == []


def test_imported_author_cannot_log_in_and_answers_like_nobody(hashes):
    with transaction():
        import_authors("onstartups", [ImportedAuthor("7", "Jason")])
    hashes.clear()
    for name in ("jason.onstartups", "jasononstartups"):
        assert _refusal(name=name).message == WRONG
    assert len(hashes) == 2


def test_locked_account_says_so_only_to_who_knows_the_password():
    with transaction():
        people.lock_account(SYSTEM, "ada", "It was stolen.")
    assert _refusal(password="wrong password").message == WRONG
    refusal = _refusal()
    assert (refusal.message, refusal.code) == ("This account is locked.", "locked")


def test_new_staff_with_a_short_password_is_asked_for_a_longer_one(cast):
    short = "k7#qZ!vv92Lmpt"
    with transaction():
        db.session.get_one(User, cast.ada.id).password_hash = hash_password(short)
    _log_in(password=short)
    with transaction():
        people.change_role(SYSTEM, "ada", Role.MODERATOR)
    assert _refusal(password=short).code == "password-too-short"
    assert _refusal(password="wrong password").message == WRONG


def test_six_tries_a_minute_for_one_name_from_anywhere():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        for number in range(6):
            _refusal(password="wrong password", address=f"192.0.2.{number}")
        with pytest.raises(TooMany) as refusal:
            _log_in(address="192.0.2.99")
        assert refusal.value.retry_after == 60
        when.shift(timedelta(seconds=60))
        _log_in(address="192.0.2.99")


def test_six_tries_a_minute_for_one_network_address():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        for number in range(6):
            _refusal(name=f"name{number}", password="wrong password")
        with pytest.raises(TooMany):
            _log_in()
        _log_in(address="192.0.2.2")


def test_thirty_tries_an_hour():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        for _ in range(5):
            for _ in range(6):
                _refusal(password="wrong password")
            when.shift(timedelta(seconds=60))
        with pytest.raises(TooMany) as refusal:
            _log_in()
        assert refusal.value.retry_after == 55 * 60


def test_unknown_names_are_limited_as_known_ones():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        for number in range(6):
            _refusal(name="nobody", address=f"192.0.2.{number}")
        with pytest.raises(TooMany):
            _log_in(name="no_body", address="192.0.2.99")


def test_handle_and_address_of_one_account_do_not_share_a_count():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        for number in range(6):
            _refusal(password="wrong password", address=f"192.0.2.{number}")
        _log_in("ada@northwind.example", address="192.0.2.99")


def test_refused_try_is_counted_though_nothing_else_is_written():
    _refusal(password="wrong password")
    assert db.session.scalars(sa.select(LoginSession)).all() == []


def test_password_hash_follows_the_cost_in_the_settings(app):
    base = app.extensions["fairquote.settings"]
    try:
        app.extensions["fairquote.settings"] = replace(base, argon2_time_cost=3)
        _log_in()
        stored = db.session.scalar(
            sa.select(User.password_hash).where(User.handle == "ada")
        )
        assert ",t=3," in stored
        _log_in()
    finally:
        app.extensions["fairquote.settings"] = base


def test_own_password_is_asked_again(cast, hashes):
    entering.require_password(cast.actor("ada"), PASSWORD)
    hashes.clear()
    with pytest.raises(Invalid) as refusal:
        entering.require_password(cast.actor("ada"), "wrong password", field="here")
    assert refusal.value.fields == {"here": "This is not your password."}
    assert len(hashes) == 1


def test_own_password_is_limited_like_a_login(cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False):
        for _ in range(6):
            with pytest.raises(Invalid):
                entering.require_password(cast.actor("ada"), "wrong password")
        with pytest.raises(TooMany):
            entering.require_password(cast.actor("ada"), PASSWORD)
        entering.require_password(cast.actor("ben"), PASSWORD)


def test_visitors_have_no_password():
    with pytest.raises(Invalid):
        entering.require_password(VISITOR, PASSWORD)


def test_password_of_an_account_that_is_gone_is_wrong(cast):
    ghost = replace(cast.actor("ada"), user_id=4711)
    with pytest.raises(Invalid):
        entering.require_password(ghost, PASSWORD)
