"""Published prices are reported and decided about, and nobody learns whose they are."""

import json
import re
from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.accounts.models import SealedNotice
from community.catalog.models import Product
from community.core.db import db, transaction
from community.core.mail import Mail
from community.core.sealing import unseal
from community.deals import recording
from community.deals.kinds import ReviewState, Visibility
from community.deals.models import Deal, DealLine
from community.deals.rules import reporting
from community.prices import snapshot
from community.prices.models import PriceCard
from community.prices.moderated import REPORTED_PRICES
from community.prices.reviewing import review_new_lines
from moderation import scoring
from moderation.models import Action, AuditRow, Case
from tests.market import Paid, spread
from tests.moderating import moderate
from tests.page import PageClient
from tests.privacy.scene import DESK, Scene


@pytest.fixture
def scene(app, cast) -> Scene:
    made = Scene(app)
    cast.look_again()
    return made


def shown(scene: Scene, count: int = 6) -> list[int]:
    """Publish prices of organisations that all show theirs; return the deals."""
    alike = [Paid(n, 1000, visibility=Visibility.CARD) for n in range(count)]
    deals = scene.pay(*alike)
    scene.pay(*spread(13, first=20))
    scene.release()
    return deals


def card_of(scene: Scene, deal_id: int) -> str:
    with scene.app.app_context():
        return db.session.scalars(
            sa.select(PriceCard.public_id)
            .join(DealLine, DealLine.id == PriceCard.line_id)
            .where(DealLine.deal_id == deal_id)
        ).one()


def product_id(scene: Scene) -> str:
    with scene.app.app_context():
        return db.session.get_one(Product, scene.product_id).public_id


def review_of(scene: Scene, deal_id: int) -> ReviewState:
    with scene.app.app_context():
        return db.session.scalars(
            sa.select(DealLine.review).where(DealLine.deal_id == deal_id)
        ).one()


def count_shown(scene: Scene) -> int:
    """Return how many cards are shown, of which a page shows some."""
    with scene.app.app_context():
        return len(snapshot.list_cards(scene.product_id, limit=50))


FLAG = {"details": "Nobody pays so little for it.", "figure": "The first"}


def test_a_card_is_reported_hidden_told_and_shown_again(scene, cast):
    deals = shown(scene)
    card = card_of(scene, deals[0])
    path = f"/flags/card/{card}"
    cleo, mo = cast.page("cleo"), cast.page("mo")
    assert "What a buyer shows of Desk" in cleo.get(path).words()
    form = f"{path}/fabricated-price"
    cleo.send(cleo.get(form), FLAG, having="figure", status=303)
    hidden = moderate(mo, "card", card, "hide", reason="fabricated-price")

    assert f"card-{card}" not in scene.page().get(DESK).html
    assert review_of(scene, deals[0]) is ReviewState.HELD
    cleo.get(path, status=404)
    with scene.app.app_context():
        (told,) = letters(scene)
        assert told[0] == scene.market.user_ids[0]
        assert "Why something of yours was restricted" in told[1]
    log = cast.page("ben").get("/log").words()
    assert "Deal that a buyer shows" in log
    undo = re.search(r"/moderation/decisions/\w+/undo", mo.get(hidden).html)[0]
    mo.post(undo, {"reason": "Too fast."}, status=303)
    assert f"card-{card}" in scene.page().get(DESK).html
    assert review_of(scene, deals[0]) is ReviewState.ACCEPTED


def letters(scene: Scene) -> list[tuple[int, str, str]]:
    """Return what waits for the day's sending: to whom, subject and text."""
    found = db.session.scalars(sa.select(SealedNotice.sealed_letter)).all()
    return [tuple(json.loads(unseal("deal.notice", one))) for one in found]


def test_a_hidden_card_outlives_releases_and_small_changes_of_its_deal(scene, cast):
    deals = shown(scene, 12)
    card, mo = card_of(scene, deals[0]), cast.page("mo")
    moderate(mo, "card", card, "hide", reason="fabricated-price")

    def change(actor, deal: Deal) -> None:
        draft = replace(recording.read(deal), rounds=2)
        reporting.revise_deal(actor, deal, draft, version=deal.version)

    scene.own(0, change, deals[0])
    with scene.app.app_context():
        review_new_lines()
    assert review_of(scene, deals[0]) is ReviewState.HELD
    scene.release(1)
    assert f"card-{card}" not in scene.page().get(DESK).html

    moderate(mo, "card", card, "restore")

    assert review_of(scene, deals[0]) is ReviewState.ACCEPTED
    assert count_shown(scene) == 11
    scene.release(2)
    assert count_shown(scene) == 12


