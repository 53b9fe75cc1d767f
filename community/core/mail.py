"""Mail as rows: written in the transaction of its cause, sent by a job afterwards."""

import smtplib
import sys
from datetime import datetime
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Protocol
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from community.core import clock
from community.core.db import Base, CreatedAt, IntPk, db
from community.core.jobs import JobRegistry, enqueue
from community.core.settings import Settings, get_settings
from community.core.text import clean_block, clean_line

_TIMEOUT_SECONDS = 15
_NEUTRAL_SENDER = "Address confirmation"


class Mail(Base):
    """One message to one address; `sent_at` is set once a server has taken it."""

    __tablename__ = "mail"

    id: Mapped[IntPk]
    recipient: Mapped[str] = mapped_column(sa.String(254))
    subject: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    message_id: Mapped[str] = mapped_column(sa.String(200))
    discreet: Mapped[bool] = mapped_column(default=False)
    """An employer may see it arrive: no word of us outside, forgotten once sent."""
    created_at: Mapped[CreatedAt]
    sent_at: Mapped[datetime | None]


def send_mail(*, to: str, subject: str, text: str, discreet: bool = False) -> None:
    """Write the message and the job that delivers it into the transaction.

    A `discreet` one has a neutral sender, and we keep not even to whom it went.
    """
    domain = urlsplit(get_settings().base_url).hostname or "localhost"
    mail = Mail(
        recipient=clean_line(to),
        subject=clean_line(subject)[:200],
        text=clean_block(text),
        discreet=discreet,
        message_id=make_msgid(domain=domain),
    )
    db.session.add(mail)
    db.session.flush()  # the job needs the id
    enqueue("mail.deliver", mail_id=mail.id, unique_key=f"mail.deliver:{mail.id}")


def deliver(mail_id: int) -> None:
    """Hand one message to the backend of the settings, once."""
    mail = _find_unsent(mail_id)
    if mail is None:
        return
    settings = get_settings()
    _backend(settings).send(_message(mail, settings))
    # Some mails hold a link that logs in or resets: once sent, nobody needs it here.
    recipient = "" if mail.discreet else mail.recipient
    db.session.execute(
        sa.update(Mail)
        .where(Mail.id == mail_id)
        .values(sent_at=clock.now(), text="", recipient=recipient)
    )


def _find_unsent(mail_id: int) -> Mail | None:
    # Beside the job's transaction: on SQLite that holds the one write lock, and a
    # server that hangs would stop everybody's writing for as long as it likes.
    with (
        db.engine.connect().execution_options(fairquote_reads=True) as connection,
        Session(connection) as reading,
    ):
        mail = reading.get(Mail, mail_id)
        return None if mail is None or mail.sent_at is not None else mail


def register(registry: JobRegistry) -> None:
    registry.handler("mail.deliver", deliver)


class _Backend(Protocol):
    def send(self, message: EmailMessage) -> None: ...


def _backend(settings: Settings) -> _Backend:
    match urlsplit(settings.mail_url).scheme:
        case "file":
            return _FileBackend(settings)
        case "console":
            return _ConsoleBackend()
        case _:
            return _SmtpBackend(settings.mail_url)


def _message(mail: Mail, settings: Settings) -> EmailMessage:
    message = EmailMessage()
    sender = _NEUTRAL_SENDER if mail.discreet else settings.site_name
    message["From"] = f'"{sender}" <{settings.mail_from}>'
    message["To"] = mail.recipient
    message["Subject"] = mail.subject
    message["Date"] = format_datetime(mail.created_at)
    message["Message-ID"] = mail.message_id
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.text)
    return message


class _FileBackend:
    """Writes each message as an .eml file, for trying out and for tests."""

    def __init__(self, settings: Settings) -> None:
        self._folder = settings.data_dir / "mail"

    def send(self, message: EmailMessage) -> None:
        self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        local = str(message["Message-ID"]).strip("<>").partition("@")[0]
        # Named after the message id: delivered twice is still one file.
        draft = self._folder / f".{local}.part"
        draft.write_bytes(message.as_bytes())
        draft.rename(self._folder / f"{local}.eml")


class _ConsoleBackend:
    def send(self, message: EmailMessage) -> None:
        sys.stdout.write(f"\n{message.as_string()}\n")
        sys.stdout.flush()


class _SmtpBackend:
    def __init__(self, url: str) -> None:
        self._url = urlsplit(url)

    def send(self, message: EmailMessage) -> None:
        url = self._url
        kind = smtplib.SMTP_SSL if url.scheme == "smtps" else smtplib.SMTP
        host = url.hostname or "localhost"
        with kind(host, url.port or 0, timeout=_TIMEOUT_SECONDS) as server:
            if url.scheme == "smtp+starttls":
                server.starttls()
            if url.username:
                server.login(unquote(url.username), unquote(url.password or ""))
            server.send_message(message)
