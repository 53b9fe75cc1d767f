"""Asking those who know a product: they agreed, stay unknown, and so does their number."""

import pytest
import sqlalchemy as sa

from community.accounts.models import SealedNotice, User
from community.accounts.notices import send_notices
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, TooMany
from community.core.jobs import Job
from community.core.mail import Mail
from community.core.visibility import State
from community.deals.contributing import DealContributions
from community.prices.release import publish_release
from community.threads import jobs
from community.threads.queries import get_question_post
from community.threads.rules import inviting
from tests.market import Market, add_products, spread
from tests.threads.made import answer, ask, put_in_state


@pytest.fixture
def town(context, cast):
    """Twelve buyers of one product who agreed to be asked, but the last of them."""
    with transaction():
        market, (desk, other) = Market(13), add_products(["Desk", "Pay"])
        market.pay(desk, spread(12))
        market.pay(other, spread(1, first=12))
    publish_release()
    with transaction():
        # Reported since, and in no release: it asks nobody.
        market.pay(desk, spread(1, first=12))
        agreed = [*market.user_ids[:11], market.user_ids[12]]
        db.session.execute(
            sa.update(User).where(User.id.in_(agreed)).values(may_be_asked=True)
        )
    return market, desk


def waiting() -> int:
    return db.session.scalar(sa.select(sa.func.count(SealedNotice.id))) or 0


def test_a_price_in_no_release_asks_nobody(cast, town):
    market, desk = town
    db.session.execute(
        sa.update(User).where(User.id != market.user_ids[12]).values(may_be_asked=False)
    )
    thread = ask(cast.actor("ada"), product_id=desk.id)
    inviting.send_invitations(thread.id)
    assert waiting() == 0


def test_ten_at_most_of_those_who_agreed_are_asked(cast, town):
    market, desk = town
    thread = ask(cast.actor("ada"), product_id=desk.id)
    inviting.send_invitations(thread.id)
    assert waiting() == 10
    send_notices()
    sent = db.session.scalars(sa.select(Mail)).all()
    there = {f"{market.handle(n)}@{market.domain(n)}" for n in range(11)}
    assert {one.recipient for one in sent} <= there
    assert all(one.forgetful for one in sent)
    assert all("you agreed to be asked" in one.text for one in sent)
    assert not any("Desk" in one.text or "paid" in one.subject for one in sent)


def test_who_answered_by_name_is_asked_too_and_the_asker_never(cast, town):
    _, desk = town
    db.session.execute(sa.update(User).values(may_be_asked=False))
    for handle in ("ada", "ben"):
        db.session.get_one(User, getattr(cast, handle).id).may_be_asked = True
    first = ask(cast.actor("cleo"), product_id=desk.id)
    for handle in ("ada", "ben"):
        answer(cast.actor(handle), first)
    thread = ask(cast.actor("ada"), product_id=desk.id)
    inviting.send_invitations(thread.id)
    assert waiting() == 1


def test_nobody_is_asked_about_what_takes_no_answers(cast, town):
    _, desk = town
    thread = ask(cast.actor("ada"), product_id=desk.id)
    put_in_state(thread, get_question_post(thread), State.HIDDEN)
    for one in (thread.id, ask(cast.actor("ada")).id, 404):
        inviting.send_invitations(one)
    assert waiting() == 0
    with pytest.raises(Conflict):
        inviting.invite(cast.actor("ada"), thread)


def test_inviting_is_the_askers_once_and_ten_times_a_day(cast, town):
    _, desk = town
    thread = ask(cast.actor("ada"), product_id=desk.id)
    with pytest.raises(Forbidden):
        inviting.invite(cast.actor("ben"), thread)
    asked = sa.select(sa.func.count(Job.id)).where(Job.kind == jobs.INVITE)
    for _ in range(2):
        inviting.invite(cast.actor("ada"), thread)
    assert db.session.scalar(asked) == 1
    for _ in range(9):
        inviting.invite(cast.actor("ada"), ask(cast.actor("ada"), product_id=desk.id))
    with pytest.raises(TooMany):
        inviting.invite(cast.actor("ada"), ask(cast.actor("ada"), product_id=desk.id))


def test_the_asker_sees_the_same_whether_there_is_anybody(app, cast):
    with app.app_context(), transaction():
        (desk,) = add_products(["Desk"])
        thread = ask(cast.actor("ada"), product_id=desk.id)
        path = f"/questions/{thread.public_id}/{thread.slug}"
    cleo = cast.page("cleo")
    ada = cast.page("ada")
    assert "Ask people who know it" not in cleo.get(path).words()
    sent = ada.send(
        ada.get(path), action=f"{path.rsplit('/', 1)[0]}/invite", status=303
    )
    seen = ada.follow(sent)
    assert "You won’t learn who, or whether anybody was." in seen.words()
    assert "Ask people who know it" not in seen.words()


def test_members_agree_in_their_profile_and_change_their_minds(app, cast):
    def agreed() -> bool:
        with app.app_context():
            return db.session.get_one(User, cast.cleo.id).may_be_asked

    cleo = cast.page("cleo")
    assert not agreed()
    cleo.post("/account/profile", {"may_be_asked": "y"}, status=303)
    assert agreed()
    cleo.post("/account/profile", status=303)
    assert not agreed()


def test_accepted_prices_count_for_the_level_of_who_reported_them(town):
    market, _ = town
    found = DealContributions().contributions([*market.user_ids, 404])
    assert set(found) == {*market.user_ids}
    assert {one.accepted for one in found.values()} == {1, 2}
