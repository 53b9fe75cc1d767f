"""Who reported something in vain waits a day, unless it was changed or a notice asks for it."""

from datetime import timedelta

import pytest
import sqlalchemy as sa
import time_machine

from community.core import clock
from community.core.db import db, transaction
from community.core.errors import Conflict
from community.threads.models import Post
from moderation import cooling
from moderation.items import item_of
from moderation.kinds import Reason
from moderation.models import Action, Case, Flag
from tests.moderation.appealing import APPROVE, HIDE, decided
from tests.moderation.conftest import report


def only_case() -> Case:
    return db.session.scalars(sa.select(Case)).one()


def weights(app) -> list[float]:
    with app.app_context():
        return list(db.session.scalars(sa.select(Flag.weight).order_by(Flag.id)))


def test_who_reported_in_vain_waits_a_day(app, cast, scene):
    decided(app, cast, scene.post, APPROVE, of="cleo")

    with pytest.raises(Conflict, match="within the last 24 hours, and it stays"):
        report(app, cast, "cleo", "post", scene.post, Reason.HARASSMENT)

    refused = cast.page("cleo").post(
        f"/flags/post/{scene.post}/advertising", {"details": "It is an advertisement."}
    )
    assert (refused.status, "It is an advertisement." in refused.html) == (409, True)
    assert len(weights(app)) == 1
    report(app, cast, "ben", "post", scene.post, Reason.HARASSMENT)
    with time_machine.travel(clock.now() + timedelta(hours=25)):
        report(app, cast, "cleo", "post", scene.post, Reason.HARASSMENT)
    assert len(weights(app)) == 3


def test_other_words_are_reported_at_once(app, cast, scene):
    decided(app, cast, scene.post, APPROVE, of="cleo")
    with app.app_context(), transaction():
        db.session.execute(sa.update(Post).values(version=Post.version + 1))

    report(app, cast, "cleo", "post", scene.post, Reason.HARASSMENT)

    assert weights(app)[-1] > 0


def test_a_legal_notice_comes_in_and_hides_nothing(app, cast, scene):
    decided(app, cast, scene.post, APPROVE, of="cleo")

    report(app, cast, "cleo", "post", scene.post, Reason.ILLEGAL)

    assert weights(app)[-1] == 0


def test_who_was_right_or_is_asked_again_need_not_wait(app, cast, scene):
    decided(app, cast, scene.post, HIDE, of="cleo")
    with app.app_context(), transaction():
        db.session.execute(sa.update(Flag).values(outcome="dismissed"))
        assert cooling.cooled(cast.cleo.id, item_of(only_case()), Reason.ADVERTISING)

    decided(app, cast, scene.review, APPROVE, kind="review", of="ben")
    with app.app_context(), transaction():
        db.session.execute(sa.update(Action).values(undone_at=clock.now()))
    report(app, cast, "ben", "review", scene.review, Reason.HARASSMENT)
    assert len(weights(app)) == 3
