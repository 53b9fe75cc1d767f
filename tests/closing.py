"""Gives back what an application holds of its database."""

from flask import Flask

from community.core.db import db


def close(app: Flask) -> None:
    """Close the connections of an application that a test made, those of search too.

    What is left open is found by the garbage collector, in whichever test is running.
    """
    app.extensions["fairquote.search"].engine.close()
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
