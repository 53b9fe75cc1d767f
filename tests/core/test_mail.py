import email
import socket
import threading
from dataclasses import replace
from datetime import timedelta
from email import policy

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message

from community.core import clock, mail
from community.core.db import db, transaction
from community.core.jobs import Job, JobState, enqueue
from community.core.mail import Mail, send_mail
from community.core.worker import run_due


def send(app, **changes):
    given = {
        "to": "ada@a.example",
        "subject": "Hello",
        "text": "Dear Ada,\n\nwelcome.",
    } | changes
    with app.app_context(), transaction():
        send_mail(**given)


def files(settings):
    folder = settings.data_dir / "mail"
    found = sorted(folder.glob("*.eml")) if folder.exists() else []
    return [
        email.message_from_bytes(f.read_bytes(), policy=policy.default) for f in found
    ]


@pytest.fixture(autouse=True)
def _no_mail_before(settings):
    for file in (settings.data_dir / "mail").glob("*"):
        file.unlink()


def test_nothing_leaves_before_the_commit(playground, settings):
    with playground.app_context():
        send_mail(to="a@a.example", subject="x", text="y")
        db.session.rollback()
    assert run_due(playground) == 0
    assert files(settings) == []


def test_a_mail_becomes_a_file(playground, settings):
    send(playground)
    run_due(playground)
    (message,) = files(settings)
    assert message["To"] == "ada@a.example"
    assert message["Subject"] == "Hello"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message.get_content().strip() == "Dear Ada,\n\nwelcome."


def test_a_mail_in_two_forms_keeps_its_headers_in_one_piece(playground, settings):
    address = f"<https://prices.example/unsubscribe/{'x' * 120}>"
    send(playground, html="<p>Dear Ada ✓</p>", headers={"List-Unsubscribe": address})
    run_due(playground)
    (message,) = files(settings)
    (file,) = (settings.data_dir / "mail").glob("*.eml")

    assert f"\nList-Unsubscribe: {address}\n".encode() in file.read_bytes()
    assert max(map(len, file.read_bytes().splitlines())) < 200
    assert message.get_body(("plain",)).get_content() == "Dear Ada,\n\nwelcome.\n"
    assert message.get_body(("html",)).get_content() == "<p>Dear Ada ✓</p>\n"


def test_delivering_twice_sends_once(playground, settings):
    send(playground)
    run_due(playground)
    with playground.app_context(), transaction():
        mail.deliver(db.session.query(Mail).one().id)
        mail.deliver(10**6)
        assert db.session.query(Mail.text).scalar() == ""
    assert len(files(settings)) == 1


def test_headers_cannot_be_smuggled_in(playground, settings):
    send(playground, subject="Hi\r\nBcc: eve@evil.example", to="ada@a.example\nX: y")
    run_due(playground)
    messages = files(settings)
    assert all(message["Bcc"] is None and message["X"] is None for message in messages)


def test_the_console_prints_the_mail(playground, settings, capsys):
    playground.extensions["fairquote.settings"] = replace(settings, mail_url="console:")
    send(playground)
    run_due(playground)
    assert "Dear Ada" in capsys.readouterr().out


class _Inbox(Message):
    def __init__(self):
        super().__init__()
        self.messages = []

    def handle_message(self, message):
        self.messages.append(message)


def test_smtp_hands_the_mail_over(playground, settings):
    inbox = _Inbox()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    server = Controller(inbox, hostname="127.0.0.1", port=port)
    server.start()
    try:
        playground.extensions["fairquote.settings"] = replace(
            settings, mail_url=f"smtp://127.0.0.1:{port}"
        )
        send(playground)
        run_due(playground)
    finally:
        server.stop()
    assert [m["To"] for m in inbox.messages] == ["ada@a.example"]


def test_a_dead_mail_server_leaves_a_job_for_later(playground, settings):
    playground.extensions["fairquote.settings"] = replace(
        settings, mail_url="smtps://127.0.0.1:9"
    )
    send(playground)
    run_due(playground)
    with playground.app_context():
        job = db.session.query(Job).one()
        assert (job.state, job.attempts) == (JobState.READY, 1)
        assert db.session.query(Mail).one().sent_at is None


def test_a_mail_server_that_hangs_keeps_nobody_from_writing(playground, settings):
    accepted = threading.Event()
    let_go = threading.Event()
    with socket.create_server(("127.0.0.1", 0)) as server:
        playground.extensions["fairquote.settings"] = replace(
            settings, mail_url=f"smtp://127.0.0.1:{server.getsockname()[1]}"
        )
        send(playground)

        def hang():
            connection, _ = server.accept()
            accepted.set()
            let_go.wait(20)
            connection.close()

        threads = [
            threading.Thread(target=hang),
            threading.Thread(target=run_due, args=(playground,)),
        ]
        for thread in threads:
            thread.start()
        try:
            assert accepted.wait(10)
            with playground.app_context(), transaction():
                enqueue("t.other", run_at=clock.now() + timedelta(hours=1))
            assert not let_go.is_set()  # nothing waited for the mail
        finally:
            let_go.set()
            for thread in threads:
                thread.join()
