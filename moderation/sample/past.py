"""Doing by the rules, some hours ago, what the sample's members and moderators did."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import sqlalchemy as sa

from community.accounts.models import User
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.jobs import Job
from community.core.mail import Mail
from community.core.moderating import ModeratedItem
from community.core.sampling import Trouble, Troubling
from moderation import cases, deciding, flagging, opening, telling
from moderation.appeals import desk, filing, judging
from moderation.appeals.kinds import Ruling
from moderation.appeals.models import Appeal
from moderation.deciding import Decision
from moderation.flagging import FlagDraft
from moderation.items import get_kind
from moderation.kinds import Reason
from moderation.models import Action, Case
from moderation.notices.senders import Sender
from moderation.people import rules as people
from moderation.people.models import MeasureKind
from moderation.people.rules import MeasureDraft
from moderation.screening.screen import screen

_DONE = frozenset(
    {deciding.TELL_JOB, deciding.FORGET_JOB, flagging.SCREEN_JOB, "mail.deliver"}
)


class Past:
    """Does in the sample's past, so many hours ago, what members and moderators do."""

    def __init__(self, troubles: Mapping[Trouble, Troubling]) -> None:
        self._troubles = troubles
        self._now = clock.now()
        self._last_mail = db.session.scalar(sa.select(sa.func.max(Mail.id))) or 0

    def words(self, trouble: Trouble) -> str:
        return self._troubles[trouble].words

    def item(self, trouble: Trouble) -> ModeratedItem:
        it = self._troubles[trouble]
        return get_kind(it.kind).load(it.object_id)

    def report(
        self,
        who: str,
        trouble: Trouble,
        reason: Reason,
        *said: tuple[str, str],
        ago: float,
        signed: Sender | None = None,
    ) -> Case:
        at = max(self._at(ago), self._troubles[trouble].at)
        with clock.as_of(at):
            return flagging.flag(
                _actor(who), self.item(trouble), FlagDraft(reason, said, signed)
            )

    def decide(self, who: str, case: Case, decision: Decision, *, ago: float) -> Action:
        """Decide by the latest version; flaggers hear of it ten minutes later."""
        with clock.as_of(self._at(ago)):
            cases.claim(_actor(who), case)
            seen = replace(decision, version=case.version)
            action = deciding.decide(_actor(who), case, seen)
            db.session.flush()  # what follows asks for its id
        with clock.as_of(self._at(ago) + deciding.UNDO):
            telling.tell_flaggers(action.id)
            telling.forget_kept(action.id)
        return action

    def open(self, who: str, trouble: Trouble, *, ago: float) -> Case:
        with clock.as_of(self._at(ago)):
            return opening.open_without_flag(_actor(who), self.item(trouble))

    def appeal(
        self, action: Action, case: Case, trouble: Trouble, text: str, *, ago: float
    ) -> Appeal:
        """Let its author appeal."""
        item = self.item(trouble)
        with clock.as_of(self._at(ago)):
            return filing.appeal(_actor(item.author), action, case, item, text)

    def judge(
        self, who: str, appeal: Appeal, ruling: Ruling, facts: str, *, ago: float
    ) -> None:
        with clock.as_of(self._at(ago)):
            desk.claim(_actor(who), appeal)
            judgement = judging.Judgement(ruling, None, facts, "", appeal.version)
            judging.judge(_actor(who), appeal, judgement)

    def warn(
        self, who: str, handle: str, reason: Reason, facts: str, *, ago: float
    ) -> None:
        """Warn somebody, who reads it a day later."""
        user = _user(handle)
        draft = MeasureDraft(MeasureKind.WARNED, (), None, reason, facts, "", seen=0)
        with clock.as_of(self._at(ago)):
            measure = people.decide_about(_actor(who), user, draft)
        with clock.as_of(self._at(ago - 24)):
            people.confirm(user.actor, db.session.get_one(Action, measure.action_id))

    def note(self, who: str, handle: str, text: str, *, ago: float) -> None:
        with clock.as_of(self._at(ago)):
            people.write_note(_actor(who), _user(handle), text)

    def look(self, trouble: Trouble) -> None:
        """Let the rules look at something, soon after it was written."""
        it = self._troubles[trouble]
        with clock.as_of(it.at + timedelta(minutes=1)):
            screen(it.kind, it.object_id)

    def forget_letters(self) -> None:
        """Keep nothing that would be sent, or done by a worker, today."""
        db.session.execute(sa.delete(Mail).where(Mail.id > self._last_mail))
        db.session.execute(sa.delete(Job).where(Job.kind.in_(_DONE)))

    def _at(self, ago: float) -> datetime:
        return self._now - timedelta(hours=ago)


def _user(handle: str) -> User:
    return db.session.scalars(sa.select(User).where(User.handle == handle)).one()


def _actor(handle: str) -> Actor:
    return _user(handle).actor
