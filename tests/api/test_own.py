"""One's own through the API: the rules of the pages, said by JSON pointers."""

import pytest
import sqlalchemy as sa

from community.core import clock
from community.core.db import db
from community.deals.models import Deal
from community.threads.models import Post, Thread
from tests.api.sent import QUESTION, deal_of
from tests.queries import count_queries


@pytest.fixture
def desk(town, program) -> str:
    shared = town.of("shared")
    return program.get(f"/products/{shared['vendor']}/{shared['product']}")["id"]


def test_a_price_is_reported_read_changed_withdrawn_and_gone(app, program_of, desk):
    program = program_of("cleo")

    made = program.post("/me/deals", deal_of(desk))

    deal = made.json
    path = f"/me/deals/{deal['id']}"
    assert made.headers["Location"] == f"/api/v1{path}"
    assert made.headers["Cache-Control"] == "no-store"
    assert program.get(path) == deal
    assert deal["lines"][0]["metric"] == "user"
    sent = {key: deal[key] for key in deal if key not in {"id", "state"}}
    sent["lines"][0]["quantity"] = "90"
    changed = program.ask(path, method="PUT", json=sent).json
    assert (changed["version"], changed["lines"][0]["quantity"]) == (2, "90")
    program.ask(path, method="PUT", json=sent, status=409)
    assert program.post(f"{path}/withdraw", status=200).json["state"] == "withdrawn"
    assert program.post(f"{path}/restore", status=200).json["state"] == "submitted"
    program.ask(path, method="DELETE", status=204)
    program.ask(path, status=404)


def test_all_that_was_told_comes_back(program_of, town, desk, program):
    vendor, product = (town.of("shared")[name] for name in ("vendor", "product"))
    plans = program.get(f"/products/{vendor}/{product}")["plans"]
    edition = next(one["id"] for one in plans if not one["is_add_on"])
    years = [
        {"year": 1, "quantity": "50", "amount": "60000"},
        {"year": 2, "quantity": "100", "amount": "110000.5"},
    ]
    line = {"product": desk, "plan": edition, "year_schedule": years}
    sent = deal_of(
        desk,
        lines=[line],
        term_months=24,
        levers=["quarter-end", "volume"],
        other_alternatives=["incumbent"],
        first_quote_amount="250000",
        auto_renew="yes",
        notice_days=90,
        satisfaction=4,
        payment_days="30",
        industry="technology",
    )

    told = program_of("cleo").post("/me/deals", sent).json

    for name in set(sent) - {"lines"}:
        assert told[name] == sent[name], name
    assert told["lines"][0]["plan"] == edition
    assert told["lines"][0]["year_schedule"] == years
    assert told["lines"][0]["quantity"] == "75"
    wrong = deal_of(desk, lines=[{"product": desk, "plan": "nothing"}])
    wrong["alternatives"] = ["nothing"]
    refused = program_of("cleo").post("/me/deals", wrong, status=422).json
    assert refused["errors"][0]["pointer"] == "#/alternatives/0"
    del wrong["alternatives"]
    refused = program_of("cleo").post("/me/deals", wrong, status=422).json
    assert refused["errors"][0]["pointer"] == "#/lines/0/plan"


def test_each_wrong_place_is_pointed_at(program_of, desk):
    program = program_of("cleo")
    shapeless = deal_of(desk, currency="dollars", tax_excluded="yes", sold_by="me")
    shapeless["lines"][0]["quantity"] = "many"

    told = program.post("/me/deals", shapeless, status=422).json

    assert {one["pointer"] for one in told["errors"]} == {
        "#/currency",
        "#/tax_excluded",
        "#/sold_by",
        "#/lines/0/quantity",
    }
    untrue = deal_of(desk, term_months=500, tax_excluded=False)
    told = program.post("/me/deals", untrue, status=422).json
    assert {"#/term_months", "#/tax_excluded"} <= {
        one["pointer"] for one in told["errors"]
    }
    unknown = deal_of("nothingatall")
    told = program.post("/me/deals", unknown, status=422).json
    assert told["errors"][0]["pointer"] == "#/lines/0/product"


