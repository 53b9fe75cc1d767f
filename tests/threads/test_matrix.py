"""Each route of questions times each role, on one's own post and on another's."""

import pytest
import sqlalchemy as sa

from community.core.db import db
from community.threads.models import Post, PostRevision, Thread, Vote
from tests.threads.made import thread_with_answers

ROLES = ("visitor", "unproven", "author", "asker", "member", "rep", "moderator", "host")
PEOPLE = {
    "author": "ben",
    "asker": "ada",
    "member": "cleo",
    "rep": "rae",
    "moderator": "mo",
    "host": "hana",
}
LOGIN = 303
ALL_200 = dict.fromkeys(ROLES, 200)
BUYERS_ONLY = {**ALL_200, "visitor": LOGIN, "unproven": 403, "rep": 403}

PAGES = {
    "/questions/": ALL_200,
    "/questions/new": ALL_200,
    "/questions/unanswered": ALL_200,
    "{path}": ALL_200,
    "/questions/posts/{answer}": dict.fromkeys(ROLES, 302),
    "/questions/posts/{answer}/history": ALL_200,
    "/questions/ask": BUYERS_ONLY,
    "/questions/posts/{answer}/edit": {
        **dict.fromkeys(ROLES, 403),
        "visitor": LOGIN,
        "author": 200,
    },
    "/questions/posts/{answer}/hide": {
        **dict.fromkeys(ROLES, 403),
        "visitor": LOGIN,
        "moderator": 200,
    },
    "/questions/posts/{answer}/unhide": {
        **dict.fromkeys(ROLES, 403),
        "visitor": LOGIN,
        "moderator": 200,
    },
}
NOBODY = {**dict.fromkeys(ROLES, 403), "visitor": LOGIN}
POSTS = {
    "/questions/posts/{answer}/vote": {
        **NOBODY,
        "asker": 303,
        "member": 303,
        "moderator": 303,
        "host": 303,
    },
    "/questions/posts/{answer}/unvote": {
        **dict.fromkeys(ROLES, 303),
        "unproven": 403,
        "rep": 403,
    },
    "/questions/posts/{answer}/choose": {**NOBODY, "asker": 303, "moderator": 303},
    "/questions/posts/{answer}/unchoose": {**NOBODY, "asker": 303, "moderator": 303},
    "/questions/posts/{answer}/remove": {**NOBODY, "author": 303},
    "/questions/posts/{answer}/restore": {**NOBODY, "author": 303},
    # An empty form is refused (422) where it may be sent at all.
    "{answers}": {
        **dict.fromkeys(ROLES, 422),
        "visitor": LOGIN,
        "unproven": 403,
        "rep": 403,
    },
    "/questions/ask": {
        **dict.fromkeys(ROLES, 422),
        "visitor": LOGIN,
        "unproven": 403,
        "rep": 403,
    },
    "/questions/posts/{answer}/edit": {**NOBODY, "author": 422},
    "/questions/posts/{answer}/hide": {**NOBODY, "moderator": 422},
    "/questions/posts/{answer}/unhide": {**NOBODY, "moderator": 422},
}


def browser_of(cast, page, role: str):
    if role == "visitor":
        return page
    return cast.unproven("cleo") if role == "unproven" else cast.page(PEOPLE[role])


def places(app, cast) -> dict[str, str]:
    path, (question, reply) = thread_with_answers(
        app, cast.actor("ada"), cast.actor("ben")
    )
    answers = path.rsplit("/", 1)[0] + "/answers"
    return {"path": path, "question": question, "answer": reply, "answers": answers}


def fingerprint(app) -> list[object]:
    with app.app_context():
        return [
            db.session.execute(sa.select(sa.func.count()).select_from(model)).scalar()
            for model in (Thread, Post, PostRevision, Vote)
        ] + [
            db.session.execute(
                sa.select(Post.place, Post.state, Post.rank, Post.version)
            ).all()
        ]


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", PAGES)
def test_page(app, cast, page, route, role):
    path = route.format(**places(app, cast))
    browser_of(cast, page, role).get(path, status=PAGES[route][role])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("route", POSTS)
def test_button(app, cast, page, route, role):
    path = route.format(**places(app, cast))
    before = fingerprint(app)
    browser_of(cast, page, role).post(path, status=POSTS[route][role])
    if POSTS[route][role] >= 400 or role == "visitor":
        assert fingerprint(app) == before


@pytest.mark.parametrize("route", POSTS)
def test_button_without_a_token_changes_nothing(app, cast, route):
    path = route.format(**places(app, cast))
    before = fingerprint(app)
    who = {"choose": "ada", "hide": "mo", "unhide": "mo", "vote": "ada"}
    name = who.get(path.rsplit("/", 1)[1], "ben")
    sent = cast.page(name).client.post(path, data={"body": "x" * 30})
    assert sent.status_code in {400, 403, 422}
    assert fingerprint(app) == before


@pytest.mark.parametrize("route", POSTS)
def test_button_of_an_unknown_post_is_not_found(cast, route):
    if "{answer" not in route:
        return
    path = route.format(answer="0" * 16, answers="/questions/000/answers")
    person = "mo" if "hide" in route else "ada"
    cast.page(person).post(path, status=404)


def test_button_does_not_answer_to_get(app, cast):
    spots = places(app, cast)
    for name in ("vote", "unvote", "choose", "unchoose", "remove", "restore"):
        path = f"/questions/posts/{spots['answer']}/{name}"
        assert cast.page("ada").client.get(path).status_code == 405
