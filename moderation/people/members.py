"""Members, as moderators decide about them: what such a case is about."""

from community.accounts.correspondence import write_to
from community.accounts.models import User
from community.accounts.queries import find_profile
from community.core import clock
from community.core.actors import Actor
from community.core.db import db
from community.core.moderating import ModeratedItem
from community.core.visibility import State
from moderation.items import MEMBER

KIND = MEMBER


class Members:
    """People, whom decisions are about; they can't be flagged, what they write can.

    Of their page anybody may send a legal notice. Where no measure reaches them, being
    staff, or imported, two moderators may hide the page.
    """

    kind = KIND
    label = "Member"

    def find(self, handle: str) -> ModeratedItem | None:
        """Return who has a public page under `handle`, None where nobody has."""
        user = find_profile(handle)
        return None if user is None else self.load(user.id)

    def load(self, object_id: int) -> ModeratedItem:
        user = db.session.get_one(User, object_id)
        return ModeratedItem(
            kind=self.kind,
            object_id=user.id,
            public_id="",
            title=f"Member {user.handle}",
            url=f"/u/{user.handle}",
            text="",
            version=1,
            author=user.handle,
            author_id=user.id,
            vendor_id=None,
            is_public=user.profile_hidden_at is None,
            is_verified=False,
            state=State.PUBLIC if user.profile_hidden_at is None else State.HIDDEN,
            is_unreached=user.is_imported or user.actor.is_staff,
        )

    def hide(self, _actor: Actor, object_id: int, _reason: str) -> None:
        """Keep their page from others, what they wrote stays; nothing if it is hidden."""
        user = db.session.get_one(User, object_id)
        user.profile_hidden_at = user.profile_hidden_at or clock.now()

    def show(self, _actor: Actor, object_id: int, _reason: str) -> None:
        db.session.get_one(User, object_id).profile_hidden_at = None

    def is_own(self, actor: Actor, object_id: int) -> bool:
        return actor.user_id == object_id

    def category_of(self, _object_id: int) -> int | None:
        return None

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        return write_to(object_id, subject, text)
