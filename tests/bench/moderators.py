"""Print what becomes of 200 decisions by two moderators at once on the same cases.

    python tests/bench/moderators.py [CASES] [DATABASE URL]

Both take over and decide each of 100 cases, in the same order, against the same
database (SQLite, or an empty one of PostgreSQL): each case must be decided once, with
one action and one audit row, and nothing that somebody was told went through be lost.
"""

import sys
import tempfile
import threading
import time
from collections import Counter
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

import sqlalchemy as sa
from site_under_test import new_site

from community.core.db import db, transaction
from community.threads import limits
from community.threads.drafts import Draft
from community.threads.queries import get_question_post
from community.threads.rules.asking import ask
from moderation import flagging
from moderation.audit import walk
from moderation.models import Action, AuditRow, Case
from tests.cast import Cast
from tests.moderation.conftest import report
from tests.prices.seeds import arbor_desk
from tests.reps.conftest import LONG_AGO
from tests.threads.conftest import GENEROUS

_ANSWERS = {
    "mo": {"verdict": "hide", "reason": "identifies-person"},
    "mia": {"verdict": "approve", "reason": ""},
}
limits.LIMITS = GENEROUS


def fill(app, cast: Cast, count: int) -> list[str]:
    """Return the public ids of so many open cases."""
    with app.app_context(), transaction():
        desk, ada = arbor_desk(listed=False), cast.actor("ada")
        asked = [
            ask(
                ada,
                Draft(
                    title=f"What about renewal {number}?",
                    body="Jane Doe of Arbor told us 12 percent. What did you get?",
                    product_id=desk.id,
                ),
                at=LONG_AGO,
            )
            for number in range(count)
        ]
        posts = [get_question_post(one).public_id for one in asked]
    return [
        report(app, cast, who, "post", post)
        for post, who in zip(posts, _who(), strict=False)
    ]


def _who():
    while True:
        yield from ("ben", "cleo")


def work(cast: Cast, who: str, cases: list[str], seen: Counter) -> None:
    page = cast.page(who)
    for one in cases:
        page.post(f"/moderation/cases/{one}/take-over", status=None)
        answer = page.post(
            f"/moderation/cases/{one}/decide",
            {"version": "2", "facts": f"{who} looked at it.", **_ANSWERS[who]},
        )
        seen[who, answer.status] += 1


def main(count: int, **where: str) -> None:
    with tempfile.TemporaryDirectory() as folder:
        _, app = new_site(Path(folder), **where)
        flagging._A_DAY = flagging.Limit(10_000, 86_400)
        cast = Cast(app)
        cases = fill(app, cast, count)
        seen: Counter = Counter()
        began = time.perf_counter()
        threads = [
            threading.Thread(target=work, args=(cast, who, cases, seen))
            for who in _ANSWERS
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        seconds = time.perf_counter() - began
        with app.app_context():
            decided = db.session.scalar(
                sa.select(sa.func.count()).where(Case.state == "decided")
            )
            actions = db.session.scalar(sa.select(sa.func.count(Action.id)))
            twice = db.session.scalar(
                sa.select(sa.func.count()).select_from(
                    sa.select(Action.case_id)
                    .group_by(Action.case_id)
                    .having(sa.func.count() > 1)
                    .subquery()
                )
            )
            rows = db.session.scalar(
                sa.select(sa.func.count(AuditRow.number)).where(
                    AuditRow.action.like("case.%"),
                    AuditRow.action.not_like("%.refused"),
                )
            )
            chain = walk()
        acknowledged = sum(seen[who, 303] for who in _ANSWERS)
        for (who, status), times in sorted(seen.items()):
            print(f"{who:<4} {status} {times:>4} times")
        print(
            f"{sum(seen.values())} tries in {seconds:.1f} s: {decided} of {count} cases "
            f"decided, {twice} twice, {acknowledged - actions} lost, {actions} actions, "
            f"{rows} audit rows, chain {'whole' if chain.broken_at is None else 'broken'}"
        )


if __name__ == "__main__":
    where = {"database_url": sys.argv[2]} if len(sys.argv) > 2 else {}
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100, **where)
