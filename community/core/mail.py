"""Mail as rows: written in the transaction of its cause, sent by a job afterwards."""

import smtplib
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, make_msgid
from typing import Protocol
from urllib.parse import unquote, urlsplit

import sqlalchemy as sa
from sqlalchemy.orm import Mapped, Session, mapped_column

from community.core import clock, events
from community.core.db import Base, CreatedAt, IntPk, Json, changed, db
from community.core.events import Event
from community.core.jobs import JobRegistry, enqueue
from community.core.sealing import pseudonym
from community.core.settings import Settings, get_settings
from community.core.text import clean_block, clean_line

_TIMEOUT_SECONDS = 15
_NEUTRAL_SENDER = "Address confirmation"
_LONGEST_LINE = 998
"""The most that RFC 5322 allows."""
_PERMANENT = 500
_DROP_FILE = "mail.drop_file"
_MOST_TRIES = 9
"""The last one a day after the first, the pauses doubling from five minutes."""


class Mail(Base):
    """One message to one address; `sent_at` is set once a server has taken it."""

    __tablename__ = "mail"

    id: Mapped[IntPk]
    recipient: Mapped[str] = mapped_column(sa.String(254))
    subject: Mapped[str] = mapped_column(sa.String(200))
    text: Mapped[str] = mapped_column(sa.Text)
    message_id: Mapped[str] = mapped_column(sa.String(200), index=True)
    html: Mapped[str | None] = mapped_column(sa.Text)
    headers: Mapped[dict[str, str] | None] = mapped_column(Json)
    discreet: Mapped[bool] = mapped_column(default=False)
    """An employer may see it arrive: no word of us outside, forgotten once sent."""
    forgetful: Mapped[bool] = mapped_column(default=False)
    """Nobody needs to know later to whom it went, and what they read."""
    recipient_key: Mapped[str] = mapped_column(sa.String(64), default="")
    """Keyed name of the address, for knowing a bounce from one that somebody made up."""
    tries: Mapped[int] = mapped_column(sa.SmallInteger, default=0)
    created_at: Mapped[CreatedAt]
    sent_at: Mapped[datetime | None]
    failed_at: Mapped[datetime | None]
    """When it was refused or came back; it is not sent again."""


@dataclass(frozen=True)
class MailBounced(Event):
    """A mail did not reach `recipient`, for good or (not `permanent`) for days."""

    recipient: str
    permanent: bool


def send_mail(
    *,
    to: str,
    subject: str,
    text: str,
    html: str | None = None,
    headers: dict[str, str] | None = None,
    discreet: bool = False,
    forgetful: bool = False,
) -> None:
    """Write the message and the job that delivers it into the transaction.

    A `discreet` one has a neutral sender, and we keep not even to whom it went; nor do
    we of a `forgetful` one. `html` is what the text says, for those who like it so.
    """
    domain = urlsplit(get_settings().base_url).hostname or "localhost"
    recipient = clean_line(to)
    mail = Mail(
        recipient=recipient,
        recipient_key=_key_of(recipient),
        subject=clean_line(subject)[:200],
        text=clean_block(text),
        html=html,
        headers=headers,
        discreet=discreet,
        forgetful=forgetful,
        message_id=make_msgid(domain=domain),
    )
    db.session.add(mail)
    db.session.flush()  # the job needs the id
    enqueue("mail.deliver", mail_id=mail.id, unique_key=f"mail.deliver:{mail.id}")


def deliver(mail_id: int) -> None:
    """Hand one message to the backend of the settings, once.

    What a server refuses for good is not tried again; what it puts off is, for a day.
    """
    mail = _find_unsent(mail_id)
    if mail is None:
        return
    settings = get_settings()
    try:
        _backend(settings).send(_message(mail, settings))
    except smtplib.SMTPRecipientsRefused as refused:
        _note_refusal(mail, permanent=_is_permanent(refused))
    else:
        _close(mail, sent_at=clock.now())


def _is_permanent(refused: smtplib.SMTPRecipientsRefused) -> bool:
    return all(code >= _PERMANENT for code, _ in refused.recipients.values())


