"""Members, as moderators decide about them: what such a case is about."""

from community.accounts.correspondence import write_to
from community.accounts.models import User
from community.accounts.queries import find_profile
from community.core.actors import Actor
from community.core.db import db
from community.core.moderating import ModeratedItem
from moderation.items import MEMBER

KIND = MEMBER


class Members:
    """People, whom decisions are about; they can't be flagged, what they write can.

    Of their page anybody may send a legal notice.
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
            is_public=True,
            is_verified=False,
        )

    def is_own(self, actor: Actor, object_id: int) -> bool:
        return actor.user_id == object_id

    def category_of(self, _object_id: int) -> int | None:
        return None

    def write_to_author(self, object_id: int, subject: str, text: str) -> bool:
        return write_to(object_id, subject, text)
