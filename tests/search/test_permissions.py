"""Nobody finds, counts or is told of what they may not see: each role on each surface."""

import pytest

from community.catalog.models import Product, Vendor
from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.core.visibility import State
from community.core.worker import run_due
from community.deals.rules.reporting import submit_deal
from community.demos.models import Demo
from community.notifications.jobs import look
from community.prices.models import PriceCard
from community.reps.models import OfficialText
from community.reviews.models import Review
from community.threads.models import Post, Thread
from tests.prices.factories import release, series_of
from tests.search.real import Site, hide_what_shall_be, make_site
from tests.security.town import deal_draft

_SECRET = ("soon hidden", "soon held", "soon removed")
_EVERYBODY = ("", "ada", "ben", "cleo", "rae", "mo", "hana")


@pytest.fixture
def site(app, cast) -> Site:
    return make_site(app, cast)


def test_no_role_finds_or_counts_what_is_not_public_while_the_index_lags(site):
    hide_what_shall_be(site)
    for who in _EVERYBODY:
        shown = site.page(who).get("/search?q=kestrel&kind=question")
        listed = shown.words().partition("How to search")[0]
        assert "The open kestrel" in listed, who
        assert "The anonymous kestrel" in listed, who
        for secret in _SECRET:
            assert f"The {secret}" not in listed, (who, secret)
        # Six are in the index, and the number of those who may be seen is told.
        assert "Questions · 3" in listed, who
        assert "Narrow down" not in listed, who
        answers = site.page(who).get("/search?q=kestrel&kind=answer").words()
        assert "The open answer" in answers, who
        assert "The soon hidden answer" not in answers, who
    assert "cleo" not in site.page("").get("/search?q=anonymous+kestrel").words()


def test_every_kind_in_every_state_comes_back_only_to_who_may_see_it(site):
    """What search asks each source about what it found: the answer to every actor."""
    actors = {"": VISITOR} | {who: site.cast.actor(who) for who in _EVERYBODY if who}
    seen = {}
    for kind, (holder, row_id, found_id) in _holders(site).items():
        source = site.search.sources[kind]
        for state in State:
            site.put(holder, row_id, state=state)
            with site.app.app_context():
                seen[kind, state] = {
                    who
                    for who, actor in actors.items()
                    if source.results(actor, [found_id])
                }
        site.put(holder, row_id, state=State.PUBLIC)
    listed = {"product", "vendor", "deal"}
    assert seen == {
        (kind, state): set(actors)
        if state is State.PUBLIC
        else ({"mo"} if kind in listed else set())
        for kind, state in seen
    }
    assert {kind for kind, _ in seen} == set(site.search.sources)


def _holders(site) -> dict[str, tuple[type, int, int]]:
    """Return, for each kind, whose state decides who sees it, and what search knows it by."""
    with site.app.app_context(), transaction():
        product = db.session.get_one(Product, site.product_id)
        deal = submit_deal(site.cast.actor("ada"), deal_draft(product.id))
        card = PriceCard(
            line_id=deal.lines[0].id,
            form=0,
            low=720,
            high=720,
            traits=[],
            product_id=product.id,
            series=series_of(product),
            released_in_id=_released().id,
        )
        db.session.add(card)
        db.session.flush()  # its number is made
        sources = site.search.sources
        (review,) = sources["review"].ids_after(0, 9)
        (event,) = sources["event"].ids_after(0, 9)
        reply, _statement = sources["official"].ids_after(0, 9)
        return {
            "question": (Thread, site.threads["open"], site.threads["open"]),
            "answer": (Post, site.posts["open"], site.posts["open"]),
            "review": (Review, review, review),
            "official": (OfficialText, reply, reply),
            "event": (Demo, event, event),
            "product": (Product, product.id, product.id),
            "vendor": (Vendor, site.vendor_id, site.vendor_id),
            "deal": (Product, product.id, card.number),
        }


def _released():
    found = release()
    db.session.flush()  # the card names it
    return found


def test_names_and_facets_are_those_that_one_may_see(site):
    for knows, who in ((True, ""), (True, "mo")):
        assert _knows_falconry(site, who) == (knows, knows, knows), who
    hide_what_shall_be(site)
    for knows, who in ((False, ""), (False, "ada"), (False, "rae"), (True, "mo")):
        assert _knows_falconry(site, who) == (knows, knows, knows), who


def _knows_falconry(site: Site, who: str) -> tuple[bool, bool, bool]:
    """Return whether suggestions, facets and the reading of names tell of it."""
    page = site.page(who)
    suggested = page.client.get("/search/suggest?q=falc").json["suggestions"]
    facets = page.get("/search?q=elsewhere&kind=question").html
    site.search.limiter.forget()
    named = page.get("/search?q=kestrel+vendor:falconri").words()
    return (
        "Falconry" in suggested,
        "vendor:falconry" in facets,
        "this is for “Falconry”" in named,
    )


def test_feeds_inboxes_and_mails_of_a_search_tell_only_what_is_public(site):
    ada = site.page("ada")
    sent = ada.send(ada.get("/search?q=kestrel"), action="/follow/searches", status=303)
    assert "You follow this search" in ada.follow(sent).words()
    feed = site.page("").client.get("/feeds/search.atom?q=kestrel").text
    assert "The soon hidden kestrel" in feed
    site.ask("fresh", "ben")
    site.ask("fresh and soon hidden", "ben")
    site.ask("fresh and anonymous", "cleo", anonymous=True)
    site.catch_up()
    with site.app.app_context(), transaction():
        look()
    run_due(site.app)
    told = site.page("ada").get("/inbox").words()
    assert "3 new results for your search “kestrel”" in told
    site.put(Thread, site.threads["fresh and soon hidden"], state=State.HIDDEN)
    hide_what_shall_be(site)
    told = site.page("ada").get("/inbox").words()
    assert "2 new results for your search “kestrel”" in told
    feed = site.page("").client.get("/feeds/search.atom?q=kestrel").text
    assert "The fresh and anonymous kestrel" in feed
    for secret in (*_SECRET, "fresh and soon hidden"):
        assert f"The {secret} kestrel" not in feed
    assert "cleo" not in feed.partition("anonymous kestrel")[2].partition("</entry>")[0]
    mo = site.page("mo")
    address = next(
        one for one in ada.get("/search?q=kestrel").links if "/follow/" in one
    )
    mo.get(address, status=404)
