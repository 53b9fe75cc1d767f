from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import logins
from community.accounts.models import EmailToken, TokenPurpose, User
from community.accounts.rules import entering, keeping, links, registering
from community.core.db import db, transaction
from community.core.errors import Conflict, Invalid, NotFound, TooMany
from tests.accounts.conftest import GOOD_PASSWORD
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("context", "cast")
ADA, NEW = "ada@northwind.example", "ada@new.example"


def _ask_reset(email=ADA, address="192.0.2.1"):
    with transaction():
        keeping.ask_for_reset(email=email, address=address)


def _reset(token, password=GOOD_PASSWORD):
    with transaction():
        keeping.reset_password(token, password=password)


def _ask_change(cast, email=NEW, current_password=PASSWORD, who="ada"):
    with transaction():
        keeping.ask_for_new_address(
            cast.actor(who), current_password=current_password, email=email
        )


def _prove(token, keep_login=None):
    with transaction():
        return keeping.prove_address(token, keep_login=keep_login).handle


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


def _change(cast, current=PASSWORD, new=GOOD_PASSWORD, who="ada"):
    with transaction():
        return keeping.change_password(
            cast.actor(who), current_password=current, password=new, user_agent="curl"
        )


# Changed addresses


def test_new_address_counts_once_it_is_proven(cast, post):
    _, kept = cast.login("ada")
    _, other = cast.login("ada")
    _ask_change(cast)
    token = post.token(NEW)
    assert _user().email == ADA

    assert _prove(token, keep_login=kept) == "ada"

    assert _user().email == NEW
    assert _user().is_proven
    assert (_is_live(kept), _is_live(other)) == (True, False)
    assert post.to(ADA)[-1].subject == "Your address at Fairquote has changed"
    assert _can_log_in(NEW, PASSWORD)
    assert not _can_log_in(ADA, PASSWORD)


def test_new_address_proven_elsewhere_ends_every_login(cast, post):
    _, device = cast.login("ada")
    _ask_change(cast)
    _prove(post.token(NEW))
    assert not _is_live(device)


def test_change_link_works_once(cast, post):
    _ask_change(cast)
    token = post.token(NEW)
    _prove(token)
    with pytest.raises(NotFound):
        _prove(token)


def test_change_of_address_asks_for_the_password(cast):
    with pytest.raises(Invalid) as refusal:
        _ask_change(cast, current_password="wrong password")
    assert list(refusal.value.fields) == ["current_password"]
    assert _link_rows() == 0


def test_change_to_the_same_address_is_refused(cast):
    with pytest.raises(Invalid) as refusal:
        _ask_change(cast, email=ADA)
    assert refusal.value.fields == {"email": "This is your address already."}


def test_change_to_a_known_address_looks_the_same_and_mails_its_owner(cast, post):
    ben = "ben@northwind.example"
    _ask_change(cast, email=ben)
    assert _link_rows() == 1
    mail = post.to(ben)[-1]
    assert mail.subject == "About your address"
    assert "ada" not in mail.text
    assert "/prove/" not in mail.text
    assert _link_rows() == 0
    assert _user().email == ADA


def test_address_that_was_taken_meanwhile_is_refused_at_proof(cast, post):
    _ask_change(cast)
    token = post.token(NEW)
    with transaction():
        db.session.execute(
            sa.update(User).where(User.handle == "ben").values(email=NEW)
        )
    with pytest.raises(Conflict):
        _prove(token)
    assert _user().email == ADA


def test_account_without_an_address_is_kept_without_mails(cast, post):
    with transaction():
        db.session.execute(
            sa.update(User).where(User.handle == "ada").values(email=None)
        )
    _change(cast)
    assert post.all() == []
    _ask_change(cast, current_password=GOOD_PASSWORD)
    assert _prove(post.token(NEW)) == "ada"
    assert [mail.recipient for mail in post.all()] == [NEW]


# Proofs


def test_proof_of_a_registration_is_sent_again(post):
    with transaction():
        registering.register(
            handle="grey_heron", email=NEW, password=GOOD_PASSWORD, address="192.0.2.1"
        )
    first = post.token(NEW)
    with transaction():
        keeping.ask_for_proof(email=NEW)
    second = post.token(NEW)
    assert first != second
    assert _link_rows() == 0
    with pytest.raises(NotFound):
        _prove(first)
    assert _prove(second) == "grey_heron"


def test_proof_of_an_account_is_sent_again(cast, post):
    cast.unproven("ada")
    with transaction():
        keeping.ask_for_own_proof(cast.actor("ada"))
    token = post.token(ADA)
    assert not _user().is_proven
    assert _prove(token) == "ada"
    assert _user().is_proven


def test_proof_of_an_address_that_is_no_longer_ones_own_is_dead(cast, post):
    cast.unproven("ada")
    with transaction():
        keeping.ask_for_own_proof(cast.actor("ada"))
    token = post.token(ADA)
    with transaction():
        db.session.execute(
            sa.update(User).where(User.handle == "ada").values(email=NEW)
        )
    with pytest.raises(NotFound):
        _prove(token)
    assert not _user().is_proven


def test_proven_address_needs_no_proof(cast, post):
    with pytest.raises(Conflict):
        keeping.ask_for_own_proof(cast.actor("ada"))
    for email in (ADA, "nobody@acme.example"):
        with transaction():
            keeping.ask_for_proof(email=email)
    assert post.all() == []
    assert _link_rows() == 0


def test_three_proofs_in_six_hours():
    for _ in range(3):
        with transaction():
            keeping.ask_for_proof(email=ADA)
    with pytest.raises(TooMany):
        keeping.ask_for_proof(email=ADA)


def test_link_of_one_purpose_serves_no_other(cast, post):
    _ask_reset()
    token = post.token(ADA)
    with pytest.raises(NotFound):
        _prove(token)
    _ask_change(cast)
    with pytest.raises(NotFound):
        _reset(post.token(NEW))
    _reset(token)


# The jobs


def test_job_for_a_link_that_is_gone_does_nothing(post):
    with transaction():
        links.send_link(4711)
    assert post.all() == []


def test_change_for_an_account_that_is_gone_is_dropped(post):
    with transaction():
        links.ask_for_link(TokenPurpose.CHANGE, email=NEW)
    assert post.all() == []
    assert _link_rows() == 0


def test_old_links_are_forgotten():
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        _ask_reset()
        when.shift(timedelta(minutes=29))
        with transaction():
            links.forget_old_links()
        assert _link_rows() == 1
        when.shift(timedelta(minutes=1))
        with transaction():
            links.forget_old_links()
        assert _link_rows() == 0
