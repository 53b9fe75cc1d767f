"""A complaint about what Ada or somebody else wrote, on a site that takes complaints."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa
import time_machine

from community.core.db import db, transaction
from moderation.complaints import steps
from moderation.defamation.models import Complaint
from moderation.models import Action, Case, Flag
from moderation.notices.models import Notice
from tests.moderation.conftest import mails
from tests.page import PageClient

TUESDAY = datetime(2026, 11, 24, 10, tzinfo=UTC)
SENDER = {"name": "Nora Notifier", "email": "nora@kanarie.example"}
SAID = {
    "passage": "Jane Doe of Arbor told us 12 percent",
    "details": "It says that I break my promises to buyers.",
    "meaning": "That I lie about prices, for a living.",
    "aspects": "I never spoke with them, and never named a figure.",
    "not_enough": "y",
    "passes_name": "yes",
    "passes_email": "no",
    "good_faith": "y",
    **SENDER,
}
STANDS = {
    "answer": "stands",
    "name": "Ada Kanarievogel",
    "address": "1 Canary Wharf\nLondon E14",
    "passes": "yes",
}


@pytest.fixture
def time():
    """Let it be a Tuesday at ten in London."""
    with time_machine.travel(TUESDAY, tick=False) as traveller:
        yield traveller


@pytest.fixture
def outside(app, scene, time) -> PageClient:
    return PageClient(app)


@dataclass
class Sent:
    """A complaint as its two sides and the moderators reach it."""

    app: object
    number: str
    public_id: str
    case: str

    @property
    def answer_path(self) -> str:
        return f"/complaints/{self.public_id}"

    @property
    def case_path(self) -> str:
        return f"/moderation/cases/{self.case}"

    def path(self, step: str) -> str:
        return f"/moderation/complaints/{self.number}/{step}"

    def now(self) -> Complaint:
        with self.app.app_context():
            return _latest(Complaint.public_id == self.public_id)[0]

    def work(self) -> None:
        """Do what a worker does when a clock of it rings."""
        with self.app.app_context():
            notice_id = _latest(Complaint.public_id == self.public_id)[0].notice_id
            with transaction():
                steps.advance(notice_id)

    def letters(self) -> list[str]:
        return [text for to, _, text in mails(self.app) if to == SENDER["email"]]

    def told_ada(self) -> list[str]:
        return [text for to, _, text in mails(self.app) if to.startswith("ada@")]

    def link(self) -> str:
        return re.search(r"/notices/mine/[0-9a-f]+", self.letters()[-1])[0]

    def actions(self) -> list[Action]:
        with self.app.app_context():
            return [
                *db.session.scalars(
                    sa.select(Action)
                    .join(Case, Case.id == Action.case_id)
                    .where(Case.public_id == self.case)
                    .order_by(Action.id)
                )
            ]


def _latest(*conditions):
    return db.session.execute(
        sa.select(Complaint, Notice, Case)
        .join(Notice, Notice.id == Complaint.notice_id)
        .join(Flag, Flag.id == Notice.flag_id)
        .join(Case, Case.id == Flag.case_id)
        .where(*conditions)
        .order_by(Complaint.notice_id.desc())
        .limit(1)
    ).one()


def complain(outside: PageClient, what: str, **changed) -> Sent:
    """Send a complaint about something, and return it."""
    form = outside.get(f"/notices/{what}/defamation")
    outside.send(form, {**SAID, **changed}, having="meaning", status=303)
    with outside.app.app_context():
        complaint, notice, case = _latest()
        return Sent(outside.app, notice.number, complaint.public_id, case.public_id)


def claim(cast, sent: Sent, who: str = "mo") -> PageClient:
    browser = cast.page(who)
    browser.post(f"{sent.case_path}/claim", status=303)
    return browser
