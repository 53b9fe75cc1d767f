"""Files in a room: clean copies, for its people alone, within limits; and earlier texts."""

import io

import pytest
import sqlalchemy as sa
import time_machine
from flask import Flask
from werkzeug.datastructures import FileStorage
from werkzeug.test import encode_multipart

from community.core import clock
from community.core.db import db
from community.core.settings import Settings
from community.core.worker import run_due
from community.rooms.filing import VAULT, RoomFile
from community.rooms.kinds import FILES_A_DAY
from community.rooms.rules import filing
from tests.deals.evidence import files
from tests.page import Page, PageClient
from tests.rooms.conftest import Scene, joined, write

OFFER = "Offer of March"


def put(
    browser: PageClient,
    url: str,
    data: bytes,
    *,
    status: int = 303,
    title: str = OFFER,
    **more: str,
) -> Page:
    """Send a file as the form of the room does."""
    page = browser.get(f"{url}/files")
    form = page.form(having="title")["fields"]
    typed = {**form, "title": title, **more}
    typed["file"] = FileStorage(io.BytesIO(data), filename="CANARY-NAME.pdf")
    boundary, body = encode_multipart(typed)
    kind = f'multipart/form-data; boundary="{boundary}"'
    answer = Page(browser.client.post(f"{url}/files", data=body, content_type=kind))
    return browser._check(answer, f"{url}/files", status)


def only_file(app: Flask) -> RoomFile:
    with app.app_context():
        found = db.session.scalars(sa.select(RoomFile)).one()
        db.session.expunge(found)
        return found


@pytest.fixture
def ada(cast) -> PageClient:
    return cast.page("ada")


@pytest.fixture(autouse=True)
def _empty_vault(app: Flask):
    yield
    with app.app_context():
        for path in VAULT.folder().glob("*"):
            path.unlink()


@pytest.mark.parametrize(
    ("data", "begins", "ending"),
    [
        (files.telling_pdf(), b"%PDF", "pdf"),
        (files.telling_jpeg(), b"\xff\xd8", "jpg"),
        (files.telling_png(), b"\x89PNG", "png"),
    ],
)
def test_a_clean_copy_is_kept_under_a_key(
    app, ada, scene: Scene, settings: Settings, data, begins, ending
):
    before = set((settings.data_dir / "rooms").glob("*.sealed"))
    put(ada, scene.url, data)

    page = ada.get(f"{scene.url}/files")
    assert OFFER in page.text
    file = only_file(app)
    answer = ada.client.get(f"{scene.url}/files/{file.public_id}")
    assert answer.status_code == 200
    assert answer.data.startswith(begins)
    assert b"CANARY" not in answer.data
    assert answer.headers["Content-Disposition"].endswith(f'.{ending}"')
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert answer.headers["Cache-Control"] == "no-store"
    (path,) = set((settings.data_dir / "rooms").glob("*.sealed")) - before
    assert b"CANARY" not in path.read_bytes()
    assert not path.read_bytes().startswith(begins)
    assert "CANARY-NAME" not in page.text


def test_its_people_read_it_and_nobody_else(app, cast, ada, scene: Scene):
    put(ada, scene.url, files.png())
    path = f"{scene.url}/files/{only_file(app).public_id}"

    assert cast.page("ben").client.get(path).status_code == 200
    for handle in ("cleo", "mo", "hana", "rae"):
        assert cast.page(handle).client.get(path).status_code in {403, 404}
    assert PageClient(app).client.get(path).status_code == 303


def test_guests_see_no_file(app, cast, ada, scene: Scene):
    put(ada, scene.url, files.png())
    form = ada.get(f"{scene.url}/guests")
    made = ada.send(form, {"label": "The auditor"}, having="label")
    text = made.response.text if made.status == 200 else ada.follow(made).response.text
    link = "/rooms/guest/" + text.partition("/rooms/guest/")[2].split('"')[0].split()[0]
    link = link.split("<")[0]

    brief = PageClient(app).get(link).text

    assert OFFER not in brief
    PageClient(app).get(f"{link}/files", status=404)


