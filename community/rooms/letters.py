"""Mails of rooms: their subjects say nothing, because others may see them arrive."""

from community.accounts.letters import Letter, Site
from community.core.repeating import Repeated
from community.rooms.kinds import INVITED_FOR
from community.rooms.paths import join_path, room_path


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


def reminder(site: Site, public_id: str, days: int) -> Letter:
    """Return the mail about a renewal; it names neither room nor product."""
    left = "today" if days == 0 else f"in {days} day{'' if days == 1 else 's'}"
    return Letter(
        f"A date at {site.name}",
        f"A date that you keep in a room at {site.name} is {left}. What was decided, "
        "why, and what was quoted stands there:\n\n"
        f"{site.link(room_path(public_id, 'brief'))}\n\n"
        "You get this because you are in that room. Whoever owns it can take the date "
        "out; then nobody is reminded any more.\n",
        repeated=Repeated.REMINDER,
    )
