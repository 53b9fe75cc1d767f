"""What the host's desk holds of a person: consents to be contacted, given or not yet proven."""

import sqlalchemy as sa

from community.core.db import changed, db
from community.core.personal import Fate, Held, Kept, Leaver, Part, Person, nobodys
from community.core.settings import Settings
from community.dashboard.archives.models import ArchiveRun
from community.dashboard.leads.rules import forget_address, take_back
from community.dashboard.members.models import MemberInvitation, MemberRun
from community.dashboard.models import (
    Lead,
    MeasuredFact,
    Offer,
    OfferAsk,
    OrganisationWeek,
    SiteDress,
    Webhook,
    WebhookAttempt,
    WebhookDelivery,
    WebhookEvent,
)
from community.dashboard.offerkinds import LINK_LIFE, PROOF_KEPT_FOR
from community.dashboard.webhookkinds import KEPT_FOR
from community.records.jobs import KEPT


def _leads_of(person: Person) -> sa.ColumnElement[bool]:
    """Match what they gave as a member, and what stands under their proven address."""
    theirs = Lead.user_id == person.user_id
    return theirs if person.email is None else theirs | (Lead.mail == person.email)


def _asks_of(person: Person) -> sa.ColumnElement[bool]:
    return OfferAsk.mail == (person.email or "")


HELD = (
    Held(
        Lead,
        Fate.ERASED,
        "What you let the host contact you for",
        _leads_of,
        without=frozenset({"words_hash"}),
    ),
    Held(
        OfferAsk,
        Fate.ERASED,
        "Guides and reports that you asked for and did not confirm yet",
        _asks_of,
    ),
    Held(
        WebhookEvent,
        Fate.NAMELESS,
        why="A consent, or a registration for an event, that was told to the host’s own "
        "systems: its words go when it is taken back, and those systems hear of that.",
    ),
    Held(
        MemberInvitation,
        Fate.ERASED,
        "That you are to be invited, being moved here from elsewhere",
        lambda person: MemberInvitation.user_id == person.user_id,
    ),
    Held(
        ArchiveRun,
        Fate.KEPT,
        "Archives of questions that you imported",
        lambda person: ArchiveRun.started_by_id == person.user_id,
        why="What was imported from where, under which licence, and when.",
    ),
    *nobodys(
        MemberRun,
        *(MeasuredFact, Offer, OrganisationWeek, SiteDress),
        *(Webhook, WebhookAttempt, WebhookDelivery),
    ),
)


def erase(leaver: Leaver) -> None:
    """Take consents back, so that the host's systems hear of it, and delete them."""
    for lead in db.session.scalars(
        sa.select(Lead).where(
            Lead.user_id == leaver.user_id, Lead.withdrawn_at.is_(None)
        )
    ):
        take_back(lead)
    if leaver.email is not None:
        forget_address(leaver.email)
    db.session.flush()  # what follows is past the ORM
    changed(sa.delete(Lead).where(Lead.user_id == leaver.user_id))
    changed(
        sa.delete(MemberInvitation).where(MemberInvitation.user_id == leaver.user_id)
    )
    db.session.expire_all()


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "What you let the host contact you for",
            "until your account goes; your name and address until you take it back",
            "To prove that you asked for it.",
        ),
        Kept(
            "Addresses given for a guide or a report and not confirmed",
            f"{LINK_LIFE.days} days",
            "So that the link in the mail works; nobody is told of them.",
        ),
        Kept(
            "That a consent was given for a guide or a report, without an account",
            f"{PROOF_KEPT_FOR.days // 365} years after it was taken back, without name "
            "and address",
            "To prove that the host was allowed to write.",
        ),
        Kept(
            "Events on their way to the host’s own systems",
            f"{KEPT_FOR.days} days",
            "To send again what did not arrive.",
        ),
        Kept(
            "Archives of questions that the host uploaded",
            f"until they are imported, at most {KEPT.days} days",
            "To check them first; authors’ names stand beside what they wrote.",
        ),
        Kept(
            "How often what happens here",
            "for good: numbers by the day, and nobody’s",
            "So that the host sees what helps.",
        ),
    )


PART = Part("contact", "Contact with the host", HELD, retention, erase)
