"""Files of offers: clean copies, as evidence and rooms have them, in a vault of their own."""

import sqlalchemy as sa

from community.core.db import db
from community.core.errors import NotFound
from community.core.vault import Stored, Vault
from community.dashboard.models import Offer

VAULT = Vault("guides", "offer.file", "The file is gone: the host took it away.")
DROP = "offers.file.drop"


def stored_of(offer: Offer) -> Stored:
    """Return where the file of an offer lies; raise NotFound if it has none."""
    if offer.file_name is None or offer.sealed_key is None:
        raise NotFound("There is no file here.")
    return Stored(offer.file_name, offer.sealed_key)


def tidy() -> None:
    """Delete the files that no offer knows."""
    names = db.session.scalars(
        sa.select(Offer.file_name).where(Offer.file_name.is_not(None))
    )
    VAULT.sweep({str(one) for one in names})
