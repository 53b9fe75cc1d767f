"""The filter learns from what moderators decided, on top of what it was shipped with."""

import sqlalchemy as sa

from community.core import clock
from community.core.db import db, transaction
from moderation.kinds import ActionKind, Reason
from moderation.models import Action, Case
from moderation.screening import learning
from moderation.screening.models import SpamLesson
from tests.moderation.conftest import report

NEW_TRICK = "Quantum bracelets align your chakras, ask for the catalogue"


def decide(case_id: int, kind: ActionKind, reason: Reason | None, moderator: int):
    return Action(
        case_id=case_id,
        kind=kind,
        reason=reason,
        facts="As seen.",
        rule="House rules",
        automated=False,
        moderator_id=moderator,
    )


def learn(app) -> int:
    with app.app_context(), transaction():
        learning.learn()
    with app.app_context():
        return db.session.scalar(sa.select(SpamLesson.decisions)) or 0


def test_the_shipped_filter_knows_sellers_of_watches():
    shipped = learning.shipped()

    assert shipped.is_spam("Buy cheap watches online, free shipping!!!")
    assert not shipped.is_spam("What did you pay for 300 seats at the renewal?")
    assert "“cheap”" in shipped.reasons("cheap watches outlet")


def test_decisions_are_learnt_once_and_nobody_reads_them_there(app, cast, scene):
    assert learn(app) == 0
    report(app, cast, "cleo", "post", scene.post, Reason.ADVERTISING)
    report(app, cast, "cleo", "review", scene.review)
    with app.app_context(), transaction():
        assert not learning.current().is_spam(NEW_TRICK)
        cases = db.session.scalars(sa.select(Case).order_by(Case.id)).all()
        cases[0].snapshot = NEW_TRICK
        mo = cast.mo.id
        db.session.add(decide(cases[0].id, ActionKind.HIDDEN, Reason.ADVERTISING, mo))
        db.session.add(decide(cases[1].id, ActionKind.APPROVED, None, mo))

    assert learn(app) == 2

    with app.app_context(), transaction():
        lesson = db.session.scalars(sa.select(SpamLesson)).one()
        assert len(learning.current().weights) == len(lesson.weights)
        assert not any("bracelets" in one for one in learning.current().weights)
        assert learning.current().score(NEW_TRICK) > learning.shipped().score(NEW_TRICK)
        assert "“bracelets”" in learning.current().reasons("bracelets")
        first = lesson.id
    assert learn(app) == 2
    with app.app_context():
        assert db.session.scalar(sa.select(SpamLesson.id)) == first
        learning._read.clear()


def test_a_site_with_many_decisions_learns_on(app, cast, scene, monkeypatch):
    monkeypatch.setattr(learning, "_MOST", 1)
    report(app, cast, "cleo", "post", scene.post, Reason.ADVERTISING)
    report(app, cast, "cleo", "review", scene.review, Reason.ADVERTISING)
    tricks = ("Buy our quantum bracelets", "Order our crystal lampshades")

    def lesson() -> list[bool]:
        learn(app)
        with app.app_context():
            said = learning.current().reasons("bracelets, lampshades")
            return [one in said for one in ("“bracelets”", "“lampshades”")]

    def hide(at: int) -> None:
        with app.app_context(), transaction():
            case = db.session.scalars(sa.select(Case).order_by(Case.id)).all()[at]
            case.snapshot = tricks[at]
            action = decide(case.id, ActionKind.HIDDEN, Reason.ADVERTISING, cast.mo.id)
            db.session.add(action)

    hide(0)
    assert lesson() == [True, False]
    hide(1)
    assert lesson() == [False, True]
    with app.app_context(), transaction():
        latest = sa.select(sa.func.max(Action.id)).scalar_subquery()
        undone = sa.update(Action).where(Action.id == latest)
        db.session.execute(undone.values(undone_at=clock.now()))
    assert lesson() == [True, False]
