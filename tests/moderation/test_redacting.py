"""Words are taken out of reviews and official texts as well, and of what they said before."""

from dataclasses import replace

import pytest
import sqlalchemy as sa

from community.catalog.models import Vendor
from community.core.db import db, transaction
from community.reps.models import OfficialText
from community.reps.rules import publishing, stating
from community.reviews.models import Review, ReviewRevision
from community.reviews.rules.writing import draft_of, edit_review
from moderation.deeds import verdicts_for
from moderation.items import VENDOR, get_item_for, get_item_to_open_for
from tests.moderating import moderate
from tests.moderation.conftest import mails

LESS = {"reason": "identifies-person", "facts": "It names a person."}
SAID = {
    "review": {
        "heading": "We got the price in writing.",
        "words": "Single sign-on cost extra, and [name removed] said so.",
    },
    "official": {"words": "The cap holds."},
}
GONE = {"review": ("up front", "and nobody said"), "official": ("of 5 %",)}
PATHS = {"review": "/reviews", "official": "/official"}


def undo(browser, case: str, **status):
    path = browser.get(case).form(having="reason")["action"]
    return browser.post(path, {"reason": "I was too fast."}, **status)


@pytest.mark.parametrize("kind", ["review", "official"])
def test_words_go_from_the_page_and_the_history_and_come_back(
    app, cast, page, scene, kind
):
    mo = cast.page("mo")
    path = f"{PATHS[kind]}/{scene.of(kind)}"

    case = moderate(mo, kind, scene.of(kind), "redact", **SAID[kind])

    for place in (path, f"{path}/history"):
        shown = page.get(place, status=None)
        shown = shown if shown.status == 200 else page.follow(shown)
        for words in SAID[kind].values():
            assert words.split("[")[0] in shown.words(), place
        for words in GONE[kind]:
            assert words not in shown.words(), (place, words)
    history = page.get(f"{path}/history").words()
    assert "A moderator took out what this version said." in history
    assert "without the words that were taken out" in mails(app)[-1][2]

    undo(mo, case, status=303)

    history = page.get(f"{path}/history").words()
    for words in GONE[kind]:
        assert words in history


@pytest.mark.parametrize("kind", ["review", "official"])
def test_what_is_no_redaction_is_refused(cast, scene, kind):
    mo = cast.page("mo")
    case = mo.post(f"/moderation/open/{kind}/{scene.of(kind)}").location
    page = mo.get(case)
    names = list(SAID[kind])
    as_it_is = {name: page.form(having="facts")["fields"][name] for name in names}
    added = {name: text + " And more." for name, text in as_it_is.items()}
    for words, told in (
        (as_it_is, "Take words out"),
        (added, "put none in"),
        (dict.fromkeys(names, ""), "Nothing would be left"),
    ):
        refused = mo.send(
            page,
            {"verdict": "redact", **LESS, **words},
            action=f"{case}/decide",
            status=422,
        )
        assert told in refused.words(), told
        assert [refused.form(having="facts")["fields"][one] for one in names] == list(
            words.values()
        )


def test_a_redaction_is_not_undone_once_its_author_edited(app, cast, scene):
    mo, rae = cast.page("mo"), cast.page("rae")
    case = moderate(mo, "official", scene.official, "redact", words="The cap.")
    with app.app_context(), transaction():
        text = db.session.scalars(sa.select(OfficialText)).one()
        publishing.edit_text(
            cast.rae.actor, text, body="There is a cap on renewals here.", version=2
        )

    assert undo(mo, case).status == 409

    assert "The cap holds" not in rae.get(f"/official/{scene.official}/history").words()


def test_a_review_is_not_put_back_once_its_author_edited(app, cast, scene):
    mo = cast.page("mo")
    case = moderate(mo, "review", scene.review, "redact", **SAID["review"])
    with app.app_context(), transaction():
        review = db.session.scalars(sa.select(Review)).one()
        words = "We got the whole price in writing, and early."
        edit_review(
            cast.actor("ada"), review, replace(draft_of(review), good=words), version=2
        )

    assert undo(mo, case).status == 409


@pytest.mark.parametrize("kind", ["review", "official"])
def test_where_only_earlier_versions_say_it_these_alone_are_emptied(
    app, cast, page, scene, kind
):
    mo, path = cast.page("mo"), f"{PATHS[kind]}/{scene.of(kind)}/history"
    case = moderate(mo, kind, scene.of(kind), "redact", **SAID[kind])
    undo(mo, case, status=303)
    opened = mo.get(mo.post(f"/moderation/open/{kind}/{scene.of(kind)}").location)
    fields = opened.form(having="facts")["fields"]
    as_it_is = {name: fields[name] for name in SAID[kind]}

    case = moderate(mo, kind, scene.of(kind), "redact", **as_it_is)

    told = "A moderator took out what this version said."
    assert page.get(path).words().count(told) == 2
    undo(mo, case, status=303)
    assert told not in page.get(path).words()


def test_a_statements_heading_can_lose_words_too(app, cast, scene):
    with app.app_context(), transaction():
        text = stating.publish_statement(
            cast.rae.actor,
            None,
            heading="Renewals in writing, says Jane",
            body="Caps are in the order form, Jane promises.",
        )
        stated = text.public_id
    heading, body = "Renewals in writing", "Caps are in the order form"

    moderate(cast.page("mo"), "official", stated, "redact", heading=heading, words=body)

    with app.app_context():
        text = db.session.scalars(
            sa.select(OfficialText).where(OfficialText.public_id == stated)
        ).one()
        assert (text.heading, text.source) == (heading, body)


def test_earlier_versions_of_a_review_lose_what_they_said(app, cast, scene):
    mo = cast.page("mo")
    moderate(mo, "review", scene.review, "redact", **SAID["review"])
    with app.app_context():
        kept = db.session.execute(
            sa.select(ReviewRevision.good, ReviewRevision.bad).order_by(
                ReviewRevision.version
            )
        ).all()
        review = db.session.scalars(sa.select(Review)).one()
        assert [tuple(one) for one in kept] == [("", ""), (review.good, review.bad)]
        assert "up front" not in review.good_html
        assert review.version == 2


DECIDABLE = """
question  approve redact lock move merge hide remove
answer    approve redact split hide remove
review    approve redact hide remove
official  approve redact hide remove
vendor    approve alert
"""


def test_what_can_be_decided_about_each_kind(app, cast, scene):
    with app.app_context():
        mo = cast.actor("mo")
        vendor = db.session.scalars(sa.select(Vendor.public_id)).first()
        items = {
            "question": get_item_for(mo, "post", scene.post),
            "answer": get_item_for(mo, "post", scene.whisper),
            "review": get_item_for(mo, "review", scene.review),
            "official": get_item_for(mo, "official", scene.official),
            "vendor": get_item_to_open_for(mo, VENDOR, vendor),
        }
        table = [
            f"{name:<9} {' '.join(map(str, verdicts_for(item)))}"
            for name, item in items.items()
        ]
    assert table == DECIDABLE.strip().splitlines()
