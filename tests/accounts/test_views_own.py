"""One's own account: overview, profile, password, address, devices; and public pages."""

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import logins
from community.accounts.models import LoginSession, User
from community.accounts.rules import people
from community.accounts.rules.importing import ImportedAuthor, import_authors
from community.accounts.traits import Industry, OrgSize, Region, Traits
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.errors import Invalid
from community.core.zones import zone_names
from tests.accounts.conftest import GOOD_PASSWORD
from tests.cast import PASSWORD
from tests.queries import count_queries

NEW = "ada@new.example"


def _user(app, handle="ada"):
    with app.app_context():
        return db.session.scalar(sa.select(User).where(User.handle == handle))


def _fill(page, path, values, **kwargs):
    return page.send(page.get(path), values, having="submission_key", **kwargs)


def _is_live(app, token):
    with app.app_context():
        return logins.find_live_login(token) is not None


# Overview and profile


def test_overview_shows_ones_own_facts(cast):
    shown = cast.page("ada").get("/account/").words()
    assert "ada@northwind.example" in shown
    assert "never shown" in shown
    assert "Prove your address" not in shown


def test_unproven_member_can_have_the_link_sent_again(app, cast, post):
    page = cast.unproven("ada")
    shown = page.get("/account/")
    sent = page.send(shown, {}, action="/account/prove", status=303)
    assert sent.location == "/account/"
    proven = _fill(page, post.link("ada@northwind.example"), {})
    assert (proven.status, proven.location) == (303, "/account/")
    assert _user(app).is_proven
    assert page.post("/account/prove").status == 409


def test_profile_is_saved_and_shown_again(app, cast):
    page = cast.page("ada")
    values = {"org_size": "51-200", "industry": "finance", "region": "emea"}
    saved = _fill(page, "/account/profile", values, status=303)
    assert saved.location == "/account/profile"
    assert _user(app).traits == Traits(OrgSize.TO_200, Industry.FINANCE, Region.EMEA)

    again = page.get("/account/profile").form(having="org_size")["fields"]
    assert {name: again[name] for name in values} == values

    nothing = dict.fromkeys(values, "")
    _fill(page, "/account/profile", nothing, status=303)
    assert _user(app).traits == Traits()


def test_pages_tell_times_in_the_zone_that_one_chose(app, cast):
    page = cast.page("ada")
    assert " UTC" in page.get("/account/sessions").html
    _fill(page, "/account/profile", {"time_zone": "Asia/Kolkata"}, status=303)
    shown = page.get("/account/sessions").html
    assert " IST" in shown
    assert "UTC" not in shown
    with app.app_context(), pytest.raises(Invalid, match="no such time zone"):
        people.choose_time_zone(cast.actor("ada"), "Mars/Olympus_Mons")


@pytest.mark.parametrize(
    "values",
    [
        {"org_size": "12"},
        {"industry": "crime"},
        {"region": "mars"},
        {"region": "EMEA"},
        {"time_zone": "Mars/Olympus_Mons"},
        {"org_size": "x" * 100_000},
    ],
)
def test_profile_takes_nothing_but_what_it_offers(app, cast, values):
    refused = _fill(cast.page("ada"), "/account/profile", values)
    assert refused.status == 422
    assert _user(app).traits == Traits()


def test_profile_offers_eight_sizes_and_twelve_industries(cast):
    html = cast.page("ada").get("/account/profile").html
    zones = len(zone_names())
    assert html.count("<option") == (8 + 1) + (12 + 1) + (4 + 1) + zones


def test_profile_ignores_fields_that_it_does_not_have(app, cast):
    extra = {
        "role": "host",
        "state": "locked",
        "user_id": "1",
        "email": NEW,
        "handle": "boss",
        "password_hash": "x",
        "email_proven_at": "",
    }
    before = _user(app)
    cast.page("ada").post("/account/profile", {"org_size": "1-10", **extra}, status=303)
    after = _user(app)
    for name in extra.keys() - {"user_id"}:
        assert getattr(after, name) == getattr(before, name)


# Password and address


def test_password_is_changed_and_this_device_stays(app, cast):
    page, before = cast.login("ada")
    _, other = cast.login("ada")
    values = {"current_password": PASSWORD, "password": GOOD_PASSWORD}
    done = _fill(page, "/account/password", values)
    assert (done.status, done.location) == (303, "/account/")
    assert "Your password is changed" in page.follow(done).words()
    assert not _is_live(app, before)
    assert not _is_live(app, other)


def test_remembered_device_stays_remembered_after_a_change(cast):
    page = cast.page("ada")
    with page.client.session_transaction() as browser:
        browser.permanent = True
    values = {"current_password": PASSWORD, "password": GOOD_PASSWORD}
    done = _fill(page, "/account/password", values)
    assert "Expires" in done.response.headers["Set-Cookie"]


def test_wrong_current_password_is_said_at_its_field(app, cast):
    page, token = cast.login("ada")
    values = {"current_password": "wrong password", "password": GOOD_PASSWORD}
    refused = _fill(page, "/account/password", values)
    assert refused.status == 422
    assert "This is not your password." in refused.words()
    assert GOOD_PASSWORD not in refused.html
    assert _is_live(app, token)


def test_passwords_are_not_guessed_at_by_who_found_an_open_browser(cast):
    page = cast.page("ada")
    values = {"current_password": "wrong password", "password": GOOD_PASSWORD}
    tries = [_fill(page, "/account/password", values).status for _ in range(7)]
    assert tries == [422] * 6 + [429]
    email = {"email": NEW, "current_password": PASSWORD}
    assert _fill(page, "/account/email", email).status == 429


