"""A deal of one's own below a post: the published card, and nothing else (P12)."""

import pytest

from community.accounts.models import User
from community.core.db import db, transaction
from community.core.errors import Forbidden, Invalid
from community.deals.kinds import Visibility
from community.deals.models import Deal
from community.deals.owners import owner_key
from community.deals.rules import reporting
from community.prices import snapshot
from community.prices.release import publish_release
from community.threads.cards import own_cards
from community.threads.rules import asking, attaching
from community.threads.rules.signing import anonymise
from tests.market import Market, Paid, add_products
from tests.threads.made import ANSWER, answer, ask

pytestmark = pytest.mark.usefixtures("context")
CARD, NAMED = Visibility.CARD, Visibility.NAMED


@pytest.fixture
def town(context):
    """Six organisations that look alike; two show their deals, one of them by name."""
    with transaction():
        market, (desk,) = Market(6), add_products(["Desk"])
        shows = {0: CARD, 1: NAMED}
        deals = market.pay(
            desk,
            [
                Paid(n, 1000, visibility=shows.get(n, Visibility.AGGREGATE))
                for n in range(6)
            ],
        )
    publish_release()
    actors = [db.session.get_one(User, one).actor for one in market.user_ids]
    return actors, desk, deals


def test_only_own_cards_on_show_can_be_attached(cast, town):
    actors, desk, _ = town
    post = answer(actors[0], ask(cast.actor("ada"), product_id=desk.id))
    (own,) = own_cards(actors[0])
    shown = snapshot.list_cards(desk.id, 5)
    assert own.public_id in {one.public_id for one in shown}
    assert own_cards(actors[2]) == own_cards(cast.actor("ada")) == []
    (foreign,) = own_cards(actors[1])
    with pytest.raises(Invalid):
        attaching.attach_card(actors[0], post, foreign.public_id)
    with pytest.raises(Forbidden):
        attaching.attach_card(actors[1], post, foreign.public_id)
    attaching.attach_card(actors[0], post, own.public_id)
    assert post.card_id == own.public_id
    attaching.detach_card(actors[0], post)
    attaching.attach_card(actors[0], post, own.public_id)  # where it stood before
    other = asking.answer(
        actors[0], ask(cast.actor("ada")), f"{ANSWER} So it was.", anonymous=True
    )
    anonymise(actors[0], ask(cast.actor("ada")), post)
    assert post.card_id is None
    for second in (other, post):
        with pytest.raises(Invalid, match="it would tell that both are yours"):
            attaching.attach_card(actors[0], second, own.public_id)


def test_a_named_card_stays_off_anonymous_posts(cast, town):
    actors, _, _ = town
    (own,) = own_cards(actors[1])
    thread = ask(cast.actor("ada"))
    whisper = asking.answer(actors[1], thread, ANSWER, anonymous=True)
    with pytest.raises(Invalid):
        attaching.attach_card(actors[1], whisper, own.public_id)
    named = answer(actors[1], thread)
    attaching.attach_card(actors[1], named, own.public_id)
    with pytest.raises(Forbidden):
        attaching.detach_card(actors[0], named)


def test_a_card_shows_below_the_post_until_its_deal_is_withdrawn(app, cast, page, town):
    actors, desk, deals = town
    with transaction():
        db.session.get_one(User, actors[0].user_id).handle = "ada_b"
        thread = ask(cast.actor("ada"), product_id=desk.id)
        post = answer(cast.actor("ada"), thread)
        path, base = (
            f"/questions/{thread.public_id}/{thread.slug}",
            f"/questions/posts/{post.public_id}",
        )
        mine = answer(actors[0], thread, "We have a card for you, see below.")
        (own,) = own_cards(actors[0])
        attaching.attach_card(actors[0], mine, own.public_id)
    ada = cast.page("ada")
    assert (
        "None of your deals is shown as a card yet" in ada.get(f"{base}/card").words()
    )
    ada.post(f"{base}/card", {"card": own.public_id}, status=422)
    ada.post(f"{base}/card", status=422)
    seen = page.get(path)
    assert f"{own.price}" in seen.words()
    assert own.who in seen.words()
    with transaction():
        reporting.withdraw_deal(actors[0], db.session.get_one(Deal, deals[0]))
    assert own.who not in page.get(path).words()


def test_who_attaches_sees_before_what_others_will_see(app, cast, town):
    _, _, deals = town
    with transaction():
        ada = db.session.get_one(User, cast.ada.id)
        deal = db.session.get_one(Deal, deals[0])
        deal.owner_key = owner_key(ada.id)
        post = answer(ada.actor, ask(cast.actor("ben")))
        base = f"/questions/posts/{post.public_id}"
        path = f"/questions/posts/{post.public_id}"
    browser = cast.page("ada")
    form = browser.get(f"{base}/card")
    (own,) = own_cards(cast.actor("ada"))
    assert own.who in form.words()
    browser.send(
        form, submit=("card", own.public_id), action=f"{base}/card", status=303
    )
    thread = browser.follow(browser.get(path, status=302))
    assert own.who in thread.words()
    browser.post(f"{base}/card/remove", status=303)
    assert own.who not in browser.follow(browser.get(path, status=302)).words()


@pytest.fixture
def hers(app, cast, town):
    """Ada's card, which her deal was given; Ben's question is about its product."""
    _, desk, deals = town
    with transaction():
        db.session.get_one(Deal, deals[0]).owner_key = owner_key(cast.ada.id)
        thread = ask(cast.actor("ben"), product_id=desk.id)
        path = f"/questions/{thread.public_id}/{thread.slug}"
        (card,) = own_cards(cast.actor("ada"))
    return path, card


@pytest.mark.parametrize("where", ["answer", "question"])
def test_a_deal_is_chosen_at_the_preview(cast, page, hers, where):
    path, card = hers
    ada = cast.page("ada")
    begun = ada.get(path if where == "answer" else "/questions/ask")
    assert "“Preview” also offers deals of yours" in begun.words()
    assert card.who not in begun.words()
    typed = {"body": ANSWER} | (
        {"title": "Is this a fair price?"} if where != "answer" else {}
    )

    offered = ada.send(begun, typed, having="body", submit=("preview", "1"), status=200)
    assert card.who in offered.words()
    assert 'class="deal"' not in offered.html
    chosen = {"card": card.public_id}
    seen = ada.send(offered, chosen, having="body", submit=("preview", "1"), status=200)
    assert 'class="deal"' in seen.html
    posted = ada.send(seen, having="body", status=303)

    public = page.get(path if where == "answer" else posted.location)
    assert card.who in public.words()
    # It stands there for good: below a second post it is refused, and that is not posted.
    again = ada.get("/questions/ask")
    words = {
        "title": "Is that a fair price, too?",
        "body": f"{ANSWER} Again.",
        **chosen,
    }
    refused = ada.send(again, words, having="body", status=422)
    assert "stands below another post" in refused.words()
    assert "price, too" not in page.get("/questions/new").words()


def test_whose_deals_show_nowhere_is_told_so_at_the_preview(cast, hers):
    path, card = hers
    cleo = cast.page("cleo")

    typed = {"body": ANSWER}
    shown = cleo.send(cleo.get(path), typed, having="body", submit=("preview", "1"))
    assert "None of your deals is shown as a card yet" in shown.words()
    foreign = {"card": card.public_id}
    refused = cleo.send(shown, foreign, having="body", status=422)
    assert "Choose one of your deals" in refused.words()
