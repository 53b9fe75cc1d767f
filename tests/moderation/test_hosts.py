"""Who is a host: another host says so; one always stays, and the audit keeps who did it."""

import pytest
import sqlalchemy as sa

from community.accounts.models import AccountState, User
from community.accounts.mydata.access import can_leave
from community.core.actors import Role
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden
from community.core.mail import Mail
from moderation.models import AuditRow
from moderation.people import appointing
from tests.cast import PASSWORD

HERE = "/moderation/roster/"
DISMISS = f"{HERE}hosts/{{}}/dismiss"


def role_of(app, handle: str) -> Role:
    with app.app_context():
        return db.session.scalars(
            sa.select(User.role).where(User.handle == handle)
        ).one()


def appointed(hana, handle: str, status: int = 303, password: str = PASSWORD):
    form = hana.get(HERE)
    given = {"handle": handle, "current_password": password}
    return hana.send(form, given, action=f"{HERE}hosts/appoint", status=status)


def dismissed(host, handle: str, status: int = 303, password: str = PASSWORD):
    page = host.get(DISMISS.format(handle))
    given = {"current_password": password}
    return host.send(page, given, having="current_password", status=status)


def letters(app) -> list[tuple[str, str]]:
    """Return who got which letter, oldest first, and forget them."""
    with app.app_context(), transaction():
        found = db.session.execute(
            sa.select(Mail.recipient, Mail.subject).order_by(Mail.id)
        ).all()
        db.session.execute(sa.delete(Mail))
    return [(one.recipient.split("@")[0], one.subject) for one in found]


def test_a_host_appoints_another_and_is_dismissed_by_it(app, cast):
    hana = cast.page("hana")
    for handle, status in (("", 422), ("nobody", 404), ("hana", 409)):
        appointed(hana, handle, status)
    appointed(hana, "ben")
    assert role_of(app, "ben") is Role.HOST
    assert "ben is a host now." in hana.get(HERE).words()

    cast.look_again()
    with app.app_context(), transaction():
        cast.have_two_factors("ben")
    ben = cast.page("ben")
    dismissed(ben, "hana")

    assert role_of(app, "hana") is Role.MEMBER
    assert hana.get("/host/", status=303).location.startswith("/login")
    cast.look_again()
    assert can_leave(cast.actor("hana"))
    with app.app_context():
        rows = db.session.execute(
            sa.select(AuditRow.actor_id, AuditRow.action, AuditRow.reason).order_by(
                AuditRow.number
            )
        ).all()
    assert [tuple(row) for row in rows] == [
        (cast.hana.id, "host.appointed", "ben is a host."),
        (cast.ben.id, "host.dismissed", "hana was a host."),
    ]


@pytest.mark.parametrize("handle", ["rae", "mo"])
def test_who_speaks_for_a_vendor_or_decides_is_no_host(app, cast, handle):
    refused = appointed(cast.page("hana"), handle, 409)

    assert "Make them a member first" in refused.words()
    assert role_of(app, handle) is getattr(cast, handle).role


def test_a_host_is_made_no_moderator(app, cast):
    hana = cast.page("hana")

    for handle in ("hana", "rae"):
        hana.post("/moderation/roster/appoint", {"handle": handle}, status=409)

    assert role_of(app, "hana") is Role.HOST


@pytest.mark.parametrize(
    "changes", [{"state": AccountState.LOCKED}, {"email_proven_at": None}]
)
def test_a_host_needs_an_open_account_with_a_proven_address(app, cast, changes):
    with app.app_context(), transaction():
        db.session.execute(
            sa.update(User).where(User.handle == "ben").values(**changes)
        )

    assert "proven address" in appointed(cast.page("hana"), "ben", 409).words()


def test_nobody_dismisses_themselves_so_that_one_always_stays(app, cast):
    hana = cast.page("hana")
    assert DISMISS.format("hana") not in hana.get(HERE).html

    refused = dismissed(hana, "hana", 409)

    assert "Another host dismisses you" in refused.words()
    assert role_of(app, "hana") is Role.HOST
    hana.post(DISMISS.format("ben"), status=404)


def test_of_two_who_dismiss_each_other_at_once_one_stays(app, cast):
    appointed(cast.page("hana"), "ben")
    cast.look_again()
    ben, hana = cast.actor("ben"), cast.actor("hana")
    with app.app_context(), transaction():
        appointing.dismiss_host(
            hana, db.session.get_one(User, cast.ben.id), password=PASSWORD
        )

    with app.app_context(), pytest.raises(Conflict, match="at the same moment"):
        appointing.dismiss_host(
            ben, db.session.get_one(User, cast.hana.id), password=PASSWORD
        )

    assert role_of(app, "hana") is Role.HOST


@pytest.mark.parametrize("handle", ["mo", "ada", "rae"])
def test_nobody_else_says_who_is_a_host(app, cast, handle):
    actor = cast.actor(handle)
    with app.app_context():
        hana = db.session.get_one(User, cast.hana.id)
        with pytest.raises(Forbidden):
            appointing.appoint_host(actor, "ben", password=PASSWORD)
        with pytest.raises(Forbidden):
            appointing.dismiss_host(actor, hana, password=PASSWORD)


def test_without_the_password_nobody_comes_or_goes(app, cast):
    hana = cast.page("hana")
    for wrong in ("", "not-the-password"):
        appointed(hana, "ben", 422, wrong)
    assert role_of(app, "ben") is Role.MEMBER
    appointed(hana, "ben")
    letters(app)

    for wrong in ("", "not-the-password"):
        dismissed(hana, "ben", 422, wrong)

    assert role_of(app, "ben") is Role.HOST
    assert letters(app) == []


def test_all_hosts_are_told_and_so_is_who_was_one(app, cast):
    hana = cast.page("hana")
    letters(app)
    appointed(hana, "ben")
    came, told = "ben is a host now", letters(app)
    assert sorted(told) == [("ben", came), ("hana", came)]

    dismissed(hana, "ben")

    went = "ben is no host any more"
    assert sorted(letters(app)) == [("ben", went), ("hana", went)]


def test_moderators_see_who_is_a_host_and_change_nothing(cast):
    mo = cast.page("mo").get(HERE)

    assert "Hosts hana" in mo.words()
    assert not [one for one in mo.forms if "/hosts/" in one["action"]]


def test_the_desk_leads_to_people(cast):
    assert f'href="{HERE}"' in cast.page("hana").get("/host/").html
