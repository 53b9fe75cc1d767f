"""Public reads: what the pages show, the same for everybody who asks."""

import json
import re

import pytest

from community.accounts.models import User
from community.api.parts import all_operations
from community.core import clock
from community.core.db import db, transaction
from community.reps.rules import stating
from community.threads.rules.closing import close_as_duplicate
from tests.queries import count_queries
from tests.security.town import Town
from tests.threads.made import ask

READERS = ("ada", "rae", "mo", "hana")


def _reads():
    return [one for one in all_operations() if one.is_public]


def _path(one, town: Town) -> str:
    known = town.of("shared") | town.of("cleo")
    kinds = (("/reviews/", "review"), ("/events/", "event"), ("", "thread"))
    known["public_id"] = next(known[name] for part, name in kinds if part in one.path)
    path = re.sub(r"{(\w+)}", lambda match: known[match[1]], one.path)
    return f"{path}?q=desk" if path == "/search" else path


def _paged(town: Town) -> list[str]:
    return [
        _path(one, town)
        for one in _reads()
        if "after" in one.query.model_fields and one.path != "/search"
    ]


def test_everybody_gets_the_same_bytes(town, program, program_of):
    for one in _reads():
        path = _path(one, town)
        asked = program.ask(path)
        for handle in READERS:
            told = program_of(handle).ask(path)
            assert told.get_data() == asked.get_data(), (path, handle)
            assert told.headers["Cache-Control"] == "private, no-cache"


def test_who_has_an_answer_gets_304(town, program):
    for one in _reads():
        path = _path(one, town)
        etag = program.ask(path).headers["ETag"]
        again = program.ask(path, headers={"If-None-Match": etag}, status=304)
        assert again.get_data() == b""
        program.ask(path, headers={"If-None-Match": 'W/"other"'})


def test_a_marker_that_is_not_ours_is_refused(town, program):
    for path in _paged(town):
        for marker in ("x", "bm90IG91cnM", "W10", "x" * 401, "%00"):
            program.ask(f"{path}?after={marker}", status=400)


def test_what_is_asked_besides_is_refused(town, program):
    for one in _reads():
        path = _path(one, town)
        joined = "&" if "?" in path else "?"
        program.ask(f"{path}{joined}floor=1", status=400)
    program.ask("/questions?sort=new&sort=active", status=400)
    program.ask("/questions?sort=best", status=400)


def test_what_is_not_there_is_not_found(town, program):
    for one in _reads():
        if one.places:
            path = re.sub(r"{(\w+)}", "nobodyhasthis", one.path)
            program.ask(path, status=404)
            program.ask(re.sub(r"{(\w+)}", "%00", one.path), status=404)


def test_hidden_things_are_not_found(town, program):
    hidden = town.of("hidden")

    program.ask(f"/questions/{hidden['thread']}", status=404)
    program.ask(f"/products/{hidden['vendor']}/{hidden['product']}", status=404)


def test_lists_go_on_where_they_ended(town, program):
    seen, after = [], ""
    while after is not None:
        page = program.get(f"/questions?sort=new{f'&after={after}' if after else ''}")
        seen += [one["id"] for one in page["items"]]
        after = page["next"]

    assert len(seen) == len(set(seen)) > 5


def test_a_question_says_what_its_page_says(town, program, page):
    thread = town.of("ada")["thread"]

    told = program.get(f"/questions/{thread}")

    shown = page.get(told["url"]).words()
    assert told["title"] in shown
    assert len(told["answers"]) == 2
    for one in told["answers"]:
        assert one["author"]["name"] in shown
    named, alias = sorted(told["answers"], key=lambda one: one["author"]["is_alias"])
    assert named["author"]["url"] == "/u/ada"
    assert alias["author"]["url"] is None
    assert re.fullmatch(r"\d{4}-\d\d-\d\d", alias["created_on"])


