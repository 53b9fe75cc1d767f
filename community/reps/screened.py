"""Official texts as screening compares them, and who speaks for a vendor."""

from datetime import datetime

import sqlalchemy as sa

from community.catalog.models import Vendor
from community.core.db import db
from community.core.screening import Ballot, Moment, Team, Writing
from community.core.visibility import State
from community.reps.models import ClaimState, OfficialKind, OfficialText, RepClaim
from community.reps.moderated import ModeratedOfficials
from community.reps.paths import text_path
from community.reps.queries import list_vendor_domains

_DECLARED = (ClaimState.OPEN, ClaimState.APPROVED, ClaimState.WITHDRAWN)


class ScreenedOfficials:
    """The official replies and statements of app.py."""

    kind = ModeratedOfficials.kind

    def latest(self, limit: int) -> list[Writing]:
        rows = db.session.execute(
            sa.select(OfficialText, RepClaim.user_id)
            .join(RepClaim, RepClaim.id == OfficialText.claim_id)
            .where(OfficialText.state == State.PUBLIC)
            .order_by(OfficialText.id.desc())
            .limit(limit)
        )
        return [
            Writing(
                kind=self.kind,
                object_id=one.id,
                title="Official reply"
                if one.kind is OfficialKind.REPLY
                else one.heading,
                url=text_path(one.public_id),
                text=one.source,
                author_id=user_id,
                at=one.created_at,
            )
            for one, user_id in rows
        ]

    def written_by(self, user_id: int, limit: int) -> list[Moment]:
        rows = db.session.execute(
            sa.select(OfficialText.created_at, OfficialText.state)
            .join(RepClaim, RepClaim.id == OfficialText.claim_id)
            .where(RepClaim.user_id == user_id)
            .order_by(OfficialText.id.desc())
            .limit(limit)
        )
        return [Moment(at, state is State.PUBLIC) for at, state in rows]

    def authors_about(self, vendor_id: int, since: datetime) -> list[int]:  # noqa: ARG002
        """Return nobody: a vendor's own words are no burst."""
        return []

    def ballots(self, since: datetime, limit: int) -> list[Ballot]:  # noqa: ARG002
        """Return none: nobody votes for them."""
        return []

    def ballots_around(self, user_id: int, since: datetime) -> list[Ballot]:  # noqa: ARG002
        """Return none: nobody votes for them."""
        return []


class VendorTeams:
    """The teams of app.py: approved claims, and the domains that they were proven at."""

    def team_of(self, vendor_id: int) -> Team:
        """Return it in two queries; domains of ended claims are the vendor's still."""
        rows = db.session.execute(
            sa.select(RepClaim.domain, RepClaim.user_id, RepClaim.state).where(
                RepClaim.vendor_id == vendor_id, RepClaim.state.in_(_DECLARED)
            )
        ).all()
        speaking = [one for one in rows if one.state is ClaimState.APPROVED]
        user_ids = frozenset(one.user_id for one in speaking)
        return Team(
            domains=frozenset(
                [*list_vendor_domains(vendor_id), *(one.domain for one in speaking)]
            ),
            user_ids=user_ids,
            declared_ids=frozenset(one.user_id for one in rows) - user_ids,
        )

    def declared_like(self, user_id: int, limit: int) -> list[tuple[int, str]]:
        """Read proven claims; refused ones are none: anybody can ask for anybody."""
        own = sa.select(RepClaim.vendor_id).where(
            RepClaim.user_id == user_id, RepClaim.state.in_(_DECLARED)
        )
        rows = db.session.execute(
            sa.select(RepClaim.user_id, Vendor.name)
            .join(Vendor, Vendor.id == RepClaim.vendor_id)
            .where(
                RepClaim.vendor_id.in_(own),
                RepClaim.state.in_(_DECLARED),
                RepClaim.user_id != user_id,
            )
            .distinct()
            .order_by(RepClaim.user_id, Vendor.name)
            .limit(limit)
        )
        return [(other, name) for other, name in rows]
