"""Accounts that the host moved here go again, when nobody takes them over in time."""

import json
import re
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts.models import AccountState, EmailToken, TokenPurpose, User
from community.accounts.mydata import jobs
from community.accounts.mydata.limits import LAPSES_AFTER
from community.accounts.mydata.rules import lapsing
from community.accounts.rules.moving import MovedRow, judge_rows, take_in
from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import enqueue
from community.core.worker import run_due
from community.dashboard.memberkinds import Basis
from community.dashboard.members import running
from community.dashboard.members.models import MemberInvitation
from community.threads.archive import parse_line
from community.threads.importing import ONSTARTUPS, import_threads
from tests.dashboard.offering import MAIL, offer, taken

GRACE, LINUS = "grace@hopper.example", "linus@kernel.example"
ROWS = (MovedRow(1, GRACE, "grace-h"), MovedRow(2, LINUS, "penguin-l", "Linus Old"))
DAYS = LAPSES_AFTER.days


@pytest.fixture(autouse=True)
def hand():
    """Stop the clock, and give tests the hand to move it with."""
    with time_machine.travel("2027-03-10T12:00:00+00:00", tick=False) as traveller:
        yield traveller


@pytest.fixture
def moved(app, cast):
    """Move Grace here, and Linus, to whom an archive credits a question."""
    line = {
        "id": "7",
        "title": "How do we price seats?",
        "body": "We are ten people and do not know.",
        "author": "Linus Old",
        "date": "2012-05-01",
        "answers": [],
    }
    with app.app_context(), transaction():
        import_threads(ONSTARTUPS, [parse_line(1, json.dumps(line).encode())])
        for one in cast.ada, cast.cleo:
            assert one.waits_since is None
        rows = running.judge_batch(ONSTARTUPS.key, ROWS, _never)
        assert running.take_batch(rows, Basis.CONSENT, invites=True) == 2


def _never(_what: str, _value: str, _line: int) -> None:
    """No line of a file has what an earlier one has."""


def pass_days(app, hand, days: float) -> None:
    """Let days pass, and do what is due once a day."""
    hand.shift(timedelta(days=days))
    with app.app_context(), transaction():
        enqueue(jobs.LAPSE)
    run_due(app)


def addresses(app) -> set[str]:
    with app.app_context():
        return set(db.session.scalars(sa.select(User.email).where(User.email != "")))


def mailed_link(app, what: str) -> str:
    """Return the newest link of a kind that was mailed."""
    folder = app.extensions["fairquote.settings"].data_dir / "mail"
    texts = [one.read_text() for one in folder.glob("*.eml")]
    (link,) = {found for one in texts for found in re.findall(rf"/{what}/[\w-]+", one)}
    return link


def take_over(app, page, address: str) -> None:
    page.send(page.get("/forgot"), {"email": address}, having="email")
    run_due(app)
    reset = page.get(mailed_link(app, "reset"))
    typed = {"password": "seventeen-otters-swim"}
    page.send(reset, typed, having="password", status=303)


@pytest.fixture
def no_mails(settings):
    for file in (settings.data_dir / "mail").glob("*.eml"):
        file.unlink()


@pytest.mark.usefixtures("moved")
def test_what_nobody_takes_over_lapses_with_its_address(app, page, hand):
    pass_days(app, hand, DAYS - 1)
    assert {GRACE, LINUS} <= addresses(app)
    page.get("/u/grace-h")

    pass_days(app, hand, 1)

    assert not {GRACE, LINUS} & addresses(app)
    page.get("/u/grace-h", status=404)
    page.get("/u/penguin-l", status=404)
    with app.app_context():
        everything = "".join(
            str(tuple(row)) for row in db.session.execute(sa.select(User.__table__))
        )
        assert db.session.scalars(sa.select(MemberInvitation)).all() == []
    for told in (GRACE, LINUS, "grace-h", "penguin-l"):
        assert told not in everything
    pass_days(app, hand, 1)  # and a second look finds nothing to do


@pytest.mark.usefixtures("moved")
def test_what_an_archive_credits_stays_with_its_author(app, page, hand):
    pass_days(app, hand, DAYS)

    assert "Linus Old" in page.get("/questions/").html
    with app.app_context():
        wanted = sa.select(User).where(User.attribution_name == "Linus Old")
        linus = db.session.scalars(wanted).one()
        assert linus.state is AccountState.IMPORTED
        assert linus.handle.startswith("linus-old.")
        rows = judge_rows(ONSTARTUPS.key, [MovedRow(1, LINUS, "", "Linus Old")], _never)
        assert [one.author_id for one in rows] == [linus.id]  # and may come again


