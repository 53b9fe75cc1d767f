"""Mails of rooms: their subjects say nothing, because others may see them arrive."""

from community.accounts.letters import Letter, Site
from community.rooms.kinds import INVITED_FOR
from community.rooms.paths import join_path


def invitation(site: Site, handle: str, token: str) -> Letter:
    """Return the mail that leads into a room; of the room it tells nothing, not its name."""
    return Letter(
        f"An invitation at {site.name}",
        f"{handle} invites you to a room at {site.name}: a private place in which a few "
        "people weigh what to buy.\n\n"
        "Open this page, log in or register, and join:\n\n"
        f"{site.link(join_path(token))}\n\n"
        f"The link works once, for {INVITED_FOR.days} days. Who joins by it sees all "
        "that is in the room: do not pass it on.\n\n"
        "If you do not know who invites you, ignore this mail: nothing will happen, and "
        "you get no more of it.\n",
    )