def test_a_restored_card_that_no_release_wants_any_more_is_gone(scene, cast):
    deals = shown(scene, 5)
    card, mo = card_of(scene, deals[0]), cast.page("mo")
    moderate(mo, "card", card, "hide", reason="fabricated-price")
    scene.release(1)
    moderate(mo, "card", card, "restore")
    scene.change([deals[0]], visibility=Visibility.AGGREGATE)
    scene.release(2)
    with scene.app.app_context():
        kept = sa.select(PriceCard.id).where(PriceCard.public_id == card)
        assert db.session.scalar(kept) is None
    with scene.app.app_context():
        for case in db.session.scalars(sa.select(Case.public_id)):
            mo.get(f"/moderation/cases/{case}")


def test_a_case_outlives_a_card_whose_deal_was_withdrawn(scene, cast):
    deals = shown(scene)
    card, mo = card_of(scene, deals[0]), cast.page("mo")
    cleo, form = cast.page("cleo"), f"/flags/card/{card}/fabricated-price"
    cleo.send(cleo.get(form), FLAG, having="figure", status=303)
    opened = mo.get("/moderation/next", status=303).location
    scene.withdraw(0, deals[0])
    mo.post(f"{opened}/claim", status=303)
    said = {"verdict": "hide", "reason": "fabricated-price", "facts": "It went."}
    mo.send(mo.get(opened), said, action=f"{opened}/decide", status=303)
    mo.get(opened)
    cleo.get("/flags/mine")
    cast.page("mia").get("/log")


def test_figures_go_with_a_decision_and_come_back_with_its_undoing(scene, cast):
    scene.pay(*spread(13))
    scene.release()
    product, mo = product_id(scene), cast.page("mo")
    before = scene.body()
    case = moderate(mo, "figure", product, "hide", reason="fabricated-price")
    assert scene.shown().is_nothing
    scene.page().get(f"/flags/figure/{product}", status=404)
    undo = re.search(r"/moderation/decisions/\w+/undo", mo.get(case).html)[0]
    mo.post(undo, {"reason": "Too fast."}, status=303)
    assert scene.body() == before


def test_withheld_figures_stay_away_from_releases_until_they_are_shown(scene, cast):
    deals = scene.pay(*spread(6))
    scene.release()
    product, mo = product_id(scene), cast.page("mo")
    moderate(mo, "figure", product, "hide", reason="fabricated-price")
    scene.release(1)
    assert scene.shown().is_nothing
    moderate(mo, "figure", product, "restore")
    assert scene.shown().is_nothing
    scene.release(2)
    assert not scene.shown().is_nothing

    moderate(mo, "figure", product, "hide", reason="fabricated-price")
    moderate(mo, "figure", product, "restore")
    assert not scene.shown().is_nothing
    moderate(mo, "figure", product, "hide", reason="fabricated-price")
    for number in (0, 1):
        scene.withdraw(number, deals[number])
    moderate(mo, "figure", product, "restore")
    assert scene.shown().is_nothing  # four are left (P17)


def test_flags_alone_hide_no_price_and_say_so_neutrally(scene, cast, monkeypatch):
    deals = shown(scene)
    card, product = card_of(scene, deals[0]), product_id(scene)
    monkeypatch.setattr(scoring, "HIDES_FROM", 1.0)
    cleo = cast.page("cleo")
    for path in (f"card/{card}", f"figure/{product}"):
        form = f"/flags/{path}/fabricated-price"
        cleo.send(cleo.get(form), FLAG, having="figure", status=303)
    page = scene.page().get(DESK)
    assert page.words().count("Under review") == 2
    assert f"card-{card}" in page.html
    assert not scene.shown().is_nothing


