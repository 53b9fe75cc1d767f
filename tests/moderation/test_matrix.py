"""Who may do what in moderation: every action as every role, with its status.

`pytest -s tests/moderation/test_matrix.py` prints the table. What may be done is sent
too late or unfinished, so that nothing changes: 409 and 422 are the answers to who may.
"""

from collections.abc import Iterator, Sequence

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from moderation.kinds import Verdict
from moderation.models import AuditRow, ModeratorScope
from tests.moderation.appealing import HIDE, appealed, decided
from tests.moderation.conftest import report
from tests.page import PageClient

_WHO = ("visitor", "ben", "ada", "cleo", "rae", "mo", "mia", "hana")
"""A member, the author, who reported it, a vendor's rep, a moderator, one who works in
another category, and the host."""
_LATE = {"version": "99", "reason": "identifies-person", "facts": "It names a person."}
_MEASURE = {"seen": "99", "days": "3", "reason": "harassment", "facts": "It insults."}


@pytest.fixture
def places(app, cast, scene, chairs) -> dict[str, str]:
    """Ada's question reported by Cleo, and her review that Mia hid, which she appeals."""
    decision = decided(app, cast, scene.review, HIDE, kind="review", by="mia")
    appeal = appealed(cast, decision)
    case = report(app, cast, "cleo", "post", scene.post)
    with app.app_context(), transaction():
        scope = ModeratorScope(user_id=cast.mia.id, category_id=chairs)
        db.session.add(scope)
    return {
        "case": f"/moderation/cases/{case}",
        "decision": decision.removesuffix("/appeal").removeprefix("/decisions/"),
        "appeal": appeal,
        "post": scene.post,
    }


def actions(at: dict[str, str]) -> Iterator[tuple[str, str, dict[str, str] | None]]:
    """Yield what each is called, where it is, and what is sent; None is a page."""
    for name, path in (
        ("the public log", "/log"),
        ("requests of vendors", "/log/requests"),
        ("own reports", "/flags/mine"),
        ("report it", f"/flags/post/{at['post']}/harassment"),
        ("statement of reasons", f"/statements/{at['decision']}"),
        ("queue", "/moderation/"),
        ("case", at["case"]),
        ("person", "/moderation/people/ada"),
        ("roster", "/moderation/roster/"),
        ("appeals", "/moderation/appeals/"),
        ("patterns", "/host/patterns/"),
    ):
        yield f"see: {name}", path, None
    yield "report", f"/flags/post/{at['post']}/harassment", {}
    yield "open a case", f"/moderation/open/post/{at['post']}", {}
    for step in ("claim", "take-over", "release"):
        yield step, f"{at['case']}/{step}", {}
    for verdict in Verdict:
        yield (
            f"decide: {verdict}",
            f"{at['case']}/decide",
            {"verdict": verdict, **_LATE},
        )
    yield "decide several", "/moderation/several/", {}
    for kind in ("warned", "limited", "suspended"):
        rights = {"rights": "ask"} if kind == "limited" else {}
        sent = {"kind": kind, **_MEASURE, **rights}
        yield f"person: {kind}", "/moderation/people/ben/decide", sent
    yield "write a note", "/moderation/people/ben/notes", {}
    yield "appeal", f"/decisions/{at['decision']}/appeal", {}
    yield "claim an appeal", f"{at['appeal']}/claim", {}
    yield "judge an appeal", f"{at['appeal']}/decide", {"ruling": "uphold", **_LATE}
    yield "appoint", "/moderation/roster/appoint", {}
    yield "dismiss", "/moderation/roster/ben/dismiss", {}
    yield "appoint a host", "/moderation/roster/hosts/appoint", {}
    yield "dismiss a host", "/moderation/roster/hosts/ben/dismiss", {}
    yield "set a scope", "/moderation/roster/ben/scope", {}
    yield "watch a pattern", "/host/patterns/new", {}
    # Undoing comes last: who may does it, and the next comes too late.
    why = {"reason": "I was too fast."}
    yield "undo", f"/moderation/decisions/{at['decision']}/undo", why


