"""What accounts hold of a person, and what goes with them."""

import sqlalchemy as sa

from community.accounts.letters import LINK_MINUTES
from community.accounts.logins import IDLE
from community.accounts.models import (
    EmailToken,
    LoginSession,
    Organisation,
    OrganisationDomain,
    RecoveryCode,
    Registration,
    RetiredHandle,
    SealedNotice,
    SecondFactor,
    User,
)
from community.accounts.mydata.limits import COOLING_OFF, KEPT, LAPSES_AFTER
from community.accounts.mydata.models import AccountErasure, AccountExport
from community.accounts.notices import open_notice
from community.accounts.retired import KEPT_FROM_OTHERS
from community.accounts.rules.sessions import LONGEST
from community.core.db import changed, db
from community.core.keptforms import KEPT as DRAFTS_KEPT
from community.core.keptforms import KeptForm, owner_key, told_of
from community.core.personal import Fate, Held, Leaver, Part, Person
from community.core.personal import Kept as Told
from community.core.settings import Settings


def _mine(person: Person) -> sa.ScalarSelect[int | None]:
    return (
        sa.select(User.organisation_id)
        .where(User.id == person.user_id)
        .scalar_subquery()
    )


HELD = (
    Held(
        User,
        Fate.NAMELESS,
        "Your account",
        lambda person: User.id == person.user_id,
        why="A row without name, address or organisation stays for what is left "
        "without an author to point at.",
    ),
    Held(
        Organisation,
        Fate.NAMELESS,
        "Your organisation",
        lambda person: Organisation.id == _mine(person),
        why="It goes with the last person in it, unless moderators grouped it: then it "
        "is a number without a domain.",
    ),
    Held(
        OrganisationDomain,
        Fate.NAMELESS,
        "Domains of your organisation",
        lambda person: OrganisationDomain.organisation_id == _mine(person),
        why="They go with the last person of the organisation: they are a company’s.",
        without=frozenset({"skeleton"}),
    ),
    Held(
        LoginSession,
        Fate.ERASED,
        "Devices that are logged in",
        lambda person: LoginSession.user_id == person.user_id,
    ),
    Held(
        SecondFactor,
        Fate.ERASED,
        "Two factors",
        lambda person: SecondFactor.user_id == person.user_id,
        without=frozenset({"last_step"}),
    ),
    Held(
        RecoveryCode,
        Fate.ERASED,
        whose=lambda person: RecoveryCode.user_id == person.user_id,
        why="Hashes of secrets, which say nothing and would only help a thief.",
    ),
    Held(
        EmailToken,
        Fate.ERASED,
        whose=lambda person: sa.or_(
            EmailToken.user_id == person.user_id, EmailToken.email == person.email
        ),
        why="Links by mail that work for minutes, kept as hashes.",
    ),
    Held(
        Registration,
        Fate.ERASED,
        whose=lambda person: Registration.email == person.email,
        why="Somebody who may be you wanted to register; it is gone within the hour.",
    ),
    Held(
        RetiredHandle,
        Fate.KEPT,
        why="A digest of a handle whose owner went, from which nobody reads the handle: "
        "so that no stranger speaks under it.",
    ),
    Held(
        SealedNotice,
        Fate.ERASED,
        why="Letters on their way to you: they arrive within a day, and lie sealed so "
        "that nobody learns whose an anonymous post is.",
    ),
    Held(
        KeptForm,
        Fate.ERASED,
        "Texts that you began and did not send",
        lambda person: KeptForm.owner_key == owner_key(person.user_id),
        rows=lambda person: told_of(person.user_id),
    ),
    Held(
        AccountExport,
        Fate.ERASED,
        "Exports that you asked for",
        lambda person: AccountExport.user_id == person.user_id,
        without=frozenset({"file_name"}),
    ),
    Held(
        AccountErasure,
        Fate.ERASED,
        "The deletion that you asked for",
        lambda person: AccountErasure.user_id == person.user_id,
    ),
)


def retention(_settings: Settings) -> tuple[Told, ...]:
    return (
        Told(
            "Your account: handle, address, password’s hash, profile",
            f"until you delete it, and {COOLING_OFF.days} days in which you can "
            "change your mind",
            "You log in with it; the address is never shown.",
        ),
        Told(
            "An account that the host moved here from elsewhere and nobody took over: "
            "handle and address",
            f"{LAPSES_AFTER.days} days",
            "So that its owner finds it; what they wrote elsewhere stays credited.",
        ),
        Told(
            "What you began to change, and did not send",
            f"{DRAFTS_KEPT.days} days after you typed last",
            "So that you go on with it on any device; nobody else sees it.",
        ),
        Told(
            "Devices that are logged in",
            f"{IDLE.days} days without use, {LONGEST.days} days at most",
            "So that you see them and can log them out.",
        ),
        Told(
            "Links by mail, as hashes",
            f"{LINK_MINUTES} minutes",
            "They prove an address once.",
        ),
        Told(
            "Your organisation’s domain",
            "until you remove your work e-mail, or nobody is left of it",
            "Prices are published once several organisations reported them.",
        ),
        Told(
            "That a handle was yours, as a keyed digest, once your account is deleted",
            f"{KEPT_FROM_OTHERS.days} days",
            "So that no stranger can take it and be taken for you.",
        ),
        Told(
            "A file with your data that you asked for",
            f"{KEPT.days} days, encrypted",
            "So that you can fetch it.",
        ),
    )


def erase(leaver: Leaver) -> None:
    """Delete the letters that wait, and the organisation where nobody else is in it."""
    for notice in db.session.scalars(sa.select(SealedNotice)):
        if open_notice(notice)[0] == leaver.user_id:
            db.session.delete(notice)
    user = db.session.get_one(User, leaver.user_id)
    organisation_id, user.organisation_id = user.organisation_id, None
    db.session.flush()  # who is left is counted without them
    if organisation_id is not None:
        _forget_organisation(organisation_id)


def _forget_organisation(organisation_id: int) -> None:
    others = sa.exists().where(User.organisation_id == organisation_id)
    if db.session.scalar(sa.select(others)):
        return
    changed(
        sa.delete(OrganisationDomain).where(
            OrganisationDomain.organisation_id == organisation_id
        )
    )


PART = Part("account", "Your account", HELD, retention, erase)