@pytest.mark.usefixtures("moved")
def test_a_handle_of_the_archive_stays_as_it_was(app, page, hand):
    line = {"id": "8", "title": "And then?", "body": "Well.", "author": "Ada Old"}
    line |= {"date": "2012-06-01", "answers": []}
    with app.app_context(), transaction():
        import_threads(ONSTARTUPS, [parse_line(1, json.dumps(line).encode())])
        wanted = sa.select(User.handle).where(User.attribution_name == "Ada Old")
        before = db.session.scalars(wanted).one()
        row = MovedRow(1, "ada@kernel.example", "", "Ada Old")
        take_in(judge_rows(ONSTARTUPS.key, [row], _never))
        assert "ada@kernel.example" in db.session.scalars(sa.select(User.email)).all()
    pass_days(app, hand, DAYS)

    assert "ada@kernel.example" not in addresses(app)
    with app.app_context():
        assert db.session.scalars(wanted).one() == before


@pytest.mark.usefixtures("moved", "no_mails")
def test_who_takes_it_over_keeps_it(app, page, hand):
    pass_days(app, hand, DAYS - 1)
    take_over(app, page, GRACE)
    pass_days(app, hand, 2)

    assert GRACE in addresses(app)
    assert LINUS not in addresses(app)
    with app.app_context():
        grace = db.session.scalars(sa.select(User).where(User.email == GRACE)).one()
        assert (grace.waits_since, grace.is_proven) == (None, True)
    pass_days(app, hand, 2 * DAYS)
    assert GRACE in addresses(app)


@pytest.mark.usefixtures("moved", "no_mails")
def test_who_has_a_link_in_the_mail_is_waited_for(app, page, hand):
    pass_days(app, hand, DAYS - 0.01)
    page.send(page.get("/forgot"), {"email": GRACE}, having="email")
    run_due(app)
    pass_days(app, hand, 0.01)
    assert GRACE in addresses(app)
    with app.app_context():
        assert db.session.scalars(sa.select(EmailToken)).all()

    pass_days(app, hand, 1)  # the link is dead by then
    assert GRACE not in addresses(app)


@pytest.mark.usefixtures("moved")
def test_who_asked_for_a_link_that_is_not_mailed_yet_is_waited_for(app, page, hand):
    pass_days(app, hand, DAYS - 0.01)
    hand.shift(timedelta(days=0.01))
    page.send(page.get("/forgot"), {"email": GRACE}, having="email")
    with app.app_context(), transaction():
        jobs.lapse()
    assert GRACE in addresses(app)
    assert LINUS not in addresses(app)


@pytest.mark.usefixtures("moved")
def test_who_uses_a_link_in_its_last_second_keeps_the_account(app, hand):
    pass_days(app, hand, DAYS - 1)
    hand.shift(timedelta(days=1))
    with app.app_context(), transaction():
        ran_out = clock.now() - timedelta(seconds=1)
        db.session.add(
            EmailToken(
                token_hash="used",
                purpose=TokenPurpose.RESET,
                email=GRACE,
                expires_at=ran_out,
            )
        )
        db.session.flush()
        lapsing.lapse_some()
    assert GRACE in addresses(app)


@pytest.mark.usefixtures("moved")
def test_a_consent_under_the_same_address_is_not_the_accounts(app, cast, page, hand):
    with app.app_context(), transaction():
        take_in(judge_rows("none", [MovedRow(1, MAIL)], _never))
    taken(app, page, offer(app, cast))
    pass_days(app, hand, DAYS)

    assert MAIL not in addresses(app)
    assert MAIL in cast.page("hana").get("/host/leads/").html


@pytest.mark.usefixtures("moved")
def test_many_lapse_piece_by_piece(app, hand, monkeypatch):
    monkeypatch.setattr(lapsing, "A_JOB", 1)
    pass_days(app, hand, DAYS)
    assert not {GRACE, LINUS} & addresses(app)


@pytest.mark.usefixtures("moved")
def test_nobody_else_lapses(app, cast, hand):
    before = addresses(app) - {GRACE, LINUS}
    pass_days(app, hand, 10 * DAYS)
    assert addresses(app) == before
    cast.page("ada").get("/account/")


def test_it_is_told_where_it_matters(app, cast, page, moved, settings):
    assert clock.now().year == 2027
    run_due(app)
    letters = [one.read_text() for one in (settings.data_dir / "mail").glob("*.eml")]
    assert any("after 90 days the account goes" in one for one in letters)
    assert (
        "moved here from elsewhere and nobody took over" in page.get("/privacy").words()
    )
    assert (
        "within 90 days goes again" in cast.page("hana").get("/host/members/").words()
    )
