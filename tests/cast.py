"""The people of our tests: the same as in the sample community, each with one role."""

from dataclasses import dataclass

import sqlalchemy as sa
from flask import Flask

from community.accounts import handles
from community.accounts.addresses import mailbox_key
from community.accounts.lookalikes import skeleton
from community.accounts.models import Organisation, OrganisationDomain, User
from community.accounts.passwords import hash_password
from community.accounts.rules.sessions import start_session
from community.core import clock
from community.core.actors import Actor, Role
from community.core.db import db, transaction
from community.reps.models import ClaimState, RepClaim
from tests.page import PageClient
from tests.remembering import remembered

PASSWORD = "fairquote-sample"


@dataclass(frozen=True)
class Person:
    handle: str
    email: str
    role: Role


PEOPLE = (
    Person("ada", "ada@northwind.example", Role.MEMBER),
    Person("ben", "ben@northwind.example", Role.MEMBER),
    Person("cleo", "cleo@contoso.example", Role.MEMBER),
    Person("rae", "rae@arbor.example", Role.REP),
    Person("mo", "mo@fairquote.example", Role.MODERATOR),
    Person("mia", "mia@fairquote.example", Role.MODERATOR),
    Person("hana", "hana@fairquote.example", Role.HOST),
)

STAFF = {Role.MODERATOR, Role.HOST}
"""Who has two factors from the start; a rep gets them with `speak_for`."""

VERIFIED = {
    "ada": "northwind.example",
    "ben": "northwind.example",
    "cleo": "contoso.example",
}
"""Whose work e-mail is verified: the others are staff, and a vendor's."""


class Cast:
    """Everybody, with a proven address and the same password.

    `cast.ada` is Ada's row, loaded and detached; `cast.page("ada")` is her browser.
    """

    ada: User
    ben: User
    cleo: User
    rae: User
    mo: User
    mia: User
    hana: User

    def __init__(self, app: Flask) -> None:
        self._app = app
        remembered(app, "cast", _add_everybody)
        self.look_again()

    def look_again(self) -> None:
        """Have everybody's row be as it is in the database now."""
        with self._app.app_context():
            for user in db.session.scalars(sa.select(User)).all():
                db.session.expunge(user)
                setattr(self, user.handle, user)

    def actor(self, handle: str) -> Actor:
        user: User = getattr(self, handle)
        return user.actor

    def page(self, handle: str) -> PageClient:
        """Return a browser in which `handle` is logged in."""
        return self.login(handle)[0]

    def login(self, handle: str) -> tuple[PageClient, str]:
        """Return a browser in which `handle` is logged in, and its cookie's token."""
        user: User = getattr(self, handle)
        with self._app.app_context(), transaction():
            token = start_session(user.id, user_agent="Firefox on Linux")
        page = PageClient(self._app)
        with page.client.session_transaction() as browser:
            browser["_user_id"] = token
        return page, token

    def speak_for(self, vendor_id: int, handle: str = "rae") -> RepClaim:
        """Have a rep with two factors speak for a vendor, in the caller's transaction."""
        user: User = getattr(self, handle)
        self.have_two_factors(handle)
        claim = RepClaim(
            vendor_id=vendor_id,
            user_id=user.id,
            real_name=f"{handle.title()} Alder",
            title="Head of Pricing",
            domain="arbor.example",
            mailbox_key=mailbox_key(user.email or ""),
            state=ClaimState.APPROVED,
            proven_at=clock.now(),
            decided_at=clock.now(),
            decided_by_id=self.mo.id,
        )
        db.session.add(claim)
        db.session.flush()  # whoever signs with it needs the id
        return claim

    def have_two_factors(self, handle: str) -> None:
        """Have log-ins of `handle` ask for a code, in the caller's transaction."""
        user: User = getattr(self, handle)
        user.two_factors_since = clock.now()
        db.session.get_one(User, user.id).two_factors_since = user.two_factors_since

    def unproven(self, handle: str) -> PageClient:
        """Return a browser of `handle`, whose address counts as unproven from now on."""
        user: User = getattr(self, handle)
        with self._app.app_context(), transaction():
            db.session.execute(
                sa.update(User).where(User.id == user.id).values(email_proven_at=None)
            )
        return self.page(handle)


def _add_everybody() -> None:
    password_hash = hash_password(PASSWORD)
    organisations = _add_organisations()
    for person in PEOPLE:
        user = User(
            handle=person.handle,
            handle_key=handles.fold(person.handle),
            email=person.email,
            email_proven_at=clock.now(),
            password_hash=password_hash,
            role=person.role,
            two_factors_since=clock.now() if person.role in STAFF else None,
        )
        if person.handle in VERIFIED:
            user.organisation_id = organisations[VERIFIED[person.handle]]
            user.work_verified_month = clock.current_month()
            user.work_mailbox_key = mailbox_key(person.email)
        db.session.add(user)


def _add_organisations() -> dict[str, int]:
    """Add the organisations of VERIFIED; return their ids by domain."""
    rows = {
        domain: Organisation(created_month=clock.current_month())
        for domain in dict.fromkeys(VERIFIED.values())
    }
    db.session.add_all(rows.values())
    db.session.flush()
    ids = {domain: organisation.id for domain, organisation in rows.items()}
    db.session.add_all(
        OrganisationDomain(
            domain=domain, skeleton=skeleton(domain), organisation_id=ids[domain]
        )
        for domain in ids
    )
    return ids
