"""A moderator looks up who is behind something: with a reason, audited, and told of."""

from collections.abc import Callable

from community.accounts.models import User
from community.accounts.notices import author_was_revealed, keep_notice
from community.accounts.queries import find_user
from community.core.actors import Actor
from community.core.errors import NotFound
from community.core.ratelimit import Limit, hit_if_done
from community.core.reasons import audit, given

MOST_REVEALS = Limit(10, 86_400)
"""Of one moderator, of whatever kind."""


def reveal(
    actor: Actor,
    action: str,
    subject: str,
    reason: str,
    *,
    open_seal: Callable[[], int],
) -> User:
    """Return whom a seal hides; they get a letter that somebody looked, and why.

    The caller has asked whether `actor` may. The seal is opened after the audit knows.
    """
    why = given(reason)
    hit_if_done("deals.reveal", str(actor.user_id), MOST_REVEALS)
    audit(actor, action, subject, why)
    author = find_user(open_seal())
    if author is None:
        raise NotFound("Whoever that was has no account any more.")
    keep_notice(author.id, author_was_revealed(why))
    return author