def test_the_same_price_twice_and_a_forbidden_one_are_refused(app, program_of, desk):
    program = program_of("cleo")
    program.post("/me/deals", deal_of(desk))

    assert program.post("/me/deals", deal_of(desk), status=422).json["code"] == (
        "same-deal"
    )
    forbidden = deal_of(desk, contract_forbids="yes")
    told = program.post("/me/deals", forbidden, status=422).json
    assert told["code"] == "forbidden-by-contract"


def test_a_key_makes_one_price_and_one_question(app, program_of, desk):
    program = program_of("cleo")
    key = {"Idempotency-Key": "made-once"}
    with app.app_context():
        before = db.session.scalar(sa.select(sa.func.count()).select_from(Deal))

    first = program.post("/me/deals", deal_of(desk), headers=key)
    again = program.post("/me/deals", deal_of(desk), headers=key)
    asked = [program.post("/me/questions", QUESTION, headers=key) for _ in range(2)]

    assert first.json == again.json
    assert asked[0].json["id"] == asked[1].json["id"]
    with app.app_context():
        assert db.session.scalar(sa.select(sa.func.count()).select_from(Deal)) == (
            before + 1
        )
        title = Thread.title == QUESTION["title"]
        assert len(db.session.scalars(sa.select(Thread).where(title)).all()) == 1
    other = QUESTION | {"title": "What does basic support cost?"}
    told = program.post("/me/questions", other, headers=key, status=422).json
    assert told["code"] == "key-reused"
    program.post(
        "/me/questions", QUESTION, headers={"Idempotency-Key": "x" * 81}, status=400
    )


def test_a_question_is_asked_answered_edited_and_taken_away(program_of, program, desk):
    ada, ben = program_of("ada"), program_of("cleo")

    made = ada.post("/me/questions", QUESTION | {"product": desk})
    question = made.json["id"]
    answered = ben.post(
        f"/me/questions/{question}/answers",
        {
            "body": "We pay four percent of the list.",
            "anonymous": True,
            "interested": True,
        },
    ).json

    told = program.get(f"/questions/{question}")
    assert told["subject"] == "Arbor Desk"
    assert told["answers"][0]["author"]["is_alias"]
    said = [one["is_interested"] for one in (told["question"], *told["answers"])]
    assert said == [False, True]
    post = answered["answers"][0]["id"]
    changed = {"body": "We pay five percent of the list.", "version": 1}
    told = ben.ask(f"/me/posts/{post}", method="PUT", json=changed).json
    assert "five percent" in told["answers"][0]["html"]
    assert told["answers"][0]["is_interested"]
    taken_back = {"body": changed["body"], "interested": False, "version": 2}
    told = ben.ask(f"/me/posts/{post}", method="PUT", json=taken_back).json
    assert not told["answers"][0]["is_interested"]
    stale = changed | {"body": "We pay six percent of the list."}
    ben.ask(f"/me/posts/{post}", method="PUT", json=stale, status=409)
    ada.ask(f"/me/posts/{post}", method="PUT", json=changed, status=403)
    edited = QUESTION | {"title": "What does gold support cost?", "version": 1}
    told = ada.ask(f"/me/questions/{question}", method="PUT", json=edited).json
    assert told["title"] == edited["title"]
    said = edited | {"interested": True, "version": 2}
    told = ada.ask(f"/me/questions/{question}", method="PUT", json=said).json
    assert told["question"]["is_interested"]
    ben.ask(f"/me/posts/{post}", method="DELETE", status=204)
    ben.post(f"/me/posts/{post}/restore", status=204)
    assert len(program.get(f"/questions/{question}")["answers"]) == 1
    assert post in {one["id"] for one in ben.get("/me/posts")["items"]}


def test_a_text_that_tells_too_much_is_sent_back(app, program_of):
    program = program_of("ada")
    telling = QUESTION | {"body": "Write to jane.doe@contoso.example about support."}

    told = program.post("/me/questions", telling, status=422).json

    assert told["code"] == "tells-too-much"
    assert told["errors"][0]["pointer"] == "#/body"
    redacted = program.post("/me/questions", telling | {"check": "redact"}).json
    assert "jane.doe" not in redacted["question"]["html"]
    own = QUESTION | {
        "body": "Write to ada@northwind.example about support.",
        "anonymous": True,
        "check": "as-is",
        "title": "Who else asks for gold support?",
    }
    program.post("/me/questions", own, status=422)


