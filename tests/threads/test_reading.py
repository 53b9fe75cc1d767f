from datetime import timedelta

import pytest

from community.accounts.models import AccountState, User
from community.catalog.models import Product, Vendor
from community.core.actors import VISITOR
from community.core.db import db
from community.core.errors import NotFound
from community.core.visibility import State
from community.threads.models import Post, Thread, ThreadOrigin
from community.threads.queries import get_question_post
from community.threads.reading import (
    ANSWERS_A_PAGE,
    find_page_of,
    get_thread_view,
)
from community.threads.rules import choosing
from community.threads.rules.closing import close_as_duplicate
from community.threads.threadview import Sort
from tests.queries import count_queries
from tests.threads.made import DAY_ONE, answer, ask, put_in_state

pytestmark = pytest.mark.usefixtures("context")


def view(actor, thread: Thread, *, sort=Sort.BEST, after=None):
    return get_thread_view(actor, thread.public_id, sort=sort, after=after)


def ids(shown) -> list[int]:
    return [one.post.id for one in shown.answers.items]


def fill(cast, thread: Thread, number: int) -> list[Post]:
    when = DAY_ONE + timedelta(days=1)
    return [
        answer(cast.actor("ben"), thread, at=when + timedelta(minutes=n))
        for n in range(number)
    ]


def test_answers_are_sorted_chosen_then_score_then_age(cast):
    thread = ask(cast.actor("ada"))
    first, second, third, fourth = fill(cast, thread, 4)
    choosing.vote(cast.actor("cleo"), thread, third)
    choosing.choose_answer(cast.actor("ada"), thread, fourth, instead_of=None)
    best = [fourth.id, third.id, first.id, second.id]
    oldest = [fourth.id, first.id, second.id, third.id]
    assert ids(view(VISITOR, thread)) == best
    assert ids(view(VISITOR, thread, sort=Sort.OLDEST)) == oldest


@pytest.mark.parametrize("sort", Sort)
def test_answers_come_in_pages(cast, sort):
    thread = ask(cast.actor("ada"))
    posts = fill(cast, thread, 45)
    seen, after = [], None
    for size in (20, 20, 5):
        page = view(VISITOR, thread, sort=sort, after=after)
        assert len(page.answers.items) == size
        seen += ids(page)
        after = page.answers.next_cursor
    assert (seen, after) == ([post.id for post in posts], None)


def test_cost_is_the_same_for_one_answer_and_for_many(cast):
    product_id, _ = _subject()
    small = ask(cast.actor("ada"), tags="saas", product_id=product_id)
    large = ask(cast.actor("ada"), tags="saas", product_id=product_id)
    fill(cast, small, 1)
    posts = fill(cast, large, 200)
    costs = {}
    for name, actor in (("visitor", VISITOR), ("member", cast.actor("cleo"))):
        for thread in (small, large):
            public_id = thread.public_id
            db.session.expire_all()
            with count_queries() as counted:
                get_thread_view(actor, public_id, sort=Sort.BEST, after=None)
            costs.setdefault(name, []).append(len(counted))
    marker = find_page_of(VISITOR, posts[180])
    with count_queries() as last:
        get_thread_view(VISITOR, large.public_id, sort=Sort.BEST, after=marker)
    assert costs == {"visitor": [5, 5], "member": [7, 7]}
    assert len(last) == 5


def _subject() -> tuple[int, int]:
    vendor = Vendor(name="Arbor", slug="arbor", sort_key="arbor")
    db.session.add(vendor)
    db.session.flush()
    product = Product(
        name="Arbor Desk", slug="arbor-desk", sort_key="x", vendor_id=vendor.id
    )
    db.session.add(product)
    db.session.flush()
    return product.id, vendor.id


def test_view_names_subject_tags_and_related(cast):
    product_id, vendor_id = _subject()
    thread = ask(cast.actor("ada"), product_id=product_id, tags="saas seats")
    same = ask(
        cast.actor("ada"), product_id=product_id, title="The same product again?"
    )
    like = ask(cast.actor("ada"), tags="saas", title="Only the same tag again?")
    ask(cast.actor("ada"), tags="seats", title="Only the second tag again?")
    shown = view(VISITOR, thread)
    assert (shown.subject.name, shown.subject.vendor, shown.subject.is_product) == (
        "Arbor Desk",
        "Arbor",
        True,
    )
    assert shown.subject.url == "/prices/arbor/arbor-desk/"
    assert shown.tags == ("saas", "seats")
    assert [one.title for one in shown.related] == [same.title, like.title]
    close_as_duplicate(cast.actor("mo"), like, same)
    shown = view(VISITOR, thread)
    assert [one.title for one in shown.related] == [same.title]

    vendor_thread = ask(cast.actor("ada"), vendor_id=vendor_id)
    about = view(VISITOR, vendor_thread)
    assert (about.subject.name, about.subject.is_product) == ("Arbor", False)
    assert about.subject.url == "/prices/arbor/"
    assert {one.title for one in about.related} == {thread.title, same.title}


def test_related_are_five_public_ones_each_once(cast):
    product_id, _ = _subject()
    threads = [
        ask(cast.actor("ada"), product_id=product_id, tags="saas") for _ in range(8)
    ]
    put_in_state(threads[7], get_question_post(threads[7]), State.HIDDEN)
    urls = [one.url for one in view(VISITOR, threads[0]).related]
    assert len(urls) == len(set(urls)) == 5
    assert not any(threads[7].public_id in url for url in urls)


