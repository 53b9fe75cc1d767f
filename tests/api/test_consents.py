"""One's own consents through the API: read with their words, and taken back."""

import pytest

from community.core.db import db, transaction
from community.dashboard.leadkinds import Purpose
from community.dashboard.leads import rules
from tests.cast import Cast


@pytest.fixture
def agreed(app, cast: Cast, town) -> str:
    """Return the id of cleo's consent to be told of offers."""
    actor = cast.actor("cleo")
    with app.app_context(), transaction():
        words = rules.words_for(actor, Purpose.OFFERS)
        lead = rules.give_consent(actor, Purpose.OFFERS, "Cleo Marsh", words)
        db.session.flush()  # its id is told
        return lead.public_id


def test_a_consent_is_read_and_taken_back_by_its_giver_alone(program_of, agreed):
    cleo, ada = program_of("cleo"), program_of("ada")
    (kept,) = [one for one in cleo.get("/me/consents")["items"] if one["id"] == agreed]
    assert "The host of" in kept["words"]
    assert agreed not in [one["id"] for one in ada.get("/me/consents")["items"]]
    ada.post(f"/me/consents/{agreed}/withdraw", status=404)

    cleo.post(f"/me/consents/{agreed}/withdraw", status=204)

    (kept,) = [one for one in cleo.get("/me/consents")["items"] if one["id"] == agreed]
    assert kept["words"] is None
    assert kept["withdrawn_at"]
