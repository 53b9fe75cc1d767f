import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from community.accounts import queries
from community.accounts.models import AccountState, User
from community.accounts.passwords import verify_password
from community.accounts.rules import people
from community.accounts.rules.importing import ImportedAuthor, import_authors
from community.accounts.traits import Industry, OrgSize, Region, Traits
from community.core import clock
from community.core.actors import SYSTEM, VISITOR, Role
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid, NotFound
from tests.accounts.conftest import GOOD_PASSWORD

pytestmark = pytest.mark.usefixtures("context", "cast")


def _add(actor=SYSTEM, role=Role.MEMBER, **changed):
    values = {
        "handle": "grey_heron",
        "email": "new@acme.example",
        "password": GOOD_PASSWORD,
    }
    with transaction():
        return people.add_account(actor, role=role, **{**values, **changed}).id


def _user(handle):
    db.session.rollback()
    return db.session.scalar(sa.select(User).where(User.handle == handle))


def test_host_adds_an_account_that_can_log_in_at_once():
    user_id = _add(email="New@Acme.Example", role=Role.HOST)
    user = _user("grey_heron")
    assert (user.id, user.email, user.role) == (user_id, "new@acme.example", Role.HOST)
    assert user.is_proven
    assert verify_password(user.password_hash, GOOD_PASSWORD)


@pytest.mark.parametrize("who", ["ada", "rae", "mo"])
def test_nobody_but_the_host_adds_accounts_or_changes_roles(cast, who):
    actor = cast.actor(who)
    with pytest.raises(Forbidden):
        _add(actor)
    with pytest.raises(Forbidden), transaction():
        people.change_role(actor, "ben", Role.HOST)
    assert _user("grey_heron") is None
    assert _user("ben").role is Role.MEMBER
    _add(cast.actor("hana"))


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"handle": "a-d-a"}, "handle"),
        ({"handle": "admin"}, "handle"),
        ({"email": "ada@northwind.example"}, "email"),
        ({"email": "nowhere"}, "email"),
        ({"password": "short"}, "password"),
        ({"password": "k7#qZ!vv92Lmpt", "role": Role.HOST}, "password"),
    ],
)
def test_account_with_bad_values_is_refused_at_its_field(changed, field):
    with pytest.raises(Invalid) as refusal:
        _add(**changed)
    assert list(refusal.value.fields) == [field]


def test_visitor_is_no_role_of_an_account():
    with pytest.raises(Invalid):
        _add(role=Role.VISITOR)
    with pytest.raises(Invalid), transaction():
        people.change_role(SYSTEM, "ada", Role.VISITOR)
    with pytest.raises(IntegrityError), transaction():
        db.session.execute(
            sa.update(User).where(User.handle == "ada").values(role=Role.VISITOR)
        )


def test_role_is_changed_by_handle(cast):
    with transaction():
        people.change_role(cast.actor("hana"), " Ada ".strip().lower(), Role.REP)
    assert _user("ada").role is Role.REP


def test_role_that_one_has_already_is_a_conflict():
    with pytest.raises(Conflict) as refusal, transaction():
        people.change_role(SYSTEM, "ada", Role.MEMBER)
    assert refusal.value.message == "ada is member already."


def test_unknown_and_imported_people_are_not_found():
    with transaction():
        import_authors("onstartups", [ImportedAuthor("7", "Jason")])
    for handle in ("nobody", "jason.onstartups", "x" * 5000, "\x00"):
        with pytest.raises(NotFound):
            people.change_role(SYSTEM, handle, Role.HOST)
        with pytest.raises(NotFound):
            people.lock_account(SYSTEM, handle, "It was stolen.")


def test_locked_account_is_unlocked_again(cast):
    with transaction():
        people.lock_account(cast.actor("hana"), "ada", "It was stolen.")
    assert _user("ada").state is AccountState.LOCKED
    with transaction():
        people.unlock_account(cast.actor("hana"), "ada", "It was stolen.")
    assert _user("ada").state is AccountState.ACTIVE


@pytest.mark.parametrize(
    ("who", "target"), [("ada", "ben"), ("mo", "ada"), ("mo", "hana"), ("hana", "hana")]
)
def test_lock_without_the_right_is_refused(cast, who, target):
    with pytest.raises(Forbidden), transaction():
        people.lock_account(cast.actor(who), target, "It was stolen.")
    with pytest.raises(Forbidden), transaction():
        people.unlock_account(cast.actor(who), target, "It was stolen.")
    assert _user(target).state is AccountState.ACTIVE


def test_profile_is_ones_own_and_optional(cast):
    full = Traits(OrgSize.TO_200, Industry.FINANCE, Region.EMEA)
    with transaction():
        people.update_profile(cast.actor("ada"), full)
    assert _user("ada").traits == full
    assert _user("ben").traits == Traits()
    with transaction():
        people.update_profile(cast.actor("ada"), Traits())
    assert _user("ada").traits == Traits()


def test_visitor_has_no_profile():
    with pytest.raises(NotFound):
        people.update_profile(VISITOR, Traits())
    with pytest.raises(NotFound):
        queries.get_own_account(VISITOR)


def test_created_accounts_remember_when():
    before = clock.now()
    _add()
    assert before <= _user("grey_heron").created_at <= clock.now()
