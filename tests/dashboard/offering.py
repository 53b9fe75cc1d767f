"""How tests offer something for an address, ask for it, and find the link of the mail."""

import re

import sqlalchemy as sa

from community.core.db import db, transaction
from community.core.mail import Mail
from community.dashboard.leadkinds import Purpose
from community.dashboard.models import Offer
from community.dashboard.offerkinds import OfferKind
from community.dashboard.offers import keeping
from community.dashboard.offers.filing import VAULT
from community.dashboard.offers.keeping import Wanted
from community.deals.evidence.rewriting import CleanCopy
from community.deals.evidence.sniffing import FileType

MAIL = "canary.grace@hopper.example"
NAME = "Canary Grace"
TITLE = "Renewals without tears"


def offer(app, cast, kind=OfferKind.PAGE, *, published=True, **more) -> str:
    """Return the public id of an offer of the host's."""
    typed = {
        "title": TITLE,
        "about": "What to ask before you sign.",
        "source": "## Start early\n\nAsk for the *renewal cap*.",
        **more,
    }
    with app.app_context(), transaction():
        hana = cast.actor("hana")
        file = None
        if kind is OfferKind.FILE:
            body = b"%PDF as far as this test is concerned"
            file = (CleanCopy(FileType.PDF, 3, body), VAULT.store(body))
        wanted = Wanted(kind, Purpose.OFFERS, **typed)
        made = keeping.add_offer(hana, wanted, file)
        if published:
            keeping.publish(hana, made)
        return made.public_id


def ask(browser, public_id: str, **more):
    typed = {"mail": MAIL, "name": NAME, "agreed": "y", **more}
    page = browser.get(f"/guides/{public_id}")
    return browser.send(page, typed, having="words")


def mails(app) -> list[tuple[str, str]]:
    """Return to whom our mails about offers go, and what they say, the oldest first."""
    with app.app_context():
        found = db.session.scalars(sa.select(Mail).order_by(Mail.id))
        return [(one.recipient, one.text) for one in found]


def link_of(app) -> str:
    """Return the path of the link in the newest mail."""
    return re.search(r"/guides/link/[\w-]+", mails(app)[-1][1])[0]


def taken(app, browser, public_id: str, **more) -> str:
    """Ask for an offer and prove the address; return the link's path."""
    assert ask(browser, public_id, **more).status == 303
    path = link_of(app)
    browser.send(browser.get(path), action=f"{path}/confirm", status=303)
    return path


def get_offer(public_id: str) -> Offer:
    return db.session.scalars(
        sa.select(Offer).where(Offer.public_id == public_id)
    ).one()
