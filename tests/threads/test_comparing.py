"""“I paid similar”: one word of each organisation, told of many and never of one."""

import pytest
import sqlalchemy as sa

from community.accounts.events import OrganisationChanged
from community.accounts.models import Organisation, User
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import events
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden
from community.threads import jobs
from community.threads.comparisons import Comparison
from community.threads.models import Post
from community.threads.pricewords import Paid
from community.threads.rules import comparing, editing
from tests.market import Market
from tests.threads.made import answer, ask

PRICED = "We renewed at $140 a seat after asking twice."
FIVE = "Buyers at 5 to 9 organisations compared this with what they paid."


@pytest.fixture
def market(context) -> Market:
    with transaction():
        return Market(12)


@pytest.fixture
def post(context, cast) -> Post:
    with transaction():
        return answer(cast.actor("ben"), ask(cast.actor("ada")), PRICED)


def actor(market: Market, number: int):
    return db.session.get_one(User, market.user_ids[number]).actor


def say(market, post, *numbers, says=Paid.SIMILAR) -> None:
    for one in numbers:
        comparing.compare(actor(market, one), post, says)


def released(post: Post) -> str | None:
    jobs.release()
    db.session.flush()
    db.session.expire_all()
    return post.compared


def test_fewer_than_five_organisations_are_told_of_nothing(market, post):
    say(market, post, 0, 1, 2, 3)
    colleague, single = db.session.get_one(User, market.user_ids[4]), market.user_ids[5]
    colleague.organisation_id = market.organisation_ids[0]
    db.session.get_one(User, single).organisation_id = None
    say(market, post, 4, 5)
    assert released(post) is None


def test_five_are_told_with_the_release_and_not_before(market, post):
    say(market, post, *range(5))
    assert post.compared is None
    assert released(post) == FIVE
    keys = {str(one) for one in (*market.user_ids, *market.organisation_ids)}
    for row in db.session.scalars(sa.select(Comparison)):
        assert {row.owner_key, row.org_key} & keys == set()


def test_one_or_two_changes_are_not_told_and_three_are(market, post):
    say(market, post, *range(7))
    assert released(post) == FIVE
    say(market, post, 7)
    say(market, post, 0, says=Paid.LESS)  # changed its mind: two differ
    assert released(post) == FIVE
    say(market, post, 8, says=Paid.OUTDATED)
    assert released(post).endswith("what they paid: most paid similar.")


def test_who_withdraws_from_five_takes_it_along_at_once(market, post):
    say(market, post, *range(6))
    released(post)
    comparing.withdraw_comparison(actor(market, 0), post)
    db.session.expire_all()
    assert post.compared == FIVE
    comparing.withdraw_comparison(actor(market, 1), post)
    comparing.withdraw_comparison(actor(market, 1), post)
    comparing.withdraw_comparison(actor(market, 11), post)  # never said a thing
    db.session.expire_all()
    assert post.compared is None
    assert released(post) is None
    assert db.session.scalar(sa.select(sa.func.count(Comparison.id))) == 4


def test_a_word_that_was_never_told_is_gone_at_once(market, post):
    say(market, post, 0)
    say(market, post, 0)  # the same again
    comparing.withdraw_comparison(actor(market, 0), post)
    assert db.session.scalar(sa.select(sa.func.count(Comparison.id))) == 0


def test_groups_count_once_and_who_is_verified_later_counts_then(market, post):
    say(market, post, *range(5))
    second = db.session.get_one(Organisation, market.organisation_ids[1])
    second.grouped_into_id = market.organisation_ids[0]
    db.session.flush()
    assert released(post) is None
    late = db.session.get_one(User, market.user_ids[6])
    late.organisation_id = None
    say(market, post, 6)
    events.publish(OrganisationChanged(late.id, market.organisation_ids[6]))
    assert released(post) == FIVE
    events.publish(OrganisationChanged(late.id, None))
    assert released(post) is None


def test_an_edit_of_the_price_forgets_what_was_said_of_the_old_one(market, post, cast):
    say(market, post, *range(5))
    released(post)
    ben = cast.actor("ben")
    editing.edit_answer(ben, post, f"{PRICED} In writing.", version=1)
    assert post.compared == FIVE
    editing.edit_answer(ben, post, "We renewed at $120 a seat, in fact.", version=2)
    assert post.compared is None
    editing.edit_answer(ben, post, "We renewed at $110 a seat, in fact.", version=3)


def test_who_may_compare_what(cast, post):
    for name in ("ben", "rae"):
        with pytest.raises(Forbidden):
            comparing.compare(cast.actor(name), post, Paid.LESS)
    plain = answer(cast.actor("ben"), ask(cast.actor("ada")))
    with pytest.raises(Conflict):
        comparing.compare(cast.actor("cleo"), plain, Paid.LESS)


def test_many_posts_are_released_in_turns(cast, post, market, monkeypatch):
    other = answer(cast.actor("ben"), ask(cast.actor("ada")), f"{PRICED} Twice.")
    say(market, post, *range(5))
    say(market, other, *range(5))
    monkeypatch.setattr(jobs, "COMPARED_A_JOB", 1)
    enqueued = []
    monkeypatch.setattr(jobs, "enqueue", lambda kind, **args: enqueued.append(args))
    assert released(post) == FIVE
    assert other.compared is None
    jobs.release(**enqueued[0])
    db.session.expire_all()
    assert other.compared == FIVE


@pytest.fixture
def priced(app, cast) -> tuple[str, str]:
    """An answer with a price in a question about a product; its thread and address."""
    with app.app_context(), transaction():
        desk = ensure_product(ensure_vendor("Arbor"), "Desk")
        thread = ask(cast.actor("ada"), product_id=desk.id)
        found = answer(cast.actor("ben"), thread, PRICED)
        path = f"/questions/{thread.public_id}/{thread.slug}"
        return path, f"/questions/posts/{found.public_id}/compare"


def test_cleo_says_she_paid_less_with_a_figure_and_takes_it_back(cast, priced):
    path, compare = priced
    cleo = cast.page("cleo")
    cleo.follow(
        cleo.send(cleo.get(path), {"says": "less"}, action=compare, status=303),
        status=302,
    )
    assert "You said: I paid less" in cleo.get(path).words()
    assert "You said" not in cast.page("mia").get(path).words()
    form = cleo.get(compare)
    for wrong in ("much", "-3", "0"):
        refused = cleo.send(
            form, {"says": "less", "amount": wrong}, having="says", status=422
        )
        assert f'value="{wrong}"' in refused.html
    sent = cleo.send(
        form, {"says": "more", "amount": "12,345.50"}, having="says", status=200
    )
    deal = cleo.send(sent, action="/deals/begin", status=200)
    fields = deal.form("/deals/new")["fields"]
    assert fields["lines-0-product"] == "Desk · Arbor"
    assert fields["lines-0-recurring_amount"].startswith("12345.5")
    assert fields["term_months"] == "12"
    cleo.post("/deals/begin", {"amount": "nonsense", "product": "x"}, status=200)
    cleo.send(cleo.get(compare), action=f"{compare}/withdraw", status=303)
    assert "Did you pay for this?" in cleo.get(path).words()
