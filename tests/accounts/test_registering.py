import secrets
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import AccountState, Registration, User
from community.accounts.passwords import verify_password
from community.accounts.rules import registering
from community.core import clock
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.errors import Conflict, Invalid, NotFound, TooMany
from community.core.jobs import Job
from tests.accounts.conftest import GOOD_PASSWORD

pytestmark = pytest.mark.usefixtures("context", "cast")


def _register(
    handle="grey_heron",
    email="new@acme.example",
    password=GOOD_PASSWORD,
    address="192.0.2.1",
):
    with transaction():
        registering.register(
            handle=handle, email=email, password=password, address=address
        )


def _complete(token):
    with transaction():
        return registering.complete_registration(token).handle


def _user(handle):
    return db.session.scalar(sa.select(User).where(User.handle == handle))


def _wrong(**values):
    with pytest.raises(Invalid) as refusal:
        _register(**values)
    return refusal.value.fields


def test_registration_becomes_a_member_once_the_address_is_proven(post):
    _register(handle="Grey_Heron", email="New@Acme.Example")
    assert _user("grey_heron") is None

    assert _complete(post.token("new@acme.example")) == "grey_heron"

    user = _user("grey_heron")
    assert user.email == "new@acme.example"
    assert user.role is Role.MEMBER
    assert user.state is AccountState.ACTIVE
    assert user.is_proven
    assert verify_password(user.password_hash, GOOD_PASSWORD)
    assert db.session.scalars(sa.select(Registration)).all() == []


def test_registration_link_works_once(post):
    _register()
    token = post.token("new@acme.example")
    _complete(token)
    with pytest.raises(NotFound) as refusal:
        _complete(token)
    assert refusal.value.code == "dead-link"


def test_registration_link_works_for_thirty_minutes(post):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        _register()
        token = post.token("new@acme.example")
        when.shift(timedelta(minutes=30))
        with pytest.raises(NotFound):
            _complete(token)
        when.shift(timedelta(seconds=-1))
        assert _complete(token) == "grey_heron"


def test_link_is_kept_as_a_hash_only(post):
    _register()
    token = post.token("new@acme.example")
    stored = db.session.scalar(sa.select(Registration.token_hash))
    assert token not in stored
    assert len(stored) == 64


def test_everything_that_is_wrong_is_said_at_once():
    assert set(_wrong(handle="admin", email="nowhere", password="short")) == {
        "handle",
        "email",
        "password",
    }


def test_refused_registration_changes_nothing_and_counts_nothing():
    for _ in range(10):
        _wrong(password="short")
    assert db.session.scalars(sa.select(Registration)).all() == []
    assert db.session.scalars(sa.select(Job)).all() == []
    _register()


@pytest.mark.parametrize("handle", ["ada", "ad-a", "A_D_A"])
def test_handle_of_a_member_and_its_look_alikes_are_taken(handle):
    assert _wrong(handle=handle) == {
        "handle": "Somebody has this handle, or one that looks like it."
    }


def test_handle_that_waits_for_somebody_else_is_taken():
    _register()
    assert _wrong(email="other@acme.example", handle="greyheron") == {
        "handle": "Somebody has this handle, or one that looks like it."
    }


def test_handle_that_waits_tells_no_stranger_for_whom():
    _register()
    same = _wrong(email="new@acme.example", password="another fine secret")
    other = _wrong(email="other@acme.example", password="another fine secret")
    assert (
        same
        == other
        == {"handle": "Somebody has this handle, or one that looks like it."}
    )


def test_passwords_of_a_registration_that_waits_cannot_be_tried_for_ever():
    _register()
    for number in range(6):
        assert _wrong(email="new@acme.example", password=f"a fine secret {number}")
    with pytest.raises(TooMany):
        _register(password="one more fine secret")


def test_sending_the_form_twice_is_one_registration_and_one_mail(post):
    _register()
    _register()
    assert len(post.to("new@acme.example")) == 1
    assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1
    assert _complete(post.token("new@acme.example")) == "grey_heron"


