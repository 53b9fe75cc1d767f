from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import logins
from community.accounts.models import EmailToken, User
from community.accounts.rules import entering, keeping, people
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.errors import Invalid, NotFound, TooMany
from community.core.jobs import Job
from tests.accounts.conftest import GOOD_PASSWORD
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("context", "cast")
ADA = "ada@northwind.example"


def _ask_reset(email=ADA, address="192.0.2.1"):
    with transaction():
        keeping.ask_for_reset(email=email, address=address)


def _reset(token, password=GOOD_PASSWORD):
    with transaction():
        keeping.reset_password(token, password=password)


def _can_log_in(name, password):
    try:
        with transaction():
            entering.log_in(name=name, password=password, address="x", user_agent="")
    except Invalid:
        return False
    return True


def _user(handle="ada"):
    db.session.rollback()
    return db.session.scalar(sa.select(User).where(User.handle == handle))


def _is_live(token):
    db.session.rollback()
    return logins.find_live_login(token) is not None


def _link_rows():
    db.session.rollback()
    return db.session.scalar(sa.select(sa.func.count(EmailToken.id)))


# Forgotten passwords


def test_forgotten_password_is_replaced_by_the_mailed_link(cast, post):
    _, device = cast.login("ada")
    _ask_reset(email=" Ada@Northwind.Example")
    _reset(post.token(ADA))
    assert not _can_log_in("ada", PASSWORD)
    assert _can_log_in("ada", GOOD_PASSWORD)
    assert not _is_live(device)
    assert post.to(ADA)[-1].subject == "Your password at Fairquote has changed"


def test_reset_link_works_once_and_all_others_die_with_it(post):
    _ask_reset()
    first = post.token(ADA)
    _ask_reset()
    second = post.token(ADA)
    _reset(first)
    for token in (first, second):
        with pytest.raises(NotFound):
            _reset(token, "another fine secret")
    assert _can_log_in("ada", GOOD_PASSWORD)


def test_reset_link_works_for_thirty_minutes(post):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        _ask_reset()
        token = post.token(ADA)
        when.shift(timedelta(minutes=30))
        with pytest.raises(NotFound):
            _reset(token)
        when.shift(timedelta(seconds=-1))
        _reset(token)


def test_bad_new_password_leaves_the_link_usable(post):
    _ask_reset()
    token = post.token(ADA)
    with pytest.raises(Invalid) as refusal:
        _reset(token, "short")
    assert list(refusal.value.fields) == ["password"]
    _reset(token)


def test_reset_asks_staff_for_fifteen_characters(post):
    _ask_reset("mo@fairquote.example")
    token = post.token("mo@fairquote.example")
    with pytest.raises(Invalid):
        _reset(token, "k7#qZ!vv92Lmpt")
    _reset(token, "k7#qZ!vv92Lmpty")


def test_unknown_address_gets_no_mail_and_leaves_no_row(post):
    _ask_reset("nobody@acme.example")
    assert post.all() == []
    assert _link_rows() == 0


def test_unknown_address_costs_the_page_the_same_work(hashes):
    def work(email):
        hashes.clear()
        before = (_link_rows(), db.session.scalar(sa.select(sa.func.count(Job.id))))
        _ask_reset(email)
        after = (_link_rows(), db.session.scalar(sa.select(sa.func.count(Job.id))))
        owner = db.session.scalar(
            sa.select(EmailToken.user_id).order_by(EmailToken.id.desc())
        )
        return list(hashes), after[0] - before[0], after[1] - before[1], owner

    assert work(ADA) == work("nobody@acme.example") == ([], 1, 1, None)


def test_locked_account_gets_no_reset(post):
    with transaction():
        people.lock_account(SYSTEM, "ada", "It was stolen.")
    _ask_reset()
    assert post.all() == []


def test_lock_kills_links_that_are_under_way(post):
    _ask_reset()
    token = post.token(ADA)
    with transaction():
        people.lock_account(SYSTEM, "ada", "It was stolen.")
    with pytest.raises(NotFound):
        _reset(token)


def test_reset_proves_the_address_it_went_to(cast, post):
    cast.unproven("ada")
    _ask_reset()
    _reset(post.token(ADA))
    assert _user().is_proven


def test_five_resets_a_day_for_one_address_known_or_not():
    for email in (ADA, "nobody@acme.example"):
        for number in range(5):
            _ask_reset(email, address=f"192.0.2.{number}")
        with pytest.raises(TooMany):
            _ask_reset(email, address="192.0.2.99")


def test_twenty_resets_a_day_from_one_network_address():
    for number in range(20):
        _ask_reset(f"n{number}@acme.example")
    with pytest.raises(TooMany):
        _ask_reset("n20@acme.example")
    _ask_reset("n20@acme.example", address="192.0.2.2")


def test_no_address_is_refused():
    with pytest.raises(Invalid):
        _ask_reset("nowhere")


# Changed passwords


def _change(cast, current=PASSWORD, new=GOOD_PASSWORD, who="ada"):
    with transaction():
        return keeping.change_password(
            cast.actor(who), current_password=current, password=new, user_agent="curl"
        )


def test_changed_password_leaves_one_new_login(cast, post):
    _, device = cast.login("ada")
    _, bens = cast.login("ben")
    token = _change(cast)
    assert (_is_live(device), _is_live(token), _is_live(bens)) == (False, True, True)
    assert _can_log_in("ada", GOOD_PASSWORD)
    assert not _can_log_in("ada", PASSWORD)
    assert [mail.recipient for mail in post.all()] == [ADA]


def test_changed_password_kills_reset_links(cast, post):
    _ask_reset()
    token = post.token(ADA)
    _change(cast)
    with pytest.raises(NotFound):
        _reset(token)


@pytest.mark.parametrize(
    ("current", "new", "field"),
    [
        ("wrong password", GOOD_PASSWORD, "current_password"),
        (PASSWORD, "short", "password"),
        (PASSWORD, "password12345", "password"),
        (PASSWORD, ADA, "password"),
    ],
)
def test_refused_change_of_password_changes_nothing(cast, post, current, new, field):
    _, device = cast.login("ada")
    with pytest.raises(Invalid) as refusal:
        _change(cast, current, new)
    assert list(refusal.value.fields) == [field]
    assert _is_live(device)
    assert _can_log_in("ada", PASSWORD)
    assert post.all() == []
