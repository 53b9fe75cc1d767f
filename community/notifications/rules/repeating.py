"""Letters of other rooms that come again unasked, held to the rules of mails about news."""

from community.accounts.models import User
from community.accounts.post import site
from community.accounts.queries import find_user
from community.core.mail import send_mail
from community.core.repeating import Repeated
from community.notifications import queries
from community.notifications.letters import write_repeated
from community.notifications.models import Reader
from community.notifications.rules.bouncing import count_sent
from community.notifications.rules.mailing import is_reachable, may_get_mail
from community.notifications.rules.rationing import REPEATED_A_DAY, take_of_day
from community.notifications.tokens import Unsubscribing, unsubscribe_path


class RepeatedLetters:
    """Sends them, as core.repeating wants it."""

    def send(self, kind: Repeated, user_id: int, subject: str, text: str) -> bool:
        user = find_user(user_id)
        if user is None or not _may_get(kind, user, queries.find_reader(user_id)):
            return True
        if not take_of_day(user_id, REPEATED_A_DAY):
            return False
        which = Unsubscribing(user_id, repeated=kind)
        letter = write_repeated(
            kind, site(), subject, text, unsubscribe=unsubscribe_path(which)
        )
        send_mail(
            to=str(user.email),
            subject=letter.subject,
            text=letter.text,
            headers=letter.headers,
            forgetful=True,
        )
        count_sent(user_id)
        return True


def _may_get(kind: Repeated, user: User, reader: Reader | None) -> bool:
    """Whether somebody wants such letters still: a date is due to who is away as well."""
    if kind is Repeated.ASKED:
        return user.may_be_asked and may_get_mail(user, reader)
    return is_reachable(user, reader) and not _has_ended(kind, reader)


def _has_ended(kind: Repeated, reader: Reader | None) -> bool:
    if reader is None:
        return False
    if kind is Repeated.LATE:
        return reader.late_mail_is_off
    return reader.reminders_are_off