def test_a_short_question_is_refused_as_on_the_page(program_of):
    told = program_of("ada").post(
        "/me/questions", {"title": "Why?", "body": "?"}, status=422
    )

    assert {one["pointer"] for one in told.json["errors"]} == {"#/title", "#/body"}


def test_follows_saved_things_and_the_inbox_are_kept(town, program_of, desk):
    program = program_of("ada")
    thread = town.of("cleo")["thread"]
    for kind, ref in (("product", desk), ("question", thread), ("vendor", "arbor")):
        follow = f"/me/follows/{kind}/{ref}"
        program.ask(follow, method="PUT", json={"level": "important"}, status=204)
        program.ask(f"/me/saved/{kind}/{ref}", method="PUT", status=204)
    program.ask("/me/searches", method="POST", json={"q": "seats"}, status=204)
    program.ask("/me/saved/tag/whisper", method="PUT", status=404)

    followed = program.get("/me/follows")["items"]
    assert {("product", desk), ("vendor", "arbor")} <= {
        (one["kind"], one["ref"]) for one in followed
    }
    assert "seats" in {one["name"] for one in followed if one["kind"] == "search"}
    assert thread in {one["ref"] for one in program.get("/me/saved")["items"]}
    program.ask(f"/me/follows/product/{desk}", method="DELETE", status=204)
    program.ask(f"/me/saved/question/{thread}", method="DELETE", status=204)
    stopped = [one for one in program.get("/me/follows")["items"] if one["ref"] == desk]
    assert [one["is_stopped"] for one in stopped] == [True]
    entry = town.of("ada")["entry"]
    program.ask(f"/me/notifications/{entry}/read", method="POST", status=204)
    program.ask("/me/notifications/read-all", method="POST", status=204)
    assert all(one["is_read"] for one in program.get("/me/notifications")["items"])


def test_a_request_is_read_by_both_answered_and_withdrawn(app, town, program_of):
    own = town.of("cleo")["request"]
    buyer, rep = program_of("cleo"), program_of("rae")

    said = {"body": "Thank you; and for sixty seats?"}
    told = buyer.post(f"/me/requests/{own}/messages", said).json
    assert "sixty seats" in told["messages"][-1]["html"]
    answer = {"body": "The same for sixty, as listed."}
    seen = rep.post(f"/rep/requests/{own}/messages", answer).json

    assert "cleo" not in str(seen["told"])
    assert own in {one["id"] for one in rep.get("/rep/requests")["items"]}
    buyer.post(f"/me/requests/{own}/withdraw", status=204)
    rep.ask(f"/rep/requests/{own}", status=404)
    assert buyer.get(f"/me/requests/{own}")["id"] == own


def test_own_lists_cost_the_same_whatever_is_in_them(program_of, town, desk):
    program = program_of("cleo")
    lists = ("/me/deals", "/me/posts", "/me/follows", "/me/requests")
    costs = []
    for month in (5, 6, 7):
        when = clock.add_months(clock.current_month(), -month)
        program.post("/me/deals", deal_of(desk, deal_month=when))
        program.post(
            "/me/questions", QUESTION | {"title": f"What does month {month} cost?"}
        )
        program.ask("/me")
        with count_queries() as seen:
            for path in lists:
                program.ask(path)
        costs.append(len(seen))

    assert costs[0] == costs[-1]


@pytest.mark.parametrize(
    ("sent", "kind", "status"),
    [
        (b"{", "application/json", 400),
        (b"\xff\xfe", "application/json", 400),
        (b"[]", "application/json", 422),
        (b"null", "application/json", 422),
        (b"a=b", "application/x-www-form-urlencoded", 415),
        (b"", "", 415),
        (b"[" * 100_000, "application/json", 400),
        (b'{"title": "' + b"x" * 300_000 + b'"}', "application/json", 413),
    ],
)
def test_nonsense_is_refused_and_makes_nothing(app, program_of, sent, kind, status):
    program = program_of("ada")

    program.ask(
        "/me/questions", method="POST", data=sent, content_type=kind, status=status
    )

    with app.app_context():
        assert db.session.scalars(sa.select(Post)).all() == []