def test_the_vendors_reply_and_statement_stand_apart(app, cast, town, program):
    cast.look_again()
    with app.app_context(), transaction():
        text = stating.publish_statement(
            cast.actor("rae"),
            None,
            heading="Prices rise in May",
            body="We tell everybody three months before.",
        )
        words = text.html
    official = town.of("shared")["official"]

    (stated,) = program.get("/vendors/arbor/statements")["items"]
    replies = [
        program.get(f"/questions/{one['id']}")["official_reply"]
        for one in program.get("/products/arbor/arbor-desk/questions")["items"]
    ]

    assert (stated["heading"], stated["html"]) == ("Prices rise in May", words)
    assert stated["signature"].startswith("Rae Alder")
    (reply,) = [one for one in replies if one is not None]
    assert (reply["id"], reply["vendor"]) == (official, "Arbor")
    assert program.get("/products/arbor/arbor-desk/statements")["items"] == []


def test_a_person_is_told_as_their_page_tells_them(app, cast, town, program):
    ada = program.get("/people/ada")
    assert (ada["role"], ada["is_work_email_verified"]) == ("member", True)
    assert ada["speaks_for"] is None
    assert "example" not in json.dumps(ada), "no address, no organisation"
    assert program.get("/people/rae")["speaks_for"] == "Arbor"
    program.ask("/people/nobody", status=404)
    with app.app_context(), transaction():
        user = db.session.get_one(User, cast.ada.id)
        user.profile_hidden_at = clock.now()
    program.ask("/people/ada", status=404)


def test_questions_of_a_vendor_are_those_of_its_products_too(town, program):
    of_vendor = program.get("/vendors/arbor/questions")["items"]
    of_product = program.get("/products/arbor/arbor-desk/questions")["items"]
    assert {one["id"] for one in of_product} <= {one["id"] for one in of_vendor}
    assert of_product
    program.ask("/vendors/nobody/questions", status=404)


def test_a_removed_answer_leaves_neither_words_nor_name(town, program, program_of):
    own = town.of("ada")
    program_of("ada").ask(f"/me/posts/{own['answer']}", method="DELETE", status=204)

    told = program.get(f"/questions/{own['thread']}")

    gone = [one for one in told["answers"] if one["id"] == own["answer"]]
    assert all(one["html"] is None and one["author"] is None for one in gone)


def test_a_review_says_what_its_page_says(town, program, page):
    told = program.get(f"/reviews/{town.of('ada')['review']}")

    shown = page.get(told["url"]).words()
    assert told["author"] in shown
    assert told["product"] in shown
    assert told["incentive"] in shown


def test_the_log_and_the_catalogue_are_there(town, program):
    assert program.get("/vendors")["items"][0]["name"] == "Arbor"
    assert program.get("/vendors?letter=a")["items"]
    assert program.get("/vendors?letter=z")["items"] == []
    desk = program.get(f"/products/arbor/{town.of('shared')['product']}")
    assert desk["vendor"] == {"slug": "arbor", "name": "Arbor"}
    assert program.get("/products?vendor=arbor")["items"][0]["id"] == desk["id"]
    assert program.get("/log")["next"] is None
    program.ask("/log?action=nonsense", status=400)
    assert program.get("/search?q=nobodysaysthisword")["groups"] is not None
    assert program.get("/search?q=-")["groups"] == []


def test_what_is_asked_often_is_listed_by_how_often(app, cast, program):
    with app.app_context(), transaction():
        mo, ada = cast.actor("mo"), cast.actor("ada")
        once, twice, *others = [
            ask(ada, title=f"What does support number {number} cost?")
            for number in range(5)
        ]
        for one, stays in zip(others, (twice, once, twice), strict=True):
            close_as_duplicate(mo, one, stays)
        wanted = [twice.public_id, once.public_id]

    listed = program.get("/questions?sort=often")["items"]

    assert [one["id"] for one in listed] == wanted


@pytest.mark.parametrize(
    "listed",
    ["/questions", "/questions?sort=unanswered", "/questions?sort=often"],
)
def test_lists_cost_the_same_whatever_is_in_them(
    cast, program, program_of, town, listed
):
    program.ask(listed)
    with count_queries() as few:
        program.ask(listed)
    asking = program_of("ada")
    for number in range(3):
        asking.post(
            "/me/questions",
            {
                "title": f"What does support number {number} cost?",
                "body": "We would like to know what others pay for it.",
                "tags": ["support", f"number-{number}"],
            },
        )

    with count_queries() as more:
        program.ask(listed)

    assert len(more) == len(few) <= 3
