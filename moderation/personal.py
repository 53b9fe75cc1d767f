"""What moderation holds of a person: decisions stay, as the law asks, and name nobody."""

from collections.abc import Mapping

import sqlalchemy as sa

from community.core.chunks import chunks
from community.core.db import changed, db
from community.core.personal import (
    ANYBODY,
    Fate,
    Held,
    Kept,
    Leaver,
    Part,
    Person,
    Rows,
    nobodys,
)
from community.core.settings import Settings
from moderation.appeals.kinds import Side
from moderation.appeals.models import Appeal
from moderation.complaints import personal as complaints
from moderation.deciding import UNDO
from moderation.escalation.models import CaseReply
from moderation.kinds import ActionKind
from moderation.models import Action, AuditHead, AuditRow, Case, Flag, ModeratorScope
from moderation.notices.models import Notice, NoticeSender
from moderation.notices.senders import find_sender, forget_address, forget_senders_of
from moderation.notifying.forgetting import ANSWER_KEPT
from moderation.notifying.forgetting import KEPT as SENDER_KEPT
from moderation.people.members import KIND as MEMBER
from moderation.people.models import Measure, PersonNote
from moderation.redress import MAY_APPEAL_FOR
from moderation.screening.models import (
    ScreeningFinding,
    SpamLesson,
    TextBand,
    WatchedPattern,
)


def _about(person: Person) -> sa.ColumnElement[bool]:
    """Match the cases about somebody, and about what they wrote under whatever name."""
    about = [
        Case.author_id == person.user_id,
        sa.and_(Case.kind == MEMBER, Case.object_id == person.user_id),
    ]
    for kind, ids in person.items.items():
        about += [
            sa.and_(Case.kind == kind, Case.object_id.in_(chunk))
            for chunk in chunks(sorted(ids))
        ]
    return sa.or_(*about)


def _cases(person: Person) -> sa.Select[int]:
    return sa.select(Case.id).where(_about(person))


def _actions(person: Person) -> sa.Select[int]:
    return sa.select(Action.id).where(Action.case_id.in_(_cases(person)))


def _flags(person: Person) -> sa.Select[int]:
    return sa.select(Flag.id).where(Flag.reporter_id == person.user_id)


def _appealed(person: Person) -> sa.ColumnElement[bool]:
    return sa.or_(
        Appeal.appellant_id == person.user_id,
        sa.and_(Appeal.side == Side.AUTHOR, Appeal.action_id.in_(_actions(person))),
    )


def _signed(person: Person) -> Rows:
    """Return as whom somebody signed their notices, while that is known.

    What was sent without an account is not among it: nobody proved whose it is.
    """
    notices = db.session.scalars(
        sa.select(Notice).where(Notice.flag_id.in_(_flags(person))).order_by(Notice.id)
    ).all()
    return [
        {"notice": one.number, "name": sender.name, "email": sender.email}
        for one in notices
        for sender in [find_sender(one)]
        if sender is not None
    ]


