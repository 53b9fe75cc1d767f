"""People who write as much as a test needs, and the mails that went out."""

from collections.abc import Callable
from email import message_from_bytes, policy
from email.message import EmailMessage
from functools import partial

import pytest
from flask import Flask

from community.core.db import transaction
from community.core.settings import Settings
from community.core.worker import run_due
from community.notifications import jobs
from community.threads import limits
from tests.threads.conftest import GENEROUS

Mails = Callable[..., list[EmailMessage]]


@pytest.fixture(autouse=True)
def _no_limits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "LIMITS", GENEROUS)


@pytest.fixture
def mails(app: Flask, settings: Settings) -> Mails:
    """Return a function that does all due work, mails what waits, and opens what went out."""
    for file in (settings.data_dir / "mail").glob("*.eml"):
        file.unlink()
    return partial(send_mails, app, settings)


def send_mails(
    app: Flask, settings: Settings, job: Callable[[], None] = jobs.mail_at_once
) -> list[EmailMessage]:
    """Do all due work and `job`; open what went out, and take it away."""
    run_due(app)
    with app.app_context(), transaction():
        job()
    run_due(app)
    folder = settings.data_dir / "mail"
    files = sorted(folder.glob("*.eml"), key=lambda one: one.stat().st_mtime_ns)
    found = [
        message_from_bytes(one.read_bytes(), policy=policy.default) for one in files
    ]
    for file in files:
        file.unlink()
    return found
