"""Letters from other rooms to a member, by their id: at once, or unlinkable in the day's."""

from community.accounts.letters import Letter
from community.accounts.notices import keep_notice
from community.accounts.post import post_and_forget
from community.accounts.queries import find_user


def write_to(user_id: int, subject: str, text: str) -> bool:
    """Send a letter at once; return False for who has no address, and gets none."""
    user = find_user(user_id)
    if user is None or user.email is None:
        return False
    post_and_forget(user.email, Letter(subject, text))
    return True


def write_unlinkably(user_id: int, subject: str, text: str) -> bool:
    """Let a letter wait for the day's sending: at once it would tell who wrote what.

    Returns False for who has no address, and gets none.
    """
    user = find_user(user_id)
    if user is None or user.email is None:
        return False
    keep_notice(user_id, Letter(subject, text))
    return True
