"""A dispute is hidden as any other text: with a reason, in the public log, appealable."""

import csv

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.catalog.models import Category, Product
from community.core.actors import VISITOR
from community.core.db import db, transaction
from community.core.errors import Forbidden
from community.core.spokespeople import voice_of
from community.reps import access
from community.reps.models import Dispute
from community.reps.moderated_disputes import ModeratedDisputes
from community.reps.rules import disputing, hiding
from community.reviews.rules.writing import write_review
from community.threads.models import Thread
from community.threads.rules import asking
from moderation.access import require_can_decide
from moderation.items import get_item_for
from moderation.kinds import Reason
from moderation.notifying.finding import find_at
from tests.accounts.conftest import Post as Mailbox
from tests.moderation.appealing import (
    OVERTURN,
    appealed,
    audited,
    decided,
    judged,
    missing_in,
)
from tests.moderation.conftest import report
from tests.queries import count_queries
from tests.reps.conftest import LONG_AGO
from tests.reps.test_disputes import PRODUCT, TEXT, raised
from tests.reviews.made import draft

HIDE = {
    "verdict": "hide",
    "reason": "identifies-person",
    "facts": "It names Jane Doe, a customer.",
}
LISTED = ("/prices/arbor/disputes", "/log/disputes")


@pytest.fixture
def dispute(app, spoken, cast) -> str:
    with app.app_context(), transaction():
        return raised(cast, PRODUCT).public_id


def hidden(app, cast, dispute: str, by: str = "mo") -> str:
    return decided(app, cast, dispute, HIDE, kind="dispute", by=by)


def table(page, path: str) -> list[dict[str, str]]:
    return list(csv.DictReader(page.client.get(path).text.splitlines()))


def test_it_stands_in_the_log_with_its_reason_and_without_names(
    app, cast, page, dispute
):
    hidden(app, cast, dispute)

    (line,) = table(page, "/log.csv?what=dispute")
    told = ("done", "what", "reason", "rule", "moderator")
    assert tuple(line[one] for one in told) == (
        "Hidden from everybody but its author",
        "Dispute of a vendor",
        "identifies-person",
        "Name no private person.",
        "mo",
    )
    feed = page.client.get("/log.atom").text
    assert "Dispute of a vendor: Hidden from everybody" in feed
    words = page.get("/log?what=dispute&moderator=mo").words()
    assert "Hidden from everybody but its author Dispute of a vendor" in words
    for public in (words, feed, str(line)):
        for name in ("Jane", "Rae", "rae", TEXT):
            assert name not in public
    assert audited(app)[-1] == "case.hidden"


def test_its_rep_gets_a_statement_of_reasons_and_appeals(app, cast, page, dispute):
    path = hidden(app, cast, dispute)
    rae = cast.page("rae")
    (letter,) = [
        mail.text for mail in Mailbox(app).to(cast.rae.email) if "Why" in mail.subject
    ]
    assert missing_in(letter) == []
    assert "It names Jane Doe, a customer." in letter
    for listed in LISTED:
        own = rae.get(listed)
        assert TEXT in own.words()
        assert f"/statements/dispute/{dispute}" in own.links
    told = rae.get(f"/statements/dispute/{dispute}", status=303).location
    assert "It names Jane Doe" in rae.get(told).words()
    for other in ("ada", "hana"):
        cast.page(other).get(f"/statements/dispute/{dispute}", status=404)

    desk = appealed(cast, path, who="rae")
    assert judged(cast.page("mo"), desk, OVERTURN).status == 403
    assert TEXT not in page.get("/log/disputes").words()
    assert judged(cast.page("mia"), desk, OVERTURN).status == 303
    assert TEXT in page.get("/log/disputes").words()


def test_one_neutral_line_is_left_of_it(app, cast, page, dispute):
    hidden(app, cast, dispute)

    words = page.get("/log/disputes").words()
    assert "A dispute that was hidden Waits for a moderator" in words
    assert "It tells who a person is" in words
    (row,) = table(page, "/log/disputes.csv")
    day = row["hidden"]
    assert len(day) == len("2026-01-01")
    assert {name: value for name, value in row.items() if value} == {
        "day": row["day"],
        "outcome": "Waits for a moderator",
        "hidden": day,
        "hidden_for": "identifies-person",
    }
    shared = page.get(PRODUCT.rsplit("/", 2)[0] + "/disputes").words()
    for public in (words, str(row), shared):
        for told in (TEXT, "Arbor Desk", "Rae", "Jane"):
            assert told not in public.replace("Disputes of Arbor", "")


