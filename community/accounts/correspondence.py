"""Letters from other rooms to a member, by their id: at once, or unlinkable in the day's."""

from community.accounts.letters import Letter
from community.accounts.notices import keep_notice
from community.accounts.post import post_and_forget
from community.accounts.queries import find_user


def write_to(user_id: int, subject: str, text: str) -> None:
    """Send a letter at once; who has no address gets none."""
    user = find_user(user_id)
    if user is not None and user.email is not None:
        post_and_forget(user.email, Letter(subject, text))


def write_unlinkably(user_id: int, subject: str, text: str) -> None:
    """Let a letter wait for the day's sending: at once it would tell who wrote what."""
    keep_notice(user_id, Letter(subject, text))
