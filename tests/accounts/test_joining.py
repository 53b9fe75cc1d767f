"""A proven mailbox at an organisation's domain speaks for it; no other one does."""

import pytest
import sqlalchemy as sa
import time_machine

from community.accounts import queries
from community.accounts.events import OrganisationChanged
from community.accounts.models import User
from community.accounts.rules import joining, keeping, people, registering
from community.core.actors import SYSTEM
from community.core.db import db, transaction
from community.core.errors import Conflict
from tests.accounts.conftest import GOOD_PASSWORD
from tests.accounts.organisations import count, domain_of, organisation, user
from tests.cast import PASSWORD

pytestmark = pytest.mark.usefixtures("context", "cast")


def _register(post, handle, email):
    with transaction():
        registering.register(
            handle=handle, email=email, password=GOOD_PASSWORD, address=handle
        )
    with transaction():
        keeping.prove_address(post.token(email), keep_login=None)


def _change_address(cast, post, handle, email):
    with transaction():
        keeping.ask_for_new_address(
            cast.actor(handle), current_password=PASSWORD, email=email
        )
    with transaction():
        keeping.prove_address(post.token(email), keep_login=None)


def test_first_of_a_domain_makes_the_organisation_and_others_join_it(post):
    with time_machine.travel("2026-07-31T23:00:00Z", tick=False):
        _register(post, "grey_heron", "g@fabrikam.example")
        _register(post, "tall_crane", "t@fabrikam.example")

    assert domain_of("grey_heron") == "fabrikam.example"
    assert user("tall_crane").organisation_id == user("grey_heron").organisation_id
    assert organisation("fabrikam.example").created_month == "2026-07"
    assert user("grey_heron").work_verified_month == "2026-07"


def test_sub_domains_of_one_company_are_one_organisation(post):
    _register(post, "grey_heron", "g@eu.fabrikam.co.uk")
    _register(post, "tall_crane", "t@mail.us.fabrikam.co.uk")

    assert user("tall_crane").organisation_id == user("grey_heron").organisation_id
    assert domain_of("grey_heron") == "fabrikam.co.uk"


def test_customers_of_one_hoster_are_organisations_of_their_own(post):
    _register(post, "grey_heron", "g@one.github.io")
    _register(post, "tall_crane", "t@two.github.io")

    assert (domain_of("grey_heron"), domain_of("tall_crane")) == (
        "one.github.io",
        "two.github.io",
    )


@pytest.mark.parametrize(
    "email",
    ["g@gmail.com", "g@yahoo.co.jp", "g@mailinator.com", "g@x.onmicrosoft.com"],
)
def test_who_can_be_anybody_speaks_for_nobody(post, email):
    before = count()

    _register(post, "grey_heron", email)

    assert user("grey_heron").is_proven
    assert domain_of("grey_heron") is None
    assert user("grey_heron").work_mailbox_key is None
    assert count() == before


def test_second_account_of_a_mailbox_speaks_for_nobody(post):
    _register(post, "grey_heron", "ada+second@northwind.example")

    assert user("grey_heron").is_proven
    assert domain_of("grey_heron") is None


def test_account_that_the_host_makes_joins(post):
    with transaction():
        people.add_account(
            SYSTEM,
            handle="grey_heron",
            email="g@northwind.example",
            password=GOOD_PASSWORD,
        )

    assert user("grey_heron").organisation_id == user("ada").organisation_id


def test_proof_of_an_account_that_was_made_unproven_joins(cast, post):
    with transaction():
        joining.leave_organisation(cast.actor("ada"))
    cast.unproven("ada")
    with transaction():
        keeping.ask_for_own_proof(cast.actor("ada"))

    with transaction():
        keeping.prove_address(post.token(cast.ada.email), keep_login=None)

    assert domain_of("ada") == "northwind.example"


def test_new_password_by_mail_proves_the_address_and_joins(cast, post):
    with transaction():
        joining.leave_organisation(cast.actor("ada"))
    cast.unproven("ada")
    with transaction():
        keeping.ask_for_reset(email=cast.ada.email, address="192.0.2.1")

    with transaction():
        keeping.reset_password(post.token(cast.ada.email), password=GOOD_PASSWORD)

    assert domain_of("ada") == "northwind.example"


def test_new_address_at_another_company_changes_the_organisation(cast, post, listen):
    heard = listen(OrganisationChanged)
    before = user("ada").work_mailbox_key

    _change_address(cast, post, "ada", "ada@contoso.example")

    assert user("ada").organisation_id == user("cleo").organisation_id
    assert user("ada").work_mailbox_key not in {before, None}
    assert heard == [OrganisationChanged(cast.ada.id, user("cleo").organisation_id)]


def test_new_address_of_the_same_company_tells_nobody(cast, post, listen):
    heard = listen(OrganisationChanged)

    _change_address(cast, post, "ada", "ada.l@northwind.example")

    assert domain_of("ada") == "northwind.example"
    assert heard == []


def test_new_address_that_is_anybodys_ends_what_the_old_one_had_verified(
    cast, post, listen
):
    heard = listen(OrganisationChanged)

    _change_address(cast, post, "ada", "ada@gmail.com")

    assert user("ada").organisation_id is None
    assert user("ada").work_mailbox_key is None
    assert user("ada").work_verified_month is None
    assert heard == [OrganisationChanged(cast.ada.id, None)]


def test_new_address_that_is_anybodys_leaves_a_mailbox_at_work_alone(cast, post):
    _change_address(cast, post, "ada", "ada@gmail.com")
    with transaction():
        joining.join(user("ada"), "a@northwind.example", "northwind.example")

    _change_address(cast, post, "ada", "ada@web.de")

    assert domain_of("ada") == "northwind.example"


def test_account_without_an_address_gets_its_first_one(cast, post):
    with transaction():
        joining.leave_organisation(cast.actor("ada"))
        db.session.execute(
            sa.update(User).where(User.handle == "ada").values(email=None)
        )

    _change_address(cast, post, "ada", "ada@contoso.example")

    assert domain_of("ada") == "contoso.example"


def test_leaving_frees_the_mailbox_for_another_account(cast, post, listen):
    heard = listen(OrganisationChanged)

    with transaction():
        joining.leave_organisation(cast.actor("ada"))

    assert user("ada").organisation_id is None
    assert heard == [OrganisationChanged(cast.ada.id, None)]
    _register(post, "grey_heron", "ada+new@northwind.example")
    assert domain_of("grey_heron") == "northwind.example"
    with pytest.raises(Conflict):
        joining.leave_organisation(cast.actor("ada"))


def test_organisations_are_found_by_person_and_as_what_they_count(cast):
    assert queries.organisation_of(cast.ada.id) == organisation("northwind.example").id
    assert queries.organisation_of(cast.mo.id) is None
    assert queries.organisation_of(4711) is None
    ids = [organisation(f"{name}.example").id for name in ("northwind", "contoso")]
    assert queries.organisation_roots() == {one: one for one in ids}


def test_database_keeps_no_mailbox_but_a_keyed_hash(cast, post):
    with transaction():
        joining.join(user("mo"), "mo.work@fabrikam.example", "fabrikam.example")

    rows = db.session.execute(sa.select(User.__table__)).all()

    assert "mo.work" not in str(rows)
    assert len(user("mo").work_mailbox_key) == 64
