"""Decisions that are appealed, and what the tests of appeals look at."""

import sqlalchemy as sa

from community.core.db import db
from moderation.models import Action, AuditRow, Flag
from tests.moderation.conftest import report

HIDE = {
    "verdict": "hide",
    "reason": "identifies-person",
    "facts": "It names the seller’s assistant.",
}
APPROVE = {"verdict": "approve", "reason": "", "facts": "No private person in it."}
WHY = {"text": "Jane Doe is a company, not a person: look it up."}
OVERTURN = {"ruling": "overturn", "facts": "Jane Doe Ltd is a company.", "reason": ""}
UPHOLD = {"ruling": "uphold", "facts": "It names an assistant, still.", "reason": ""}


def decided(app, cast, public_id, verdict, *, kind="post", by="mo", of="cleo") -> str:
    """Have a moderator decide what somebody reported; return where it is appealed."""
    case = report(app, cast, of, kind, public_id)
    moderator = cast.page(by)
    moderator.post(f"/moderation/cases/{case}/claim")
    done = moderator.post(
        f"/moderation/cases/{case}/decide", {**verdict, "version": "2"}
    )
    assert done.status == 303
    with app.app_context():
        action = db.session.scalars(sa.select(Action).order_by(Action.id.desc()))
        return f"/decisions/{action.first().public_id}/appeal"


def appealed(cast, path: str, who: str = "ada") -> str:
    """Have somebody appeal; return the appeal's place at the desk."""
    done = cast.page(who).post(path, WHY)
    assert done.status == 303, done.words()
    return f"/moderation{done.location}"


def judged(page, desk: str, answers: dict, version: int = 1):
    page.post(f"{desk}/claim")
    return page.post(f"{desk}/decide", {**answers, "version": str(version)})


def log(app) -> list[tuple[str, bool]]:
    with app.app_context():
        rows = db.session.scalars(sa.select(Action).order_by(Action.id))
        return [(str(one.kind), one.undone_at is not None) for one in rows]


def audited(app) -> list[str]:
    with app.app_context():
        rows = db.session.scalars(sa.select(AuditRow).order_by(AuditRow.number))
        return [one.action for one in rows]


def outcomes(app) -> list[str]:
    with app.app_context():
        return [str(one.outcome) for one in db.session.scalars(sa.select(Flag))]


STATEMENT = (
    "What was done: ",
    "Why: ",
    "What was found: ",
    "The rule or law: ",
    "How it was decided: ",
    "How it came to our notice: ",
    "What you can do: You can appeal for six months",
    "out-of-court dispute settlement body, or to a court",
    "All of this, for later: ",
)
"""What Article 17 of the DSA asks of a statement of reasons."""


def missing_in(statement: str) -> list[str]:
    """Return what a statement of reasons lacks."""
    return [one for one in STATEMENT if one not in statement]
