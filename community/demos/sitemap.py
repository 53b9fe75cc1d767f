"""Which events search engines are shown: those that stand, also after they are over."""

from community.core.ports import Address
from community.core.sitemap import Listed
from community.demos.models import Demo
from community.demos.paths import event_path
from community.demos.queries import standing

EVENTS = Listed(
    "events",
    rows=lambda: standing(Demo.public_id, Demo.changed_at).order_by(Demo.id),
    address=lambda row: Address(event_path(row.public_id), row.changed_at),
)
"""The pages of events."""
