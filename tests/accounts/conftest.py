"""Mails, hashes and browsers, as tests of accounts look at them."""

import email
import re
from collections.abc import Callable, Iterator
from email import policy
from email.message import EmailMessage

import argon2
import pytest
import sqlalchemy as sa
from flask import Flask, has_app_context

from community.core.db import db
from community.core.events import Event
from community.core.mail import Mail
from community.core.worker import run_due

GOOD_PASSWORD = "seven slow herons"


class Post:
    """What was mailed: does the waiting jobs first."""

    def __init__(self, app: Flask) -> None:
        self._app = app

    def all(self) -> list[Mail]:
        if has_app_context():
            db.session.rollback()  # the test has only read; jobs want the write lock
        run_due(self._app)
        with self._app.app_context():
            mails = list(db.session.scalars(sa.select(Mail).order_by(Mail.id)))
            db.session.expunge_all()
        for mail in mails:
            sent = self._sent(mail)
            mail.text, mail.recipient = sent.get_content(), str(sent["To"])
        return mails

    def _sent(self, mail: Mail) -> EmailMessage:
        """Return the file that was delivered: the row forgets text and recipient."""
        folder = self._app.extensions["fairquote.settings"].data_dir / "mail"
        name = mail.message_id.strip("<>").partition("@")[0]
        content = (folder / f"{name}.eml").read_bytes()
        return email.message_from_bytes(content, policy=policy.default)

    def to(self, address: str) -> list[Mail]:
        return [mail for mail in self.all() if mail.recipient == address]

    def link(self, address: str) -> str:
        """Return the path of the link in the newest mail to `address`."""
        text = self.to(address)[-1].text
        return re.search(r"https?://[^/\s]+(/\S+)", text)[1]

    def token(self, address: str) -> str:
        return self.link(address).rpartition("/")[2]


@pytest.fixture
def post(app: Flask) -> Post:
    return Post(app)


@pytest.fixture
def hashes(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """List the argon2 computations that were made."""
    done: list[str] = []

    def counted(name: str) -> Callable[..., object]:
        original = getattr(argon2.PasswordHasher, name)

        def compute(*args: object, **kwargs: object) -> object:
            done.append(name)
            return original(*args, **kwargs)

        return compute

    for name in ("hash", "verify"):
        monkeypatch.setattr(argon2.PasswordHasher, name, counted(name))
    return done


@pytest.fixture
def listen(app: Flask) -> Iterator[Callable[..., list[Event]]]:
    """Return what begins to listen to kinds of events, into the list that it returns."""
    handlers = app.extensions["fairquote.bus"]._handlers
    before = list(handlers)

    def begin(*kinds: type[Event]) -> list[Event]:
        heard: list[Event] = []
        handlers.extend((kind, heard.append) for kind in kinds)
        return heard

    yield begin
    handlers[:] = before
