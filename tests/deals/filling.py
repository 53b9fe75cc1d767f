"""How a person without JavaScript fills in the deal form, step by step."""

import sqlalchemy as sa

from community.core.db import db
from community.deals import recording
from community.deals.models import Deal
from tests.deals.conftest import TYPED

FORM = "/deals/new"


def saved(app) -> list[Deal]:
    """Return the drafts of all deals in the database."""
    with app.app_context():
        deals = db.session.scalars(sa.select(Deal).order_by(Deal.id)).all()
        return [recording.read(deal) for deal in deals]


def send(page, shown, values=None, *, do="preview", status=200):
    return page.send(
        shown, values, having="lines-0-product", submit=("do", do), status=status
    )


def fields(page) -> dict[str, str]:
    return page.form(having="lines-0-product")["fields"]


def begin(page, bought):
    """Open the form and name the product: the fields of its pricing model appear."""
    return send(
        page, page.get(FORM), {"lines-0-product": bought.label}, do="show", status=200
    )


def report(page, bought, values):
    """Go through all steps; return the page that shows the saved deal."""
    shown = begin(page, bought)
    preview = send(page, shown, {**fields(shown), **values})
    assert preview.h1 == ["Is this right?"]
    done = send(page, preview, do="save", status=303)
    return preview, page.get(own_addresses(page.follow(done))[0])


def own_addresses(listed) -> list[str]:
    """Return where the prices of the list are shown."""
    return [link for link in listed.links if link.startswith("/deals/mine/")]


def contract(**more) -> dict[str, str]:
    """Return the fields that every pricing model has."""
    typed = {name: text for name, text in TYPED.items() if not name.startswith("lines")}
    return {**typed, **more}
