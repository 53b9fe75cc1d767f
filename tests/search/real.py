"""The application's own search over things of every kind, some of them not for everybody."""

from dataclasses import dataclass
from datetime import timedelta

from flask import Flask

from community.catalog.models import Product, Vendor
from community.catalog.rules import ensure_product, ensure_vendor
from community.core import clock
from community.core.db import db, transaction
from community.core.visibility import State
from community.demos.kinds import DemoKind
from community.demos.models import Demo
from community.reps.models import OfficialKind, OfficialText
from community.threads.drafts import Draft
from community.threads.models import Post, Thread
from community.threads.rules import asking
from search.service import Search
from tests.cast import Cast
from tests.page import PageClient
from tests.prices.seeds import arbor_desk
from tests.reviews import made as reviews

WORD = "kestrel"
"""Stands in everything, so that one search finds it all."""


@dataclass(frozen=True)
class Site:
    """What was made: ids by what they are for."""

    app: Flask
    cast: Cast
    threads: dict[str, int]
    posts: dict[str, int]
    vendor_id: int
    product_id: int
    hidden_vendor_id: int

    @property
    def search(self) -> Search:
        service: Search = self.app.extensions["fairquote.search"]
        return service

    def catch_up(self) -> None:
        with self.app.app_context():
            self.search.catch_up()

    def page(self, who: str) -> PageClient:
        """Return a browser of somebody, "" for a visitor; nobody has searched yet."""
        for limiter in (self.search.limiter, self.search.suggesting):
            limiter.forget()
        return self.cast.page(who) if who else PageClient(self.app)

    def ask(self, name: str, who: str, *, anonymous: bool = False) -> None:
        with self.app.app_context(), transaction():
            desk = db.session.get_one(Product, self.product_id)
            thread = _ask(self.cast, who, name, desk, anonymous=anonymous)
            self.threads[name] = thread.id

    def put(self, model: type, row_id: int, **values: object) -> None:
        """Change a row behind everybody's back: the index hears nothing of it."""
        with self.app.app_context(), transaction():
            row = db.session.get_one(model, row_id)
            for name, value in values.items():
                setattr(row, name, value)


def make_site(app: Flask, cast: Cast) -> Site:
    """Make it, and index all of it while everything is public."""
    with app.app_context(), transaction():
        desk = arbor_desk(listed=False)
        other = ensure_product(ensure_vendor("Falconry"), "Perch Board")
        threads, posts = {}, {}
        for name, who, hidden_name in (
            ("open", "ada", False),
            ("anonymous", "cleo", True),
            ("soon hidden", "ada", False),
            ("soon held", "ben", False),
            ("soon removed", "ben", False),
        ):
            thread = _ask(cast, who, name, desk, anonymous=hidden_name)
            threads[name] = thread.id
        elsewhere = _ask(cast, "ada", "elsewhere", other)
        threads["elsewhere"] = elsewhere.id
        opened = db.session.get_one(Thread, threads["open"])
        for name, who, hidden_name in (
            ("open", "ben", False),
            ("anonymous", "cleo", True),
            ("soon hidden", "cleo", False),
        ):
            post = asking.answer(
                cast.actor(who),
                opened,
                f"The {name} answer says {WORD} and more.",
                anonymous=hidden_name,
                at=clock.now(),
            )
            posts[name] = post.id
        reviews.write(cast.actor("ada"), desk, good=f"A {WORD} review, good enough.")
        claim = cast.speak_for(desk.vendor_id or 0)
        _say(claim.id, desk, opened.id)
        _say(claim.id, desk, None)
        _announce(claim.id, desk)
        vendor_id, product_id = desk.vendor_id or 0, desk.id
        hidden = other.vendor_id or 0
    site = Site(app, cast, threads, posts, vendor_id, product_id, hidden)
    site.catch_up()
    return site


def hide_what_shall_be(site: Site) -> None:
    """Take things away, and let the index lag behind."""
    for name, state in (
        ("soon hidden", State.HIDDEN),
        ("soon held", State.HELD),
        ("soon removed", State.DELETED),
    ):
        site.put(Thread, site.threads[name], state=state)
    site.put(Post, site.posts["soon hidden"], state=State.HIDDEN)
    site.put(Vendor, site.hidden_vendor_id, state=State.HIDDEN)


def _ask(
    cast: Cast, who: str, name: str, product: Product, *, anonymous: bool = False
) -> Thread:
    draft = Draft(
        title=f"The {name} {WORD} question",
        body=f"What did you pay for the {WORD} at your last renewal?",
        product_id=product.id,
        tags="renewal",
    )
    return asking.ask(cast.actor(who), draft, anonymous=anonymous, at=clock.now())


def _say(claim_id: int, product: Product, thread_id: int | None) -> None:
    db.session.add(
        OfficialText(
            kind=OfficialKind.STATEMENT if thread_id is None else OfficialKind.REPLY,
            vendor_id=product.vendor_id or 0,
            thread_id=thread_id,
            product_id=product.id if thread_id is None else None,
            claim_id=claim_id,
            heading="" if thread_id else f"On the {WORD} price",
            source=f"Our {WORD} costs the same for everybody.",
            html=f"<p>Our {WORD} costs the same for everybody.</p>",
            renderer_version=1,
        )
    )


def _announce(claim_id: int, product: Product) -> None:
    starts = clock.now() + timedelta(days=14)
    db.session.add(
        Demo(
            kind=DemoKind.WEBINAR,
            by_host=False,
            claim_id=claim_id,
            vendor_id=product.vendor_id,
            product_id=product.id,
            title=f"The {WORD} edition in half an hour",
            source=f"We show the {WORD}.",
            html=f"<p>We show the {WORD}.</p>",
            renderer_version=1,
            starts_at=starts,
            ends_at=starts + timedelta(minutes=30),
            minutes=30,
            zone="Europe/Berlin",
            link=f"https://meet.arbor.example/{WORD}",
        )
    )