def test_handle_is_free_again_when_nobody_proved_the_address():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        _register()
        when.shift(timedelta(minutes=31))
        _register(email="other@acme.example")
        assert db.session.scalar(sa.select(Registration.email)) == "other@acme.example"


def test_old_registrations_are_forgotten():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        _register()
        with transaction():
            registering.forget_old_registrations()
        assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 1
        when.shift(timedelta(minutes=31))
        with transaction():
            registering.forget_old_registrations()
        assert db.session.scalar(sa.select(sa.func.count(Registration.id))) == 0


def test_known_address_gets_a_mail_without_a_link_to_prove(post):
    _register(email="ada@northwind.example")
    mail = post.to("ada@northwind.example")[-1]
    assert mail.subject == "About your address"
    assert "/prove/" not in mail.text
    assert "grey_heron" not in mail.text
    assert _user("grey_heron") is None


def test_known_address_costs_the_same_work_as_an_unknown_one(hashes):
    def work(email, handle):
        hashes.clear()
        before = _rows()
        _register(email=email, handle=handle)
        after = _rows()
        return list(hashes), {name: after[name] - before[name] for name in after}

    known = work("ada@northwind.example", "grey_heron")
    unknown = work("new@acme.example", "calm_otter")
    assert known == unknown == (["hash"], {"registration": 1, "job": 1, "user": 0})


def _rows():
    count = sa.select(sa.func.count())
    return {
        model.__tablename__: db.session.scalar(count.select_from(model))
        for model in (Registration, Job, User)
    }


def test_known_address_keeps_the_handle_as_an_unknown_one_does():
    _register(email="ada@northwind.example")
    assert _wrong(email="other@acme.example") == {
        "handle": "Somebody has this handle, or one that looks like it."
    }


def test_first_of_two_registrations_of_an_address_wins(post):
    _register(handle="grey_heron")
    first = post.token("new@acme.example")
    _register(handle="calm_otter")
    second = post.token("new@acme.example")
    _complete(second)
    with pytest.raises(NotFound):
        _complete(first)
    assert _user("grey_heron") is None


def test_address_that_got_an_account_meanwhile_is_refused(post):
    _register()
    token = post.token("new@acme.example")
    with transaction():
        db.session.execute(
            sa.update(User).where(User.handle == "ada").values(email="new@acme.example")
        )
    with pytest.raises(Conflict):
        _complete(token)
    assert _user("grey_heron") is None


def test_five_registrations_a_day_for_one_network_address():
    for letter in "abcde":
        _register(handle=f"heron-{letter}", email=f"{letter}@acme.example")
    with pytest.raises(TooMany) as refusal:
        _register(handle="heron-f", email="f@acme.example")
    assert 0 < refusal.value.retry_after <= 86_400
    _register(handle="heron-f", email="f@acme.example", address="192.0.2.2")


def test_three_mails_in_six_hours_for_one_mail_address():
    for number in range(3):
        _register(handle=f"heron-{'abc'[number]}", address=f"192.0.2.{number}")
    with pytest.raises(TooMany):
        _register(handle="heron-d", address="192.0.2.9")


def test_job_for_a_registration_that_is_gone_does_nothing(post):
    with transaction():
        registering.mail_proof(4711)
    assert post.all() == []


def test_job_that_runs_twice_leaves_one_link_that_works(post):
    _register()
    first = post.token("new@acme.example")
    with transaction():
        registering.mail_proof(db.session.scalar(sa.select(Registration.id)))
    second = post.token("new@acme.example")
    with pytest.raises(NotFound):
        _complete(first)
    assert _complete(second) == "grey_heron"


def test_suggested_handle_is_free(monkeypatch):
    monkeypatch.setattr(secrets, "choice", lambda words: words[0])
    first = registering.suggest_free_handle()
    assert first == "amber_acorn"
    _register(handle=first)
    assert registering.suggest_free_handle().startswith("amber_acorn_")


def test_registration_expires_with_its_link():
    _register()
    expires_at = db.session.scalar(sa.select(Registration.expires_at))
    left = expires_at - clock.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
