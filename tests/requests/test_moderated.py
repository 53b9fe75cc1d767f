"""A buyer reports pressure; moderators read the message that was reported, and decide."""

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db, transaction
from community.core.errors import Forbidden
from community.core.visibility import State
from community.requests.models import BuyerRequest, RequestMessage
from community.requests.moderated import ModeratedContacts
from moderation.models import Case
from tests.requests.conftest import ANSWER, BODY, SUBJECT, answered, sent


def test_pressure_is_reported_and_a_moderator_decides(app, cast, scene):
    ada, rae, mo = cast.page("ada"), cast.page("rae"), cast.page("mo")
    with app.app_context(), transaction():
        # Or Ada, of his organisation, would be of the vendor that he speaks for.
        db.session.get_one(User, cast.ben.id).organisation_id = None
    path = sent(ada)
    answered(rae, path)
    read = ada.get(path)
    flag = next(one for one in read.links if one.endswith("/harassment"))
    for handle in ("cleo", "ben", "mo"):
        cast.page(handle).get(flag, status=404)
    rae.get(flag, status=404)
    said = {"details": "They ask for my number in each line.", "passage": "A second"}
    ada.send(ada.get(flag), said, having="details", status=303)
    with app.app_context():
        case = db.session.scalars(sa.select(Case)).one()
        place = f"/moderation/cases/{case.public_id}"
        message_id = case.item_id
    shown = mo.get(place).words()
    assert ANSWER in shown
    assert "Rae Alder" in shown
    assert SUBJECT not in shown
    assert BODY not in shown
    assert "Buyer " not in shown
    mo.post(f"/moderation/open/contact/{message_id}", status=404)
    said = {"verdict": "hide", "reason": "harassment", "facts": "It presses."}
    mo.post(f"{place}/claim", status=303)
    mo.send(mo.get(place), said, action=f"{place}/decide", status=303)
    assert "A moderator has hidden this message" in ada.get(path).words()
    assert ANSWER not in ada.get(path).words()
    with app.app_context(), transaction():
        db.session.execute(sa.delete(BuyerRequest))
    mo.get(place)


@pytest.fixture
def message(app, cast, scene) -> int:
    answered(cast.page("rae"), sent(cast.page("ada")))
    with app.app_context():
        theirs = sa.select(RequestMessage.id).where(
            RequestMessage.claim_id.is_not(None)
        )
        return db.session.scalars(theirs).one()


def test_what_moderators_decide_holds_for_the_message_alone(app, cast, message):
    kind, mo = ModeratedContacts(), cast.actor("mo")
    with app.app_context():
        row = db.session.get_one(RequestMessage, message)
        kind.hold(message)
        assert row.state is State.HELD
        kind.hold(message)
        for act, state in (
            (kind.show, State.PUBLIC),
            (kind.hide, State.HIDDEN),
            (kind.remove, State.REMOVED),
        ):
            act(mo, message, "It presses a buyer.")
            assert row.state is state
        kind.hold(message)
        assert row.state is State.REMOVED
        assert kind.is_own(cast.actor("rae"), message)
        assert not kind.is_own(mo, message)
        assert kind.category_of(message) is None
        kind.write_to_author(message, "About your message", "It was removed.")
        with pytest.raises(Forbidden):
            kind.show(cast.actor("hana"), message, "Because.")
        assert kind.find(mo, "no such id") is None


def test_a_case_outlives_its_message(app, cast, message):
    kind, mo = ModeratedContacts(), cast.actor("mo")
    with app.app_context():
        db.session.execute(sa.delete(BuyerRequest))
        assert kind.load(message).state is State.DELETED
        assert not kind.is_own(cast.actor("rae"), message)
        assert kind.category_of(message) is None
        kind.hold(message)
        kind.show(mo, message, "It is fine.")
        kind.write_to_author(message, "About your message", "It was removed.")