def _note_refusal(mail: Mail, *, permanent: bool) -> None:
    if permanent or mail.tries + 1 >= _MOST_TRIES:
        _close(mail, failed_at=clock.now())
        events.publish(MailBounced(mail.recipient, permanent))
        return
    db.session.execute(
        sa.update(Mail).where(Mail.id == mail.id).values(tries=Mail.tries + 1)
    )
    wait = timedelta(minutes=5 * 2**mail.tries)
    enqueue("mail.deliver", run_at=clock.now() + wait, mail_id=mail.id)


def _close(mail: Mail, **when: datetime) -> None:
    # Some mails hold a link that logs in or resets: once sent, nobody needs it here.
    forgotten = mail.discreet or mail.forgetful
    values = {
        "text": "",
        "html": None,
        "headers": None,
        "recipient": "" if forgotten else mail.recipient,
    }
    db.session.execute(
        sa.update(Mail).where(Mail.id == mail.id).values(**values, **when)
    )


def note_bounce(*, message_id: str, recipient: str, permanent: bool) -> bool:
    """Note that a mail of ours came back; return whether it is one, and news.

    Anybody can write a bounce: it counts only if we sent that message to that address.
    """
    address = clean_line(recipient)
    found = changed(
        sa.update(Mail)
        .where(
            Mail.message_id == message_id,
            Mail.recipient_key == _key_of(address),
            Mail.failed_at.is_(None),
        )
        .values(failed_at=clock.now())
    )
    if found:
        events.publish(MailBounced(address, permanent))
    return found


def to_address(address: str | None) -> sa.ColumnElement[bool]:
    """Match the mails to an address, those that forgot it as well."""
    if address is None:
        return sa.false()
    return sa.or_(Mail.recipient == address, Mail.recipient_key == _key_of(address))


def forget(address: str | None) -> None:
    """Delete the mails to an address, sent or not; what a server took is gone from us."""
    ids = sa.select(Mail.message_id).where(to_address(address))
    if urlsplit(get_settings().mail_url).scheme == "file":
        for message_id in db.session.scalars(ids):
            enqueue(_DROP_FILE, name=_file_name(message_id))
    changed(sa.delete(Mail).where(to_address(address)))


def _drop_file(name: str) -> None:
    (_FileBackend(get_settings()).folder / name).unlink(missing_ok=True)


def _file_name(message_id: str) -> str:
    """Return what a message is called as a file: delivered twice is still one."""
    return f"{message_id.strip('<>').partition('@')[0]}.eml"


def _key_of(address: str) -> str:
    return pseudonym("mail.recipient", address.casefold())


def _find_unsent(mail_id: int) -> Mail | None:
    # Beside the job's transaction: on SQLite that holds the one write lock, and a
    # server that hangs would stop everybody's writing for as long as it likes.
    with (
        db.engine.connect().execution_options(fairquote_reads=True) as connection,
        Session(connection) as reading,
    ):
        mail = reading.get(Mail, mail_id)
        if mail is None or mail.sent_at is not None or mail.failed_at is not None:
            return None
        return mail


def register(registry: JobRegistry) -> None:
    registry.handler("mail.deliver", deliver)
    registry.handler(_DROP_FILE, _drop_file)


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
    for name, value in (mail.headers or {}).items():
        message[name] = value
    message.set_content(mail.text)
    if mail.html is not None:
        message.add_alternative(mail.html, subtype="html")
    # An address in a header stays one line: folded it would be encoded, and mail
    # programs read List-Unsubscribe (RFC 8058) as it stands.
    message.policy = message.policy.clone(max_line_length=_LONGEST_LINE)
    return message


class _FileBackend:
    """Writes each message as an .eml file, for trying out and for tests."""

    def __init__(self, settings: Settings) -> None:
        self.folder = settings.data_dir / "mail"

    def send(self, message: EmailMessage) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        name = _file_name(str(message["Message-ID"]))
        draft = self.folder / f".{name}.part"
        draft.write_bytes(message.as_bytes())
        draft.rename(self.folder / name)


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