HELD = (
    Held(
        Action,
        Fate.KEPT,
        "Statements of reasons about you and what you wrote, and decisions of yours",
        lambda person: sa.or_(
            Action.case_id.in_(_cases(person)), Action.moderator_id == person.user_id
        ),
        why="The law asks for it (DSA 17 and 24): what was decided, and why. Who it was "
        "about is a number without an account.",
        without=frozenset({"kept"}),
    ),
    Held(
        Appeal,
        Fate.NAMELESS,
        "Appeals",
        _appealed,
        why="How a decision ended stays; your words go.",
        without=frozenset({"claimed_by_id", "claimed_until"}),
    ),
    Held(
        Measure,
        Fate.KEPT,
        "Measures of moderators",
        lambda person: Measure.user_id == person.user_id,
        why="It belongs to the decision, about a number without an account.",
    ),
    Held(
        Flag,
        Fate.NAMELESS,
        "Reports that you made, and what became of them",
        lambda person: Flag.reporter_id == person.user_id,
        why="That something was reported, and what came of it, stays; your words go.",
        without=frozenset({"object_id", "weight"}),
    ),
    Held(
        Notice,
        Fate.KEPT,
        "Legal notices that you gave",
        lambda person: Notice.flag_id.in_(_flags(person)),
        why="Number and dates of a notice, which the law asks to keep; not who.",
    ),
    complaints.held(_cases),
    Held(
        ModeratorScope,
        Fate.ERASED,
        "Categories that you moderate",
        lambda person: ModeratorScope.user_id == person.user_id,
    ),
    Held(
        WatchedPattern,
        Fate.KEPT,
        "Words that you have watched for",
        lambda person: WatchedPattern.made_by_id == person.user_id,
        why="The site’s setting, made by its host.",
    ),
    Held(
        AuditRow,
        Fate.KEPT,
        "What the audit says you did",
        lambda person: AuditRow.actor_id == person.user_id,
        why="Each row is chained to the one before: to change one would break the proof. "
        "It holds a number, which leads to no account any more.",
        without=frozenset({"previous_hash"}),
    ),
    Held(
        Case,
        Fate.NAMELESS,
        whose=_about,
        why="Moderators’ working file: who reported what is others’ data; what was "
        "decided is in the statements. The words in it go with you.",
    ),
    Held(
        PersonNote,
        Fate.ERASED,
        whose=lambda person: PersonNote.user_id == person.user_id,
        why="Moderators’ notes to each other: ask the host, who looks whether they name "
        "others.",
    ),
    Held(
        CaseReply,
        Fate.ERASED,
        whose=lambda person: CaseReply.case_id.in_(_cases(person)),
        why="Moderators’ words to each other about a case: what was decided, and why, is "
        "in the statements.",
    ),
    Held(
        ScreeningFinding,
        Fate.ERASED,
        whose=lambda person: ScreeningFinding.case_id.in_(_cases(person)),
        why="What rules found in a text: told, it would show how to get around them. "
        "What was decided is in the statements.",
    ),
    Held(
        TextBand,
        Fate.ERASED,
        why="Numbers made of a text, to find the same text again.",
    ),
    Held(
        NoticeSender,
        Fate.KEPT,
        "How you signed legal notices",
        why="Who signed a notice: under a seal, forgotten in time. Yours goes with your "
        "account, and so does one that was sent from its address.",
        rows=_signed,
    ),
    *nobodys(AuditHead, SpamLesson),
)


def erase(leaver: Leaver) -> None:
    """Take names and words out of what stays of reports, cases, decisions and appeals."""
    changed(sa.update(Flag).where(Flag.reporter_id == leaver.user_id).values(said=[]))
    changed(sa.update(Appeal).where(_appealed(leaver)).values(text=""))
    words = sa.and_(
        Action.case_id.in_(_cases(leaver)), Action.kind == ActionKind.REDACTED
    )
    changed(sa.update(Action).where(words).values(kept=None))
    changed(
        sa.update(Case)
        .where(_about(leaver))
        .values(snapshot="", title=_title(leaver), author_id=None)
    )
    complaints.forget_answers(_cases(leaver))
    forget_senders_of(leaver.user_id)
    forget_address(leaver.email)
    _forget_bands(leaver.items)
    db.session.expire_all()


def _title(leaver: Leaver) -> sa.ColumnElement[str]:
    about_them = sa.and_(Case.kind == MEMBER, Case.object_id == leaver.user_id)
    titled = f"Something by {ANYBODY}"
    return sa.case((about_them, ANYBODY.capitalize()), else_=titled)


def _forget_bands(items: Mapping[str, frozenset[int]]) -> None:
    for kind, ids in items.items():
        for chunk in chunks(sorted(ids)):
            gone = sa.and_(TextBand.kind == kind, TextBand.object_id.in_(chunk))
            changed(sa.delete(TextBand).where(gone))


def retention(settings: Settings) -> tuple[Kept, ...]:
    months = MAY_APPEAL_FOR.days // 30
    return (
        Kept(
            "Reports, decisions and their reasons, appeals",
            "for good; after an account is deleted without who it was",
            f"The law asks for statements of reasons, and for {months} months in which "
            "one may appeal.",
        ),
        Kept(
            "Words that a moderator took out",
            f"{int(UNDO.total_seconds()) // 60} minutes",
            "To undo it.",
        ),
        Kept(
            "Legal notices",
            f"for good, decided within {settings.notice_days} days",
            "The law asks for a receipt and a decision.",
        ),
        Kept(
            "Who signed a legal notice",
            f"{SENDER_KEPT.days} days from the decision, under a seal",
            "To write to them, and to hear their appeal.",
        ),
        Kept(
            "Who stands by something that is complained of (law of England and Wales)",
            f"{ANSWER_KEPT.days} days from the decision, under a seal",
            "Whoever is defamed has a year to bring proceedings.",
        ),
        Kept(
            "The audit of powers over others",
            "for good",
            "So that nobody, the host included, uses a power unseen.",
        ),
        Kept(
            "Moderators’ notes about a member, their talk about cases, findings of rules",
            "as long as the account",
            "So that the same is not looked at anew each time.",
        ),
    )


PART = Part("moderation", "Moderation", HELD, retention, erase)
