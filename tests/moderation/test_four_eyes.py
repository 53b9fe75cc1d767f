"""What a vendor asked for takes two moderators to hide: by whatever way, and case, it comes."""

import pytest
import sqlalchemy as sa

from community.core.db import db, transaction
from community.reps.disputed import VendorDisputes
from community.reps.models import Dispute, Figure, Grounds
from community.reps.rules import disputing
from moderation import deciding
from moderation.models import Case
from tests.moderation.appealing import APPROVE, HIDE, appealed, decided, judged, log
from tests.moderation.conftest import case_of, report

WRONG = "The uplift has been capped in every contract since June."
OUTDATED = {"ruling": "overturn", "facts": "It is old news.", "reason": "outdated"}


def opened(cast, kind: str, public_id: str, who: str = "mo") -> str:
    """Have a moderator press "Moderate"; return where the case is."""
    done = cast.page(who).post(f"/moderation/open/{kind}/{public_id}", {})
    assert done.status == 303
    return done.location


def decide(app, cast, case: str, who: str, verdict: dict = HIDE) -> int:
    """Have somebody claim a case and decide it as it is now; return the status."""
    page = cast.page(who)
    page.post(f"{case}/take-over", {})
    with app.app_context():
        version = case_of(case.rsplit("/", 1)[-1]).version
    return page.post(f"{case}/decide", {**verdict, "version": str(version)}).status


def dispute(app, cast, address: str) -> None:
    with app.app_context(), transaction():
        disputing.raise_dispute(
            cast.actor("rae"),
            address=address,
            figure=Figure.PAID,
            grounds=Grounds.WRONG_FACT,
            text=WRONG,
        )


def test_another_report_does_not_switch_it_off(app, cast, scene):
    case = "/moderation/cases/" + report(app, cast, "rae", "post", scene.post)
    report(app, cast, "cleo", "post", scene.post)
    assert cast.page("mo").post(f"{case}/claim", {}).status == 303
    words = cast.page("mo").get(case).words()
    assert "A vendor asked for this" in words
    assert "takes a second moderator, whoever else asked" in words

    assert decide(app, cast, case, "mo") == 303

    assert log(app) == [("proposed", False)]
    assert decide(app, cast, case, "mo") == 403
    assert decide(app, cast, case, "mia") == 303
    assert log(app)[-1] == ("hidden", False)


def test_another_case_does_not_get_around_it(app, cast, page, scene):
    decided(app, cast, scene.post, APPROVE, of="rae")
    case = opened(cast, "post", scene.post)

    assert decide(app, cast, case, "mo") == 303

    assert log(app) == [("approved", False), ("proposed", False)]
    assert "Refused 2" in page.get("/log/requests").words()
    cast.page("ben").get(f"/questions/posts/{scene.post}", status=302)
    assert decide(app, cast, case, "mia") == 303
    words = page.get("/log/requests").words()
    assert "Refused, and taken down later, in another case" in words
    table = page.client.get("/log/requests.csv").get_data(as_text=True)
    assert '"Refused, and taken down later, in another case"' in table


@pytest.mark.parametrize("kind", ["post", "review"])
@pytest.mark.parametrize("upheld", [True, False])
def test_a_dispute_counts_as_asking(app, cast, scene, kind, upheld):
    places = {"post": f"/questions/posts/{scene.post}", "review": "/reviews/"}
    address = places[kind] + (scene.review if kind == "review" else "")
    dispute(app, cast, address)
    with app.app_context(), transaction():
        one = db.session.scalars(sa.select(Dispute)).one()
        disputing.decide_dispute(
            cast.actor("mo"), one, upheld=upheld, reason="We looked at the contract."
        )

    case = opened(cast, kind, scene.of(kind))
    assert "A vendor asked for this" in cast.page("mo").get(case).words()
    assert decide(app, cast, case, "mo") == 303

    assert log(app) == [("proposed", False)]
    assert decide(app, cast, case, "mia") == 303
    assert log(app)[-1] == ("hidden", False)


def test_what_is_not_disputed_takes_one(app, cast, scene):
    dispute(app, cast, "/prices/arbor/arbor-desk/")
    dispute(app, cast, f"/reviews/{scene.review}")
    case = opened(cast, "post", scene.post)

    assert decide(app, cast, case, "mo") == 303

    assert log(app) == [("hidden", False)]
    with app.app_context():
        row = db.session.scalars(sa.select(Dispute).order_by(Dispute.id)).first()
        known = VendorDisputes()
        assert known.is_disputed("figure", row.product_id)
        assert not known.is_disputed("figure", row.product_id + 1)
        assert not known.is_disputed("card", row.product_id)
        case = db.session.scalars(sa.select(Case)).one()
        assert not deciding.takes_two(case)


def test_an_appeal_does_not_get_around_it_either(app, cast, scene):
    path = decided(app, cast, scene.post, APPROVE, of="cleo")
    dispute(app, cast, f"/questions/posts/{scene.post}")
    desk = appealed(cast, path, "cleo")
    mia = cast.page("mia")
    mia.post(f"{desk}/claim", {})
    assert "another moderator has to agree" in mia.get(desk).words()

    assert judged(mia, desk, OUTDATED).status == 303

    assert log(app) == [("approved", True), ("proposed", False)]
