"""A second factor: set up with an app, asked at log-in, lost, reset, turned off."""

from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from click.testing import CliRunner
from flask.cli import ScriptInfo

from community.accounts import logins, queries, totp
from community.accounts.models import LoginSession, RecoveryCode, SecondFactor, User
from community.accounts.rules import factors, sessions
from community.cli.check import check
from community.cli.sample.marks import SampleRange
from community.cli.users import user
from community.core import clock
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from community.core.sealing import unseal
from tests.accounts.conftest import Post
from tests.cast import PASSWORD
from tests.page import PageClient

PATH = "/account/two-factors"
UA = "Firefox on Linux"


def secret_of(app, cast, handle="ada") -> str:
    with app.app_context():
        sealed = db.session.get_one(SecondFactor, getattr(cast, handle).id)
        return unseal(factors._SECRET, sealed.sealed_secret)


def enrolled(app, cast, handle="ada") -> tuple[PageClient, list[str], str]:
    """Have somebody turn two factors on; return browser, recovery codes, and the secret."""
    browser = cast.page(handle)
    browser.send(browser.get(PATH), {}, action=f"{PATH}/begin", status=303)
    secret = secret_of(app, cast, handle)
    typed = {
        "code": totp.code_at(secret, clock.now()),
        "current_password": PASSWORD,
    }
    shown = browser.send(browser.get(PATH), typed, action=f"{PATH}/confirm", status=200)
    codes = [one for one in shown.words().split() if len(one) == 11 and one[5] == "-"]
    return browser, codes, secret


def log_in(page, password=PASSWORD, name="ada", **more):
    form = page.get("/login?next=/account/")
    return page.send(
        form, {"name": name, "password": password, **more}, having="password"
    )


def give(page, code, status=303):
    return page.send(
        page.get("/login/code"), {"code": code}, having="code", status=status
    )


def test_an_app_is_set_up_and_asked_at_the_next_log_in(app, cast, page):
    with time_machine.travel("2026-11-20 12:00:00+00:00", tick=False) as at:
        other = cast.page("ada")
        browser = cast.page("ada")
        assert "Off" in browser.get(PATH).words()
        browser.get(f"{PATH}/code.svg", status=404)
        browser.send(browser.get(PATH), {}, action=f"{PATH}/begin", status=303)
        shown = browser.get(PATH)
        secret = secret_of(app, cast)
        assert secret in shown.words().replace(" ", "")
        assert "otpauth://totp/Fairquote:ada" in shown.html
        picture = browser.client.get(f"{PATH}/code.svg")
        assert picture.mimetype == "image/svg+xml"
        assert picture.data.startswith(b"<?xml")
        assert b"style=" not in picture.data
        assert picture.headers["Cache-Control"] == "no-store"

        right = totp.code_at(secret, clock.now())
        for typed, said in (
            ({"code": "000000", "current_password": PASSWORD}, "code is not right"),
            ({"code": right, "current_password": "wrong"}, "not your password"),
        ):
            wrong = browser.send(
                browser.get(PATH), typed, action=f"{PATH}/confirm", status=422
            )
            assert said in wrong.words()
        typed = {"code": f"{right[:3]} {right[3:]}", "current_password": PASSWORD}
        done = browser.send(
            browser.get(PATH), typed, action=f"{PATH}/confirm", status=200
        )
        assert "Two factors are on" in done.words()
        assert "10 recovery codes left" in browser.get(PATH).words()
        other.get("/account/", status=303)  # logged out
        assert secret not in browser.get(PATH).html

        asked = log_in(page)
        assert asked.location == "/login/code"
        page.get("/account/", status=303)
        assert "code is not right" in give(page, right, status=422).words()  # used
        at.shift(timedelta(seconds=30))
        entered = give(page, totp.code_at(secret, clock.now()))
        assert entered.location == "/account/"
        assert page.get("/account/").status == 200
        assert page.get("/login/code", status=303).location == "/login"


