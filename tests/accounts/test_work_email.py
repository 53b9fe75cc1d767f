"""A mailbox at work is verified beside the account's address, seen by nobody, not kept."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask

from community.accounts.rules import links, work
from community.core import clock
from community.core.db import Base, db, transaction
from tests.accounts.organisations import domain_of, user
from tests.cast import PASSWORD

PATH = "/account/work-email"
WORK = "grey.heron@fabrikam.example"


@pytest.fixture
def loner(app: Flask, cast):
    """Return the browser of Ada, whose account has a free-mail address by now."""
    with app.app_context(), transaction():
        ada = user("ada")
        ada.email, ada.organisation_id = "ada@gmail.com", None
        ada.work_mailbox_key = ada.work_verified_month = None
    return cast.page("ada")


def _ask(page, email=WORK, status=303):
    return page.send(page.get(PATH), {"email": email}, having="email", status=status)


def _confirm(page, link, status=303):
    return page.send(page.get(link), {}, having="submission_key", status=status)


def _domain(app, handle="ada"):
    with app.app_context():
        return domain_of(handle)


def test_a_mailbox_at_work_is_verified_and_shown_to_its_owner_alone(
    app, cast, loner, post
):
    assert "not verified" in loner.get("/account/").words()
    asked = _ask(loner)
    assert loner.follow(asked).status == 200

    done = _confirm(loner, post.link(WORK))

    assert done.location == PATH
    assert "Verified fabrikam.example" in loner.follow(done).words()
    for path in ("/account/", "/u/ada"):
        assert "fabrikam.example" in loner.get(path).html
    for other in ("ben", "mo", "hana", "rae"):
        assert "fabrikam" not in cast.page(other).get("/u/ada").html
    assert _domain(app) == "fabrikam.example"


def test_the_mail_tells_an_employer_nothing(app, loner, post, monkeypatch, settings):
    other = replace(settings, site_name="Price Watch", base_url="https://pw.example")
    monkeypatch.setitem(app.extensions, "fairquote.settings", other)
    _ask(loner)

    mail = post.to(WORK)[-1]
    sent = post._sent(mail)

    assert mail.subject == sent["Subject"] == "Confirm your address"
    assert sent["From"] == f"Address confirmation <{settings.mail_from}>"
    told = f"{sent['Subject']} {sent['From']} {mail.text}".lower()
    for word in ("price watch", "fairquote", "price", "quote", "ada", "deal", "buyer"):
        assert word not in told.replace("https://pw.example", ""), word


def test_the_mailbox_is_kept_nowhere(app, loner, post):
    _ask(loner)
    _confirm(loner, post.link(WORK))

    with app.app_context():
        rows = {
            table.name: str(db.session.execute(sa.select(table)).all())
            for table in Base.metadata.sorted_tables
        }

    assert [name for name, text in rows.items() if "grey.heron" in text] == []


def test_the_link_works_once_and_for_half_an_hour(app, loner, post):
    with time_machine.travel(clock.now(), tick=False) as when:
        _ask(loner)
        link = post.link(WORK)
        when.shift(timedelta(minutes=29))
        loner.get(link)
        when.shift(timedelta(minutes=2))
        loner.get(link, status=404)
        assert loner.post(link).status == 404
        assert _domain(app) is None

        _ask(loner)
        again = post.link(WORK)
        _confirm(loner, again)
        assert loner.post(again).status == 404


def test_opening_the_link_changes_nothing(app, loner, post):
    _ask(loner)

    loner.get(post.link(WORK))

    assert _domain(app) is None


def test_only_who_asked_can_use_the_link(app, cast, loner, page, post):
    _ask(loner)
    link = post.link(WORK)

    for other in ("ben", "mo"):
        cast.page(other).get(link, status=404)
        assert cast.page(other).post(link).status == 404
    assert page.get(link, status=303).location == f"/login?next={link}"
    page.get(link.replace("/account/work-email/", "/prove/"), status=404)

    _confirm(loner, link)
    assert (_domain(app), _domain(app, "mo")) == ("fabrikam.example", None)


def test_a_used_mailbox_gets_the_same_answer_and_another_mail(app, cast, loner, post):
    free = loner.follow(_ask(loner))
    used = loner.follow(_ask(loner, cast.ben.email))

    assert used.words() == free.words()
    mail = post.to(cast.ben.email)[-1]
    assert "/account/" not in mail.text
    assert "ada" not in mail.text
    assert "confirmed already" in mail.text


def test_a_mailbox_that_was_taken_meanwhile_is_a_conflict(app, cast, loner, post):
    _ask(loner)
    link = post.link(WORK)
    mo = cast.page("mo")
    _ask(mo)
    _confirm(mo, post.link(WORK))

    answer = _confirm(loner, link, status=409)

    assert "Another account has verified this mailbox" in answer.words()
    assert (_domain(app), _domain(app, "mo")) == (None, "fabrikam.example")


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("ada@gmail.com", "Anybody can have an address there"),
        ("ada@x.onmicrosoft.com", "Anybody can have an address there"),
        ("ada@mailinator.com", "thrown away"),
        ("ada@co.uk", "Nobody can register"),
        ("ada@[192.0.2.1]", "Give an e-mail address"),
        ("no address", "Give an e-mail address"),
        ("", "Give your e-mail address"),
    ],
)
def test_what_proves_no_employer_is_refused_at_the_field(loner, post, email, sentence):
    answer = _ask(loner, email, status=422)

    assert sentence in answer.words()
    assert answer.form(having="email")["fields"]["email"] == email
    assert post.all() == []


def test_the_own_mailbox_needs_no_second_proof(cast):
    answer = _ask(cast.page("ada"), "ada+x@northwind.example", status=422)

    assert "already" in answer.words()


def test_five_mails_a_day(loner):
    for number in range(5):
        _ask(loner, f"ada{number}@fabrikam.example")

    answer = _ask(loner, "ada5@fabrikam.example", status=429)

    assert answer.form(having="email")["fields"]["email"] == "ada5@fabrikam.example"


def test_an_unproven_account_proves_its_own_address_first(cast, post):
    page = cast.unproven("ada")
    assert "Prove the address of your account first" in page.get(PATH).words()

    answer = page.post(PATH, {"email": WORK, "submission_key": "x"})

    assert answer.status == 403
    assert post.all() == []


def test_the_verification_can_be_removed(app, cast):
    page = cast.page("ada")

    removed = page.send(page.get(PATH), {}, action=f"{PATH}/remove", status=303)

    assert "Not verified" in page.follow(removed).words()
    assert _domain(app) is None
    assert page.post(f"{PATH}/remove").status == 409


def test_a_new_password_makes_links_useless(app, loner, post):
    _ask(loner)
    link = post.link(WORK)
    page = loner.get("/account/password")
    values = {"current_password": PASSWORD, "password": "seven slow herons"}
    loner.send(page, values, having="current_password", status=303)

    loner.get(link, status=404)


@pytest.mark.parametrize("purpose", ["WORK", "VENDOR"])
def test_a_link_whose_account_is_gone_is_dropped(app, cast, post, purpose):
    with app.app_context(), transaction():
        links.ask_for_link(work.TokenPurpose[purpose], email=WORK)

    assert post.all() == []
