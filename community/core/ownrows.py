"""What the core's own tables hold of a person."""

from community.core import mail, stash
from community.core.exchange import ReferenceRate
from community.core.forms import Submission
from community.core.housekeeping import MAILS_KEPT, SUBMISSIONS_KEPT
from community.core.jobs import DONE_KEPT, Job
from community.core.mail import Mail
from community.core.personal import Fate, Held, Kept, Leaver, Part, nobodys
from community.core.publicversion import PublicVersion
from community.core.ratelimit import RateCount
from community.core.sealing import SealMark
from community.core.settings import Settings
from community.core.stash import StashedForm

HELD = (
    Held(
        Mail,
        Fate.ERASED,
        "Mails that we sent you",
        lambda person: mail.to_address(person.email),
        without=frozenset({"message_id", "text", "headers", "discreet", "forgetful"}),
    ),
    Held(
        StashedForm,
        Fate.KEPT,
        why="What a browser sent while nobody was logged in, for a day: nothing says "
        "whose it is but that browser’s cookie.",
    ),
    Held(
        Submission,
        Fate.KEPT,
        why="Digests of forms that were sent, for two days: they lead to nobody.",
    ),
    Held(
        RateCount,
        Fate.KEPT,
        why="Digests with counts, for as long as a limit runs: they lead to nobody.",
    ),
    Held(
        Job,
        Fate.KEPT,
        why="Work by numbers alone, for some days: a number whose account is gone "
        "leads to nobody.",
    ),
    *nobodys(ReferenceRate, PublicVersion, SealMark),
)


def erase(leaver: Leaver) -> None:
    mail.forget(leaver.email)


def retention(_settings: Settings) -> tuple[Kept, ...]:
    return (
        Kept(
            "Mails that we sent",
            f"until they are sent; that we wrote, {MAILS_KEPT.days} days",
            "To know a mail that came back.",
        ),
        Kept(
            "A form that you sent while you were logged out",
            f"{stash.KEPT.days} day",
            "So that nothing is lost while you log in.",
        ),
        Kept(
            "That a form was sent, as a digest",
            f"{SUBMISSIONS_KEPT.days} days",
            "So that a double click acts once.",
        ),
        Kept(
            "How often something was tried from an address, as a digest",
            "as long as the limit runs, a day at most",
            "Against guessing passwords and flooding.",
        ),
        Kept(
            "Work that was done, by numbers",
            f"{DONE_KEPT.days} days",
            "To see that the site does what it should.",
        ),
        Kept(
            "What the server notes of requests: route, status, time, role",
            "as the host’s logs are kept; no address, name, text or price is in them",
            "To find faults.",
        ),
    )


PART = Part("mails", "Mails and the site’s workings", HELD, retention, erase)