def test_it_shows_again_and_who_reads_it_agrees_with_the_query(
    app, cast, page, dispute
):
    with count_queries() as shown:
        page.get("/log/disputes")
    hidden(app, cast, dispute)
    with count_queries() as without:
        page.get("/log/disputes")
    assert len(without) == len(shown) + 1
    for is_hidden in (True, False):
        for listed in LISTED:
            assert (TEXT in cast.page("ada").get(listed).words()) != is_hidden
            for reader in ("rae", "mo"):
                assert TEXT in cast.page(reader).get(listed).words()
        with app.app_context():
            one = db.session.scalars(sa.select(Dispute)).one()
            for handle in ("ada", "rae", "mo", "hana", None):
                actor = cast.actor(handle) if handle else VISITOR
                voice = voice_of(actor)
                wanted = access.readable_disputes(actor, voice)
                found = db.session.scalars(sa.select(Dispute).where(wanted)).all()
                assert bool(found) == access.can_read_dispute(actor, voice, one)
                item = ModeratedDisputes().find(actor, dispute)
                assert (item is not None) == bool(found)
        if is_hidden:
            mo = cast.page("mo")
            opened = mo.post(f"/moderation/open/dispute/{dispute}").location
            typed = {"verdict": "restore", "reason": "", "facts": "She agreed to it."}
            assert mo.post(f"{opened}/decide", {**typed, "version": "1"}).status == 303
    with app.app_context():
        assert ModeratedDisputes().find(VISITOR, "0" * 16) is None


def test_one_that_was_hidden_before_reasons_were_kept_has_none(
    app, cast, page, dispute
):
    with app.app_context(), transaction():
        one = db.session.scalars(sa.select(Dispute)).one()
        hiding.withhold_dispute(cast.actor("mo"), one)
        since = one.hidden_at
        hiding.withhold_dispute(cast.actor("mia"), one)
        assert one.hidden_at == since
        for who in ("rae", "hana", "ada"):
            with pytest.raises(Forbidden):
                hiding.show_dispute(cast.actor(who), one)
            with pytest.raises(Forbidden):
                hiding.withhold_dispute(cast.actor(who), one)

    assert "No reason is on record" in page.get("/log/disputes").words()
    assert table(page, "/log/disputes.csv")[0]["hidden_for"] == ""


def test_everybody_may_report_it_and_reports_alone_hide_none(app, cast, page, dispute):
    assert f"/flags/dispute/{dispute}" in page.get("/log/disputes").links
    assert f"/flags/dispute/{dispute}" not in cast.page("rae").get(LISTED[0]).links
    assert page.get(f"/flags/dispute/{dispute}").status == 200
    with app.app_context():
        address = get_item_for(VISITOR, "dispute", dispute).url
        assert find_at(VISITOR, address).public_id == dispute
    for who in ("ada", "ben", "cleo", "mia"):
        report(app, cast, who, "dispute", dispute, Reason.CONFIDENTIAL)
    assert TEXT in page.get("/log/disputes").words()
    with app.app_context():
        assert db.session.scalars(sa.select(Dispute)).one().hidden_at is None
    mo = cast.page("mo")
    case = mo.post(f"/moderation/open/dispute/{dispute}").location
    assert "Remove it" not in mo.get(case).words()


def _said_by_mo(cast, spoken, what: str) -> str:
    """Return the address of what mo wrote, or of what they did not."""
    if what == "colleague":
        return spoken.thread
    mo, product = cast.actor("mo"), db.session.get_one(Product, spoken.product_id)
    if what == "review":
        return f"/reviews/{write_review(mo, product, draft()).public_id}"
    thread = db.session.get_one(Thread, spoken.thread_id)
    said = asking.answer(
        mo, thread, "It held, in writing.", anonymous=what == "alias", at=LONG_AGO
    )
    return f"/questions/posts/{said.public_id}"


@pytest.mark.parametrize("what", ["post", "alias", "review", "colleague"])
def test_nobody_decides_about_what_is_said_of_their_own(app, cast, spoken, what):
    with app.app_context(), transaction():
        address = _said_by_mo(cast, spoken, what)
        mine = raised(cast, address)
        if what == "colleague":
            for who in (cast.mo, cast.rae):
                db.session.get_one(
                    User, who.id
                ).organisation_id = cast.ada.organisation_id
        db.session.flush()
        item = get_item_for(cast.actor("mo"), "dispute", mine.public_id)
        with pytest.raises(Forbidden, match="own"):
            require_can_decide(cast.actor("mo"), item)
        with pytest.raises(Forbidden, match="decide about"):
            disputing.decide_dispute(
                cast.actor("mo"), mine, upheld=False, reason="It is mine, after all."
            )
        assert require_can_decide(cast.actor("mia"), item) == cast.mia.id


def test_it_is_of_the_category_of_what_is_disputed_and_stays_on_record(
    app, cast, spoken
):
    with app.app_context(), transaction():
        desks = Category(name="Desks", slug="desks")
        db.session.add(desks)
        db.session.flush()  # the product needs the id
        product = db.session.get_one(Product, spoken.product_id)
        product.category_id = desks.id
        thread = db.session.get_one(Thread, spoken.thread_id)
        thread.product_id = product.id
        review = write_review(cast.actor("cleo"), product, draft()).public_id
        kind, mo = ModeratedDisputes(), cast.actor("mo")
        for address in (PRODUCT, spoken.thread, f"/reviews/{review}"):
            one = raised(cast, address)
            assert kind.category_of(one.id) == desks.id
            kind.remove(mo, one.id, "Nothing removes one.")
            assert one.hidden_at is not None
            assert kind.find(cast.actor("rae"), one.public_id) is not None