def test_recovery_codes_work_once_and_are_kept_as_hashes(app, cast, page):
    browser, codes, secret = enrolled(app, cast)
    assert len(set(codes)) == factors.RECOVERY_CODES
    with app.app_context():
        kept = db.session.scalars(sa.select(RecoveryCode.code_hash)).all()
    assert not set(kept) & {*codes, *(code.replace("-", "") for code in codes)}
    log_in(page)
    assert give(page, codes[0].upper()).location == "/account/"
    second = PageClient(app)
    log_in(second)
    give(second, codes[0], status=422)
    assert "9 recovery codes left" in browser.get(PATH).words()

    form = browser.get(f"{PATH}/recovery-codes")
    with time_machine.travel(clock.now() + timedelta(minutes=1), tick=False):
        code = totp.code_at(secret, clock.now())
        for wrong in (
            {"code": code, "current_password": "no"},
            {"code": codes[1], "current_password": PASSWORD},
        ):
            browser.send(form, wrong, having="current_password", status=422)
        right = {"code": code, "current_password": PASSWORD}
        new = browser.send(form, right, having="current_password")
        told = [mail.subject for mail in Post(app).to(cast.ada.email)]
    assert codes[1] not in new.words()
    assert told[-1] == "New recovery codes at Fairquote"
    give(second, codes[1], status=422)


def test_a_wrong_password_tells_nothing_of_two_factors(app, cast, page):
    enrolled(app, cast)
    refused = log_in(page, password="wrong wrong wrong")
    assert refused.status == 422
    assert page.get("/login/code", status=303).location == "/login"


@pytest.mark.usefixtures("still")
def test_codes_are_counted_and_a_login_that_waits_ends_soon(app, cast, page):
    enrolled(app, cast)
    log_in(page)
    for _ in range(4):
        give(page, "123456", status=422)
    assert give(page, "123456").location == "/login"  # the fifth ends it
    assert page.get("/login/code", status=303).location == "/login"
    told = [mail.subject for mail in Post(app).to(cast.ada.email)]
    assert told[-1] == "Wrong codes at Fairquote"
    log_in(page)  # and the one that turned it on was the first in this minute
    assert give(page, "123456", status=429).status == 429
    with time_machine.travel(clock.now() + timedelta(minutes=11)):
        late = give(page, "123456", status=409)
        assert "took too long" in late.words()


def test_a_login_that_waits_is_no_device_and_ends_with_the_account(app, cast, page):
    browser, codes, _secret = enrolled(app, cast)
    log_in(page)
    assert browser.get("/account/sessions").words().count("Log out") <= 2
    with app.app_context(), transaction():
        token = sessions.start_session(cast.ada.id, user_agent=UA, awaits_code=True)
        db.session.flush()
        assert logins.find_live_login(token) is None
        assert logins.find_waiting_login(token) == cast.ada.id
        sessions.end_all_sessions(cast.ada.id)
        assert db.session.scalars(sa.select(LoginSession)).all() == []
    give(page, codes[0], status=409)


def test_it_is_turned_off_with_password_and_code(app, cast, page):
    browser, codes, _secret = enrolled(app, cast)
    form = browser.get(f"{PATH}/off")
    wrong = {"code": codes[0], "current_password": "no"}
    browser.send(form, wrong, having="code", status=422)
    right = {"code": codes[0], "current_password": PASSWORD}
    browser.send(form, right, having="code", status=303)
    assert log_in(page).location == "/account/"
    subjects = [mail.subject for mail in Post(app).to(cast.ada.email)]
    assert subjects == ["How you log in at Fairquote has changed"] * 2
    with app.app_context():
        assert db.session.scalars(sa.select(RecoveryCode)).all() == []


def test_the_host_lets_somebody_in_who_lost_everything(app, cast, page):
    enrolled(app, cast)
    info = ScriptInfo(create_app=lambda: app)
    done = CliRunner().invoke(user, ("reset-two-factors", "ada"), obj=info)
    assert done.output == "ada logs in with the password alone now.\n"
    assert log_in(page).location == "/account/"
    with app.app_context():
        with pytest.raises(Forbidden):
            factors.reset_two_factors(cast.actor("hana"), "ada")
        with pytest.raises(NotFound):
            factors.reset_two_factors(SYSTEM, "nobody")


