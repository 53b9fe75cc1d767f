"""Organisations as moderators see them: by domain, with what looks like them."""

from collections import defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import Any, NamedTuple

import sqlalchemy as sa

from community.accounts import lookalikes
from community.accounts.access import require_grouper
from community.accounts.domains import domain_of, registrable_domain
from community.accounts.models import Organisation, OrganisationDomain
from community.core.actors import Actor
from community.core.db import db
from community.core.errors import NotFound
from community.core.paging import Page, keyset_page
from community.core.text import clean_line

LONGEST_SEARCH = 100
_MOST_DOUBLES = 5
_MOST_RANKED = 50


@dataclass(frozen=True)
class Named:
    """An organisation by one of its domains."""

    public_id: str
    domain: str


@dataclass(frozen=True)
class Row:
    """One domain of the list, as people read it, and what to look out for."""

    public_id: str
    domain: str
    spelt: str
    since: str
    root: Named | None
    doubles: tuple[str, ...]
    """Domains outside the group whose names look the same."""

    @property
    def has_foreign_letters(self) -> bool:
        return not self.spelt.isascii()


@dataclass(frozen=True)
class Detail:
    """One organisation, its group, and what looks like it."""

    organisation: Organisation
    rows: list[Row]
    members: list[Named]

    @property
    def domain(self) -> str:
        return self.rows[0].domain

    @property
    def root(self) -> Named | None:
        return self.rows[0].root


class _Found(NamedTuple):
    """What _domains() selects."""

    domain: str
    skeleton: str
    public_id: str
    since: str
    id: int
    root_id: int


def list_organisations(actor: Actor, search: str, *, after: str | None) -> Page[Row]:
    """Return a page of domains by name, those that begin with `search`.

    An address or a host is searched for by the domain that somebody registered.
    """
    require_grouper(actor)
    host = domain_of(clean_line(search).lower())
    wanted = _domains().where(
        OrganisationDomain.domain.startswith(
            registrable_domain(host) or host, autoescape=True
        )
    )
    page = keyset_page(wanted, order=(OrganisationDomain.domain.asc(),), after=after)
    return Page(_rows(page.items), page.next_cursor)


def get_organisation_for(actor: Actor, public_id: str) -> Detail:
    """Return one organisation to a moderator; raise NotFound when there is none."""
    require_grouper(actor)
    found = db.session.scalar(
        sa.select(Organisation).where(Organisation.public_id == public_id)
    )
    if found is None:
        raise NotFound("There is no such organisation.")
    own = _domains().where(OrganisationDomain.organisation_id == found.id)
    rows = db.session.execute(own.order_by(OrganisationDomain.domain))
    members = _names(Organisation.grouped_into_id == found.id)
    return Detail(found, _rows(rows), list(members.values()))


def _domains() -> sa.Select[Any]:
    root = sa.func.coalesce(Organisation.grouped_into_id, Organisation.id)
    columns: list[sa.SQLColumnExpression[Any]] = [
        OrganisationDomain.domain,
        OrganisationDomain.skeleton,
        Organisation.public_id,
        Organisation.created_month,
        Organisation.id,
        root.label("root_id"),
    ]
    home = Organisation.id == OrganisationDomain.organisation_id
    return sa.select(*columns).join(Organisation, home)


def _rows(selected: Iterable[Iterable[Any]]) -> list[Row]:
    found = [_Found(*row) for row in selected]
    roots = _names(Organisation.id.in_({row.root_id for row in found}))
    alike = _by_skeleton({row.skeleton for row in found})
    return [
        Row(
            public_id=row.public_id,
            domain=row.domain,
            spelt=lookalikes.spelt(row.domain),
            since=row.since,
            root=roots.get(row.root_id) if row.root_id != row.id else None,
            doubles=tuple(
                domain
                for domain, root_id in alike[row.skeleton]
                if root_id != row.root_id
            )[:_MOST_DOUBLES],
        )
        for row in found
    ]


def _names(which: sa.ColumnElement[bool]) -> dict[int, Named]:
    """Return organisations by id, each named by the first of its domains."""
    rows = db.session.execute(
        sa.select(
            Organisation.id,
            Organisation.public_id,
            sa.func.min(OrganisationDomain.domain),
        )
        .join(OrganisationDomain)
        .where(which)
        .group_by(Organisation.id, Organisation.public_id)
        .order_by(sa.func.min(OrganisationDomain.domain))
    )
    return {one: Named(public_id, domain) for one, public_id, domain in rows}


def _by_skeleton(skeletons: Collection[str]) -> dict[str, list[tuple[str, int]]]:
    """Return domains with the roots of their groups, by what their names look like.

    Of each at most as many as a page shows, beside those of the group itself.
    """
    rank = sa.func.row_number().over(
        partition_by=OrganisationDomain.skeleton, order_by=OrganisationDomain.domain
    )
    ranked = (
        _domains()
        .add_columns(rank.label("rank"))
        .where(OrganisationDomain.skeleton.in_(skeletons))
        .subquery()
    )
    alike: dict[str, list[tuple[str, int]]] = defaultdict(list)
    found = sa.select(ranked.c.skeleton, ranked.c.domain, ranked.c.root_id).where(
        ranked.c.rank <= _MOST_RANKED
    )
    for skeleton, domain, root_id in db.session.execute(found.order_by(ranked.c.rank)):
        alike[skeleton].append((domain, root_id))
    return alike
