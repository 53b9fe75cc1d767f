"""Joining the host's desk to the application, where a blueprint is not enough."""

from flask import Flask

from community.dashboard.metrics import tally
from community.dashboard.site import dressing


def init_app(app: Flask) -> None:
    """Dress all pages, and count in front of everything: call it last."""
    dressing.init_app(app)
    tally.init_app(app)