def test_address_is_changed_with_password_and_proof(app, cast, post):
    page = cast.page("ada")
    shown = page.get("/account/email")
    assert "ada@northwind.example" in shown.words()
    sent = page.send(
        shown, {"email": NEW, "current_password": PASSWORD}, having="email"
    )
    assert (sent.status, sent.location) == (303, "/account/")
    assert _user(app).email == "ada@northwind.example"

    proven = _fill(page, post.link(NEW), {})
    assert (proven.status, proven.location) == (303, "/account/")
    assert _user(app).email == NEW


def test_change_of_address_without_the_password_is_refused(cast, post):
    page = cast.page("ada")
    values = {"email": NEW, "current_password": "wrong password"}
    refused = _fill(page, "/account/email", values)
    assert refused.status == 422
    assert refused.form(having="email")["fields"]["email"] == NEW
    assert post.all() == []


# Devices


def test_devices_are_listed_and_ended(app, cast):
    page, mine = cast.login("ada")
    _, other = cast.login("ada")
    shown = page.get("/account/sessions")
    assert shown.words().count("Firefox on Linux") == 2
    assert shown.words().count("this device") == 1
    actions = [one["action"] for one in shown.forms if one["action"].endswith("/end")]
    assert len(actions) == 1

    page.send(shown, {}, action=actions[0], status=303)

    assert (_is_live(app, mine), _is_live(app, other)) == (True, False)
    page.post(actions[0], status=404)


def test_all_other_devices_are_ended(app, cast):
    page, mine = cast.login("ada")
    others = [cast.login("ada")[1] for _ in range(3)]
    _, bens = cast.login("ben")
    shown = page.get("/account/sessions")
    page.send(shown, {}, action="/account/sessions/end-others", status=303)
    assert _is_live(app, mine)
    assert _is_live(app, bens)
    assert not any(_is_live(app, one) for one in others)
    assert "You are logged in nowhere else." in page.get("/account/sessions").words()


def test_device_of_somebody_else_is_not_there(app, cast):
    _, adas = cast.login("ada")
    with app.app_context():
        public_id = logins.find_live_login(adas).public_id
    for who in ("ben", "mo", "hana"):
        cast.page(who).post(f"/account/sessions/{public_id}/end", status=404)
    assert _is_live(app, adas)


def test_ended_device_is_a_visitor_at_its_next_request(app, cast):
    page, token = cast.login("ada")
    assert page.get("/account/").status == 200
    with app.app_context(), transaction():
        people.lock_account(SYSTEM, "ada", "It was stolen.")
    assert page.get("/account/", status=303).location.startswith("/login")
    assert not _is_live(app, token)


def test_page_of_a_member_costs_queries_for_who_asks_what_is_new_and_what_the_site_wears(
    cast,
):
    page = cast.page("ada")
    with count_queries() as seen:
        page.get("/forgot/sent")
    assert len(seen) == 3


def test_devices_cost_the_same_queries_however_many(cast):
    page = cast.page("ada")

    def queries_of_page():
        with count_queries() as seen:
            page.get("/account/sessions")
        return len(seen)

    one = queries_of_page()
    for _ in range(5):
        cast.login("ada")
    assert queries_of_page() == one


def test_use_is_noted_by_pages_but_rarely(app, cast):
    with time_machine.travel("2026-11-01T12:00:00Z", tick=False) as when:
        page = cast.page("ada")
        seen = []
        for minutes in (0, 5, 6):
            when.shift(minutes * 60)
            page.get("/account/")
            with app.app_context():
                at = db.session.scalar(sa.select(LoginSession.last_seen_at))
            seen.append((at.hour, at.minute))
    assert seen == [(12, 0), (12, 0), (12, 11)]


# Public pages


def test_public_page_shows_handle_role_and_month_and_no_more(app, cast, page):
    with app.app_context(), transaction():
        people.update_profile(
            cast.actor("ada"), Traits(OrgSize.TO_200, Industry.FINANCE, Region.EMEA)
        )
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(User).values(created_at=sa.null()).where(sa.false())
        )
    shown = page.get("/u/ada")
    assert shown.h1 == ["ada"]
    assert "Member" in shown.words()
    assert "Joined in" in shown.words()
    assert "/search?q=by%3Aada" in shown.links
    for private in ("northwind", "51", "Finance", "Europe", "proven"):
        assert private not in shown.words()


@pytest.mark.parametrize(
    ("who", "label"),
    [
        ("ada", "Member"),
        ("rae", "Vendor representative"),
        ("mo", "Moderator"),
        ("hana", "Host"),
    ],
)
@pytest.mark.usefixtures("cast")
def test_public_page_names_the_role(page, who, label):
    shown = page.get(f"/u/{who}")
    assert label in shown.words()
    assert ("under this name" in shown.words()) is (who != "rae")


@pytest.mark.usefixtures("cast")
def test_imported_author_is_credited_with_a_link(app, page):
    with app.app_context(), transaction():
        import_authors(
            "onstartups", [ImportedAuthor("7", "Jason <b>", "https://se.example/7")]
        )
    shown = page.get("/u/jason-b.onstartups")
    assert shown.h1 == ["Jason <b>"]
    assert "https://se.example/7" in shown.links
    assert "Imported author" in shown.words()
    assert "Joined in" not in shown.words()


@pytest.mark.usefixtures("cast")
@pytest.mark.parametrize("handle", ["nobody", "x" * 3000, "%00", "%ed%a0%80", "a%20b"])
def test_nobody_has_no_page(page, handle):
    page.get(f"/u/{handle}", status=404)


@pytest.mark.usefixtures("cast")
def test_guessing_handles_is_slowed_down(page):
    tries = [page.get(f"/u/nobody{n}", status=None).status for n in range(31)]
    assert tries == [404] * 30 + [429]
    assert page.get("/u/ada").status == 200
