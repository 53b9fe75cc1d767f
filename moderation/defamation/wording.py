"""What a notice of complaint needs, what it may be about, and how its clocks are told."""

from datetime import datetime, timedelta

from community.accounts.post import site
from community.core.moderating import ModeratedItem
from community.core.settings import get_settings
from moderation.defamation.kinds import DAYS_MAILS
from moderation.defamation.periods import LONDON
from moderation.items import is_written

NEEDS = (
    "your name and e-mail address",
    "where the statement stands, and its words",
    "why it is defamatory of you, and what you take it to mean",
    "which facts in it are wrong, or which opinions nothing supports",
    "that you do not know enough about who posted it to bring proceedings against them",
    "whether we may give them your name, and your e-mail address",
)
"""Section 5 (6) of the Act, and regulation 2."""


def takes_complaints(item: ModeratedItem) -> bool:
    """Whether somebody posted it who can answer: what the site makes is its own."""
    return (
        get_settings().uk_complaints
        and is_written(item.kind)
        and not item.is_made_by_site
    )


def wait_of_letter(item: ModeratedItem) -> timedelta:
    """Return how long a letter to its author may wait: under an alias, for the day's."""
    return DAYS_MAILS if item.author_id is None else timedelta(0)


def form_path(item: ModeratedItem) -> str:
    return f"/notices/{item.kind}/{item.public_id}/defamation"


def not_yet(item: ModeratedItem) -> str:
    """Return what the sender of another notice must be told (regulation 4); or ""."""
    if not takes_complaints(item):
        return ""
    return (
        "Does it defame you, under the law of England and Wales? Then this is no notice "
        f"of complaint under the Defamation Act 2013 yet, which gives {', '.join(NEEDS)}. "
        f"Send that with its form: {site().link(form_path(item))}\n\n"
    )


def by_clock(moment: datetime) -> str:
    """Return a moment as London's clocks tell it; midnight as the end of a day."""
    local = moment.astimezone(LONDON)
    if (local.hour, local.minute) == (0, 0):
        day = local - timedelta(days=1)
        return f"midnight at the end of {day:%A %-d %B %Y} (London time)"
    return f"{local:%H:%M} on {local:%A %-d %B %Y} (London time)"
