"""Print what the queue's page costs with 10 and with 10,000 open cases.

    python tests/bench/queue_page.py [CASES]

The goal: as many queries, and less than twice the time, whatever the filter.
"""

import statistics
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

sys.path[:0] = [str(Path(__file__).resolve().parents[2]), str(Path(__file__).parent)]

import sqlalchemy as sa
import structlog
from site_under_test import new_site

from community.core import clock
from community.core.db import db, new_public_id, transaction
from moderation import scoring
from moderation.kinds import REASONS, Reason
from moderation.models import Case
from moderation.screening.facts import Rule
from tests.cast import Cast
from tests.queries import count_queries

FILTERS = (
    *("", "?kind=review", "?reason=illegal", "?rule=link", "?show=overdue"),
    *("?show=mine", "?vendor=vendor-3", "?kind=post&reason=advertising&rule=pace"),
)
TIMES = 15


def fill(count: int, first: int) -> None:
    """Add so many open cases of all kinds, reasons and ages."""
    now, reasons, rules = clock.now(), [*Reason], [*Rule, None]
    rows = []
    for at in range(first, first + count):
        opened = now - timedelta(minutes=at * 37 % 40_000)
        reason = reasons[at % len(reasons)]
        score, harm = at % 90 / 10, REASONS[reason].harm
        rows.append(
            {
                "public_id": new_public_id(),
                "kind": ("post", "review", "official")[at % 3],
                "object_id": at + 1,
                "item_id": new_public_id(),
                "title": f"Something that was reported, number {at}",
                "vendor": f"vendor-{at % 40}",
                "product": f"product-{at % 90}",
                "subject": f"Product {at % 90}",
                "snapshot": "Words that somebody reported. " * 20,
                "snapshot_version": 1,
                "state": "open",
                "version": 2,
                "score": score,
                "harm": harm,
                "rank": scoring.rank(opened, score, harm),
                "reason": reason,
                "rule": rules[at % len(rules)],
                "flag_count": at % 4,
                "by_vendor_only": False,
                "opened_at": opened,
                "due_at": scoring.due(opened, harm),
            }
        )
    with transaction():
        db.session.execute(sa.insert(Case), rows)


def measure(page, address: str) -> tuple[int, float]:
    """Return the queries of a page and its median milliseconds of computing."""
    page.get(address)
    with count_queries() as asked:
        page.get(address)
    took = []
    for _ in range(TIMES):
        began = time.process_time()
        page.client.get(address)
        took.append((time.process_time() - began) * 1000)
    return len(asked), statistics.median(took)


def main(count: int) -> None:
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(50))
    with tempfile.TemporaryDirectory() as folder:
        _, app = new_site(Path(folder))
        page = Cast(app).page("mo")
        few: dict[str, tuple[int, float]] = {}
        for total, more in ((10, 10), (count, count - 10)):
            with app.app_context():
                fill(more, total - more)
            for one in FILTERS:
                queries, ms = measure(page, f"/moderation/{one}")
                base = few.setdefault(one, (queries, ms))
                print(
                    f"{total:>6} cases  {one or 'all':<40} {queries} queries "
                    f"{ms:6.1f} ms  {ms / base[1]:.2f} times"
                )
        at_first = max(few.values(), key=lambda one: one[1])
        print(
            f"with 10 a page is filled to {10} of 25 rows; slowest {at_first[1]:.1f} ms"
        )


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
