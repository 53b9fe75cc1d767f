"""Times that a vendor proposes, and registrations for events, through the API."""

import pytest

from tests.api.sent import REQUEST, TIME


@pytest.fixture
def asked(program_of, town) -> str:
    """Return the id of a request of cleo's that waits for Arbor."""
    sent = REQUEST | {"vendor": town.of("shared")["vendor"]}
    made: str = program_of("cleo").post("/me/requests", sent).json["id"]
    return made


def test_a_time_is_proposed_taken_and_the_others_declined(program_of, asked):
    cleo, rae = program_of("cleo"), program_of("rae")
    path, theirs = f"/me/requests/{asked}", f"/rep/requests/{asked}"
    rae.post(f"{theirs}/times", TIME)
    rae.post(f"{theirs}/times", TIME | {"what": "demo", "minutes": 60})
    first, second = cleo.get(path)["times"]
    assert first["starts"] == TIME["starts"]

    answer = cleo.post(f"{path}/times/{first['id']}/accept", status=200).json

    assert [one["state"] for one in answer["times"]] == ["accepted", "declined"]
    assert rae.get(theirs)["times"] == answer["times"]
    cleo.post(f"{path}/times/{second['id']}/accept", status=409)
    cleo.post(f"{path}/times/{first['id']}/decline", status=200)
    assert {one["state"] for one in cleo.get(path)["times"]} == {"declined"}


def test_a_time_is_taken_back_by_the_vendor_alone(program_of, asked):
    cleo, rae = program_of("cleo"), program_of("rae")
    theirs = f"/rep/requests/{asked}"
    (time,) = rae.post(f"{theirs}/times", TIME).json["times"]
    cleo.post(f"{theirs}/times/{time['id']}/take-back", status=403)

    taken = rae.post(f"{theirs}/times/{time['id']}/take-back", status=200).json

    assert [one["state"] for one in taken["times"]] == ["declined"]
    cleo.post(f"/me/requests/{asked}/times/{time['id']}/accept", status=409)
    cleo.post(f"/me/requests/{asked}/times/nothingatall/accept", status=404)


@pytest.mark.parametrize(
    ("wrong", "pointer"),
    [
        ({"starts": "2020-01-01T09:00:00Z"}, "/starts"),
        ({"starts": "0001-01-01T00:00:00+14:00"}, "/starts"),
        ({"starts": "2020-01-01T09:00:00"}, "/starts"),
        ({"minutes": 31}, "/minutes"),
        ({"place": " "}, "/place"),
    ],
)
def test_a_wrong_time_is_told_where(program_of, asked, wrong, pointer):
    answer = program_of("rae").post(
        f"/rep/requests/{asked}/times", TIME | wrong, status=422
    )

    assert [one["pointer"] for one in answer.json["errors"]] == [f"#{pointer}"]


def test_what_is_over_is_deleted_for_good(program_of, asked):
    cleo, path = program_of("cleo"), f"/me/requests/{asked}"
    cleo.ask(path, method="DELETE", status=409)
    cleo.post(f"{path}/withdraw", status=204)

    cleo.ask(path, method="DELETE", status=204)

    cleo.ask(path, status=404)


def test_registering_tells_the_organiser_what_was_chosen(program_of, town):
    cleo = program_of("cleo")
    event = town.of("shared")["event"]
    sent = {"event": event, "told": {"reveals": "nothing"}}

    made = cleo.post("/me/events", sent).json

    assert made["link"]
    assert "cleo" not in str(made["told"]).lower()
    cleo.post("/me/events", sent, status=409)
    more = {"reveals": "person", "size": "51–200", "region": "emea", "name": "Cleo M"}
    told = cleo.post(f"/me/events/{event}/reveal", more, status=200).json["told"]
    assert "Cleo M" in [one["value"] for one in told]
    cleo.post(f"/me/events/{event}/reveal", more, status=409)
    cleo.post(f"/me/events/{event}/withdraw", status=204)
    cleo.ask(f"/me/events/{event}", status=404)


def test_a_wrong_registration_is_told_where(program_of, town):
    cleo = program_of("cleo")
    told = {"reveals": "traits"}

    answer = cleo.post(
        "/me/events", {"event": town.of("shared")["event"], "told": told}, status=422
    )

    assert "#/told/size" in [one["pointer"] for one in answer.json["errors"]]
    told = {"reveals": "nothing"}
    cleo.post("/me/events", {"event": "nothingatall", "told": told}, status=404)
