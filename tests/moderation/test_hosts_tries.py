"""What the host tries of the moderators' work: refused, and a row says what was tried."""

import pytest
import sqlalchemy as sa

from community.core.db import db
from moderation.models import AuditRow

TRIES = {
    "/moderation/disputes/none": "dispute.decide",
    "/moderation/reps/none/approve": "rep.decide",
    "/moderation/reps/none/withdraw": "rep.decide",
    "/prices/arbor/manage/rename": "vendor.rename",
    "/prices/arbor/manage/alias": "vendor.alias",
    "/prices/arbor/manage/alias/1/remove": "vendor.alias",
    "/prices/arbor/merge": "vendor.merge",
    "/prices/arbor/arbor-desk/manage/rename": "product.rename",
    "/prices/arbor/arbor-desk/manage/alias": "product.alias",
    "/prices/arbor/arbor-desk/manage/facts": "product.facts",
    "/prices/arbor/arbor-desk/merge": "product.merge",
    "/prices/arbor/arbor-desk/breakdowns": "prices.choose-breakdowns",
    "/prices/suggestions/none/accept": "suggestion.accept",
    "/prices/suggestions/none/decline": "suggestion.decline",
    "/moderation/organisations/none/group": "organisation.group",
    "/moderation/organisations/none/apart": "organisation.apart",
}


def rows(app) -> list[tuple[str, str, str]]:
    with app.app_context():
        found = sa.select(AuditRow.action, AuditRow.subject, AuditRow.role)
        return [tuple(one) for one in db.session.execute(found)]


@pytest.mark.parametrize("path", TRIES)
def test_each_try_is_refused_and_audited(app, cast, path):
    assert cast.page("hana").post(path, {"reason": "I would like to."}).status == 403

    assert rows(app) == [(f"{TRIES[path]}.refused", path, "host")]
