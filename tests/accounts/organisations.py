"""What tests of organisations look at: who speaks for whom, and what was told of it."""

import sqlalchemy as sa

from community.accounts.models import Organisation, OrganisationDomain, User
from community.accounts.rules import grouping, joining
from community.core.db import db, transaction


def user(handle):
    """Return the account as the database has it now."""
    db.session.rollback()
    return db.session.scalar(sa.select(User).where(User.handle == handle))


def domain_of(handle):
    """Return the domain of the organisation that `handle` speaks for."""
    return db.session.scalar(
        sa.select(OrganisationDomain.domain)
        .join(User, User.organisation_id == OrganisationDomain.organisation_id)
        .where(User.handle == handle)
    )


def organisation(domain):
    db.session.rollback()
    return db.session.scalar(
        sa.select(Organisation)
        .join(OrganisationDomain)
        .where(OrganisationDomain.domain == domain)
    )


def count():
    return db.session.scalar(sa.select(sa.func.count(Organisation.id)))


def found(handle, *domains):
    """Let `handle` speak for one organisation after the other, so that they exist."""
    with transaction():
        person = db.session.scalar(sa.select(User).where(User.handle == handle))
        for domain in domains:
            joining.join(person, f"{handle}@{domain}", domain)


def group(actor, domain, into, reason="Same company: the imprint says so."):
    with transaction():
        grouping.group_organisation(
            actor, organisation(domain), into=into, reason=reason
        )
