"""Lists of questions and the page of one, as people read them."""

import pytest

from community.core.db import transaction
from community.threads.queries import get_question_post
from community.threads.rules import choosing, editing
from tests.queries import count_queries
from tests.threads.made import BODY, answer, ask, draft, thread_with_answers

TITLE = "Is there room below $140 a seat?"
WORDS = {"title": TITLE, "body": BODY, "tags": "renewal, saas"}


@pytest.mark.parametrize("slug", ["wrong", "answers", "Is-there-room"])
def test_wrong_slug_redirects_for_good(app, cast, page, slug):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    base = path.rsplit("/", 1)[0]
    moved = page.get(f"{base}/{slug}?sort=oldest", status=301)
    assert moved.location == f"{path}?sort=oldest"
    assert page.get(base, status=301).location == path


@pytest.mark.parametrize("query", ["?sort=worst", "?after=x", "?page=2", "?after=W10"])
def test_unknown_queries_are_refused(app, cast, page, query):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    page.get(path + query, status=400)


def test_lists_and_their_empty_states(app, cast, page):
    for path in ("/questions/", "/questions/new", "/questions/unanswered"):
        assert "/questions/ask" in page.get(path).links
    page.get("/questions/tagged/saas", status=404)
    with app.app_context(), transaction():
        ask(cast.actor("ada"), tags="saas")
    for path in ("/questions/", "/questions/new", "/questions/tagged/saas"):
        assert TITLE in page.get(path).words()
    page.get("/questions/?page=2", status=400)
    page.get("/questions/?after=zzz", status=400)


def test_list_leads_to_older_questions(app, cast, page):
    with app.app_context(), transaction():
        for number in range(31):
            ask(cast.actor("ada"), title=f"Question number {number} of many?")
    first = page.get("/questions/")
    (older,) = [link for link in first.links if "after=" in link]
    last = page.get(older)
    assert "Question number 0 of many?" in last.words()
    assert "Question number 30 of many?" not in last.words()


def test_permanent_link_leads_to_the_page_of_the_answer(app, cast, page):
    helpers = [cast.actor("ben")] * 25
    path, posts = thread_with_answers(app, cast.actor("ada"), *helpers)
    assert page.get(f"/questions/posts/{posts[0]}", status=302).location == (
        f"{path}#post-{posts[0]}"
    )
    near = page.get(f"/questions/posts/{posts[3]}", status=302)
    assert near.location == f"{path}#post-{posts[3]}"
    far = page.get(f"/questions/posts/{posts[24]}", status=302)
    there = page.get(far.location)
    assert f"post-{posts[24]}" in there.ids
    assert "Back to the question" in there.words()


def test_visitor_is_asked_to_log_in_and_gets_no_cookie(app, cast, page):
    path, _ = thread_with_answers(app, cast.actor("ada"), cast.actor("ben"))
    seen = page.get(path)
    assert f"/login?next={path}" in seen.links
    assert "Set-Cookie" not in seen.response.headers
    assert not [
        one for one in seen.forms if one["method"] == "post" and not one["only_asks"]
    ]


def test_rep_and_unproven_member_are_told_why_they_cannot_answer(app, cast):
    path, _ = thread_with_answers(app, cast.actor("ada"))
    assert "official replies" in cast.page("rae").get(path).words()
    unproven = cast.unproven("ben")
    assert "Prove your e-mail address" in unproven.get(path).words()
    unproven.get("/questions/ask", status=403)


@pytest.mark.parametrize("answers", [1, 200])
def test_cost_of_pages(app, cast, page, answers):
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"), tags="saas")
        for _ in range(answers):
            answer(cast.actor("ben"), thread)
        for number in range(answers):
            ask(cast.actor("ada"), title=f"Question {number} of many?", tags="saas")
        path = f"/questions/{thread.public_id}/{thread.slug}"
    member = cast.page("cleo")
    member.get(path)
    costs = {}
    for who, browser in (("visitor", page), ("member", member)):
        for what in (path, "/questions/", "/questions/tagged/saas", "/questions/new"):
            with count_queries() as counted:
                browser.get(what)
            costs[who, what.strip("/").split("/")[-1]] = len(counted)
    # Each costs one for what the site wears. A member costs one more for the session,
    # one for the inbox and one for what is new; what can be followed one for that; in a
    # thread for votes and a draft, too.
    assert costs == {
        ("visitor", thread_slug(path)): 5,
        ("visitor", "questions"): 4,
        ("visitor", "saas"): 5,
        ("visitor", "new"): 4,
        ("member", thread_slug(path)): 11,
        ("member", "questions"): 7,
        ("member", "saas"): 9,
        ("member", "new"): 7,
    }


def thread_slug(path: str) -> str:
    return path.rsplit("/", 1)[1]


def test_score_and_choice_show_to_visitors(app, cast, page):
    with app.app_context(), transaction():
        thread = ask(cast.actor("ada"))
        post = answer(cast.actor("ben"), thread)
        choosing.vote(cast.actor("cleo"), thread, post)
        choosing.choose_answer(cast.actor("ada"), thread, post, instead_of=None)
        question = get_question_post(thread)
        editing.edit_question(
            cast.actor("ada"), thread, draft(tags="edited"), version=question.version
        )
        path = f"/questions/{thread.public_id}/{thread.slug}"
    seen = page.get(path)
    assert "post accepted" in seen.html
    assert "▲ 1" in seen.words()
    assert "Edited" in seen.words()
