"""Who has which data, and who may go: predicates and filters say the same."""

import pytest
import sqlalchemy as sa

from community.accounts.mydata import access
from community.accounts.mydata.models import AccountErasure, AccountExport
from community.core import clock
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import Forbidden


@pytest.mark.usefixtures("context")
def test_what_is_own_is_the_same_by_predicate_and_by_query(cast):
    for user in (cast.ada, cast.cleo):
        db.session.add(AccountExport(user_id=user.id))
        db.session.add(
            AccountErasure(
                user_id=user.id,
                token_hash=user.handle,
                leave_texts=True,
                due_at=clock.now(),
            )
        )
    db.session.flush()

    for actor in (cast.actor("ada"), cast.actor("mo"), cast.actor("hana"), VISITOR):
        for kind in (AccountExport, AccountErasure):
            rows = db.session.scalars(sa.select(kind)).all()
            mine = sa.select(kind).where(access.own(actor, kind))
            found = set(db.session.scalars(mine).all())
            assert found == {one for one in rows if access.is_own(actor, one)}
            assert len(found) == (actor.handle == "ada")


@pytest.mark.parametrize(
    ("who", "may"),
    [("ada", True), ("ben", True), ("rae", True), ("mo", False), ("hana", False)],
)
def test_all_but_staff_may_go(cast, who, may):
    actor = cast.actor(who)

    assert access.can_leave(actor) is may
    if may:
        assert access.require_can_leave(actor) == actor.user_id
    else:
        with pytest.raises(Forbidden):
            access.require_can_leave(actor)


def test_a_visitor_has_nothing_to_delete():
    assert not access.can_leave(VISITOR)
    with pytest.raises(Forbidden):
        access.require_can_leave(VISITOR)
