"""Mails that came back, read from what a mail server says of them (RFC 3464)."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import HeaderParser

_ADDRESS = re.compile(r"[^\s<>;]+@[^\s<>;]+")
_STATUS = re.compile(r"\s*([45])\.\d{1,3}\.\d{1,3}", re.ASCII)
_MAILBOX_LINE = re.compile(rb"(?:\A|\n\r?\n)From [^\n]*\n")


@dataclass(frozen=True)
class Bounce:
    """One address that one message did not reach, for good or for now."""

    recipient: str
    permanent: bool
    message_id: str


def read_bounces(data: bytes) -> list[Bounce]:
    """Return the bounces in `data`: one message, or a mailbox (mbox) of them.

    What is no report of a delivery, or does not tell the message that came back, is
    passed over: an out-of-office note is no bounce.
    """
    return [bounce for one in _messages(data) for bounce in _of_message(one)]


def _messages(data: bytes) -> Iterator[Message]:
    for part in _MAILBOX_LINE.split(data):
        if part.strip():
            yield message_from_bytes(part)


def _of_message(message: Message) -> Iterator[Bounce]:
    parts = list(message.walk())
    message_id = next(filter(None, map(_message_id, parts)), "")
    if message.get_content_type() != "multipart/report" or not message_id:
        return
    for part in parts:
        if part.get_content_type() == "message/delivery-status":
            yield from _of_status(part, message_id)


def _message_id(part: Message) -> str:
    """Return the Message-ID in the part that came back: a whole message, or its headers."""
    kind = part.get_content_type()
    if kind == "message/rfc822":
        inside = _inside(part)
        return _text_of(inside[0], "Message-ID") if inside else ""
    if kind == "text/rfc822-headers":
        raw = part.get_payload(decode=True)
        text = raw.decode("ascii", "replace") if isinstance(raw, bytes) else ""
        return _text_of(HeaderParser().parsestr(text.lstrip()), "Message-ID")
    return ""


def _of_status(part: Message, message_id: str) -> Iterator[Bounce]:
    for block in _inside(part):
        failed = _text_of(block, "Action").lower() == "failed"
        status = _STATUS.match(_text_of(block, "Status"))
        named = _text_of(block, "Original-Recipient") or _text_of(
            block, "Final-Recipient"
        )
        address = _ADDRESS.search(named.partition(";")[2])
        if failed and status and address:
            yield Bounce(address[0], status[1] == "5", message_id)


def _inside(part: Message) -> list[Message]:
    found = part.get_payload()
    if not isinstance(found, list):
        return []
    return [one for one in found if isinstance(one, Message)]


def _text_of(part: Message, name: str) -> str:
    return str(part.get(name, "")).strip()
