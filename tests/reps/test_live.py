"""What a vendor's team writes is shown as it will look while they write it."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.reps.models import OfficialText
from community.reps.rules import publishing
from community.threads.models import Thread
from tests.reps.conftest import WORDS

NEW = "We hold **the cap** for three years in each contract."


def live(browser, page, **typed):
    form = page.form(having="body")
    sent = {**form["fields"], **typed, "live": "1"}
    return browser.client.post(form["action"] or page.path, data=sent).json


@pytest.mark.parametrize("place", ["reply", "statement", "edit"])
def test_a_text_is_shown_and_not_posted(app, cast, spoken, place):
    with app.app_context(), transaction():
        thread = db.session.get_one(Thread, spoken.thread_id)
        path = f"/questions/{thread.public_id}/official"
        if place == "edit":
            text = publishing.reply(cast.actor("rae"), thread, WORDS)
            path = f"/official/{text.public_id}/edit"
        before = db.session.scalars(sa.select(OfficialText.source)).all()
    rae = cast.page("rae")
    page = rae.get("/rep/statements/new" if place == "statement" else path)

    assert "data-live" in page.html
    assert "<strong>the cap</strong>" in live(rae, page, body=NEW)["html"]
    assert live(rae, page, body="Sh")["html"] == ""
    assert live(rae, page, body=NEW, csrf_token="stale") is None
    with app.app_context():
        assert db.session.scalars(sa.select(OfficialText.source)).all() == before
