"""Which thing somebody means by the address of a page."""

import re
from urllib.parse import unquote, urlsplit

from community.core.actors import Actor
from community.core.errors import Invalid, NotFound
from community.core.moderating import Addressed, Located, ModeratedItem
from community.core.settings import get_settings
from moderation.items import all_moderated, get_item_for
from moderation.people.members import KIND as MEMBER
from moderation.people.members import Members

_ID = re.compile(r"(?<![A-Za-z0-9])[A-Za-z0-9]{16}(?![A-Za-z0-9])")
_PROFILE = re.compile(r"/u/([^/]{1,80})/?")
_MOST_IDS = 3
_MOST_CHARACTERS = 2_000
_UNKNOWN = (
    "Nothing that can be reported stands at that address. Copy the address of the post, "
    "review, text, prices or profile, or use “Report” beside it."
)


def find_at(actor: Actor, address: str) -> ModeratedItem:
    """Return what `actor` can read at an address of ours; raise Invalid with why not.

    What stands behind the # is nearer than the page that it is on.
    """
    try:
        parts = urlsplit(address.strip()[:_MOST_CHARACTERS])
    except ValueError:
        raise Invalid(_UNKNOWN) from None
    if parts.netloc and parts.netloc != urlsplit(get_settings().base_url).netloc:
        raise Invalid(f"That is an address of {parts.netloc}: only they can act there.")
    ids = [*_ID.findall(parts.fragment), *reversed(_ID.findall(parts.path))]
    for public_id in ids[:_MOST_IDS]:
        for kind in all_moderated():
            item = kind.find(actor, public_id)
            if item is None and isinstance(kind, Located):
                item = kind.find_on_page(actor, public_id)
            if item is not None:
                return item
    profile = _PROFILE.fullmatch(unquote(parts.path))
    item = Members().find(profile[1]) if profile else _at_path(actor, parts.path)
    if item is None:
        raise Invalid(_UNKNOWN)
    return item


def get_for(actor: Actor, kind: str, public_id: str) -> ModeratedItem:
    """Return what a notice can be about: a member by their handle, too."""
    if kind != MEMBER:
        return get_item_for(actor, kind, public_id)
    item = Members().find(public_id)
    if item is None:
        raise NotFound("There is nobody with this handle.")
    return item


def form_path(item: ModeratedItem) -> str:
    """Return where one sends a notice about something that find_at() found."""
    return f"/notices/{item.kind}/{item.public_id or item.author}"


def _at_path(actor: Actor, path: str) -> ModeratedItem | None:
    """Return what stands on a page that has no id."""
    for kind in all_moderated():
        item = kind.find_at(actor, path) if isinstance(kind, Addressed) else None
        if item is not None:
            return item
    return None
