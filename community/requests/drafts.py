"""A request as typed, cleaned and checked: the words, and what they reveal of their buyer."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from community.accounts.traits import PublicSize, Region
from community.core.errors import Invalid
from community.core.screening import watched
from community.core.text import clean_block, clean_line
from community.requests.kinds import Reveals
from community.requests.models import NAME_LENGTH, SUBJECT_LENGTH
from community.reviews.drafts import rendered, wrong_text

NOT_SENT = "Nothing is sent yet."
MOST_DAYS = 90


@dataclass(frozen=True)
class Told:
    """What a buyer would tell of themselves, as they typed it."""

    reveals: Reveals
    size: PublicSize | None = None
    region: Region | None = None
    name: str = ""


@dataclass(frozen=True)
class Draft:
    """What somebody would ask, whom of the vendor, and until when."""

    subject: str
    body: str
    told: Told
    last_day: date
    to: str = ""
    """The public id of a representative's claim; "" is the whole team."""


@dataclass(frozen=True)
class Shown:
    """What a row holds of its buyer for the vendor to see: nothing that isn't revealed."""

    reveals: Reveals
    size: PublicSize | None = None
    region: Region | None = None
    name: str | None = None
    mail: str | None = None

    @property
    def columns(self) -> dict[str, Any]:
        return {
            "reveals": self.reveals,
            "shown_size": self.size,
            "shown_region": self.region,
            "shown_name": self.name,
            "shown_mail": self.mail,
        }


def shown(told: Told, mail: str | None) -> Shown:
    """Return what the vendor would see; raise Invalid where what is to be told is missing."""
    if told.reveals is Reveals.NOTHING:
        return Shown(Reveals.NOTHING)
    name = clean_line(told.name)
    wrongs = {
        "size": "" if told.size else "Choose a size, or reveal less.",
        "region": "" if told.region else "Choose a region, or reveal less.",
    }
    if told.reveals is Reveals.PERSON:
        wrongs["name"] = _wrong_name(name)
    fields = {name: sentence for name, sentence in wrongs.items() if sentence}
    if fields:
        raise Invalid(NOT_SENT, fields=fields)
    traits = Shown(told.reveals, told.size, told.region)
    if told.reveals is Reveals.TRAITS:
        return traits
    return replace(traits, name=name, mail=mail)


def _wrong_name(name: str) -> str:
    if len(name) > NAME_LENGTH:
        return f"Keep the name to {NAME_LENGTH} characters."
    if not any(letter.isalpha() for letter in name):
        return "Give the name that the vendor will see, or reveal less."
    return ""


def checked_subject(subject: str) -> str:
    line = watched({"subject": clean_line(subject)}, NOT_SENT)["subject"]
    if not line:
        raise Invalid(NOT_SENT, fields={"subject": "Say in a line what it is about."})
    if len(line) > SUBJECT_LENGTH:
        wrong = f"Keep the line to {SUBJECT_LENGTH} characters."
        raise Invalid(NOT_SENT, fields={"subject": wrong})
    return line


def checked_words(body: str) -> tuple[str, str]:
    """Return source and HTML of a message; raise Invalid for what can't be one."""
    source = watched({"body": clean_block(body).strip()}, NOT_SENT)["body"]
    wrong = wrong_text(source)
    if wrong:
        raise Invalid(NOT_SENT, fields={"body": wrong})
    return source, rendered("body", source, NOT_SENT)


def checked_day(day: date, today: date) -> date:
    """Return the last day of a request; raise Invalid for the past and the far future."""
    if not today < day <= today + timedelta(days=MOST_DAYS):
        wrong = f"Choose a day from tomorrow on, within {MOST_DAYS} days."
        raise Invalid(NOT_SENT, fields={"last_day": wrong})
    return day
