"""What a moderator may do about a complaint: who decides the case, and holds it."""

from community.accounts.notices import author_was_revealed
from community.core import reasons
from community.core.actors import Actor
from community.core.errors import NotFound
from community.core.ratelimit import Limit, hit_if_done
from moderation import cases
from moderation.complaints import steps
from moderation.complaints.finding import Filed
from moderation.defamation import answers
from moderation.defamation.answers import Poster
from moderation.items import get_kind

_A_DAY = Limit(10, 86_400)
_CLAIM_FIRST = "Claim the case first: who decides it looks after this, too."


def require_can_act(actor: Actor, filed: Filed) -> None:
    """Raise unless `actor` may decide the case, and holds it while it is open."""
    cases.require_charge(actor, filed.case, _CLAIM_FIRST)


def tell_author(actor: Actor, filed: Filed) -> None:
    """Have who posted it told before the program does it."""
    require_can_act(actor, filed)
    steps.tell_author(filed)
    reasons.audit(
        actor, "complaint.told", _subject(filed), "Its author is told of the complaint."
    )


def find_false(actor: Actor, filed: Filed, reason: str) -> None:
    """Find that name or address in the answer is obviously false (Schedule, paragraph 6)."""
    require_can_act(actor, filed)
    why = reasons.checked_reason(reason)
    steps.find_false(filed)
    reasons.audit(actor, "complaint.found-false", _subject(filed), why)


def read_poster(actor: Actor, filed: Filed, reason: str) -> Poster:
    """Return who stands by it, whom a letter tells so.

    Raises NotFound where nobody stands by it, or it is forgotten.
    """
    require_can_act(actor, filed)
    why = reasons.checked_reason(reason)
    poster = answers.find_poster(filed.complaint)
    if poster is None:
        raise NotFound("Nobody said who they are, or that was deleted in time.")
    hit_if_done("complaint.poster", str(actor.user_id), _A_DAY)
    reasons.audit(actor, "complaint.poster-read", _subject(filed), why)
    letter = author_was_revealed(why)
    get_kind(filed.case.kind).write_to_author(
        filed.case.object_id, letter.subject, letter.text
    )
    return poster


def _subject(filed: Filed) -> str:
    return f"notice {filed.notice.number}"
