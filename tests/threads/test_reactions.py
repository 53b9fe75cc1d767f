"""What happens without anybody posting: merges in the catalogue, a newer renderer."""

import pytest
import sqlalchemy as sa
from flask import current_app

from community.catalog.curation import rename_product, rename_vendor
from community.catalog.events import ProductsMerged, VendorsMerged
from community.catalog.models import Product, Vendor
from community.core import events
from community.core.db import db
from community.core.events import ManyContentChanged
from community.core.jobs import Job, JobRegistry
from community.core.text import RENDERER_VERSION
from community.threads import jobs
from community.threads.events import KIND
from community.threads.models import Post, SourceFormat
from community.threads.queries import get_question_post
from tests.threads.made import BODY, ask

pytestmark = pytest.mark.usefixtures("context")


def product_of(name: str) -> Product:
    vendor = Vendor(name=name, slug=name.lower(), sort_key=name)
    db.session.add(vendor)
    db.session.flush()
    product = Product(name=name, slug="desk", sort_key=name, vendor_id=vendor.id)
    db.session.add(product)
    db.session.flush()
    return product


def test_questions_follow_a_merged_product(cast):
    old, new = product_of("Old"), product_of("New")
    thread = ask(cast.actor("ada"), product_id=old.id)
    other = ask(cast.actor("ada"))
    events.publish(ProductsMerged(source_id=old.id, target_id=new.id, actor_id=None))
    assert (thread.product_id, thread.vendor_id) == (new.id, new.vendor_id)
    assert (other.product_id, other.vendor_id) == (None, None)


def test_questions_follow_a_merged_vendor(cast):
    old, new = product_of("Old"), product_of("New")
    thread = ask(cast.actor("ada"), vendor_id=old.vendor_id)
    events.publish(
        VendorsMerged(source_id=old.vendor_id, target_id=new.vendor_id, actor_id=None)
    )
    assert thread.vendor_id == new.vendor_id


def heard(monkeypatch, kind):
    """Return a list that fills with the events of `kind` from here on."""
    told = []
    bus = current_app.extensions["fairquote.bus"]
    monkeypatch.setattr(bus, "_handlers", [*bus._handlers, (kind, told.append)])
    return told


def test_search_hears_of_all_questions_under_a_new_name_at_once(cast, monkeypatch):
    product = product_of("Old")
    threads = [ask(cast.actor("ada"), product_id=product.id) for _ in range(2)]
    ask(cast.actor("ada"))
    told = heard(monkeypatch, ManyContentChanged)
    rename_product(cast.actor("mo"), product, "Other desk")
    expected = ManyContentChanged(KIND, tuple(thread.id for thread in threads))
    assert told == [expected]
    told.clear()
    rename_vendor(cast.actor("mo"), product.vendor, "Other vendor")
    assert told == [expected, ManyContentChanged("product", (product.id,))]


def test_posts_of_an_older_renderer_are_rendered_again(cast):
    markdown = get_question_post(ask(cast.actor("ada")))
    html = get_question_post(ask(cast.actor("ada")))
    html.source, html.source_format = "<p>Old <b>text</b></p>", SourceFormat.HTML
    fresh = get_question_post(ask(cast.actor("ada")))
    fresh.html = "untouched"
    for post in (markdown, html):
        post.html, post.renderer_version = "", RENDERER_VERSION - 1
    db.session.flush()

    jobs.rerender()

    assert "<strong>180 seats</strong>" in markdown.html
    assert (markdown.source, html.html) == (BODY, "<p>Old text</p>")
    assert fresh.html == "untouched"
    versions = db.session.scalars(sa.select(Post.renderer_version)).all()
    assert set(versions) == {RENDERER_VERSION}


def test_rerendering_comes_back_while_there_is_more(cast, monkeypatch):
    monkeypatch.setattr(jobs, "POSTS_A_JOB", 2)
    for _ in range(3):
        post = get_question_post(ask(cast.actor("ada")))
        post.renderer_version = RENDERER_VERSION - 1
    db.session.flush()
    waiting = sa.select(sa.func.count()).where(Job.kind == jobs.RERENDER)
    jobs.rerender()
    assert db.session.scalar(waiting) == 1
    jobs.rerender()
    assert db.session.scalar(waiting) == 1
    left = sa.select(sa.func.count()).where(Post.renderer_version < RENDERER_VERSION)
    assert db.session.scalar(left) == 0


def test_jobs_are_registered():
    registry = JobRegistry()
    jobs.register(registry)
    recurring = [jobs.RERENDER, jobs.RELEASE, jobs.TIDY, jobs.PURGE]
    assert {*registry.handlers} == {*recurring, jobs.INVITE}
    assert [one.kind for one in registry.periodics] == recurring
