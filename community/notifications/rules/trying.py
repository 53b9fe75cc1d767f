"""A mail to oneself, to see that mails arrive and where they go."""

from community.accounts.post import site
from community.accounts.queries import get_own_account
from community.core.actors import Actor
from community.core.errors import Conflict
from community.core.mail import send_mail
from community.core.ratelimit import Limit, hit_if_done
from community.core.sealing import pseudonym
from community.notifications import access, queries
from community.notifications.letters import write_test_letter
from community.notifications.rules.bouncing import is_stopped
from community.notifications.tokens import Unsubscribing, unsubscribe_path

TESTS = (Limit(3, 3_600), Limit(10, 86_400))


def send_test_mail(actor: Actor) -> None:
    """Mail the actor as news would be mailed, whatever they wish and whatever the hour.

    Raises Conflict where no mail goes anyway, TooMany after the third within an hour.
    """
    user_id = access.require_reader(actor)
    user = get_own_account(actor)
    if not user.is_proven or not user.email:
        raise Conflict("Prove your address first: no news is mailed before.")
    if is_stopped(queries.find_reader(user_id)):
        raise Conflict("Mails to you came back. Start them again first.")
    hit_if_done("notifications.test", pseudonym("mail.test", str(user_id)), *TESTS)
    letter = write_test_letter(
        site(), user.handle, unsubscribe=unsubscribe_path(Unsubscribing(user_id))
    )
    send_mail(
        to=user.email,
        subject=letter.subject,
        text=letter.text,
        html=letter.html,
        headers=letter.headers,
        forgetful=True,
    )
