"""What who appeals is told: that it came in, and how it ended."""

from community.accounts.post import site
from community.core.db import db
from community.core.moderating import ModeratedItem
from moderation.appeals.kinds import STATE_LABELS
from moderation.appeals.models import Appeal
from moderation.kinds import ActionKind
from moderation.letters import Written, reason_label
from moderation.models import Action
from moderation.notices.models import Notice
from moderation.notices.senders import link_path

NO_FURTHER = (
    "There is no second appeal here. You can go to an out-of-court dispute settlement "
    "body, or to a court."
)
DECIDED_BY = "By a moderator who had no part in the first decision, not by a program."
_MEANS = {
    ActionKind.UPHELD: "Nothing changes.",
    ActionKind.OVERTURNED: "The restriction is lifted.",
    ActionKind.HIDDEN_ON_APPEAL: "It does not show any more.",
    ActionKind.PROPOSED: "Your report is taken up again. A vendor asked "
    "for this, or may have: a second moderator has to agree before it is hidden, and you hear "
    "what becomes of it.",
}
_WRITE_AGAIN = "Words that were taken out are kept nowhere: you can write them again."


def meaning(action: Action, result: Action) -> str:
    """Return what an outcome means for what it is about."""
    told = _MEANS[result.kind]
    gone = action.kind is ActionKind.REDACTED and not action.kept
    if result.kind is ActionKind.OVERTURNED and gone:
        return f"{told} {_WRITE_AGAIN}"
    return told


def appeal_path(appeal: Appeal) -> str:
    return f"/appeals/{appeal.public_id}"


def reading_path(appeal: Appeal) -> str:
    """Return where who made an appeal reads it, with an account or without."""
    if appeal.notice_id is None:
        return appeal_path(appeal)
    return link_path(db.session.get_one(Notice, appeal.notice_id))


def receipt(appeal: Appeal, item: ModeratedItem) -> Written:
    place = site()
    return Written(
        f"We have your appeal at {place.name}",
        f"You appealed against a decision about “{item.title}”.\n\n"
        "A moderator who did not take part in that decision looks at it, by "
        f"{appeal.due_at:%-d %B %Y}. You hear how it ends.\n\n"
        f"Where it stands: {place.link(reading_path(appeal))}\n",
    )


def outcome(
    appeal: Appeal, item: ModeratedItem, action: Action, result: Action
) -> Written:
    """Return the decision about an appeal with its reasons (Article 20 (5) of the DSA)."""
    place = site()
    lines = (
        f"You appealed against a decision about “{item.title}” at {place.name}.",
        f"The outcome: {STATE_LABELS[appeal.state]}. {meaning(action, result)}",
        f"Why: {reason_label(result.reason)}.",
        f"What was found: {result.facts}",
        f"The rule or law: {result.rule}",
        f"How it was decided: {DECIDED_BY}",
        f"What you can do: {NO_FURTHER}",
        f"All of this, for later: {place.link(reading_path(appeal))}",
    )
    return Written(f"How your appeal at {place.name} ended", "\n\n".join(lines))
