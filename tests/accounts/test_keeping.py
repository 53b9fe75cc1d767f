from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import queries
from community.accounts.models import EmailToken, TokenPurpose, User
from community.accounts.rules import entering, keeping, links, people, registering
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.errors import Conflict, Invalid, NotFound, TooMany
from community.core.jobs import Job
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
    return queries.find_live_login(token) is not None


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
        people.lock_account(SYSTEM, "ada")
    _ask_reset()
    assert post.all() == []


def test_lock_kills_links_that_are_under_way(post):
    _ask_reset()
    token = post.token(ADA)
    with transaction():
        people.lock_account(SYSTEM, "ada")
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
    assert mail.subject == "Somebody wanted to use this address at Fairquote"
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
