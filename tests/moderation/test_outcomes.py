"""The inbox tells authors and who reported something what moderators decided."""

from datetime import timedelta

import time_machine

from community.core import clock
from community.core.worker import run_due
from tests.moderation.appealing import (
    APPROVE,
    HIDE,
    OVERTURN,
    appealed,
    decided,
    judged,
)
from tests.queries import count_queries

HIDDEN = "Hidden from everybody but its author"


def test_authors_and_who_reported_hear_of_it_in_the_inbox(app, cast, scene):
    ada, cleo = cast.page("ada"), cast.page("cleo")
    path = decided(app, cast, scene.review, HIDE, kind="review")
    statement = path.removesuffix("/appeal").replace("decisions", "statements")
    with count_queries() as few:
        told = ada.get("/inbox")
    assert (HIDDEN in told.words(), statement in told.links) == (True, True)
    # It can be undone for ten minutes: as with the letter, nobody hears of it before.
    assert "Your report" not in cleo.get("/inbox").words()

    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        decided(app, cast, scene.post, APPROVE)
        assert "Upheld: something was done about it" in cleo.get("/inbox").words()
        judged(cast.page("mia"), appealed(cast, path), OVERTURN)
        decided(app, cast, scene.whisper, HIDE)
        ada.get("/inbox")  # the first in a while says that she was here
        with count_queries() as many:
            words = ada.get("/inbox").words()

    assert HIDDEN not in words  # neither what was overturned nor what has an alias
    assert "Overturned on appeal" in words
    assert [*few] == [*many]
    with time_machine.travel(clock.now() + timedelta(minutes=30), tick=False):
        assert cleo.get("/inbox").words().count("Not upheld: it stays") == 2


def test_what_was_decided_is_new_until_it_is_read(app, cast, scene):
    ada, cleo = cast.page("ada"), cast.page("cleo")
    new = "Moderators decided something that concerns you"
    decided(app, cast, scene.whisper, HIDE)
    assert new not in ada.get("/inbox").words()

    decided(app, cast, scene.review, HIDE, kind="review")

    page = ada.get("/inbox")
    assert new in page.words()
    assert "New" in page.words()
    assert "/inbox#decided" in page.links
    ada.post("/inbox/read-all")
    page = ada.get("/inbox")
    assert new in page.words()
    assert "Mark as read" not in page.words()
    assert new not in cleo.get("/inbox").words()
    with time_machine.travel(clock.now() + timedelta(minutes=11), tick=False):
        run_due(app)
        assert "Moderators decided 2 things" in cleo.get("/inbox").words()
