"""Addresses that mail does not reach: counted, stopped, and begun again by their owner."""

import socket
from dataclasses import replace
from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine
from aiosmtpd.controller import Controller

from community.cli.mail import mail as mail_commands
from community.core import clock
from community.core.db import db, transaction
from community.core.jobs import Job
from community.core.mail import Mail, send_mail
from community.core.worker import run_due
from community.notifications.models import Reader
from community.notifications.rules.bouncing import count_sent
from tests.core.test_bounces import bounce
from tests.notifications.made import answer, ask

ADDRESS = "ada@northwind.example"


class Refusing:
    """A mail server that refuses whom we write to."""

    def __init__(self, answer: str) -> None:
        self.answer, self.asked = answer, 0

    async def handle_RCPT(self, *_: object) -> str:  # noqa: N802 - aiosmtpd's name
        self.asked += 1
        return self.answer


@pytest.fixture
def refusing(app, settings):
    """Return a function that starts a server with an answer and has us use it."""
    running = []

    def start(answer: str) -> Refusing:
        handler = Refusing(answer)
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        server = Controller(handler, hostname="127.0.0.1", port=port)
        server.start()
        running.append(server)
        url = f"smtp://127.0.0.1:{port}"
        app.extensions["fairquote.settings"] = replace(settings, mail_url=url)
        return handler

    yield start
    app.extensions["fairquote.settings"] = settings
    for one in running:
        one.stop()


def send(app) -> str:
    """Commit a mail to Ada; return its Message-ID."""
    with app.app_context(), transaction():
        send_mail(to=ADDRESS, subject="x", text="y", forgetful=True)
        return db.session.scalars(
            sa.select(Mail.message_id).order_by(Mail.id.desc())
        ).first()


def bounces(app, cast) -> int:
    with app.app_context():
        return (
            db.session.scalar(
                sa.select(Reader.bounces).where(Reader.user_id == cast.ada.id)
            )
            or 0
        )


def test_what_a_server_refuses_for_good_counts_two_and_is_not_tried_again(
    app, cast, refusing
):
    server = refusing("550 5.1.1 No such user")
    send(app)
    run_due(app)

    assert (server.asked, bounces(app, cast)) == (1, 20)
    assert run_due(app) == 0
    with app.app_context():
        kept = db.session.scalars(sa.select(Mail)).one()
        assert (kept.sent_at, kept.recipient, kept.text) == (None, "", "")
        assert kept.failed_at is not None


def test_what_a_server_puts_off_counts_one_after_a_day_of_trying(app, cast, refusing):
    server = refusing("451 4.7.1 Greylisted")
    send(app)
    with time_machine.travel(clock.now(), tick=False) as now:
        for tries in range(1, 10):
            assert bounces(app, cast) == 0
            run_due(app)
            assert server.asked == tries
            now.shift(timedelta(days=1))
    assert (run_due(app), bounces(app, cast)) == (0, 10)
    with app.app_context():
        assert not db.session.scalars(sa.select(Job).where(Job.state == "dead")).all()


def test_piped_bounces_stop_mails_until_their_owner_says_otherwise(app, cast, mails):
    runner = app.test_cli_runner()
    public_id, _ = ask(app, cast.actor("ada"))
    for number in range(2):
        message_id = send(app)
        run_due(app)
        forged = runner.invoke(
            mail_commands,
            ["bounce"],
            input=bounce("cleo@contoso.example", message_id=message_id),
        )
        assert "0 counted, 1 passed over." in forged.output
        for again in ("1 counted, 0", "0 counted, 1"):
            report = bounce(ADDRESS.upper(), message_id=message_id)
            told = runner.invoke(mail_commands, ["bounce"], input=report)
            assert again in told.output
        assert bounces(app, cast) == 20 * (number + 1)
    answer(app, cast.actor("cleo"), public_id)
    mails()
    ada = cast.page("ada")

    page = ada.get("/account/notifications")
    assert "Mails to you came back" in page.words()
    answer(app, cast.actor("cleo"), public_id)
    assert mails() == []
    ada.send(page, action="/account/notifications/mail-again", status=303)
    assert "came back" not in ada.get("/account/notifications").words()
    answer(app, cast.actor("cleo"), public_id)
    assert [one["To"] for one in mails()] == [ADDRESS]


def test_a_bounce_of_somebody_who_is_no_member_is_nobodys(app, cast, refusing):
    refusing("550 5.1.1 No such user")
    with app.app_context(), transaction():
        send_mail(to="nobody@nowhere.example", subject="x", text="y")
    run_due(app)

    with app.app_context():
        assert db.session.scalars(sa.select(Reader)).all() == []


def test_what_goes_through_makes_up_for_a_tenth(app, cast, refusing):
    refusing("550 5.1.1 No such user")
    send(app)
    run_due(app)
    with app.app_context(), transaction():
        count_sent(cast.ada.id)

    assert bounces(app, cast) == 19
