import pytest
import sqlalchemy as sa

from community.catalog.models import Product
from community.core.db import db, transaction
from community.core.errors import Conflict, Forbidden, Invalid, StaleEdit
from community.reviews.models import ResponseRevision
from community.reviews.queries import find_response
from community.reviews.rules.responding import edit_response, respond
from tests.reviews.made import write, written

TEXT = "We are sorry. Single sign-on is in every plan since June."


@pytest.fixture
def confirmed(app, cast, desk_id) -> None:
    """Let the cast's rep speak for the vendor."""
    with app.app_context(), transaction():
        cast.speak_for(db.session.get_one(Product, desk_id).vendor_id)


@pytest.mark.usefixtures("confirmed")
def test_the_vendor_responds_once(cast, desk):
    review = write(cast.actor("ada"), desk)
    respond(cast.actor("rae"), review, desk, TEXT)
    with pytest.raises(Conflict, match="already"):
        respond(cast.actor("rae"), review, desk, TEXT)
    found = find_response(review)

    assert found is not None
    assert (found.source, found.vendor_id, found.version) == (TEXT, desk.vendor_id, 1)


@pytest.mark.usefixtures("confirmed")
def test_edits_of_a_response_are_kept(cast, desk):
    review, rae = write(cast.actor("ada"), desk), cast.actor("rae")
    with pytest.raises(Conflict, match="no response"):
        edit_response(rae, review, desk, TEXT, version=1)
    respond(rae, review, desk, TEXT)
    edit_response(rae, review, desk, TEXT, version=1)
    edit_response(rae, review, desk, f"{TEXT} Promised.", version=1)
    edit_response(rae, review, desk, f"{TEXT} Done.", version=2)
    with pytest.raises(StaleEdit):
        edit_response(rae, review, desk, f"{TEXT} Late.", version=2)

    kept = db.session.scalars(
        sa.select(ResponseRevision.source).order_by(ResponseRevision.version)
    ).all()
    assert kept == [TEXT, f"{TEXT} Promised.", f"{TEXT} Done."]


@pytest.mark.usefixtures("confirmed")
@pytest.mark.parametrize("text", ["", "no", "x" * 5001, "[](https://example.org/abc)"])
def test_a_response_has_words(cast, desk, text):
    review = write(cast.actor("ada"), desk)
    with pytest.raises(Invalid) as refused:
        respond(cast.actor("rae"), review, desk, text)

    assert set(refused.value.fields) == {"body"}


def test_a_rep_who_is_not_confirmed_does_not_respond(cast, desk):
    review = write(cast.actor("ada"), desk)
    for who in ("rae", "ben", "mo"):
        with pytest.raises(Forbidden):
            respond(cast.actor(who), review, desk, TEXT)
        with pytest.raises(Forbidden):
            edit_response(cast.actor(who), review, desk, TEXT, version=1)

    assert find_response(review) is None


@pytest.mark.usefixtures("confirmed")
def test_a_rep_responds_and_edits_in_the_browser(app, cast, page, desk_id):
    path = f"/reviews/{written(app, cast.actor('ada'), desk_id)}"
    browser = cast.page("rae")
    assert "Respond" in browser.get(path).words()
    form = browser.get(f"{path}/response")
    refused = browser.send(form, {"body": "Too short"}, having="body", status=422)
    assert "20 characters or more" in refused.words()
    browser.send(form, {"body": TEXT}, having="body", status=303)
    stale = browser.get(f"{path}/response")
    browser.send(stale, {"body": f"{TEXT} Really."}, having="body", status=303)
    late = browser.send(stale, {"body": f"{TEXT} Late."}, having="body", status=409)
    assert f"{TEXT} Really." in late.words()
    assert late.form(having="body")["fields"]["body"] == f"{TEXT} Late."

    shown = page.get(path)
    assert "Response of Arbor" in shown.words()
    assert "Rae Alder, Head of Pricing" in shown.words()
    assert "Really." in shown.words()
    versions = page.get(f"{path}/response/history").words()
    assert "Version 2" in versions
    assert "rae" in versions


def test_what_nobody_responded_to_has_no_versions(app, cast, page, desk_id):
    public_id = written(app, cast.actor("ada"), desk_id)
    page.get(f"/reviews/{public_id}/response/history", status=404)


@pytest.mark.usefixtures("confirmed")
def test_a_response_that_is_gone_is_given_anew(app, cast, desk_id):
    path = f"/reviews/{written(app, cast.actor('ada'), desk_id)}"
    browser = cast.page("rae")
    fresh = browser.get(f"{path}/response")
    browser.send(fresh, {"body": TEXT}, having="body", status=303)
    form = browser.get(f"{path}/response")
    with app.app_context(), transaction():
        db.session.execute(sa.text("DELETE FROM review_response"))
    browser.send(form, {"body": f"{TEXT} Again."}, having="body", status=303)
