"""What a moderator wants to see of the queue: read from an address, put into the query."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import sqlalchemy as sa

from community.core import clock
from community.core.errors import BadRequest
from moderation.items import kinds
from moderation.kinds import REASONS, CaseState
from moderation.models import SLUG_LENGTH, Case
from moderation.screening.facts import RULE_LABELS

SHOWN = {
    "": "Open, the most pressing first",
    "overdue": "Overdue, the longest first",
    "mine": "Held by me",
    "escalated": "Another moderator is asked for",
    "decided": "Decided",
}
NAMES = ("kind", "reason", "rule", "show", "vendor", "product")


@dataclass(frozen=True)
class Filters:
    """Empty is all."""

    kind: str = ""
    reason: str = ""
    rule: str = ""
    show: str = ""
    vendor: str = ""
    product: str = ""

    def conditions(self, user_id: int | None) -> list[sa.ColumnElement[bool]]:
        """Return the filter of the query, for who asks."""
        state = CaseState.DECIDED if self.show == "decided" else CaseState.OPEN
        found = [Case.state == state]
        moment = clock.now()
        if self.show == "overdue":
            found.append(Case.due_at < moment)
        if self.show == "escalated":
            found.append(Case.escalated_at.is_not(None))
        if self.show == "mine":
            found += [Case.claimed_by_id == user_id, Case.claimed_until > moment]
        wanted = {
            Case.kind: self.kind,
            Case.reason: self.reason,
            Case.rule: self.rule,
            Case.vendor: self.vendor,
            Case.product: self.product,
        }
        return [*found, *(column == one for column, one in wanted.items() if one)]

    @property
    def query(self) -> str:
        """The part of an address that keeps them, "" without any."""
        return f"?{urlencode(self._asked)}" if self._asked else ""

    @property
    def _asked(self) -> dict[str, str]:
        return {name: one for name in NAMES if (one := getattr(self, name))}

    def next_url(self, public_id: str) -> str:
        """Return the address of the case that follows one."""
        return f"/moderation/next?{urlencode({**self._asked, 'after': public_id})}"

    @property
    def order(self) -> Sequence[sa.UnaryExpression[Any]]:
        """The order that goes with the filter, each with an index of its own."""
        if self.show == "overdue":
            return (Case.due_at.asc(), Case.id.asc())
        if self.show == "escalated":
            return (Case.escalated_at.asc(), Case.id.asc())
        return (Case.rank.asc(), Case.opened_at.asc(), Case.id.asc())


def choices() -> dict[str, dict[str, str]]:
    """Return the values that each filter knows, with what they are called."""
    return {
        "show": SHOWN,
        "kind": {"": "All", **{one.kind: one.label for one in kinds().values()}},
        "reason": {"": "All", **{str(one): REASONS[one].label for one in REASONS}},
        "rule": {"": "All", **{str(one): RULE_LABELS[one] for one in RULE_LABELS}},
    }


def read(args: Mapping[str, str]) -> Filters:
    """Return the filters of an address; raise BadRequest for what there is not."""
    asked = {name: args.get(name, "").strip() for name in NAMES}
    for name, known in choices().items():
        if asked[name] not in known:
            raise BadRequest(f"There are no cases with that {name}.")
    for name in ("vendor", "product"):
        if len(asked[name]) > SLUG_LENGTH:
            raise BadRequest(f"There is no such {name}.")
    return Filters(**asked)