def test_a_case_holds_no_name_and_outlives_what_it_is_about(scene, cast):
    named = [Paid(n, 1000, visibility=Visibility.NAMED) for n in range(6)]
    deals = scene.pay(*named)
    scene.release()
    assert scene.market.handle(0) in scene.page().get(DESK).words()
    card = card_of(scene, deals[0])
    moderate(cast.page("mo"), "card", card, "approve")
    with scene.app.app_context():
        told = repr(db.session.execute(sa.select(Case.__table__)).all())
        assert scene.market.handle(0) not in told
        cards, figures = REPORTED_PRICES
        for kind in (cards, figures):
            assert kind.load(987_654).title == "A price that is not shown any more"
            assert not kind.is_own(cast.actor("ada"), 987_654)
            assert kind.category_of(987_654) is None
            kind.hold(987_654)
        for gone in (cards.hide, cards.remove, cards.show):
            gone(cast.actor("mo"), 987_654, "It went.")


def test_what_the_vendor_alone_asks_for_takes_two(scene, cast):
    deals = shown(scene)
    card = card_of(scene, deals[0])
    with scene.app.app_context(), transaction():
        cast.speak_for(db.session.get_one(Product, scene.product_id).vendor_id)
    rae, mo, mia = cast.page("rae"), cast.page("mo"), cast.page("mia")
    form = f"/flags/card/{card}/fabricated-price"
    rae.send(rae.get(form), FLAG, having="figure", status=303)
    for who, gone in ((mo, False), (mia, True)):
        case = moderate(who, "card", card, "hide", reason="fabricated-price")
        assert (f"card-{card}" not in scene.page().get(DESK).html) is gone
    assert "Proposed, a second moderator decides" in mo.get(case).words()


def test_nobody_learns_whose_a_reported_price_is(scene, cast, caplog):
    deals = shown(scene)
    card = card_of(scene, deals[0])
    author = scene.market.handle(0)
    mo, cleo, own = cast.page("mo"), cast.page("cleo"), cast.page(author)
    own.get(f"/flags/card/{card}", status=403)
    form = f"/flags/card/{card}/identifies-person"
    said = {"details": "It tells who they are.", "passage": "All of it"}
    cleo.send(cleo.get(form), said, having="passage", status=303)
    case = moderate(mo, "card", card, "hide")
    with scene.app.app_context():
        action = db.session.scalars(
            sa.select(Action.public_id).order_by(Action.id.desc())
        ).first()
        assert db.session.scalars(sa.select(Case.author_id)).all() == [None]
        audit = repr(db.session.execute(sa.select(AuditRow.__table__)).all())
        mails = repr(db.session.execute(sa.select(Mail.recipient, Mail.text)).all())
    statement = f"/statements/{action}"
    assert "made up" not in own.get(statement).words()
    own.get(f"/statements/card/{card}", status=303)
    appeal = {"text": "It names nobody: look at it once more, please."}
    own.send(own.get(f"/decisions/{action}/appeal"), appeal, having="text", status=303)
    desk = next(
        one for one in mo.get("/moderation/appeals/").links if "/appeals/" in one
    )
    pages = {one: mo.get(one, status=None).html for one in (case, desk, statement)}
    pages |= {one: mo.get(one).html for one in ("/moderation/", "/log", "/log.csv")}
    for name in (author, scene.market.domain(0)):
        assert [one for one, html in pages.items() if name in html] == []
        assert name not in caplog.text + audit + mails
    cast.page("ben").get(statement, status=404)
    cleo.get(f"/statements/card/{card}", status=404)


def test_what_a_page_says_of_prices_is_the_same_bytes_for_everybody(scene, cast, page):
    shown(scene)

    def prices(browser: PageClient) -> str:
        html = browser.get(DESK).html
        return html.partition('aria-labelledby="paid"')[2].partition('"questions"')[0]

    visitor = prices(page)
    assert visitor.count("/flags/card/") == 6
    assert visitor.count("/flags/figure/") == 1
    for who in ("ada", "rae", "mo", "hana"):
        assert prices(cast.page(who)) == visitor, who


def test_a_legal_notice_finds_prices_by_their_address(scene, cast, page):
    deals = shown(scene)
    card, product = card_of(scene, deals[0]), product_id(scene)
    form = page.get("/notices/")
    for where, kind in (
        (DESK, f"figure/{product}"),
        (f"{DESK}#card-{card}", f"card/{card}"),
        (f"{DESK}list-prices", f"figure/{product}"),
    ):
        found = page.send(form, {"where": where}, having="where", status=303)
        assert found.location == f"/notices/{kind}"
        assert "Desk" in page.get(found.location).words()
    for nothing in ("/prices/arbor/deck/", "/prices/arbor/none/", "/prices/"):
        page.send(form, {"where": nothing}, having="where", status=422)
