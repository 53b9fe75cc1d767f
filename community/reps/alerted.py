"""Vendors as moderators decide about them: marked with an alert, which reps are told of."""

from datetime import datetime

import sqlalchemy as sa

from community.accounts.correspondence import write_to
from community.catalog.alerts import alert_of, end_alert, put_alert
from community.catalog.models import Vendor
from community.catalog.paths import vendor_path
from community.core.actors import Actor
from community.core.db import db
from community.core.moderating import ModeratedItem
from community.core.spokespeople import voice_of
from community.core.visibility import State
from community.reps.queries import spokespeople_of


class AlertedVendors:
    """The vendors of app.py; their own people can't decide about them."""

    kind = "vendor"
    label = "Vendor"

    def find(self, _actor: Actor, public_id: str) -> ModeratedItem | None:
        vendor = db.session.scalar(
            sa.select(Vendor).where(
                Vendor.public_id == public_id, Vendor.state == State.PUBLIC
            )
        )
        return None if vendor is None else self.load(vendor.id)

    def load(self, object_id: int) -> ModeratedItem:
        vendor = db.session.get_one(Vendor, object_id)
        alert = alert_of(vendor)
        return ModeratedItem(
            kind=self.kind,
            object_id=vendor.id,
            public_id=vendor.public_id,
            title=vendor.name,
            url=vendor_path(vendor),
            text=alert.text if alert else "",
            version=1,
            author=vendor.name,
            author_id=None,
            vendor_id=vendor.id,
            is_public=True,
            is_verified=False,
            alerted_until=alert.until if alert else None,
        )

    def is_own(self, actor: Actor, object_id: int) -> bool:
        voice = voice_of(actor)
        return voice is not None and voice.vendor_id == object_id

    def category_of(self, _object_id: int) -> int | None:
        return None  # it sells in several

    def alert(self, object_id: int, text: str, until: datetime) -> None:
        put_alert(db.session.get_one(Vendor, object_id), text, until)

    def end_alert(self, object_id: int) -> None:
        end_alert(db.session.get_one(Vendor, object_id))

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        people = spokespeople_of(object_id)
        reached = [write_to(one, subject, text) for one in people]
        return any(reached)
