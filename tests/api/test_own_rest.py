"""Reviews, requests and rooms of one's own through the API."""

from decimal import Decimal

import pytest

from community.catalog.queries import find_product_by_public_id_for
from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import db, transaction
from community.rooms.rules import (
    deciding,
    opening,
    quoting,
    shortlisting,
    talking,
    weighing,
)
from community.rooms.rules.deciding import UNDECIDED, Decided
from community.rooms.rules.quoting import Offer
from tests.api.sent import REQUEST, REVIEW


@pytest.fixture
def unreviewed(app, town) -> str:
    """Return the id of a product that nobody reviewed yet."""
    with app.app_context(), transaction():
        product = ensure_product(ensure_vendor("Arbor"), "Arbor Mill")
        db.session.flush()
        return product.public_id


@pytest.fixture
def desk(town, program) -> dict:
    shared = town.of("shared")
    return program.get(f"/products/{shared['vendor']}/{shared['product']}")


def test_a_review_is_written_read_changed_taken_away_and_back(
    program_of, program, unreviewed
):
    cleo = program_of("cleo")

    made = cleo.post("/me/reviews", REVIEW | {"product": unreviewed}).json

    path = f"/me/reviews/{made['id']}"
    assert cleo.get(path) == made
    assert made["stars"] == REVIEW["stars"] | {"renewal": None, "exit": None}
    assert program.get(f"/reviews/{made['id']}")["author"] == "cleo"
    assert made["id"] in [one["id"] for one in cleo.get("/me/reviews")["items"]]
    cleo.post("/me/reviews", REVIEW | {"product": unreviewed}, status=409)
    sent = {name: made[name] for name in REVIEW} | {"version": made["version"]}
    sent["good"] = "Support answers within the hour now."
    changed = cleo.ask(path, method="PUT", json=sent).json
    assert (changed["version"], changed["good"]) == (2, sent["good"])
    stale = sent | {"good": "Support answers within two hours now."}
    cleo.ask(path, method="PUT", json=stale, status=409)
    cleo.ask(path, method="DELETE", status=204)
    program.ask(f"/reviews/{made['id']}", status=404)
    cleo.post(f"{path}/restore", status=204)
    assert program.get(f"/reviews/{made['id']}")["id"] == made["id"]


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"relationship": "vendor"}, "/relationship"),
        ({"incentive": "gift"}, "/incentive_from"),
        ({"stars": {"value": 3, "support": 5}}, "/stars/price_clarity"),
        ({"good": "Write to jo@example.com about it, she knows."}, "/good"),
        ({"bad": "Write to jo@example.com about it, she knows."}, "/bad"),
        ({"product": "nothing"}, "/product"),
    ],
)
def test_a_wrong_review_is_told_where(program_of, unreviewed, wrong, pointer):
    sent = REVIEW | {"product": unreviewed} | wrong

    answer = program_of("cleo").post("/me/reviews", sent, status=422)

    assert [one["pointer"] for one in answer.json["errors"]] == [f"#{pointer}"]


def test_a_request_is_sent_revealed_step_by_step_and_rated(program_of, town):
    cleo, rae = program_of("cleo"), program_of("rae")
    vendor = town.of("shared")["vendor"]
    (rep,) = cleo.get(f"/vendors/{vendor}/representatives")["items"]

    made = cleo.post("/me/requests", REQUEST | {"vendor": vendor, "to": rep["id"]}).json

    path, theirs = f"/me/requests/{made['id']}", f"/rep/requests/{made['id']}"
    assert made["alias"].startswith("Buyer ")
    assert "cleo" not in rae.ask(theirs).get_data(as_text=True).lower()
    traits = {"reveals": "traits", "size": "51–200", "region": "emea"}
    cleo.post(f"{path}/reveal", traits, status=200)
    told = {one["label"]: one["value"] for one in rae.get(theirs)["told"]}
    assert "51–200" in " ".join(told.values())
    cleo.post(f"{path}/reveal", traits, status=409)
    person = traits | {"reveals": "person", "name": "Cleo Marsh"}
    cleo.post(f"{path}/reveal", person, status=200)
    assert "Cleo Marsh" in rae.ask(theirs).get_data(as_text=True)
    cleo.ask(f"{path}/rating", method="PUT", json={"stars": 4}, status=409)
    rae.post(f"{theirs}/messages", {"body": "We answer by Friday."})
    cleo.ask(f"{path}/rating", method="PUT", json={"stars": 4})
    cleo.post(f"{path}/withdraw", status=204)
    rae.ask(theirs, status=404)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"product": "nothing"}, "/product"),
        ({"vendor": None}, "/vendor"),
        ({"told": {"reveals": "traits"}}, "/told/size"),
        ({"last_day": "2020-01-01"}, "/last_day"),
        ({"to": "nobody"}, "/to"),
        ({"subject": " "}, "/subject"),
    ],
)
def test_a_wrong_request_is_told_where(program_of, town, wrong, pointer):
    sent = REQUEST | {"vendor": town.of("shared")["vendor"]} | wrong

    answer = program_of("cleo").post("/me/requests", sent, status=422)

    assert f"#{pointer}" in [one["pointer"] for one in answer.json["errors"]]


def test_a_request_about_a_product_goes_to_its_vendor(program_of, desk):
    made = program_of("cleo").post("/me/requests", REQUEST | {"product": desk["id"]})

    assert made.json["product"] == desk["name"]


def test_a_room_is_read_by_its_people_alone(app, cast, program_of, desk):
    with app.app_context(), transaction():
        ada = cast.actor("ada")
        room = opening.open_room(ada, "Helpdesk for 2027")
        path = f"/me/rooms/{room.public_id}"
        product = find_product_by_public_id_for(ada, desk["id"])
        choice = shortlisting.add_product(ada, room, product)
        criterion = weighing.add_criterion(ada, room, "Price", 3)
        db.session.flush()
        weighing.score(ada, room, {(criterion.id, choice.id): 4})
        offer = Offer(Decimal(54000), "USD", Decimal(80), 36)
        quoting.add_quote(ada, room, choice.public_id, offer)
        decided = Decided(choice.public_id, "It is the least dear.", None)
        deciding.decide(ada, room, decided, version=UNDECIDED)
        talking.comment(ada, room, "Their quote is high.")

    program = program_of("ada")
    listed = program.get("/me/rooms")["items"]
    told = program.get(path)

    assert [one["name"] for one in listed if one["id"] == told["id"]]
    assert [one["name"] for one in told["shortlist"]] == [desk["name"]]
    assert told["people"] == [{"handle": "ada", "role": "owner"}]
    assert (told["quotes"][0]["by"], told["quotes"][0]["product"]) == (
        "ada",
        "Arbor Desk",
    )
    assert told["criteria"] == [{"name": "Price", "weight": 3}]
    assert told["shortlist"][0]["scores"] == {"Price": "4.0"}
    assert told["decision"]["product"] == desk["name"]
    (said,) = program.get(f"{path}/comments")["items"]
    assert (said["by"], said["html"]) == ("ada", "<p>Their quote is high.</p>")
    program_of("cleo").ask(path, status=404)
    program_of("cleo").ask(f"{path}/comments", status=404)
    program_of("rae").ask(path, status=403)
