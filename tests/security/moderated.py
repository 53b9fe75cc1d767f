"""A case of the town: the host's question was reported, and held once."""

from datetime import timedelta

from community.accounts.models import User
from community.core import clock
from community.core.actors import Role
from community.core.db import db
from moderation.appeals.kinds import Side
from moderation.appeals.models import Appeal
from moderation.complaints.filing import ComplaintDraft, complain
from moderation.defamation.panel import find_complaints
from moderation.direct import decided_case
from moderation.flagging import FlagDraft, flag
from moderation.items import get_item_for
from moderation.kinds import ActionKind, Reason
from moderation.models import Action
from moderation.notices.models import Notice
from moderation.notices.senders import link_path
from moderation.notifying.receiving import NoticeDraft
from moderation.people.members import Members
from moderation.people.models import Measure, MeasureKind
from moderation.screening.patterns import PatternAction
from moderation.screening.watching import Wanted, watch_for

SAID = (("What is wrong with it?", "It names the seller’s assistant."),)


def report(who: User, post_id: str) -> dict[str, str]:
    """Have `who` report a post; return names for addresses."""
    item = get_item_for(who.actor, "post", post_id)
    case = flag(who.actor, item, FlagDraft(Reason.OUTDATED, SAID))
    action = Action(
        case_id=case.id,
        kind=ActionKind.HELD,
        reason=Reason.OUTDATED,
        facts="Several members reported it.",
        rule="Say when a price was paid.",
        automated=True,
    )
    db.session.add(action)
    db.session.flush()  # the address holds the public id
    appeal = Appeal(
        action_id=action.id,
        side=Side.AUTHOR,
        text="It was right when I wrote it, and says so.",
        due_at=clock.now(),
    )
    db.session.add(appeal)
    db.session.flush()  # so does its
    warned, measure = _warn_somebody()
    written = NoticeDraft(SAID, "N. Otifier", "no@mail.example", shows_abuse=False)
    draft = ComplaintDraft(written, passes_name=True, passes_email=False)
    sent = complain(item, draft, address="198.51.100.7")
    return {
        "complaint": complaint_of(sent),
        "notice_number": sent.number,
        "notice_token": link_path(sent).rpartition("/")[2],
        "appeal": appeal.public_id,
        "warned_handle": warned,
        "other_moderator": _appoint_somebody("reef", Role.MODERATOR),
        "other_host": _appoint_somebody("sand", Role.HOST),
        "measure": measure,
        "case": case.public_id,
        "action": action.public_id,
        "step": "claim",
        "flag_kind": "post",
        "flag_reason": "advertising",
    }


def complaint_of(sent: Notice) -> str:
    return find_complaints([sent.id])[sent.id].public_id


def watch(host: User) -> dict[str, str]:
    """Have the host watch for a pattern; return names for addresses."""
    wanted = Wanted("cheapdesk", PatternAction.FLAG, "", "")
    return {"pattern": watch_for(host.actor, wanted).public_id}


def _warn_somebody() -> tuple[str, str]:
    """Return the handle of a member who can be decided about, and what was taken once."""
    user = User(handle="tide", handle_key="tide", email_proven_at=clock.now())
    db.session.add(user)
    db.session.flush()  # the measure is theirs
    action = Action(
        case_id=decided_case(Members().load(user.id)).id,
        kind=ActionKind.LIMITED,
        reason=Reason.ADVERTISING,
        facts="Twenty seats, sold twice.",
        rule="Advertise nowhere here.",
        automated=True,
        kept={"scope": "You can’t vote for a day."},
    )
    db.session.add(action)
    db.session.flush()  # the measure names it
    measure = Measure(
        user_id=user.id,
        action_id=action.id,
        kind=MeasureKind.LIMITED,
        rights=["vote"],
        until=clock.now() + timedelta(days=1),
    )
    db.session.add(measure)
    return user.handle, action.public_id


def _appoint_somebody(handle: str, role: Role) -> str:
    user = User(handle=handle, handle_key=handle, role=role)
    db.session.add(user)
    return user.handle
