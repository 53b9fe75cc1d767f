"""Joining the host's desk to the application, where a blueprint is not enough."""

from flask import Flask

from community.dashboard.metrics import tally
from community.dashboard.site import dressing
from community.dashboard.views_guides import blueprint as guides


def init_app(app: Flask) -> None:
    """Offer guides, dress all pages, and count in front of everything: call it last."""
    app.register_blueprint(guides)
    dressing.init_app(app)
    tally.init_app(app)
