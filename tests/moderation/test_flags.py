"""Flags: who may, each reason's own form, once a version, and when they hold something."""

import pytest
import sqlalchemy as sa

from community.accounts.models import User
from community.core.db import db, transaction
from community.core.errors import Forbidden
from community.threads.models import Post
from community.threads.queries import get_post_for
from moderation import deciding, flagging, scoring
from moderation.forms import FORMS
from moderation.items import get_item_for
from moderation.kinds import REASONS, ActionKind, Reason
from moderation.models import Action, Case, Flag
from tests.moderation.conftest import case_of, mails, report

NOTICE = {
    "details": "It calls our assistant a liar.",
    "passage": "Jane Doe",
    "law": "Defamation Act 2013, England",
    "name": "Joan Kanarie",
    "email": "joan@kanarie.example",
    "good_faith": "y",
}


def test_each_reason_has_a_form_of_its_own_fields(cast, scene):
    ben = cast.page("ben")
    ways = ben.get(f"/flags/post/{scene.post}")

    for reason in Reason:
        path = f"/flags/post/{scene.post}/{reason}"
        assert f'href="{path}"' in ways.html
        page = ben.get(path)
        assert set(FORMS[reason]._unbound_names()) != set()
        assert 'name="details"' in page.html
        alone = "Those moderators alone who may decide about it read who reports it"
        assert (alone in page.words()) is REASONS[reason].confidential
        assert ben.post(path, {}).status == 422
    told = ways.words()
    assert (
        "Say when a price was paid. A moderator is to decide within 24 hours." in told
    )
    assert "A moderator is to decide within 4 hours, in confidence." in told
    assert "by the day that your receipt names, in confidence." in told


def test_a_legal_notice_asks_what_the_law_asks_and_moderators_read_it(cast, scene):
    path = f"/flags/post/{scene.post}/illegal"
    cleo = cast.page("cleo")
    without = {name: text for name, text in NOTICE.items() if name != "good_faith"}
    assert cleo.post(path, without).status == 422

    done = cleo.post(path, NOTICE)

    assert (done.status, done.location) == (303, "/flags/mine")
    own = cleo.get("/flags/mine").words()
    assert "What about renewals? It is illegal: a formal notice" in own
    assert "A moderator will look at it" in own
    queue = cast.page("mo").get("/moderation/")
    assert "Can’t wait" in queue.words()
    path = queue.html.split('<a href="/moderation/cases/')[1].split('"')[0]
    case = cast.page("mo").get(f"/moderation/cases/{path}")
    for told in ("Defamation Act 2013", "cleo"):
        assert told in case.words()
    for signed in ("Joan Kanarie", "joan@kanarie.example"):
        assert signed not in case.words()


def test_one_reports_a_version_once_for_a_reason(app, cast, scene):
    path = f"/flags/post/{scene.post}/advertising"
    ben = cast.page("ben")
    data = {"details": "It is an advertisement, plainly."}
    assert ben.post(path, data).status == 303

    again = ben.post(path, data | {"details": "It really is an advertisement."})

    assert again.status == 409
    assert "for that reason already" in again.words()
    assert "It really is" in again.html
    assert ben.post(path.replace("advertising", "duplicate"), {}).status == 422
    with app.app_context(), transaction():
        db.session.execute(sa.update(Post).values(version=Post.version + 1))
    assert ben.post(path, data).status == 303
    with app.app_context():
        assert [one.weight for one in db.session.scalars(sa.select(Flag))] == [2.0, 0.0]
        case = db.session.scalars(sa.select(Case)).one()
        assert (case.flag_count, case.score, case.snapshot_version) == (2, 2.0, 1)


def test_who_may_not_report(app, cast, scene):
    path = f"/flags/post/{scene.post}"
    assert cast.page("ada").get(path, status=403)
    assert cast.page("ada").get(f"/flags/post/{scene.whisper}", status=403)
    assert cast.unproven("ben").get(path, status=403)
    cleo = cast.page("cleo")
    for missing in ("post/nothing", "deal/x", "review/none", "official/none"):
        cleo.get(f"/flags/{missing}", status=404)
    cleo.get(f"{path}/because", status=404)
    with app.app_context(), transaction():
        db.session.execute(sa.update(Post).values(state="deleted"))
    assert cast.page("mo").get(path, status=409)