def test_what_makes_no_sense_is_refused(app, cast, context):
    ada = cast.actor("ada")
    for act in (
        lambda: factors.confirm_enrolment(
            ada, code="123456", password=PASSWORD, keep_login=None
        ),
        lambda: factors.turn_off(ada, code="123456", password=PASSWORD),
        lambda: factors.renew_recovery_codes(ada, code="123456", password=PASSWORD),
    ):
        with pytest.raises(Conflict):
            act()
    with pytest.raises(Invalid):
        factors.check_code(cast.ada.id, "123456")
    factors.begin_enrolment(ada)
    first = factors.find_secret_to_enrol(ada)
    factors.begin_enrolment(ada)
    assert factors.find_secret_to_enrol(ada) != first
    db.session.get_one(User, cast.ada.id).two_factors_since = clock.now()
    with pytest.raises(Conflict, match="on already"):
        factors.begin_enrolment(ada)
    db.session.get_one(User, cast.ada.id).email = None
    factors._forget(db.session.get_one(User, cast.ada.id))
    assert not queries.get_own_account(ada).actor.two_factors


@pytest.mark.parametrize("code", ["", "12345", "1234567", "١٢٣٤٥٦", "abcdef"])
def test_only_six_digits_are_a_code(code):
    assert totp.find_step(totp.new_secret(), code, clock.now()) is None


def test_a_clock_may_be_half_a_minute_off():
    secret, now = totp.new_secret(), clock.now()
    for seconds, counts in ((0, True), (30, True), (-30, True), (90, False)):
        code = totp.code_at(secret, now + timedelta(seconds=seconds))
        assert (totp.find_step(secret, code, now) is not None) == counts


def test_staff_without_two_factors_reads_and_changes_nothing(app, cast, page):
    """Every write of theirs leads to setting them up, and gives back what was typed."""
    asked = {"title": "What does Arbor cost?", "body": "We pay more each year."}
    mo = cast.page("mo")
    form = mo.get("/questions/ask")
    with app.app_context(), transaction():
        db.session.get_one(User, cast.mo.id).two_factors_since = None
    assert "change nothing yet" in mo.get("/moderation/deals/").words()

    refused = mo.send(form, asked, having="body", status=403)

    assert "Two factors come first" in refused.words()
    assert "We pay more each year." in refused.words()
    assert PATH in refused.links
    mo.send(mo.get("/account/profile"), {}, having="org_size", status=303)
    mo, _, _ = enrolled(app, cast, "mo")
    mo.send(mo.get("/questions/ask"), {**asked, "act": "preview"}, having="body")
    assert "change nothing yet" not in mo.get(PATH).words()


def test_a_sample_or_the_setting_asks_nobody_for_two_factors(app, cast, monkeypatch):
    with app.app_context(), transaction():
        db.session.get_one(User, cast.hana.id).two_factors_since = None
        db.session.add(SampleRange(table_name="user", first_id=1, last_id=1))
    hana = cast.page("hana")
    shown = hana.get(PATH).words()
    assert "the sample community is here" in shown
    assert "change nothing yet" not in shown
    hana.post("/host/jobs/1/retry", {}, status=404)
    checked = app.test_cli_runner().invoke(check, ["--deploy"]).output
    assert "The sample community is present" in checked
    assert "two moderators" not in checked
    assert "may write without two factors" in checked
    with app.app_context(), transaction():
        db.session.execute(sa.delete(SampleRange))
    hana.post("/host/jobs/1/retry", {}, status=403)
    off = replace(app.extensions["fairquote.settings"], two_factors=False)
    monkeypatch.setitem(app.extensions, "fairquote.settings", off)
    hana.post("/host/jobs/1/retry", {}, status=404)
    assert "switched that off" in hana.get(PATH).words()
    checked = app.test_cli_runner().invoke(check, ["--deploy"]).output
    assert "FAIRQUOTE_TWO_FACTORS must be required" in checked
