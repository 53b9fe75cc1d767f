"""The mail that our file backend has written, as its addressee opens it."""

import re
from email import message_from_bytes, policy
from pathlib import Path

_LINK = re.compile(r"https?://[^/\s]+(/\S+)")


def letters_to(folder: Path, address: str) -> list[str]:
    """Return the texts of all mails to `address`, in the order they were written."""
    files = sorted(folder.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns)
    mails = [
        message_from_bytes(file.read_bytes(), policy=policy.default) for file in files
    ]
    return [mail.get_content() for mail in mails if address in str(mail["To"])]


def link_to(folder: Path, address: str, beginning: str) -> str:
    """Return the path of the newest link that begins so in a mail to `address`."""
    found = [
        path
        for text in letters_to(folder, address)
        for path in _LINK.findall(text)
        if path.startswith(beginning)
    ]
    assert found, f"no link {beginning} to {address}"
    return found[-1]