def answers(app, cast, at: dict[str, str]) -> dict[str, list[str]]:
    """Return what each of _WHO gets: a status, or "in" where one logs in first."""
    pages = [PageClient(app), *(cast.page(who) for who in _WHO[1:])]
    found: dict[str, list[str]] = {}
    for name, path, sent in actions(at):
        for one in pages:
            got = one.get(path, status=None) if sent is None else one.post(path, sent)
            asked = got.status == 303 and got.location.startswith("/login")
            found.setdefault(name, []).append("in" if asked else str(got.status))
    return found


@pytest.mark.any_database
def test_each_action_answers_each_role_as_the_table_says(app, cast, places):
    found = answers(app, cast, places)

    lines = [_line("", _WHO), *(_line(*one) for one in found.items())]
    print("\n", *lines, sep="\n")  # noqa: T201 - shown by pytest -s
    assert lines[1:] == _TABLE.strip().splitlines()
    with app.app_context():
        tried = sa.select(AuditRow.action).where(AuditRow.role == "host").distinct()
        assert {*db.session.scalars(tried)} == _AUDITED


def _line(name: str, row: Sequence[str]) -> str:
    return (f"{name:<27}" + "".join(f"{one:<9}" for one in row)).rstrip()


_TABLE = """
see: the public log        200      200      200      200      200      200      200      200
see: requests of vendors   200      200      200      200      200      200      200      200
see: own reports           in       200      200      200      200      200      200      200
see: report it             in       200      403      200      200      200      200      200
see: statement of reasons  in       404      200      404      404      200      200      404
see: queue                 in       403      403      403      403      200      200      403
see: case                  in       403      403      403      403      200      200      403
see: person                in       403      403      403      403      200      200      403
see: roster                in       403      403      403      403      200      200      200
see: appeals               in       403      403      403      403      200      200      403
see: patterns              in       403      403      403      403      403      403      200
report                     in       422      403      422      422      422      422      422
open a case                in       403      403      403      403      303      403      403
claim                      in       403      403      403      403      303      403      403
take-over                  in       403      403      403      403      303      403      403
release                    in       403      403      403      403      303      303      403
decide: approve            in       403      403      403      403      409      403      403
decide: redact             in       403      403      403      403      409      403      403
decide: hide               in       403      403      403      403      409      403      403
decide: remove             in       403      403      403      403      409      403      403
decide: restore            in       403      403      403      403      422      403      403
decide: lock               in       403      403      403      403      409      403      403
decide: unlock             in       403      403      403      403      422      403      403
decide: move               in       403      403      403      403      409      403      403
decide: merge              in       403      403      403      403      409      403      403
decide: split              in       403      403      403      403      422      403      403
decide: alert              in       403      403      403      403      422      403      403
decide: end-alert          in       403      403      403      403      422      403      403
decide several             in       403      403      403      403      422      422      403
person: warned             in       403      403      403      403      409      403      403
person: limited            in       403      403      403      403      409      403      403
person: suspended          in       403      403      403      403      409      403      403
write a note               in       403      403      403      403      422      422      403
appeal                     in       404      422      422      404      404      404      404
claim an appeal            in       403      403      403      403      303      403      403
judge an appeal            in       403      403      403      403      409      403      403
appoint                    in       403      403      403      403      403      403      422
dismiss                    in       403      403      403      403      403      403      404
appoint a host             in       403      403      403      403      403      403      422
dismiss a host             in       403      403      403      403      403      403      404
set a scope                in       403      403      403      403      403      403      404
watch a pattern            in       403      403      403      403      403      403      422
undo                       in       403      403      403      403      303      403      403
"""

_AUDITED = {
    f"{one}.refused"
    for one in (
        *("case.open", "case.claim", "case.decide", "case.undo", "appeal.claim"),
        *("appeal.decide", "person.decide", "person.note"),
    )
}
"""What the host tried about people's words and was refused: it left a row."""
