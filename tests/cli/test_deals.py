"""`fairquote deals`: what is held is listed without price or author, and decided."""

from decimal import Decimal

import pytest
import sqlalchemy as sa

from community.accounts.traits import OrgSize
from community.cli.deals import deals
from community.core.db import db, transaction
from community.deals.kinds import HoldReason, ReviewState
from community.deals.models import DealLine, LineHold
from community.deals.queries import PAGE_SIZE
from community.deals.rules.reporting import submit_samples
from community.deals.rules.reviewing import hold_line
from moderation.models import AuditRow
from tests.prices.seeds import arbor_desk
from tests.security.town import deal_draft


@pytest.fixture
def run(app):
    def invoke(*words: str):
        return app.test_cli_runner().invoke(deals, list(words))

    return invoke


@pytest.fixture
def hold_id(app, cast) -> str:
    return hold_some(app, cast, 1)


def hold_some(app, cast, count: int) -> str:
    with app.app_context(), transaction():
        product = arbor_desk()
        for _ in range(count):
            draft = deal_draft(product.id)
            assert draft.org_size is OrgSize.TO_500
            [deal] = submit_samples([(cast.actor("ada"), draft)])
            reasons = [HoldReason.OUTLIER_MAD, HoldReason.SANITY_LOW]
            hold_line(deal.lines[0], reasons, Decimal("0.05"))
        db.session.flush()
        return db.session.scalars(sa.select(LineHold.public_id)).first() or ""


def review(app) -> ReviewState:
    with app.app_context():
        return db.session.scalars(sa.select(DealLine.review)).one()


def test_what_is_held_is_listed_without_price_and_author(run, hold_id):
    told = run("held")

    assert told.exit_code == 0
    assert hold_id in told.output
    assert (
        "Arbor Desk: far from what others paid, implausibly low (less than a tenth of "
        "the median)" in told.output
    )
    assert told.output.endswith("1 held.\n")
    for word in ("ada", "324", "720", "0.05"):
        assert word not in told.output.replace(hold_id, "")


def test_all_pages_are_listed(app, run, cast):
    hold_some(app, cast, PAGE_SIZE + 2)

    assert run("held").output.endswith(f"{PAGE_SIZE + 2} held.\n")


def test_nothing_held_is_said(run):
    assert run("held").output == "Nothing is held.\n"


@pytest.mark.parametrize(
    ("words", "state"),
    [
        (["accept"], ReviewState.ACCEPTED),
        (["reject", "--ground", "not-paid"], ReviewState.REJECTED),
    ],
)
def test_a_decision_is_kept_and_audited(app, run, hold_id, words, state):
    told = run("decide", hold_id, *words, "--reason", "Asked the author.")

    assert (told.exit_code, told.output) == (0, f"Decided: {words[0]}.\n")
    assert review(app) is state
    with app.app_context():
        row = db.session.scalars(sa.select(AuditRow)).one()
    assert (row.actor_id, row.role, row.subject, row.reason) == (
        None,
        "host",
        f"hold {hold_id}",
        "Asked the author.",
    )


@pytest.mark.parametrize(
    "words",
    [
        ("decide", "HOLD", "accept"),
        ("decide", "HOLD", "perhaps", "--reason", "x"),
        ("decide", "HOLD", "accept", "--reason", "  "),
        ("decide", "HOLD", "reject", "--reason", "No ground."),
        ("decide", "HOLD", "reject", "--reason", "x", "--ground", "mood"),
        ("decide", "nothing", "accept", "--reason", "x"),
    ],
)
def test_what_makes_no_sense_fails_and_changes_nothing(app, run, hold_id, words):
    told = run(*(hold_id if word == "HOLD" else word for word in words))

    assert told.exit_code != 0
    assert review(app) is ReviewState.HELD
