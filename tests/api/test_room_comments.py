"""What one says in one's rooms through the API."""

import pytest

from community.api.scopes import Scope
from community.core.db import transaction
from community.rooms.rules import opening

SAID = {"body": "Their quote is high."}


@pytest.fixture
def path(app, cast, town) -> str:
    """Return where the comments of a room of ada's are."""
    with app.app_context(), transaction():
        room = opening.open_room(cast.actor("ada"), "Helpdesk for 2027")
        return f"/me/rooms/{room.public_id}/comments"


def test_a_comment_is_made_once_for_a_key_and_deleted(program_of, path):
    ada, key = program_of("ada"), {"Idempotency-Key": "one"}
    ada.post(path, SAID, headers=key)
    ada.post(path, SAID, headers=key)

    (said,) = ada.get(path)["items"]

    assert (said["by"], said["html"]) == ("ada", "<p>Their quote is high.</p>")
    ada.ask(f"{path}/{said['id']}", method="DELETE", status=204)
    ada.ask(f"{path}/{said['id']}", method="DELETE", status=404)
    assert ada.get(path)["items"] == []


def test_nobody_else_comments_or_deletes(program_of, path):
    program_of("cleo").post(path, SAID, status=404)
    program_of("rae").post(path, SAID, status=403)
    program_of("ada", Scope.READ_OWN).post(path, SAID, status=403)
    (said,) = program_of("ada").post(path, SAID).json["items"]
    program_of("cleo").ask(f"{path}/{said['id']}", method="DELETE", status=404)


def test_a_comment_of_nothing_is_told_where(program_of, path):
    for body in ("", " "):
        answer = program_of("ada").post(path, {"body": body}, status=422)
        assert [one["pointer"] for one in answer.json["errors"]] == ["#/body"]
