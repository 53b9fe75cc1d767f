"""Lets Ada and Cleo follow and save a few things, so that their inboxes hold something."""

from collections.abc import Sequence

import sqlalchemy as sa

from community.accounts.queries import find_profile
from community.cli.sample.catalogue import Sold
from community.core.actors import Actor
from community.core.db import db
from community.core.jobs import Job
from community.notifications.kinds import Followed
from community.notifications.rules.following import follow
from community.notifications.rules.saving import save
from community.notifications.rules.telling import TELL, tell
from community.notifications.targets import Target, get_target_for
from community.threads.models import Tag, Thread

_LATEST = 6


def add_notices(sold: Sequence[Sold]) -> None:
    """Follow the subjects of the latest questions, and tell what is new about them."""
    ada, cleo = _actor("ada"), _actor("cleo")
    latest = db.session.scalars(
        sa.select(Thread).order_by(Thread.id.desc()).limit(_LATEST)
    ).all()
    tag = db.session.scalars(sa.select(Tag).order_by(Tag.thread_count.desc())).first()
    for number, thread in enumerate(latest):
        reader = (ada, cleo)[number % 2]
        question = _target(reader, Followed.QUESTION, thread.public_id)
        save(reader, question)
        follow(reader, question)
    for number, one in enumerate(sold[:_LATEST]):
        reader = (ada, cleo)[number % 2]
        product = _target(reader, Followed.PRODUCT, one.product.public_id)
        follow(reader, product)
        save(reader, product)
    follow(cleo, _target(cleo, Followed.PERSON, "ada"))
    if tag is not None:
        for reader in (ada, cleo):
            follow(reader, _target(reader, Followed.TAG, tag.name))
    tell_now()


def tell_now() -> None:
    """Do at once what would keep the worker busy when the sample is first served."""
    for job in db.session.scalars(sa.select(Job).where(Job.kind == TELL)).all():
        tell(**job.args)
    db.session.execute(sa.delete(Job).where(Job.kind == TELL))


def _actor(handle: str) -> Actor:
    user = find_profile(handle)
    if user is None:
        raise LookupError(handle)
    return user.actor


def _target(actor: Actor, followed: Followed, ref: str) -> Target:
    return get_target_for(actor, followed, ref)
