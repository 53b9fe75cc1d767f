"""What the two sides of a complaint are told, and what the law asks to tell them."""

import re
from collections.abc import Sequence
from datetime import datetime

from community.accounts.post import site
from community.core.moderating import ModeratedItem
from moderation.complaints.finding import Filed
from moderation.defamation.kinds import WHY_LABELS, Why
from moderation.defamation.models import Complaint
from moderation.defamation.wording import by_clock
from moderation.letters import Written
from moderation.notices.models import Notice
from moderation.notices.senders import find_sender

WITHHELD = "Not to be passed on to you"
_STRUCK = "[withheld]"


def complaint_path(complaint: Complaint) -> str:
    """Return where who posted something reads the complaint, and answers."""
    return f"/complaints/{complaint.public_id}"


def copy_of(filed: Filed) -> list[tuple[str, str]]:
    """Return a complaint as its poster may read it (Schedule, paragraph 2).

    A name or an address that is not to be passed on is struck out of the answers, too;
    but not of the poster's own words, where that would tell who of the named complained.
    """
    complaint, item = filed.complaint, filed.item
    sender = find_sender(filed.notice)
    given = {
        "The complainant’s name": (sender and sender.name, complaint.passes_name),
        "Their e-mail address": (sender and sender.email, complaint.passes_email),
    }
    secrets = [told for told, passes in given.values() if told and not passes]
    own = [_on_one_line(text) for text in (item.text, filed.case.snapshot)]
    return [
        ("Where it stands", site().link(item.url)),
        *(
            (question, _without(answer, secrets, own))
            for question, answer in filed.flag.said
        ),
        *(
            (label, told if told and passes else WITHHELD)
            for label, (told, passes) in given.items()
        ),
    ]


def _without(answer: str, secrets: Sequence[str], own: Sequence[str]) -> str:
    if any(_on_one_line(answer) in text for text in own):
        return answer
    for secret in secrets:
        words = r"\s+".join(map(re.escape, secret.split()))
        answer = re.sub(rf"(?<!\w){words}(?!\w)", _STRUCK, answer, flags=re.IGNORECASE)
    return answer


def _on_one_line(text: str) -> str:
    return " ".join(text.split())


def receipt(notice: Notice, item: ModeratedItem, path: str) -> Written:
    """Return what a complainant gets at once."""
    place = site()
    return Written(
        f"We have your complaint {notice.number} at {place.name}",
        f"Your complaint about “{item.title}” came in on {notice.received_at:%-d %B %Y} "
        f"and has the number {notice.number}.\n\n"
        "Within 48 hours, Saturdays, Sundays and bank holidays left out, we tell who "
        "posted it, who has five days to answer; or we take it away. A moderator decides "
        f"about it besides, by {notice.due_at:%-d %B %Y}. You hear of each step.\n\n"
        f"Where it stands: {place.link(path)}\n",
    )


def to_poster(filed: Filed, answer_by: datetime) -> Written:
    """Return the notification of the Schedule's paragraph 2, with a copy of the complaint."""
    place = site()
    told = "\n".join(f"{question}: {answer}" for question, answer in copy_of(filed))
    return Written(
        f"A complaint about something of yours at {place.name}",
        f"Somebody complains that “{filed.item.title}” defames them, under the Defamation Act "
        "2013 (England and Wales). This is not a judgment of ours.\n\n"
        f"Answer by {by_clock(answer_by)}: {place.link(complaint_path(filed.complaint))}\n\n"
        "It may be taken away unless you answer by then. Say that it may go, and nothing "
        "else is asked. Or say that you stand by it: then the law asks for your full "
        "name, for the postal address at which you live or do business, and for whether "
        "we may pass both on. We do not pass them on unless you say so or a court orders "
        "it; moderators don’t see them either, unless they must.\n\n"
        f"The complaint:\n\n{told}\n",
    )


def poster_told(complaint: Complaint, notice: Notice, path: str) -> Written:
    """Return what a complainant hears when who posted something was told."""
    until = "" if complaint.answer_by is None else by_clock(complaint.answer_by)
    return _to_complainant(
        notice,
        "who posted it was told",
        f"They have until {until} to answer; you hear what they say.",
        path,
    )


def stands(complaint: Complaint, notice: Notice, path: str) -> Written:
    """Return what a complainant hears when who posted something stands by it (8)."""
    if complaint.passes_answer:
        who = "They agreed that you learn their name and postal address: see below."
    else:
        who = (
            "They gave their name and postal address, and do not agree that you learn "
            "them. A court can order us to tell you."
        )
    return _to_complainant(
        notice,
        "who posted it stands by it",
        f"They do not wish it to be removed, and it has not been removed. {who}",
        path,
    )


def taken_away(why: Why, notice: Notice, path: str) -> Written:
    """Return what a complainant hears when something does not show any more (3, 5 to 7, 9)."""
    return _to_complainant(
        notice,
        "it was taken away",
        f"{WHY_LABELS[why]} It does not show any more. A moderator still decides whether "
        "it breaks a rule here, and you hear of that.",
        path,
    )


def _to_complainant(notice: Notice, what: str, text: str, path: str) -> Written:
    return Written(
        f"Your complaint {notice.number} at {site().name}: {what}",
        f"{text}\n\nAll of this: {site().link(path)}\n",
    )
