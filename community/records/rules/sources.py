"""Who published prices: kept once, told anew by each import."""

import sqlalchemy as sa

from community.catalog import names
from community.core.db import db
from community.core.errors import Invalid
from community.records.mapping import SourceInfo
from community.records.models import PriceSource


def source_key(info: SourceInfo) -> str:
    """Return what all spellings of a source's name share; Invalid when nothing is left."""
    key = names.sort_key(info.name)
    if not key:
        raise Invalid(
            "Check the source.", fields={"source_name": "A name needs a letter."}
        )
    return key


def ensure_source(info: SourceInfo) -> PriceSource:
    """Return the source of this name, made or brought to what `info` says."""
    key = source_key(info)
    source = db.session.scalar(sa.select(PriceSource).where(PriceSource.key == key))
    if source is None:
        source = PriceSource(key=key)
        db.session.add(source)
    source.name = info.name
    source.url = info.url
    source.licence = info.licence
    source.attribution = info.attribution
    source.note = info.note
    source.published = info.published
    db.session.flush()  # for its id
    return source