def test_a_file_of_another_room_is_not_found_in_ones_own(app, cast, ada, scene: Scene):
    put(ada, scene.url, files.png())
    cleo = cast.page("cleo")
    own = cleo.send(
        cleo.get("/rooms/new"), {"name": "Theirs"}, having="name", status=303
    ).location

    cleo.get(f"{own}/files/{only_file(app).public_id}", status=404)


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "The file is empty."),
        (b"PK\x03\x04 nothing", "Send a PDF, a PNG or a JPEG."),
        (files.png()[:40], "damaged or not complete"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field(app, ada, scene, data, why):
    refused = put(ada, scene.url, data, status=422)

    assert why in refused.text
    assert refused.form(having="title")["fields"]["title"] == OFFER
    with app.app_context():
        assert db.session.scalar(sa.select(RoomFile.id)) is None


def test_a_file_needs_a_name_and_a_form_a_file(app, ada, scene: Scene):
    assert (
        "Say what it is." in put(ada, scene.url, files.png(), title="", status=422).text
    )
    ada.post(f"{scene.url}/files", {"title": OFFER}, status=422)


@pytest.mark.parametrize("limit", ["MOST_FILES", "MOST_FILE_BYTES"])
def test_a_room_holds_so_much_and_no_more(monkeypatch, ada, scene: Scene, limit):
    monkeypatch.setattr(filing, limit, 1)
    put(ada, scene.url, files.png())

    refused = put(ada, scene.url, files.jpeg(), status=409)

    assert "Delete an old one first." in refused.text


def test_so_many_a_day_and_no_more(app, cast, ada, scene: Scene):
    for _ in range(FILES_A_DAY):
        with app.app_context():
            filing.count_upload(cast.actor("ada"))

    put(ada, scene.url, files.png(), status=429)


def test_who_put_it_there_or_an_owner_deletes_it(app, cast, ada, scene: Scene):
    ben = cast.page("ben")
    joined(app, cast, ada, scene.url, "cleo")
    put(ben, scene.url, files.png())
    path = f"{scene.url}/files/{only_file(app).public_id}"

    cast.page("cleo").post(f"{path}/delete", status=403)
    ada.post(f"{path}/delete", status=303)
    run_due(app)

    ben.get(path, status=404)
    with app.app_context():
        assert list(VAULT.folder().glob("*.sealed")) == []
    assert "deleted the file “Offer of March”" in ada.get(f"{scene.url}/history").text


def test_files_of_a_room_that_is_gone_are_swept(app, ada, scene: Scene):
    put(ada, scene.url, files.png())
    ada.send(ada.get(f"{scene.url}/delete"), {}, having="submission_key", status=303)

    with app.app_context():
        (path,) = VAULT.folder().glob("*.sealed")
    path.touch()
    with time_machine.travel(clock.now().timestamp() + 3 * 3600 * 24 * 400):
        write(app, filing.tidy)

    assert not path.exists()


def test_the_history_tells_what_texts_said_before(app, ada, scene: Scene):
    for notes in ("The budget is CANARY-40.", "The budget is 50."):
        page = ada.get(f"{scene.url}/edit")
        ada.send(page, {"notes": notes}, having="notes", status=303)
    for reasons in ("Because of CANARY-PRICE.", "Because of the cap."):
        page = ada.get(f"{scene.url}/decision")
        said = {"choice": scene.desk, "reasons": reasons}
        ada.send(page, said, having="reasons", status=303)

    history = ada.get(f"{scene.url}/history").text

    assert "The budget is CANARY-40." in history
    assert "Because of CANARY-PRICE." in history
    assert "The budget is 50." not in history


def test_a_text_that_is_not_changed_leaves_nothing(app, ada, scene: Scene):
    for _ in range(2):
        page = ada.get(f"{scene.url}/decision")
        said = {"choice": scene.desk, "reasons": "Because of the cap."}
        ada.send(page, said, having="reasons", status=303)

    assert "What it said before" not in ada.get(f"{scene.url}/history").text
