"""The host dresses the site: colours that can be read, a clean logo, an announcement."""

import hashlib
from datetime import date

import sqlalchemy as sa

from community.core import clock
from community.core.actors import Actor
from community.core.db import db, insert_ignore, new_public_id
from community.core.errors import Invalid
from community.core.reasons import audit
from community.core.text import clean_line
from community.dashboard.models import ANNOUNCED_LENGTH, SiteDress
from community.dashboard.site.contrast import (
    DARK,
    LEAST_TEXT,
    LIGHT,
    Scheme,
    accent_of,
    is_colour,
    weakest,
)

MOST_DAYS = 366
_NOT_SAVED = "Nothing is saved yet."
_HASH = 12


def have_dress() -> SiteDress:
    """Return the one row; make it if there is none."""
    insert_ignore(
        SiteDress,
        [{"id": 1, "logo_type": "", "logo_hash": "", "said": "", "said_id": ""}],
    )
    return db.session.scalars(
        sa.select(SiteDress).where(SiteDress.id == 1).with_for_update()
    ).one()


def find_dress() -> SiteDress | None:
    return db.session.get(SiteDress, 1)


def choose_colours(actor: Actor, light: str, dark: str) -> None:
    """Take an accent for each scheme; raise Invalid, with the ratio, for what can't be read."""
    fields = {}
    for name, colour, scheme in (
        ("accent_light", light, LIGHT),
        ("accent_dark", dark, DARK),
    ):
        wrong = _why_unfit(colour, scheme)
        if wrong:
            fields[name] = wrong
    if fields:
        raise Invalid(_NOT_SAVED, fields=fields)
    dress = have_dress()
    dress.accent_light, dress.accent_dark = light, dark
    _audit(actor, "colours", f"{light} and {dark}.")


def drop_colours(actor: Actor) -> None:
    """Wear our own colours again."""
    dress = have_dress()
    dress.accent_light = dress.accent_dark = None
    _audit(actor, "colours", "The usual ones.")


def _why_unfit(colour: str, scheme: Scheme) -> str:
    if not is_colour(colour):
        return "A colour like #0a6b68."
    lowest, where = weakest(accent_of(colour, scheme), scheme)
    if lowest >= LEAST_TEXT:
        return ""
    # Rounded down: 4.499 must not be told as 4.5.
    told = int(lowest * 100) / 100
    return (
        f"Too faint to read: its contrast is {told:.2f} to 1 {where}, and text "
        f"needs {LEAST_TEXT} to 1 (WCAG AA)."
    )


def take_logo(actor: Actor, data: bytes, kind: str) -> None:
    """Show a logo, which is a clean copy already."""
    dress = have_dress()
    dress.logo, dress.logo_type = data, kind
    dress.logo_hash = hashlib.sha256(data).hexdigest()[:_HASH]
    _audit(actor, "logo", "A new one.")


def drop_logo(actor: Actor) -> None:
    dress = have_dress()
    dress.logo, dress.logo_type, dress.logo_hash = None, "", ""
    _audit(actor, "logo", "None.")


def announce(actor: Actor, text: str, until: date) -> None:
    """Say something above each page until a day; who put another one away sees this."""
    line, today = clean_line(text), clock.now().date()
    fields = {}
    if not line:
        fields["said"] = "Say something."
    elif len(line) > ANNOUNCED_LENGTH:
        fields["said"] = f"At most {ANNOUNCED_LENGTH} characters."
    if not 0 <= (until - today).days <= MOST_DAYS:
        fields["said_until"] = "A day from today on, within a year."
    if fields:
        raise Invalid(_NOT_SAVED, fields=fields)
    dress = have_dress()
    dress.said, dress.said_until, dress.said_id = line, until, new_public_id()
    _audit(actor, "announced", f"Until {until}.")


def stop_announcing(actor: Actor) -> None:
    dress = have_dress()
    dress.said, dress.said_until, dress.said_id = "", None, ""
    _audit(actor, "announced", "Nothing any more.")


def _audit(actor: Actor, deed: str, why: str) -> None:
    audit(actor, f"site.{deed}", "site", why)
