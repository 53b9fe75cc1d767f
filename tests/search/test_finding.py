"""Real things are found by real searches, and by nobody's name who hid it."""

from urllib.parse import quote

import pytest

from community.core.db import db, transaction
from community.threads.models import Thread
from tests.search.real import Site, make_site

_KINDS = {
    "Questions": 6,
    "Answers": 3,
    "Reviews": 1,
    "Official": 2,
    "Deals shown": 0,
    "Events": 1,
}


@pytest.fixture
def site(app, cast) -> Site:
    return make_site(app, cast)


def test_everything_is_found_with_counts_facets_and_a_way_back(site) -> None:
    shown = site.page("").get("/search?q=kestrel")
    for label, count in _KINDS.items():
        assert f"{label} · {count}" in shown.words()
    assert "Falconry 1" in shown.words()
    assert "Answered 1" in shown.words()
    assert "No answer yet 5" in shown.words()
    narrowed = next(one for one in shown.links if "vendor:falconry" in one)
    site.search.limiter.forget()
    only = site.page("").get(narrowed)
    assert "Questions · 1" in only.words()
    assert "Searched for what is about the vendor Falconry." in only.words()
    assert "/search?q=kestrel" in only.links


ASKED = (
    ("kestrel kind:answer", "Answers · 3", "The elsewhere"),
    ("kestrel author:ada -kind:review", "Questions · 3", "The anonymous kestrel"),
    ("kestrel author:ben", "Answers · 1", "The anonymous answer"),
    ("kestrel author:rae", "Nothing found", "On the kestrel price"),
    ("kestrel vendor:falconrie", "this is for “Falconry”", "The open"),
    ("kestrel vendor:nobody", "No vendor is called “nobody” here", "The open"),
    ('product:"arbor desk" kestrel', "The open kestrel", "The elsewhere"),
    ("kestrel tag:renewal has:official", "The open kestrel", "The elsewhere"),
    ("kestrel has:no-answer", "Questions · 5", "The open kestrel"),
    ("kestrel after:2020 before:2021", "Nothing found", "The open"),
    ("kestrel kind:event", "The kestrel edition", "The open kestrel"),
    ("kestrel price:cheap", "“cheap” is none", "Nothing found"),
    ("kestrle", "Did you mean kestrel ?", "The open"),
    ("kestrel dsek", "Did you mean kestrel desk ?", "Nothing found"),
    ("kestr*", "The open kestrel", "Nothing found"),
    ("kind:question has:answer", "The open kestrel", "The elsewhere"),
    ("arbr dsek", "Arbor Desk", "The open"),
)


def test_operators_narrow_what_is_found(site) -> None:
    page = site.page("ben")
    for typed, there, not_there in ASKED:
        words = page.get("/search?q=" + quote(typed)).words()
        words = words.partition("How to search")[0]
        assert there in words, typed
        assert not_there not in words, typed


def test_who_hides_their_name_is_found_by_it_no_more_even_before_the_index(site):
    page = site.page("")
    address = "/search?q=kestrel+author:ada+kind:question"
    assert "The open kestrel" in page.get(address).words()
    thread_id = site.threads["open"]
    with site.app.app_context(), transaction():
        anonymous = db.session.get_one(Thread, site.threads["anonymous"])
        key = anonymous.owner_key
    site.put(Thread, thread_id, author_id=None, alias="Quiet Fern", owner_key=key)
    shown = page.get(address).words()
    assert "The soon hidden kestrel" in shown
    assert "The open kestrel" not in shown
