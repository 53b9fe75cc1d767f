"""Moderators say which organisations are one; groups stay flat and have no circles."""

import pytest
import sqlalchemy as sa

from community.accounts import queries
from community.accounts.events import OrganisationsGrouped
from community.accounts.models import Organisation, User
from community.accounts.rules import grouping
from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid
from community.core.events import Audited
from tests.accounts.organisations import found, group, organisation

pytestmark = pytest.mark.usefixtures("context", "cast")
A, B, C, D = (f"{name}.example" for name in ("alfa", "bravo", "charlie", "delta"))


@pytest.fixture(autouse=True)
def _four(context, cast):
    found("cleo", A, B, C, D)


def _take_apart(actor, domain, reason="It was sold."):
    with transaction():
        grouping.take_apart(actor, organisation(domain), reason=reason)


def _groups():
    """Return what each of the four counts as, by domain."""
    db.session.rollback()
    names = {organisation(domain).id: domain for domain in (A, B, C, D)}
    roots = queries.organisation_roots()
    return {domain: names[roots[one]] for one, domain in names.items()}


def _is_flat():
    inner = sa.orm.aliased(Organisation)
    deep = (
        sa.select(sa.func.count())
        .select_from(Organisation)
        .join(inner, Organisation.grouped_into_id == inner.id)
        .where(inner.grouped_into_id.is_not(None))
    )
    return db.session.scalar(deep) == 0


def test_two_domains_of_one_company_count_as_one(cast):
    group(cast.actor("mo"), A, into=B)

    assert _groups() == {A: B, B: B, C: C, D: D}


def test_groups_that_are_grouped_stay_flat(cast):
    mo = cast.actor("mo")

    group(mo, A, into=B)
    group(mo, C, into=A)
    group(mo, B, into=D)

    assert _groups() == dict.fromkeys((A, B, C, D), D)
    assert _is_flat()


def test_a_host_of_the_domain_names_the_organisation_too(cast):
    group(cast.actor("mo"), A, into=" www.Bravo.example ")

    assert _groups()[A] == B


@pytest.mark.parametrize(("source", "into"), [(A, A), (A, B), (B, A)])
def test_what_is_one_already_is_refused(cast, source, into):
    group(cast.actor("mo"), A, into=B)

    with pytest.raises(Invalid) as refusal:
        group(cast.actor("mo"), source, into=into)

    assert list(refusal.value.fields) == ["into"]
    assert _groups() == {A: B, B: B, C: C, D: D}


def test_a_part_of_a_group_is_taken_apart_first(cast):
    group(cast.actor("mo"), A, into=B)

    with pytest.raises(Conflict):
        group(cast.actor("mo"), A, into=C)

    _take_apart(cast.actor("mo"), A)
    group(cast.actor("mo"), A, into=C)
    assert _groups() == {A: C, B: B, C: C, D: D}


def test_taking_one_apart_leaves_the_others_together(cast):
    for one in (A, B, C):
        group(cast.actor("mo"), one, into=D)

    _take_apart(cast.actor("mo"), B)

    assert _groups() == {A: D, B: B, C: D, D: D}


@pytest.mark.parametrize("domain", [A, C])
def test_what_is_in_no_group_cannot_be_taken_out(cast, domain):
    group(cast.actor("mo"), B, into=A)

    with pytest.raises(Conflict):
        _take_apart(cast.actor("mo"), domain)

    assert _groups()[B] == A


@pytest.mark.parametrize("into", ["", "nobody.example", "example", "192.0.2.1", "\x00"])
def test_unknown_domains_are_refused_at_the_field(cast, into):
    with pytest.raises(Invalid) as refusal:
        group(cast.actor("mo"), A, into=into)

    assert list(refusal.value.fields) == ["into"]


@pytest.mark.parametrize("reason", ["", "  ", "\u200b"])
def test_without_a_reason_nothing_happens(cast, reason):
    group(cast.actor("mo"), A, into=B)

    with pytest.raises(Invalid) as first:
        group(cast.actor("mo"), C, into=B, reason=reason)
    with pytest.raises(Invalid) as second:
        _take_apart(cast.actor("mo"), A, reason=reason)

    assert (list(first.value.fields), list(second.value.fields)) == (
        ["reason"],
        ["reason"],
    )
    assert _groups() == {A: B, B: B, C: C, D: D}


@pytest.mark.parametrize("who", ["ada", "rae", "hana", None])
def test_only_moderators_group(cast, who):
    actor = cast.actor(who) if who else VISITOR
    group(cast.actor("mo"), C, into=B)

    with pytest.raises(Forbidden):
        group(actor, A, into=B)
    with pytest.raises(Forbidden):
        _take_apart(actor, C)

    assert _groups() == {A: A, B: B, C: B, D: D}


def test_each_act_is_told_and_audited(cast, listen):
    heard = listen(OrganisationsGrouped, Audited)
    group(cast.actor("mo"), A, into=B)
    alfa, bravo, delta = organisation(A), organisation(B), organisation(D)
    heard.clear()

    group(cast.actor("mo"), B, into=D, reason=f"They  merged. {'x' * 600}")
    _take_apart(cast.actor("mia"), A)

    moved = heard[0]
    assert (set(moved.organisation_ids), moved.root_id) == (
        {alfa.id, bravo.id},
        delta.id,
    )
    assert heard[3] == OrganisationsGrouped((alfa.id,), alfa.id)
    audits = [heard[1], heard[2], heard[4]]
    assert [(one.actor_id, one.role, one.action) for one in audits] == [
        (cast.mo.id, "moderator", "organisation.group"),
        (cast.mo.id, "moderator", "organisation.group"),
        (cast.mia.id, "moderator", "organisation.take-apart"),
    ]
    assert {one.subject for one in audits} == {
        f"organisation {alfa.public_id}",
        f"organisation {bravo.public_id}",
    }
    assert audits[0].reason.startswith("They merged. xx")
    assert len(audits[0].reason) == grouping.REASON_LENGTH


def test_what_another_moderator_did_meanwhile_is_a_conflict(cast):
    group(cast.actor("mo"), A, into=B)
    alfa, charlie = organisation(A), organisation(C)
    assert (alfa.root_id, charlie.root_id) != (None, None)  # read, as a page did
    db.session.execute(
        sa.update(Organisation)
        .where(Organisation.id == charlie.id)
        .values(grouped_into_id=organisation_id(D))
        .execution_options(synchronize_session=False)
    )

    with pytest.raises(Conflict):
        grouping.group_organisation(
            cast.actor("mo"), charlie, into=A, reason="Same company."
        )


def organisation_id(domain):
    return queries.find_organisation(domain).id


def test_a_moderator_groups_nothing_that_they_speak_for(cast):
    mia = cast.actor("mia")
    with transaction():
        user = db.session.get_one(User, cast.mia.id)
        user.organisation_id = organisation(B).id

    for one, into in ((A, B), (B, A)):
        with pytest.raises(Forbidden):
            group(mia, one, into)
    assert _groups()[A] == A

    group(cast.actor("mo"), A, B)
    with pytest.raises(Forbidden):
        _take_apart(mia, A)
    assert _groups()[A] == B
