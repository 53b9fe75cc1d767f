"""Who lives in the sample community: the cast, and members of made-up organisations."""

from dataclasses import dataclass
from datetime import timedelta
from random import Random

from community.accounts.handles import fold
from community.accounts.models import User
from community.accounts.passwords import hash_password
from community.accounts.rules.joining import follow_address
from community.accounts.traits import Industry, OrgSize, Region
from community.cli.sample.handles import FIRST, SECOND
from community.core import clock
from community.core.actors import Role
from community.core.db import db

PASSWORD = "fairquote-sample"  # noqa: S105 - public on purpose: loopback only
MEMBERS = 60
ORGANISATIONS = 50
"""Few colleagues: a product that everybody buys has what many organisations paid."""


@dataclass(frozen=True)
class Organisation:
    """One buyer's employer: what its people fill in of it."""

    domain: str
    size: OrgSize
    industry: Industry
    region: Region


_CAST = (
    ("ada", "northwind.example", Role.MEMBER),
    ("ben", "northwind.example", Role.MEMBER),
    ("cleo", "contoso.example", Role.MEMBER),
    ("rae", "arbor.example", Role.REP),
    ("mo", "fairquote.example", Role.MODERATOR),
    ("mia", "fairquote.example", Role.MODERATOR),
    ("hana", "fairquote.example", Role.HOST),
)


def add_people(random: Random) -> tuple[list[User], dict[int, Organisation]]:
    """Add the cast and the members; return the buyers and each one's organisation."""
    # One hash for all: the password is printed in the README.
    password_hash = hash_password(PASSWORD)
    organisations = _organisations(random)
    people: list[tuple[str, str, Role]] = list(_CAST)
    for number, handle in enumerate(_handles(random, MEMBERS - len(_CAST))):
        domain = organisations[number % len(organisations)].domain
        people.append((handle, domain, Role.MEMBER))
    by_domain = {one.domain: one for one in organisations}
    users, homes = [], {}
    for handle, domain, role in people:
        home = by_domain.get(domain) or organisations[0]
        user = _user(random, handle, domain, role, home, password_hash)
        users.append((user, home))
    db.session.add_all(user for user, _ in users)
    db.session.flush()  # their ids are needed
    for user, _ in users:
        follow_address(user)
    homes = {user.id: home for user, home in users}
    buyers = [user for user, _ in users if user.role is Role.MEMBER]
    return buyers, homes


def _user(
    random: Random,
    handle: str,
    domain: str,
    role: Role,
    home: Organisation,
    password_hash: str,
) -> User:
    joined = clock.now() - timedelta(days=random.randint(200, 900))
    return User(
        handle=handle,
        handle_key=fold(handle),
        email=f"{handle}@{domain}",
        email_proven_at=joined,
        password_hash=password_hash,
        role=role,
        org_size=home.size,
        industry=home.industry,
        region=home.region,
        created_at=joined,
    )


def _organisations(random: Random) -> list[Organisation]:
    names = ["northwind", "contoso", *_company_names(random, ORGANISATIONS - 2)]
    sizes = list(OrgSize)
    return [
        Organisation(
            domain=f"{name}.example",
            size=random.choices(sizes, (2, 5, 9, 9, 7, 6, 3, 2))[0],
            industry=random.choice(list(Industry)),
            region=random.choices(list(Region), (5, 5, 1, 2))[0],
        )
        for name in names
    ]


def _company_names(random: Random, count: int) -> list[str]:
    names = [f"{first}{second}" for first in FIRST for second in SECOND]
    return random.sample(names, count)


def _handles(random: Random, count: int) -> list[str]:
    names = [f"{first}_{second}" for first in FIRST for second in SECOND]
    return random.sample(names, count)