@pytest.mark.parametrize("kind", ["post", "review", "official"])
def test_enough_flags_hold_something_but_never_what_is_verified(
    app, cast, scene, monkeypatch, kind
):
    monkeypatch.setattr(scoring, "HIDES_FROM", 4.0)
    public_id = report(app, cast, "ben", kind, scene.of(kind))
    assert report(app, cast, "cleo", kind, scene.of(kind)) == public_id

    with app.app_context():
        case = case_of(public_id)
        held = db.session.scalars(sa.select(Action)).all()
        item = get_item_for(cast.mo.actor, kind, scene.of(kind))
        assert (case.score, case.harm) == (4.0, 3)
        if kind == "review":
            assert (held, item.is_public) == ([], True)
            return
        assert [(one.kind, one.automated) for one in held] == [(ActionKind.HELD, True)]
        assert not item.is_public
    ((to, subject, text),) = mails(app)
    assert to == (cast.ada.email if kind == "post" else cast.rae.email)
    assert "restricted" in subject
    assert "By a program alone" in text


def test_a_review_that_is_not_verified_is_held(app, cast, scene, monkeypatch):
    monkeypatch.setattr(scoring, "HIDES_FROM", 2.0)
    with app.app_context(), transaction():
        db.session.execute(sa.text("UPDATE review SET organisation_id = NULL"))

    report(app, cast, "cleo", "review", scene.review)

    cast.page("cleo").get(f"/reviews/{scene.review}", status=404)
    with app.app_context(), transaction():  # held already: nothing more happens
        for kind in ("post", "review", "official"):
            one = app.extensions["fairquote.moderated"][kind]
            item = one.find(cast.mo.actor, scene.of(kind))
            one.hold(item.object_id)
            one.hold(item.object_id)


def test_a_vendors_people_count_nothing(app, cast, scene, monkeypatch):
    monkeypatch.setattr(scoring, "HIDES_FROM", 0.5)

    public_id = report(app, cast, "rae", "post", scene.post)

    with app.app_context():
        case = case_of(public_id)
        assert (case.score, case.flag_count, case.by_vendor_only) == (0.0, 1, True)
    report(app, cast, "cleo", "post", scene.post)
    with app.app_context():
        assert not case_of(public_id).by_vendor_only
        assert deciding.takes_two(case_of(public_id))


def test_flags_are_counted_over_the_day(cast, scene, monkeypatch, app):
    monkeypatch.setattr(flagging, "_A_DAY", flagging.Limit(1, 86_400))
    report(app, cast, "cleo", "post", scene.post)

    refused = cast.page("cleo").post(
        f"/flags/review/{scene.review}/advertising",
        {"details": "It is an advertisement, plainly."},
    )

    assert refused.status == 429


def test_accuracy_is_of_what_was_decided(app, cast, scene):
    public_id = report(app, cast, "cleo", "post", scene.post)
    with app.app_context(), transaction():
        flagging.close_flags(case_of(public_id), flagging.Outcome.UPHELD)

    with app.app_context():
        item = get_item_for(cast.cleo.actor, "post", scene.post)
        assert flagging._flagger(cast.cleo.actor, item).upheld == 1


def test_rules_ask_for_a_proven_address_too(app, cast, scene):
    with app.app_context():
        cleo = cast.cleo
        item = get_item_for(cleo.actor, "post", scene.post)
        nobody = User(id=cleo.id, handle="cleo", role=cleo.role).actor
        with pytest.raises(Forbidden):
            flagging.flag(nobody, item, flagging.FlagDraft(Reason.OUTDATED, ()))
        assert get_post_for(cast.mo.actor, scene.post)


def test_what_is_verified_stays_and_says_that_it_is_looked_at(
    app, cast, page, scene, monkeypatch
):
    monkeypatch.setattr(scoring, "HIDES_FROM", 4.0)
    with app.app_context(), transaction():
        db.session.execute(sa.text("UPDATE post SET card_id = 'shown'"))
    thread = page.get(f"/questions/posts/{scene.post}", status=302).location
    pages = {"review": f"/reviews/{scene.review}", "post": thread.partition("#")[0]}
    for kind, path in pages.items():
        assert "nder review" not in page.get(path).words()
        for who in ("ben", "cleo"):
            report(app, cast, who, kind, scene.of(kind))
        assert "nder review: moderators look" in page.get(path).words()
