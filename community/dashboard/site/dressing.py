"""What every page wears: the host's colours, logo and announcement; one query a page."""

import hashlib
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from flask import Flask, g
from sqlalchemy.exc import SQLAlchemyError

from community.core import clock
from community.core.db import ask
from community.dashboard.models import SiteDress
from community.dashboard.site.contrast import DARK, LIGHT, accent_of

_ROW: Any = sa.select(
    SiteDress.accent_light,
    SiteDress.accent_dark,
    SiteDress.logo_hash,
    SiteDress.said,
    SiteDress.said_id,
    SiteDress.said_until,
)
_HASH = 12


@dataclass(frozen=True)
class Dress:
    """What templates/layout.html reads; addresses are empty for what there is none of."""

    sheet: str = ""
    logo: str = ""
    said: str = ""
    said_id: str = ""


PLAIN = Dress()


def init_app(app: Flask) -> None:
    app.jinja_env.globals["dress"] = current_dress


def current_dress() -> Dress:
    """Return what this page wears, asked once a request; plain where nobody can be asked."""
    dress: Dress | None = g.get("fairquote_dress")
    if dress is None:
        try:
            row = ask(_ROW).first()
        except SQLAlchemyError:
            row = None  # the page may be the one that says so
        dress = PLAIN if row is None else _dress(row)
        g.fairquote_dress = dress
    return dress


def _dress(row: Any) -> Dress:
    light, dark, logo_hash, said, said_id, until = row
    shows = bool(said) and until is not None and clock.now().date() <= until
    return Dress(
        sheet=f"/brand/{name_of(light, dark)}.css" if light or dark else "",
        logo=f"/brand/{logo_hash}/logo" if logo_hash else "",
        said=str(said) if shows else "",
        said_id=str(said_id) if shows else "",
    )


def name_of(light: object, dark: object) -> str:
    """Return what the stylesheet of these accents is called."""
    return hashlib.sha256(f"{light} {dark}".encode()).hexdigest()[:_HASH]


def stylesheet(light: str, dark: str) -> str:
    """Return the tokens that differ from our own."""
    one, other = accent_of(light, LIGHT), accent_of(dark, DARK)
    pairs = {
        "accent": (one.colour, other.colour),
        "accent-ink": (one.ink, other.ink),
        "accent-weak": (one.weak, other.weak),
    }
    tokens = "".join(f"--{k}:light-dark({a},{b});" for k, (a, b) in pairs.items())
    return f":root{{{tokens}}}\n"
