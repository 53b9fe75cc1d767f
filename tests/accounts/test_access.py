import pytest
import sqlalchemy as sa

from community.accounts import access
from community.accounts.models import LoginSession
from community.core.actors import SYSTEM, VISITOR
from community.core.db import db
from community.core.errors import Forbidden

EVERYBODY = ("ada", "ben", "cleo", "rae", "mo", "mia", "hana")


def test_roles_are_changed_by_the_host_alone(cast):
    may = {who for who in EVERYBODY if access.can_change_roles(cast.actor(who))}
    assert may == {"hana"}
    assert access.can_change_roles(SYSTEM)
    assert not access.can_change_roles(VISITOR)


def test_a_host_without_proven_address_changes_no_role(cast):
    cast.hana.email_proven_at = None
    assert not access.can_change_roles(cast.actor("hana"))


@pytest.mark.parametrize(
    ("who", "targets"),
    [
        ("ada", set()),
        ("rae", set()),
        ("mo", set()),
        ("hana", {"ada", "ben", "cleo", "rae", "mo", "mia"}),
    ],
)
def test_the_host_alone_locks_and_not_their_own_account(cast, who, targets):
    actor = cast.actor(who)
    may = {name for name in EVERYBODY if access.can_lock(actor, getattr(cast, name))}
    assert may == targets


def test_nobody_locks_before_their_address_is_proven(cast):
    cast.hana.email_proven_at = None
    assert not access.can_lock(cast.actor("hana"), cast.ada)
    assert not access.can_lock(VISITOR, cast.ada)
    assert access.can_lock(SYSTEM, cast.ada)


@pytest.mark.usefixtures("context")
def test_own_sessions_are_the_same_by_predicate_and_by_query(cast):
    for who in EVERYBODY:
        cast.login(who)
        cast.login(who)
    every = list(db.session.scalars(sa.select(LoginSession)))
    for actor in [*(cast.actor(who) for who in EVERYBODY), VISITOR, SYSTEM]:
        found = set(
            db.session.scalars(
                sa.select(LoginSession).where(access.own_sessions(actor))
            )
        )
        assert found == {one for one in every if access.is_own_session(actor, one)}
        assert len(found) == (0 if actor.user_id is None else 2)


def test_organisations_are_grouped_by_proven_moderators_alone(cast):
    may = {who for who in EVERYBODY if access.can_group(cast.actor(who))}
    assert may == {"mo", "mia"}
    for who in (*EVERYBODY, None):
        actor = cast.actor(who) if who else VISITOR
        if who in may:
            access.require_grouper(actor)
        else:
            with pytest.raises(Forbidden):
                access.require_grouper(actor)
    cast.mo.email_proven_at = None
    assert not access.can_group(cast.actor("mo"))
    assert not access.can_group(SYSTEM)