def test_view_of_nothing_special(cast):
    shown = view(VISITOR, ask(cast.actor("ada")))
    assert (shown.subject, shown.origin, shown.related, shown.tags) == (
        None,
        None,
        [],
        (),
    )
    assert (shown.chosen, shown.may_answer, shown.is_first_page) == ("", False, True)


def test_imported_author_and_origin_are_credited(cast):
    thread = ask(cast.actor("ada"))
    writer = User(
        handle="jo.onstartups",
        handle_key="joonstartups",
        state=AccountState.IMPORTED,
        attribution_name="Jo Doe",
        attribution_url="https://example.com/jo",
    )
    db.session.add(writer)
    db.session.flush()
    get_question_post(thread).author_id = writer.id
    db.session.add(
        ThreadOrigin(
            thread_id=thread.id,
            name="Archive",
            url="https://example.com/1",
            licence="CC BY-SA 3.0",
            licence_url="https://example.com/l",
        )
    )
    db.session.flush()
    shown = view(VISITOR, thread)
    author = shown.question.author
    assert (author.name, author.url, author.imported) == (
        "Jo Doe",
        "https://example.com/jo",
        True,
    )
    assert (shown.origin.name, shown.origin.licence) == ("Archive", "CC BY-SA 3.0")


@pytest.mark.parametrize(
    ("name", "label"),
    [("ada", "✓ Work e-mail verified"), ("mo", "Moderator"), ("hana", "Host")],
)
def test_author_is_labelled_by_role_or_verification(cast, name, label):
    author = view(VISITOR, ask(cast.actor(name))).question.author
    assert (author.name, author.url, author.label, author.imported) == (
        name,
        f"/u/{name}",
        label,
        False,
    )


def test_whose_work_address_is_not_verified_bears_no_label(cast):
    db.session.get_one(User, cast.ben.id).work_verified_month = None
    assert view(VISITOR, ask(cast.actor("ben"))).question.author.label == ""


def test_flags_of_a_post_for_each_reader(cast):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)
    choosing.vote(cast.actor("cleo"), thread, post)

    def flags(name: str) -> set[str]:
        (one,) = view(cast.actor(name) if name else VISITOR, thread).answers.items
        names = ("mine", "voted", "may_vote", "may_edit", "may_remove", "may_restore")
        more = ("can_be_chosen", "may_moderate")
        return {flag for flag in (*names, *more) if getattr(one, flag)}

    assert flags("") == set()
    assert flags("rae") == set()
    assert flags("ada") == {"may_vote", "can_be_chosen"}
    assert flags("ben") == {"mine", "may_edit", "may_remove"}
    assert flags("cleo") == {"voted", "may_vote"}
    assert flags("mo") == {"may_vote", "may_moderate", "can_be_chosen"}


def test_removed_answer_is_a_stub_for_all_but_moderators(cast):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, post, State.DELETED)
    readable = {
        name: view(cast.actor(name), thread).answers.items[0].readable
        for name in ("ada", "ben", "mo")
    }
    assert readable == {"ada": False, "ben": False, "mo": True}
    mine = view(cast.actor("ben"), thread).answers.items[0]
    assert (mine.is_removed, mine.may_restore, mine.may_edit) == (True, True, False)


@pytest.mark.parametrize(
    ("state", "mark"),
    [(State.HELD, "Waits for a moderator"), (State.HIDDEN, "Hidden by a moderator")],
)
def test_withheld_answer_is_for_its_author_and_moderators(cast, state, mark):
    thread = ask(cast.actor("ada"))
    post = answer(cast.actor("ben"), thread)
    put_in_state(thread, post, state)
    assert view(cast.actor("ada"), thread).answers.items == []
    for name in ("ben", "mo"):
        (one,) = view(cast.actor(name), thread).answers.items
        assert (one.readable, one.is_withheld) == (True, True)
        assert (mark, "warn") in one.marks


def test_chosen_answer_is_named_on_every_page(cast):
    thread = ask(cast.actor("ada"))
    posts = fill(cast, thread, 21)
    choosing.choose_answer(cast.actor("ada"), thread, posts[4], instead_of=None)
    first = view(cast.actor("ada"), thread)
    second = view(cast.actor("ada"), thread, after=first.answers.next_cursor)
    assert first.chosen == second.chosen == posts[4].public_id
    assert ("✓ Chosen by who asked", "good") in first.answers.items[0].marks
    assert second.is_first_page is False


@pytest.mark.parametrize("public_id", ["x", "\x00", "a" * 40])
def test_view_of_an_unknown_thread(public_id):
    with pytest.raises(NotFound):
        get_thread_view(VISITOR, public_id, sort=Sort.BEST, after=None)


def test_view_of_a_hidden_thread_is_for_author_and_moderators(cast):
    thread = ask(cast.actor("ada"))
    put_in_state(thread, get_question_post(thread), State.HIDDEN)
    for actor in (VISITOR, cast.actor("ben"), cast.actor("hana")):
        with pytest.raises(NotFound):
            view(actor, thread)
    assert view(cast.actor("mo"), thread).question.readable
    mine = view(cast.actor("ada"), thread)
    assert (mine.question.readable, mine.may_answer) == (True, False)


def test_page_of_an_answer_begins_with_it_or_is_the_first(cast):
    thread = ask(cast.actor("ada"))
    posts = fill(cast, thread, ANSWERS_A_PAGE + 5)
    assert find_page_of(VISITOR, posts[0]) is None
    assert find_page_of(VISITOR, posts[ANSWERS_A_PAGE - 1]) is None
    marker = find_page_of(VISITOR, posts[ANSWERS_A_PAGE + 2])
    page = view(VISITOR, thread, after=marker)
    assert ids(page) == [post.id for post in posts[ANSWERS_A_PAGE + 2 :]]
