"""What a room shows of prices is what is published for everybody, and it shows it to its people alone."""

import sqlalchemy as sa

from community.catalog.rules import ensure_product, ensure_vendor
from community.core.db import db, transaction
from community.core.publicversion import PRIVATE_TABLES
from community.core.visibility import State
from community.rooms.models import Room, RoomStep
from community.rooms.rules.forgetting import forget_typed_by
from community.rooms.rules.holding import note_step
from tests.prices.factories import crowd, f1, publish_series, series_of

CANARY = "CANARYROOM"


def test_a28_a_room_shows_published_cells_and_suppressed_ones_as_empty_ones(
    app, cast, scene
):
    ada = cast.page("ada")
    with app.app_context(), transaction():
        cedar = ensure_product(ensure_vendor("Cedar"), "Cedar Mill")
        publish_series(series_of(cedar), f1())  # there has been a release
    before = ada.get(scene.url).words()
    assert "for everybody, as of " in before
    assert before.count("Nothing is published here yet.") == 2
    with app.app_context(), transaction():
        board = ensure_product(ensure_vendor("Birch"), "Birch Board")
        publish_series(series_of(board), crowd(4, around=700))
    assert ada.get(scene.url).words() == before

    with app.app_context(), transaction():
        desk = ensure_product(ensure_vendor("Arbor"), "Arbor Desk")
        publish_series(series_of(desk), f1())
    room = ada.get(scene.url).words()
    assert "$1,000 per user and year $920 – $1,150 10–19" in room
    assert room.count("Nothing is published here yet.") == 1

    with app.app_context(), transaction():
        ensure_product(ensure_vendor("Arbor"), "Arbor Desk").state = State.HIDDEN
    hidden = ada.get(scene.url)
    assert "No longer listed here." in hidden.words()
    assert "$1,000" not in hidden.words()
    assert "/prices/arbor/arbor-desk/" not in hidden.links


def test_nobody_else_finds_anything_of_a_room(app, cast, scene, page):
    ada = cast.page("ada")
    notes = {"notes": f"{CANARY} and more", "name": f"{CANARY} desk"}
    ada.send(ada.get(f"{scene.url}/edit"), notes, having="notes", status=303)
    said = {"body": f"{CANARY} says a comment"}
    ada.send(ada.get(scene.url), said, having="body", status=303)
    assert CANARY in cast.page("ben").get(scene.url).words()
    public = (
        "/",
        f"/search?q={CANARY}",
        "/sitemap.xml",
        "/feeds/questions.atom",
        "/log",
    )
    for path in (*public, "/u/ada"):
        for who in (page, cast.page("cleo"), cast.page("rae")):
            found = who.get(path, status=None)
            told = [
                one
                for one in ("desk", "says", "and more")
                if f"{CANARY} {one}" in found.html
            ]
            assert told == [], path
            assert scene.room not in found.html, path
    for handle in ("cleo", "rae", "mo", "hana"):
        for part in ("", "/people", "/history", "/edit", "/scores", "/delete"):
            refused = cast.page(handle).get(f"{scene.url}{part}", status=None)
            assert refused.status in {403, 404}
            assert CANARY not in refused.html
    answer = page.get(scene.url, status=303)
    assert answer.location.startswith("/login")


def test_tables_of_rooms_are_private():
    rooms = {one for one in db.metadata.tables if one == "room" or one[:5] == "room_"}

    assert rooms
    assert rooms - PRIVATE_TABLES == set()


def test_what_somebody_typed_goes_from_the_history_with_their_account(app, cast, scene):
    """The committee keeps its texts as they are now; what it said before may be theirs."""
    with app.app_context(), transaction():
        room = db.session.scalars(sa.select(Room)).one()

        def step(who, words, before=None):
            note_step(room, None if who is None else who.id, words, before=before)
            db.session.flush()

        step(cast.ben, "changed the notes", "By ada and ben.")
        step(cast.ada, "changed the notes", "By ben.")
        step(cast.ben, "called the room “Big “new” desk”")
        step(cast.ben, "changed “a” (weight 1) to “b” (weight 2)")
        step(cast.ben, f"made a link for “{'x' * 400}”")
        step(cast.ben, "wrote down the decision for Arbor Desk")
        step(cast.ada, "scored")
        step(cast.ada, "wrote down the decision for Birch Board", "It is ben’s choice.")
        step(cast.ada, "changed the notes", "By ada.")
        steps = sa.select(RoomStep.words, RoomStep.before).order_by(RoomStep.id.desc())

        forget_typed_by(cast.ben.id)

        left = [tuple(row) for row in db.session.execute(steps.limit(9))][::-1]
    assert left == [
        ("changed the notes", None),
        ("changed the notes", None),
        ("called the room “[taken out]”", None),
        ("changed “[taken out]” (weight 2)", None),
        ("made a link for “[taken out]”", None),
        ("wrote down the decision for Arbor Desk", None),
        ("scored", None),
        ("wrote down the decision for Birch Board", None),
        ("changed the notes", "By ada."),
    ]
