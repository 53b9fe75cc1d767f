"""What the reviews of a product add up to, summed in the database and kept in a row."""

from collections.abc import Iterable
from functools import cache
from typing import Any

import sqlalchemy as sa

from community.accounts.models import Organisation
from community.core.db import db, insert_ignore
from community.core.visibility import State
from community.reviews.dimensions import Dimension
from community.reviews.models import ProductScore, Review

_EMPTY = {"reviews": 0, "voices": 0, "weight": 0.0, "total": 0.0, "parts": {}}


def recount(product_ids: Iterable[int]) -> None:
    """Sum up the reviews of each product anew; one at a time for each product."""
    for product_id in sorted({*product_ids}):  # in order: no two wait for each other
        insert_ignore(ProductScore, [{"product_id": product_id, **_EMPTY}])
        row = db.session.scalars(_locked(), {"product_id": product_id}).one()
        found = db.session.execute(_sums(), {"product_id": product_id}).one()
        if not found.reviews:
            db.session.delete(row)
            db.session.flush()  # or who asks this session next is told the old score
            continue
        row.reviews, row.voices = found.reviews, found.voices
        row.weight, row.total = found.weight, found.total / 100
        row.parts = {
            one.value: [getattr(found, f"{one}_weight"), getattr(found, f"{one}_total")]
            for one in Dimension
        }


@cache
def _locked() -> sa.Select[ProductScore]:
    return (
        sa.select(ProductScore)
        .where(ProductScore.product_id == sa.bindparam("product_id"))
        .with_for_update()
        .execution_options(populate_existing=True)
    )


@cache
def _sums() -> sa.Select[Any]:
    """Select what the reviews of `product_id` add up to; built once, it is a long one."""
    voices = _voices().subquery()
    reviews = (
        sa.select(sa.func.count())
        .select_from(Review)
        .where(*_public())
        .scalar_subquery()
    )
    sums: list[Any] = [
        reviews.label("reviews"),
        sa.func.count().label("voices"),
        *_weighted(voices.c.weight, voices.c.overall, ""),
    ]
    for one in Dimension:
        sums += _weighted(voices.c.weight, voices.c[one.value], f"{one}_")
    return sa.select(*sums).select_from(voices)


def _voices() -> sa.Select[Any]:
    """Select one row for each voice: an organisation, or somebody without one.

    Of several people of one organisation the mean counts, as fresh as the newest.
    """
    home = Organisation.id == Review.organisation_id
    unit = sa.func.coalesce(
        Organisation.grouped_into_id, Organisation.id, -Review.author_id
    )
    columns: list[Any] = [sa.func.max(Review.weight).label("weight")]
    columns += [
        sa.func.avg(sa.cast(getattr(Review, name), sa.Double)).label(name)
        for name in ("overall", *Dimension)
    ]
    return (
        sa.select(*columns)
        .outerjoin(Organisation, home)
        .where(*_public(), Review.weight > 0)
        .group_by(unit)
    )


def _public() -> tuple[sa.ColumnElement[bool], ...]:
    return (
        Review.product_id == sa.bindparam("product_id"),
        Review.state == State.PUBLIC,
    )


def _weighted(
    weight: sa.ColumnElement[Any], stars: sa.ColumnElement[Any], name: str
) -> list[Any]:
    """Return the sums of weights and of weighted stars over voices that rated."""
    counted = sa.case((stars.is_not(None), weight), else_=0.0)
    return [
        sa.func.coalesce(sa.func.sum(counted), 0.0).label(f"{name}weight"),
        sa.func.coalesce(sa.func.sum(weight * stars), 0.0).label(f"{name}total"),
    ]
